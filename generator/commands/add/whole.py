"""Whether a file that was fetched holds the paper, or only its abstract or the page around it."""

from __future__ import annotations

from generator.core import Paper

__all__ = ["lacks"]

# No body: what stands around it in every paper.
_AROUND = ("front", "abstract", "references", "furniture", "back", "availability")
_BODY = ("introduction", "methods", "results", "discussion")
_NO_TEXT = ("references", "furniture")  # of PDF, in which a heading may not be told from text
# Sentences. The shortest letters and data notes have about ten; pages that show an abstract and links have as
# many that no reader can tell from text, and an abstract alone has up to fifteen.
_MIN_COUNT = {"jats": 5, "latex": 5, "html": 25, "pdf": 20}


def lacks(paper: Paper, doi: str) -> str:
    """Return why ``paper`` is not the whole paper that was wanted; empty if it is. doi: its own."""
    if paper.format == "jats" and doi and paper.metadata.doi and paper.metadata.doi != doi:
        return f"the text is that of another paper ({paper.metadata.doi})"
    around = _NO_TEXT if paper.format == "pdf" else _AROUND
    body = [section for section in paper.sections if section.kind not in around]
    sentences = sum(len(paragraph.sentences) for section in body for paragraph in section.paragraphs)
    if sentences < _MIN_COUNT.get(paper.format, 5):
        return "the text has no body, only an abstract or less"
    if paper.format == "html" and not any(section.kind in _BODY for section in body):
        return "the page shows no sections of a paper"
    return ""
