"""Which parts of a question a paper tells, each part searched for by itself."""

from __future__ import annotations

import dataclasses
import re

from generator.core import Part, PartFound, Question, Retrieved
from generator.retrieval.index import PaperIndex
from generator.retrieval.ranking import rank, status_features, weights_of
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
    question as a whole is not; and all are where the best passage says that there is nothing to tell.
    """
    if not question.parts:
        return found
    models = models or weights_of(index)
    main, *others = question.parts
    parts = [PartFound(main.id, found.answers, found.answered)]
    if found.answers and _NONE.search(found.snippets[0].text):
        parts += [PartFound(part.id, True, found.answered) for part in others]
        return dataclasses.replace(found, parts=tuple(parts))
    for part in others:
        probability = min(found.answered, _probability(index, question, of_part(question, part), models))
        told = found.answers and probability >= found.answered_from
        parts.append(PartFound(part.id, told, round(probability, 4)))
    return dataclasses.replace(found, parts=tuple(parts))


def of_part(question: Question, part: Part) -> Question:
    """A part as a question of its own, looked for where the whole one is."""
    queries = part.queries or (part.text,)
    return dataclasses.replace(
        question, text=part.text, queries=queries, cues=(), kind="text", parts=(), applies_to=()
    )


def _probability(index: PaperIndex, whole: Question, part: Question, models: Learned) -> float:
    """How likely it is that a paper tells ``part``. How usual that is, is known of the ``whole`` question."""
    ranked = rank(index, part, models, scored=PART_SCORED)
    known = models.blend is not None and whole.text in models.usual
    status = models.status if known else models.bare
    return status.probability(status_features(ranked, part, usually(models.usual, whole.text)))
