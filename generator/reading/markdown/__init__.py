"""Markdown, Quarto and R Markdown -> Paper."""

from generator.reading.markdown.reader import read_markdown

__all__ = ["read_markdown"]
