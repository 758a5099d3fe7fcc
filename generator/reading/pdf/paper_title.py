"""The title of a paper on its first page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.columns import in_rows
from generator.reading.pdf.front import AFFILIATION, FRONT_MARK
from generator.reading.pdf.furniture import Page
from generator.reading.pdf.identity.byline import unmarked
from generator.reading.pdf.identity.names import persons
from generator.reading.pdf.lines import Line
from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.titles import ABSTRACT_MARK, is_canonical

_DRAFT = re.compile(
    r"^(?:draft|version|typeset|preprint|manuscript (?:id|no|number|submitted|for)|submitted"
    r"|submission|arxiv|journal of|volume|vol\.|article|"
    r"(?:original |research )+(?:article|paper)|review(?: article)?$|short communication)\b|https?:",
    re.I,
)

# The kind of an article, set above its title.
_KICKER = re.compile(
    r"\W{0,3}(?:(?:original|research|review|full|short|regular|brief|case|data|technical|special|open|letter"
    r"|invited|article|paper|report|communication|access|investigation|contribution|note|letters?|perspective"
    r"|editorial|commentary|opinion|correspondence|artigo|art[íi]culo|survey|feature|focus|to|the|editor"
    r"|in brief|news|comment|clinical|study|trial|methods?|resource|protocol)\b[\s/|:&-]{0,3}){1,4}\W{0,3}",
    re.I,
)

# The name of a journal, in larger type above the title.
_JOURNAL = re.compile(
    r"(?!An? )(?:[A-Z][\w&-]{0,40} ){0,4}(?:Journal|JOURNAL)"
    r"(?: (?:of|OF|for|on)(?: (?:[A-Z][\w&-]*|and|of|the|in|for)){1,8})?"
    r"|(?:Annals|ANNALS|Proceedings|Transactions|Bulletin|Archives|Revista|Zeitschrift|Acta)"
    r"(?: (?:[A-Z][\w&-]*|and|of|the|in|for|de|da|für)){1,8}"
)
_BANNER = re.compile(r"contents\s?lists?\s?available\s?at|journal\s?home\s?page", re.I)


def find_title(page: Page, body: BodyStyle, repeated: str, info_title: str) -> list[Line]:
    """The lines of the title on the first page: those that the file's own title names, else the largest.

    repeated: text of the running heads, among which a journal's name in large type would be.
    """
    lines = in_rows(page.lines)
    named = _named(lines, info_title)
    if named:
        return named
    high = [x for x in lines if x.y < 0.65 * page.text.height and _letters(x.text) >= 3]
    running = _plain(repeated)
    for size in sorted({x.size for x in high}, reverse=True):
        if size <= 1.05 * body.size:
            break
        run = _run([x for x in high if abs(x.size - size) <= 0.03 * size])
        text = " ".join(x.text for x in run)
        journal = (
            (len(text.split()) <= 4 and _plain(text) in running)
            or _is_banner(run, lines)
            or (len(run) == 1 and _JOURNAL.fullmatch(text) is not None and _has_smaller(run[0], high, body))
        )
        whole = (len(text.split()) >= 3 and _letters(text) >= 12) or _is_short_title(run, lines, body)
        if whole and not journal:
            return _with_neighbours(run, high, body, running)
    return _distinct(lines, page.text.width)


def _with_neighbours(run: list[Line], lines: Sequence[Line], body: BodyStyle, running: str) -> list[Line]:
    """The run and the lines next to it in its face whose size differs a little, without a kicker."""
    if len(run) > 1 and _KICKER.fullmatch(run[0].text):
        run = run[1:]
    at, end = lines.index(run[0]), lines.index(run[-1])
    ahead = lines[at - 1 :: -1] if at else []
    for found, step in ((ahead, -1), (lines[end + 1 :], 1)):
        for line in found:
            near = run[0] if step < 0 else run[-1]
            if abs(line.y - near.y) > 1.7 * max(near.size, line.size):
                break
            if _belongs(line, near, body) and _plain(line.text) not in running:
                run = [line, *run] if step < 0 else [*run, line]
    return run


def _belongs(line: Line, near: Line, body: BodyStyle) -> bool:
    """Whether a line goes on with a title in a size of its own (a scan's, or a second part's)."""
    return (
        line.font.name == near.font.name
        and 0.78 * near.size <= line.size <= 1.28 * near.size
        and line.size > 1.12 * body.size
        and line.y != near.y
        and (
            abs(line.x0 - near.x0) < 0.3 * near.size
            or abs(line.x0 + line.x1 - near.x0 - near.x1) < 1.5 * near.size
        )
        and not _KICKER.fullmatch(line.text)
        and not _DRAFT.search(line.text)
        and not AFFILIATION.search(line.text)
        and not FRONT_MARK.match(line.text)
        and not ABSTRACT_MARK.match(line.text)
        and not is_canonical(line.text)
        and not persons(unmarked(line, "\x1f"))
    )


def _distinct(lines: Sequence[Line], width: float) -> list[Line]:
    """A title in the size of the text: the first lines that are bold, in capitals, or centred."""
    found: list[Line] = []
    for line in lines[:40]:
        text = line.text
        if ABSTRACT_MARK.match(text) or is_canonical(text):
            break
        centred = abs(line.x0 + line.x1 - width) < 0.06 * width and line.x1 - line.x0 < 0.85 * width
        if found:
            same = line.words[0].font == found[-1].words[0].font and line.y - found[-1].y <= 2.5 * line.size
            if not same or (centred and AFFILIATION.search(text)):
                break
            found.append(line)
        elif (
            (
                (line.bold > 0.8 or text.isupper() or centred)
                and len(text.split()) >= 3
                and _letters(text) >= 15
            )
            and not FRONT_MARK.match(text)
            and not _DRAFT.search(text)
        ):
            found.append(line)
    return found if len(found) <= 6 else []


def _named(lines: Sequence[Line], title: str) -> list[Line]:
    wanted = _plain(title)
    if len(wanted) < 12:
        return []
    for start, line in enumerate(lines[:60]):
        piece = _plain(line.text)
        if len(piece) < 4 or not wanted.startswith(piece):
            continue
        got, found = piece, [line]
        for other in lines[start + 1 : start + 40]:
            if got == wanted:
                break
            more = _plain(other.text)
            if more and wanted.startswith(got + more):
                got += more
                found.append(other)
        if len(got) >= 0.9 * len(wanted):
            return found if got == wanted else _whole(lines, found)
    return []


def _whole(lines: Sequence[Line], found: list[Line]) -> list[Line]:
    """``found`` with the lines that go on with it in its type: the file's own title may be cut."""
    for line in lines[lines.index(found[-1]) + 1 :]:
        last = found[-1]
        if line.y - last.y > 1.7 * last.size:
            break
        if line.font == last.font and abs(line.size - last.size) <= 0.03 * last.size and line.y > last.y:
            found.append(line)
    return found


def _run(found: Sequence[Line]) -> list[Line]:
    """The longest run of lines that follow one another closely; of lines that name people none."""
    best: list[Line] = []
    run: list[Line] = []
    for line in found:
        if run and not (
            0 <= line.y - run[-1].y <= 2.2 * line.size
            and line.font.name == run[-1].font.name
            and not _sets_off_names(run, line)
        ):
            run = []
        if not run and any(x.y < line.y for x in found) and _is_byline(line):
            continue
        run.append(line)
        if sum(len(x.text) for x in run) > sum(len(x.text) for x in best):
            best = list(run)
    return best


def _is_byline(line: Line) -> bool:
    return AFFILIATION.search(line.text) is not None or len(persons(unmarked(line, "\x1f"))) > 1


def _sets_off_names(run: Sequence[Line], line: Line) -> bool:
    """Whether a line in the type of the title names its authors: a wider gap parts it from the title."""
    gap = line.y - run[-1].y
    before = run[-1].y - run[-2].y if len(run) > 1 else 0.0
    return gap > max(1.5 * line.size, 1.3 * before) and len(persons(unmarked(line, "\x1f"))) > 1


def _is_short_title(run: Sequence[Line], lines: Sequence[Line], body: BodyStyle) -> bool:
    """Whether a large line of one or two words stands right above those who wrote the paper."""
    line, text = run[0], run[0].text
    if len(run) > 1 or _letters(text) < 5 or line.size < 1.3 * body.size:
        return False
    if _KICKER.fullmatch(text) or _DRAFT.search(text) or is_canonical(text):
        return False
    if persons(unmarked(line, "\x1f")):
        return False
    below = next((x for x in lines if x.y > line.y + 0.5 * line.size), None)
    return below is not None and below.y - line.y < 3 * line.size and bool(persons(unmarked(below, "\x1f")))


def _has_smaller(name: Line, lines: Sequence[Line], body: BodyStyle) -> bool:
    """Whether below a journal's name stands a line of several words in type between it and the text's."""
    return any(
        x.y > name.y and 1.1 * body.size < x.size < 0.97 * name.size and len(x.text.split()) >= 3
        for x in lines
    )


def _is_banner(run: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether a line is the journal's name between "Contents lists available at" and its homepage."""
    near = [x for x in lines if -4 * run[0].size < x.y - run[0].y < 4 * run[-1].size and x not in run]
    return len(run) == 1 and any(_BANNER.search(x.text) for x in near)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)
