"""Which paragraphs are headings, and of what level.

A heading passes all tests of `REFUSALS`; one of `DISTINCTIONS` must set it apart from the text. `refusal`
returns the name of the first test that a paragraph fails.

    >>> [name for name, _ in REFUSALS][:3]
    ['length', 'number of lines', 'few letters']
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.reading.pdf.floats import rows_of
from generator.reading.pdf.paragraphs import ParagraphBuilder
from generator.reading.pdf.section_titles import NUMBERED, is_canonical
from generator.reading.pdf.style import BodyStyle
from generator.reading.sections import section_kind

BY_STYLE = 9  # level of a heading whose number does not give it: `assign_levels` takes it from the style

_MIN_CHARS, _MAX_CHARS = 2, 180
_MAX_WORDS = 22
_MAX_LINES = 3
_MAX_STYLED_LINES = 6  # of a title in the type of the well-known ones, in a narrow column
_MIN_LETTERS, _MIN_LETTER_SHARE = 3, 0.5  # of the title without its number
_MIN_CAPITALS = 5  # letters of a title in capitals
_BOLD = 0.8  # share of the characters
_SLANTED = 0.8
_HALF = 0.5  # share of the lines in italics, or of the characters in bold, that gives a heading its style
_MIN_SIZE = 0.85  # of the text's size; only well-known titles are smaller
_LARGER = 1.07  # of the text's size
_PLAIN_END = 3  # words in the type of text at the end of a line that is no title alone
_MAX_SLANTED_LINES, _MAX_SLANTED_WORDS, _MIN_SLANTED_CHARS = 2, 12, 6
_MAX_NUMBERED_CHARS = 90  # of a numbered title in the type of the text
_MAX_LEADING_WORDS = 14  # of a title in a font of its own right above the text
_STATEMENT = 60  # characters of the title of a statement ("Declaration of Conflicting Interests")
_STATEMENTS = ("back", "availability")
_LOWEST_BY_STYLE = 3  # level of headings whose style is below those of all known levels
_KNOWN_TITLE_VOTES = 2  # of a well-known title for the level of its style; a number has one vote
_COUNT = re.compile(r"\(\s?[nN]\s?=\s?[\d., ]{1,9}\)")  # of the patients that a title speaks of
_LETTERS = re.compile(r"[^\W\d_]")
_NO_TITLE = re.compile(r"https?://|\bdoi\b|[=<>±∑∈]")
_SENTENCES = re.compile(r"[a-z)]\. [A-Z]")

Style = tuple[int, bool, bool, bool]  # of a heading: doubled size in points, in capitals, in bold, in italics


@dataclass(frozen=True)
class Candidate:
    """A paragraph that may be a heading, with the properties that tests ask for.

    gap: white space above sets it off from the paragraph before. leads: it is one line in a font of its own
    right above running text.
    """

    paragraph: ParagraphBuilder
    body: BodyStyle
    gap: bool
    leads: bool

    @cached_property
    def text(self) -> str:
        return self.paragraph.text.strip()

    @cached_property
    def number(self) -> str:
        """The number of the section, without a stop behind it, or an empty string."""
        return match[1] if (match := NUMBERED.match(self.text)) else ""

    @cached_property
    def bare(self) -> str:
        """The title without its number."""
        return self.text[match.end() :] if (match := NUMBERED.match(self.text)) else self.text

    @cached_property
    def words(self) -> int:
        return len(self.bare.split())

    @cached_property
    def letters(self) -> int:
        return len(_LETTERS.findall(self.bare))

    @cached_property
    def is_canonical(self) -> bool:
        return is_canonical(self.text)

    @cached_property
    def is_capitals(self) -> bool:
        return self.bare.upper() == self.bare and self.letters >= _MIN_CAPITALS

    @cached_property
    def is_styled(self) -> bool:
        """True if it is set like the paper's well-known headings."""
        return all(map(self.body.like_heading, self.paragraph.lines))

    @cached_property
    def is_bold(self) -> bool:
        """True if it is bold and the text is not, or its font is named bold and is not that of the text."""
        if self.paragraph.bold <= _BOLD:
            return False
        return not self.body.bold or all(
            x.font.name != self.body.font and "bold" in x.font.name.lower() for x in self.paragraph.lines
        )

    @cached_property
    def is_slanted(self) -> bool:
        slanted = sum(x.italic * len(x.text) for x in self.paragraph.lines)
        return slanted > _SLANTED * len(self.text)

    @property
    def is_alone(self) -> bool:
        """True if it has one line."""
        return len(self.paragraph.lines) == 1

    @property
    def has_stop(self) -> bool:
        return self.text.endswith((".", ":"))


def _has_few_letters(title: Candidate) -> bool:
    share = _MIN_LETTER_SHARE * len(title.bare.replace(" ", ""))
    return title.letters < _MIN_LETTERS or title.letters < share


def _opens_in_lower_case(title: Candidate) -> bool:
    """Return True unless it opens with a capital, a quote, or in lower case behind a number or in bold."""
    first = title.bare[:1]
    if first.isupper() or first in "“\"'‘":
        return False
    return not (first.islower() and (bool(title.number) or title.paragraph.bold > _BOLD))


def _runs_into_text(title: Candidate) -> bool:
    """Return True if it opens in bold and goes on as text: a title that runs in, cut by its column."""
    words = [w for line in title.paragraph.lines for w in line.words]
    plain = not any(w.font.bold for w in words[-_PLAIN_END:])
    return words[0].font.bold and len(words) > _PLAIN_END and plain


def _is_small(title: Candidate) -> bool:
    if title.is_canonical or title.paragraph.size >= _MIN_SIZE * title.body.size:
        return False
    return not (title.number and title.is_capitals and title.is_styled)


def _ends_sentence(title: Candidate) -> bool:
    return title.text.endswith(".") and not (title.number or title.is_canonical or title.is_bold)


def _is_statement(title: Candidate) -> bool:
    """Return True for the title of a statement in italics on a line of its own."""
    if not (title.is_slanted and title.is_alone and len(title.text) < _STATEMENT):
        return False
    return section_kind(title.text) in _STATEMENTS


def _is_set_off_in_italics(title: Candidate) -> bool:
    if not (title.gap and title.is_slanted and len(title.paragraph.lines) <= _MAX_SLANTED_LINES):
        return False
    short = title.words <= _MAX_SLANTED_WORDS and len(title.bare) >= _MIN_SLANTED_CHARS
    return bool(title.number) or short


def _is_numbered_line(title: Candidate) -> bool:
    """Return True for a title in the type of the text: it has a number of two levels and no stop."""
    if not (title.gap and title.number and len(rows_of(title.paragraph.lines)) == 1):
        return False
    return "." in title.number and len(title.text) <= _MAX_NUMBERED_CHARS and not title.has_stop


def _leads_text(title: Candidate) -> bool:
    if not (title.gap and title.leads and title.bare[:1].isupper()):
        return False
    return title.words <= _MAX_LEADING_WORDS and not title.has_stop


Test = Callable[[Candidate], bool]
# What sets a heading apart from the text; one of these is enough.
DISTINCTIONS: tuple[tuple[str, Test], ...] = (
    ("bold", lambda t: t.is_bold),
    ("larger", lambda t: t.paragraph.size > _LARGER * t.body.size),
    ("capitals or type of headings", lambda t: (t.is_capitals or t.is_styled) and t.gap),
    ("statement", _is_statement),
    ("italics", _is_set_off_in_italics),
    ("number of two levels", _is_numbered_line),
    ("own font above text", _leads_text),
    ("well-known title", lambda t: t.is_canonical and (t.gap or t.is_alone)),
)
# Tests that refuse a heading, in this order: cheap ones and those that most paragraphs fail come first.
REFUSALS: tuple[tuple[str, Test], ...] = (
    ("length", lambda t: not _MIN_CHARS <= len(t.text) <= _MAX_CHARS),
    (
        "number of lines",
        lambda t: len(t.paragraph.lines) > (_MAX_STYLED_LINES if t.is_styled else _MAX_LINES),
    ),
    ("few letters", _has_few_letters),
    ("lower case", _opens_in_lower_case),
    ("open end", lambda t: t.text.endswith((",", ";", "-", "\ufffe", "&"))),
    ("address or formula", lambda t: "@" in t.text or bool(_NO_TITLE.search(_COUNT.sub("", t.text)))),
    ("runs into text", _runs_into_text),
    ("small type", _is_small),
    ("full stop", _ends_sentence),
    ("sentences", lambda t: bool(_SENTENCES.search(t.bare)) or t.words > _MAX_WORDS),
    ("like the text", lambda t: not any(test(t) for _, test in DISTINCTIONS)),
)


def refusal(title: Candidate) -> str:
    """Return the name of the first test that says it is no heading, or an empty string if it is one."""
    return next((name for name, test in REFUSALS if test(title)), "")


def heading_depth(paragraph: ParagraphBuilder, body: BodyStyle, *, gap: bool, leads: bool = False) -> int:
    """Return 0 for no heading; the depth of its number; or BY_STYLE if it has none.

    gap: white space above sets the paragraph off from the one before. leads: it is one line in a font of its
    own right above running text.
    """
    if len(paragraph.lines) > _MAX_STYLED_LINES:
        return 0  # refused anyway, before anything is asked of its text
    title = Candidate(paragraph, body, gap, leads)
    if refusal(title):
        return 0
    if title.number[:1].isdigit():
        return title.number.count(".") + 1
    if re.fullmatch(r"[IVX]+", title.number) and (title.is_canonical or title.is_capitals):
        return 1
    return BY_STYLE


def assign_levels(headings: Sequence[ParagraphBuilder], body: BodyStyle) -> None:
    """Give headings without a number the level of their style.

    It is the level of numbered or well-known headings in the same style; else it follows from size,
    capitals and weight, below the level of those.
    """
    _apply_number_scheme(headings)
    fonts = _top_fonts(headings)
    known: dict[Style, Counter[int]] = {}
    for paragraph in headings:
        if paragraph.level != BY_STYLE:
            known.setdefault(_style(paragraph), Counter())[paragraph.level] += 1
        elif _is_top_title(paragraph.text):
            known.setdefault(_style(paragraph), Counter())[1] += _KNOWN_TITLE_VOTES
    ranks = sorted({_style(p) for p in headings}, key=lambda s: (-s[0], not s[1], not s[2], s[3]))
    tops = [ranks.index(s) for s, c in known.items() if c.most_common(1)[0][0] == 1]
    top = min(tops) if tops else 0
    for paragraph in headings:
        if paragraph.level != BY_STYLE:
            continue
        style = _style(paragraph)
        if style in known:
            paragraph.level = known[style].most_common(1)[0][0]
            if paragraph.level == 1 and paragraph.lines[0].font.name not in fonts.get(style, ()):
                paragraph.level = 1 if _is_top_title(paragraph.text) else 2
        elif is_canonical(paragraph.text) and _is_top_title(paragraph.text):
            paragraph.level = 1
        else:
            paragraph.level = max(1, min(_LOWEST_BY_STYLE, ranks.index(style) - top + 1))


def _top_fonts(headings: Sequence[ParagraphBuilder]) -> dict[Style, set[str]]:
    """Return the fonts of the top titles by style; titles in other fonts of a style are below them."""
    fonts: dict[Style, set[str]] = {}
    for paragraph in headings:
        if paragraph.level == 1 or _is_top_title(paragraph.text):
            fonts.setdefault(_style(paragraph), set()).add(paragraph.lines[0].font.name)
    return fonts


def _apply_number_scheme(headings: Sequence[ParagraphBuilder]) -> None:
    """Set levels where sections are counted I., A., 1. (IEEE, APS): a letter is level 2, a digit 3."""
    numbers = [(p, m[1]) for p in headings if (m := NUMBERED.match(p.text.strip())) is not None]
    if not any(n == "II" for _, n in numbers):
        return
    for paragraph, number in numbers:
        if re.fullmatch(r"[A-H]", number) and "ppendix" not in paragraph.text:
            paragraph.level = 2
        elif re.fullmatch(r"[IVX]+", number):
            paragraph.level = 1
        elif re.fullmatch(r"\d", number):
            paragraph.level = 3


_TOP = re.compile(
    r"^(?:introduction|(?:materials? (?:and|&) )?methods?|results?(?: (?:and|&) discussions?)?"
    r"|discussions?|conclusions?|references|"
    r"acknowledge?ments?|bibliography|literature cited)$",
    re.I,
)


def _is_top_title(text: str) -> bool:
    """Return True if the text is the title of a main section, such as "Methods"."""
    number = NUMBERED.match(text)
    return _TOP.match((text[number.end() :] if number else text).strip(" :.")) is not None


def _style(paragraph: ParagraphBuilder) -> Style:
    """Return the style of a heading: doubled size, in capitals, in bold, in italics."""
    text = paragraph.text
    slanted = sum(x.italic for x in paragraph.lines) > _HALF * len(paragraph.lines)
    return round(paragraph.size * 2), text.upper() == text, paragraph.bold > _HALF, slanted
