"""Word documents (.docx) -> Paper."""

from generator.reading.docx.reader import read_docx

__all__ = ["read_docx"]
