"""Nothing that a file, a server or a model says is obeyed by the terminal: it is shown."""

from __future__ import annotations

import ast
import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import main
from generator.commands.doctor import Finding, engines
from generator.core.visible import VisibleFormatter, visible, visible_json
from generator.errors import Problem, UnreadablePaper

ROOT = Path(__file__).resolve().parents[2]

# The title of the window, red letters by one sign of C1, the cursor up, and writing from right to left.
HOSTILE = "\x1b]0;owned\x07\x9b31m\x1b[1A\u202e"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, with\ttabs\nand lines", "plain text, with\ttabs\nand lines"),
        ("Ünïcödé 中文 עברית فارسی می‌خواهم 👩‍🔬", "Ünïcödé 中文 עברית فارسی می‌خواهم 👩‍🔬"),
        (HOSTILE, r"\x1b]0;owned\x07\x9b31m\x1b[1A\u202e"),
        ("a\r\nb\x00\x7f", r"a\x0d" + "\n" + r"b\x00\x7f"),
        ("\u2066\u200f\u061c\u2028\ufeff\U000e0041", r"\u2066\u200f\u061c\u2028\ufeff\U000e0041"),
        ("name\udc80\udcff", r"name\udc80\udcff"),
        ("already \\x1b", "already \\x1b"),
    ],
)
def test_what_a_terminal_obeys_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert visible(shown) == shown


def test_a_name_stays_on_its_line() -> None:
    assert visible("a\n::error::b\tc", one_line=True) == r"a\x0a::error::b\x09c"
    assert "\n" not in str(UnreadablePaper("is broken", "a\nb.pdf", "mend it"))
    assert "\n" not in str(Problem("a\nb.yml", 3, "is wrong"))


@given(st.text())
def test_json_means_the_same(text: str) -> None:
    shown = visible_json(json.dumps([text], ensure_ascii=False))
    assert json.loads(shown) == [text]
    assert not OBEYED.search(shown)


def test_the_log_and_its_tracebacks_are_shown_too() -> None:
    try:
        raise ValueError(HOSTILE)
    except ValueError as error:
        record = logging.LogRecord(
            "name",
            logging.WARNING,
            "file",
            1,
            "said: %s",
            (HOSTILE,),
            (type(error), error, error.__traceback__),
        )
    shown = VisibleFormatter().format(record)
    assert not OBEYED.search(shown)
    assert shown.count(r"\x1b]0;owned") == 2


def test_everything_is_printed_by_one_module() -> None:
    strays = []
    for file in sorted((ROOT / "generator").rglob("*.py")):
        if file.name == "printing.py" and file.parent.name == "cli":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name in ("print", "click.echo", "click.secho", "sys.stdout.write", "sys.stderr.write", "echo"):
                strays.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    # The processes of models answer on a pipe.
    assert [s for s in strays if "/models/" not in s] == []


@pytest.fixture
def hostile_project(project_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project whose names, titles, questions and reviews all try to be obeyed."""
    monkeypatch.setattr(engines, "PROBES", ())
    for name in ("encoder", "scorer"):
        monkeypatch.setattr(engines, name, lambda *names: Finding(str(names), "warning", HOSTILE, HOSTILE))
    written = json.dumps(HOSTILE)  # as YAML reads it too
    papers = project_folder / "content/papers"
    (papers / f"birds{HOSTILE}.md").write_text(
        f"---\ntitle: {written}\n---\n\n# Methods\n\nBirds were seen.\n"
    )
    (papers / f"broken{HOSTILE}\n::error::.pdf").write_bytes(b"%PDF-1.4 " + HOSTILE.encode())
    (papers / f"broken{HOSTILE}.xml").write_text(f"<article>{HOSTILE}")
    (papers / f"odd{HOSTILE}.zip").write_bytes(b"")
    (papers / os.fsdecode(b"undecodable\xff.md")).write_text("# Methods\n\nBees were seen.\n")
    (papers / f"link{HOSTILE}.md").symlink_to("/etc/passwd")
    (papers / f"nobody{HOSTILE}.yml").write_text("title: [\n")
    settings = project_folder / "content/answerbook.yml"
    text = settings.read_text(encoding="utf-8").replace("Small things", written)
    settings.write_text(text, encoding="utf-8")
    questions = project_folder / "content/questions/five.yml"
    text = questions.read_text(encoding="utf-8").replace("Which metrics were used?", f"{written}")
    questions.write_text(text, encoding="utf-8")
    answers = project_folder / "content/answers/beetles"
    answers.mkdir(parents=True)
    (answers / "quotes.jsonl").write_text(HOSTILE + "\n" + json.dumps({"id": HOSTILE}) + "\n")
    reviews = project_folder / "content/reviews"
    reviews.mkdir()
    (reviews / f"beetles{HOSTILE}.yml").write_text(f"- {written}\n")
    return project_folder


# A name with no meaning, where a command takes names; a file that is none, where it takes files.
TYPED = {
    "release": [HOSTILE],
    "mcp": ["{root}/nothing"],
    "add": ["{file}", HOSTILE, f"zotero:{HOSTILE}"],
    "deploy": ["--dry-run"],
    "questions add": [HOSTILE],
    "questions list": [],
    "questions show": [HOSTILE],
    "templates copy": [HOSTILE],
    "templates list": [],
    "templates prune": [],
    "try": [HOSTILE, "--paper", HOSTILE],
    "ask": ["{file}", "-q", "metrics"],
    "retrieve": ["{file}", "-q", "metrics"],
    "read": ["{file}"],
    "build": ["--only", f"{HOSTILE}/x"],
    "diff": [HOSTILE, "{root}"],
    "doctor": [],
    "find": [HOSTILE, "--paper", HOSTILE],
    "init": ["{file}"],
    "merge": ["{root}", "{root}"],
    "merge-driver": ["{file}", "{file}", "{file}", HOSTILE],
    "notices": ["--offline", "--retraction-watch", "{file}"],
    "plan": ["--no-calibration"],
    "prune": [],
    "publish": [],
    "refresh": ["--paper", HOSTILE],
    "rename": [HOSTILE, HOSTILE],
    "serve": [],
    "status": [],
    "verify": [],
    "why": [HOSTILE, HOSTILE],
    "evaluate attribution": ["--gold", "{file}"],
    "evaluate calibrate": ["--papers", "{root}", "--gold", "{file}", "--out", "{file}.out"],
    "evaluate decisions": ["--gold", "{file}", "--contexts", "{file}"],
    "evaluate evidence": ["--papers", "{root}", "--gold", "{file}"],
    "evaluate reviews": [],
    "import transcripts": ["{file}"],
    "models convert": ["{file}"],
    "reviews export": ["{root}/sheet.csv"],
    "reviews import": ["{file}"],
    "reviews list": [],
    "reviews sample": [],
    "zotero notes": [HOSTILE],
}


def commands() -> list[str]:
    found = []
    for name, command in main.commands.items():
        inner = command.commands if isinstance(command, click.Group) else {}
        found += [f"{name} {word}" for word in inner] or [name]
    return sorted(found)


def test_all_commands_are_tried() -> None:
    assert commands() == sorted(TYPED)


@pytest.mark.parametrize("command", sorted(TYPED))
def test_no_command_prints_what_a_terminal_obeys(
    command: str, hostile_project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (file,) = (hostile_project / "content/papers").glob("birds*")
    typed = [a.replace("{file}", str(file)).replace("{root}", str(hostile_project)) for a in TYPED[command]]
    words = [*command.split(), *typed]
    of_project = "--project" in str([p.opts for p in _command(command).params])
    options = ["--project", str(hostile_project)] if of_project else []
    shown = ""
    for more in ([], ["--json"], [HOSTILE], [f"--{HOSTILE}"]):
        if more == ["--json"] and "--json" not in str([p.opts for p in _command(command).params]):
            continue
        done = CliRunner().invoke(main, [*words, *options, *more])
        assert isinstance(done.exception, SystemExit | None), done.exception
        shown += done.output
    out, err = capfd.readouterr()
    assert not OBEYED.search(shown + out + err), repr(shown)
    assert "owned" in shown


def _command(name: str) -> click.Command:
    first, _, second = name.partition(" ")
    command = main.commands[first]
    return command.commands[second] if isinstance(command, click.Group) else command


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_the_output_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "beetles.md").write_text("# Beetles\n\nWe counted beetles.\n")
    code = "from generator.cli import main; main()"
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        told = subprocess.run(
            [sys.executable, "-c", code, "read", str(tmp_path / "beetles.md")],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert told.returncode == 1
    assert told.stderr.startswith("Error: the output cannot be written (No space left on device)")
    assert "Traceback" not in told.stderr
    assert "Exception" not in told.stderr
