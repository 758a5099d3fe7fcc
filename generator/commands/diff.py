"""`answerbook diff`: the changes between two ledgers as text, or as one self-contained web page."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from string import Template

from generator.core import Answer
from generator.core.counting import pluralize
from generator.core.status import STATUS_WORDS
from generator.errors import AnswerbookError
from generator.ledger.ledger_diff import Comparison, LedgerChange, word_changes
from generator.project import SETTINGS_FILE, Project
from generator.project.catalogue import private_papers as private_of
from generator.project.paper_loading import read_known_papers
from generator.site import cutter, echo_in, is_open
from generator.storage.files import write_whole

__all__ = [
    "comparison_html",
    "comparison_text",
    "private_papers",
    "within_licences",
    "without_papers",
    "write_page",
]

# Characters that a terminal would obey instead of showing them.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_NAMES = {"same": None, "removed": "del", "added": "ins"}


def within_licences(found: Comparison, root: Path) -> Comparison:
    """Shorten the quotes of papers without an open licence, as the site of the project in ``root`` does.

    A paper that is gone or cannot be read counts as not open. Without a project no licence is known, and
    nothing is shortened. Raises InvalidFile.
    """
    if not (root / SETTINGS_FILE).is_file():
        return found
    project = Project.find(root)
    length, names = project.settings.site.quote_length, project.settings.site.open_licences
    if not length:
        return found
    ids = {change.paper for change in found.changes}
    papers = {paper.id: paper for paper in read_known_papers(project, ids)}
    cutters = {
        id: cutter(echo_in(papers[id].text if id in papers else ""), length)
        for id in ids
        if id not in papers or not is_open(papers[id].metadata.licence, names)
    }

    def shown(answer: Answer | None) -> Answer | None:
        return cutters[answer.paper](answer) if answer is not None and answer.paper in cutters else answer

    changes = [replace(change, old=shown(change.old), new=shown(change.new)) for change in found.changes]
    return replace(found, changes=changes)


def without_papers(found: Comparison, papers: Collection[str]) -> Comparison:
    """Return the comparison without the answers about ``papers``."""
    kept = [c for c in found.changes if c.paper not in papers]
    return Comparison(kept, found.same, found.unread)


def comparison_text(found: Comparison) -> str:
    """Return the comparison as text, by cause: each answer with its statuses and the words that differ."""
    lines: list[str] = []
    for cause, changes in _by_cause(found.changes):
        lines += [f"## {cause} ({len(changes)})", ""]
        for change in changes:
            place = _CONTROL.sub("�", f"{change.paper} / {change.question} / {change.model}")
            lines.append(f"{place}: {_statuses(change)}")
            if len(change.causes) > 1:
                lines.append(f"  changed: {', '.join(change.causes)}")
            lines += [f"  {line}" for line in _words_text(change).splitlines()]
            lines.append("")
    lines.append(summary(found))
    lines += [
        f"{name}: {pluralize(count, 'line is no answer', 'lines are no answers')}"
        for name, count in sorted(found.unread.items())
    ]
    return "\n".join(lines)


def summary(found: Comparison) -> str:
    """Return the numbers of changed, added and removed answers in one line."""
    added = sum(c.old is None for c in found.changes)
    removed = sum(c.new is None for c in found.changes)
    changed = len(found.changes) - added - removed
    same = f", {found.same} recomputed without a change" if found.same else ""
    return f"{pluralize(changed, 'answer')} changed, {added} added, {removed} removed{same}"


def comparison_html(found: Comparison, old: str, new: str) -> str:
    """Return the comparison as one web page without scripts or outside resources; all text is escaped."""
    title = _escaped(f"Answers from {old} to {new}")
    body = [f"<h1>{title}</h1>", f"<p>{_escaped(summary(found))}</p>"]
    for cause, changes in _by_cause(found.changes):
        body.append(f"<h2>{_escaped(cause)} ({len(changes)})</h2>")
        for change in changes:
            place = f"{change.paper} / {change.question} / {change.model}"
            body.append(f"<section><h3>{_escaped(place)}</h3><p class=status>{_escaped(_statuses(change))}")
            if change.causes:
                body.append(f" · changed: {_escaped(', '.join(change.causes))}")
            body.append(f"</p><p>{_words_html(change)}</p></section>")
    for name, count in sorted(found.unread.items()):
        body.append(
            f"<p>{_escaped(name)}: {pluralize(count, 'line is no answer', 'lines are no answers')}</p>"
        )
    return _PAGE.substitute(title=title, body="\n".join(body))


_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem;
  color: #1a1a1a; background: #fff }
h3 { font-size: 1rem; margin: 1.5rem 0 0 } .status { color: #555; margin: 0 }
ins { background: #d7f5dd; text-decoration: none; border-bottom: 2px solid #1a7f37 }
del { background: #fde2e0; border-bottom: 2px solid #b42318 }
p { overflow-wrap: anywhere; white-space: pre-wrap }
</style>
</head>
<body>
$body
</body>
</html>
""")


def _by_cause(changes: Sequence[LedgerChange]) -> Iterator[tuple[str, list[LedgerChange]]]:
    """Yield each cause with its changes: changed answers first, then added and removed ones."""

    def order(change: LedgerChange) -> tuple[int, str]:
        return (0 if change.old and change.new else 1 if change.new else 2), change.cause

    for _, group in groupby(sorted(changes, key=order), key=order):
        of_cause = list(group)
        yield of_cause[0].cause, of_cause


def _statuses(change: LedgerChange) -> str:
    old, new = (STATUS_WORDS[a.status] if a else None for a in (change.old, change.new))
    if old and new:
        return old if old == new else f"{old} -> {new}"
    return old or new or ""


def _wording(answer: Answer | None) -> str:
    """Return the text of an answer, or the reason if it has none."""
    return "" if answer is None else answer.text or answer.reason


def _words_text(change: LedgerChange) -> str:
    marks = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
    pieces = []
    for kind, text in word_changes(_wording(change.old), _wording(change.new)):
        before, after = marks[kind]
        pieces.append(f"{before}{_CONTROL.sub('�', text)}{after}")
    return "".join(pieces)


def _words_html(change: LedgerChange) -> str:
    pieces = []
    for kind, text in word_changes(_wording(change.old), _wording(change.new)):
        name = _NAMES[kind]
        pieces.append(f"<{name}>{_escaped(text)}</{name}>" if name else _escaped(text))
    return "".join(pieces)


def _escaped(text: str) -> str:
    return html.escape(_CONTROL.sub("�", text).encode("utf-8", "replace").decode(), quote=True)


def private_papers(root: Path) -> set[str]:
    """Return the ids of papers that the site does not show; none if ``root`` holds no project."""
    if not (root / SETTINGS_FILE).is_file():
        return set()
    return set(private_of(Project.find(root)))


def write_page(file: Path, text: str) -> None:
    """Write a page, whole or not at all. Raises AnswerbookError if it cannot be written."""
    if not file.parent.is_dir():
        raise AnswerbookError(f"{file.parent}: no such folder; create it, or choose another file")
    try:
        write_whole(file, text)
    except OSError as error:
        raise AnswerbookError(f"{file}: cannot be written ({error.strerror}); choose another file") from error
