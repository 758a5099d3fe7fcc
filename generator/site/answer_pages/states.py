"""The state of a version: why a model no longer gives it, and which other versions there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.site.answer_pages.answered_by import model_names
from generator.site.answer_pages.shared_parts import LINKS, PaperPart, QuestionPart
from generator.site.content.answer_changes import made_on
from generator.site.content.encoding import clean
from generator.site.content.language import message, translated
from generator.site.content.page_links import answer_page
from generator.site.content.status_styles import StatusStyle, style_of
from generator.site.content.versions import State, Transition, Version
from generator.site.views.origins import part_names


@dataclass(frozen=True, slots=True)
class StepView:
    """Why a model no longer gives the answer. until: the day. href: what it answers now."""

    model: str
    until: str
    causes: str
    href: str


# Other versions listed on a page.
MAX_OTHERS = 8
_STATE_NAMES: dict[State, str] = {
    "current": message("current"),
    "superseded": message("superseded"),
    "withdrawn": message("withdrawn"),
}


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """Another version of the answer to the same question about the same paper. standing: its state, in a
    word.
    """

    href: str
    look: StatusStyle
    makers: str
    made: str
    standing: str


def other_versions(version: Version, of_question: Sequence[Version]) -> tuple[OtherVersion, ...]:
    """Return the other versions of one question's answers: current ones first, then the newest."""
    newest = sorted((v for v in of_question if v.id != version.id), key=_made, reverse=True)
    return tuple(
        OtherVersion(
            href=page_href(other.id),
            look=style_of(other.answer.status),
            makers=model_names(other),
            made=_made(other),
            standing=translated(_STATE_NAMES[other.state]),
        )
        for other in sorted(newest, key=lambda v: v.state != "current")
    )


def _made(version: Version) -> str:
    return made_on(version.answer)


def step_view(step: Transition) -> StepView:
    causes = part_names(tuple(c for c in step.causes if c != "failed"))
    return StepView(clean(step.model), step.until, clean(causes), page_href(step.to))


def page_href(answer: str) -> str:
    return LINKS.to_file(answer_page(answer)) if answer else ""


def withdrawal_reason(version: Version, paper: PaperPart, question: QuestionPart) -> str:
    if version.state != "withdrawn":
        return ""
    if not paper.href:
        return translated("Its paper is no longer in this collection.")
    if any("failed" in step.causes for step in version.steps):
        return translated("Its model failed when it was asked again; nothing has replaced this answer yet.")
    if not question.href:
        return translated("Its question is no longer asked in this collection.")
    if version.answer.question != question.id:
        return translated("Its question has a new name in this collection.")
    return translated("Its model no longer answers for this collection.")
