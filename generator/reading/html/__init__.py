"""HTML -> Paper."""

from generator.reading.html.reader import read_html

__all__ = ["read_html"]
