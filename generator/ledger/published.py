"""The list of what was ever published, `<folder>/published.txt`: an address on it must not vanish.

One line for each id of an answer that had a page, ids of before among them, and one for each line of a
history, which tells what became of an answer. Lines are only added; two lists are merged by taking all lines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from generator.ledger.lines import DAMAGE, mark_of, raw_lines, seal_of
from generator.ledger.rows import HISTORY, answer_files
from generator.ledger.store import answer_of
from generator.storage.files import write_whole

__all__ = ["FILE", "Listed", "listed", "merged_lists", "not_listed", "publish", "recorded", "vanished"]

FILE = "published.txt"
_ID = re.compile(rb'"id":"([0-9a-f]{24})"')
_ALIASES = re.compile(rb'"aliases":\[([^\[\]]*)\]')
_FAILED = b'"status":"failed"'

# Paper, what it is (`answer` or `history`), and its id or seal.
Listed = tuple[str, str, str]


def listed(folder: Path) -> dict[Listed, int]:
    """What the list of the ledger ``folder`` holds, each with its line. Raises LedgerError."""
    found: dict[Listed, int] = {}
    for number, line in raw_lines(folder / FILE):
        if (name := _listed(line)) is not None:
            found.setdefault(name, number)
    return found


def not_listed(folder: Path) -> list[tuple[int, str]]:
    """The lines of a list that name nothing, with what they are. Raises LedgerError."""
    lines = raw_lines(folder / FILE)
    return [
        (number, mark_of(line) or "no line of this list") for number, line in lines if _listed(line) is None
    ]


def _listed(line: bytes) -> Listed | None:
    words = line.decode("utf-8", "replace").split()
    if mark_of(line) or len(words) != 3 or words[1] not in ("answer", "history"):
        return None
    return words[0], words[1], words[2]


def recorded(folder: Path, papers: Collection[str] | None = None) -> set[Listed]:
    """What the ledger ``folder`` holds that a list may name; papers: of these alone. Raises LedgerError."""
    found: set[Listed] = set()
    for paper, _, file in answer_files(folder):
        if papers is not None and paper not in papers:
            continue
        for path in (file, file.with_name(file.name + ".new")):
            for _, line in raw_lines(path):
                found.update((paper, "answer", name) for name in _names(line, path))
    for history in sorted(folder.glob(f"*/{HISTORY}")):
        paper = history.parent.name
        if papers is not None and paper not in papers:
            continue
        for _, line in raw_lines(history):
            if seal := seal_of(line):
                found.add((paper, "history", seal))
                found.update((paper, "answer", name) for name in _names_in(line))
    return found


def vanished(folder: Path) -> dict[Listed, int]:
    """What the list names and the ledger does not hold any more, each with its line in the list."""
    names = listed(folder)
    gone = set(names) - recorded(folder, {paper for paper, _, _ in names}) if names else set()
    return {name: names[name] for name in sorted(gone)}


def publish(folder: Path, papers: Collection[str]) -> bool:
    """Put all answers about ``papers`` on the list; whether any was new. Raises OSError or LedgerError."""
    known = set(listed(folder))
    new = recorded(folder, papers) - known
    if new:
        write_whole(folder / FILE, _text(known | new))
    return bool(new)


def merged_lists(*sides: bytes) -> bytes:
    """All lines of several lists."""
    found = (_listed(line) for side in sides for line in side.splitlines())
    return _text(name for name in found if name is not None).encode()


def _text(names: Iterable[Listed]) -> str:
    return "".join(f"{' '.join(name)}\n" for name in sorted(set(names)))


def _names(line: bytes, file: Path) -> Iterator[str]:
    """The ids of the answer on a line, unless it failed: then it has no page that could be cited."""
    if seal_of(line):
        if _FAILED not in line:
            yield from _names_in(line)
        return
    try:
        answer, _ = answer_of(line, file)
    except DAMAGE:
        return
    if answer is not None and answer.status != "failed":
        yield from answer.names


def _names_in(line: bytes) -> Iterator[str]:
    # Within a text every quotation mark is escaped, so that these are fields.
    if found := _ID.search(line):
        yield found[1].decode()
    if found := _ALIASES.search(line):
        yield from (name.strip(b'"').decode("utf-8", "replace") for name in found[1].split(b",") if name)
