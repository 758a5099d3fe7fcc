"""The list of everything ever published, `<folder>/published.txt`: an address on it must not vanish.

One line for each id of an answer that had a page, former ids among them, one for each line of a history,
which says what became of an answer, and one for each record of a paper and of the site, which pages show.
Lines are only added; two lists are merged by taking all lines. What is to be gone for good gets a line of the
kind ``removed``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from generator.ledger.columns import ColumnStore
from generator.ledger.known import known_papers
from generator.ledger.ledger_lines import DAMAGE, answer_of, conflict_mark, raw_lines, seal_of, writing
from generator.ledger.ledger_rows import HISTORY_FILE, answer_files
from generator.ledger.private_mark import read_marks
from generator.ledger.site_file import site_names
from generator.storage.files import write_whole

__all__ = [
    "PUBLISHED_FILE",
    "ListedName",
    "add_to_list",
    "listed_name",
    "merge_lists",
    "read_list",
    "recorded_names",
    "restore_lines",
    "unlisted_answers",
    "unreadable_lines",
    "vanished_names",
    "wanted_names",
]

PUBLISHED_FILE = "published.txt"
_ID = re.compile(rb'"id":"([0-9a-f]{24})"')
_ALIASES = re.compile(rb'"aliases":\[([^\[\]]*)\]')
_FAILED = b'"status":"failed"'

_SITE = "-"  # in place of a paper, of which no id begins like this
# Paper, kind of entry, and its id, seal or hash.
ListedName = tuple[str, str, str]
_KINDS = ("answer", "history", "record", "site", "removed")


def read_list(folder: Path) -> dict[ListedName, int]:
    """Return the entries of the list of the ledger ``folder``, each with its line. Raises LedgerError."""
    found: dict[ListedName, int] = {}
    for number, line in raw_lines(folder / PUBLISHED_FILE):
        if (name := listed_name(line)) is not None:
            found.setdefault(name, number)
    return found


def wanted_names(names: Collection[ListedName]) -> set[ListedName]:
    """Return the entries of a list that must not vanish: all but those removed for good."""
    removed = {(paper, id) for paper, kind, id in names if kind == "removed"}
    return {(paper, kind, id) for paper, kind, id in names if (paper, id) not in removed}


def unreadable_lines(folder: Path) -> list[tuple[int, str]]:
    """Return the lines of a list that are no entries, with a description of each. Raises LedgerError."""
    lines = raw_lines(folder / PUBLISHED_FILE)
    return [
        (number, conflict_mark(line) or "no line of this list")
        for number, line in lines
        if listed_name(line) is None
    ]


def listed_name(line: bytes) -> ListedName | None:
    """Return the entry on a line; None if it is none."""
    words = line.decode("utf-8", "replace").split()
    if conflict_mark(line) or len(words) != 3 or words[1] not in _KINDS:
        return None
    return words[0], words[1], words[2]


def recorded_names(
    folder: Path, papers: Collection[str] | None = None, columns: ColumnStore | None = None
) -> set[ListedName]:
    """Return the entries that a list may have for the ledger ``folder``. papers: only of these.

    columns: spare the reading of files. Raises LedgerError.
    """
    found: set[ListedName] = set()
    for paper, _, file in answer_files(folder):
        if papers is not None and paper not in papers:
            continue
        # A journal holds answers that the columns do not know yet.
        journal = file.with_name(file.name + ".new")
        if columns is not None and not journal.exists() and (kept := columns.of(file)) is not None:
            given = (a for a in kept.answers.values() if a.status != "failed")
            found.update((paper, "answer", name) for a in given for name in a.names)
            continue
        for path in (file, journal):
            for _, line in raw_lines(path):
                found.update((paper, "answer", name) for name in _names(line, path))
    for history in sorted(folder.glob(f"*/{HISTORY_FILE}")):
        paper = history.parent.name
        if papers is not None and paper not in papers:
            continue
        for _, line in raw_lines(history):
            if seal := seal_of(line):
                found.add((paper, "history", seal))
                found.update((paper, "answer", name) for name in _names_in(line))
    for paper, known in known_papers(folder).items():
        if papers is None or paper in papers:
            found.update((paper, "record", record.name) for record in known.records)
    found.update((_SITE, "site", name) for name in site_names(folder))
    return found


def vanished_names(folder: Path, columns: ColumnStore | None = None) -> dict[ListedName, int]:
    """Return the entries of the list that are no longer in the ledger, each with its line in the list.

    columns: see `recorded_names`.
    """
    names = read_list(folder)
    papers = {paper for paper, _, _ in names}
    gone = wanted_names(names) - recorded_names(folder, papers, columns) if names else set()
    return {name: names[name] for name in sorted(gone)}


def add_to_list(folder: Path, papers: Collection[str], columns: ColumnStore | None = None) -> bool:
    """Add all answers about ``papers`` to the list; return True if any was new.

    columns: see `recorded_names`. Raises OSError or LedgerError.
    """
    known = set(read_list(folder))
    new = recorded_names(folder, papers, columns) - known
    if new:
        lines = (line for _, line in raw_lines(folder / PUBLISHED_FILE))
        write_whole(folder / PUBLISHED_FILE, _text(known | new) + _damaged(lines))
    return bool(new)


def unlisted_answers(folder: Path, columns: ColumnStore | None = None) -> set[ListedName]:
    """Return the answers in the ledger that are not on the list, except those about private papers.

    columns: see `recorded_names`.
    """
    names, private = read_list(folder), read_marks(folder)
    recorded = recorded_names(folder, None, columns)
    here = {name for name in recorded if name[1] == "answer" and name[0] not in private}
    removed = {(paper, "answer", id) for paper, kind, id in names if kind == "removed"}
    return here - set(names) - removed


def restore_lines(folder: Path, names: Collection[ListedName]) -> None:
    """Put entries back into the list. Raises LedgerError if it cannot be written."""
    file = folder / PUBLISHED_FILE
    with writing(file):
        lines = (line for _, line in raw_lines(file))
        write_whole(file, _text({*read_list(folder), *names}) + _damaged(lines))


def merge_lists(*sides: bytes) -> bytes:
    """Return all lines of several lists, without marks of a conflict; damaged ones are at the end."""
    lines = [line for side in sides for line in side.splitlines() if line.strip()]
    names = (listed_name(line) for line in lines)
    return (_text(name for name in names if name is not None) + _damaged(lines)).encode()


def _damaged(lines: Iterable[bytes]) -> str:
    """Return the lines that are no entries, for a person to restore: each stands for something published."""
    found = (line for line in lines if listed_name(line) is None and not conflict_mark(line))
    return "".join(f"{text}\n" for text in dict.fromkeys(line.decode("utf-8", "replace") for line in found))


def _text(names: Iterable[ListedName]) -> str:
    return "".join(f"{' '.join(name)}\n" for name in sorted(set(names)))


def _names(line: bytes, file: Path) -> Iterator[str]:
    """Yield the ids of the answer on a line, unless it failed: a failure has no page that could be cited."""
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
    # Within a text every quotation mark is escaped, so that these matches are fields.
    if found := _ID.search(line):
        yield found[1].decode()
    if found := _ALIASES.search(line):
        yield from (name.strip(b'"').decode("utf-8", "replace") for name in found[1].split(b",") if name)
