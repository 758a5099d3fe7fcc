"""What authors say about their paper in its checklist, item by item, each with its words and their place.

>>> _END.search("We report all seeds. Guidelines: The answer NA means")[0]
'Guidelines:'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.core.guideline import NEURIPS, GuidelineItem
from generator.core.paper import Paper, Section, Sentence
from generator.core.snippet import Place, Snippet
from generator.core.status import PaperStatus
from generator.reading.checklists.earlier import ASKED_AND_ANSWERED, end_of_reason, item_asked
from generator.reading.checklists.forms import (
    ANSWER,
    QUESTION,
    guideline_named,
    is_form,
    item_named,
    item_rows,
    status_of,
)

__all__ = ["Claim", "claims_of"]

_JUSTIFICATION = re.compile(r"\bJustification:\s*")
# What ends a justification: instructions for the authors, or the next paragraph.
_END = re.compile(r"\b(?:Guidelines|Question):|\n")
_TO_DO = re.compile(r"\s*\\?\[\s*TODO\b|\s*$", re.IGNORECASE)
_MAX_JUSTIFICATION_CHARS = 1200


@dataclass(frozen=True, slots=True)
class Claim:
    """What authors say about one item: a status, the word that says it, and a quote of their reason."""

    item: GuidelineItem
    status: PaperStatus
    word: str
    quote: Snippet


def claims_of(paper: Paper) -> tuple[Claim, ...]:
    """Return the claims in all checklists of a paper, in reading order; only the first of each item.

    Items of a guideline that we do not know are left out, and so are items that are still to be filled in.
    """
    claims: dict[GuidelineItem, Claim] = {}
    titled = ""
    for section in paper.sections:
        if section.kind != "checklist":
            titled = ""
            continue
        titled = guideline_named(section.title) or titled
        for claim in (*_in_tables(section, titled, paper), *_in_answers(section, paper)):
            claims.setdefault(claim.item, claim)
    return tuple(sorted(claims.values(), key=lambda c: c.quote.place.start))


def _in_tables(section: Section, titled: str, paper: Paper) -> Iterator[Claim]:
    """Yield the claims in the tables of a section. titled: the guideline in its title, or ""."""
    before = ""
    for paragraph in section.paragraphs:
        rows = [sentence.text for sentence in paragraph.sentences]
        heads = " ".join(paragraph.header.columns)
        if paragraph.role != "table" or not is_form(rows, section.title, before, heads):
            before = " ".join(rows)
            continue
        guideline = guideline_named(before, heads, *rows[:2]) or titled
        for place, number, word in item_rows(rows):
            status = status_of(word)
            if guideline and status is not None:
                sentence = paragraph.sentences[place]
                quote = _quote(section, [sentence], sentence.start, sentence.end, paper)
                yield Claim(GuidelineItem(guideline, number), status, word, quote)


def _in_answers(section: Section, paper: Paper) -> Iterator[Claim]:
    """Yield the claims in items of the form question, answer, justification.

    They are searched in the text of the section as a whole, because paragraphs may end anywhere in an item.
    """
    sentences = list(section.sentences)
    if not sentences:
        return
    first = sentences[0].start - (len(section.title) + 2 if section.title else 0)
    text = paper.text[max(0, first) : sentences[-1].end]
    origin = max(0, first)
    for place, number, word in _earlier_items(text):
        status = status_of(word)
        if status is not None:
            start, end = origin + place[0], origin + place[1]
            held = [s for s in sentences if s.start < end and s.end > start]
            quote = _quote(section, held, start, end, paper)
            yield Claim(GuidelineItem(NEURIPS, number), status, word, quote)
    for asked, answer, limit in _items(text):
        heading = text[:asked].rstrip().rsplit("\n", 1)[-1]
        number = item_named(heading)
        status = status_of(answer["word"])
        if not number or status is None:
            continue
        start, end = _reason(text, answer, limit)
        held = [s for s in sentences if s.start < origin + end and s.end > origin + start]
        quote = _quote(section, held, origin + start, origin + end, paper)
        yield Claim(GuidelineItem(NEURIPS, number), status, answer["word"], quote)


def _earlier_items(text: str) -> Iterator[tuple[tuple[int, int], str, str]]:
    """Yield the items of a checklist before 2023: place of the reason or of the question; item; answer."""
    for found in ASKED_AND_ANSWERED.finditer(text):
        reason = text[found.end() : end_of_reason(text, found.end())]
        start = found.end() + len(reason) - len(reason.lstrip())
        place = (start, found.end() + len(reason.rstrip())) if reason.strip() else found.span()
        yield place, item_asked(found["asked"]), found["word"]


def _items(text: str) -> Iterator[tuple[int, re.Match[str], int]]:
    """Yield where each question begins, its answer, and where the next question begins."""
    begins = [m.start() for m in QUESTION.finditer(text)]
    for begin, limit in zip(begins, [*begins, len(text)][1:], strict=True):
        answer = ANSWER.search(text, begin, limit)
        if answer is not None:
            yield begin, answer, limit


def _reason(text: str, answer: re.Match[str], limit: int) -> tuple[int, int]:
    """Return start and end of an answer's justification, or of the answer itself if there is none."""
    label = _JUSTIFICATION.search(text, answer.end(), limit)
    if label is None or _TO_DO.match(text, label.end(), limit):
        return answer.start(), answer.end()
    start = label.end()
    ending = _END.search(text, start, limit)
    end = min(ending.start() if ending else limit, start + _MAX_JUSTIFICATION_CHARS)
    words = text[start:end].rstrip()
    # If the reader has joined the lines, the name of the next item comes after the justification.
    if (name := re.search(r"\s\d{1,2}[.)]\s+[A-Z][^.?!]{0,90}$", words)) and item_named(name[0]):
        words = words[: name.start()]
    return (start, start + len(words)) if words else (answer.start(), answer.end())


def _quote(section: Section, sentences: list[Sentence], start: int, end: int, paper: Paper) -> Snippet:
    """Return a part of the paper as a snippet. sentences: those that it overlaps with."""
    first = sentences[0] if sentences else None
    place = Place(
        start,
        end,
        section.title,
        section.kind,
        first.page if first else None,
        first.box if first else None,
        first.element if first else None,
    )
    links = tuple(dict.fromkeys(link for sentence in sentences for link in sentence.links))
    return Snippet(paper.text[start:end], place, 1.0, links, ((start, end),))
