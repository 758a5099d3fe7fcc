"""A born-digital PDF to a Paper: words, lines, columns, paragraphs, sections, each with its place.

PDFium gives characters and places; all that makes a text of them is here. The steps, one a module:
document (open), words, lines, furniture, columns (reading order), floats, paragraphs, headings,
references, flow (what belongs together across columns and pages), metadata.
"""

from generator.reading.pdf.reader import read_pdf

__all__ = ["read_pdf"]
