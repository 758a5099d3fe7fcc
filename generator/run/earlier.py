"""Superseded answers: what the ledger holds besides the current answers.

A published answer may have been cited, so its page stays. The ledger is not changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.core import Answer, Paper, SupersededAnswer
from generator.core.known_paper import KnownPaper
from generator.ledger import Ledger
from generator.ledger.known import known_papers


@dataclass(frozen=True, slots=True)
class SupersededAnswers:
    """history: of public papers, withdrawn answers last. gone: ids of answers about papers no longer here.

    known: ledger records of the papers that may be shown. former: those of them that are no longer in the
    project, as last recorded. If nothing is recorded of a paper, nothing tells whether it may be shown: its
    answers are known by id only. Of a private paper not even ids are given: the id of a "not reported" answer
    can be computed from the paper's name.
    """

    history: tuple[SupersededAnswer, ...] = ()
    gone: frozenset[str] = frozenset()
    known: Mapping[str, KnownPaper] = field(default_factory=dict)
    former: tuple[Paper, ...] = ()


def superseded_answers(
    papers: Sequence[Paper],
    answers: Sequence[Answer],
    ledger: Ledger,
    private: Collection[str] = frozenset(),
) -> SupersededAnswers:
    """Return what ``ledger`` holds besides ``answers``, the current ones of ``papers``. Raises LedgerError.

    private: ids of papers to leave out altogether. An answer whose question or model no longer belongs to the
    project counts as withdrawn, with an empty date.
    """
    shown = {(a.paper, a.question, a.model) for a in answers}
    counts = Counter((a.paper, a.model) for a in answers)
    history: list[SupersededAnswer] = []
    records = known_papers(ledger.folder)
    here = {paper.id for paper in papers} | set(private)
    last = {p.id: p.last for p in records.values() if p.id not in here and p.visibility == "public"}
    former = tuple(Paper(id, "text", "", data, "", ()) for id, data in last.items() if data is not None)
    # A paper without answers has no pages to keep, so it is not looked at again.
    former = tuple(paper for paper in former if ledger.models(paper.id) or ledger.history(paper.id))
    for paper in (*papers, *former):
        if paper.metadata.visibility == "private" or paper.id in private:
            continue
        history += (e for e in ledger.history(paper.id) if not e.answer.by_authors)  # they have no pages
        for model in ledger.models(paper.id):
            # As many lines as current answers: none is superseded, so the file need not be read again.
            if ledger.lines(paper.id, model) == counts[paper.id, model]:
                continue
            for question, answer in sorted(ledger.read(paper.id, model).items()):
                had_page = answer.status != "failed" and not answer.by_authors
                if had_page and (paper.id, question, model) not in shown:
                    history.append(SupersededAnswer(answer, ""))
    # What is private is not gone: a list of papers that are gone would name it.
    here |= {paper.id for paper in former} | {p.id for p in records.values() if p.visibility == "private"}
    gone = {name for paper in ledger.papers() if paper not in here for name in _ids(paper, ledger)}
    shown_papers = {paper.id for paper in (*papers, *former)}
    known = {id: paper for id, paper in records.items() if id in shown_papers}
    return SupersededAnswers(tuple(history), frozenset(gone), known, former)


def _ids(paper: str, ledger: Ledger) -> Iterator[str]:
    for entry in ledger.history(paper):
        yield from entry.answer.names
    for model in ledger.models(paper):
        yield from (n for a in ledger.read(paper, model).values() if a.status != "failed" for n in a.names)
