"""Numbers with their nouns."""

from __future__ import annotations


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: ``1 paper``, ``3 papers``, ``1,204 answers``.

    plural: where it is not the noun with an s, or a verb follows: ``counted(n, "answer is", "answers are")``.
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
