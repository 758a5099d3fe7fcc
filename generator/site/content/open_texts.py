"""A paper whose whole text the site may show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from generator.core import Paper
from generator.core.fingerprint import layout_hash


@dataclass(frozen=True, eq=False, repr=False)
class ShownText:
    """A paper with its whole text: its licence is open, or the site has a copy of its file."""

    paper: Paper

    @cached_property
    def key(self) -> str:
        """A hash of its words and of their layout, with links and pages."""
        return layout_hash(self.paper)

    def __repr__(self) -> str:
        return f"ShownText({self.key})"
