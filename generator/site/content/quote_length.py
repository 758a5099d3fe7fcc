"""How much of a paper's own words a site shows: whole quotes if the licence is open, else their beginning.

The cut is made once, before anything is laid out: pages, search and exports receive no more than may be
shown, so none of them can show too much. Places, statuses and ids are unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from generator.core import Answer, AnswerSentence, Paper, SearchedPassage, Snippet, digest
from generator.core.recorded_answer import RecordedAnswer
from generator.site.content.collection import Collection
from generator.site.content.echoes import Echo, echo_of, plain

# Marks words that are left out, as scholars do.
MARK = "[…]"
# Characters: with less room than this for the rest of a quote, none of it is shown.
_MIN_ROOM = 20
_ADDRESS = re.compile(r"creativecommons\.org/(?:licenses/(by(?:-[a-z]+)*)|publicdomain/(zero|mark))", re.I)
_VERSION = re.compile(r"-v?\d+(?:\.\d+)*$")


@dataclass(frozen=True)
class CutAnswer(Answer):
    """An answer whose quotes are cut. It keeps the id of the whole answer, for links and citations."""

    whole_id: str = ""

    @property
    def id(self) -> str:
        return self.whole_id


def is_open(licence: str, open_licences: Sequence[str]) -> bool:
    """Return True if a licence (SPDX id, address or words) is one of those listed, in any version."""
    return bool(licence.strip()) and _family(licence) in {_family(name) for name in open_licences}


def within_licences(
    collection: Collection,
    length: int,
    open_licences: Sequence[str],
    echoes: Mapping[str, Echo] | None = None,
) -> Collection:
    """Return the collection with quotes of papers without an open licence cut to ``length`` characters.

    A length of 0 changes nothing. Of a passage, only the words that answer are shown. Sentences of an answer
    that are in the paper word for word are quotes too: those that rest on one passage share its length. Such
    papers lose their text. echoes: measurements of copied words for papers that came without their text.
    """
    papers = (*collection.papers, *collection.former_papers)
    cut = {p.id: p for p in papers if not is_open(p.metadata.licence, open_licences)}
    if not length or not cut:
        return collection
    kept = echoes or {}
    cutters = {id: cutter(kept.get(id) or echo_of(paper), length) for id, paper in cut.items()}

    def shown(answer: Answer) -> Answer:
        cutting = cutters.get(answer.paper)
        if cutting is None:
            return answer
        return answer.changed(cutting) if isinstance(answer, RecordedAnswer) else cutting(answer)

    return replace(
        collection,
        papers=tuple(_bare(p, length) if p.id in cut else p for p in collection.papers),
        answers=tuple(map(shown, collection.answers)),
        claims=tuple(map(shown, collection.claims)),
        history=tuple(replace(e, answer=shown(e.answer)) for e in collection.history),
        versions={k: digest([v, length]) if k in cut and v else v for k, v in collection.versions.items()},
        quote_length=length,
        cut_papers=frozenset(cut),
    )


def cutter(echo: Echo, length: int) -> Callable[[Answer], Answer]:
    """Return a function that cuts the quotes of answers about one paper to ``length`` characters.

    echo: measures how much of a sentence is copied; if that is not known, the sentence counts as a quote.
    """
    return _Cutter(echo, length).answer


def cut_to(text: str, length: int) -> str:
    """Return the text, or its beginning up to a word, at most ``length`` characters, and the mark."""
    if len(text) <= length:
        return text
    kept = text[: length + 1]
    at = next((n for n in range(length, 0, -1) if kept[n].isspace()), 0)
    kept = kept[:at] if at > length // 2 else text[:length]
    return f"{kept.rstrip().removesuffix(MARK).rstrip()} {MARK}"


def first_words(quote: str) -> str:
    """Return the part of a quote that is in its paper word for word: up to the first mark, if any."""
    return quote.partition(f" {MARK}")[0]


def _family(licence: str) -> str:
    """Return a licence without its version: ``cc-by``, ``cc0``, ``mit``."""
    if found := _ADDRESS.search(licence):
        terms, public = found.groups()
        return f"cc-{terms.lower()}" if terms else {"zero": "cc0", "mark": "pdm"}[public.lower()]
    return _VERSION.sub("", "-".join(licence.casefold().split()))


def _bare(paper: Paper, length: int) -> Paper:
    """Return the paper without its text, and with the beginning of its abstract."""
    metadata = replace(paper.metadata, abstract=cut_to(paper.metadata.abstract, length))
    return paper.bare().changed(metadata=metadata)


class _Cutter:
    """Cuts the answers about one paper."""

    def __init__(self, echo: Echo, length: int) -> None:
        self.echo = echo
        self.length = length

    def answer(self, answer: Answer) -> Answer:
        kept = {f.name: getattr(answer, f.name) for f in fields(Answer)}
        cut: dict[str, Any] = {
            "sentences": tuple(self._sentences(answer)),
            "evidence": tuple(self._snippet(e) for e in answer.evidence),
            "searched": tuple(self._searched(s) for s in answer.searched),
            "raw": "",
        }
        return CutAnswer(**{**kept, **cut}, whole_id=answer.id)

    def _snippet(self, snippet: Snippet) -> Snippet:
        text = cut_to(f" {MARK} ".join(_focused(snippet)), self.length)
        # A row in words repeats the text with its headings: both together may not be longer than one quote.
        row = snippet.row if len(snippet.evidence) - len(snippet.text) + len(text) <= self.length else None
        return snippet if (text, row) == (snippet.text, snippet.row) else replace(snippet, text=text, row=row)

    def _searched(self, item: SearchedPassage) -> SearchedPassage:
        return replace(item, text=cut_to(item.text, self.length)) if item.text else item

    def _sentences(self, answer: Answer) -> Iterator[AnswerSentence]:
        if sum(len(s.text) for s in answer.sentences) <= self.length:
            yield from answer.sentences
            return
        passages = cache(lambda: [plain(e.evidence) for e in answer.evidence])
        left: dict[int, int] = {}
        for sentence in answer.sentences:
            yield replace(sentence, text=self._sentence(sentence, passages, left))

    def _sentence(
        self, sentence: AnswerSentence, passages: Callable[[], list[str]], left: dict[int, int]
    ) -> str:
        text, words = sentence.text, plain(sentence.text)
        on_end = len(words) if any(words in p for p in passages()) else self.echo(words)
        if on_end is None or on_end == len(words):
            source = next(iter(sentence.evidence), -1)
            room = left.get(source, self.length)
            left[source] = max(0, room - len(text))
            return cut_to(text, room) if len(text) <= room or room >= _MIN_ROOM else MARK
        parts = _stretches(words, self.length + 1)
        if on_end > self.length or any(part in passage for part in parts for passage in passages()):
            return cut_to(text, self.length)
        return text


def _focused(snippet: Snippet) -> list[str]:
    """Return the words that answer, in runs; the whole passage if the focus is not known."""
    text, origin = snippet.text, snippet.place.start
    if len(text) != snippet.place.end - origin:
        return [text]
    runs: list[tuple[int, int]] = []
    for first, last in sorted(snippet.focus):
        start, end = max(first - origin, 0), min(last - origin, len(text))
        if runs and start >= end:
            continue
        if runs and not text[runs[-1][1] : start].strip():
            runs[-1] = runs[-1][0], max(end, runs[-1][1])
        elif start < end:
            runs.append((start, end))
    return [text[start:end] for start, end in runs if text[start:end].strip()] or [text]


def _stretches(words: str, size: int) -> Iterator[str]:
    """Yield all stretches of ``size`` characters that begin with a word."""
    for start in [0, *(m.end() for m in re.finditer(" ", words))]:
        if start + size <= len(words):
            yield words[start : start + size]
