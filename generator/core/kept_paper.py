"""What is kept of a paper next to its record, so that its pages can be made without its file.

Apart from hashes and numbers, it holds only what the pages show: neither the text nor the abstract.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from generator.core.formats import Format
from generator.core.paper import SECTION_KINDS, Paper, Section, SectionKind

__all__ = ["KeptPaper"]

_HASH_DIGITS = 12  # hex digits of the hash of a sentence


@dataclass(frozen=True)
class KeptPaper:
    """What pages show of a paper, or derive from its text.

    sections: kind, level and title of each. warnings: from its reader. sentences: the lowest hashes of its
    sentences, for finding likely duplicates. echoes: hash of a sentence that a model wrote -> how many
    consecutive characters of it the paper contains. moved: ids of imported and other external answers that
    have a quote which is no longer at its recorded place.
    """

    format: Format
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sections: tuple[tuple[SectionKind, int, str], ...] = ()
    warnings: tuple[str, ...] = ()
    sentences: tuple[int, ...] = ()
    echoes: Mapping[str, int] = field(default_factory=dict)
    moved: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, paper: Paper, sentences: Iterable[int], echoes: Mapping[str, int], moved: Iterable[str] = ()
    ) -> KeptPaper:
        """Return what is to be kept of ``paper``."""
        return cls(
            format=paper.format,
            tags=paper.metadata.tags,
            kinds=paper.metadata.kinds,
            sections=tuple((s.kind, s.level, s.title) for s in paper.sections),
            warnings=paper.warnings,
            sentences=tuple(sentences),
            echoes=dict(sorted(echoes.items())),
            moved=tuple(sorted(set(moved))),
        )

    @property
    def bare_sections(self) -> tuple[Section, ...]:
        """The sections without their paragraphs."""
        return tuple(Section(kind, title, level, ()) for kind, level, title in self.sections)

    def to_json(self) -> dict[str, Any]:
        """Return plain data, one line per fact; `from_json` restores an equal object."""
        return {
            "format": self.format,
            "tags": list(self.tags),
            "kinds": list(self.kinds),
            "sections": [f"{kind} {level} {title}" for kind, level, title in self.sections],
            "warnings": list(self.warnings),
            "sentences": " ".join(f"{n:0{_HASH_DIGITS}x}" for n in self.sentences),
            "echoes": dict(self.echoes),
            "moved": list(self.moved),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> KeptPaper:
        """Return what `to_json` described. Raises KeyError, TypeError or ValueError for other data."""
        if data["format"] not in get_args(Format):
            raise ValueError(f"there is no format {data['format']!r}")
        return cls(
            format=data["format"],
            tags=tuple(map(str, data["tags"])),
            kinds=tuple(map(str, data["kinds"])),
            sections=tuple(map(_section, data["sections"])),
            warnings=tuple(map(str, data["warnings"])),
            sentences=tuple(int(word, 16) for word in data["sentences"].split()),
            echoes={str(name): int(count) for name, count in data["echoes"].items()},
            moved=tuple(map(str, data["moved"])),
        )


def _section(line: str) -> tuple[SectionKind, int, str]:
    named, level, title = line.split(" ", 2)
    kind = next((kind for kind in SECTION_KINDS if kind == named), None)
    if kind is None:
        raise ValueError(f"there is no kind of section {named!r}")
    return kind, int(level), title
