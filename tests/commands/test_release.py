"""`answerbook release`: what is in an archive, that it is the same on any day, and what is refused."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from generator.cli import main
from generator.ledger import Ledger
from generator.ledger.published_list import add_to_list
from generator.project import Project
from generator.run.build_context import BuildOptions, started
from generator.run.build_report import silent
from generator.run.computing import compare
from generator.run.output import site_data
from generator.run.read_phase import read_papers
from generator.site.exports.cff import citation_cff
from generator.site.pages.rendering import pages
from tests.published_sites import Site, answered, passage
from tests.site.small_collection import ROOT

OPEN = "licence: CC-BY-4.0\n"
TREES = "# Leaves of trees\n\n## Methods\n\nVolunteers collected leaves in parks with a camera.\n"
CLOSED = "# Closed leaves\n\n## Methods\n\nA camera of the zebrafinch type stood there.\n"
SECRET = "# Quokkatitle\n\n## Methods\n\nAll was quokkatext and nothing else.\n"
WORDS = "Volunteers collected leaves in parks with a camera."


@pytest.fixture(scope="module")
def _project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with an open paper, one of its answers superseded; a closed one; a private one."""
    site = Site(tmp_path_factory.mktemp("release") / "project", licence="CC-BY-4.0", quote_length=20)
    trees = site.paper("trees.md", TREES, OPEN)
    site.ledger.record([answered(trees, "optimizer", ["An earlier answer."])])
    site.ledger.record([answered(trees, "optimizer", [WORDS], [passage(trees, WORDS)])])
    closed = site.paper("closed.md", CLOSED)
    said = "A camera of the zebrafinch type stood there."
    site.ledger.record([answered(closed, "hardware", [said], [passage(closed, said)])])
    secret = site.paper("quokkafile.md", SECRET, "visibility: private\n")
    site.ledger.record([answered(secret, "hardware", ["All was quokkatext."])])
    return site.root


@pytest.fixture
def project(_project: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(_project, tmp_path / "project"))


def run(project: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--project", str(project)])


def released(project: Path, tag: str = "v1") -> Path:
    result = run(project, "release", tag)
    assert result.exit_code == 0, result.output
    return project / f"build/releases/answers-{tag}.zip"


def test_the_archive_holds_all_that_is_public_and_proves_itself(project: Path, tmp_path: Path) -> None:
    archive = released(project)
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
        names = packed.namelist()
    assert {"data/answers.jsonl", "data/ro-crate-metadata.json", "CITATION.cff", "SHA256SUMS"} <= set(names)
    assert {"ledger/trees/quotes.jsonl", "ledger/trees/history.jsonl", "questions/five.yml"} <= set(names)
    assert not [name for name in names if name.startswith("ledger/closed") or "quokka" in name]
    data = b"".join((folder / name).read_bytes() for name in names)
    assert b"quokka" not in data.lower()
    assert b"zebrafinch type stood" not in data  # longer than the licence allows
    # As README.txt tells everybody to verify it.
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    lines = sorted(set((folder / "answer-ids.txt").read_text().split()))
    told = json.loads((folder / "release.json").read_text())
    assert told["ids"] == hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    assert (told["tag"], told["answers"], told["papers"]) == ("v1", 2, 2)
    assert yaml.safe_load((folder / "CITATION.cff").read_text())["version"] == "v1"


def test_the_same_project_gives_the_same_bytes_and_another_does_not_take_its_name(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copytree(project, tmp_path / "other"))
    first = released(project).read_bytes()
    record = (project / "content/releases.yml").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")  # another day
    assert released(other).read_bytes() == first
    assert add_to_list(project / "content/answers", {"trees"})  # is no change of an answer
    assert released(project).read_bytes() == first  # again, over what is there
    assert (project / "content/releases.yml").read_bytes() == record
    Ledger(project / "content/answers").record([_one(project)])
    result = run(project, "release", "v1")
    assert result.exit_code == 1
    assert "v1 was released on" in result.output
    assert "other contents" in result.output
    assert (project / "build/releases/answers-v1.zip").read_bytes() == first
    assert released(project, "v2").read_bytes() != first
    tags = [entry["tag"] for entry in yaml.safe_load((project / "content/releases.yml").read_text())]
    assert tags == ["v1", "v2"]


def _one(project: Path):  # type: ignore[no-untyped-def]
    from generator.reading import read_paper

    return answered(read_paper(project / "content/papers/trees.md"), "metrics", ["A new answer."])


def _broken(project: Path) -> None:
    file = project / "content/answers/trees/quotes.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace("Volunteers", "Volunteerz"), encoding="utf-8")


def _shows_private(project: Path) -> None:
    file = project / "content/answerbook.yml"
    file.write_text(file.read_text(encoding="utf-8") + "  with_private: true\n", encoding="utf-8")


def _bad_record(project: Path) -> None:
    (project / "content/releases.yml").write_text("- tag: v1\n  sha256: 12\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "tag", "says"),
    [
        (_broken, "v1", "the ledger has"),
        (_shows_private, "v1", "with_private is true"),
        (_bad_record, "v1", "releases.yml:1"),
        (lambda project: None, "../v1", "cannot name a release"),
        (lambda project: None, "v 1", "cannot name a release"),
    ],
)
def test_what_is_not_sound_is_not_released(
    project: Path, spoil: Callable[[Path], None], tag: str, says: str
) -> None:
    spoil(project)
    result = run(project, "release", tag)
    assert result.exit_code == 1
    assert says in result.output
    assert not list(project.rglob("*.zip"))
    assert not (project / "CITATION.cff").exists()


def test_what_people_wrote_in_the_root_stays(project: Path) -> None:
    (project / "CITATION.cff").write_text("cff-version: 1.2.0\n", encoding="utf-8")
    (project / ".zenodo.json").write_text(
        '{"creators": [{"name": "Ada"}], "version": "v0"}', encoding="utf-8"
    )
    result = run(project, "release", "v1")
    assert "CITATION.cff was written by hand" in result.output
    assert (project / "CITATION.cff").read_text(encoding="utf-8") == "cff-version: 1.2.0\n"
    zenodo = json.loads((project / ".zenodo.json").read_bytes())
    assert zenodo["creators"] == [{"name": "Ada"}]
    assert (zenodo["version"], zenodo["title"], zenodo["license"]) == ("v1", "Small things", "cc-by-4.0")


def shown(project: Path):  # type: ignore[no-untyped-def]
    options = BuildOptions(compute=False, query_servers=False, jobs=1)
    with started(Project.find(project), options, silent) as context:
        return site_data(context, compare(context, read_papers(context))).collection


def data_page(project: Path) -> str:
    templates = ROOT / "site_templates/pages"
    return next(text or "" for path, text, _ in pages(shown(project), templates) if path == "data.md")


def test_the_site_names_the_release_that_it_shows_and_lists_the_old_ones(project: Path) -> None:
    assert "Releases" not in data_page(project)
    released(project)
    page = data_page(project)
    assert "This site shows release <strong>v1</strong>" in page
    assert "The collection, release v1:" in page
    [record] = yaml.safe_load((project / "content/releases.yml").read_text())
    assert record["sha256"] in page
    assert yaml.safe_load(citation_cff(shown(project)))["version"] == "v1"
    Ledger(project / "content/answers").record([_one(project)])
    page = data_page(project)
    assert "Answers have changed since the last release" in page
    assert record["sha256"] in page
    assert yaml.safe_load(citation_cff(shown(project)))["version"] != "v1"


# Archives of anybody


def repacked(archive: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(archive) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    change(files)
    made = archive.with_name("changed.zip")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return made


def with_sums(files: dict[str, bytes]) -> None:
    """Write the list of checksums anew, as a forger would."""
    lines = (f"{hashlib.sha256(d).hexdigest()}  {n}\n" for n, d in sorted(files.items()) if n != "SHA256SUMS")
    files["SHA256SUMS"] = "".join(lines).encode()


def forged(files: dict[str, bytes]) -> None:
    name = "ledger/trees/quotes.jsonl"
    files[name] = files[name].replace(b"Volunteers", b"Volunteerz")
    with_sums(files)


def dropped(files: dict[str, bytes]) -> None:
    files["data/answers.jsonl"] = b"".join(files["data/answers.jsonl"].splitlines(keepends=True)[1:])
    with_sums(files)


def added(files: dict[str, bytes]) -> None:
    files["more.txt"] = b"x"


def lost(files: dict[str, bytes]) -> None:
    del files["README.txt"]


def other_ids(files: dict[str, bytes]) -> None:
    files["answer-ids.txt"] += b"0" * 24 + b"\n"
    with_sums(files)


@pytest.fixture(scope="module")
def archive(_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return released(Path(shutil.copytree(_project, tmp_path_factory.mktemp("archive") / "project")))


def check(archive: Path, *words: str) -> Result:
    # Outside of any project.
    return CliRunner().invoke(main, ["verify", "--release", str(archive), "--project", "/", *words])


def test_an_archive_is_verified_without_a_project_and_in_one(archive: Path) -> None:
    result = check(archive)
    assert result.exit_code == 0, result.output
    assert "v1: 2 answers in" in result.output
    assert "no problems found\n" in result.output
    inside = CliRunner().invoke(
        main, ["verify", "--release", str(archive), "--project", str(archive.parents[2]), "--json"]
    )
    told = json.loads(inside.output)
    assert (told["recorded"], told["problems"], told["answers"]) == (True, [], 2)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (forged, "ledger/trees/quotes.jsonl:1: not an answer"),
        (dropped, "1 answer is only there or only in answer-ids.txt"),
        (added, "more.txt: not listed in SHA256SUMS"),
        (lost, "README.txt: listed in SHA256SUMS, but missing"),
        (other_ids, "the hash of all ids does not match answer-ids.txt"),
    ],
)
def test_what_was_changed_in_an_archive_is_told(
    archive: Path, change: Callable[[dict[str, bytes]], None], says: str
) -> None:
    result = check(repacked(archive, change))
    assert result.exit_code == 1
    assert says in result.output
    with_record = CliRunner().invoke(
        main,
        ["verify", "--release", str(archive.with_name("changed.zip")), "--project", str(archive.parents[2])],
    )
    assert with_record.exit_code == 1


def test_what_is_no_release_is_one_sentence(archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(b"no archive")
    bomb = repacked(archive, lambda files: files.update({"data/answers.jsonl": b"0" * 5_000_000}))
    cut = tmp_path / "cut.zip"
    cut.write_bytes(archive.read_bytes()[:-400])
    for file, says in (
        (other, "not a release archive"),
        (tmp_path / "none.zip", "check the name"),
        (bomb, "would become"),
        (cut, "not a release archive"),
    ):
        result = check(file)
        assert result.exit_code == 1
        assert says in result.output
        assert len(result.output.splitlines()) == 1
    assert check(archive, "--repair").exit_code == check(archive, "--mend").exit_code == 2


def test_what_is_not_final_is_told_and_a_strict_release_refuses_it(
    built_folder: Path, tmp_path: Path
) -> None:
    full = run(built_folder, "release", "v0", "--strict")
    assert full.exit_code == 0, full.output
    assert "not final" not in full.output
    papers = built_folder / "content/papers"
    (papers / "moss.md").write_text("# Moss\n\nMoss grows on stones.\n", encoding="utf-8")
    (papers / "secret.md").write_text("# Secret\n\nNobody reads this.\n", encoding="utf-8")
    (papers / "secret.yml").write_text("visibility: private\n", encoding="utf-8")
    questions = built_folder / "content/questions/five.yml"
    questions.write_text(questions.read_text().replace("Which metrics were used?", "Which measures?"))
    before = (built_folder / "content/releases.yml").read_bytes()
    refused = run(built_folder, "release", "v1", "--strict")
    assert refused.exit_code == 1
    assert "7 answers are not final: 5 not computed, 2 stale, and --strict releases no such" in refused.output
    assert (built_folder / "content/releases.yml").read_bytes() == before
    assert not (built_folder / "build/releases/answers-v1.zip").exists()
    told = run(built_folder, "release", "v1")
    assert told.exit_code == 0
    assert "note: 7 answers are not final: 5 not computed, 2 stale; `answerbook status`" in told.output
