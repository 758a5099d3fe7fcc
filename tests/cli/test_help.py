"""`--help` of the program and of its groups: every command under a heading, no summary cut at 80 columns."""

from __future__ import annotations

import re

import click
import pytest
from click.testing import CliRunner

from generator.cli import main

COLUMNS = 80  # as wide as a terminal is without being made wider
GROUPS = {"": main, **{n: c for n, c in main.commands.items() if isinstance(c, click.Group)}}
COMMANDS = [(name, inner) for name, group in GROUPS.items() for inner in group.commands]


def shown(name: str) -> str:
    arguments = [*name.split(), "--help"]
    result = CliRunner().invoke(main, arguments, terminal_width=COLUMNS, env={"COLUMNS": str(COLUMNS)})
    assert result.exit_code == 0, result.output
    return result.output


def first_sentence(command: click.Command) -> str:
    """Return the first sentence of the help of a command, on one line."""
    paragraph = (command.help or "").partition("\n\n")[0]
    return " ".join(paragraph.split())


@pytest.mark.parametrize("name", GROUPS)
def test_no_summary_is_cut_and_each_fits_its_line(name: str) -> None:
    lines = shown(name).splitlines()
    assert max(map(len, lines)) <= COLUMNS
    assert not [line for line in lines if line.endswith("...") and not line.startswith("Usage:")]
    for inner, command in GROUPS[name].commands.items():
        summary = first_sentence(command)
        assert summary.endswith(".")
        assert summary.count(". ") == 0
        found = [line for line in lines if re.fullmatch(rf"  {re.escape(inner)} +{re.escape(summary)}", line)]
        assert len(found) == 1, f"{inner}: {summary}"


def test_every_command_is_under_one_heading() -> None:
    listed = [name for section in main.sections.values() for name in section]
    assert sorted(listed) == sorted(main.commands)
    headings = re.findall(r"^(\S.*):$", shown(""), flags=re.MULTILINE)
    assert headings == ["Options", *main.sections]
    assert len(main.sections) >= 5


@pytest.mark.parametrize(("group", "inner"), COMMANDS)
def test_summaries_begin_with_a_verb_and_name_no_argument_of_the_command(group: str, inner: str) -> None:
    command = GROUPS[group].commands[inner]
    first, *others = first_sentence(command).rstrip(".").split()
    assert re.fullmatch(r"[A-Z][a-z]+,?", first)
    arguments = {
        p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)
    }
    assert not arguments & set(others)


@pytest.mark.parametrize("name", [f"{group} {inner}".strip() for group, inner in COMMANDS])
def test_options_that_most_commands_share_come_last(name: str) -> None:
    output = shown(name)
    if "Common options:" in output:
        own, _, common = output.partition("Common options:")
        assert "--verbose" not in own
        assert "--help" in common
        assert all(
            line.startswith(("  -", "   "))
            for line in own.partition("\n\nOptions:\n")[2].splitlines()
            if line
        )
        assert "--project" not in own.partition("\n\nOptions:")[2]
