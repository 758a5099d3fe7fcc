"""Words set on one baseline, put together to lines; wide gaps part columns and cells."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable

from generator.reading.pdf.fonts import NO_FONT, Font
from generator.reading.pdf.frame import Box
from generator.reading.pdf.scripts import set_text
from generator.reading.pdf.words import Word

# Shares of the type size, chosen on the layouts of tests/reading/test_pdf_lines.py: a blank in
# justified text is .2 to 1.0 wide, a gutter or the space between two cells wider.
_TOUCHING = 0.12
_WORD_GAP = 0.6
_WIDE_GAP = 1.0
_CERTAIN_GAP = 2.2
_SCRIPT = 0.88
_STACKED = 0.3
_LETTER_GAP = 0.5  # between letters that are spaced out
_MARK = 3  # characters of one that the file draws apart
_SPACED = 5  # letters of a word that is


class Line:
    """Words on one baseline. y: the baseline; top, bottom: of its largest type; points from the top left."""

    __slots__ = ("bold", "font", "italic", "page", "size", "text", "words", "x0", "x1", "y")

    def __init__(self, words: list[Word], page: int) -> None:
        self.words = words
        self.page = page
        first = words[0]
        x0, x1, font, size, alike = first.x0, first.x1, first.font, first.size, True
        for word in words:
            if word.x0 < x0:
                x0 = word.x0
            if word.x1 > x1:
                x1 = word.x1
            if word.font is not font or word.size != size:
                alike = False
        self.x0, self.x1 = x0, x1
        if alike:
            self.font, self.size, self.y = font, size, first.y
            self.bold = 1.0 if font.bold else 0.0
            self.italic = 1.0 if font.italic else 0.0
        else:
            self._weigh()
            self.y = next((w.y for w in words if w.size >= 0.95 * self.size), first.y)
        self.text = set_text(words)[0]

    def _weigh(self) -> None:
        fonts: Counter[tuple[Font, float]] = Counter()
        for word in self.words:
            fonts[(word.font, word.size)] += len(word.text)
        total = fonts.total() or 1
        (self.font, self.size), _ = fonts.most_common(1)[0] if fonts else ((NO_FONT, 0.0), 0)
        self.bold = sum(n for (f, _), n in fonts.items() if f.bold) / total
        self.italic = sum(n for (f, _), n in fonts.items() if f.italic) / total

    @property
    def top(self) -> float:
        return self.y - 0.78 * self.size

    @property
    def bottom(self) -> float:
        return self.y + 0.22 * self.size

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    def __repr__(self) -> str:
        place = f"p{self.page} {self.x0:.0f}-{self.x1:.0f} y={self.y:.0f}"
        return f"Line({place} {self.size:.1f} {self.text[:60]!r})"


def build_lines(words: Iterable[Word], page: int) -> list[Line]:
    """Lines of a page in stream order, parted at gaps that are too wide for a blank."""
    runs: list[list[Word]] = []
    run: list[Word] = []
    last: Word | None = None
    size = base = perch = edge = 0.0  # perch, edge: where the scripts of the last letter begin and end
    for word in words:
        if last is not None:
            tall = size if size > word.size else word.size
            gap = word.x0 - last.x1
            small = word.size < _SCRIPT * size
            if small and last.size < _SCRIPT * size:
                # The lower limit below the upper one, or the other way round.
                if gap < 0 and abs(word.x0 - perch) < _STACKED * tall:
                    gap = 0.0
            elif small:
                perch, edge = word.x0, 0.0
            elif edge > last.x1:
                gap = word.x0 - edge
            rise = word.y - base
            if rise < 0:
                rise = -rise
            same_size = word.size > 0.88 * size and size > 0.88 * word.size and not word.glued
            if (
                rise <= (0.2 if same_size else 0.55) * tall
                and -0.4 * tall <= gap <= (30 if not word.breaks else _WORD_GAP) * tall
            ):
                if word.breaks:
                    word.glued = gap < _TOUCHING * tall
                run.append(word)
                if word.size > 1.05 * size:
                    size, base = word.size, word.y
                edge = max(edge, word.x1) if small else 0.0
                last = word
                continue
            runs.append(run)
        word.glued = False
        run = [word]
        size, base, last, edge = word.size, word.y, word, 0.0
    if run:
        runs.append(run)
    return [Line(piece, page) for run in _inserted(_joined(runs)) for piece in _parted(_closed(run))]


def _closed(run: list[Word]) -> list[Word]:
    """The words of a run that is spaced out, letter by letter: "R E S U L T S"."""
    if len(run) < _SPACED or len(run[0].text) + len(run[1].text) + len(run[2].text) > _SPACED:
        return run
    single = sum(len(w.text) == 1 for w in run)
    letters = sum(w.text.isalpha() for w in run)
    capitals = all(w.text.isupper() for w in run)
    if min(single, letters) < 0.75 * len(run) or (len(run) < 2 * _SPACED and not capitals):
        return run
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(run)]
    usual = sorted(gaps)[len(gaps) // 2]
    if not 0 < usual < _LETTER_GAP * run[0].size:
        return run
    words = [run[0]]
    for gap, word in zip(gaps, run[1:], strict=True):
        last = words[-1]
        if gap < 1.7 * usual and word.size == last.size:
            whole = Word(last.text + word.text, last.x0, word.x1, last.y, last.size, last.font)
            whole.glued, whole.breaks, whole.url = last.glued, last.breaks, last.url
            words[-1] = whole
        else:
            words.append(word)
    return words


def _joined(runs: list[list[Word]]) -> list[list[Word]]:
    """Runs that continue one another on the same baseline though other text stands between them in
    the stream: a bold label, a link or a superscript that the file draws apart."""
    if len(runs) < 2:
        return runs
    by_row: dict[int, list[int]] = {}
    for index, run in enumerate(runs):
        by_row.setdefault(int(run[0].y // 6), []).append(index)
    gone: set[int] = set()
    for index, run in enumerate(runs):
        if index in gone:
            continue
        extended = True
        while extended:
            extended = False
            tail = run[-1]
            size, end = max(tail.size, run[0].size), tail.x1
            row = int(tail.y // 6)
            for other in [*by_row.get(row - 1, ()), *by_row.get(row, ()), *by_row.get(row + 1, ())]:
                head = runs[other][0]
                tall = size if size >= head.size else head.size
                gap = head.x0 - end
                if not -0.25 * tall <= gap <= 0.45 * tall or other == index or other in gone:
                    continue
                small = head.size < 0.85 * tall or tail.size < 0.85 * tall
                if abs(head.y - tail.y) <= (0.45 if small else 0.12) * tall:
                    head.glued = gap < _TOUCHING * tall
                    run.extend(runs[other])
                    gone.add(other)
                    extended = True
                    break
    return [run for index, run in enumerate(runs) if index not in gone]


def _inserted(runs: list[list[Word]]) -> list[list[Word]]:
    """The runs, with raised or lowered marks that the file draws later put in the gaps left for them."""
    marks = [run for run in runs if len(run) == 1 and len(run[0].text) <= _MARK and run[0].text.isalnum()]
    if not marks or len(marks) == len(runs):
        return runs
    rows: dict[int, list[list[Word]]] = {}
    for run in runs:
        if len(run) > 1:
            rows.setdefault(int(run[0].y // 6), []).append(run)
    gone: set[int] = set()
    for mark in marks:
        row = int(mark[0].y // 6)
        for run in (*rows.get(row, ()), *rows.get(row + 1, ()), *rows.get(row - 1, ())):
            if at := _gap_for(mark[0], run):
                mark[0].glued = mark[0].x0 - run[at - 1].x1 < 2 * _TOUCHING * run[at].size
                run[at].glued = run[at].x0 - mark[0].x1 < 2 * _TOUCHING * run[at].size
                run.insert(at, mark[0])
                gone.add(id(mark))
                break
    return [run for run in runs if id(run) not in gone]


def _gap_for(mark: Word, run: list[Word]) -> int:
    """Index of the word of a run before which a mark stands in a gap of its own width; 0 where none is."""
    size, rise = run[0].size, run[0].y - mark.y
    if mark.size > _SCRIPT * size or not (
        0.1 * size < rise < 0.6 * size or 0.05 * size < -rise < 0.35 * size
    ):
        return 0
    if mark.x0 < run[0].x1 or mark.x1 > run[-1].x1:
        return 0
    reach = 0.15 * size
    for at, (before, after) in enumerate(itertools.pairwise(run), 1):
        room = after.x0 - before.x1 > 0.6 * (mark.x1 - mark.x0)
        if room and before.x1 <= mark.x0 + reach and mark.x1 <= after.x0 + reach:
            return at
    return 0


def _parted(run: list[Word]) -> list[list[Word]]:
    """The run cut at wide gaps."""
    if len(run) < 2:
        return [run]
    size = max([w.size for w in run])
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(run)]
    if max(gaps) <= _WIDE_GAP * size:
        return [run]
    usual = sorted(gaps)[len(gaps) // 2]
    wide = max(_WIDE_GAP * size, min(1.8 * usual, _CERTAIN_GAP * size))
    parts: list[list[Word]] = [[run[0]]]
    for gap, word in zip(gaps, run[1:], strict=True):
        if gap > wide:
            word.glued = False
            parts.append([word])
        else:
            parts[-1].append(word)
    return parts
