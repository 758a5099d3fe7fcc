"""The answerer without a model: it quotes the sentences that answer, or abstains."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.core import Draft, DraftSentence, Question, Snippet
from generator.core.question import AnswerKind

# Raised by hand whenever other sentences would be quoted from the same snippets.
VERSION = "1"

# How many quotes answer a question of each kind: a list is spread over more sentences than a link.
_MOST: Mapping[AnswerKind, int] = {"text": 3, "list": 4, "link": 2, "number": 2, "yes_no": 2}
# A further quote must come this near to the best one.
_NEAR_BEST = 0.8


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quotes the best snippets where the best one is relevant enough.

    relevant: the score from which a snippet counts as an answer; partly: the score from which it
    counts as a part of one.
    """

    relevant: float
    partly: float
    name: str = "quotes"

    def answer(self, question: Question, snippets: Sequence[Snippet]) -> Draft:
        started = time.perf_counter()
        candidates = [
            (number, snippet)
            for number, snippet in enumerate(snippets, start=1)
            if snippet.score >= self.partly and (question.kind != "link" or snippet.links)
        ]
        if not candidates:
            return Draft(raw="", sentences=(), abstained=True, seconds=time.perf_counter() - started)
        best = max(snippet.score for _, snippet in candidates)
        chosen = [(n, s) for n, s in candidates if s.score >= _NEAR_BEST * best][: _MOST[question.kind]]
        chosen.sort(key=lambda pair: pair[1].place.start)
        sentences = tuple(DraftSentence(snippet.text, (number,)) for number, snippet in chosen)
        return Draft(
            raw="\n".join(f"[{s.cites[0]}] {s.text}" for s in sentences),
            sentences=sentences,
            partial=best < self.relevant,
            seconds=time.perf_counter() - started,
        )

    def close(self) -> None:
        """Nothing is held."""
