"""Words of a page that its reader does not see.

Where possible, PDFium's properties of a text object decide (render mode, clip, size). Where they only raise a
doubt (pale or transparent type, a layer, a later shape over it), the page is drawn with and without these
words: those without which it looks the same are hidden. Each drawing costs 25 ms.

Example: white words on white paper are hidden, and the same words on a black box are not.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Sequence
from typing import Any

from generator.reading.pdf import calls
from generator.reading.pdf.areas import EVERYWHERE, Area, intersection, size_of, transformed
from generator.reading.pdf.clips import clip_area, has_one_of
from generator.reading.pdf.covering import Grounds, covered_pieces, pale_type, pieces_on_pictures
from generator.reading.pdf.drawings import FAINT, PATTERN, Cover, Drawings, line_shade, shades
from generator.reading.pdf.frame import Frame
from generator.reading.pdf.pieces import TextPiece
from generator.reading.pdf.trial import SEEN, box_of, without_trace

# Render modes of text (ISO 32000-1, table 106).
_FILLED = 0
_OUTLINED = (1, 5)  # stroked and not filled
_CLIPPING_MODES = range(4, 8)  # what is drawn later is seen within their letters only
_INVISIBLE_MODES = (3, 7)  # neither filled nor stroked; the latter only clips what follows
_MIN_POINTS = 1.5  # points; half of the smallest type that is printed
_MIN_WIDTH = 0.05  # of the type size: a character's mean width
_MIN_INSIDE = 0.15  # share of a word within its clip from which it counts as visible
_PALE = 225  # lightness (0 to 255) from which a look at the page must tell whether type is visible on white
_ALMOST_ALL = 0.8  # of a page's characters: hidden text is then the recognised text of a scan
_STAMP = 20  # characters on the picture of a scan that are no part of it
_MIN_FILLED = 0.5  # share of a scanned page that its pictures fill
_SMALL_LETTERS = 0.5  # of the type size: height of small letters
_ACTUAL_TEXT = ctypes.create_string_buffer(b"ActualText")
_MAX_NAME_BYTES = 64  # of a mark; the name of a layer's mark is OC
_MAX_GIVEN_BYTES = 400  # of the words that a mark gives in place of what is drawn
_MIN_UNDRAWN = 12  # characters on one page that a font does not draw: fewer have their ink elsewhere


class Doubts:
    """What is known of the text objects of one page.

    invisible: objects in an invisible render mode. doubtful: those that only a look at the page can judge.
    pale: filled in a pale colour. shades: lightness by object. clips: area to which an object is clipped.
    """

    def __init__(self, page: Any, drawings: Drawings, layers: Callable[[], bool]) -> None:
        self.page, self.drawings, self.layers = page, drawings, layers
        self.invisible: set[int] = set()
        self.doubtful: set[int] = set()
        self.pale: set[int] = set()
        self.shades: dict[int, int] = {}
        self.clips: dict[int, Area] = {}
        self._marks: dict[int, bool] = {}
        self._areas: dict[int, Area] = {}
        self._clips_from = math.inf  # place in the order of painting of the first text that clips
        self._odd: set[int] = set()  # clips that are no rectangles, by their first point

    def inspect(self, handles: list[int]) -> None:
        """Ask PDFium for the properties of text objects that do not depend on the single word."""
        modes = map(calls.render_mode, handles)
        marks = map(calls.count_marks, handles)
        clips = map(calls.clip_count, map(calls.clip_path, handles))
        blended = map(calls.has_transparency, handles)
        for handle, mode, (lightness, opacity), marked, clipped, masked in zip(
            handles, modes, shades(handles), marks, clips, blended, strict=True
        ):
            if clipped > 0:
                self.clips[handle] = clip_area(handle, self._areas, self._odd)
            if mode != _FILLED:
                if mode in _CLIPPING_MODES:
                    self._clips_from = min(self._clips_from, self.drawings.paint_order.get(handle, 0))
                if mode in _INVISIBLE_MODES:
                    self.invisible.add(handle)
                    continue
            self.shades[handle] = lightness
            if (
                (opacity < FAINT and mode not in _OUTLINED)
                or masked
                or (marked > 0 and self._layered(handle, marked))
            ):
                self.doubtful.add(handle)
            elif mode in _OUTLINED:
                shade, line_opacity = line_shade(handle)
                if shade >= _PALE or line_opacity < FAINT:
                    self.doubtful.add(handle)
            elif lightness >= _PALE:
                (self.pale if mode == _FILLED else self.doubtful).add(handle)
            elif lightness in (-1, PATTERN):
                self.doubtful.add(handle)  # a pattern may show nothing
            if clipped > 0 and self._odd and has_one_of(handle, self._odd):
                self.doubtful.add(handle)
        # What is drawn behind text that clips is seen within its letters only.
        turns = self.drawings.paint_order
        self.doubtful |= {other for other in handles if turns.get(other, 0) > self._clips_from}
        forms = self.drawings.forms
        for handle in forms.keys() & (self.shades.keys() | self.invisible):
            matrix, outer = forms[handle]
            self.clips[handle] = intersection(transformed(self.clips.get(handle, EVERYWHERE), matrix), outer)
            if handle in self.drawings.unsure or self.layers():
                self.doubtful.add(handle)

    def _layered(self, handle: int, count: int) -> bool:
        """Return True if one of the object's ``count`` marks puts it on a layer."""
        for index in range(count):
            mark = calls.mark_of(handle, index)
            if mark not in self._marks:
                self._marks[mark] = _mark_name(mark) == "OC"
                self.drawings.actual_text_letters += sum(map(str.isalnum, _actual_text(mark)))
            if self._marks[mark]:
                return True
        return False


def _mark_name(mark: int) -> str:
    """Return the name of a marked sequence."""
    buffer = ctypes.create_string_buffer(_MAX_NAME_BYTES)
    length = ctypes.c_ulong()
    calls.mark_name(mark, ctypes.addressof(buffer), _MAX_NAME_BYTES, ctypes.addressof(length))
    return buffer.raw[: max(length.value - 2, 0)].decode("utf-16-le", "replace")


def _actual_text(mark: int) -> str:
    """Return the beginning of the words that a mark gives in place of what is drawn."""
    buffer = ctypes.create_string_buffer(_MAX_GIVEN_BYTES)
    length = ctypes.c_ulong()
    if not calls.mark_text(
        mark,
        ctypes.addressof(_ACTUAL_TEXT),
        ctypes.addressof(buffer),
        _MAX_GIVEN_BYTES,
        ctypes.addressof(length),
    ):
        return ""
    if length.value > _MAX_GIVEN_BYTES:  # nothing is written where there is no room for all
        return "x" * (length.value // 2)
    return buffer.raw[: max(length.value - 2, 0)].decode("utf-16-le", "replace")


def hidden_pieces(
    page: Any, drawings: Drawings, pieces: Sequence[TextPiece], frame: Frame, layers: Callable[[], bool]
) -> set[int]:
    """Return the indices of the pieces that a reader of the page does not see.

    drawings: of the page. frame: of the page as shown. layers: returns True if the file has layers that can
    be switched off.
    """
    doubts = Doubts(page, drawings, layers)
    styles = {piece.handle: piece.style for piece in pieces}
    doubts.inspect([handle for handle in styles if handle])
    total = sum([piece.end - piece.start for piece in pieces])
    pictures = [cover for cover in drawings.covers if cover.picture]
    pale = pale_type(doubts.pale, doubts.shades, drawings)
    found = covered_pieces(pieces, drawings, pale, doubts.shades)
    covered = set(range(len(pieces))) if found is None else found
    bare = (1 - _share(pieces, covered, total)) * total
    if found and (bare < _STAMP or (bare < (1 - _ALMOST_ALL) * total and _filled(pictures, frame))):
        covered = set()  # text under the picture of a scan
    covered |= pieces_on_pictures(pieces, drawings)
    grounds = Grounds(drawings, pieces)
    out_of_sight, unprinted, doubtful = set[int](), set[int](), dict[int, bool]()
    special = doubts.invisible | doubts.doubtful | doubts.pale | doubts.clips.keys()
    special |= {handle for handle, style in styles.items() if style.size < _MIN_POINTS}
    unsure = {handle for handle, style in styles.items() if style.use.is_type3 or style.use.blank}
    for index, piece in enumerate(pieces):
        handle, style = piece.handle, piece.style
        narrow = piece.right - piece.x < _MIN_WIDTH * style.size * (piece.end - piece.start)
        untried = handle in unsure and style.use.may_be_blank(piece.text)
        if not (narrow or handle in special or index in covered or untried):
            continue  # most words
        if _too_small(piece) or not _within(piece, doubts.clips.get(handle)):
            out_of_sight.add(index)
        elif handle in doubts.invisible:
            unprinted.add(index)
        elif (
            index in covered
            or handle in doubts.doubtful
            or (handle in doubts.pale and not grounds.stands_out(piece, doubts.shades[handle], SEEN))
        ):
            doubtful[index] = False
        elif untried:
            doubtful[index] = True  # its box may be far larger than its ink
    if _share(pieces, unprinted, total) > _ALMOST_ALL and _filled(drawings.covers, frame):
        unprinted = set()  # the recognised text of a scan
    unseen = out_of_sight | unprinted
    if doubtful:
        traceless = without_trace(page, pieces, doubtful, frame)
        for index in doubtful.keys() - traceless:
            pieces[index].style.use.visible.update(pieces[index].text)
        blank = {index for index in traceless if doubtful[index]}
        if sum(len(pieces[k].text) for k in blank) < _MIN_UNDRAWN:
            traceless -= blank  # glyphs whose ink is outside of their box
        unseen |= traceless
    if _share(pieces, unseen, total) > _ALMOST_ALL and _filled(pictures, frame):
        # A scan; but its recognised words have the size and place of those in the picture.
        return out_of_sight if _share(pieces, out_of_sight, total) <= _ALMOST_ALL else set()
    return unseen


def _share(pieces: Sequence[TextPiece], chosen: set[int], total: int) -> float:
    """Return the share of the page's characters that these pieces hold."""
    return sum(pieces[k].end - pieces[k].start for k in chosen) / total if total else 0.0


def _filled(covers: Sequence[Cover], frame: Frame) -> bool:
    """Return True if the covers fill half of the page, as the pictures of a scan do."""
    page = (frame.left, frame.bottom, frame.right, frame.top)
    return sum(size_of(intersection(page, cover.area)) for cover in covers) > _MIN_FILLED * size_of(page)


def _too_small(piece: TextPiece) -> bool:
    """Return True if the characters are too small or too narrow to be seen."""
    size, length = piece.style.size, piece.end - piece.start
    if size >= _MIN_POINTS and length < 3 and not piece.text.isalnum():
        return False
    left, bottom, right, top = box_of(piece)
    if size < _MIN_POINTS:
        # Fonts of bitmaps may state any size: the height of the characters decides. Their distance does not,
        # for tiny letters may be set far apart.
        return (right - left if piece.style.turn % 2 else top - bottom) < _MIN_POINTS
    return (top - bottom if piece.style.turn % 2 else right - left) < _MIN_WIDTH * size * length


def _within(piece: TextPiece, clip: Area | None) -> bool:
    """Return True if enough of the word is within the area to which it is clipped."""
    if clip is None:
        return True
    if not piece.style.turn % 2:
        # The height of small letters: what a clip leaves of their ends is not read.
        rise = math.copysign(_SMALL_LETTERS * piece.style.size, piece.top - piece.y)
        left, right = sorted((min(piece.x, piece.left), max(piece.x, piece.right)))
        bottom, top = sorted((piece.y, piece.y + rise))
    else:
        left, bottom, right, top = box_of(piece)
    common = intersection((left, bottom, right, top), clip)
    width, height = max(right - left, 0.01), max(top - bottom, 0.01)
    share = max(min(common[2] - common[0], width), 0.0) * max(min(common[3] - common[1], height), 0.0)
    return share >= _MIN_INSIDE * width * height
