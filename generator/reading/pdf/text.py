"""The text of a paragraph from its lines: hyphenation undone, addresses rejoined, places kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from generator.reading.compose import Box, Link, Span
from generator.reading.links import all_links
from generator.reading.pdf.lines import Line
from generator.reading.pdf.scripts import set_text
from generator.reading.pdf.words import Word

_HYPHENS = "\ufffe\u00ad-‐"
_LAST_WORD = re.compile(r"(?<![^\W_])(?<![^\W_][-‐'’])[^\W_]+(?:[-‐'’][^\W_]+)*$")
_FIRST_WORD = re.compile(r"[^\W_]+")
_VOWEL = re.compile("[AEIOUYÄÖÜÉ]")
_TOKEN = re.compile(r"[^\W\d_]+(?:[-‐][^\W_]+)*")

# First halves after which a hyphen is the author's own, and second halves before which it is.
_PREFIXES = frozenset({
    "self", "well", "high", "low", "long", "short", "large", "small", "real", "cross", "two", "three",
    "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty", "one", "single", "multi",
    "semi", "non", "open", "end", "deep", "fine", "full",
    "half", "hand", "ground", "time", "data", "state", "quasi", "pseudo", "ever", "then", "left",
    "right", "top", "bottom", "first", "second", "third", "mid", "per",
})  # fmt: skip
_SURE_PREFIXES = frozenset(["self", "well", "high", "low", "ground", "cross", "non", "quasi", "pseudo"])
_ENDING = re.compile(r"\w{1,4}|ering|lands?|lights?|light\w{2,3}|etheless", re.I)
_SURE_SUFFIXES = frozenset(
    ["based", "scale", "specific", "related", "dependent", "driven", "trained", "wide", "recorded"]
)
_SUFFIXES = frozenset({
    "based", "scale", "level", "specific", "related", "dependent", "driven", "like", "free", "trained",
    "tuned", "tuning", "world", "term", "art", "fold", "shot", "class", "label", "step", "stage",
    "source", "sized", "wide", "aware", "rich", "poor", "house", "year", "day", "hour", "month", "week",
    "old", "layer", "dimensional", "supervised", "learning", "the", "of", "to", "and", "or",
    "in", "up", "by", "out", "off",
})  # fmt: skip

# Before them the hyphen of a compound that another shares stands alone.
_CONJUNCTIONS = frozenset(["and", "or", "und", "oder"])

_NEAR = 8  # lines among which the next one of a column is looked for
_OFTEN = 3  # times that a second half stands behind hyphens within lines: it takes them
_MAX_ADDRESS_CHARS = 300  # characters of an address that are looked at before a line's end
_URL_TAIL = re.compile(r"(?:https?:|ftp:|www\.|doi:?\s?10\.|\b10\.\d{4,9}/|\b(?:dx\.)?doi\.org)\S*$", re.I)
_URL_MARKS = ("http", "ftp:", "www.", "doi", "10.")


def vocabulary(lines: Iterable[Line]) -> Counter[str]:
    """How often each word stands within a line, in lower case; hyphenated words count whole.

    What follows a hyphen counts with it as well: "-year" of "ten-year-olds".
    """
    seen: Counter[str] = Counter()
    lines = list(lines)
    texts = [line.text for line in lines]
    for token, times in Counter(_TOKEN.findall("\n".join(texts))).items():
        word = token.lower().replace("‐", "-")
        seen[word] += times
        if "-" in word:
            parts = word.split("-")
            for part in parts[1:]:
                seen[f"-{part}"] += times
            if len(parts) > 2:
                for a, b in pairwise(parts):
                    seen[f"{a}-{b}"] += times
    for index, text in enumerate(texts):
        if text[-1:] in _HYPHENS:
            broken = _LAST_WORD.search(text[:-1])
            if broken:
                seen[broken[0].lower()] -= 1
                rest = _TOKEN.match(_below(lines, index))
                if rest:
                    seen[rest[0].lower().replace("‐", "-")] -= 1
    return seen


def _below(lines: Sequence[Line], index: int) -> str:
    """The text of the line that goes on right below one; none at the end of a column."""
    line = lines[index]
    for other in lines[index + 1 : index + _NEAR]:
        if other.page != line.page:
            break
        if 0 < other.y - line.y < 2 * line.size and other.x0 < line.x1 and line.x0 < other.x1:
            return other.text
    return ""


def running_text(
    lines: Sequence[Line], words: Counter[str], shown: Callable[[int, Box], Box]
) -> tuple[str, list[Span], list[Link]]:
    """Text of lines that follow one another, the place of each, and the links that they show."""
    text = ""
    spans: list[Span] = []
    links: list[Link] = []
    for index, line in enumerate(lines):
        if index:
            text, blank = _joined(text, lines[index - 1], line, words)
            if blank:
                text += " "
        start = len(text)
        text += line.text
        spans.append(Span(start, len(text), line.page, shown(line.page, line.box)))
        links.extend(_annotated(line, start))
    clean = text.replace("\ufffe", "-").replace("\u00ad", "-")
    return clean, spans, list(all_links(clean, _merged(links)))


def _joined(text: str, last: Line, line: Line, words: Counter[str]) -> tuple[str, bool]:
    """The text so far as it goes on with ``line``, and whether a blank comes between."""
    # An address is the last word, or the last two: "doi: 10.1".
    start = text.rfind(" ", 0, max(text.rfind(" "), 0)) + 1
    start = max(start, len(text) - _MAX_ADDRESS_CHARS)
    end = text[start:].lower()
    # A few quick searches spare most lines the regular expression.
    tail = _URL_TAIL.search(text, start) if True in [mark in end for mark in _URL_MARKS] else None
    following = line.words[0]
    if tail is not None and len(tail[0]) > 4:
        if _same_address(last, line, tail[0]) or _address_goes_on(tail[0], line.text.split(" ", 1)[0]):
            return text.replace("\ufffe", "-"), False
        if tail[0][-1] not in _HYPHENS:
            return text, True
    if text[-1:] in "–/" and len(text) > 1 and text[-2].isalnum() and following.text[0].isalnum():
        return text, False  # a range or an alternative: 203–/216
    if (text[-1:] == "—" and text[-2:-1].isalnum()) or re.match(r"—\w", line.text):
        return text, False  # a dash that touches the words around it
    if text[-1:] not in _HYPHENS or len(text) < 2 or not text[-2].isalnum():
        return text, True
    head = _LAST_WORD.search(text[-60:-1])
    first = _FIRST_WORD.match(following.text) or _FIRST_WORD.match(line.text)
    if head is None or first is None:
        return (text, text[-1] not in "\ufffe\u00ad" and first is None)
    if (
        first[0] in _CONJUNCTIONS
        and line.text[len(first[0]) : len(first[0]) + 1] in (" ", "")
        and not (words[(head[0] + first[0]).lower()])
    ):
        return text[:-1] + "-", True  # "pre- and post-test"
    if keeps_hyphen(head[0], first[0], words):
        return text[:-1] + "-", False
    return text[:-1], False


def keeps_hyphen(head: str, tail: str, words: Counter[str]) -> bool:
    """Whether ``head-`` at a line's end and ``tail`` at the next one's start are a hyphenated word."""
    if not tail[0].isalpha() or head[-1].isdigit():
        return True
    if tail[0].isupper():
        joined, apart = words[(head + tail).lower()], words[f"{head}-{tail}".lower()]
        if joined >= _OFTEN and not apart:
            return False  # a name with a capital inside: AutoScholarQuery
        # A word in capitals is parted at a syllable, an abbreviation ("PM-WCPV") is not.
        return (
            not (head.isupper() and tail.isupper() and len(head) > 1 and _VOWEL.search(tail))
            or apart > joined
        )
    low = head.lower()
    whole, apart = words[(head + tail).lower()], words[f"{head}-{tail}".lower()]
    if whole != apart:
        return apart > whole
    if "-" in head or "‐" in head:
        return not _within_part(re.split("[-‐]", low)[-1], tail.lower(), words)
    if head.isupper() and len(head) > 1:
        return True
    if low in _PREFIXES and words[tail.lower()] > 0:
        return True
    if low in _SURE_PREFIXES and not _ENDING.fullmatch(tail):
        return True  # the second half is found nowhere else
    if tail.lower() in _SURE_SUFFIXES and len(low) > 3:
        return True
    if words[f"-{tail.lower()}"] >= _OFTEN and words[low] > 0 and len(low) > 2:
        return True
    return tail.lower() in _SUFFIXES and words[low] > 0 and len(low) > 2


def _within_part(last: str, tail: str, words: Counter[str]) -> bool:
    """Whether the line's end parts the last word of a compound: "self-inter-" and "ested"."""
    if words[last + tail] > words[f"{last}-{tail}"]:
        return True
    known = words[last] > 0 or words[tail] > 0
    return not known and not {last, tail} & _SUFFIXES and not last.isdigit()


def _same_address(last: Line, line: Line, tail: str) -> bool:
    """A link annotation covers both sides of the break, and its address holds what is written on both."""
    url = last.words[-1].url
    if not url or url != line.words[0].url:
        return False
    plain = re.sub(r"\W", "", url).casefold()
    written = re.sub(r"\W", "", tail + line.words[0].text).casefold()
    return written[:200] in plain or plain in written


def _address_goes_on(tail: str, token: str) -> bool:
    if not token or not re.match(r"[\w(/.~%?=&#-]", token):
        return False
    if re.search(r"(?:https?:/{0,2}|doi\.org/?|[/_=&?%#~]|www\.)$", tail, re.I):
        return True
    if tail[-1] in _HYPHENS:
        return True
    if re.match(r"[/.?=&#%_]\w", token):
        return True
    if tail[-1] == ".":
        return bool(re.match(r"(?:[a-z]{2,}[/.]|\d[\w.()/-]*\d|[a-z]+\d)", token))
    return (
        "/" in token and re.match(r"[\w.-]+/", token) is not None and not token.startswith(("http", "www."))
    )


def _annotated(line: Line, offset: int) -> list[Link]:
    if not [word for word in line.words if word.url]:
        return []
    starts = set_text(line.words)[1]
    return [
        Link(offset + start, offset + start + len(word.text), word.url)
        for word, start in zip(line.words, starts, strict=True)
        if word.url
    ]


def _merged(links: Sequence[Link]) -> list[Link]:
    merged: list[Link] = []
    for link in links:
        if merged and merged[-1].url == link.url and link.start - merged[-1].end <= 2:
            merged[-1] = Link(merged[-1].start, link.end, link.url)
        else:
            merged.append(link)
    return merged


def cells_text(
    row: Sequence[Line], words: Counter[str], shown: Callable[[int, Box], Box]
) -> tuple[str, list[Span], list[Link]]:
    """A row of a table as one line of text with `` | `` between its cells."""
    text = ""
    spans: list[Span] = []
    links: list[Link] = []
    for line in row:
        for cell in split_cells(line):
            if text:
                text += " | "
            piece, where, targets = running_text([cell], words, shown)
            at = len(text)
            spans.extend(Span(s.start + at, s.end + at, s.page, s.box) for s in where)
            links.extend(Link(x.start + at, x.end + at, x.url) for x in targets)
            text += piece
    return text, spans, links


def split_cells(line: Line) -> list[Line]:
    """The cells of a line within a table: words further apart than a blank is wide (.75 of the type size)."""
    cells: list[list[Word]] = [[line.words[0]]]
    for before, word in zip(line.words, line.words[1:], strict=False):
        if word.x0 - before.x1 > 0.75 * line.size:
            cells.append([word])
        else:
            cells[-1].append(word)
    return [line] if len(cells) == 1 else [Line(words, line.page) for words in cells]
