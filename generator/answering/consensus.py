"""What several models make of one question about one paper."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from generator.core import Answer, Consensus, Status
from generator.core.status import TOLD

_Vote = TypeVar("_Vote", bool, Status)


def consensus(answers: Sequence[Answer], order: Sequence[str]) -> Consensus | None:
    """The vote of ``answers``, all to one question about one paper; None where no model has one.

    order: models by preference; others follow by name. First it is decided whether the paper tells
    (reported or partly) or does not (not reported, or the question does not apply), then between the
    two ways of either; where votes are equal, the vote of the preferred model among them decides.
    Answers that failed have no vote. Shown is, of those that say what most say, the answer with the
    largest share of supported sentences, then with the highest mean coverage, then with the fewest
    withheld, then of the preferred model.
    Raises ValueError for answers to several questions, or several of one model.
    """
    if len({(a.paper, a.question) for a in answers}) > 1:
        raise ValueError("answers to several questions have no consensus")
    preference = {model: place for place, model in enumerate(dict.fromkeys(order))}
    valid = sorted(
        (a for a in answers if a.status != "failed"),
        key=lambda a: (preference.get(a.model, len(preference)), a.model),
    )
    if len({a.model for a in valid}) < len(valid):
        raise ValueError("a model has one vote")
    if not valid:
        return None
    told = _elected([a.status in TOLD for a in valid])
    status = _elected([a.status for a in valid if (a.status in TOLD) == told])
    # The first of the best: `max` keeps the order of preference among equals.
    shown = max((a for a in valid if a.status == status), key=_merit)
    return Consensus(
        paper=valid[0].paper,
        question=valid[0].question,
        status=status,
        votes=tuple((a.model, a.status) for a in valid),
        shown=shown.model,
        agreement=sum(a.status == status for a in valid) / len(valid),
    )


def all_consensus(answers: Iterable[Answer], order: Sequence[str]) -> Mapping[tuple[str, str], Consensus]:
    """The consensus by (paper, question), where two models or more have a vote."""
    groups: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in answers:
        groups[answer.paper, answer.question].append(answer)
    found = {key: vote for key, group in groups.items() if (vote := consensus(group, order)) is not None}
    return {key: vote for key, vote in found.items() if len(vote.votes) > 1}


def _elected(votes: Sequence[_Vote]) -> _Vote:
    """What most say; among equals, what was said first."""
    return Counter(votes).most_common(1)[0][0]


def _merit(answer: Answer) -> tuple[float, float, int]:
    supported = [s for s in answer.sentences if s.support == "supported"]
    share = len(supported) / len(answer.sentences) if answer.sentences else 1.0
    coverage = sum(s.coverage for s in supported) / len(supported) if supported else 0.0
    return share, coverage, -len(answer.withheld)
