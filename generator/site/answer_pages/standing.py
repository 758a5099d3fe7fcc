"""How a version stands: what became of it with each model that gave it, and why nothing took its place."""

from __future__ import annotations

from dataclasses import dataclass

from generator.site.answer_pages.parts import LINKS, PaperPart, QuestionPart
from generator.site.content.encoding import clean
from generator.site.content.links import answer_page
from generator.site.content.versions import Step, Version
from generator.site.views.origins import part_names


@dataclass(frozen=True, slots=True)
class StepView:
    """How a model came to give the answer no more; href: to what it answers now."""

    model: str
    until: str
    causes: str
    href: str


def step_view(step: Step) -> StepView:
    causes = part_names(tuple(c for c in step.causes if c != "failed"))
    return StepView(clean(step.model), step.until, clean(causes), page_href(step.to))


def page_href(answer: str) -> str:
    return LINKS.to_file(answer_page(answer)) if answer else ""


def why_withdrawn(version: Version, paper: PaperPart, question: QuestionPart) -> str:
    if version.state != "withdrawn":
        return ""
    if not paper.href:
        return "Its paper is not among those of this collection now."
    if any("failed" in step.causes for step in version.steps):
        return "When its model was asked again, it failed; nothing has taken the place of this answer yet."
    if not question.href:
        return "Its question is not asked in this collection any more."
    return "Its model answers for this collection no more."
