"""Where the quotes of a paper are in its PDF: lines on pages, and pictures of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.core import Answer, Snippet, digest
from generator.core.spots import QuoteLine

__all__ = ["NO_PLACES", "Crop", "PaperPlaces", "Passage", "QuotePlace", "passage_of", "places_of"]

# The key of a snippet: its text, and its offset into the paper's text.
Passage = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Crop:
    """A picture of a part of a page. path: within the site. width, height: size to show it at, in pixels."""

    path: str
    width: int
    height: int
    page: int


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """The lines of a quote in reading order, at least one, and pictures of them."""

    lines: tuple[QuoteLine, ...]
    crops: tuple[Crop, ...] = ()

    @property
    def anchor(self) -> str:
        """Its name on the reader's page, made from its place, which changes only with the file."""
        return f"q{digest([[line.page, line.box] for line in self.lines], 8)}"


@dataclass(frozen=True, slots=True)
class PaperPlaces:
    """The places of a paper's quotes. opens: the site has the PDF, and a page that opens it."""

    opens: bool = False
    quotes: Mapping[Passage, QuotePlace] = field(default_factory=dict)

    def of(self, snippet: Snippet) -> QuotePlace | None:
        return self.quotes.get(passage_of(snippet))


NO_PLACES = PaperPlaces()


def passage_of(snippet: Snippet) -> Passage:
    """Return the key of a snippet among the passages of its paper."""
    return snippet.text, snippet.place.start


def places_of(places: PaperPlaces, answers: Iterable[Answer]) -> tuple[bool, list[QuotePlace | None]]:
    """Return everything that a page showing these answers uses of ``places``, for a key of the page."""
    return places.opens, [places.of(snippet) for a in answers for snippet in a.evidence]
