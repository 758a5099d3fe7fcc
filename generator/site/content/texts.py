"""A paper whose whole text the site may show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from generator.core import Paper, digest


@dataclass(frozen=True, eq=False, repr=False)
class ShownText:
    """A paper with its whole text: its licence is open, or the site has a copy of its file."""

    paper: Paper

    @cached_property
    def key(self) -> str:
        """A hash of its words and of their layout, with links and pages."""
        paper = self.paper
        sections = [
            [s.kind, s.title, s.level, [[p.role, len(p.sentences), repr(p.header)] for p in s.paragraphs]]
            for s in paper.sections
        ]
        sentences = [[s.start, s.end, s.page, list(s.links)] for s in paper.sentences]
        return digest([paper.text, sections, sentences])

    def __repr__(self) -> str:
        return f"ShownText({self.key})"
