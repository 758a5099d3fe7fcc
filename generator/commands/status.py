"""How a project's answers stand, by paper and model: without a model, and without reading papers again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.core import Fingerprint, Question
from generator.core.answer import GIVEN
from generator.core.counting import counted
from generator.core.fingerprint import PARTS, question_hash
from generator.core.notice import Check, Notice, notice_json, notices_of, standing
from generator.errors import Problem
from generator.ledger import Ledger
from generator.ledger.rows import Row, Rows, answer_files
from generator.project import Project
from generator.project.catalogue import Catalogue, Entry, catalogue
from generator.project.notices import load_notices
from generator.project.papers import read_some
from generator.run import imported
from generator.run.config import RunConfig
from generator.run.due import Cost, costs
from generator.run.fingerprints import Fingerprints
from generator.run.gates import closed

__all__ = ["STATES", "Report", "Tally", "report_json", "report_text", "standing_report"]

STATES = ("fresh", "stale", "missing", "failed", "orphaned")
MEMORY = "rows.json"  # in the project's cache
_SHOWN = 20  # papers in the table for people; the JSON has all


@dataclass
class Tally:
    """Answers by state; stale ones by each part that changed, orphaned ones by what is not there."""

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
class Report:
    """How all answers stand. unread: answers of papers whose files cannot be read now, by paper.

    again: what it costs at most to have models answer again what is stale, by name. A build first renews what
    they would be shown as before, and then asks.
    """

    papers: dict[str, Tally] = field(default_factory=dict)
    models: dict[str, Tally] = field(default_factory=dict)
    unread: Counter[str] = field(default_factory=Counter)
    unreadable: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()  # see `generator.project.paper_files`
    problems: tuple[Problem, ...] = ()
    again: Mapping[str, Cost] = field(default_factory=dict)
    notices: Mapping[str, tuple[Notice, ...]] = field(default_factory=dict)  # by paper
    checked: tuple[Check, ...] = ()
    absent: tuple[str, ...] = ()  # papers that the site shows as last read, for their files are not here

    def add(self, paper: str, model: str, state: str, changed: Sequence[str] = (), orphan: str = "") -> None:
        for tallies, name in ((self.papers, paper), (self.models, model)):
            if name not in tallies:
                tallies[name] = Tally()
            tallies[name].add(state, changed, orphan)

    @cached_property
    def total(self) -> Tally:
        """Of all models; asked for when all is counted."""
        found = Tally()
        for tally in self.models.values():
            found.states += tally.states
            found.causes += tally.causes
            found.orphans += tally.orphans
        return found

    @property
    def is_fresh(self) -> bool:
        """Whether every answer is there and fresh, and nothing else is."""
        return self.total.is_fresh and not self.unreadable and not self.problems


def standing_report(project: Project, *, network: bool = False) -> Report:
    """How every answer of ``project`` stands.

    network: ask servers which model they run; else that is unknown, and makes nothing stale. Raises
    InvalidFile, LedgerError.
    """
    wanted = RunConfig.of(project)
    known = catalogue(project)
    ledger = Ledger(project.answers_dir)
    rows = Rows(ledger, project.cache_dir / MEMORY)
    files: dict[str, dict[str, Path]] = {}
    for paper, model, file in answer_files(ledger.folder):
        files.setdefault(paper, {})[model] = file
    found = _Standings(project, wanted, wanted.fingerprints(query_servers=network), rows, files)
    for entry in known.entries:
        found.of_paper(entry)
    entries = {entry.id for entry in known.entries}
    for paper in sorted(files.keys() - entries):
        found.without_paper(paper, known)
    rows.keep()
    found.report.unreadable = tuple(str(error) for error in known.unreadable.values())
    found.report.absent = tuple(entry.id for entry in known.entries if entry.absent)
    found.report.left_out = project.paper_files().left_out
    found.report.problems = tuple(ledger.problems)
    told = load_notices(project.notices_file)
    found.report.notices = notices_of({e.id: [e.data] for e in known.entries}, told.notices)
    found.report.checked = told.checked
    asking = {spec.name for spec in wanted.specs if spec.kind != "quotes"}
    stale = {name: t.states["stale"] for name, t in found.report.models.items() if name in asking}
    found.report.again = costs(stale, ledger.folder)
    return found.report


class _Standings:
    """Row by row; what all answers to a question share is compared once for all papers."""

    def __init__(
        self,
        project: Project,
        wanted: RunConfig,
        fingerprints: Fingerprints,
        rows: Rows,
        files: Mapping[str, Mapping[str, Path]],
    ) -> None:
        self.report = Report()
        self._project, self._rows, self._files = project, rows, files
        self._questions = wanted.questions
        self._hashes = {q.id: question_hash(q) for q in wanted.questions}
        self._gated = {q.id: q for q in wanted.questions if q.applies_to}
        self._own = [spec.name for spec in wanted.specs]
        self._today = {
            (model, q.id): _without_text(fingerprints, q, self._hashes, model)
            for model in self._own
            for q in wanted.questions
        }
        self._compared: dict[tuple[int, str, str], tuple[str, ...]] = {}
        for model in self._own:
            self.report.models[model] = Tally()

    def of_paper(self, entry: Entry) -> None:
        """Count the answers of a paper that the project has."""
        self.report.papers[entry.id] = Tally()
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
        """Count answers of a paper that the project has no longer, or cannot read now."""
        for model, file in self._files[paper].items():
            for _ in self._rows.of(paper, model, file):
                if paper in known.unreadable:
                    self.report.unread[paper] += 1
                else:
                    self.report.add(paper, model, "orphaned", orphan="paper")

    def _count(self, entry: Entry, model: str, question: str, row: Row | None) -> None:
        if row is None:
            self.report.add(entry.id, model, "missing")
        elif row.made.status == "failed":
            self.report.add(entry.id, model, "failed")
        else:
            changed = self._changed(row, model, self._today[model, question]) + self._gate(entry, model, row)
            if row.paper_text != entry.text:
                changed = ("paper_text", *changed)
            self.report.add(entry.id, model, "stale" if changed else "fresh", changed)

    def _gate(self, entry: Entry, model: str, row: Row) -> tuple[str, ...]:
        """Whether the gate of a question has opened or shut since; few questions have one."""
        if row.question not in self._gated:
            return ()
        shut = closed(self._gated[row.question], entry.data, self._rows.ledger.read(entry.id, model))
        return () if row.made.parts.get("applies", "yes") == ("no" if shut else "yes") else ("applies",)

    def _changed(self, row: Row, model: str, today: Fingerprint) -> tuple[str, ...]:
        key = id(row.made), model, row.question
        if key not in self._compared:
            self._compared[key] = today.changed_since(row.made.parts)
        return self._compared[key]

    def _of_others(self, entry: Entry, model: str, rows: Mapping[str, Row]) -> None:
        """Answers of a model that the settings do not name: imported, or left over."""
        moved: set[str] | None = None
        for row in rows.values():
            if row.made.kind not in GIVEN:
                self.report.add(entry.id, model, "orphaned", orphan="model")
            elif row.question not in self._hashes:
                self.report.add(entry.id, model, "orphaned", orphan="question")
            else:
                if moved is None:
                    moved = self._moved(entry, model)
                changed = imported.changed_parts(row.made.parts, self._hashes[row.question])
                if row.question in moved:
                    changed = ("paper_text", *changed)
                self.report.add(entry.id, model, "stale" if changed else "fresh", changed)

    def _moved(self, entry: Entry, model: str) -> set[str]:
        """Questions whose imported answers quote what no longer stands in the paper."""
        known = self._rows.moved(entry.id, model, entry.text)
        if entry.moved is not None:
            answers = self._rows.ledger.read(entry.id, model).values()
            known = [a.question for a in answers if a.id in entry.moved]
        if known is None:
            (paper,) = read_some(self._project, {entry.id}, strict=True)
            answers = self._rows.ledger.read(entry.id, model).values()
            known = [a.question for a in answers if imported.quotes_moved(a, paper)]
            self._rows.set_moved(entry.id, model, entry.text, known)
        return set(known)


def _without_text(
    fingerprints: Fingerprints, question: Question, hashes: Mapping[str, str], model: str
) -> Fingerprint:
    gate = {"applies": None} if question.applies_to else {}  # looked at paper by paper
    parts = {"question": hashes[question.id], **gate, **fingerprints.shared, **fingerprints.models[model]}
    return Fingerprint(parts)


def report_json(report: Report) -> dict[str, Any]:
    """The report as plain data."""
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


def _tally_json(tally: Tally) -> dict[str, Any]:
    return {
        **{state: tally.states[state] for state in STATES},
        "causes": {name: tally.causes[name] for name in _ordered(tally.causes)},
        "orphans": dict(sorted(tally.orphans.items())),
    }


def _ordered(causes: Mapping[str, int]) -> list[str]:
    """Parts in the order of PARTS, others after them by name."""
    order = {name: n for n, name in enumerate(PARTS)}
    return sorted(causes, key=lambda name: (order.get(name, len(order)), name))


def report_text(report: Report) -> str:
    """The report as tables: models, then the papers of which not all is fresh."""
    lines = _table("model", list(report.models.items()))
    waiting = [(paper, tally) for paper, tally in report.papers.items() if not tally.is_fresh]
    if waiting:
        waiting.sort(key=lambda item: (item[1].states["fresh"] - item[1].states.total(), item[0]))
        lines += ["", *_table("paper", waiting[:_SHOWN])]
        if len(waiting) > _SHOWN:
            lines.append(f"and {counted(len(waiting) - _SHOWN, 'paper')} more; --json has all")
    causes = report.total.causes
    if causes:
        lines += ["", "stale because of: " + ", ".join(f"{c} {causes[c]}" for c in _ordered(causes))]
    for model, cost in report.again.items():
        lines.append(
            f"to be made anew by {model}, at most: {cost}; `answerbook build` renews what it can, then asks"
        )
    orphans = report.total.orphans
    if orphans:
        gone = ", ".join(f"{count} without their {what}" for what, count in sorted(orphans.items()))
        lines += ["", f"orphaned: {gone}; see `answerbook prune`"]
    if report.absent:
        names = ", ".join(report.absent[:_SHOWN])
        more = f" and {len(report.absent) - _SHOWN} more" if len(report.absent) > _SHOWN else ""
        lines.append(f"file not here: {names}{more}; shown as last read, see `answerbook prune --paper`")
    for problem in report.unreadable:
        lines.append(f"cannot be read: {problem}")
    lines += [f"left out: {sentence}" for sentence in report.left_out]
    if report.unread:
        lines.append(f"kept: {counted(report.unread.total(), 'answer')} about papers that cannot be read now")
    lines += [f"damaged: {problem}" for problem in report.problems]
    lines += _notices(report)
    fresh, answers = report.total.states["fresh"], counted(report.total.states.total(), "answer")
    lines += ["", f"fresh: {fresh:,} of {answers} about {counted(len(report.papers), 'paper')}"]
    return "\n".join(lines).lstrip("\n")


def _notices(report: Report) -> list[str]:
    """A line for each grave notice that stands, one for all others, and when which source was asked."""
    lines = []
    quiet: Counter[str] = Counter()
    for paper, notices in report.notices.items():
        grave = standing(notices)
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
        lines.append(f"notices last looked for: {asked}; `answerbook notices` looks again")
    return lines


def _table(title: str, rows: Sequence[tuple[str, Tally]]) -> list[str]:
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
