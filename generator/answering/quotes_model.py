"""The answerer without a model: it quotes the sentences that answer, or abstains."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.answering.protocol import Context
from generator.core import Draft, DraftSentence, Question, Retrieved, Snippet
from generator.core.paper import is_statement
from generator.core.question import AnswerKind

# Raised by hand whenever other sentences would be quoted from the same snippets.
QUOTES_VERSION = "5"

# The most quotes for a question of each kind: a list is spread over more sentences than a link.
_MAX_QUOTES: Mapping[AnswerKind, int] = {"text": 3, "list": 4, "link": 2, "number": 2, "yes_no": 2}
# A further quote must be this likely to answer, as a share of the best one. Of three quotes, 59 % are gold
# evidence, and 88 % of the answers contain some; .3 gives 55 and 89 %, .7 gives 64 and 86 %
# (`python -m tests.benchmarks.retrieval --quotes`).
_NEAR_BEST = 0.5
_MAX_STATEMENT_SENTENCES = 8  # of a declaration that is quoted as a whole
# Separates the things that the title of a declaration names.
_SEVERAL = re.compile(r"\band\b|[&/,;]", re.IGNORECASE)
# Below this probability, a part of the question is taken to be open. Among 87 questions that 4 papers answer
# at least in part, the probability separates those answered in full with an area under the curve of .88.
_MIN_FULL_ANSWER = 0.75

# A snippet with its number from 1 among those found.
NumberedSnippet = tuple[int, Snippet]


@dataclass(frozen=True, slots=True)
class Quotes:
    """An answerer that quotes the best snippets if the paper likely answers the question."""

    name: str = "quotes"

    def answer(self, question: Question, found: Retrieved) -> Draft:
        """See `Answerer`."""
        started = time.perf_counter()
        numbered = list(enumerate(found.snippets, start=1))
        candidates = [pair for pair in numbered if question.kind != "link" or pair[1].links]
        if not candidates or not found.answers:
            return Draft(raw="", sentences=(), abstained=True, seconds=time.perf_counter() - started)
        parts = [numbered[place] for place in dict.fromkeys(found.part_snippets) if place is not None]
        statement = _declared(candidates)
        chosen = statement or _room_for(
            parts, _best(candidates, _MAX_QUOTES[question.kind]), _MAX_QUOTES[question.kind]
        )
        chosen += [pair for pair in parts if pair not in chosen]
        sentences = tuple(DraftSentence(snippet.text, (number,)) for number, snippet in chosen)
        return Draft(
            raw="\n".join(f"[{s.cites[0]}] {s.text}" for s in sentences),
            sentences=sentences,
            # If each part was decided, the whole need not be estimated.
            partial=not all(p.reported for p in found.parts)
            if found.parts
            else found.answered < _MIN_FULL_ANSWER,
            seconds=time.perf_counter() - started,
        )

    def choose_context(self, contexts: Iterable[Context], questions: Sequence[Question]) -> Context | None:
        """Return None: it is no model, so a shared context saves nothing."""
        return None

    def close(self) -> None:
        """Do nothing: there is nothing to release."""


def _best(candidates: Sequence[NumberedSnippet], most: int) -> list[NumberedSnippet]:
    """Return the snippets that answer best, the best one first."""
    ordered = sorted(candidates, key=lambda pair: -pair[1].score)
    return [(n, s) for n, s in ordered if s.score >= _NEAR_BEST * ordered[0][1].score][:most]


def _room_for(
    parts: Sequence[NumberedSnippet], best: list[NumberedSnippet], most: int
) -> list[NumberedSnippet]:
    """Return the best quotes without the last ones, which make room for quotes that report parts.

    Every part that is called reported needs a quote that reports it. The first quote always stays.
    """
    room = max(1, most - sum(pair not in best for pair in parts))
    while len(best) > room and (spare := [pair for pair in best[1:] if pair not in parts]):
        best = [pair for pair in best if pair != spare[-1]]
    return best


def _declared(candidates: Sequence[NumberedSnippet]) -> list[NumberedSnippet]:
    """Return the whole declaration that the best snippet is part of, in order; empty if it is part of none.

    Half of a declaration misleads: "All other authors have declared that no competing interests exist." In
    one about several things ("Funding and competing interests") the best sentence comes first.
    """
    best = max(candidates, key=lambda pair: pair[1].score)
    place = best[1].place
    if not is_statement(place.kind, place.section):
        return []
    same = [(n, s) for n, s in candidates if (s.place.kind, s.place.section) == (place.kind, place.section)]
    several = _SEVERAL.search(place.section) is not None
    ordered = sorted(same, key=lambda pair: (several and pair != best, pair[1].place.start))
    return ordered[:_MAX_STATEMENT_SENTENCES]
