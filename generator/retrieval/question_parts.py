"""Which parts of a question a paper reports; each part is searched for by itself."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from generator.core import PartOfQuestion, PartStatus, Question, Retrieved, Snippet
from generator.retrieval.index import PaperIndex
from generator.retrieval.ranking import Ranked, rank, status_features, weights_of
from generator.retrieval.retrieval_weights import LearnedWeights, usual_log_odds

# The scorer reads so many passages for each part: a part is reported near what the whole question asks.
MAX_SCORED_FOR_PART = 6

# After "The study received no funding", there is no grant number to report.
_NONE = re.compile(
    r"\b(?:no|not|none|without|neither|never)\b.{0,40}\b(?:fund|grant|support|sponsor|financ|approv|consent|regist"
    r"|requir|need|applicable)",
    re.IGNORECASE,
)


def with_parts(
    index: PaperIndex, question: Question, found: Retrieved, models: LearnedWeights | None = None
) -> Retrieved:
    """Return ``found`` with the status of each part of ``question``; unchanged if there are no parts.

    The main part has the status of the whole question, which its cues and queries are about. If the paper
    does not report the question as a whole, it reports no part. If the best passage says that there was
    nothing ("no funding"), all parts are reported. The passage that reports a part best is added to the
    snippets.
    """
    if not question.parts:
        return found
    models = models or weights_of(index)
    main, *others = question.parts
    parts = [PartStatus(main.id, found.answers, found.answered)]
    if found.answers and _NONE.search(found.snippets[0].text):
        parts += [PartStatus(part.id, True, found.answered) for part in others]
        return dataclasses.replace(found, parts=tuple(parts))
    snippets = list(found.snippets)
    part_snippets: list[int | None] = [None] * len(question.parts)
    for number, part in enumerate(others, 1):
        asked = part_as_question(question, part)
        ranked = rank(index, asked, models, scored=MAX_SCORED_FOR_PART)
        probability = min(found.answered, _probability(ranked, question, asked, models))
        reported = found.answers and probability >= found.answered_from
        parts.append(PartStatus(part.id, reported, round(probability, 4)))
        if reported:
            part_snippets[number] = _shown(snippets, ranked[0])
    return dataclasses.replace(
        found, snippets=tuple(snippets), parts=tuple(parts), part_snippets=tuple(part_snippets)
    )


def _shown(snippets: list[Snippet], best: Ranked) -> int:
    """Return the index of the snippet that reports a part best, with its score for that part.

    It is appended if the search for the whole question did not return it. No part may outrank the whole
    question.
    """
    added = best.passage.snippet(best.score)
    max_score = max(snippet.score for snippet in snippets)
    index = next((n for n, s in enumerate(snippets) if s.place == added.place), None)
    if index is None:
        snippets.append(dataclasses.replace(added, score=min(added.score, max_score)))
        return len(snippets) - 1
    own = snippets[index]
    snippets[index] = dataclasses.replace(own, score=max(own.score, min(added.score, max_score)))
    return index


def part_as_question(question: Question, part: PartOfQuestion) -> Question:
    """Return a part as a question of its own, searched for in the sections of the whole question."""
    queries = part.queries or (part.text,)
    return dataclasses.replace(
        question, text=part.text, queries=queries, cues=(), kind="text", parts=(), applies_to=()
    )


def _probability(ranked: Sequence[Ranked], whole: Question, part: Question, models: LearnedWeights) -> float:
    """Return the probability that a paper reports ``part``.

    Its base rate is known for the ``whole`` question only.
    """
    counted = models.blend is not None and whole.text in models.usual
    status = models.status if counted else models.bare
    return status.probability(status_features(ranked, part, usual_log_odds(models.usual, whole.text)))
