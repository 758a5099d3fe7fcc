"""Check that a fetched file holds the whole paper, not only its abstract or the page around it."""

from __future__ import annotations

from generator.core import Paper

__all__ = ["why_incomplete"]

# Sections around the body of a paper.
_AROUND = ("front", "abstract", "references", "furniture", "back", "availability")
_BODY = ("introduction", "methods", "results", "discussion")
_NO_TEXT = ("references", "furniture")  # in PDF, where headings may not be recognised
# The shortest letters and data notes have about ten sentences. Pages that show an abstract and links hold
# about as many lines that look like sentences, and an abstract alone has up to fifteen.
_MIN_SENTENCES = {"jats": 5, "latex": 5, "html": 25, "pdf": 20}


def why_incomplete(paper: Paper, doi: str) -> str:
    """Return why ``paper`` is not the whole paper with this DOI, in words; empty if it is."""
    if paper.format == "jats" and doi and paper.metadata.doi and paper.metadata.doi != doi:
        return f"the text belongs to another paper ({paper.metadata.doi})"
    around = _NO_TEXT if paper.format == "pdf" else _AROUND
    body = [section for section in paper.sections if section.kind not in around]
    sentences = sum(len(paragraph.sentences) for section in body for paragraph in section.paragraphs)
    if sentences < _MIN_SENTENCES.get(paper.format, 5):
        return "the text has no body, only an abstract or less"
    if paper.format == "html" and not any(section.kind in _BODY for section in body):
        return "the page has no sections of a paper"
    return ""
