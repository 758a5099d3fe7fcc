"""What became of each paper that was to be added, as lines and as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from generator.core.counting import counted

__all__ = ["AddReport", "Added", "State"]

# planned: in a dry run, it would be added. present: the project has it. missing: no text was found.
# invalid: it names no paper, or nothing that can be taken. left: it is no paper, or is not to be taken.
State = Literal["added", "replaced", "planned", "present", "missing", "invalid", "left"]
_WORDS: dict[State, str] = {
    "added": "added",
    "replaced": "replaced",
    "planned": "would be added",
    "present": "here already",
    "missing": "not found",
    "invalid": "not understood",
    "left": "left out",
}


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one paper. named: what was asked for. file: within the folder of papers.

    source, address: whose the text is, and where it came from. licence: as it stands now. why: for whatever
    was not added. landing: a page about it, for people. note: what else to say.
    """

    named: str
    state: State
    file: str = ""
    title: str = ""
    format: str = ""
    size: int = 0
    source: str = ""
    address: str = ""
    licence: str = ""
    why: str = ""
    landing: str = ""
    note: str = ""

    def line(self) -> str:
        """What became of it, in a line."""
        if self.state == "present":
            said = f"{self.named}: here already, {self.file}{f' ({self.why})' if self.why else ''}"
            return said + self._further()
        if self.state == "left":
            return f"{self.named}: left out: {self.why}"
        if self.state == "invalid":
            return f"{self.named}: {self.why}"
        if self.state == "missing":
            by_hand = f"; save it from {self.landing} as content/papers/{self.file}" if self.landing else ""
            return f"{self.named}: not added: {self.why}{by_hand}"
        if not self.source:
            return f"{self.named}: {_WORDS[self.state]} as {self.file}{self._further()}"
        what = _FORMATS.get(self.format, self.format)
        size = f", {_size(self.size)}" if self.size else ""
        licence = f", {self.licence}" if self.licence else ", licence not told"
        would = "would be " if self.state == "planned" else ""
        return f"{self.named}: {would}{what}{size}, from {self.source}{licence}: {self.file}{self._further()}"

    def _further(self) -> str:
        return f" ({self.note})" if self.note else ""


_FORMATS = {"jats": "JATS", "latex": "LaTeX", "html": "HTML", "pdf": "PDF"}


@dataclass(frozen=True, slots=True)
class AddReport:
    """papers: in the order in which they were asked for. notes: sentences about all of them."""

    papers: tuple[Added, ...]
    notes: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all that was asked for is, or would be, here."""
        return not any(one.state in ("missing", "invalid") for one in self.papers)

    def lines(self) -> list[str]:
        """A line for each paper that is new, or that something is wrong with."""
        return [one.line() for one in self.papers if one.state != "present"]

    def text(self) -> str:
        """A line for each paper, notes, and the numbers."""
        counts = [
            f"{number} {word}"
            for state, word in _WORDS.items()
            if (number := sum(one.state == state for one in self.papers))
        ]
        lines = [one.line() for one in self.papers]
        lines += [f"Note: {note}" for note in self.notes]
        lines.append(f"{counted(len(self.papers), 'paper')}: {', '.join(counts) or 'none named'}.")
        return "\n".join(lines)

    def plain(self) -> dict[str, Any]:
        """The same as plain data."""
        return {"papers": [asdict(one) for one in self.papers], "notes": list(self.notes)}


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{max(1, round(number / 1e3))} kB"
