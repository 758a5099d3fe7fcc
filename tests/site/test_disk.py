"""The published site is whole at every moment: on a full disk, and when a build is killed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.site.publishing import disk
from generator.site.publishing.disk import full_disk, recover, swap_in
from tests.published_sites import Site, answered
from tests.soak.projects import ledger_bytes, tree
from tests.soak.running import FOLDER
from tests.soak.scripted import CALLS, PAUSE

ROOT = Path(__file__).resolve().parents[2]
# Runs a command while no file may grow beyond so many bytes: the kernel refuses in the middle of a write.
LIMITED = """
import resource, sys
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from generator.cli import main
main(sys.argv[2:], prog_name="answerbook")
"""


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "index.html").write_text(text)
    return path


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a small published site whose title is to be changed next."""
    made = Site(tmp_path / "project")
    paper = made.paper("trees.md", "# Trees\n\n## Methods\n\nVolunteers collected leaves in parks.\n")
    made.ledger.record([answered(paper, "optimizer", ["Volunteers collected leaves in parks."])])
    made.publish()
    made.sidecar("trees", "title: Another title\n")
    return made


def publish(site: Site, limit: int = -1) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(limit), "publish", "--project", str(site.root)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr.strip()


@pytest.mark.parametrize(
    ("limit", "what"), [(3_000, "the pages cannot be written"), (100_000, "the site cannot be written")]
)
def test_a_file_that_does_not_fit_stops_the_build_with_one_sentence_and_leaves_the_old_site(
    site: Site, limit: int, what: str
) -> None:
    before, ledger = tree(site.root / "build/site"), ledger_bytes(site.root)
    code, said = publish(site, limit)
    assert code == 1, said
    assert "Traceback" not in said
    sentence = said.splitlines()[-1]
    assert f"{what} (File too large" in sentence
    assert "free some space" in sentence
    assert sum(line.startswith("Error") for line in said.splitlines()) == 1
    assert tree(site.root / "build/site") == before
    assert ledger_bytes(site.root) == ledger
    names = {p.name for p in (site.root / "build").iterdir()}
    assert names <= {"cache", "docs", "answers", "site", "lock", ".site.json", ".site.looks.json"}
    assert publish(site)[0] == 0
    assert tree(site.root / "build/site") != before
    assert b"Another title" in (site.root / "build/site/papers/trees.html").read_bytes()


def mounted(folder: Path, options: str) -> bool:
    try:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def test_from_a_ledger_that_may_not_be_written_a_site_is_made_and_a_build_says_why_it_stops(
    site: Site, tmp_path: Path
) -> None:
    answers = site.root / "content/answers"
    kept = Path(shutil.copytree(answers, tmp_path / "kept"))
    if not mounted(answers, "size=1m"):
        pytest.skip("this machine lets us mount nothing")
    try:
        shutil.copytree(kept, answers, dirs_exist_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", str(answers)], check=True)
        before = ledger_bytes(site.root)
        assert publish(site)[0] == 0
        assert b"Another title" in (site.root / "build/site/papers/trees.html").read_bytes()
        done = subprocess.run(
            [sys.executable, "-m", "tests.soak.running", "build", "--project", str(site.root)],
            cwd=ROOT,
            env={**os.environ, FOLDER: "/nowhere", CALLS: str(tmp_path / "calls"), PAUSE: "0"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        sentence = done.stderr.strip().splitlines()[-1]
        assert "cannot be written (Read-only file system); make the folder writable" in sentence
        assert ledger_bytes(site.root) == before
    finally:
        subprocess.run(["umount", str(answers)], check=False, capture_output=True)


def test_a_disk_that_is_really_full_leaves_the_old_site(site: Site, tmp_path: Path) -> None:
    build = site.root / "build"
    kept = Path(shutil.copytree(build, tmp_path / "kept"))
    shutil.rmtree(build)
    build.mkdir()
    if not mounted(build, "size=64m"):
        pytest.skip("this machine lets us mount nothing")
    try:
        shutil.copytree(kept, build, dirs_exist_ok=True)
        before = tree(build / "site")
        used = shutil.disk_usage(build).used
        said = ""
        # Room for the pages and not for the site; for next to nothing.
        for room in (1_000_000, 20_000):
            subprocess.run(["mount", "-o", f"remount,size={used + room}", str(build)], check=True)
            code, said = publish(site)
            assert code == 1, said
            assert "No space left on device" in said.splitlines()[-1]
            assert "free some space" in said.splitlines()[-1]
            assert tree(build / "site") == before
        subprocess.run(["mount", "-o", "remount,size=64m", str(build)], check=True)
        assert publish(site) == (0, "")
        assert b"Another title" in (build / "site/papers/trees.html").read_bytes()
    finally:
        subprocess.run(["umount", str(build)], check=False, capture_output=True)


@pytest.mark.parametrize("exchange", [True, False])
def test_a_finished_site_takes_the_place_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(disk, "exchange", lambda one, other: False)
    site = tmp_path / "site"
    swap_in(folder(tmp_path / "one", "1"), site)
    swap_in(folder(tmp_path / "two", "2"), site)
    assert (site / "index.html").read_text() == "2"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere it takes two steps")
def test_there_is_no_moment_without_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = folder(tmp_path / "site", "old")
    there = []
    monkeypatch.setattr(Path, "rename", lambda *_: there.append("renamed"))
    monkeypatch.setattr(
        disk.shutil, "rmtree", lambda *_, **__: there.append((site / "index.html").read_text())
    )
    swap_in(folder(tmp_path / "new", "new"), site)
    if "renamed" in there:
        pytest.skip("this disk cannot exchange two folders")
    assert there == ["new"]


@pytest.mark.parametrize("whole", [True, False])
def test_after_a_kill_between_the_two_steps_the_last_site_is_back(tmp_path: Path, whole: bool) -> None:
    folder(tmp_path / ".site.old", "old")
    folder(tmp_path / ".site.building-1", "half")
    if whole:
        folder(tmp_path / "site", "new")
    recover(tmp_path / "site")
    assert (tmp_path / "site/index.html").read_text() == ("new" if whole else "old")
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize(
    ("log", "words"),
    [
        (
            "ERROR - Error building page 'a.md': [Errno 28] No space left on device\n",
            "No space left on device",
        ),
        ("OSError: [Errno 27] File too large: '/x/y'\n", "File too large"),
        ("Error: No space left on device (os error 28)", "No space left on device"),
        ("[Errno 30] Read-only file system: 'a'", "Read-only file system"),
        ("FileNotFoundError: [Errno 2] No such file or directory: 'a'", ""),
        ("Config value 'theme': unknown", ""),
    ],
)
def test_a_full_disk_is_told_from_other_failures(tmp_path: Path, log: str, words: str) -> None:
    found = full_disk(tmp_path, log)
    assert (found is None) == (not words)
    assert found is None or f"cannot be written ({words}); free some space" in str(found)
