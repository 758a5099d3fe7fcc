"""`answerbook questions`: which sets there are, what they ask, and one more for a project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from generator.cli import main
from generator.commands.questions import add, available_sets
from generator.core.question import QuestionSet
from generator.errors import AnswerbookError, InvalidFile
from generator.project import Project, shipped
from generator.project.question_files import load_question_sets
from generator.project.settings import load_settings
from generator.project.settings_edit import with_question_set

PACKS = {
    "animal-research",
    "clinical-trials",
    "deep-learning",
    "machine-learning",
    "observational",
    "reporting",
    "software",
    "systematic-review",
    "trial-protocols",
}
NEW = sorted(PACKS - {"clinical-trials", "deep-learning", "reporting", "trial-protocols"})


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["questions", *words])


@pytest.fixture(scope="module")
def packs() -> dict[str, QuestionSet]:
    files = sorted(shipped("content/questions").glob("*.yml"))
    return {found.id: found for found in load_question_sets(files)}  # raises where two share an id or alias


def test_every_pack_asks_its_own_questions(packs: dict[str, QuestionSet]) -> None:
    assert set(packs) == PACKS
    texts = [q.text.casefold() for found in packs.values() for q in found.questions]
    assert len(set(texts)) == len(texts)
    for name, found in packs.items():
        assert found.title, name
        assert found.description, name
        assert found.source, name
        # Its description says how many questions it has; words, as people write them.
        assert len(found.questions) > 10, name


@pytest.mark.parametrize("name", NEW)
def test_every_question_of_a_pack_names_its_item_and_can_be_searched_for(
    packs: dict[str, QuestionSet], name: str
) -> None:
    found = packs[name]
    assert 20 <= len(found.questions) <= 45
    assert found.licence == "CC0-1.0"
    for q in found.questions:
        assert q.source, q.id
        assert q.text.endswith("?"), q.id
        assert 2 <= len(q.queries) <= 4, q.id
        assert all("?" not in query for query in q.queries), q.id
        assert q.sections, q.id
        for part in q.parts:  # it stands after "Not reported:"
            assert not part.text.endswith((".", "?")), part
            assert part.text[0].islower(), part


def test_the_list_says_what_each_set_is_for_and_whether_it_is_asked(project_folder: Path) -> None:
    done = run("list", "--project", str(project_folder))
    assert done.exit_code == 0, done.output
    assert "systematic-review: 42 questions\n" in done.output
    assert "five: 5 questions  [asked]" in done.output
    assert "deep-learning: 25 questions  [in this project, not asked]" in done.output
    assert "Measured: not measured" in done.output
    assert "10.1136/bmj.n71" in done.output
    data = json.loads(run("list", "--json", "--project", str(project_folder)).output)
    by_name = {row["name"]: row for row in data}
    assert set(by_name) == PACKS | {"five"}
    assert by_name["five"]["measured"] is None
    assert by_name["reporting"]["measured"].startswith("Whether something is reported")
    assert (by_name["five"]["asked"], by_name["software"]["own"]) == (True, False)


def test_the_list_needs_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("list")
    assert done.exit_code == 0, done.output
    assert "[" not in done.output.partition("\n")[0]
    assert {known.file.stem for known in available_sets(None)} == PACKS


def test_a_set_is_shown_with_sources_parts_and_gates(tmp_path: Path) -> None:
    done = run("show", "observational", "--project", str(tmp_path))
    assert done.exit_code == 0, done.output
    assert "Observational studies (observational)\n" in done.output
    assert "observational-funding (STROBE, item 22)\n" in done.output
    assert "    - who funded the study\n" in done.output
    assert "Asked only if the kind of study is not cross-sectional." in done.output
    as_file = run("show", "observational", "--yaml", "--project", str(tmp_path)).output
    assert yaml.safe_load(as_file)["id"] == "observational"
    wrong = run("show", "observationl", "--project", str(tmp_path))
    assert wrong.exit_code == 1
    assert "did you mean 'observational'?" in wrong.output


def test_an_added_set_is_planned_by_the_next_build(project_folder: Path) -> None:
    before = (project_folder / "content/answerbook.yml").read_text(encoding="utf-8")
    dry = run("add", "software", "--dry-run", "--no-calibration", "--project", str(project_folder))
    assert dry.exit_code == 0, dry.output
    assert "Would write content/questions/software.yml." in dry.output
    assert (project_folder / "content/answerbook.yml").read_text(encoding="utf-8") == before
    assert not (project_folder / "content/questions/software.yml").exists()

    done = run("add", "software", "--no-calibration", "--project", str(project_folder))
    assert done.exit_code == 0, done.output
    assert "26 questions for 2 papers.\nquotes: 52 answers about 2 papers (52 missing)" in done.output
    added = project_folder / "content/questions/software.yml"
    assert added.read_bytes() == shipped("content/questions/software.yml").read_bytes()
    assert Project.find(project_folder).settings.question_sets == ("five", "software")
    plan = CliRunner().invoke(main, ["plan", "--no-calibration", "--json", "--project", str(project_folder)])
    assert json.loads(plan.stdout)[0]["to_do"] == 2 * (5 + 26)
    again = run("add", "software", "--no-calibration", "--project", str(project_folder))
    assert "already uses software; nothing was changed" in again.output


def test_what_is_gated_by_kind_is_told(project_folder: Path) -> None:
    (project_folder / "content/papers/trees.yml").write_text("kinds: [cross-sectional]\n", encoding="utf-8")
    done = run("add", "observational", "--dry-run", "--no-calibration", "--project", str(project_folder))
    assert "2 of the 66 answers do not apply because of the papers' kinds or tags" in done.output


def test_a_changed_file_is_never_written_over(project_folder: Path) -> None:
    file = project_folder / "content/questions/software.yml"
    file.write_text("id: software\ntitle: Ours\nquestions:\n  - What does it do?\n", encoding="utf-8")
    with pytest.raises(AnswerbookError, match="was not overwritten; move it away"):
        add(Project.find(project_folder), "software", calibrate=False)
    assert "title: Ours" in file.read_text(encoding="utf-8")
    assert (
        "[in this project, not asked, changed here]" in run("list", "--project", str(project_folder)).output
    )


def test_a_set_whose_names_are_taken_is_not_added(project_folder: Path) -> None:
    five = project_folder / "content/questions/five.yml"
    five.write_text(five.read_text().replace("id: optimizer", "id: software-tests"), encoding="utf-8")
    with pytest.raises(InvalidFile, match="'software-tests' also names a question of the set 'five'"):
        add(Project.find(project_folder), "software", calibrate=False)
    assert not (project_folder / "content/questions/software.yml").exists()
    assert Project.find(project_folder).settings.question_sets == ("five",)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("question_sets: [five]\n", "question_sets: [five, software]\n"),
        (
            "question_sets: [ five ] # ours\ntitle: T\n",
            "question_sets: [ five, software ] # ours\ntitle: T\n",
        ),
        (
            "title: T\nquestion_sets:\n  - five  # ours\n\n  # of others\nmodels: []\n".replace(
                "models: []\n", ""
            ),
            "title: T\nquestion_sets:\n  - five  # ours\n  - software\n\n  # of others\n",
        ),
        ("question_sets:\n- five", "question_sets:\n- five\n- software\n"),
        (
            "question_sets:\r\n  - five\r\ntitle: T\r\n",
            "question_sets:\r\n  - five\r\n  - software\r\ntitle: T\r\n",
        ),
        ("title: T\n", "title: T\n\nquestion_sets: [deep-learning, software]\n"),
    ],
)
def test_a_name_goes_to_the_end_of_a_list_and_all_else_stays(tmp_path: Path, text: str, changed: str) -> None:
    assert with_question_set(text, "software") == changed
    file = tmp_path / "answerbook.yml"
    file.write_bytes(changed.encode())
    assert load_settings(file).question_sets[-1] == "software"
