"""What a course pack is made of besides the sections' own pages; no HTML is written here but in `bodies`."""
