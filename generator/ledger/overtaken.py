"""Overtaken answers: superseded lines within one file of the ledger, before it is next written.

Git merges each file by itself. Of two new answers to one question, the superseded one cannot be moved into
the history, which is another file. So both lines stay, and the last one is the answer. The earlier ones count
as history at once, and are moved there when the file is next written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from generator.core import Answer
from generator.ledger.ledger_lines import raw_lines

__all__ = ["may_hold_overtaken", "overtaken_answers", "with_former_ids"]

# In a canonical line these fields are adjacent; within a text every quotation mark is escaped.
_QUESTION = re.compile(rb'"question":("(?:[^"\\\\]|\\\\.)*"),"raw":')


def overtaken_answers(answers: Sequence[Answer]) -> list[Answer]:
    """Return the answers of a file, in order of lines, that a later line to the same question supersedes.

    Left out are failures, which say nothing about a paper, and lines that say the same as the last one.
    """
    last = {answer.question: answer.id for answer in answers}
    return [a for a in answers if a.status != "failed" and a.id != last[a.question]]


def may_hold_overtaken(file: Path) -> bool:
    """Return True if a file may have some; lines are not parsed. Raises LedgerError if it cannot be read."""
    questions = [found[1] for _, line in raw_lines(file) if (found := _QUESTION.search(line))]
    return len(questions) != len(set(questions))


def with_former_ids(answer: Answer, before: Answer | None) -> Answer:
    """Return the answer with the former ids of one that said the same: it may be cited by them."""
    if before is None or before.id != answer.id or before.aliases == answer.aliases:
        return answer
    return replace(answer, aliases=tuple(dict.fromkeys((*before.aliases, *answer.aliases))))
