"""Import a folder or a table of saved answers into the ledger of a project."""

from __future__ import annotations

import logging
import os
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator import reading
from generator.commands.importing.answer_tables import SUFFIXES, read_contexts, read_table
from generator.commands.importing.chunk_places import PlacedPaper
from generator.commands.importing.chunks import PaperVocabulary, recover_chunks, tidy_chunk
from generator.commands.importing.folders import read_folder
from generator.commands.importing.import_report import ImportReport
from generator.commands.importing.judging import Decide, ImportJob, Task, judge
from generator.commands.importing.name_matching import NewPaper, PaperNames, by_number, find_question
from generator.commands.importing.saved import Saved, Unread
from generator.core import Paper, Question, Snippet, digest
from generator.core.counting import pluralize
from generator.core.fingerprint import question_hash
from generator.core.formats import PASSAGES_SUFFIX, is_passages, without_suffix
from generator.errors import AnswerbookError
from generator.ledger import Ledger
from generator.project import Project
from generator.project.paper_loading import collect_papers
from generator.reading.plain.passages_file import passage_texts, passages_json, read_passages
from generator.run import engines
from generator.run.imported import checking_version
from generator.storage.files import write_whole

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]

# Fewer answers are checked in this process: starting workers would take as long.
_MIN_ANSWERS_FOR_WORKERS = 100


@dataclass(frozen=True, slots=True)
class _MatchedAnswer:
    """A saved answer matched to a paper, a question and a model."""

    saved: Saved
    paper: str
    question: Question
    model: str


@dataclass(frozen=True, slots=True)
class Transcripts:
    """Answers that another system saved.

    path: a folder or a table. model: name of the model if ``path`` does not give it; if there are several
    folders, the one to import. contexts: a table with the contexts of answers that were saved without them,
    or None.
    """

    path: Path
    model: str | None = None
    contexts: Path | None = None


def import_transcripts(
    transcripts: Transcripts,
    project: Project,
    progress: Progress | None = None,
    *,
    decide: Decide | None = None,
    jobs: int | None = None,
) -> ImportReport:
    """Read saved answers, check them and record them in the ledger of ``project``.

    decide: see `Decide`. jobs: worker processes; None for one per core. Answers that were recorded before and
    have not changed stay byte for byte. Raises AnswerbookError if nothing can be read, and for names that
    cannot be used.
    """
    started = time.perf_counter()
    progress = progress or (lambda phase, done, total: None)
    report = ImportReport()
    progress("Reading", 0, 1)
    source = transcripts.path
    saved, report.unread = _read(source, transcripts.model)
    if transcripts.contexts is not None:
        saved = _with_contexts(saved, transcripts.contexts, report)
    collected = collect_papers(project, strict=False, jobs=1, progress=progress)
    papers = {paper.id: paper for paper in collected.papers}
    names = PaperNames(collected.papers)
    broken = {reading.paper_id(_stem(Path(e.where).name)) for e in collected.unreadable}
    known, new = _matched(saved, project, names, broken, report)
    if not known and not report.unread:
        raise AnswerbookError(f"{source}: no answers found; give the folder or file that holds them")
    by_paper: dict[str, list[_MatchedAnswer]] = defaultdict(list)
    for item in known:
        by_paper[item.paper].append(item)
    report.papers, report.new_papers = len(by_paper), sorted(new)
    pending: list[ImportJob] = []
    ledger = Ledger(project.answers_dir)
    ledger.settle_all()  # what a killed command left behind
    for done, (paper_id, items) in enumerate(sorted(by_paper.items())):
        progress("Placing", done, len(by_paper))
        chunks = _chunks(items)
        paper = papers.get(paper_id)
        if paper is None or paper.format == "passages":
            paper = _passages(project, paper, new.get(paper_id), chunks, source)
        pending += _jobs(paper, items, chunks, ledger, decide, report)
    _work(pending, jobs, progress)
    _count(pending, ledger, report)
    report.seconds = time.perf_counter() - started
    return report


def _read(source: Path, model: str | None) -> tuple[list[Saved], list[Unread]]:
    if source.is_dir():
        tables = sorted(p for p in source.iterdir() if p.suffix.lower() in SUFFIXES and p.is_file())
        if not tables:
            return read_folder(source, model)
        read = [read_table(table, model) for table in tables]
        return [s for saved, _ in read for s in saved], [u for _, unread in read for u in unread]
    if not source.exists():
        raise AnswerbookError(f"{source}: no such file or folder; check the name")
    if source.suffix.lower() not in SUFFIXES:
        raise AnswerbookError(
            f"{source}: not a folder of answers and not a {', '.join(SUFFIXES)} file; give one of these"
        )
    return read_table(source, model)


def _with_contexts(saved: list[Saved], file: Path, report: ImportReport) -> list[Saved]:
    found, unread = read_contexts(file)
    report.unread += unread
    return [
        s if s.context is not None else replace(s, context=found.get((s.paper, s.question))) for s in saved
    ]


def _matched(
    saved: Sequence[Saved], project: Project, names: PaperNames, broken: set[str], report: ImportReport
) -> tuple[list[_MatchedAnswer], dict[str, NewPaper]]:
    """Return the answers to import, and the new papers for them; add the others to ``report.unread``."""
    sets = project.question_sets()
    taken = {m.name for m in project.settings.models}
    known: list[_MatchedAnswer] = []
    new: dict[str, NewPaper] = {}
    unknown_questions: Counter[str] = Counter()
    unreadable: Counter[str] = Counter()
    seen: dict[tuple[str, str, str], str] = {}  # name of the question in the source
    twice: Counter[tuple[str, str]] = Counter()
    for item in saved:
        question = find_question(item.question, sets)
        if question is None:
            unknown_questions[item.question] += 1
            continue
        if item.context is None:
            report.unread.append(
                Unread(
                    item.place,
                    "no context to check the answer against; save the prompt with it, put a prompt of the "
                    "same name into a sibling folder, or use --contexts FILE",
                )
            )
            continue
        model = _model_name(item.model, taken)
        found = names.find(item.paper)
        paper = found if isinstance(found, str) else found.id
        if paper in broken:
            unreadable[item.paper] += 1
            continue
        key = paper, question.id, model
        if key in seen:
            if seen[key] != item.question:
                twice[item.question, seen[key]] += 1
                continue
            report.unread.append(
                Unread(item.place, "second answer of this model to the same question; keep one of them")
            )
            continue
        seen[key] = item.question
        if not isinstance(found, str):
            new[paper] = found
        known.append(_MatchedAnswer(item, paper, question, model))
    report.unread += [
        Unread(
            f"question {name!r}",
            f"same question in this project as {first!r}, whose answers were imported "
            f"({pluralize(n, 'answer')} left out)",
        )
        for (name, first), n in sorted(twice.items())
    ]
    report.unread += [
        Unread(
            f"question {name!r}",
            f"not a question of this project ({pluralize(n, 'answer')} left out); add it as an alias",
        )
        for name, n in sorted(unknown_questions.items())
    ]
    report.unread += [
        Unread(
            f"paper {name!r}",
            f"its file in the project cannot be read ({pluralize(n, 'answer')} left out); fix the file",
        )
        for name, n in sorted(unreadable.items())
    ]
    return known, new


def _model_name(name: str, taken: set[str]) -> str:
    """Return a model's name in the form for the ledger. Raises AnswerbookError for a name in the settings."""
    filed = re.sub(r"[._-]{2,}", "-", re.sub(r"[^a-z0-9._-]+", "-", name.casefold())).strip("._-")
    if not filed:
        raise AnswerbookError(f"{name!r}: not a name for a model; use --model with letters or digits")
    if filed in taken:
        raise AnswerbookError(
            f"the settings already have a model {filed!r}; use --model with another name for the imported "
            "answers"
        )
    return filed


def _chunks(items: Sequence[_MatchedAnswer]) -> dict[int, tuple[str, ...]]:
    """Return the tidied chunks of each item's context, by its index in ``items``."""
    ordered = sorted(items, key=lambda i: by_number(i.saved.question))
    contexts = dict.fromkeys(i.saved.context for i in ordered if i.saved.context is not None)
    whole = [c for c in contexts if isinstance(c, str)]
    words = PaperVocabulary.of(c if isinstance(c, str) else "\n\n".join(c) for c in contexts)
    cut: Mapping[object, tuple[str, ...]] = {
        **dict(zip(whole, recover_chunks(whole), strict=True)),
        **{c: c for c in contexts if not isinstance(c, str)},
    }
    tidy = {c: tuple(t for chunk in chunks if (t := tidy_chunk(chunk, words))) for c, chunks in cut.items()}
    return {n: tidy[i.saved.context] for n, i in enumerate(items)}


def _passages(
    project: Project,
    paper: Paper | None,
    new: NewPaper | None,
    chunks: Mapping[int, tuple[str, ...]],
    source: Path,
) -> Paper:
    """Return the paper made of all chunks, earlier imports first; write its file if it changed."""
    name = paper.source if paper is not None else f"{new.id if new else 'paper'}{PASSAGES_SUFFIX}"
    file = project.papers_dir / name
    before = passage_texts(file) if file.exists() else ()
    passages = tuple(dict.fromkeys((*before, *(c for some in chunks.values() for c in some))))
    paper_id = paper.id if paper is not None else _stem(name)
    if passages != before:
        title = paper.metadata.title if paper is not None else new.title if new else ""
        doi = paper.metadata.doi if paper is not None else new.doi if new else ""
        text = passages_json(id=paper_id, title=title, doi=doi, source=source.name, passages=passages)
        _write(file, text)
    elif paper is not None:
        return paper
    return replace(read_passages(file, id=paper_id), source=name)


def _jobs(
    paper: Paper,
    items: Sequence[_MatchedAnswer],
    chunks: Mapping[int, tuple[str, ...]],
    ledger: Ledger,
    decide: Decide | None,
    report: ImportReport,
) -> list[ImportJob]:
    """Return the answers to check, a job for each model; count those that have not changed."""
    placed = PlacedPaper(paper)
    snippets: dict[tuple[str, ...], tuple[Snippet, ...]] = {}
    recorded = {model: ledger.read(paper.id, model) for model in {i.model for i in items}}
    tasks: dict[str, list[Task]] = defaultdict(list)
    questions: dict[str, str] = {}
    for n, item in enumerate(items):
        if chunks[n] not in snippets:
            found = dict.fromkeys(s for chunk in chunks[n] for s in placed.snippets(chunk))
            snippets[chunks[n]] = tuple(found)
            report.unplaced += sum(s.place.end == 0 for s in found)
        shown = snippets[chunks[n]]
        question = item.question
        if question.id not in questions:
            questions[question.id] = question_hash(question)
        fingerprint: dict[str, str | None] = {
            "source": item.saved.sha256[:16],
            "context": digest([[s.text, s.place.start, s.place.end] for s in shown]),
            "question": questions[question.id],
            "checking": checking_version(decided=decide is not None),
        }
        before = recorded[item.model].get(question.id)
        if before is not None and dict(before.fingerprint) == fingerprint:
            report.count(before)
            continue
        tasks[item.model].append(Task(question, item.saved, shown, fingerprint))
        report.recorded += 1
    return [ImportJob(paper, model, tuple(t), ledger.folder, decide) for model, t in sorted(tasks.items())]


def _work(pending: Sequence[ImportJob], jobs: int | None, progress: Progress) -> None:
    total = sum(len(job.tasks) for job in pending)
    done = 0
    progress("Checking", done, total)
    if total < _MIN_ANSWERS_FOR_WORKERS or jobs == 1:
        for job in pending:
            judge(job)
            done += len(job.tasks)
            progress("Checking", done, total)
        return
    # Long jobs first, so that workers finish at about the same time.
    pending = sorted(pending, key=lambda job: -len(job.tasks))
    for event in engines.run(judge, pending, workers=jobs or os.cpu_count() or 1):
        if isinstance(event, engines.JobMessage):
            done += event.content
            progress("Checking", done, total)
        elif event.error is not None:
            job = pending[event.job]
            if event.died:
                raise AnswerbookError(
                    f"the process that checked {job.model} on {job.paper.id} died ({event.error}); run the "
                    "import again to continue from there"
                ) from event.error
            raise event.error


def _count(pending: Sequence[ImportJob], ledger: Ledger, report: ImportReport) -> None:
    """Count the answers that were recorded."""
    for job in pending:
        made = ledger.read(job.paper.id, job.model)
        for task in job.tasks:
            report.count(made[task.question.id])


def _stem(name: str) -> str:
    return without_suffix(name) if is_passages(name) else Path(name).stem


def _write(file: Path, text: str) -> None:
    try:
        write_whole(file, text.encode("utf-8", "replace"))
    except OSError as error:
        raise AnswerbookError(
            f"{file}: cannot be written ({error.strerror}); make the folder writable, or free some space"
        ) from error
