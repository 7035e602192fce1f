"""Components: values in, views out. One file per component; pure geometry, numbering and wording, no HTML decisions."""
