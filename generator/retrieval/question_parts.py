"""Which parts of a question a paper reports; each part is searched for by itself."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from generator.core import LinearModel, PartOfQuestion, PartStatus, Question, Retrieved, Snippet
from generator.core.part_cues import PartCue, read_cue
from generator.retrieval.index import PaperIndex
from generator.retrieval.ranking import Ranked, rank, status_features, weights_of
from generator.retrieval.retrieval_weights import LearnedWeights
from generator.retrieval.searchable import Passage

PART_MODELS = "parts.json"
# Features of the model that decides whether a part without cues of its own is reported.
WITHOUT_CUES = ("best", "cues", "cues_of_best")
# A part is reported near what the whole question asks: in one of so many of its best passages, or of those
# of the part.
_NEAR = 3
# Passages of the part's own search among which one with a cue may report it.
_SEARCHED = 10
# Log-odds if no passage has a cue.
_NO_CUE = -6.0
# The probability from which a part is taken to be reported.
PART_FROM = 0.5

# After "The study received no funding", there is no grant number to report.
_NONE = re.compile(
    r"\b(?:no|not|none|without|neither|never)\b.{0,40}\b(?:fund|grant|support|sponsor|financ|approv|consent|regist"
    r"|requir|need|applicable)",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class PartFound:
    """What was found of a part of a question.

    features: for the models of `part_models`. best: the passage that reports it, if it is reported; None if
    no passage was searched.
    """

    features: Mapping[str, float]
    best: Ranked | None


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
    if found.answers and tells_of_nothing(found.snippets):
        parts += [PartStatus(part.id, True, found.answered) for part in others]
        return dataclasses.replace(found, parts=tuple(parts))
    snippets = list(found.snippets)
    part_snippets: list[int | None] = [None] * len(question.parts)
    for number, part in enumerate(others, 1):
        searched = find_part(index, question, part, found.snippets, models)
        model = part_models()[bool(part.cues)]
        probability = min(found.answered, model.probability(searched.features))
        reported = found.answers and searched.best is not None and probability >= PART_FROM
        parts.append(PartStatus(part.id, reported, round(probability, 4)))
        if reported and searched.best is not None:
            part_snippets[number] = _shown(snippets, searched.best)
    return dataclasses.replace(
        found, snippets=tuple(snippets), parts=tuple(parts), part_snippets=tuple(part_snippets)
    )


def tells_of_nothing(whole: Sequence[Snippet]) -> bool:
    """Return whether the best snippet for a question says that there was nothing: no part is missing then."""
    return bool(whole) and _NONE.search(whole[0].text) is not None


def find_part(
    index: PaperIndex,
    question: Question,
    part: PartOfQuestion,
    whole: Sequence[Snippet],
    models: LearnedWeights,
) -> PartFound:
    """Search for a part of ``question``. whole: the snippets for the whole question, best first.

    The scorer does not read for parts. On fields that it was not trained on it does not tell what of a
    question a sentence answers (area under the curve .58, against .67 of the features).
    """
    asked = part_as_question(question, part)
    ranked = rank(index, asked, dataclasses.replace(models, blend=None))
    cues = [cue for text in part.cues if (cue := read_cue(text))]
    features = status_features(ranked, asked)
    if not cues:
        return PartFound({name: features[name] for name in WITHOUT_CUES}, ranked[0] if ranked else None)
    by_place = {r.passage.snippet(0.0).place: r for r in ranked}
    of_whole = [r for s in whole[:_NEAR] if (r := by_place.get(s.place))]
    # A bare number or year belongs to the answer only beside it.
    beside = {r.passage.paragraph for r in of_whole}
    worded = [cue for cue in cues if cue.stems]
    with_cue = [
        r for r in ranked[:_SEARCHED] if _has(r.passage, cues if r.passage.paragraph in beside else worded)
    ]
    near = [r for r in of_whole if _has(r.passage, cues)]
    return PartFound(
        {
            "whole_cued": float(bool(near)),
            "part_cued": float(any(r in with_cue for r in ranked[:_NEAR])),
            "best_cued": max((r.feature_log_odds for r in [*with_cue, *near]), default=_NO_CUE),
            "best": features["best"],
        },
        next(iter([*near, *with_cue]), None),
    )


@cache
def part_models() -> Mapping[bool, LinearModel]:
    """Return the models that decide whether a part is reported, by whether it has cues of its own."""
    text = (files("generator.retrieval") / "models" / PART_MODELS).read_text("utf-8")
    data = json.loads(text)
    return {
        True: LinearModel.from_json(json.dumps(data["with cues"])),
        False: LinearModel.from_json(json.dumps(data["without cues"])),
    }


def _has(passage: Passage, cues: Sequence[PartCue]) -> bool:
    return any(cue.is_in(passage.words) for cue in cues)


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
