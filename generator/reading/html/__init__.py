"""HTML -> Paper: in comes a saved web page, out comes the article in it, without text that the page hides."""

from generator.reading.html.reader import read_html

__all__ = ["read_html"]
