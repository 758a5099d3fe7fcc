"""How much of a paper's own words may leave with the data."""

from __future__ import annotations

from generator.core import Paper
from generator.site.encoding import shortened


def quotable(paper: Paper) -> int | None:
    """How many characters of one quote from this paper the data may hold; None: all of it.

    All exports ask here, and nowhere else: a rule that tells open licences from others belongs here.
    """
    return None


def quoted(paper: Paper, text: str) -> str:
    """A quote as the data may hold it: word for word, or its beginning."""
    limit = quotable(paper)
    return text if limit is None or len(text) <= limit else shortened(text, limit)
