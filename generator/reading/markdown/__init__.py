"""Markdown, Quarto and R Markdown as a Paper."""

from generator.reading.markdown.reader import read_markdown

__all__ = ["read_markdown"]
