"""Words that something is painted over, or that have the shade of what they are painted on.

Whether they are hidden only a look at the page tells; here it is found which words to look at. A word is
compared with the shapes in its row of the page. Where there are too many of them, all words are looked at.

Example: a word in (100, 700, 140, 712) and a white box painted later in (90, 690, 300, 720) are looked at.
"""

from __future__ import annotations

import ctypes
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from generator.reading.pdf import calls
from generator.reading.pdf.areas import Area, transformed
from generator.reading.pdf.drawings import Cover, Drawings
from generator.reading.pdf.pieces import TextPiece

_SAME_SHADE = 24  # steps of lightness between type and what is under it; with fewer a reader sees no type
_WHITE = 255  # lightness of an empty page
_MIN_LETTERS, _MIN_WORDS = 3, 1  # words in lower case, and letters of each, that are text and no labels
_MIDDLE = 0.25  # from a baseline to the top of a character's box: the height of what covers it
_CORE = (0.05, 0.5)  # of the same, from and to: the height of small letters, which strips cover together
_MAX_RISE = 1.5  # type sizes from the baseline to the top of a character's box
_MIN_STRIPS = 3  # strips over one word; one is a rule through it, two are its frame
_ROW_HEIGHT = 20.0  # points of the rows in which covers are searched
_MAX_ENTRIES = 200_000  # covers of all rows together
_MAX_TRIES = 500_000  # comparisons of words with covers on one page

_Kind = TypeVar("_Kind")


class TooMany(Exception):
    """Raised where words and shapes are too many to be compared one by one."""


class Rows(Generic[_Kind]):
    """Things by the rows of the page in which their areas are.

    numbers: of the rows with words, in order; no others are kept. tries: comparisons that are left.
    """

    def __init__(self, things: Iterable[tuple[Area, _Kind]], numbers: Sequence[int]) -> None:
        self.tries = _MAX_TRIES
        self._rows: dict[float, list[tuple[Area, _Kind]]] = {}
        entries = 0
        for area, thing in things:
            _, bottom, _, top = area
            if not bottom <= top:
                continue  # no area, or no number
            first = bisect_left(numbers, bottom // _ROW_HEIGHT)
            last = bisect_right(numbers, top // _ROW_HEIGHT)
            entries += last - first
            if entries > _MAX_ENTRIES:
                raise TooMany
            for number in numbers[first:last]:
                self._rows.setdefault(number, []).append((area, thing))

    def __bool__(self) -> bool:
        return bool(self._rows)

    def near(self, y: float) -> Sequence[tuple[Area, _Kind]]:
        """Return the things in the row of ``y``. Raises TooMany once ``tries`` are used up."""
        found = self._rows.get(y // _ROW_HEIGHT, ())  # nothing for what is no number
        if found:
            self.tries -= len(found)
            if self.tries < 0:
                raise TooMany
        return found

    def at(self, x: float, y: float) -> Iterator[_Kind]:
        """Yield the things whose area holds a point."""
        for (left, bottom, right, top), thing in self.near(y):
            if left <= x <= right and bottom <= y <= top:
                yield thing


def covered_pieces(
    pieces: Sequence[TextPiece],
    drawings: Drawings,
    pale: Iterable[Cover],
    shades: Mapping[int, int],
) -> set[int] | None:
    """Return the pieces over which something is painted later, or that have the shade of their ground.

    pale: type that hides what it is drawn over. shades: lightness of text objects. None if there are too many
    pieces and shapes to tell.
    """
    if not drawings.complete:
        return None
    turns = drawings.paint_order
    first = min(turns.values(), default=0)
    used = set(shades.values())
    covers = [
        (cover.area, cover)
        for cover in (*drawings.covers, *pale)
        if cover.paint_order > first
        or (not cover.picture and (cover.fills_area or any(_alike(cover.shade, own) for own in used)))
    ]
    strips = [(area, True) for area in drawings.strips]
    try:
        numbers = rows_of(pieces)
        rows = Rows(covers, numbers)
        thin = Rows(strips if len(strips) >= _MIN_STRIPS else [], numbers)
        if not rows and not thin:
            return set()
        found = set()
        for index, piece in enumerate(pieces):
            above = rows.near(piece.y + _MIDDLE * (piece.top - piece.y))
            turn = turns.get(piece.handle) if above or thin else None
            if turn is not None and (
                (above and _is_covered(piece, turn, shades.get(piece.handle, -1), above))
                or (thin and _is_striped(piece, thin))
            ):
                found.add(index)
        return found
    except TooMany:
        return None


def rows_of(pieces: Sequence[TextPiece]) -> list[int]:
    """Return the numbers of the rows in which there are words, in order."""
    heights = {piece.y + _MIDDLE * (piece.top - piece.y) for piece in pieces}
    return sorted({math.floor(y / _ROW_HEIGHT) for y in heights if math.isfinite(y)})


def _alike(ground: int, own: int) -> bool:
    """Return True if type of one lightness may be lost on a ground of another, or of an unknown one."""
    return own >= 0 and (ground < 0 or abs(own - ground) < _SAME_SHADE)


def _is_covered(piece: TextPiece, turn: int, own: int, above: Sequence[tuple[Area, Cover]]) -> bool:
    """Return True if a cover is painted over the piece, or may be its ground in the same shade."""
    x, y = middle_of(piece)
    lost = False
    for (left, bottom, right, top), cover in above:
        if left <= x <= right and bottom <= y <= top:
            if cover.paint_order > turn:
                return True
            below = cover.paint_order < turn and not cover.picture
            if below and (not lost or cover.fills_area):
                # A plain rectangle is the ground, whatever is under it.
                lost = _alike(cover.shade, own)
    return lost


def _is_striped(piece: TextPiece, strips: Rows[bool]) -> bool:
    """Return True if several strips are painted over the piece, or under it."""
    size = piece.style.size
    left, right = sorted((min(piece.x, piece.left), max(piece.x, piece.right)))
    rise = piece.top - piece.y
    if piece.style.turn or right - left > size * len(piece.text) or abs(rise) > _MAX_RISE * size:
        return False  # set sideways, or in a font whose boxes say nothing
    low, high = sorted(piece.y + share * rise for share in _CORE)
    found = 0
    for area, _ in strips.near(middle_of(piece)[1]):
        if area[0] < right and area[2] > left and area[1] < high and area[3] > low:
            found += 1
            if found >= _MIN_STRIPS:
                return True
    return False


def middle_of(piece: TextPiece) -> tuple[float, float]:
    """Return the middle of a piece's letters."""
    return (
        (min(piece.x, piece.left) + max(piece.x, piece.right)) / 2,
        piece.y + _MIDDLE * (piece.top - piece.y),
    )


def pale_type(handles: Iterable[int], shades: Mapping[int, int], drawings: Drawings) -> Iterator[Cover]:
    """Yield type so pale that it hides what it is drawn over, as covers: a font may hold squares."""
    edges = (ctypes.c_float * 4)()
    places = [calls.place_of(edges, 4 * k) for k in range(4)]
    for handle in handles:
        turn = drawings.paint_order.get(handle)
        if turn is not None and calls.object_bounds(calls.Address(handle), *places):
            left, bottom, right, top = edges[:]
            matrix = drawings.forms.get(handle, (None, None))[0]
            area = transformed((left, bottom, right, top), matrix)
            yield Cover(turn, area, shades[handle], picture=False, fills_area=False)


def pieces_on_pictures(pieces: Sequence[TextPiece], drawings: Drawings) -> set[int]:
    """Return the pieces on pictures, whose shade is not known, if they are more than a few labels."""
    pictures = [(cover.area, cover) for cover in drawings.covers if cover.picture]
    try:
        rows = Rows(pictures, rows_of(pieces) if pictures else [])
        found = {
            index
            for index, piece in enumerate(pieces if pictures else ())
            if (turn := drawings.paint_order.get(piece.handle))
            and any(
                drawn.paint_order < turn and drawn.area[0] <= piece.x and piece.right <= drawn.area[2]
                for drawn in rows.at(*middle_of(piece))
            )
        }
    except TooMany:
        return set(range(len(pieces)))
    words = [k for k in found if len(pieces[k].text) >= _MIN_LETTERS and pieces[k].text.islower()]
    return found if len(words) >= _MIN_WORDS else set()


class Grounds:
    """What is under the words of a page."""

    def __init__(self, drawings: Drawings, pieces: Sequence[TextPiece]) -> None:
        self._turns = drawings.paint_order
        self._covers: Rows[Cover] | None = None
        self._unclear: Rows[bool] | None = None
        self._drawings, self._pieces = drawings, pieces
        self._too_many = False

    def stands_out(self, piece: TextPiece, lightness: int, seen: int) -> bool:
        """Return True if pale type is certainly on something darker; if not, only a look at the page tells.

        seen: steps of lightness that a reader sees.
        """
        turn = self._turns.get(piece.handle)
        if turn is None or lightness < 0 or self._too_many:
            return False
        try:
            if self._covers is None or self._unclear is None:
                numbers = rows_of(self._pieces)
                self._covers = Rows([(cover.area, cover) for cover in self._drawings.covers], numbers)
                self._unclear = Rows([(area, True) for area in self._drawings.unclear], numbers)
            middle = middle_of(piece)
            if any(self._unclear.at(*middle)):
                return False
            under = _WHITE
            for cover in self._covers.at(*middle):
                if cover.picture or cover.shade < 0 or cover.paint_order > turn or not cover.fills_area:
                    return False
                under = cover.shade
        except TooMany:
            self._too_many = True
            return False
        return abs(under - lightness) >= seen
