"""How well the models agree on one question about one paper, in words.

All functions take the answers in the order of `Collection.answers_to`: the one shown comes first.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.core import Answer
from generator.core.counting import pluralize
from generator.site.content.encoding import clean
from generator.site.content.status_styles import STATUS_STYLES, StatusStyle, style_of


@dataclass(frozen=True, slots=True)
class Vote:
    """The models that give one status, in words: ``mixtral, llama``."""

    look: StatusStyle
    models: str


def votes(answers: tuple[Answer, ...]) -> tuple[Vote, ...]:
    """Return the models by the status they give: the status shown first, failures last."""
    models: dict[str, list[str]] = {}
    for answer in answers:
        models.setdefault(answer.status, []).append(clean(answer.maker))
    found = [Vote(style_of(status), ", ".join(names)) for status, names in models.items()]
    return tuple(sorted(found, key=lambda v: v.look.key == "failed"))


def agreement(answers: tuple[Answer, ...]) -> str:
    """Return how well the models agree on the status, in one sentence; empty for fewer than two.

    If a reviewer gave the answer shown, return how many models agree with it.
    """
    valid = [a for a in answers if a.status != "failed"]
    if valid and valid[0].by_people:
        models = [a for a in valid if not a.by_people]
        agreeing = sum(a.status == valid[0].status for a in models)
        return _with_person(agreeing, len(models))
    if len(valid) < 2:
        return ""
    shown = valid[0].status
    same = sum(a.status == shown for a in valid)
    status = STATUS_STYLES[shown].label.lower()
    if same == len(valid):
        return f"{'Both' if same == 2 else f'All {same}'} models agree: {status}."
    other = len(valid) - same
    return (
        f"{same} of {pluralize(len(valid), 'model')}: {status}. "
        f"{other} {'disagrees' if other == 1 else 'disagree'}."
    )


def _with_person(agreeing: int, models: int) -> str:
    """Return how many models agree with the reviewer who gave the answer shown."""
    if models <= 1:
        return f"The model {'agrees' if agreeing else 'disagrees'}." if models else ""
    if not agreeing:
        return "Neither model agrees." if models == 2 else f"None of the {models} models agrees."
    if agreeing == models:
        return "Both models agree." if models == 2 else f"All {models} models agree."
    return f"{agreeing} of {pluralize(models, 'model')} {'agrees' if agreeing == 1 else 'agree'}."


def dissent(answers: tuple[Answer, ...]) -> str:
    """Return how many models disagree with the answer shown, in a few words; empty if none does.

    Also empty if a reviewer gave it: it was given because models were wrong.
    """
    valid = [a for a in answers if a.status != "failed"]
    if valid and valid[0].by_people:
        return ""
    other = sum(a.status != valid[0].status for a in valid) if valid else 0
    if not other:
        return ""
    return f"{other} of {pluralize(len(valid), 'model')} {'disagrees' if other == 1 else 'disagree'}"
