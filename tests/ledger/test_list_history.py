"""A list of what was published that has become shorter: told by earlier commits, and by the ledger itself."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.build import BuildOptions, build
from generator.cli import main
from generator.errors import AnswerbookError
from generator.ledger.list_history import cut_names
from generator.ledger.published_list import PUBLISHED_FILE, add_to_list, read_list, vanished_names
from generator.project import Project

FROZEN, STRICT = BuildOptions.frozen(jobs=1), BuildOptions.frozen(strict=True, jobs=1)
PUBLISHED = BuildOptions.publishing()


def git(root: Path, *words: str) -> None:
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(
        ["git", *who, *words], cwd=root, check=True, capture_output=True, env={**os.environ, **alone}
    )


def verify(root: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["verify", *options, "--project", str(root)])


@pytest.fixture
def committed(built_folder: Path) -> Path:
    git(built_folder, "init", "--quiet")
    git(built_folder, "add", "content")
    git(built_folder, "commit", "--quiet", "-m", "answers")
    return built_folder


def cut(root: Path, how: str) -> None:
    """Make the list shorter, in one of the ways in which it happens."""
    file = root / "content/answers" / PUBLISHED_FILE
    if how == "deleted":
        file.unlink()
    elif how == "emptied":
        file.write_text("")
    else:
        file.write_text("".join(file.read_text().splitlines(keepends=True)[3:]))


@pytest.mark.parametrize(("how", "later"), [("deleted", False), ("emptied", True), ("cut", True)])
def test_lines_that_a_commit_has_are_missed_and_come_back(committed: Path, how: str, later: bool) -> None:
    file = committed / "content/answers" / PUBLISHED_FILE
    before = file.read_text()
    cut(committed, how)
    if later:  # in a commit of its own, which no later one can hide
        git(committed, "commit", "--quiet", "-a", "-m", "tidy")
    lost = 3 if how == "cut" else 13
    said = verify(committed)
    assert said.exit_code == 1, said.output
    assert f"lacks {lost} lines that an earlier commit has" in said.output
    for options in (FROZEN, STRICT, BuildOptions(strict=True, jobs=1)):
        with pytest.raises(AnswerbookError, match=f"lacks {lost} lines that an earlier commit has"):
            build(Project.find(committed), options)
    assert any("earlier commit" in warning for warning in build(Project.find(committed), PUBLISHED).warnings)
    mended = verify(committed, "--mend")
    assert (mended.exit_code, file.read_text()) == (0, before)


def test_a_list_that_a_merge_took_from_one_side_alone_is_missed(committed: Path) -> None:
    folder = committed / "content/answers"
    git(committed, "checkout", "--quiet", "-b", "other")
    file = folder / PUBLISHED_FILE
    file.write_text(file.read_text() + "moths answer 0123456789abcdef01234567\n")
    git(committed, "commit", "--quiet", "-a", "-m", "moths")
    git(committed, "checkout", "--quiet", "main")
    git(committed, "merge", "--quiet", "-s", "ours", "--no-edit", "other")
    assert cut_names(folder) == {("moths", "answer", "0123456789abcdef01234567")}


def test_what_is_to_be_gone_for_good_is_said_in_the_list(committed: Path) -> None:
    folder = committed / "content/answers"
    answers, file = folder / "trees/quotes.jsonl", folder / PUBLISHED_FILE
    (gone,) = [line for line in answers.read_text().splitlines() if '"question":"metrics"' in line]
    answers.write_text(answers.read_text().replace(f"{gone}\n", ""))
    name = gone.partition('"id":"')[2][:24]
    assert "write `removed` for the second word" in verify(committed).output
    file.write_text(file.read_text().replace(f"trees answer {name}", f"trees removed {name}"))
    assert vanished_names(folder) == {}
    assert cut_names(folder) == set()
    assert verify(committed).exit_code == 0
    add_to_list(folder, ["trees", "beetles"])
    assert ("trees", "removed", name) in read_list(folder)


@pytest.mark.parametrize("how", ["deleted", "emptied"])
def test_without_a_repository_an_empty_list_beside_answers_is_a_warning(built_folder: Path, how: str) -> None:
    cut(built_folder, how)
    said = verify(built_folder)
    assert (said.exit_code, verify(built_folder, "--strict").exit_code) == (0, 1)
    assert "warning: " in said.output
    assert "and the ledger has 10 answers; restore it from version control" in said.output
    for options in (FROZEN, STRICT, BuildOptions.publishing(strict=True)):
        with pytest.raises(AnswerbookError, match="and the ledger has 10 answers"):
            build(Project.find(built_folder), options)
    assert any(
        "the ledger has 10 answers" in w for w in build(Project.find(built_folder), PUBLISHED).warnings
    )
    assert verify(built_folder, "--strict").exit_code == 0  # the list was begun


def test_a_frozen_site_of_answers_that_are_not_listed_is_told(built_folder: Path) -> None:
    file = built_folder / "content/answers" / PUBLISHED_FILE
    file.write_text("".join(line for line in file.read_text().splitlines(True) if "trees answer" not in line))
    report = build(Project.find(built_folder), FROZEN)
    assert any("lacks 5 answers of the ledger" in warning for warning in report.warnings)
    with pytest.raises(AnswerbookError, match="lacks 5 answers of the ledger"):
        build(Project.find(built_folder), STRICT)
    assert build(Project.find(built_folder), BuildOptions.publishing(strict=True)).warnings == []
    assert build(Project.find(built_folder), STRICT).warnings == []


def test_private_papers_are_not_missed_on_the_list(built_folder: Path) -> None:
    (built_folder / "content/papers/trees.yml").write_text("visibility: private\n", encoding="utf-8")
    build(Project.find(built_folder), BuildOptions(jobs=1))
    file = built_folder / "content/answers" / PUBLISHED_FILE
    file.write_text("".join(line for line in file.read_text().splitlines(True) if "trees" not in line))
    assert verify(built_folder, "--strict").exit_code == 0


def test_a_repository_that_names_programs_runs_none_of_them(committed: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\ncat\n")
    program.chmod(0o755)
    for name in ("diff.external", "diff.x.textconv", "diff.x.command", "gpg.program", "core.fsmonitor"):
        git(committed, "config", name, str(program))
    git(committed, "config", "log.showSignature", "true")
    (committed / ".gitattributes").write_text("* diff=x\n")
    cut(committed, "emptied")
    assert len(cut_names(committed / "content/answers")) == 13
    assert not ran.exists()


def test_a_clone_without_its_earlier_commits_says_so(committed: Path, tmp_path: Path) -> None:
    cut(committed, "cut")
    git(committed, "commit", "--quiet", "-a", "-m", "tidy")
    git(tmp_path, "clone", "--quiet", "--depth", "1", committed.as_uri(), "shallow")
    said = verify(tmp_path / "shallow").output
    assert "was not compared with every commit: the clone is shallow" in said
    assert "not compared with every" not in verify(committed).output
