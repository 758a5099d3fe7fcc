"""Which parts of a question a paper tells, each part searched for by itself."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from generator.core import Part, PartFound, Question, Retrieved, Snippet
from generator.retrieval.index import PaperIndex
from generator.retrieval.ranking import Ranked, rank, status_features, weights_of
from generator.retrieval.weights import Learned, usually

# So many passages a part are read by the scorer: what tells a part stands near what tells the whole.
PART_SCORED = 6

# "The study received no funding" leaves nothing to tell of a grant's number.
_NONE = re.compile(
    r"\b(?:no|not|none|without|neither|never)\b.{0,40}\b(?:fund|grant|support|sponsor|financ|approv|consent|regist"
    r"|requir|need|applicable)",
    re.IGNORECASE,
)


def with_parts(
    index: PaperIndex, question: Question, found: Retrieved, models: Learned | None = None
) -> Retrieved:
    """``found`` with what became of each part of ``question``; as it is where there are none.

    The main part goes by the whole question, which its cues and queries are about. No part is told where the
    question as a whole is not; and all are where the best passage says that there is nothing to tell. What
    tells a part best is among the snippets afterwards.
    """
    if not question.parts:
        return found
    models = models or weights_of(index)
    main, *others = question.parts
    parts = [PartFound(main.id, found.answers, found.answered)]
    if found.answers and _NONE.search(found.snippets[0].text):
        parts += [PartFound(part.id, True, found.answered) for part in others]
        return dataclasses.replace(found, parts=tuple(parts))
    snippets = list(found.snippets)
    told_by: list[int | None] = [None] * len(question.parts)
    for number, part in enumerate(others, 1):
        asked = of_part(question, part)
        ranked = rank(index, asked, models, scored=PART_SCORED)
        probability = min(found.answered, _probability(ranked, question, asked, models))
        told = found.answers and probability >= found.answered_from
        parts.append(PartFound(part.id, told, round(probability, 4)))
        if told:
            told_by[number] = _shown(snippets, ranked[0])
    return dataclasses.replace(found, snippets=tuple(snippets), parts=tuple(parts), told_by=tuple(told_by))


def _shown(snippets: list[Snippet], best: Ranked) -> int:
    """The index of the snippet that tells a part best, with the score that it has for the part.

    It is added where the search for the whole question passed it over. No part outranks the whole question.
    """
    wanted = best.passage.snippet(best.score)
    most = max(snippet.score for snippet in snippets)
    place = next((n for n, s in enumerate(snippets) if s.place == wanted.place), None)
    if place is None:
        snippets.append(dataclasses.replace(wanted, score=min(wanted.score, most)))
        return len(snippets) - 1
    own = snippets[place]
    snippets[place] = dataclasses.replace(own, score=max(own.score, min(wanted.score, most)))
    return place


def of_part(question: Question, part: Part) -> Question:
    """A part as a question of its own, looked for where the whole one is."""
    queries = part.queries or (part.text,)
    return dataclasses.replace(
        question, text=part.text, queries=queries, cues=(), kind="text", parts=(), applies_to=()
    )


def _probability(ranked: Sequence[Ranked], whole: Question, part: Question, models: Learned) -> float:
    """How likely it is that a paper tells ``part``. How usual that is, is known of the ``whole`` question."""
    known = models.blend is not None and whole.text in models.usual
    status = models.status if known else models.bare
    return status.probability(status_features(ranked, part, usually(models.usual, whole.text)))
