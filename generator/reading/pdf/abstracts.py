"""The abstract: which paragraphs behind the front matter belong to it, and where the paper's text begins.

`part_of` returns what a paragraph behind the beginning of the abstract is, by the first test that it passes.

    >>> bool(_STRUCTURED.match("Materials and methods:")), [name for name, _ in _PARTS][:2]
    (True, ['skipped', 'keywords'])
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.reading.pdf.front_marks import FRONT_MARK, is_running_text
from generator.reading.pdf.paragraphs import ParagraphBuilder
from generator.reading.pdf.section_titles import ABSTRACT_MARK, KEYWORDS_MARK
from generator.reading.pdf.style import BodyStyle

# Titles within a structured abstract.
_STRUCTURED = re.compile(
    r"^(?:background|objectives?|aims?|purpose|context|introduction|(?:materials? and )?methods?|design"
    r"|setting|participants|measurements|results?|findings|main outcomes?(?: measures?)?|main results"
    r"|discussion|conclusions?|interpretation|significance|limitations)(?:,? and \w{1,15})?\W*$",
    re.I,
)
_MAX_CHARS = 6000  # characters; a longer abstract has run over the sections of a paper without titles
_USUAL_CHARS = 3000  # characters that are left of such an abstract
_MAX_TITLE_CHARS = 19  # characters of a paragraph that is the title "Abstract" alone
_MIN_TEXT_CHARS = 81  # characters of the first paragraph below that title
_MAX_PART_CHARS = 2500  # characters of one part of a structured abstract
_STEM_CHARS = 6  # letters by which the title of a part and that of a section are compared
_BOLD = 0.6  # share of the characters
_SAME_SIZE = 0.03  # relative difference of a size from that of the text
_SMALL = 0.95  # of the abstract's size: front matter within it


@dataclass(frozen=True)
class _Abstract:
    """An abstract and the paragraphs behind it.

    start: index of its title or, without one, of its text. following: index of its first paragraph. heading:
    index of the next heading, or None. is_marked: the word "Abstract" opens it. differs: it is set in another
    type than the text.
    """

    paragraphs: list[ParagraphBuilder]
    body: BodyStyle
    start: int
    following: int
    text: ParagraphBuilder
    heading: int | None
    is_marked: bool
    differs: bool

    @property
    def head(self) -> ParagraphBuilder:
        return self.paragraphs[self.start]

    @property
    def runs_in(self) -> bool:
        """True if it has no title of its own and is set as the text: one paragraph, where text follows."""
        return self.is_marked and not self.differs and self.head is self.text


def mark_abstract(paragraphs: list[ParagraphBuilder], start: int, body: BodyStyle) -> None:
    """Mark the abstract that begins at ``start``, and the introduction behind it, if it is one."""
    if start >= len(paragraphs):
        return
    head = paragraphs[start]
    marked = ABSTRACT_MARK.match(head.text) is not None
    if head.role == "heading" and not marked:
        return
    if head.role == "heading" or (marked and len(head.text) <= _MAX_TITLE_CHARS):
        head.role = "heading"
        head.level = head.level or 1
        following = start + 1
        text = next(
            (p for p in paragraphs[following:] if p.role == "prose" and len(p.text) >= _MIN_TEXT_CHARS), None
        )
    else:
        following = start
        text = head
    if text is None:
        return
    if head.role == "heading" and KEYWORDS_MARK.match(head.text):
        return
    heading = next((i for i, p in enumerate(paragraphs[following:], following) if p.role == "heading"), None)
    differs = (
        abs(text.size - body.size) > _SAME_SIZE * body.size
        or text.bold > _BOLD
        or text.lines[0].font.name != body.font
    )
    if head is not text or marked or differs or _introduced(paragraphs, heading):
        _mark_parts(_Abstract(paragraphs, body, start, following, text, heading, marked, differs))
    _shorten(paragraphs)


def _begins_text(abstract: _Abstract, index: int) -> bool:
    """Return True if the paragraph is set as the text, and the abstract is not."""
    paragraph, size = abstract.paragraphs[index], abstract.body.size
    if index <= abstract.following or not abstract.differs or _type(paragraph) == _type(abstract.text):
        return False
    return abs(paragraph.size - size) <= _SAME_SIZE * size


def _is_small_front(abstract: _Abstract, index: int) -> bool:
    """Return True for front matter in small type within the abstract."""
    paragraph = abstract.paragraphs[index]
    small = paragraph.size < _SMALL * abstract.text.size
    return paragraph.role == "prose" and bool(FRONT_MARK.match(paragraph.text)) and small


# What a paragraph behind the beginning of an abstract is: the first test that it passes.
_PARTS: tuple[tuple[str, Callable[[_Abstract, int], bool]], ...] = (
    ("skipped", lambda a, i: a.paragraphs[i].role in ("float", "note") or a.paragraphs[i].kind == "front"),
    ("keywords", lambda a, i: bool(KEYWORDS_MARK.match(a.paragraphs[i].text))),
    ("front matter", _is_small_front),
    (
        "title of a part",
        lambda a, i: a.paragraphs[i].role == "heading" and _is_part_of_abstract(a.paragraphs, i),
    ),
    ("heading", lambda a, i: a.paragraphs[i].role == "heading"),
    ("later page", lambda a, i: a.paragraphs[i].page > a.head.page + 1),
    ("text", _begins_text),
)


def part_of(abstract: _Abstract, index: int) -> str:
    """Return what the paragraph at ``index`` is: the name of the first of `_PARTS`, or ``abstract``."""
    return next((name for name, test in _PARTS if test(abstract, index)), "abstract")


def _mark_parts(abstract: _Abstract) -> None:
    """Mark the paragraphs of an abstract, up to the first that does not belong to it."""
    paragraphs = abstract.paragraphs
    for index in range(abstract.following, len(paragraphs)):
        paragraph = paragraphs[index]
        match part_of(abstract, index):
            case "skipped":
                continue
            case "keywords":
                # Behind the keywords the paper begins.
                paragraph.kind = "front"
                behind = index + 1 if paragraph.role == "prose" else _behind_keywords(paragraphs, index)
                _mark_introduction(paragraphs, behind)
                break
            case "front matter":
                paragraph.kind = "front"
            case "title of a part":
                paragraph.kind, paragraph.level = "abstract", (abstract.head.level or 1) + 1
            case "heading" | "later page":
                break
            case "text":
                _mark_introduction(paragraphs, index)
                break
            case _:
                paragraph.kind = "abstract"
                if abstract.runs_in and abstract.heading is None and _text_follows(paragraphs, index):
                    break


def _text_follows(paragraphs: Sequence[ParagraphBuilder], index: int) -> bool:
    """Return True if running text follows the paragraph at ``index``."""
    ahead = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
    return ahead is not None and ahead.role == "prose" and is_running_text(ahead)


def _shorten(paragraphs: Sequence[ParagraphBuilder]) -> None:
    """Leave an abstract that ran over whole sections its first paragraphs."""
    own = [p for p in paragraphs if p.kind == "abstract" and p.role == "prose"]
    if sum(len(p.text) for p in own) <= _MAX_CHARS:
        return
    length = 0
    for paragraph in own:
        if length and length + len(paragraph.text) > _USUAL_CHARS:
            length = _MAX_CHARS
            paragraph.kind = None
        length += len(paragraph.text)


def _is_part_of_abstract(paragraphs: Sequence[ParagraphBuilder], index: int) -> bool:
    """Return True for a title within a structured abstract: the section of that name is still to come."""
    title = paragraphs[index].text.strip(" :.").casefold()
    if _STRUCTURED.match(title) is None:
        return False
    ahead = paragraphs[index + 1 :]
    following = next((i for i, p in enumerate(ahead) if p.role == "heading"), None)
    if following is None or sum(len(p.text) for p in ahead[:following]) > _MAX_PART_CHARS:
        return False
    names = {p.text.strip(" :.").casefold() for p in ahead if p.role == "heading"}
    if any(re.fullmatch(r"(?:\d{1,2}\.?\s)?introduction", name) for name in names):
        return title != "introduction"
    return any(title.split()[0][:_STEM_CHARS] in name for name in names)


def _behind_keywords(paragraphs: Sequence[ParagraphBuilder], heading: int) -> int:
    """Mark the keywords below the heading at ``heading``, and return the index of what follows them.

    They are the first paragraph, and every further one without a stop at its end.
    """
    first = True
    for index in range(heading + 1, len(paragraphs)):
        paragraph = paragraphs[index]
        if paragraph.role == "heading" or (
            paragraph.role == "prose" and not first and paragraph.text.endswith(".")
        ):
            return index
        if paragraph.role == "prose" and paragraph.kind is None:
            paragraph.kind, first = "front", False
    return len(paragraphs)


def _mark_introduction(paragraphs: list[ParagraphBuilder], start: int) -> None:
    """Mark running text between an abstract and the first heading as introduction."""
    for paragraph in paragraphs[start:]:
        if paragraph.role == "heading":
            break
        if paragraph.role in ("prose", "formula", "code") and paragraph.kind is None:
            paragraph.kind = "introduction"


def _introduced(paragraphs: Sequence[ParagraphBuilder], heading: int | None) -> bool:
    """Return True if the next heading, on the first two pages, is that of an introduction or of keywords."""
    return (
        heading is not None
        and re.search(r"introduction|background|keywords", paragraphs[heading].text, re.I) is not None
        and (paragraphs[heading].page <= paragraphs[0].page + 1)
    )


def _type(paragraph: ParagraphBuilder) -> tuple[int, bool]:
    """Return the doubled size of a paragraph, and whether it is bold."""
    return round(paragraph.size * 2), paragraph.bold > _BOLD
