"""Whose paper it is: own DOI, authors, and year, told from those of cited works, figures and the file."""
