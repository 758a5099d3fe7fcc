"""Sentences that are in the evidence word for word, from beginning to end."""

from __future__ import annotations

from collections.abc import Sequence

from generator.checking.parsed import Parsed

MIN_VERBATIM_CHARS = 3


def is_verbatim(claim: Parsed, piece: Parsed) -> bool:
    """Return True if ``claim`` is one or several whole sentences of ``piece``, in a row.

    White space, hyphens, case, citations that are left out, list marks, an opening "However," and the last
    stop do not count. A part of a sentence is not the sentence: "images were augmented" is in "no images
    were augmented" word for word.
    """
    # A citation that the sentence leaves out makes no difference; one that it changes does.
    return _is_run_of(claim.bare_rows, piece.bare_rows) or _is_run_of(claim.bare_rows, piece.uncited_rows)


def _is_run_of(said: Sequence[str], rows: Sequence[str]) -> bool:
    """Return True if the sentences ``said``, joined, are consecutive ``rows``, joined."""
    wanted = "".join(said)
    if len(wanted) < MIN_VERBATIM_CHARS:
        return False
    for first, row in enumerate(rows):
        if not row or not wanted.startswith(row):
            continue
        rest = wanted[len(row) :]
        for following in rows[first + 1 :]:
            if not rest or not rest.startswith(following):
                break
            rest = rest[len(following) :]
        if not rest:
            return True
    return False
