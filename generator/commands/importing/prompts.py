"""Split a prompt that was saved together with its answer into context and reply."""

from __future__ import annotations

import re

# The prompt of LangChain's question-answering chain, which many pipelines use: an instruction, the pieces of
# context separated by blank lines, the question, and the cue to answer.
_OPENING = re.compile(
    r"\s*(?:System:\s*|Human:\s*)*Use the following (?:pieces of )?(?:retrieved )?context\b[^\n]*\n",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"^[ \t]*Question:", re.IGNORECASE | re.MULTILINE)
_HELPFUL = re.compile(r"^[ \t]*Helpful Answer[ \t]*:", re.IGNORECASE | re.MULTILINE)
# The template of an answer within the instructions is not the cue: "Answer: (provide your answer)".
_CUE = re.compile(r"^[ \t]*Answer[ \t]*:(?!:)(?!\s*\(?provide)", re.IGNORECASE | re.MULTILINE)


def context_and_reply(saved: str) -> tuple[str | None, str]:
    """Return the context and the reply in a saved text.

    The context is None if only a reply was saved. The reply is empty if only a prompt was saved.

    >>> context_and_reply("Use the following context.\\n\\nA.\\n\\nQuestion: B?\\nHelpful Answer: C.")
    ('A.', 'C.')
    """
    opening = _OPENING.match(saved)
    if opening is None:
        return None, saved
    # A reply may contain further questions, so the first cue after the first question counts. A context may
    # contain questions too, so the last question before that cue counts.
    first = _QUESTION.search(saved, opening.end())
    cue = None if first is None else _cue(saved, first.end())
    if cue is None:
        return None, ""  # a prompt without a reply
    questions = list(_QUESTION.finditer(saved, opening.end(), cue.start()))
    return saved[opening.end() : questions[-1].start()].strip("\n"), saved[cue.end() :].strip()


def _cue(saved: str, start: int) -> re.Match[str] | None:
    """Return the cue to answer.

    "Helpful Answer:" takes precedence, as instructions also contain "Answer:".
    """
    return _HELPFUL.search(saved, start) or _CUE.search(saved, start)
