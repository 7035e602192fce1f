"""Measures what the program costs against what cannot be avoided: `make bench`."""
