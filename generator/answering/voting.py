"""The vote of several models on one question about one paper."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from generator.core import Answer, Consensus, Status
from generator.core.status import REPORTED_STATUSES

_Vote = TypeVar("_Vote", bool, Status)


def consensus(answers: Sequence[Answer], order: Sequence[str]) -> Consensus | None:
    """Return the vote of ``answers``, all to one question about one paper; None if all failed.

    order: models by preference; others follow by name. The first vote is whether the paper reports it (fully
    or partly) or does not (not reported, or not applicable); the second is between the two statuses of the
    winning side. A tie is decided by the preferred model. Failed answers have no vote. Shown is, of the
    answers with the winning status, the one with the largest share of supported sentences, then the highest
    mean coverage, then the fewest withheld sentences, then the preferred model. Raises ValueError for answers
    to several questions, or several of one model.
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
    reported = _elected([a.status in REPORTED_STATUSES for a in valid])
    status = _elected([a.status for a in valid if (a.status in REPORTED_STATUSES) == reported])
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
    """Return the consensus by (paper, question), where at least two models have a vote."""
    groups: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in answers:
        groups[answer.paper, answer.question].append(answer)
    found = {key: vote for key, group in groups.items() if (vote := consensus(group, order)) is not None}
    return {key: vote for key, vote in found.items() if len(vote.votes) > 1}


def _elected(votes: Sequence[_Vote]) -> _Vote:
    """Return the value with the most votes; in a tie, the one that was voted for first."""
    return Counter(votes).most_common(1)[0][0]


def _merit(answer: Answer) -> tuple[float, float, int]:
    facts = answer.facts
    share = facts.supported / facts.sentences if facts.sentences else 1.0
    return share, facts.coverage, -facts.withheld
