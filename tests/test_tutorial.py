"""The tutorial: its commands, in its order, print what it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
TUTORIAL = (ROOT / "docs/book/tutorial.md").read_text(encoding="utf-8")
# Commands that are run here; the others take a network, a server or a machine of their own.
RUN = ("init", "add", "questions add", "build", "reviews export", "status")
ANSWERS = 3  # that the build of this test computes; the tutorial's computes all


def steps() -> list[tuple[str, list[str]]]:
    """Every command of the tutorial that is followed by what it prints, with these lines."""
    blocks = re.findall(r"```sh\n(.*?)```\n+```text\n(.*?)```", TUTORIAL, flags=re.DOTALL)
    found = []
    for shell, printed in blocks:
        lines = [line for line in shell.splitlines() if line.startswith("answerbook ")]
        found.append((lines[-1].partition("  #")[0].strip(), printed.splitlines()))
    return found


def is_printed(line: str, output: str) -> bool:
    """Return True if ``output`` has the line, with any other numbers."""
    pattern = re.sub(r"\d+", r"\\d+", re.escape(line.strip()))
    return re.search(rf"^\s*{pattern}\s*$", output, flags=re.MULTILINE) is not None


def test_the_commands_of_the_tutorial_print_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    wrong, ran = [], set()
    for command, shown in steps():
        words = shlex.split(command)[1:]
        name = " ".join(words[:2]) if " ".join(words[:2]) in RUN else words[0]
        if name not in RUN:
            continue
        ran.add(name)
        typed = [word.replace("~/papers", str(ROOT / "content/papers")) for word in words]
        typed += ["--limit", str(ANSWERS), "--jobs", "1"] if name == "build" else []
        result = CliRunner().invoke(main, typed)
        assert result.exit_code == 0, result.output
        output = result.output.replace(str(ROOT / "content/papers"), "/home/ada/papers")
        output = output.replace(str(tmp_path), "/home/ada")
        # Counts by status and the line of progress depend on which answers were computed.
        lines = [
            x for x in shown if x != "..." and not re.match(r"Answering|  quotes: |quotes +\d|fresh: ", x)
        ]
        wrong += [f"{command}: {line}" for line in lines if not is_printed(line, output)]
        if name == "init":
            monkeypatch.chdir(tmp_path / words[1])
    assert ran == set(RUN)
    assert wrong == []
