"""What authors claim in a checklist stands beside what their paper says, and never takes its place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from generator.build import BuildOptions, build
from generator.cli import main
from generator.core import Question
from generator.core.answer import AUTHORS
from generator.core.status import REPORTED_STATUSES
from generator.ledger import Ledger
from generator.project import Project
from generator.reading.dispatch import read_file
from generator.run.authors import claimed_answers
from tests.conftest import small_project

TEA = """\
---
title: Tea by a network
author: [Ada Example]
date: 2024-05-01
---

# Methods

We trained a small convolutional network on 400 cups of tea. Training ran for two hours on one NVIDIA
V100 GPU with 32 GB of memory.

# Results

The network knew 300 of 400 cups.

# NeurIPS Paper Checklist

1. **Open access to data and code**

    Question: Can others have the data and the code?

    Answer: [Yes]

    Justification: All \\<b\\>code\\</b\\> is released with the paper.

2. **Experiments compute resources**

    Question: Does the paper tell what the experiments ran on?

    Answer: [Yes]

    Justification: See the methods.

3. **Institutional review board (IRB) approvals**

    Question: Was there an approval?

    Answer: [NA]

    Justification: No people took part.
"""
SET = """\
id: listed
title: Items of a checklist
questions:
  - id: open-code
    source: NeurIPS paper checklist, item 5
    text: At which link is the code of the study?
    kind: link
  - id: machines
    source: NeurIPS paper checklist, item 8; REFORMS, item 2c
    text: On which GPU did training run, and for how long?
    queries: [The model was trained on one GPU for three hours.]
  - id: approval
    source: NeurIPS paper checklist, item 15
    text: Which review board approved the study?
    queries: [The study was approved by the institutional review board.]
  - Which tea was drunk?
"""


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = small_project(tmp_path_factory.mktemp("authors") / "project")
    (root / "content/questions/listed.yml").write_text(SET, encoding="utf-8")
    settings = root / "content/answerbook.yml"
    quick = settings.read_text().replace("[five]", "[listed]") + "retrieval: {scorer: ''}\n"
    settings.write_text(quick, encoding="utf-8")
    (root / "content/papers/trees.md").unlink()
    (root / "content/papers/tea.md").write_text(TEA, encoding="utf-8")
    build(Project.find(root), BuildOptions(jobs=1))
    return root


@pytest.fixture
def made(made_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_once, tmp_path / "book"))


def test_claims_are_recorded_as_answers_of_the_authors(made_once: Path) -> None:
    ledger = Ledger(made_once / "content/answers")
    claims = ledger.read("tea", AUTHORS)
    assert {q: a.status for q, a in claims.items()} == {
        "open-code": "reported",
        "machines": "reported",
        "approval": "not_applicable",
    }
    claim = claims["open-code"]
    assert claim.evidence[0].text == "All <b>code</b> is released with the paper."
    assert claim.evidence[0].place.kind == "checklist"
    assert claim.reason == "The authors say in their checklist: NeurIPS paper checklist, item 5: Yes."
    assert list(ledger.models("beetles")) == ["quotes"]


def test_the_paper_is_asked_as_if_it_had_no_checklist(made_once: Path) -> None:
    answers = Ledger(made_once / "content/answers").read("tea", "quotes")
    assert answers["open-code"].status == "not_reported"
    assert answers["machines"].status in REPORTED_STATUSES
    quoted = [e for a in answers.values() for e in a.evidence]
    assert quoted
    assert {e.place.kind for e in quoted}.isdisjoint({"checklist"})
    assert not any(s.place.kind == "checklist" for a in answers.values() for s in a.searched)


def test_claims_stand_beside_answers_with_what_differs(made_once: Path) -> None:
    docs = made_once / "build/docs"
    sheet = (docs / "papers/checklists/index.md").read_text(encoding="utf-8")
    assert "3 claims in 1 paper; 1 differs from what was found" in sheet.replace("&#45;", "-")
    assert "<b>code</b>" not in sheet
    assert sheet.index("open") < sheet.index("machines")  # what differs comes first
    paper = (docs / "papers/tea.md").read_text(encoding="utf-8")
    assert paper.count('class="ab-claim"') == 3
    assert "The paper: not reported" in paper
    assert "item 5" in paper
    assert 'class="ab-claim"' not in (docs / "papers/beetles.md").read_text(encoding="utf-8")
    question = (docs / "questions/open-code.md").read_text(encoding="utf-8")
    assert question.count("checklist: reported <strong>(differs)</strong>") == 1
    assert "checklists/index" in (docs / "quality.md").read_text(encoding="utf-8")
    assert (made_once / "build/site/papers/checklists/index.html").is_file()


def test_claims_are_a_file_of_data_and_none_of_the_answers(made_once: Path) -> None:
    data = made_once / "build/site/data"
    lines = [json.loads(x) for x in (data / "checklists.jsonl").read_text(encoding="utf-8").splitlines()]
    schema = json.loads((data / "schema.json").read_text(encoding="utf-8"))
    for line in lines:
        jsonschema.validate(line, {**schema, **schema["$defs"]["claim"], "$defs": schema["$defs"]})
    assert [(x["question"], x["status"], x["differs"]) for x in lines] == [
        ("open-code", "reported", True),
        ("machines", "reported", False),
        ("approval", "not_applicable", False),
    ]
    assert lines[0]["said"] == "NeurIPS paper checklist, item 5: Yes"
    assert lines[0]["quotes"][0]["section"] == "NeurIPS Paper Checklist"
    answers = (data / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(x)["model"] for x in answers} == {"quotes"}
    quality = json.loads((made_once / "build/site/quality.json").read_text(encoding="utf-8"))
    assert AUTHORS not in json.dumps(quality)


def test_the_ledger_with_claims_is_in_order(made: Path) -> None:
    for command in (["verify"], ["status", "--strict"], ["build", "--frozen", "--strict"]):
        done = CliRunner().invoke(main, [*command, "--project", str(made)])
        assert done.exit_code == 0, done.output
    why = CliRunner().invoke(main, ["why", "tea", "approval", "--project", str(made)])
    assert "claimed in the paper's checklist" in why.output


def test_a_claim_changes_with_its_paper_and_goes_with_its_checklist(made: Path) -> None:
    paper = made / "content/papers/tea.md"
    paper.write_text(TEA.replace("[NA]", "[No]"), encoding="utf-8")
    frozen = build(Project.find(made), BuildOptions.publishing())
    assert any("2 claims" in w or "1 claim" in w for w in frozen.warnings)
    build(Project.find(made), BuildOptions(jobs=1))
    ledger = Ledger(made / "content/answers")
    assert ledger.read("tea", AUTHORS)["approval"].status == "not_reported"
    paper.write_text(TEA.partition("# NeurIPS")[0], encoding="utf-8")
    build(Project.find(made), BuildOptions(jobs=1))
    ledger = Ledger(made / "content/answers")
    assert not ledger.read("tea", AUTHORS)
    assert {e.answer.model for e in ledger.history("tea")} >= {AUTHORS}  # nothing is lost
    assert not (made / "build/docs/papers/checklists").exists()
    assert not (made / "build/site/data/checklists.jsonl").exists()
    done = CliRunner().invoke(main, ["verify", "--project", str(made)])
    assert done.exit_code == 0, done.output


def test_several_items_behind_one_question_are_told_together(tmp_path: Path) -> None:
    file = tmp_path / "tea.md"
    file.write_text(TEA.replace("Answer: [Yes]", "Answer: [No]", 1), encoding="utf-8")
    paper = read_file(file, id="tea", format="markdown")
    both = Question("both", "?", "g", source="NeurIPS paper checklist, items 5, 8")
    (answer,) = claimed_answers(paper, [both, Question("none", "?", "g", source="STROBE, item 5")])
    assert answer.status == "partly_reported"
    assert [e.text for e in answer.evidence] == [
        "All <b>code</b> is released with the paper.",
        "See the methods.",
    ]


def test_no_model_may_be_called_authors(made: Path) -> None:
    settings = made / "content/answerbook.yml"
    settings.write_text(settings.read_text().replace("name: quotes", "name: authors"), encoding="utf-8")
    done = CliRunner().invoke(main, ["status", "--project", str(made)])
    assert done.exit_code == 1
    assert "'authors' is reserved" in done.output
