"""The text of a paragraph from its lines: hyphenation undone, addresses rejoined, places kept.

>>> words = Counter(["classification"])
>>> keeps_hyphen("classi", "fication", words), keeps_hyphen("self", "regulated", words)
(False, True)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from generator.reading.compose import BlockLink, Box, Span
from generator.reading.pdf.page_words import Word
from generator.reading.pdf.scripts import text_with_scripts
from generator.reading.pdf.text_lines import TextLine
from generator.reading.web_addresses import all_links

ToShown = Callable[[int, Box], Box]  # page and box -> the box on that page as shown

_HYPHENS = "\ufffe\u00ad-‐"
_LAST_WORD = re.compile(r"(?<![^\W_])(?<![^\W_][-‐'’])[^\W_]+(?:[-‐'’][^\W_]+)*$")
_FIRST_WORD = re.compile(r"[^\W_]+")
_DASH_AND_WORD = re.compile(r"—\w")
_VOWEL = re.compile("[AEIOUYÄÖÜÉ]")
_TOKEN = re.compile(r"[^\W\d_]+(?:[-‐][^\W_]+)*")

# First halves after which a hyphen is the author's own; second halves follow below.
_PREFIXES = frozenset({
    "self", "well", "high", "low", "long", "short", "large", "small", "real", "cross", "two", "three",
    "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty", "one", "single", "multi",
    "semi", "non", "open", "end", "deep", "fine", "full",
    "half", "hand", "ground", "time", "data", "state", "quasi", "pseudo", "ever", "then", "left",
    "right", "top", "bottom", "first", "second", "third", "mid", "per",
})  # fmt: skip
_SURE_PREFIXES = frozenset(["self", "well", "high", "low", "ground", "cross", "non", "quasi", "pseudo"])
_ENDING = re.compile(r"\w{1,4}|ering|lands?|lights?|light\w{2,3}|etheless", re.I)
_MIN_ADVERB = 6  # letters of an adverb before a hyphen; shorter are first halves, such as "poly"
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

# Before these words the hyphen of a shared compound is kept: "pre- and post-test".
_CONJUNCTIONS = frozenset(["and", "or", "und", "oder"])

_LINES_AHEAD = 8  # lines among which the next one of a column is searched
_OFTEN = 3  # times that a second half follows hyphens within lines: it takes them
_MAX_ADDRESS_CHARS = 300  # characters of an address before a line's end that are searched
_MIN_ADDRESS_CHARS = 5  # characters of an address that may go on in the next line
_COMPARED_CHARS = 200  # characters of an address that are compared with its link
_MAX_WORD_CHARS = 60  # characters before a line's end among which its last word is searched
_CELL_GAP = 0.75  # of the type size; a wider blank separates cells
_MAX_LINK_GAP = 2  # characters between two parts of one link
_URL_TAIL = re.compile(r"(?:https?:|ftp:|www\.|doi:?\s?10\.|\b10\.\d{4,9}/|\b(?:dx\.)?doi\.org)\S*$", re.I)
_URL_MARKS = ("http", "ftp:", "www.", "doi", "10.")


def vocabulary(lines: Iterable[TextLine]) -> Counter[str]:
    """Count how often each word occurs within a line, in lower case; hyphenated words count whole.

    What follows a hyphen is counted with it as well: "-year" of "ten-year-olds".
    """
    counts: Counter[str] = Counter()
    lines = list(lines)
    texts = [line.text for line in lines]
    for token, times in Counter(_TOKEN.findall("\n".join(texts).replace("‐", "-"))).items():
        word = token.lower()
        counts[word] = counts.get(word, 0) + times
        if "-" in word:
            parts = word.split("-")
            for part in parts[1:]:
                counts[f"-{part}"] += times
            if len(parts) > 2:
                for a, b in pairwise(parts):
                    counts[f"{a}-{b}"] += times
    for index, text in enumerate(texts):
        if text[-1:] in _HYPHENS:
            broken = _LAST_WORD.search(text[:-1])
            if broken:
                counts[broken[0].lower()] -= 1
                rest = _TOKEN.match(_below(lines, index))
                if rest:
                    counts[rest[0].lower().replace("‐", "-")] -= 1
    return counts


def _below(lines: Sequence[TextLine], index: int) -> str:
    """Return the text of the line right below one that goes on with it; empty at the end of a column."""
    line = lines[index]
    for other in lines[index + 1 : index + _LINES_AHEAD]:
        if other.page != line.page:
            break
        if 0 < other.y - line.y < 2 * line.size and other.x0 < line.x1 and line.x0 < other.x1:
            return other.text
    return ""


def running_text(
    lines: Sequence[TextLine], words: Counter[str], shown: ToShown
) -> tuple[str, list[Span], list[BlockLink]]:
    """Return the text of lines that follow one another, the place of each, and the links that they show.

    words: how often the document has each word. shown: converts a box of a page to the page as shown.
    """
    text = ""
    spans: list[Span] = []
    links: list[BlockLink] = []
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


def _joined(text: str, last: TextLine, line: TextLine, words: Counter[str]) -> tuple[str, bool]:
    """Return the text so far as it goes on with ``line``, and whether a blank comes between."""
    # An address is the last word, or the last two: "doi: 10.1".
    start = text.rfind(" ", 0, max(text.rfind(" "), 0)) + 1
    start = max(start, len(text) - _MAX_ADDRESS_CHARS)
    end = text[start:].lower()
    # A few quick searches spare most lines the regular expression.
    tail = _URL_TAIL.search(text, start) if True in [mark in end for mark in _URL_MARKS] else None
    following = line.words[0]
    if tail is not None and len(tail[0]) >= _MIN_ADDRESS_CHARS:
        if _same_address(last, line, tail[0]) or _address_goes_on(tail[0], line.text.split(" ", 1)[0]):
            return text.replace("\ufffe", "-"), False
        if tail[0][-1] not in _HYPHENS:
            return text, True
    if text[-1:] in "–/" and len(text) > 1 and text[-2].isalnum() and following.text[0].isalnum():
        return text, False  # a range or an alternative: 203–/216
    if (text[-1:] == "—" and text[-2:-1].isalnum()) or _DASH_AND_WORD.match(line.text):
        return text, False  # a dash that touches the words around it
    if text[-1:] not in _HYPHENS or len(text) < 2 or not text[-2].isalnum():
        return text, True
    head = _LAST_WORD.search(text[-_MAX_WORD_CHARS:-1])
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
    """Return True if ``head-`` at a line's end and ``tail`` at the next one's start are a hyphenated word."""
    if not tail[0].isalpha() or head[-1].isdigit():
        return True
    if tail[0].isupper():
        joined, apart = words[(head + tail).lower()], words[f"{head}-{tail}".lower()]
        if joined >= _OFTEN and not apart:
            return False  # a name with a capital inside: AutoScholarQuery
        # A word in capitals is divided at a syllable, an abbreviation ("PM-WCPV") is not.
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
    if low.endswith("ly") and len(low) >= _MIN_ADVERB and words[tail.lower()] > 0:
        return True  # "highly-excited"
    if words[f"-{tail.lower()}"] >= _OFTEN and words[low] > 0 and len(low) > 2:
        return True
    return tail.lower() in _SUFFIXES and words[low] > 0 and len(low) > 2


def _within_part(last: str, tail: str, words: Counter[str]) -> bool:
    """Return True if the line's end divides the last word of a compound: "self-inter-" and "ested"."""
    if words[last + tail] > words[f"{last}-{tail}"]:
        return True
    either_known = words[last] > 0 or words[tail] > 0
    return not either_known and not {last, tail} & _SUFFIXES and not last.isdigit()


def _same_address(last: TextLine, line: TextLine, tail: str) -> bool:
    """Return True if one link covers both sides of the break, and its address holds the words of both."""
    url = last.words[-1].url
    if not url or url != line.words[0].url:
        return False
    plain = re.sub(r"\W", "", url).casefold()
    written = re.sub(r"\W", "", tail + line.words[0].text).casefold()
    return written[:_COMPARED_CHARS] in plain or plain in written


def _address_goes_on(tail: str, token: str) -> bool:
    """Return True if an address at a line's end seems to go on with ``token`` in the next line."""
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


def _annotated(line: TextLine, offset: int) -> list[BlockLink]:
    """Return the links of a line's words; the line begins at ``offset`` of the text."""
    if not [word for word in line.words if word.url]:
        return []
    starts = text_with_scripts(line.words)[1]
    return [
        BlockLink(offset + start, offset + start + len(word.text), word.url)
        for word, start in zip(line.words, starts, strict=True)
        if word.url
    ]


def _merged(links: Sequence[BlockLink]) -> list[BlockLink]:
    """Return the links, with neighbours to one address joined."""
    merged: list[BlockLink] = []
    for link in links:
        if merged and merged[-1].url == link.url and link.start - merged[-1].end <= _MAX_LINK_GAP:
            merged[-1] = BlockLink(merged[-1].start, link.end, link.url)
        else:
            merged.append(link)
    return merged


def cells_text(
    row: Sequence[TextLine], words: Counter[str], shown: ToShown
) -> tuple[str, list[Span], list[BlockLink]]:
    """Return a row of a table as one line of text with `` | `` between its cells."""
    text = ""
    spans: list[Span] = []
    links: list[BlockLink] = []
    for line in row:
        for cell in split_cells(line):
            if text:
                text += " | "
            piece, where, targets = running_text([cell], words, shown)
            at = len(text)
            spans.extend(Span(s.start + at, s.end + at, s.page, s.box) for s in where)
            links.extend(BlockLink(x.start + at, x.end + at, x.url) for x in targets)
            text += piece
    return text, spans, links


def count_cells(line: TextLine) -> int:
    """Return the number of cells of a line within a table."""
    gap = _CELL_GAP * line.size
    return 1 + sum([word.x0 - before.x1 > gap for before, word in pairwise(line.words)])


def split_cells(line: TextLine) -> list[TextLine]:
    """Return the cells of a line within a table: words further apart than a blank is wide."""
    cells: list[list[Word]] = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if word.x0 - before.x1 > _CELL_GAP * line.size:
            cells.append([word])
        else:
            cells[-1].append(word)
    return [line] if len(cells) == 1 else [TextLine(words, line.page) for words in cells]
