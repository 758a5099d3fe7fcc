"""Words on one baseline, put together to lines; wide gaps separate columns and cells.

>>> def words(*places): return [Word(text, x, x + 5 * len(text), 700, 10, NO_FONT) for text, x in places]
>>> [line.text for line in build_lines(words(("Lamps", 50), ("drew", 78), ("moths", 130)), page=1)]
['Lamps drew', 'moths']
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence

from generator.reading.pdf.fonts import NO_FONT, Font
from generator.reading.pdf.frame import Box
from generator.reading.pdf.page_words import Word
from generator.reading.pdf.scripts import text_with_scripts

# Shares of the type size: a blank in justified text is .2 to 1.0 wide, a gutter or the space between two
# cells is wider.
_TOUCHING = 0.12  # a narrower gap is no blank
_WORD_GAP = 0.6  # to a word with which PDFium began a new line, though it continues this one
_MAX_STREAM_GAP = 30  # to a word that PDFium puts on the same line; wide gaps are cut later
_MAX_OVERLAP = 0.4  # of two words that follow one another
_WIDE_GAP = 1.0  # a gap up to this wide never ends a line
_CERTAIN_GAP = 2.2  # a wider gap always ends it
_WIDE_FACTOR = 1.8  # in between it ends a line if it is so many times wider than the usual one
_SCRIPT = 0.88  # size of raised and lowered characters, at most
_STACKED = 0.3  # by which the left ends of limits above and below one another may differ
_CAPITAL = 0.5  # size of text next to a capital over several lines, which is no script of it
_MAX_RISE, _MAX_SCRIPT_RISE = 0.2, 0.55  # between baselines of words of one line, and of scripts
_NEXT_SIZE = 1.05  # a word so much larger gives its size and baseline to the rest of the line
_FULL_SIZE = 0.95  # of the line's size, of a word whose baseline is the line's
_ASCENT, _DESCENT = 0.78, 0.22  # from the baseline to top and bottom of a line's box
_MIN_CONTINUED, _MAX_CONTINUED = -0.25, 0.45  # gap between two runs of one line
_CONTINUED_SMALL, _CONTINUED_RISE, _CONTINUED_SCRIPT_RISE = 0.85, 0.12, 0.45
_ROW_HEIGHT = 6  # points of the rows in which runs are searched
# Words spaced out letter by letter: "R E S U L T S".
_LETTER_GAP = 0.5  # between their letters
_MIN_SPACED = 5  # letters
_MIN_SINGLE = 0.75  # share of single letters in the run
_SPACED_WORD_GAP = 1.7  # letter gaps between two such words
# A line of text spaced out to the width of its column: "n = 4 , t h e n". Its gaps are of two kinds.
_MIN_SPACED_LINE, _MIN_SPACED_LETTERS = 20, 0.5  # characters, and share of letters among them
_MAX_LETTER_GAPS, _MIN_WORD_GAPS = 1.2, 2.0  # of the usual gap: between letters, and between words
# A raised or lowered mark that the file draws apart from its line.
_MAX_MARK = 3  # characters
_MARK_RAISE, _MARK_LOWERING = (0.1, 0.6), (0.05, 0.35)
_MARK_ROOM = 0.6  # share of the mark's width that its gap has
_MARK_REACH = 0.15  # by which the mark may reach beyond the gap


class TextLine:
    """Words on one baseline.

    y: the baseline; top, bottom: of its largest type; points from the top left. bold, italic: share of the
    characters.
    """

    __slots__ = ("bold", "font", "italic", "page", "size", "text", "words", "x0", "x1", "y")

    def __init__(self, words: list[Word], page: int) -> None:
        self.words = words
        self.page = page
        first = words[0]
        x0, x1, font, size, y = first.x0, first.x1, first.font, first.size, first.y
        alike = level = apart = True
        for word in words:
            if word.x0 < x0:
                x0 = word.x0
            if word.x1 > x1:
                x1 = word.x1
            if word.font is not font or word.size != size:
                alike = False
            if word.y != y:
                level = False
            if word.glued:
                apart = False
        self.x0, self.x1 = x0, x1
        if alike:
            self.font, self.size, self.y = font, size, y
            self.bold = 1.0 if font.bold else 0.0
            self.italic = 1.0 if font.italic else 0.0
        else:
            self._weigh()
            self.y = next((w.y for w in words if w.size >= _FULL_SIZE * self.size), first.y)
        # Most lines hold nothing raised or lowered, and no word that touches the next.
        plain = alike and level and apart
        self.text = " ".join([word.text for word in words]) if plain else text_with_scripts(words)[0]

    def _weigh(self) -> None:
        """Set font and size to those of most characters, and count the shares of bold and italic ones."""
        fonts: Counter[tuple[Font, float]] = Counter()
        for word in self.words:
            fonts[(word.font, word.size)] += len(word.text)
        total = fonts.total() or 1
        (self.font, self.size), _ = fonts.most_common(1)[0] if fonts else ((NO_FONT, 0.0), 0)
        self.bold = sum(n for (f, _), n in fonts.items() if f.bold) / total
        self.italic = sum(n for (f, _), n in fonts.items() if f.italic) / total

    @property
    def top(self) -> float:
        return self.y - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        return self.y + _DESCENT * self.size

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    def __repr__(self) -> str:
        place = f"p{self.page} {self.x0:.0f}-{self.x1:.0f} y={self.y:.0f}"
        return f"TextLine({place} {self.size:.1f} {self.text[:60]!r})"


def build_lines(words: Iterable[Word], page: int) -> list[TextLine]:
    """Return the lines of a page in stream order, cut at gaps that are too wide for a blank."""
    runs: list[list[Word]] = []
    run: list[Word] = []
    last: Word | None = None
    size = base = script_left = script_right = 0.0  # left and right end of the last letter's scripts
    for word in words:
        if last is not None:
            tall = size if size > word.size else word.size
            gap = word.x0 - last.x1
            small = word.size != size and _CAPITAL * size < word.size < _SCRIPT * size
            if small and last.size < _SCRIPT * size:
                # The lower limit below the upper one, or the other way round.
                if gap < 0 and abs(word.x0 - script_left) < _STACKED * tall:
                    gap = 0.0
            elif small:
                script_left, script_right = word.x0, 0.0
            elif script_right > last.x1:
                gap = word.x0 - script_right
            rise = word.y - base
            if rise < 0:
                rise = -rise
            same_size = word.size > _SCRIPT * size and size > _SCRIPT * word.size and not word.glued
            if (
                rise <= (_MAX_RISE if same_size else _MAX_SCRIPT_RISE) * tall
                and -_MAX_OVERLAP * tall
                <= gap
                <= (_MAX_STREAM_GAP if not word.starts_line else _WORD_GAP) * tall
            ):
                if word.starts_line:
                    word.glued = gap < _TOUCHING * tall
                run.append(word)
                if word.size > _NEXT_SIZE * size:
                    size, base = word.size, word.y
                script_right = max(script_right, word.x1) if small else 0.0
                last = word
                continue
            runs.append(run)
        word.glued = False
        run = [word]
        size, base, last, script_right = word.size, word.y, word, 0.0
    if run:
        runs.append(run)
    return [TextLine(piece, page) for run in _inserted(_joined(runs)) for piece in _split(_closed(run))]


def _closed(run: list[Word]) -> list[Word]:
    """Return the words of a run that is spaced out letter by letter: "R E S U L T S"."""
    if len(run) < _MIN_SPACED or len(run[0].text) + len(run[1].text) + len(run[2].text) > _MIN_SPACED:
        return run
    single = sum(len(w.text) == 1 for w in run)
    letters = sum(w.text.isalpha() for w in run)
    capitals = all(w.text.isupper() for w in run)
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(run)]
    usual = sorted(gaps)[len(gaps) // 2]
    if not 0 < usual < _LETTER_GAP * run[0].size:
        return run
    title = letters >= _MIN_SINGLE * len(run) and (len(run) >= 2 * _MIN_SPACED or capitals)
    line = (
        len(run) >= _MIN_SPACED_LINE
        and letters >= _MIN_SPACED_LETTERS * len(run)
        and not any(_MAX_LETTER_GAPS * usual < gap < _MIN_WORD_GAPS * usual for gap in gaps)
    )
    if single < _MIN_SINGLE * len(run) or not (title or line):
        return run
    words = [run[0]]
    for gap, word in zip(gaps, run[1:], strict=True):
        last = words[-1]
        if gap < _SPACED_WORD_GAP * usual and word.size == last.size:
            whole = Word(last.text + word.text, last.x0, word.x1, last.y, last.size, last.font)
            whole.glued, whole.starts_line, whole.url = last.glued, last.starts_line, last.url
            words[-1] = whole
        else:
            words.append(word)
    return words


def _joined(runs: list[list[Word]]) -> list[list[Word]]:
    """Join runs that continue one another on one baseline though the file draws other text between them.

    Such are a bold label, a link or a superscript that the file draws apart.
    """
    if len(runs) < 2:
        return runs
    by_row: dict[int, list[int]] = {}
    for index, run in enumerate(runs):
        by_row.setdefault(int(run[0].y // _ROW_HEIGHT), []).append(index)
    gone: set[int] = set()
    for index, run in enumerate(runs):
        if index in gone:
            continue
        extended = True
        while extended:
            extended = False
            tail = run[-1]
            size, end = max(tail.size, _first_size(run)), tail.x1
            row = int(tail.y // _ROW_HEIGHT)
            for other in [*by_row.get(row - 1, ()), *by_row.get(row, ()), *by_row.get(row + 1, ())]:
                head = runs[other][0]
                tall = size if size >= head.size else head.size
                gap = head.x0 - end
                if (
                    not _MIN_CONTINUED * tall <= gap <= _MAX_CONTINUED * tall
                    or other == index
                    or other in gone
                ):
                    continue
                small = head.size < _CONTINUED_SMALL * tall or tail.size < _CONTINUED_SMALL * tall
                if abs(head.y - tail.y) <= (_CONTINUED_SCRIPT_RISE if small else _CONTINUED_RISE) * tall:
                    head.glued = gap < _TOUCHING * tall
                    run.extend(runs[other])
                    gone.add(other)
                    extended = True
                    break
    return [run for index, run in enumerate(runs) if index not in gone]


def _first_size(run: Sequence[Word]) -> float:
    """Return the size of a run's first word; of its second if the first has a capital over several lines.

    By the capital's own size the space between two columns would be as narrow as a blank.
    """
    first = run[0]
    if len(run) == 1 or run[1].size >= _CAPITAL * first.size or not first.text[0].isupper():
        return first.size
    return run[1].size


def _inserted(runs: list[list[Word]]) -> list[list[Word]]:
    """Return the runs, with raised or lowered marks that are drawn later put in the gaps left for them."""
    marks = [run for run in runs if len(run) == 1 and len(run[0].text) <= _MAX_MARK and run[0].text.isalnum()]
    if not marks or len(marks) == len(runs):
        return runs
    rows: dict[int, list[list[Word]]] = {}
    for run in runs:
        if len(run) > 1:
            rows.setdefault(int(run[0].y // _ROW_HEIGHT), []).append(run)
    gone: set[int] = set()
    for mark in marks:
        row = int(mark[0].y // _ROW_HEIGHT)
        for run in (*rows.get(row, ()), *rows.get(row + 1, ()), *rows.get(row - 1, ())):
            if at := _gap_for(mark[0], run):
                mark[0].glued = mark[0].x0 - run[at - 1].x1 < 2 * _TOUCHING * run[at].size
                run[at].glued = run[at].x0 - mark[0].x1 < 2 * _TOUCHING * run[at].size
                run.insert(at, mark[0])
                gone.add(id(mark))
                break
    return [run for run in runs if id(run) not in gone]


def _gap_for(mark: Word, run: list[Word]) -> int:
    """Return the index of the word before which a mark fits into a gap of the run; 0 if there is no gap."""
    size, rise = run[0].size, run[0].y - mark.y
    if mark.size > _SCRIPT * size or not (
        _MARK_RAISE[0] * size < rise < _MARK_RAISE[1] * size
        or _MARK_LOWERING[0] * size < -rise < _MARK_LOWERING[1] * size
    ):
        return 0
    if mark.x0 < run[0].x1 or mark.x1 > run[-1].x1:
        return 0
    reach = _MARK_REACH * size
    for at, (before, after) in enumerate(itertools.pairwise(run), 1):
        room = after.x0 - before.x1 > _MARK_ROOM * (mark.x1 - mark.x0)
        if room and before.x1 <= mark.x0 + reach and mark.x1 <= after.x0 + reach:
            return at
    return 0


def _split(run: list[Word]) -> list[list[Word]]:
    """Return the run cut at wide gaps."""
    if len(run) < 2:
        return [run]
    size = max(_first_size(run), max([w.size for w in run[1:]]))
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(run)]
    if max(gaps) <= _WIDE_GAP * size:
        return [run]
    usual = sorted(gaps)[len(gaps) // 2]
    wide = max(_WIDE_GAP * size, min(_WIDE_FACTOR * usual, _CERTAIN_GAP * size))
    parts: list[list[Word]] = [[run[0]]]
    for gap, word in zip(gaps, run[1:], strict=True):
        if gap > wide:
            word.glued = False
            parts.append([word])
        else:
            parts[-1].append(word)
    return parts
