"""How a version stands: what became of it with each model that gave it, and why nothing took its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.site.answer_pages.making import models_of
from generator.site.answer_pages.parts import LINKS, PaperPart, QuestionPart
from generator.site.content.changes import made_on
from generator.site.content.encoding import clean
from generator.site.content.language import message, translated
from generator.site.content.links import answer_page
from generator.site.content.statuses import Look, look
from generator.site.content.versions import State, Step, Version
from generator.site.views.origins import part_names


@dataclass(frozen=True, slots=True)
class StepView:
    """How a model came to give the answer no more; href: to what it answers now."""

    model: str
    until: str
    causes: str
    href: str


# Other versions that a page names.
OTHERS = 8
_STANDING: dict[State, str] = {
    "current": message("current"),
    "superseded": message("superseded"),
    "withdrawn": message("withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Other:
    """Another version of the answer to the same question about the same paper. standing: in a word."""

    href: str
    look: Look
    makers: str
    made: str
    standing: str


def others_of(version: Version, of_question: Sequence[Version]) -> tuple[Other, ...]:
    """The other versions among those of one question: those that stand first, then the latest ones."""
    newest = sorted((v for v in of_question if v.id != version.id), key=_made, reverse=True)
    return tuple(
        Other(
            href=page_href(other.id),
            look=look(other.answer.status),
            makers=models_of(other),
            made=_made(other),
            standing=translated(_STANDING[other.state]),
        )
        for other in sorted(newest, key=lambda v: v.state != "current")
    )


def _made(version: Version) -> str:
    return made_on(version.answer)


def step_view(step: Step) -> StepView:
    causes = part_names(tuple(c for c in step.causes if c != "failed"))
    return StepView(clean(step.model), step.until, clean(causes), page_href(step.to))


def page_href(answer: str) -> str:
    return LINKS.to_file(answer_page(answer)) if answer else ""


def why_withdrawn(version: Version, paper: PaperPart, question: QuestionPart) -> str:
    if version.state != "withdrawn":
        return ""
    if not paper.href:
        return translated("Its paper is no longer in this collection.")
    if any("failed" in step.causes for step in version.steps):
        return translated("Its model failed when it was asked again; nothing has replaced this answer yet.")
    if not question.href:
        return translated("Its question is no longer asked in this collection.")
    return translated("Its model no longer answers for this collection.")
