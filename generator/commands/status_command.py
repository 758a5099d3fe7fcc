"""`answerbook status`: the state of all answers by paper and model; loads no model, reads no paper again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.core import Fingerprint
from generator.core.answer import EXTERNAL_KINDS
from generator.core.counting import pluralize
from generator.core.fingerprint import PARTS, question_hash
from generator.core.notice import NoticeCheck, PaperNotice, in_force, notice_json, notices_of
from generator.errors import Problem
from generator.ledger import Ledger
from generator.ledger.ledger_rows import LedgerRow, LedgerRows, answer_files
from generator.project import Project
from generator.project.catalogue import Catalogue, CatalogueEntry, catalogue
from generator.project.notices_file import load_notices
from generator.project.paper_loading import read_known_papers
from generator.run import imported
from generator.run.applicability import closed_reason
from generator.run.config import RunConfig
from generator.run.due import RecomputeCost, recompute_costs
from generator.run.fingerprints import Fingerprints

__all__ = ["STATES", "StateCounts", "StatusReport", "report_json", "report_text", "status_report"]

STATES = ("fresh", "stale", "missing", "failed", "orphaned")
MEMORY = "rows.json"  # in the project's cache
_MAX_PAPERS = 20  # in the table for people; the JSON has all


@dataclass
class StateCounts:
    """Numbers of answers by state; of stale ones by each part that changed, of orphans by what is gone."""

    states: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    orphans: Counter[str] = field(default_factory=Counter)

    def add(self, state: str, changed: Sequence[str] = (), orphan: str = "") -> None:
        self.states[state] += 1
        for cause in changed:
            self.causes[cause] += 1
        if orphan:
            self.orphans[orphan] += 1

    @property
    def is_fresh(self) -> bool:
        return self.states.total() == self.states["fresh"]


@dataclass
class StatusReport:
    """The state of all answers.

    unread: number of answers about papers whose files cannot be read now, by paper. again: the most that it
    costs to recompute stale answers, by model. A build first renews answers whose prompt is the same as
    before, and asks before it computes the others.
    """

    papers: dict[str, StateCounts] = field(default_factory=dict)
    models: dict[str, StateCounts] = field(default_factory=dict)
    unread: Counter[str] = field(default_factory=Counter)
    unreadable: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()  # see `generator.project.paper_files`
    problems: tuple[Problem, ...] = ()
    again: Mapping[str, RecomputeCost] = field(default_factory=dict)
    notices: Mapping[str, tuple[PaperNotice, ...]] = field(default_factory=dict)  # by paper
    checked: tuple[NoticeCheck, ...] = ()
    absent: tuple[str, ...] = ()  # papers that the site shows as last read, for their files are not here

    def add(self, paper: str, model: str, state: str, changed: Sequence[str] = (), orphan: str = "") -> None:
        for tallies, name in ((self.papers, paper), (self.models, model)):
            if name not in tallies:
                tallies[name] = StateCounts()
            tallies[name].add(state, changed, orphan)

    @cached_property
    def total(self) -> StateCounts:
        """The numbers for all models together; use it only after everything is counted."""
        found = StateCounts()
        for tally in self.models.values():
            found.states += tally.states
            found.causes += tally.causes
            found.orphans += tally.orphans
        return found

    @property
    def is_fresh(self) -> bool:
        """True if every answer exists and is fresh, and there are no other answers or problems."""
        return self.total.is_fresh and not self.unreadable and not self.problems


def status_report(project: Project, *, network: bool = False) -> StatusReport:
    """Return the state of every answer of ``project``.

    network: ask servers which model they run; without it, that is unknown and makes nothing stale. Raises
    InvalidFile, LedgerError.
    """
    wanted = RunConfig.of(project)
    known = catalogue(project)
    ledger = Ledger(project.answers_dir)
    rows = LedgerRows(ledger, project.cache_dir / MEMORY)
    files: dict[str, dict[str, Path]] = {}
    for paper, model, file in answer_files(ledger.folder):
        files.setdefault(paper, {})[model] = file
    found = _Counting(project, wanted, wanted.fingerprints(query_servers=network), rows, files)
    for entry in known.entries:
        found.of_paper(entry)
    entries = {entry.id for entry in known.entries}
    for paper in sorted(files.keys() - entries):
        found.without_paper(paper, known)
    rows.save()
    found.report.unreadable = tuple(str(error) for error in known.unreadable.values())
    found.report.absent = tuple(entry.id for entry in known.entries if entry.absent)
    found.report.left_out = project.paper_files().left_out
    found.report.problems = tuple(ledger.problems)
    recorded = load_notices(project.notices_file)
    found.report.notices = notices_of({e.id: [e.metadata] for e in known.entries}, recorded.notices)
    found.report.checked = recorded.checked
    asking = {spec.name for spec in wanted.specs if spec.kind != "quotes"}
    stale = {name: t.states["stale"] for name, t in found.report.models.items() if name in asking}
    found.report.again = recompute_costs(stale, ledger.folder)
    return found.report


class _Counting:
    """Counts answers row by row; what all answers to a question share is compared once for all papers."""

    def __init__(
        self,
        project: Project,
        wanted: RunConfig,
        fingerprints: Fingerprints,
        rows: LedgerRows,
        files: Mapping[str, Mapping[str, Path]],
    ) -> None:
        self.report = StatusReport()
        self._project, self._rows, self._files = project, rows, files
        self._questions = wanted.questions
        self._hashes = {q.id: question_hash(q) for q in wanted.questions}
        self._gated = {q.id: q for q in wanted.questions if q.applies_to}
        self._own = [spec.name for spec in wanted.specs]
        self._today: dict[tuple[str, str], Fingerprint] = {}  # without the text of the paper
        for q in wanted.questions:
            gate = {"applies": None} if q.applies_to else {}  # checked for each paper
            shared = {"question": self._hashes[q.id], **gate, **fingerprints.shared}
            for model in self._own:
                self._today[model, q.id] = Fingerprint({**shared, **fingerprints.models[model]})
        self._compared: dict[tuple[int, str, str], tuple[str, ...]] = {}
        for model in self._own:
            self.report.models[model] = StateCounts()

    def of_paper(self, entry: CatalogueEntry) -> None:
        """Count the answers about a paper that the project has."""
        self.report.papers[entry.id] = StateCounts()
        here = self._files.get(entry.id, {})
        for model in self._own:
            rows = self._rows.of(entry.id, model, here[model]) if model in here else {}
            if not entry.excerpts:
                for question in self._questions:
                    self._count(entry, model, question.id, rows.get(question.id))
            for question_id in rows:
                if entry.excerpts:
                    self.report.add(entry.id, model, "orphaned", orphan="paper")
                elif question_id not in self._hashes:
                    self.report.add(entry.id, model, "orphaned", orphan="question")
        for model, file in here.items():
            if model not in self._own:
                self._of_others(entry, model, self._rows.of(entry.id, model, file))

    def without_paper(self, paper: str, known: Catalogue) -> None:
        """Count the answers about a paper that the project no longer has, or cannot read now."""
        for model, file in self._files[paper].items():
            for _ in self._rows.of(paper, model, file):
                if paper in known.unreadable:
                    self.report.unread[paper] += 1
                else:
                    self.report.add(paper, model, "orphaned", orphan="paper")

    def _count(self, entry: CatalogueEntry, model: str, question: str, row: LedgerRow | None) -> None:
        if row is None:
            self.report.add(entry.id, model, "missing")
        elif row.shared.status == "failed":
            self.report.add(entry.id, model, "failed")
        else:
            changed = self._changed(row, model, self._today[model, question]) + self._gate(entry, model, row)
            if row.paper_text != entry.text_hash:
                changed = ("paper_text", *changed)
            self.report.add(entry.id, model, "stale" if changed else "fresh", changed)

    def _gate(self, entry: CatalogueEntry, model: str, row: LedgerRow) -> tuple[str, ...]:
        """Return ("applies",) if the question's gate has opened or closed since; few questions have one."""
        if row.question not in self._gated:
            return ()
        shut = closed_reason(
            self._gated[row.question], entry.metadata, self._rows.ledger.read(entry.id, model)
        )
        return () if row.shared.parts.get("applies", "yes") == ("no" if shut else "yes") else ("applies",)

    def _changed(self, row: LedgerRow, model: str, today: Fingerprint) -> tuple[str, ...]:
        key = id(row.shared), model, row.question
        if key not in self._compared:
            self._compared[key] = today.changed_since(row.shared.parts)
        return self._compared[key]

    def _of_others(self, entry: CatalogueEntry, model: str, rows: Mapping[str, LedgerRow]) -> None:
        """Count the answers of a model that the settings do not name: imported or left over."""
        moved: set[str] | None = None
        for row in rows.values():
            if row.shared.kind not in EXTERNAL_KINDS:
                self.report.add(entry.id, model, "orphaned", orphan="model")
            elif row.question not in self._hashes:
                self.report.add(entry.id, model, "orphaned", orphan="question")
            else:
                if moved is None:
                    moved = self._moved(entry, model)
                changed = imported.changed_parts(row.shared.parts, self._hashes[row.question])
                if row.question in moved:
                    changed = ("paper_text", *changed)
                self.report.add(entry.id, model, "stale" if changed else "fresh", changed)

    def _moved(self, entry: CatalogueEntry, model: str) -> set[str]:
        """Return the questions whose imported answers quote text that the paper no longer contains."""
        known = self._rows.moved(entry.id, model, entry.text_hash)
        if entry.moved is not None:
            answers = self._rows.ledger.read(entry.id, model).values()
            known = [a.question for a in answers if a.id in entry.moved]
        if known is None:
            (paper,) = read_known_papers(self._project, {entry.id}, strict=True)
            answers = self._rows.ledger.read(entry.id, model).values()
            known = [a.question for a in answers if imported.quotes_moved(a, paper)]
            self._rows.set_moved(entry.id, model, entry.text_hash, known)
        return set(known)


def report_json(report: StatusReport) -> dict[str, Any]:
    """Return the report as plain data."""
    return {
        **_tally_json(report.total),
        "models": [{"model": name, **_tally_json(t)} for name, t in report.models.items()],
        "papers": [{"paper": name, **_tally_json(t)} for name, t in report.papers.items()],
        "unreadable": list(report.unreadable),
        "left_out": list(report.left_out),
        "absent": list(report.absent),
        "unread": dict(report.unread),
        "problems": [str(p) for p in report.problems],
        "notices": [notice_json(paper, notice) for paper, own in report.notices.items() for notice in own],
        "notices_checked": [asdict(check) for check in report.checked],
        "to_recompute": [
            {"model": name, "answers": cost.answers, "seconds": cost.seconds}
            for name, cost in report.again.items()
        ],
    }


def _tally_json(tally: StateCounts) -> dict[str, Any]:
    return {
        **{state: tally.states[state] for state in STATES},
        "causes": {name: tally.causes[name] for name in _ordered(tally.causes)},
        "orphans": dict(sorted(tally.orphans.items())),
    }


def _ordered(causes: Mapping[str, int]) -> list[str]:
    """Return the causes in the order of PARTS, then others by name."""
    order = {name: n for n, name in enumerate(PARTS)}
    return sorted(causes, key=lambda name: (order.get(name, len(order)), name))


def report_text(report: StatusReport) -> str:
    """Return the report as tables: models, then papers with answers that are not fresh."""
    lines = _table("model", list(report.models.items()))
    waiting = [(paper, tally) for paper, tally in report.papers.items() if not tally.is_fresh]
    if waiting:
        waiting.sort(key=lambda item: (item[1].states["fresh"] - item[1].states.total(), item[0]))
        lines += ["", *_table("paper", waiting[:_MAX_PAPERS])]
        if len(waiting) > _MAX_PAPERS:
            lines.append(f"and {pluralize(len(waiting) - _MAX_PAPERS, 'paper')} more; use --json to list all")
    causes = report.total.causes
    if causes:
        lines += ["", "stale because of: " + ", ".join(f"{c} {causes[c]}" for c in _ordered(causes))]
    for model, cost in report.again.items():
        lines.append(
            f"to recompute with {model}: at most {cost}; `answerbook build` renews what it can, then asks"
        )
    orphans = report.total.orphans
    if orphans:
        gone = ", ".join(f"{count} whose {what} is gone" for what, count in sorted(orphans.items()))
        lines += ["", f"orphaned: {gone}; `answerbook prune` lists and removes them"]
    if report.absent:
        names = ", ".join(report.absent[:_MAX_PAPERS])
        more = f" and {len(report.absent) - _MAX_PAPERS} more" if len(report.absent) > _MAX_PAPERS else ""
        lines.append(
            f"file missing: {names}{more}; shown as last read, `answerbook prune --paper` removes such papers"
        )
    for problem in report.unreadable:
        lines.append(f"unreadable: {problem}")
    lines += [f"left out: {sentence}" for sentence in report.left_out]
    if report.unread:
        lines.append(
            f"kept: {pluralize(report.unread.total(), 'answer')} about papers that cannot be read now"
        )
    lines += [f"damaged: {problem}" for problem in report.problems]
    lines += _notices(report)
    fresh, answers = report.total.states["fresh"], pluralize(report.total.states.total(), "answer")
    lines += ["", f"fresh: {fresh:,} of {answers} about {pluralize(len(report.papers), 'paper')}"]
    return "\n".join(lines).lstrip("\n")


def _notices(report: StatusReport) -> list[str]:
    """Return a line for each serious notice in force, one for all others, and one for the last queries."""
    lines = []
    quiet: Counter[str] = Counter()
    for paper, notices in report.notices.items():
        grave = in_force(notices)
        lines += [
            f"{notice.kind} of {paper}{f', {notice.date}' if notice.date else ''}: "
            f"{notice.notice or notice.url or 'see content/notices.yml'} ({notice.source}, {notice.taken})"
            for notice in grave
        ]
        quiet.update(notice.kind for notice in notices if notice not in grave)
    if quiet:
        lines.append("notices: " + ", ".join(f"{kind} {count}" for kind, count in sorted(quiet.items())))
    if report.checked:
        asked = ", ".join(f"{check.source} on {check.taken}" for check in report.checked)
        lines.append(f"notices last checked: {asked}; run `answerbook notices` to check again")
    return lines


def _table(title: str, rows: Sequence[tuple[str, StateCounts]]) -> list[str]:
    if not rows:
        return []
    width = min(48, max(len(title), *(len(name) for name, _ in rows)))
    lines = [f"{title:<{width}}" + "".join(f"{state:>10}" for state in STATES)]
    for name, tally in rows:
        shown = name if len(name) <= width else name[: width - 1] + "…"
        causes = ", ".join(_ordered(tally.causes)) if title == "paper" else ""
        numbers = "".join(f"{tally.states[state] or '-':>10}" for state in STATES)
        lines.append(f"{shown:<{width}}{numbers}  {causes}".rstrip())
    return lines
