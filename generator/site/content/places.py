"""Where the quotes of a paper are seen in its PDF: lines on pages, and pictures of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.core import Answer, Snippet, digest
from generator.core.spots import Line

__all__ = ["NO_PLACES", "Crop", "PaperPlaces", "Passage", "QuotePlace", "passage_of", "places_of"]

# A snippet as it is shown: its text, and its offset into the paper's.
Passage = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Crop:
    """A picture of a part of a page. path: within the site; width, height: at which to show it, in pixels."""

    path: str
    width: int
    height: int
    page: int


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """The lines of a quote in reading order, at least one, and pictures of them."""

    lines: tuple[Line, ...]
    crops: tuple[Crop, ...] = ()

    @property
    def anchor(self) -> str:
        """How the reader's page names it: by where it stands, which changes only with the file."""
        return f"q{digest([[line.page, line.box] for line in self.lines], 8)}"


@dataclass(frozen=True, slots=True)
class PaperPlaces:
    """The places of a paper's quotes. opens: whether the site has the PDF, and a page that opens it there."""

    opens: bool = False
    quotes: Mapping[Passage, QuotePlace] = field(default_factory=dict)

    def of(self, snippet: Snippet) -> QuotePlace | None:
        return self.quotes.get(passage_of(snippet))


NO_PLACES = PaperPlaces()


def passage_of(snippet: Snippet) -> Passage:
    """By what a passage is known among those of its paper."""
    return snippet.text, snippet.place.start


def places_of(places: PaperPlaces, answers: Iterable[Answer]) -> tuple[bool, list[QuotePlace | None]]:
    """What a page that shows these answers shows of places: as much as it is made from."""
    return places.opens, [places.of(snippet) for a in answers for snippet in a.evidence]
