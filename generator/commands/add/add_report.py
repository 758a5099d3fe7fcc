"""What happened to each paper that was to be added, as lines of text and as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from generator.core.counting import pluralize

__all__ = ["AddOutcome", "AddReport", "State"]

# planned: in a dry run, it would be added. present: the project has it. missing: no text was found.
# invalid: the request was not understood, or the file cannot be used. left: not a paper, so it was left out.
State = Literal["added", "replaced", "planned", "present", "missing", "invalid", "left"]
_WORDS: dict[State, str] = {
    "added": "added",
    "replaced": "replaced",
    "planned": "would be added",
    "present": "already here",
    "missing": "not found",
    "invalid": "not usable",
    "left": "left out",
}


@dataclass(frozen=True, slots=True)
class AddOutcome:
    """What happened to one paper.

    named: the request. file: path within the folder of papers. source, address: who provides the text, and
    where it came from. licence: of the text. why: the reason if it was not added. landing: a page about it,
    for people. note: a further remark.
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
        """Return what happened to the paper in one line."""
        if self.state == "present":
            reason = f" ({self.why})" if self.why else ""
            return f"{self.named}: already here, {self.file}{reason}{self._further()}"
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
        licence = f", {self.licence}" if self.licence else ", licence unknown"
        would = "would be " if self.state == "planned" else ""
        return f"{self.named}: {would}{what}{size}, from {self.source}{licence}: {self.file}{self._further()}"

    def _further(self) -> str:
        return f" ({self.note})" if self.note else ""


_FORMATS = {"jats": "JATS", "latex": "LaTeX", "html": "HTML", "pdf": "PDF"}


@dataclass(frozen=True, slots=True)
class AddReport:
    """What happened to all papers, in the order of the requests. notes: sentences about all of them."""

    papers: tuple[AddOutcome, ...]
    notes: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """True if the project has, or would have, all papers that were requested."""
        return not any(one.state in ("missing", "invalid") for one in self.papers)

    def lines(self) -> list[str]:
        """Return a line for each paper that is new or has a problem."""
        return [one.line() for one in self.papers if one.state != "present"]

    def text(self) -> str:
        """Return a line for each paper, the notes, and the numbers."""
        counts = [
            f"{number} {word}"
            for state, word in _WORDS.items()
            if (number := sum(one.state == state for one in self.papers))
        ]
        lines = [one.line() for one in self.papers]
        lines += [f"Note: {note}" for note in self.notes]
        lines.append(f"{pluralize(len(self.papers), 'paper')}: {', '.join(counts) or 'nothing to add'}.")
        return "\n".join(lines)

    def plain(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {"papers": [asdict(one) for one in self.papers], "notes": list(self.notes)}


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{max(1, round(number / 1e3))} kB"
