"""Reader of born-digital PDF files: words, lines, columns, paragraphs, sections, each with its place.

A file comes in, a `generator.core.paper.Paper` goes out. PDFium gives characters and their places; everything
that makes a text of them is here. The steps are one module each: document (open), words, lines, furniture,
columns (reading order), floats, paragraphs, headings, references, flow (what belongs together across columns
and pages), metadata.
"""

from generator.reading.pdf.reader import read_pdf

__all__ = ["read_pdf"]
