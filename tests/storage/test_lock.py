"""One writer at a time; a dead one's lock is taken over, a living one's is named."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from generator.errors import LedgerError
from generator.storage import lock
from generator.storage.lock import STALE, locked, locked_part, note_of, part_of

HOLD = (
    "import sys, time; from pathlib import Path; from generator.storage.lock import locked\n"
    "with locked(Path(sys.argv[1]), 'a build'):\n"
    "    print('held', flush=True); time.sleep(60)\n"
)


def left_by(file: Path, host: str, pid: int, age: float = 0.0) -> None:
    note_of(file).write_text(
        json.dumps({"pid": pid, "host": host, "since": "2026-01-01 10:00:00 UTC", "doing": "x"})
    )
    os.utime(note_of(file), (time.time() - age,) * 2)


def test_the_second_is_told_in_one_sentence_who_holds_it_and_since_when(tmp_path: Path) -> None:
    file = tmp_path / "build" / "lock"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(file)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LedgerError) as caught, locked(file, "another"):
            raise AssertionError("both hold it")
        said = str(caught.value)
        assert "\n" not in said
        assert re.search(rf"held by a build of process {holder.pid} on .+, since 20\d\d-\d\d-\d\d", said)
        assert note_of(file).exists()  # the refused one leaves it as it is
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    heard: list[str] = []
    with locked(file, "another", heard.append):
        assert json.loads(note_of(file).read_text())["pid"] == os.getpid()
    assert f"process {holder.pid}" in heard[0]
    assert "taken over" in heard[0]
    assert not note_of(file).exists()


def test_two_of_one_process_are_kept_apart(tmp_path: Path) -> None:
    with (
        locked(tmp_path / "lock", "one"),
        pytest.raises(LedgerError, match="held by one of process"),
        locked(tmp_path / "lock", "two"),
    ):
        pass


@pytest.mark.parametrize(
    ("host", "age", "refused"),
    [
        ("elsewhere", 0.0, True),
        ("elsewhere", STALE - 60, True),
        ("elsewhere", STALE + 60, False),
        ("elsewhere", -86_400.0, True),  # touched in the future: a clock was put back
        (socket.gethostname(), 0.0, False),  # here, nobody holds the file
    ],
)
def test_a_lock_that_names_a_process_counts_by_host_and_age(
    tmp_path: Path, host: str, age: float, refused: bool
) -> None:
    file = tmp_path / "lock"
    left_by(file, host, 4_194_000, age)
    if refused:
        with pytest.raises(LedgerError, match="x of process 4194000 on elsewhere"), locked(file, "y"):
            pass
        assert "elsewhere" in note_of(file).read_text()
        return
    heard: list[str] = []
    with locked(file, "y", heard.append):
        pass
    assert len(heard) == 1


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": "x"}'])
def test_a_note_that_says_nothing_holds_nothing(tmp_path: Path, content: str) -> None:
    note = note_of(tmp_path / "lock")
    note.write_text(content)
    with locked(tmp_path / "lock", "y"):
        assert json.loads(note.read_text())["doing"] == "y"


def test_the_holder_touches_the_file_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "TOUCH_INTERVAL", 0.01)
    file = tmp_path / "lock"
    with locked(file, "y"):
        os.utime(note_of(file), (0, 0))
        deadline = time.monotonic() + 20
        while note_of(file).stat().st_mtime == 0 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert note_of(file).stat().st_mtime > 0
    assert threading.active_count() < 50


@pytest.mark.parametrize(
    ("one", "other", "refused"),
    [
        ((1, 4), (2, 4), False),
        ((2, 4), (2, 4), True),
        ((1, 4), (3, 8), False),
        ((1, 4), (5, 8), True),  # half of the first quarter
        ((1, 2), (2, 3), True),
        ((1, 1), (2, 3), True),
    ],
)
def test_parts_are_held_side_by_side_where_they_share_nothing(
    tmp_path: Path, one: tuple[int, int], other: tuple[int, int], refused: bool
) -> None:
    file = tmp_path / "build/lock"
    with locked_part(file, one, "one"):
        if refused:
            said = f"lock-{one[0]}-of-{one[1]}: held by one of process {os.getpid()}"
            with pytest.raises(LedgerError, match=said), locked_part(file, other, "other"):
                pass
        else:
            with locked_part(file, other, "other"):
                assert note_of(part_of(file, other)).exists()
    with locked_part(file, other, "later"):
        pass


def test_the_whole_and_a_part_of_it_keep_each_other_out(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with locked_part(file, (2, 3), "a part"):
        with pytest.raises(LedgerError, match="lock-2-of-3: held by a part"), locked(file, "all"):
            pass
        assert not note_of(file).exists()
        with locked_part(file, (1, 3), "another"):  # the refused one has left nothing
            pass
    with (
        locked(file, "all"),
        pytest.raises(LedgerError, match="lock: held by all"),
        locked_part(file, (1, 3), "a part"),
    ):
        pass


def test_parts_and_wholes_of_other_hosts_count_and_what_the_dead_left_does_not(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    left_by(part_of(file, (2, 4)), "elsewhere", 1)
    for wanted in (locked(file, "all"), locked_part(file, (2, 4), "x"), locked_part(file, (2, 8), "x")):
        with pytest.raises(LedgerError, match="elsewhere"), wanted:
            pass
    with locked_part(file, (1, 4), "beside it"):
        pass
    left_by(part_of(file, (2, 4)), "elsewhere", 1, age=STALE + 60)
    left_by(file, socket.gethostname(), 1)
    heard: list[str] = []
    with locked_part(file, (1, 4), "x", heard.append):
        assert not note_of(file).exists()
    assert ["taken over" in sentence for sentence in heard] == [True]
    with locked(file, "all"):
        pass
    left_by(file, "elsewhere", 1)
    with pytest.raises(LedgerError, match="elsewhere"), locked_part(file, (1, 4), "x"):
        pass


def test_many_that_come_at_once_for_parts_of_their_own_all_get_them(tmp_path: Path) -> None:
    """As the tasks of an array do, each of which has the whole for a moment."""
    file, everyone = tmp_path / "lock", threading.Barrier(20)
    refused: list[str] = []

    def take(number: int) -> None:
        try:
            with locked_part(file, (number, 20), f"part {number}"):
                everyone.wait(timeout=60)
        except (LedgerError, threading.BrokenBarrierError) as error:
            refused.append(str(error))
            everyone.abort()

    threads = [threading.Thread(target=take, args=(n,)) for n in range(1, 21)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []


def test_a_place_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file")
    said = r"cannot be locked \(.+\); make the folder writable"
    with pytest.raises(LedgerError, match=said) as caught, locked(tmp_path / "build" / "lock", "y"):
        pass
    assert "\n" not in str(caught.value)


def test_a_full_disk_is_said_in_one_sentence_and_leaves_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(lock, "write_whole", full)
    said = "No space left on device.*free some space"
    with pytest.raises(LedgerError, match=said), locked(tmp_path / "lock", "y"):
        pass
    assert not note_of(tmp_path / "lock").exists()
    monkeypatch.undo()
    with locked(tmp_path / "lock", "z"):
        pass
