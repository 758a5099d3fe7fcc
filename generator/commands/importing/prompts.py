"""A prompt that was saved together with its answer: the context it showed, and the reply."""

from __future__ import annotations

import re

# The prompt that LangChain's question-answering chain makes, which many pipelines keep: an
# instruction, the pieces of context set apart by blank lines, the question, and the cue to answer.
_OPENING = re.compile(
    r"\s*(?:System:\s*|Human:\s*)*Use the following (?:pieces of )?(?:retrieved )?context\b[^\n]*\n",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"^[ \t]*Question:", re.IGNORECASE | re.MULTILINE)
_HELPFUL = re.compile(r"^[ \t]*Helpful Answer[ \t]*:", re.IGNORECASE | re.MULTILINE)
# The template of an answer within the instructions is no cue: "Answer: (provide your answer)".
_CUE = re.compile(r"^[ \t]*Answer[ \t]*:(?!:)(?!\s*\(?provide)", re.IGNORECASE | re.MULTILINE)


def context_and_reply(saved: str) -> tuple[str | None, str]:
    """The context and the reply in a saved text; the context is None where only a reply was saved.

    The reply is empty where only a prompt was.

    >>> context_and_reply("Use the following context.\\n\\nA.\\n\\nQuestion: B?\\nHelpful Answer: C.")
    ('A.', 'C.')
    """
    opening = _OPENING.match(saved)
    if opening is None:
        return None, saved
    # A reply may go on with questions of its own: the first cue behind the first question counts,
    # and the last question before it, for a context may quote one.
    first = _QUESTION.search(saved, opening.end())
    cue = None if first is None else _cue(saved, first.end())
    if cue is None:
        return None, ""  # a prompt that nobody answered
    questions = list(_QUESTION.finditer(saved, opening.end(), cue.start()))
    return saved[opening.end() : questions[-1].start()].strip("\n"), saved[cue.end() :].strip()


def _cue(saved: str, start: int) -> re.Match[str] | None:
    """The cue to answer: "Helpful Answer:" where there is one, for instructions hold "Answer:" too."""
    return _HELPFUL.search(saved, start) or _CUE.search(saved, start)
