"""What the ledger holds beside today's answers: earlier ones, and those that nothing asks for any more.

An answer that was published once may have been cited; its page stays. The ledger is not touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.core import Answer, Paper, Superseded
from generator.core.known_paper import KnownPaper
from generator.ledger import Ledger
from generator.ledger.known import known_papers


@dataclass(frozen=True, slots=True)
class Earlier:
    """history: of public papers, withdrawn answers last. gone: ids of answers about papers not here.

    known: what is written down of papers that may be shown. former: those of them that are not here, as
    they were last known. Of a paper of which nothing is written down, nothing tells whether it may be shown:
    its answers are known by id only. Of a private one not even that: from its name, the id of an answer that
    found nothing can be worked out.
    """

    history: tuple[Superseded, ...] = ()
    gone: frozenset[str] = frozenset()
    known: Mapping[str, KnownPaper] = field(default_factory=dict)
    former: tuple[Paper, ...] = ()


def earlier(
    papers: Sequence[Paper],
    answers: Sequence[Answer],
    ledger: Ledger,
    private: Collection[str] = frozenset(),
) -> Earlier:
    """What ``ledger`` holds beside ``answers``, all that are shown of ``papers``. Raises LedgerError.

    private: ids of papers of which nothing is to be known.
    An answer of which question or model belong to the project no more counts as withdrawn, on a day
    that no record tells.
    """
    shown = {(a.paper, a.question, a.model) for a in answers}
    counts = Counter((a.paper, a.model) for a in answers)
    history: list[Superseded] = []
    told = known_papers(ledger.folder)
    here = {paper.id for paper in papers} | set(private)
    last = {p.id: p.last for p in told.values() if p.id not in here and p.visibility == "public"}
    former = tuple(Paper(id, "text", "", data, "", ()) for id, data in last.items() if data is not None)
    former = tuple(paper for paper in former if ledger.models(paper.id) or ledger.history(paper.id))
    for paper in (*papers, *former):
        if paper.metadata.visibility == "private" or paper.id in private:
            continue
        history += (e for e in ledger.history(paper.id) if not e.answer.by_authors)  # they have no pages
        for model in ledger.models(paper.id):
            # As many lines as answers shown: none is left over, and the file need not be read again.
            if ledger.lines(paper.id, model) == counts[paper.id, model]:
                continue
            for question, answer in sorted(ledger.read(paper.id, model).items()):
                had_page = answer.status != "failed" and not answer.by_authors
                if had_page and (paper.id, question, model) not in shown:
                    history.append(Superseded(answer, ""))
    here |= {paper.id for paper in former} | {p.id for p in told.values() if p.visibility == "private"}
    gone = {name for paper in ledger.papers() if paper not in here for name in _ids(paper, ledger)}
    shown_papers = {paper.id for paper in (*papers, *former)}
    known = {id: paper for id, paper in told.items() if id in shown_papers}
    return Earlier(tuple(history), frozenset(gone), known, former)


def _ids(paper: str, ledger: Ledger) -> Iterator[str]:
    for entry in ledger.history(paper):
        yield from entry.answer.names
    for model in ledger.models(paper):
        yield from (n for a in ledger.read(paper, model).values() if a.status != "failed" for n in a.names)
