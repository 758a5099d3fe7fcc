"""What the ledger keeps of each paper, so that a site can be made without the papers' files.

It is collected while a paper is present, and written by builds that write the ledger. Nothing is kept of
papers that may not be shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.core import Answer, Paper, digest
from generator.core.fingerprint import paper_hash
from generator.core.kept_paper import KeptPaper
from generator.core.known_paper import KnownPaper
from generator.ledger import Ledger
from generator.ledger.known import known_papers, write_known
from generator.run.build_context import BuildContext
from generator.run.computing import BuildAnswers
from generator.run.imported import quotes_moved
from generator.run.paper_versions import ledger_files
from generator.site import Echo, echo_kept, echo_of, echoes
from generator.site.similar.duplicates import sketch
from generator.storage.code_version import code_of
from generator.storage.work_records import Record

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
    memory = Record(
        context.project.cache_dir / "kept.json", "answerbook kept papers", 1, code_of("generator")
    )
    done = memory.read(lambda data: {str(paper): str(key) for paper, key in data.items()}) or {}
    new, keys = [], {}
    for paper in answers.papers.papers:
        before = known.get(paper.id)
        if before is None or not before.records:  # not recorded yet
            continue
        shown = paper.metadata.visibility != "private" and paper.id not in answers.papers.private
        if shown:
            keys[paper.id] = _key(paper, before, ledger)
            if before.kept is not None and done.get(paper.id) == keys[paper.id]:
                continue  # nothing that it is made of has changed
        recorded = [*current[paper.id], *_others(paper.id, current[paper.id], ledger)]
        new.append(replace(before, kept=kept_paper(paper, recorded, before) if shown else None))
    changed = write_known(folder, new)
    if keys != done:
        memory.write(keys)
    context.inputs = context.inputs.after(folder, set(changed))


def _key(paper: Paper, known: KnownPaper, ledger: Ledger) -> str:
    """Return a digest of all that `kept_paper` depends on."""
    data = paper.metadata
    return digest(
        [
            paper_hash(paper),
            known.text,
            paper.format,
            [data.tags, data.kinds, paper.warnings],
            ledger_files(ledger, paper.id),
        ]
    )


def kept_paper(paper: Paper, answers: list[Answer], before: KnownPaper) -> KeptPaper:
    """Return what to keep of a present paper.

    answers: all recorded about it. before: its current ledger record.
    """
    old = before.kept  # of the same text: with another, `register` forgets it
    found = echoes(paper.text, answers, old.echoes if old else {})
    moved = [a.id for a in answers if a.is_external and quotes_moved(a, paper)]
    return KeptPaper.of(paper, old.sentences if old else sketch(paper), found, moved)


def echoes_of(papers: tuple[Paper, ...], known: Mapping[str, KnownPaper]) -> dict[str, Echo]:
    """Return how to measure copied words of each paper: by what the ledger keeps of its text, and by that."""
    found = {}
    for paper in papers:
        record = known.get(paper.id)
        kept = record.kept.echoes if record and record.kept else None
        if paper.has_text:
            same = record is not None and record.text == paper_hash(paper)
            found[paper.id] = echo_of(paper, kept if same else None)
        else:
            found[paper.id] = echo_kept(kept) if kept is not None else echo_of(paper)
    return found


def _others(paper: str, current: list[Answer], ledger: Ledger) -> Iterator[Answer]:
    """Yield the recorded answers about a paper besides its current ones: superseded and orphaned answers."""
    yield from (entry.answer for entry in ledger.history(paper))
    counts = Counter(answer.model for answer in current)
    for model in ledger.models(paper):
        if ledger.lines(paper, model) != counts[model]:
            yield from ledger.read(paper, model).values()
