"""The title of a paper on its first page.

>>> [bool(_KICKER.fullmatch(text)) for text in ("Research Article", "Moths at Lamps")]
[True, False]
>>> bool(_JOURNAL.fullmatch("Journal of Lamp Studies"))
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.columns import in_rows
from generator.reading.pdf.front_marks import AFFILIATION, FRONT_MARK
from generator.reading.pdf.identity.author_names import persons
from generator.reading.pdf.identity.byline import unmarked
from generator.reading.pdf.page_edges import PageLines
from generator.reading.pdf.section_titles import ABSTRACT_MARK, is_canonical
from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.text_lines import TextLine

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


# Sizes, as shares of that of the text or of the line before.
_MIN_TITLE_SIZE = 1.05  # of the text's size
_SAME_SIZE = 0.03  # relative difference of two sizes of one title
_MIN_NEIGHBOUR, _MAX_NEIGHBOUR, _MIN_OVER_TEXT = 0.78, 1.28, 1.12  # of lines in a size of their own
_SHORT_TITLE_SIZE = 1.3  # of the text's size, of a title of one or two words
_MIN_BETWEEN, _MAX_BETWEEN = 1.1, 0.97  # of the text's and of a journal's name: the title below that name
# Distances in type sizes.
_MAX_STEP = 1.7  # between a title and the lines next to it
_RUN_STEP = 2.2  # between lines of one title
_DISTINCT_STEP = 2.5  # the same for a title in the size of the text
_NAMES_GAP, _NAMES_FACTOR = 1.5, 1.3  # above authors in the title's type; in gaps before that one
_ROW = 0.5  # by which lines of one row may differ in height
_MAX_BELOW = 3  # from a short title down to its authors
_BANNER_REACH = 4  # around a journal's name between the lines of its banner
_SAME_EDGE, _SAME_MIDDLE = 0.3, 1.5  # between left ends; sums of both ends of centred lines
# Counts.
_MIN_LETTERS = 3  # letters of a line that may be part of the title
_MIN_WORDS, _MIN_TITLE_LETTERS, _MIN_DISTINCT_LETTERS = 3, 12, 15
_MAX_JOURNAL_WORDS = 4  # words of a running head that is a journal's name
_MIN_SHORT_LETTERS = 5  # letters of a title of one or two words
_MAX_DISTINCT_LINES, _FIRST_LINES = 6, 40  # of a title in the size of the text; lines in which it begins
_MIN_INFO_CHARS, _MIN_INFO_LINE, _MIN_INFO_SHARE = 12, 4, 0.9  # of the title that the file gives
_INFO_START, _INFO_LINES = 60, 40  # lines in which that title begins, and that are searched for the rest
# Shares of the page.
_HIGH = 0.65  # of its height, above which the title is
_CENTRED, _MAX_CENTRED_WIDTH = 0.06, 0.85  # of its width
_BOLD = 0.8  # share of a line's characters


def find_title(page: PageLines, body: BodyStyle, repeated: str, info_title: str) -> list[TextLine]:
    """Return the lines of the title on the first page: those of the file's own title, else the largest.

    repeated: text of the running heads, which hold a journal's name that may be in large type. info_title:
    the title in the file's information dictionary.
    """
    lines = in_rows(page.lines)
    info_lines = _info_title(lines, info_title)
    if info_lines:
        return info_lines
    high = [x for x in lines if x.y < _HIGH * page.text.height and _count_letters(x.text) >= _MIN_LETTERS]
    running = _plain(repeated)
    for size in sorted({x.size for x in high}, reverse=True):
        if size <= _MIN_TITLE_SIZE * body.size:
            break
        run = _run([x for x in high if abs(x.size - size) <= _SAME_SIZE * size])
        text = " ".join(x.text for x in run)
        journal = (
            (len(text.split()) <= _MAX_JOURNAL_WORDS and _plain(text) in running)
            or _is_banner(run, lines)
            or (len(run) == 1 and _JOURNAL.fullmatch(text) is not None and _has_smaller(run[0], high, body))
        )
        whole = (
            len(text.split()) >= _MIN_WORDS and _count_letters(text) >= _MIN_TITLE_LETTERS
        ) or _is_short_title(run, lines, body)
        if whole and not journal:
            return _with_neighbours(run, high, body, running)
    return _distinct(lines, page.text.width)


def _with_neighbours(
    run: list[TextLine], lines: Sequence[TextLine], body: BodyStyle, running: str
) -> list[TextLine]:
    """Return the run and the lines next to it in its face and about its size, without a kicker."""
    if len(run) > 1 and _KICKER.fullmatch(run[0].text):
        run = run[1:]
    at, end = lines.index(run[0]), lines.index(run[-1])
    ahead = lines[at - 1 :: -1] if at else []
    for found, step in ((ahead, -1), (lines[end + 1 :], 1)):
        for line in found:
            near = run[0] if step < 0 else run[-1]
            if abs(line.y - near.y) > _MAX_STEP * max(near.size, line.size):
                break
            if _belongs(line, near, body) and _plain(line.text) not in running:
                run = [line, *run] if step < 0 else [*run, line]
    return run


def _belongs(line: TextLine, near: TextLine, body: BodyStyle) -> bool:
    """Return True if a line goes on with a title in a size of its own (a scan's, or a second part's)."""
    return (
        line.font.name == near.font.name
        and _MIN_NEIGHBOUR * near.size <= line.size <= _MAX_NEIGHBOUR * near.size
        and line.size > _MIN_OVER_TEXT * body.size
        and line.y != near.y
        and (
            abs(line.x0 - near.x0) < _SAME_EDGE * near.size
            or abs(line.x0 + line.x1 - near.x0 - near.x1) < _SAME_MIDDLE * near.size
        )
        and not _KICKER.fullmatch(line.text)
        and not _DRAFT.search(line.text)
        and not AFFILIATION.search(line.text)
        and not FRONT_MARK.match(line.text)
        and not ABSTRACT_MARK.match(line.text)
        and not is_canonical(line.text)
        and not persons(unmarked(line, "\x1f"))
    )


def _distinct(lines: Sequence[TextLine], width: float) -> list[TextLine]:
    """Return a title in the size of the text: the first lines that are bold, in capitals, or centred."""
    found: list[TextLine] = []
    for line in lines[:_FIRST_LINES]:
        text = line.text
        if ABSTRACT_MARK.match(text) or is_canonical(text):
            break
        centred = (
            abs(line.x0 + line.x1 - width) < _CENTRED * width
            and line.x1 - line.x0 < _MAX_CENTRED_WIDTH * width
        )
        if found:
            same = (
                line.words[0].font == found[-1].words[0].font
                and line.y - found[-1].y <= _DISTINCT_STEP * line.size
            )
            if not same or (centred and AFFILIATION.search(text)):
                break
            found.append(line)
        elif (
            (
                (line.bold > _BOLD or text.isupper() or centred)
                and len(text.split()) >= _MIN_WORDS
                and _count_letters(text) >= _MIN_DISTINCT_LETTERS
            )
            and not FRONT_MARK.match(text)
            and not _DRAFT.search(text)
        ):
            found.append(line)
    return found if len(found) <= _MAX_DISTINCT_LINES else []


def _info_title(lines: Sequence[TextLine], title: str) -> list[TextLine]:
    """Return the lines that make up the title in the file's information dictionary, or nothing."""
    wanted = _plain(title)
    if len(wanted) < _MIN_INFO_CHARS:
        return []
    for start, line in enumerate(lines[:_INFO_START]):
        words = _plain(line.text)
        if len(words) < _MIN_INFO_LINE or not wanted.startswith(words):
            continue
        got, found = words, [line]
        for other in lines[start + 1 : start + _INFO_LINES]:
            if got == wanted:
                break
            more = _plain(other.text)
            if more and wanted.startswith(got + more):
                got += more
                found.append(other)
        if len(got) >= _MIN_INFO_SHARE * len(wanted):
            return found if got == wanted else _with_rest(lines, found)
    return []


def _with_rest(lines: Sequence[TextLine], found: list[TextLine]) -> list[TextLine]:
    """Return ``found`` with the lines that go on with it in its type: the file's own title may be cut."""
    for line in lines[lines.index(found[-1]) + 1 :]:
        last = found[-1]
        if line.y - last.y > _MAX_STEP * last.size:
            break
        if (
            line.font == last.font
            and abs(line.size - last.size) <= _SAME_SIZE * last.size
            and line.y > last.y
        ):
            found.append(line)
    return found


def _run(found: Sequence[TextLine]) -> list[TextLine]:
    """Return the longest run of lines that follow one another closely and name no people."""
    best: list[TextLine] = []
    run: list[TextLine] = []
    for line in found:
        if run and not (
            0 <= line.y - run[-1].y <= _RUN_STEP * line.size
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


def _is_byline(line: TextLine) -> bool:
    """Return True if the line names people or affiliations."""
    return AFFILIATION.search(line.text) is not None or len(persons(unmarked(line, "\x1f"))) > 1


def _sets_off_names(run: Sequence[TextLine], line: TextLine) -> bool:
    """Return True if a line in the type of the title names its authors, behind a wider gap."""
    gap = line.y - run[-1].y
    before = run[-1].y - run[-2].y if len(run) > 1 else 0.0
    return (
        gap > max(_NAMES_GAP * line.size, _NAMES_FACTOR * before) and len(persons(unmarked(line, "\x1f"))) > 1
    )


def _is_short_title(run: Sequence[TextLine], lines: Sequence[TextLine], body: BodyStyle) -> bool:
    """Return True if a large line of one or two words is right above the authors."""
    line, text = run[0], run[0].text
    if len(run) > 1 or _count_letters(text) < _MIN_SHORT_LETTERS or line.size < _SHORT_TITLE_SIZE * body.size:
        return False
    if _KICKER.fullmatch(text) or _DRAFT.search(text) or is_canonical(text):
        return False
    if persons(unmarked(line, "\x1f")):
        return False
    below = next((x for x in lines if x.y > line.y + _ROW * line.size), None)
    return (
        below is not None
        and below.y - line.y < _MAX_BELOW * line.size
        and bool(persons(unmarked(below, "\x1f")))
    )


def _has_smaller(name: TextLine, lines: Sequence[TextLine], body: BodyStyle) -> bool:
    """Return True if several words in type between a journal's name and the text are below that name."""
    return any(
        x.y > name.y
        and _MIN_BETWEEN * body.size < x.size < _MAX_BETWEEN * name.size
        and len(x.text.split()) >= _MIN_WORDS
        for x in lines
    )


def _is_banner(run: Sequence[TextLine], lines: Sequence[TextLine]) -> bool:
    """Return True for a journal's name between "Contents lists available at" and its homepage."""
    near = [
        x
        for x in lines
        if -_BANNER_REACH * run[0].size < x.y - run[0].y < _BANNER_REACH * run[-1].size and x not in run
    ]
    return len(run) == 1 and any(_BANNER.search(x.text) for x in near)


def _plain(text: str) -> str:
    """Return letters and digits alone, without case."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _count_letters(text: str) -> int:
    """Return the number of letters."""
    return sum(c.isalpha() for c in text)
