"""Claims of an answer that its paper, or another part of the answer, contradicts: quotes, places, links."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property

from generator.core import Answer, Paper, Place, Section, Sentence, digest
from generator.core.fingerprint import paper_hash
from generator.core.known_paper import KnownPaper

__all__ = ["RESTORE", "ReferencePaper", "contradictions", "quotes_compared"]

RESTORE = "restore it from version control, or delete it and build again"


class ReferencePaper:
    """A paper to compare answers with. paper: None if it is not here."""

    def __init__(self, paper: Paper | None = None, known: KnownPaper | None = None) -> None:
        self.paper, self.known = paper, known

    @cached_property
    def text(self) -> str:
        """The hash of the paper that a fresh answer records."""
        return paper_hash(self.paper) if self.paper else ""

    @cached_property
    def _sentences(self) -> list[tuple[Section, Sentence]]:
        sections = self.paper.sections if self.paper else ()
        return [(section, sentence) for section in sections for sentence in section.sentences]

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for _, sentence in self._sentences]

    def at(self, place: Place) -> list[tuple[Section, Sentence]]:
        """Return the sentences that a place overlaps."""
        first = max(0, bisect_right(self._starts, place.start) - 1)
        found = []
        for section, sentence in self._sentences[first:]:
            if sentence.start >= place.end:
                break
            if sentence.end > place.start:
                found.append((section, sentence))
        return found


def contradictions(answer: Answer, source: ReferencePaper, unquoted: dict[str, int]) -> Iterator[str]:
    """Yield what is wrong with an answer, one sentence each. unquoted: counts uncompared answers by reason.

    Quotes of an answer about an earlier text of its paper are not compared: it is stale, not wrong.
    """
    if any(not 0 <= n < len(answer.evidence) for s in answer.sentences for n in s.evidence):
        yield f"a sentence cites evidence that is not there; {RESTORE}"
    if answer.record and source.known is not None and source.known.record_named(answer.record) is None:
        yield f"the record of its paper, {answer.record}, is not written down in paper.json; {RESTORE}"
    if source.known is not None and answer.version > source.known.version:
        versions = f"version {answer.version} of its paper, and paper.json knows {source.known.version}"
        yield f"it is about {versions}; {RESTORE}"
    if source.paper is None:
        yield from _unkept(answer, source)
        _count(unquoted, "their paper is not here")
        return
    about = answer.fingerprint.get("paper_text")
    if about is not None and about != source.text:
        _count(unquoted, "they are about an earlier text of their paper (stale)")
        return
    words = source.paper.text
    for number, piece in enumerate((e for e in answer.evidence if e.place.end > 0), start=1):
        place = piece.place
        if words[place.start : place.end] == piece.text:
            if about is not None and (wrong := _misplaced(place, piece.links, source)):
                yield f"quote {number}: {wrong}; {RESTORE}"
            continue
        if about is None:  # imported: the paper may have changed since, without a record of that
            _count(unquoted, "they were imported, and their paper has changed since (stale)")
            return
        elsewhere = words.find(piece.text)
        where = f"; its words are at {elsewhere}" if elsewhere >= 0 else "; its words are not in it"
        yield f"quote {number} is not what the paper says at {place.start} to {place.end}{where}; {RESTORE}"
    for searched in answer.searched:
        place = searched.place
        if place.end <= 0 or about is None:
            continue
        if digest(words[place.start : place.end]) != searched.id:
            yield (
                f"the snippet {searched.id} that was searched is not what the paper says at {place.start} "
                f"to {place.end}; {RESTORE}"
            )
            return
        if wrong := _misplaced(place, (), source):
            yield f"the snippet {searched.id} that was searched: {wrong}; {RESTORE}"
            return


def _unkept(answer: Answer, source: ReferencePaper) -> Iterator[str]:
    """Yield the places of an answer that are not in the kept sections of its paper, if that is not here."""
    known = source.known
    about = answer.fingerprint.get("paper_text")
    if known is None or known.kept is None or about is None or about != known.text:
        return
    sections = {(title, kind) for kind, _, title in known.kept.sections}
    for number, piece in enumerate(answer.evidence, start=1):
        place = piece.place
        if place.end > 0 and (place.section, place.kind) not in sections:
            yield f"quote {number}: its paper has no section {place.section!r}; {RESTORE}"


def quotes_compared(answer: Answer, source: ReferencePaper) -> int:
    """Return how many quotes of an answer `contradictions` compares with its paper."""
    about = answer.fingerprint.get("paper_text")
    if source.paper is None or about not in (None, source.text):
        return 0
    return sum(e.place.end > 0 for e in answer.evidence)


def _misplaced(place: Place, links: tuple[str, ...], source: ReferencePaper) -> str:
    """Return which recorded fact about a place is wrong; an empty text if all are right."""
    found = source.at(place)
    if not found:
        return ""
    if (place.section, place.kind) not in {(section.title, section.kind) for section, _ in found}:
        return f"it is not in the section {place.section!r}"
    facts: Mapping[str, object] = {"page": place.page, "element": place.element}
    for name, value in facts.items():
        if value not in {getattr(sentence, name) for _, sentence in found}:
            return f"it is not on {name} {value}"
    linked = {link for _, sentence in found for link in sentence.links}
    unknown = next((link for link in links if link not in linked), "")
    return f"the paper does not link to {unknown} there" if unknown else ""


def _count(unquoted: dict[str, int], reason: str) -> None:
    unquoted[reason] = unquoted.get(reason, 0) + 1
