"""The killing, and what must hold after every kill and at the end."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.soak.projects import answers_of, ledger_bytes, new_project, tree, whole_lines
from tests.soak.running import COUNT, DIE_AT, FOLDER, FULL_AT
from tests.soak.scenarios import WHOLE, Scenario
from tests.soak.scripted import CALLS, HOLD, PAUSE

ROOT = Path(__file__).resolve().parents[2]
# Kills over one copy of a project; then it is left to complete.
_MAX_COUNT = 5
PAGE = 4096
# How long workers may outlive a killed build, in seconds.
_DYING = 10.0


@dataclass
class Figures:
    """kills: by scenario and way. runs: that were left to complete. outlived: seconds, at most."""

    kills: Counter[tuple[str, str]] = field(default_factory=Counter)
    runs: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    outlived: float = 0.0
    torn: int = 0  # kills that left a line half written
    full: Counter[tuple[str, str]] = field(default_factory=Counter)  # disks, by scenario and way
    spared: int = 0  # full disks on which a command went well nevertheless


@dataclass(frozen=True)
class Undisturbed:
    """What a run that nobody kills leaves, how many changes it makes to files, and how long it takes."""

    ledger: dict[str, bytes]
    papers: str
    site: str
    pages: set[str]
    names: set[str]
    answers: dict[str, str]
    changes: int
    seconds: float
    grown: int  # bytes that it needs on the disk, at its end


class Soak:
    """Projects in ``folder``, and kills drawn from ``seed``."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.dice = random.Random(seed)
        self.figures = Figures()
        self._bare = new_project(folder / "bare")
        self._answered = Path(shutil.copytree(self._bare, folder / "answered"))
        assert start(self._answered, WHOLE.command).wait() == 0
        self._known: dict[str, Undisturbed] = {}
        self._copies = 0

    def kill(self, scenario: Scenario, kills: int) -> None:
        """Kill so many runs of a scenario; raises AssertionError where anything is lost or done twice."""
        known = self.undisturbed(scenario)
        while kills > 0:
            kills -= self._one_project(scenario, known, min(kills, _MAX_COUNT))

    def undisturbed(self, scenario: Scenario) -> Undisturbed:
        """Return what an undisturbed run of a scenario leaves."""
        if scenario.name not in self._known:
            root = self.copy(scenario)
            room = room_of(root)
            counted = root.with_name(f"{root.name}.count")
            began = time.monotonic()
            assert start(root, scenario.command, count=counted).wait() == 0
            seconds = time.monotonic() - began
            changes = int(counted.read_text(encoding="utf-8"))
            self._known[scenario.name] = Undisturbed(
                ledger_bytes(root),
                tree(root / "content/papers"),
                tree(root / "build/site"),
                _pages(root),
                _names(root),
                answers_of(root),
                changes,
                seconds,
                room_of(root) - room,
            )
        return self._known[scenario.name]

    def copy(self, scenario: Scenario) -> Path:
        """Copy the project to a path as long as all others, because some files hold it."""
        self._copies += 1
        source = self._answered if scenario.answered else self._bare
        root = Path(shutil.copytree(source, self.folder / f"copy-{self._copies:04}"))
        scenario.prepare(root)
        return root

    def _one_project(self, scenario: Scenario, known: Undisturbed, most: int) -> int:
        root = self.copy(scenario)
        site = tree(root / "build/site")
        finished: set[str] = set()
        killed = 0
        while True:
            before = len(calls(root))
            way, process = self._begin(scenario, known, root, to_the_end=killed == most)
            max_seconds = max(_DYING, known.seconds)  # on a busy machine it takes them as long to notice
            outlived = _outlived(process.pid, max_seconds)
            self.figures.outlived = max(self.figures.outlived, outlived)
            assert outlived < max_seconds, f"{scenario.name}: processes outlive the killed one"
            new = calls(root)[before:]
            self.figures.asked += len(new)
            assert len(new) == len(set(new)), f"{scenario.name}: a question was put twice in one run"
            assert not finished & set(new), f"{scenario.name}: a finished answer was computed again"
            if process.returncode >= 0:
                assert process.returncode == 0, f"{scenario.name}: the run after a kill failed"
                break
            killed += 1
            self.figures.kills[scenario.name, way] += 1
            self.figures.torn += _torn(root)
            finished = self.after_a_disturbance(scenario, known, root, finished)
            refuse_half_a_site(scenario, known, root, site, way)
        self.completed(scenario, known, root)
        shutil.rmtree(root)
        return killed

    def completed(self, scenario: Scenario, known: Undisturbed, root: Path) -> None:
        """Whether a run to the end, after others that were disturbed, left what an undisturbed one leaves."""
        self.figures.runs[scenario.name] += 1
        assert ledger_bytes(root) == known.ledger, f"{scenario.name}: another ledger"
        assert tree(root / "content/papers") == known.papers, f"{scenario.name}: other papers"
        assert _names(root) == known.names, f"{scenario.name}: {_names(root) ^ known.names} left behind"
        if not scenario.computes:
            assert tree(root / "build/site") == known.site, f"{scenario.name}: another site"

    def after_a_disturbance(
        self, scenario: Scenario, known: Undisturbed, root: Path, finished: set[str]
    ) -> set[str]:
        """Return what is finished now; check that nothing was lost and nothing unwritten is read."""
        read = answers_of(root)
        assert whole_lines(root).items() <= read.items(), f"{scenario.name}: a whole line is not read"
        wanted = {call: name for call, name in read.items() if call in known.answers}
        assert wanted.items() <= known.answers.items(), f"{scenario.name}: a torn line was read"
        assert not scenario.computes or finished <= wanted.keys(), f"{scenario.name}: an answer is lost"
        return set(wanted) if scenario.computes else set()

    def _begin(
        self, scenario: Scenario, known: Undisturbed, root: Path, *, to_the_end: bool
    ) -> tuple[str, subprocess.Popen[bytes]]:
        """Start a run, and kill it in one of four ways or leave it alone; return when it has ended."""
        ways = ["at a change", "at a time"] + (["at an answer"] * 2 if scenario.computes else [])
        way = "" if to_the_end else self.dice.choice(ways)
        die_at = self.dice.randint(1, known.changes) if way == "at a change" else 0
        before = len(calls(root))
        process = start(root, scenario.command, die_at=die_at)
        if way == "at a time":
            time.sleep(self.dice.uniform(0.3, 1.0) * known.seconds)
        elif way == "at an answer":
            more = self.dice.randint(1, 8)
            while process.poll() is None and len(calls(root)) < before + more:
                time.sleep(0.002)
            time.sleep(self.dice.random() * 0.03)
        if way in ("at a time", "at an answer") and process.poll() is None:
            if self.dice.random() < 0.5:
                process.send_signal(signal.SIGKILL)
                way += ", alone"
            else:
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return way, process


def refuse_half_a_site(scenario: Scenario, known: Undisturbed, root: Path, before: str, way: str) -> None:
    """Raise AssertionError for a site that is neither that of before nor the new one.

    What answers have cost, which the site tells, may be forgotten by a kill: then the files count.
    """
    now = tree(root / "build/site")
    whole = _pages(root) == known.pages if scenario.computes else now == known.site
    assert whole or now == before, f"{scenario.name}: half a site ({way})"


def room_of(root: Path) -> int:
    """Return about how many bytes a folder takes on a disk of whole pages."""
    sizes = (p.lstat().st_size if p.is_file() else 1 for p in root.rglob("*"))
    return sum(-(-size // PAGE) * PAGE for size in sizes)


def start(
    root: Path,
    command: tuple[str, ...],
    *,
    die_at: int = 0,
    full_at: int = 0,
    count: Path | None = None,
    said: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a command. die_at, full_at, count: see `tests.soak.running`; said: file for its output."""
    words = [word.replace("{root}", str(root)) for word in command]
    project = [] if command[0] == "merge" else ["--project", str(root)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.soak.running", *words, *project],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SOURCE_DATE_EPOCH": "1790000000",
            FOLDER: str(root),
            DIE_AT: str(die_at),
            FULL_AT: str(full_at),
            COUNT: str(count or ""),
            CALLS: str(_calls_file(root)),
            PAUSE: "0.02",
            HOLD: str(root.with_name(f"{root.name}.hold")),
        },
        stdin=subprocess.DEVNULL,
        stdout=(output := subprocess.DEVNULL if said is None else said.open("wb")),
        stderr=output,
        start_new_session=True,
    )


def calls(root: Path) -> list[str]:
    """Return what models were asked in a project, by question and wording."""
    file = _calls_file(root)
    return file.read_text(encoding="utf-8").split("\n")[:-1] if file.exists() else []


def _calls_file(root: Path) -> Path:
    """Beside the project, whose disk may be full."""
    return root.with_name(f"{root.name}.calls")


def _torn(root: Path) -> bool:
    journals = (root / "content/answers").glob("*/*.new")
    return any(data and not data.endswith(b"\n") for data in (j.read_bytes() for j in journals))


def _outlived(group: int, most: float) -> float:
    """Seconds until no process of a group lives any more, at most ``most``."""
    began = time.monotonic()
    while _living(group) and time.monotonic() - began < most:
        time.sleep(0.005)
    return time.monotonic() - began


def _living(group: int) -> bool:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group, *_ = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except (OSError, ValueError):  # it ended since
            continue
        if its_group == str(group) and state not in "ZX":
            return True
    return False


def _names(root: Path) -> set[str]:
    """Return what is in the folders where half-made files would be left."""
    content = root / "content"
    folders = (
        root,
        root / "build",
        root / "build/docs",
        content / "papers",
        *(content / "answers").glob("*"),
    )
    found = (p for f in folders if f.is_dir() for p in f.iterdir())
    return {p.relative_to(root).as_posix() for p in found if p.name != "effort.json"}


def _pages(root: Path) -> set[str]:
    site = root / "build/site"
    return {p.relative_to(site).as_posix() for p in site.rglob("*")}
