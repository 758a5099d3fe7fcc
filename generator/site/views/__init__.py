"""Collection -> the values that each kind of page shows. Pure; the templates only lay them out."""
