"""Pictures of the places of quotes, cached between builds: one record a paper, one file a picture.

A record belongs to one state of a paper's file; a picture is named after its content.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from generator import reading, site
from generator.core import digest
from generator.core.spots import LocatedQuote, QuoteLine, SentenceBox
from generator.errors import UnreadablePaper
from generator.site.publishing.disk import unwritable
from generator.storage.files import files_within, hash_of, write_whole
from generator.storage.work_records import Record

__all__ = ["KeptPictures"]

_ENDING = ".webp"
# A quote is identified by the boxes of its sentences.
_Quote = tuple[SentenceBox, ...]


class KeptPictures:
    """The cache in ``folder``. draw: True to draw pictures; False to find only the places of quotes."""

    def __init__(self, folder: Path, *, draw: bool) -> None:
        self.folder, self.draw = folder, draw
        self._records: dict[str, Record] = {}
        self._known: dict[str, dict[str, site.QuotePlace | None]] = {}
        self._failures: dict[str, str] = {}

    def open(self, paper: str, file: Path) -> None:
        """Load the cached places of a paper's file."""
        made_from = [hash_of(file), reading.PICTURES_VERSION, self.draw]
        self._records[paper] = record = Record(
            self.folder / f"{paper}.json", "answerbook pictures", 1, made_from
        )
        self._known[paper], self._failures[paper] = record.read(self._taken) or ({}, "")

    def missing(self, paper: str, quotes: Iterable[_Quote]) -> list[_Quote]:
        """Return the quotes that are not cached, without duplicates.

        Other cached quotes of the paper are dropped.
        """
        wanted = {_key(quote): quote for quote in quotes}
        known = self._known[paper]
        self._known[paper] = {key: place for key, place in known.items() if key in wanted}
        if not wanted.keys() - known.keys() and len(self._known[paper]) < len(known):
            self._write(paper)
        return [quote for key, quote in wanted.items() if key not in known]

    def put(
        self, paper: str, quotes: Sequence[_Quote], found: Sequence[LocatedQuote | UnreadablePaper]
    ) -> None:
        """Cache what was found of quotes; quotes that a limit ended are not tried again. Raises SiteError."""
        for quote, seen in zip(quotes, found, strict=True):
            if isinstance(seen, UnreadablePaper):
                self._failures[paper] = seen.what
                self._known[paper][_key(quote)] = None
            else:
                self._known[paper][_key(quote)] = self._place(seen)
        self._write(paper)

    def place(self, paper: str, quote: _Quote) -> site.QuotePlace | None:
        return self._known[paper].get(_key(quote))

    def failure(self, paper: str) -> str:
        """Return why some of a paper's quotes could not be found; empty if none failed."""
        return self._failures[paper]

    def file(self, crop: site.Crop) -> Path:
        """Return the path of a cached picture."""
        return self.folder / crop.path.rpartition("/")[2]

    def prune(self) -> None:
        """Delete pictures and records that no opened paper needs.

        They belong to papers that are gone or may not be shown.
        """
        needed = {f"{paper}.json" for paper in self._known}
        needed |= {
            self.file(crop).name
            for known in self._known.values()
            for place in known.values()
            if place is not None
            for crop in place.crops
        }
        for path, _ in files_within(self.folder):
            if path not in needed:
                with contextlib.suppress(OSError):  # then the next build tries again
                    (self.folder / path).unlink()

    def _place(self, seen: LocatedQuote) -> site.QuotePlace | None:
        if not seen.lines:
            return None
        crops = []
        for picture in seen.pictures:
            name = _name(picture.data)
            try:
                write_whole(self.folder / name, picture.data, flush=False)
            except OSError as error:
                raise unwritable(self.folder, "the pictures of quotes", error) from error
            crops.append(site.Crop(f"{site.PICTURES}/{name}", picture.width, picture.height, picture.page))
        lines = tuple(QuoteLine(line.page, _rounded(line.box)) for line in seen.lines)
        return site.QuotePlace(lines, tuple(crops))

    def _taken(self, data: Any) -> tuple[dict[str, site.QuotePlace | None], str]:
        """Return the places in a record, except those with a missing or changed picture."""
        places = {
            str(key): None if place is None else _place_of(place) for key, place in data["quotes"].items()
        }
        whole = {
            key: place
            for key, place in places.items()
            if place is None or all(_is_whole(self.file(crop)) for crop in place.crops)
        }
        return whole, str(data["failure"])

    def _write(self, paper: str) -> None:
        quotes = {
            key: None
            if place is None
            else {
                "lines": [[line.page, *line.box] for line in place.lines],
                "crops": [[self.file(c).name, c.width, c.height, c.page] for c in place.crops],
            }
            for key, place in sorted(self._known[paper].items())
        }
        self._records[paper].write({"quotes": quotes, "failure": self._failures[paper]})


def _is_whole(picture: Path) -> bool:
    try:
        return _name(picture.read_bytes()) == picture.name
    except OSError:
        return False


def _name(data: bytes) -> str:
    return f"{digest(data)}{_ENDING}"


def _key(quote: _Quote) -> str:
    return digest([[spot.page, spot.box, spot.text] for spot in quote], 16)


def _rounded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(part, 4) for part in box)
    return left, top, right, bottom


def _place_of(data: Any) -> site.QuotePlace:
    """Return a place as `_write` wrote it. Raises KeyError, TypeError or ValueError for any other content."""
    lines = tuple(
        QuoteLine(int(n), (float(a), float(b), float(c), float(d))) for n, a, b, c, d in data["lines"]
    )
    crops = tuple(
        site.Crop(f"{site.PICTURES}/{_checked(name)}", int(width), int(height), int(page))
        for name, width, height, page in data["crops"]
    )
    return site.QuotePlace(lines, crops)


def _checked(name: Any) -> str:
    """Return the name of a picture. A record lies in the project, so anyone may have written it."""
    if not isinstance(name, str) or "/" in name or "\\" in name or not name.endswith(_ENDING):
        raise ValueError(name)
    return name
