"""What tests of readers look at: roles, sections and text of a paper."""

from __future__ import annotations

from generator.core import Paper


def roles(paper: Paper) -> list[tuple[str, list[str]]]:
    """Return the role and sentences of each paragraph."""
    return [(p.role, [s.text for s in p.sentences]) for x in paper.sections for p in x.paragraphs]


def shape(paper: Paper) -> list[tuple[str, str, int]]:
    """Return kind, title and level of each section."""
    return [(s.kind, s.title, s.level) for s in paper.sections]


def text(paper: Paper) -> str:
    """Return all sentences as one text."""
    return " ".join(s.text for s in paper.sentences)
