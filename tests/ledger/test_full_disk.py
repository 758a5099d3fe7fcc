"""A disk that fills up, or may not be written: nothing torn, one sentence, and the next try goes on."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.errors import LedgerError
from generator.ledger import Ledger
from tests.ledger.making import an_answer

FAILURES = [(errno.ENOSPC, "No space left on device"), (errno.EROFS, "Read-only file system")]


class Failing:
    """`os.fsync` and the like that fail at a given call, and work before and after."""

    def __init__(self, real: Any, at: int, code: int) -> None:
        self.real, self.at, self.code, self.calls = real, at, code, 0

    def __call__(self, *args: Any, **more: Any) -> Any:
        self.calls += 1
        if self.calls == self.at:
            raise OSError(self.code, os.strerror(self.code))
        return self.real(*args, **more)


@pytest.mark.parametrize(("code", "words"), FAILURES)
@pytest.mark.parametrize("where", ["fsync", "replace", "open"])
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_a_failure_at_any_point_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str, where: str, at: int
) -> None:
    ledger = Ledger(tmp_path)
    ledger.record([an_answer("a")])
    before = (tmp_path / "paper-1/quotes.jsonl").read_bytes()
    place, real = {
        "fsync": (os, os.fsync),
        "replace": (Path, Path.replace),
        "open": (Path, Path.open),
    }[where]
    with monkeypatch.context() as patch:
        failing = Failing(real, at, code)
        patch.setattr(place, where, lambda *args, **more: failing(*args, **more))
        said = []
        for step in (lambda: ledger.append(an_answer("b")), lambda: ledger.settle("paper-1", "quotes")):
            try:
                step()
            except LedgerError as error:
                said.append(str(error))
    if failing.calls >= at:
        assert len(said) == 1
        assert words in said[0]
        assert "\n" not in said[0]
    assert (tmp_path / "paper-1/quotes.jsonl").read_bytes().startswith(before.split(b"\n")[0])
    assert not list(tmp_path.rglob("*.tmp"))
    later = Ledger(tmp_path)
    later.append(an_answer("b"))
    later.settle_all()
    assert set(later.read("paper-1", "quotes")) == {"a", "b"}
    assert later.problems == []
    assert [p.name for p in (tmp_path / "paper-1").iterdir()] == ["quotes.jsonl"]


def test_a_line_that_was_half_written_when_the_disk_was_full_is_no_answer(tmp_path: Path) -> None:
    """The kernel refuses what exceeds a file size, in the middle of a line, as a full disk does."""
    code = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from generator.errors import LedgerError\n"
        "from generator.ledger import Ledger\n"
        "from tests.ledger.making import an_answer\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "ledger = Ledger(Path(sys.argv[1]))\n"
        "for n in range(100):\n"
        "    try:\n"
        "        ledger.append(an_answer(f'q{n:02}', text='x' * 400))\n"
        "    except LedgerError as error:\n"
        "        print(n, error)\n"
        "        break\n"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=root, capture_output=True, text=True, check=True
    )
    number, _, said = done.stdout.strip().partition(" ")
    assert int(number) > 0
    assert "cannot be written (File too large)" in said
    journal = tmp_path / "paper-1" / "quotes.jsonl.new"
    assert not journal.read_bytes().endswith(b"\n")  # the line is torn on the disk
    ledger = Ledger(tmp_path)
    assert len(ledger.read("paper-1", "quotes")) == int(number)
    ledger.append(an_answer(f"q{int(number):02}"))
    ledger.settle_all()
    assert len(ledger.read("paper-1", "quotes")) == int(number) + 1
    assert ledger.problems == []


def test_a_disk_that_is_really_full_is_survived(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("this machine lets us mount nothing")
    try:
        ledger = Ledger(disk / "answers")
        recorded, said = 0, ""
        while not said and recorded < 1000:
            try:
                ledger.append(an_answer(f"q{recorded:03}", text="x" * 500))
                recorded += 1
            except LedgerError as error:
                said = str(error)
        assert "No space left on device" in said
        assert "free some space" in said
        known = dict(ledger.read("paper-1", "quotes"))
        assert 0 < len(known) == recorded
        # The sorted file does not fit beside the journal; the journal keeps everything.
        with pytest.raises(LedgerError, match="No space left on device"):
            ledger.settle_all()
        assert ledger.read("paper-1", "quotes") == known
        assert not list(disk.rglob("*.tmp"))
        subprocess.run(["mount", "-o", "remount,size=1m", str(disk)], check=True)
        ledger.append(an_answer("later"))
        ledger.settle_all()
        assert ledger.read("paper-1", "quotes").keys() == {*known, "later"}
        assert ledger.problems == []
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(LedgerError, match=r"Read-only file system.*make the folder writable"):
            ledger.append(an_answer("more"))
        assert ledger.read("paper-1", "quotes").keys() == {*known, "later"}
    finally:
        subprocess.run(["umount", str(disk)], check=False, capture_output=True)


def test_a_buffer_that_could_not_be_flushed_fails_once(tmp_path: Path) -> None:
    """Closing a stream flushes again: the second failure must not hide the first."""
    (tmp_path / "paper-1").mkdir()
    (tmp_path / "paper-1/quotes.jsonl.new").symlink_to("/dev/full")
    with pytest.raises(LedgerError) as caught:
        Ledger(tmp_path).append(an_answer())
    assert "\n" not in str(caught.value)
