"""Whether the ledger is what it claims to be: lines, ids, order, and quotes against the papers' texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.core import Answer, digest
from generator.errors import Problem
from generator.ledger.rows import answer_files
from generator.ledger.schema import SCHEMA
from generator.ledger.store import answer_of, canonical_line

# What git leaves where it could not merge, by the beginning of the line.
_MARKS = {
    b"<<<<<<<": "the beginning of a merge conflict",
    b"|||||||": "a part of a merge conflict",
    b"=======": "the middle of a merge conflict",
    b">>>>>>>": "the end of a merge conflict",
}
_RESTORE = "restore it from version control, or delete it and build again"
_CANONICAL = "run `answerbook verify --mend`"


@dataclass
class Verified:
    """What was looked at. unquoted: answers whose quotes could not be compared, by the reason."""

    files: int = 0
    answers: int = 0
    quotes: int = 0
    problems: list[Problem] = field(default_factory=list)
    unquoted: dict[str, int] = field(default_factory=dict)
    untidy: list[tuple[str, str]] = field(default_factory=list)  # (paper, model) that --mend can mend


# The text of the paper, and the hash that a fresh answer has recorded of it; None where there is no paper.
Text = tuple[str, str] | None


def verify(folder: Path, text_of: Callable[[str], Text]) -> Verified:
    """Look at every line of the ledger ``folder``; ``text_of``: the text of the paper with this id.

    Quotes of an answer about an earlier text of its paper are not compared: it is stale, not wrong.
    """
    found = Verified()
    paper, text = "", None
    for name, model, file in answer_files(folder):
        if name != paper:
            paper, text = name, text_of(name)
        found.files += 1
        untidy = False
        for path, is_journal in ((file, False), (file.with_name(file.name + ".new"), True)):
            untidy = _verify_file(path, text, found, is_journal=is_journal) or untidy
        if untidy:
            found.untidy.append((name, model))
    return found


def _verify_file(file: Path, text: Text, found: Verified, *, is_journal: bool) -> bool:
    """Whether the form of the file is untidy; its problems go to ``found``."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return False
    except OSError as error:
        found.problems.append(
            Problem(str(file), None, f"cannot be read ({error.strerror}); make it readable")
        )
        return False

    def report(number: int, message: str) -> None:
        found.problems.append(Problem(str(file), number, message))

    lines = data.split(b"\n")
    untidy = damaged = False  # damaged: holds what is no answer, and a person must look first
    last = ""
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[:-1] if not lines[-1] else lines, start=1):
        torn = number == len(lines)  # it lacks its line break, or it would not be the last
        if mark := next((what for mark, what in _MARKS.items() if line.startswith(mark)), None):
            report(
                number,
                f"{line[:40].decode('utf-8', 'replace')!r} is {mark}; keep the line of one side, "
                "delete the other and the marks, or restore the file and merge again with `answerbook merge`",
            )
            damaged = True
            continue
        if not line.strip():
            report(number, f"is empty; {_CANONICAL}")
            untidy = True
            continue
        answer, wrong = answer_of(line, file, number)
        if answer is None:
            if torn and is_journal:
                continue  # the answer in the making at a kill: the next build passes over it
            cut = "is cut off in the middle" if torn else f"is no answer ({wrong})"
            report(number, f"{cut}; {_RESTORE}")
            damaged = True
            continue
        found.answers += 1
        if torn and not is_journal:
            report(number, f"lacks the line break at its end; {_CANONICAL}")
            untidy = True
        for message in _contradictions(answer, text, found):
            report(number, f"{answer.question}: {message}")
        if is_journal or damaged:  # the sides of a conflict stand beside each other as they must
            continue
        if canonical_line(answer) != line + b"\n":
            schema = json.loads(line)["schema"]
            form = f"is of the older schema {schema}" if schema != SCHEMA else "is not in canonical form"
            report(number, f"{form}; {_CANONICAL}")
            untidy = True
        if answer.question in seen:
            report(
                number,
                f"answers {answer.question} again, as line {seen[answer.question]} does; "
                f"delete one of the two, or {_CANONICAL} to keep the last",
            )
            untidy = True
        elif answer.question < last:
            report(number, f"{answer.question} stands after {last}; {_CANONICAL}")
            untidy = True
        seen[answer.question] = number
        last = max(last, answer.question)
    return untidy and not damaged


def _contradictions(answer: Answer, text: Text, found: Verified) -> Iterator[str]:
    """What an answer says that its paper, or another part of it, does not."""
    for sentence in answer.sentences:
        if any(not 0 <= n < len(answer.evidence) for n in sentence.evidence):
            yield f"a sentence cites evidence that is not there; {_RESTORE}"
            break
    placed = [e for e in answer.evidence if e.place.end > 0]
    if text is None:
        _unquoted(found, "their paper is not here")
        return
    words, hashed = text
    about = answer.fingerprint.get("paper_text")
    if about is not None and about != hashed:
        _unquoted(found, "they are about an earlier text of their paper (stale)")
        return
    for number, piece in enumerate(placed, start=1):
        found.quotes += 1
        place = piece.place
        if words[place.start : place.end] == piece.text:
            continue
        elsewhere = words.find(piece.text)
        where = f"; its words stand at {elsewhere}" if elsewhere >= 0 else "; its words stand nowhere in it"
        if about is None:  # imported: the paper may have changed since, and nothing says so
            _unquoted(found, "they were imported, and their paper has changed since (stale)")
            return
        yield f"quote {number} is not what the paper says at {place.start} to {place.end}{where}; {_RESTORE}"
    for searched in answer.searched:
        place = searched.place
        if place.end > 0 and about is not None and digest(words[place.start : place.end]) != searched.id:
            yield (
                f"the snippet {searched.id} that was searched is not what the paper says at {place.start} "
                f"to {place.end}; {_RESTORE}"
            )
            return


def _unquoted(found: Verified, reason: str) -> None:
    found.unquoted[reason] = found.unquoted.get(reason, 0) + 1
