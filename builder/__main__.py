"""`python -m builder`: the same as `studyguide`."""

from builder.cli import main

main()
