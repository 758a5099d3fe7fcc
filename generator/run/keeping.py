"""What the ledger keeps of each paper, so that a site can be made without the papers' files.

It is collected while a paper is present, and written by builds that write the ledger. Nothing is kept of
papers that may not be shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.core import Answer, Paper
from generator.core.kept_paper import KeptPaper
from generator.core.known_paper import KnownPaper
from generator.ledger import Ledger
from generator.ledger.known import known_papers, write_known
from generator.run.answers import BuildAnswers
from generator.run.context import BuildContext
from generator.run.imported import quotes_moved
from generator.site import Echo, echo_in, echo_kept, echoes
from generator.site.similar.duplicates import sketch

__all__ = ["echoes_of", "keep_papers", "kept_paper"]


def keep_papers(context: BuildContext, answers: BuildAnswers) -> None:
    """Write to the ledger what pages need of the papers that are present. Raises LedgerError.

    A build that computes nothing leaves the ledger as it is.
    """
    if not context.options.compute:
        return
    folder, ledger = context.project.answers_dir, context.ledger
    known = known_papers(folder)
    current: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers.answers:
        current[answer.paper].append(answer)
    new = []
    for paper in answers.papers.papers:
        before = known.get(paper.id)
        if before is None or not before.records:  # not recorded yet
            continue
        shown = paper.metadata.visibility != "private" and paper.id not in answers.papers.private
        recorded = [*current[paper.id], *_others(paper.id, current[paper.id], ledger)]
        new.append(replace(before, kept=kept_paper(paper, recorded, before) if shown else None))
    changed = write_known(folder, new)
    context.inputs = context.inputs.after(folder, set(changed))


def kept_paper(paper: Paper, answers: list[Answer], before: KnownPaper) -> KeptPaper:
    """Return what to keep of a present paper.

    answers: all recorded about it. before: its current ledger record.
    """
    old = before.kept  # of the same text: with another, `register` forgets it
    found = echoes(paper.text, answers, old.echoes if old else {})
    moved = [a.id for a in answers if a.is_external and quotes_moved(a, paper)]
    return KeptPaper.of(paper, old.sentences if old else sketch(paper), found, moved)


def echoes_of(papers: tuple[Paper, ...], known: Mapping[str, KnownPaper]) -> dict[str, Echo]:
    """Return the index of sentences of each paper: from its text if that is present, else from the ledger."""
    found = {}
    for paper in papers:
        kept = known[paper.id].kept if not paper.text and paper.id in known else None
        found[paper.id] = echo_kept(kept.echoes) if kept else echo_in(paper.text)
    return found


def _others(paper: str, current: list[Answer], ledger: Ledger) -> Iterator[Answer]:
    """Yield the recorded answers about a paper besides its current ones: superseded and orphaned answers."""
    yield from (entry.answer for entry in ledger.history(paper))
    counts = Counter(answer.model for answer in current)
    for model in ledger.models(paper):
        if ledger.lines(paper, model) != counts[model]:
            yield from ledger.read(paper, model).values()
