"""Questions that do not apply: gates by tag, by kind and by the answer to another question."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import BuildOptions, build
from generator.commands.status_command import status_report
from generator.commands.why import explain
from generator.core import Answer, Gate, Metadata, Question
from generator.core.status import Status
from generator.ledger import Ledger
from generator.project import Project
from generator.run.applicability import closed_reason, levels
from generator.run.build_report import BuildReport
from generator.run.selection import Shard


def asked(*gates: Gate) -> Question:
    return Question("blinding", "Who was blinded?", "Group", applies_to=gates)


def said(status: Status, probability: float | None = None) -> dict[str, Answer]:
    return {"trial": Answer("p", "trial", "m", status, probability=probability)}


@pytest.mark.parametrize(
    ("gates", "metadata", "why"),
    [
        ((), Metadata(), ""),
        ((Gate(tags=("trial",)),), Metadata(tags=("Trial", "x")), ""),
        (
            (Gate(tags=("trial", "cohort")),),
            Metadata(tags=("x",)),
            "tagged trial or cohort; this one",
        ),
        (
            (Gate(kinds=("trial",)),),
            Metadata(tags=("trial",)),
            "of the kind trial; this one",
        ),
        ((Gate(not_kinds=("theory", "simulation")),), Metadata(kinds=("trial",)), ""),
        ((Gate(not_kinds=("theory", "simulation")),), Metadata(), ""),
        (
            (Gate(not_kinds=("theory", "simulation")),),
            Metadata(kinds=("Simulation",)),
            "not asked of studies of the kind theory or simulation; this one",
        ),
        ((Gate(tags=("a",)), Gate(kinds=("b",))), Metadata(tags=("a",)), "of the kind b"),
        ((Gate(tags=("a",), kinds=("b",)),), Metadata(tags=("a",)), "of the kind b"),
    ],
)
def test_a_paper_opens_a_gate_by_its_tags_and_kinds(
    gates: tuple[Gate, ...], metadata: Metadata, why: str
) -> None:
    found = closed_reason(asked(*gates), metadata, {})
    assert why in found
    assert bool(found) == bool(why)


@pytest.mark.parametrize(
    ("answers", "shut"),
    [
        (said("reported"), False),
        (said("partly_reported", 0.6), False),
        (said("not_reported"), True),
        (said("not_reported", 0.2), True),
        (said("not_applicable"), True),
        # Nothing to rest on: no answer, a failure, or one that is not sure.
        ({}, False),
        (said("failed"), False),
        (said("not_reported", 0.4), False),
    ],
)
def test_an_answer_shuts_a_gate_where_it_can_be_rested_on(answers: dict[str, Answer], shut: bool) -> None:
    assert bool(closed_reason(asked(Gate("trial")), Metadata(), answers)) == shut


def test_a_gate_may_ask_for_another_status() -> None:
    gate = Gate("trial", ("not_reported",))
    assert closed_reason(asked(gate), Metadata(), said("not_reported")) == ""
    assert closed_reason(asked(gate), Metadata(), said("reported")) == (
        "It is asked where “trial” is not reported; here: reported."
    )


def test_questions_are_answered_after_those_that_they_wait_for() -> None:
    a, b = Question("a", "A?", "G", applies_to=(Gate("b"),)), Question("b", "B?", "G")
    c = Question("c", "C?", "G", applies_to=(Gate("a"), Gate("elsewhere")))
    assert levels((a, b, c)) == (frozenset("b"), frozenset("a"), frozenset("c"))
    assert levels((b,)) == (frozenset("b"),)
    assert levels(()) == ()


def answered(root: Path) -> BuildReport:
    """Build without making a site."""
    return build(Project.find(root), BuildOptions(jobs=1, shard=Shard(1, 1)))


def made(root: Path) -> int:
    """How many answers a build makes, or takes from the history again."""
    report = answered(root)
    return report.computed + report.renewed


def test_a_build_records_what_does_not_apply_and_asks_when_that_changes(project_folder: Path) -> None:
    file = project_folder / "content/questions/five.yml"
    plain = file.read_text(encoding="utf-8")
    answered(project_folder)

    def gated(gate: str) -> None:
        file.write_text(
            plain.replace("    text: Which metrics", f"    applies_to: {gate}\n    text: Which metrics")
        )

    def statuses() -> dict[str, str]:
        ledger = Ledger(project_folder / "content/answers")
        return {p: ledger.read(p, "quotes")["metrics"].status for p in ("beetles", "trees")}

    before = statuses()
    told = before["beetles"]
    assert told in ("reported", "partly_reported")  # weights of today decide between the two
    assert before["trees"] == "not_reported"
    # A gate that is open makes nothing stale; one that is shut needs no model.
    gated("{question: random-seeds}")
    report = answered(project_folder)
    assert (report.computed, report.reused) == (1, 9)
    assert statuses() == {"beetles": told, "trees": "not_applicable"}
    assert answered(project_folder).computed == 0
    project = Project.find(project_folder)
    (explanation,) = explain(project, "trees", "metrics")
    assert explanation.state == "fresh"
    assert status_report(project).total.states["fresh"] == 10
    # Now the other way round: one is to be asked, one does not apply any more.
    gated("{question: random-seeds, status: [not_reported]}")
    assert status_report(Project.find(project_folder)).total.causes["applies"] == 2
    assert made(project_folder) == 2
    assert statuses() == {"beetles": "not_applicable", "trees": "not_reported"}
    # By tag, from a sidecar and from front matter.
    gated("{tags: [insects]}")
    (project_folder / "content/papers/beetles.yml").write_text("tags: [Insects]\n")
    assert made(project_folder) == 2
    assert statuses() == {"beetles": told, "trees": "not_applicable"}
    # Without a gate, what was never asked is asked.
    file.write_text(plain)
    assert status_report(Project.find(project_folder)).total.causes["applies"] == 1
    assert made(project_folder) == 1
    assert statuses() == before
