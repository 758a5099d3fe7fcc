"""Every command, option, setting, status and exit code is in the book."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from generator import __version__
from generator.cli import AWAY, INCOMPLETE, STOPPED, main
from generator.core.formats import SUFFIXES
from generator.core.paper import SECTION_KINDS
from generator.core.question import ANSWER_KINDS
from generator.core.status import STATUSES
from generator.project.settings import Settings, settings_yaml
from generator.run.selection import Shard
from tests.browser.pictures import gallery

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "docs" / "book"


def text_of(*names: str) -> str:
    """Return the text of pages of the book, by their paths or patterns in it."""
    files = [file for name in names for file in sorted(BOOK.glob(name))]
    assert files
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


# What people wrote, and what the code wrote (`tests.reference`).
PROSE = text_of("tutorial.md", "how-to/*.md", "explanation/*.md")
COMMANDS_PAGE, SETTINGS_PAGE = text_of("reference/commands.md"), text_of("reference/settings.md")
REFERENCE = text_of("reference/*.md")


def commands() -> dict[str, click.Command]:
    """Every command by its whole name: `build`, `evaluate evidence`."""
    found: dict[str, click.Command] = {}
    for name, command in main.commands.items():
        found[name] = command
        if isinstance(command, click.Group):
            found |= {f"{name} {inner}": c for inner, c in command.commands.items()}
    return found


COMMANDS = commands()


def options() -> list[tuple[str, str]]:
    return [
        (name, option)
        for name, command in COMMANDS.items()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--")
    ]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_and_is_in_a_page_that_says_when_to_use_it(name: str) -> None:
    assert COMMANDS[name].help
    assert f"answerbook {name}" in COMMANDS_PAGE
    if not isinstance(COMMANDS[name], click.Group):
        assert f"answerbook {name}" in PROSE


@pytest.mark.parametrize(("command", "option"), options())
def test_every_option_has_help_and_is_in_the_reference(command: str, option: str) -> None:
    parameter = next(p for p in COMMANDS[command].params if option in p.opts)
    assert isinstance(parameter, click.Option)
    assert parameter.help
    assert f"`{option}" in COMMANDS_PAGE


def test_every_setting_is_in_the_reference() -> None:
    names = set(re.findall(r"^#? *-? *([a-z_]+):", settings_yaml(Settings()), flags=re.MULTILINE))
    assert {"title", "models", "retrieval", "budget"} <= names
    assert not [n for n in sorted(names) if f"`{n}`" not in SETTINGS_PAGE]


@pytest.mark.parametrize("word", [*STATUSES, *SECTION_KINDS, *ANSWER_KINDS, *sorted(SUFFIXES)])
def test_every_status_kind_and_suffix_is_in_the_reference(word: str) -> None:
    assert f"`{word}`" in REFERENCE


def test_every_suffix_is_in_the_table_of_formats_and_not_only_among_those_refused() -> None:
    rows = [line for line in text_of("reference/papers.md").splitlines() if line.startswith("| ")]
    assert [suffix for suffix in SUFFIXES if not any(f"`{suffix}`" in row for row in rows)] == []


@pytest.mark.parametrize(
    ("language", "written", "filled"),
    [
        ("python", r'shell: "(answerbook build [^"|>]+)>', ("{wildcards.i}/{SHARDS}", "{threads}")),
        ("groovy", r'script: "(answerbook build [^"]+)"', ("${i}/${params.shards}", "${task.cpus}")),
    ],
)
def test_the_rules_for_workflow_systems_answer_every_part_once(
    language: str, written: str, filled: tuple[str, str]
) -> None:
    (block,) = (b for b in re.findall(rf"```{language}\n(.*?)```", PROSE, flags=re.DOTALL) if "shard" in b)
    (command,) = re.findall(written, block)
    (count,) = re.findall(r"(?:SHARDS|params\.shards) = ([0-9]+)", block)
    shard, jobs = filled
    assert shard in command
    shards = []
    for number in range(1, int(count) + 1):
        typed = (
            command.replace(shard, f"{number}/{count}").replace(jobs, "4").replace("${params.project}", "p")
        )
        given = main.commands["build"].make_context("build", shlex.split(typed)[2:]).params
        assert given["jobs"] == 4
        shards.append(Shard.parse(given["shard"]))
    assert shards == [Shard(number, int(count)) for number in range(1, int(count) + 1)]


@pytest.mark.parametrize("code", [0, 1, 2, INCOMPLETE, AWAY, STOPPED])
def test_every_exit_code_is_in_the_reference(code: int) -> None:
    assert re.search(rf"^\| {code} \|", text_of("reference/exit-codes.md"), flags=re.MULTILINE)


def test_the_changelog_knows_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "[Unreleased]" in changelog or f"[{__version__}]" in changelog


@pytest.mark.parametrize("page", ["README.md", "content/pictures/README.md"])
def test_pictures_are_there(page: str) -> None:
    file = ROOT / page
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", file.read_text(encoding="utf-8"))
    assert pictures
    assert all((file.parent / picture).is_file() for picture in pictures)


def test_every_kind_of_page_has_its_pictures() -> None:
    assert (ROOT / "content/pictures/README.md").read_text(encoding="utf-8") == gallery()
