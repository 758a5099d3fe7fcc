"""Answers that others have overtaken, in one file of the ledger, before it is written again.

Git merges each file by itself: of two new answers to one question, the one that gives way cannot be put into
the history, which is another file. So both lines stand there, and the last one is the answer. What stands
before it counts as history at once, and enters it when the file is next written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from generator.core import Answer
from generator.ledger.lines import raw_lines

__all__ = ["holds_overtaken", "overtaken", "with_names"]

# In a canonical line these fields follow each other; within a text every quotation mark is escaped.
_QUESTION = re.compile(rb'"question":("(?:[^"\\\\]|\\\\.)*"),"raw":')


def overtaken(answers: Sequence[Answer]) -> list[Answer]:
    """Those of the lines of a file, in their order, that a later one to the same question gives way to.

    Failures, which say nothing about a paper, and lines that say the same as the last one are not among them.
    """
    last = {answer.question: answer.id for answer in answers}
    return [a for a in answers if a.status != "failed" and a.id != last[a.question]]


def holds_overtaken(file: Path) -> bool:
    """Whether a file may hold some; no line is parsed. Raises LedgerError where it cannot be read."""
    questions = [found[1] for _, line in raw_lines(file) if (found := _QUESTION.search(line))]
    return len(questions) != len(set(questions))


def with_names(answer: Answer, before: Answer | None) -> Answer:
    """The answer with the former ids of one that said the same: it may be cited by them."""
    if before is None or before.id != answer.id or before.aliases == answer.aliases:
        return answer
    return replace(answer, aliases=tuple(dict.fromkeys((*before.aliases, *answer.aliases))))
