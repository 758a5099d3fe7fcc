"""File systems that lack what ours have: flushing, modes, links, times; and files that change hands."""

from __future__ import annotations

import datetime
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.commands.reviews.review_merging import merge_reviews
from generator.core import Review
from generator.core.known_paper import DatedRecord, KnownPaper
from generator.ledger import Ledger
from generator.ledger.known import known_papers, write_known
from generator.ledger.ledger_merging import merge_ledgers
from generator.ledger.private_mark import set_marks
from generator.ledger.published_list import add_to_list, vanished_names
from generator.site.publishing.disk import swap_in
from generator.storage.files import flush_to_disk
from generator.storage.lock import locked
from tests.ledger.making import an_answer


def work(root: Path) -> None:
    """Do what commands do to a project's folder."""
    ledger = Ledger(root / "answers")
    with locked(root / "build/lock", "a build"):
        ledger.append(an_answer("a"))
        ledger.append(an_answer("b"))
        ledger.settle_all()
        ledger.record([an_answer("a", text="New.", made="2026-02-02")])
        paper = KnownPaper(
            "paper-1", "x.md", "t", "c", ("s",), records=(DatedRecord("2026-01-01", {"title": "X"}),)
        )
        write_known(ledger.folder, [paper])
        set_marks(ledger.folder, {"paper-1": "stated"})
        add_to_list(ledger.folder, {"paper-1"})
    merge_ledgers(root / "other", [ledger.folder])
    merge_reviews(
        root / "reviews",
        [Review("paper-1", "a", "0" * 24, "confirmed", "Ada", datetime.date(2026, 1, 2))],
    )
    assert set(Ledger(root / "other").read("paper-1", "quotes")) == {"a", "b"}
    assert len(Ledger(root / "other").history("paper-1")) == 1
    assert known_papers(root / "other")["paper-1"].file == "x.md"
    assert vanished_names(ledger.folder) == {}


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def refusing(code: int) -> Callable[..., Any]:
    def refused(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return refused


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("fsync", errno.EINVAL),
        ("fsync", errno.ENOSYS),
        ("fsync", errno.EOPNOTSUPP),
        ("chmod", errno.EPERM),
        ("chmod", errno.EOPNOTSUPP),
        ("utime", errno.EPERM),
        ("link", errno.EPERM),
    ],
)
def test_a_file_system_that_lacks_a_call_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    work(tmp_path / "ours")
    monkeypatch.setattr(os, call, refusing(code))
    work(tmp_path / "odd")
    assert files(tmp_path / "odd") == files(tmp_path / "ours")


def test_a_disk_that_fails_to_flush_is_not_taken_for_one_that_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", refusing(errno.EIO))
    with (tmp_path / "x").open("wb") as stream, pytest.raises(OSError, match=os.strerror(errno.EIO)):
        flush_to_disk(stream)


def test_a_file_that_another_machine_replaces_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work(tmp_path / "ours")
    real, failed = Path.read_bytes, set[Path]()

    def stale(file: Path) -> bytes:
        if file not in failed:
            failed.add(file)
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))
        return real(file)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", stale)
        work(tmp_path / "odd")
    assert len(failed) > 4
    assert files(tmp_path / "odd") == files(tmp_path / "ours")


def test_a_site_that_somebody_has_open_is_replaced_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network file system keeps a file of the old site while it is open, so that its folder cannot go."""
    old, new = tmp_path / "site", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "index.html").write_text(folder.name)
    monkeypatch.setattr(os, "rmdir", refusing(errno.ENOTEMPTY))
    swap_in(new, old)
    assert (old / "index.html").read_text() == "new"
