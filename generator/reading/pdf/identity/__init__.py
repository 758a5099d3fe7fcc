"""The identity of a paper: its own DOI, authors and year, not those of cited works or of the file."""
