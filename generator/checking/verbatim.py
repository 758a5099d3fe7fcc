"""Whether a sentence stands in the evidence word for word, from its beginning to its end."""

from __future__ import annotations

from collections.abc import Sequence

from generator.checking.parsed import Parsed

MIN_VERBATIM = 3  # characters


def is_verbatim(claim: Parsed, piece: Parsed) -> bool:
    """Whether ``claim`` is one or several whole sentences of ``piece``, one after another.

    White space, hyphens, case, citations that are left out, list marks, an opening "However," and the
    last stop do not count. A piece of a sentence is not the sentence: "images were augmented" stands in
    "no images were augmented" word for word.
    """
    # A citation that the sentence leaves out makes no difference; one that it changes does.
    return _stands(claim.bare_rows, piece.bare_rows) or _stands(claim.bare_rows, piece.uncited_rows)


def _stands(said: Sequence[str], rows: Sequence[str]) -> bool:
    wanted = "".join(said)
    if len(wanted) < MIN_VERBATIM:
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
