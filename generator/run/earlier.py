"""What the ledger holds beside today's answers: earlier ones, and those that nothing asks for any more.

An answer that was published once may have been cited; its page stays. The ledger is not touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from generator.core import Answer, Paper, Superseded
from generator.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Earlier:
    """history: of public papers, withdrawn answers last. gone: ids of answers about papers not here.

    Of a paper that is not here nothing tells whether it may be shown: its answers are known by id only. Of a
    private one not even that: from its name, the id of an answer that found nothing can be worked out.
    """

    history: tuple[Superseded, ...] = ()
    gone: frozenset[str] = frozenset()


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
    for paper in papers:
        if paper.metadata.visibility == "private" or paper.id in private:
            continue
        history += ledger.history(paper.id)
        for model in ledger.models(paper.id):
            # As many lines as answers shown: none is left over, and the file need not be read again.
            if ledger.lines(paper.id, model) == counts[paper.id, model]:
                continue
            for question, answer in sorted(ledger.read(paper.id, model).items()):
                if (paper.id, question, model) not in shown and answer.status != "failed":
                    history.append(Superseded(answer, ""))
    here = {paper.id for paper in papers} | set(private)
    gone = {name for paper in ledger.papers() if paper not in here for name in _ids(paper, ledger)}
    return Earlier(tuple(history), frozenset(gone))


def _ids(paper: str, ledger: Ledger) -> Iterator[str]:
    for entry in ledger.history(paper):
        yield entry.answer.id
    for model in ledger.models(paper):
        yield from (a.id for a in ledger.read(paper, model).values() if a.status != "failed")
