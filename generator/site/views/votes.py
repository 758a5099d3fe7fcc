"""How well the models agree on one question about one paper, in words.

All functions take the answers in the order of `Collection.answers_to`: the one shown comes first.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.core import Answer
from generator.site.content.encoding import clean
from generator.site.content.language import format_message, message, translated
from generator.site.content.status_styles import StatusStyle, style_of


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
    if other := dissent(answers):
        return f"{other}."
    both = message("Both models agree."), message("All %(number)s models agree.")
    return format_message(both[len(valid) > 2], number=len(valid))


def _with_person(agreeing: int, models: int) -> str:
    """Return how many models agree with the reviewer who gave the answer shown."""
    if models <= 1:
        told = message("The model agrees.") if agreeing else message("The model disagrees.")
        return translated(told) if models else ""
    if not agreeing:
        none = message("Neither model agrees."), message("None of the %(number)s models agrees.")
        return format_message(none[models > 2], number=models)
    if agreeing == models:
        every = message("Both models agree."), message("All %(number)s models agree.")
        return format_message(every[models > 2], number=models)
    some = message("%(some)s of %(all)s models agrees."), message("%(some)s of %(all)s models agree.")
    return format_message(some[agreeing > 1], some=agreeing, all=models)


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
    some = message("%(some)s of %(all)s models disagrees"), message("%(some)s of %(all)s models disagree")
    return format_message(some[other > 1], some=other, all=len(valid))
