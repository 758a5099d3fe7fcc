"""How statuses are named, shown and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from generator.site.content.encoding import Markdown


@dataclass(frozen=True, slots=True)
class Look:
    """A status as readers meet it. ``sign`` stands for it where only text can (a table of contents)."""

    key: str
    label: str
    sign: Markdown
    meaning: str

    @property
    def css(self) -> Markdown:
        """The name of its symbol and of its colour in the style sheet."""
        return Markdown(self.key.replace("_", "-"))


# In the order in which they are listed; the last is no status of an answer but the lack of one.
LOOKS = {
    look.key: look
    for look in (
        Look(
            "reported",
            "Reported",
            Markdown("●"),
            "The paper answers the question. Every sentence shown rests on its text.",
        ),
        Look(
            "partly_reported",
            "Partly reported",
            Markdown("◐"),
            "The paper answers a part of the question, or only part of what the model said is supported.",
        ),
        Look(
            "not_reported",
            "Not reported",
            Markdown("○"),
            "Nothing that answers the question was found in the passages searched. This is a result; "
            "where we looked is shown.",
        ),
        Look(
            "not_applicable",
            "Does not apply",
            Markdown("⊘"),
            "The question is not one for this paper; the reason is shown. It is no omission, and counts "
            "leave it out.",
        ),
        Look(
            "failed",
            "Failed",
            Markdown("✕"),
            "No answer could be made; the reason is shown. It says nothing about the paper.",
        ),
        Look("missing", "Not asked", Markdown("·"), "This question has not been put to this paper yet."),
    )
}


def look(status: str | None) -> Look:
    """How a status is shown; None stands for an answer that does not exist."""
    return LOOKS[status or "missing"]


@dataclass(frozen=True, slots=True)
class Share:
    """One status within a tally: how many, and its place on a bar that is 100 wide."""

    look: Look
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers counted by status, in the order of ``LOOKS``; statuses that do not occur are left out."""

    shares: tuple[Share, ...]
    total: int

    def count(self, key: str) -> int:
        return next((s.count for s in self.shares if s.look.key == key), 0)

    @property
    def told(self) -> int:
        """How many are reported at least in part."""
        return self.count("reported") + self.count("partly_reported")

    @property
    def sentence(self) -> str:
        """The counts in words: ``3 reported, 1 not reported``."""
        return ", ".join(f"{s.count} {s.look.label.lower()}" for s in self.shares) or "no answers yet"


def tally(statuses: Iterable[str | None]) -> Tally:
    """Statuses counted (None: no answer)."""
    counts = Counter(s or "missing" for s in statuses)
    total = counts.total()
    shares: list[Share] = []
    start = 0.0
    for key, look_ in LOOKS.items():
        if counts[key]:
            width = 100 * counts[key] / total
            shares.append(Share(look_, counts[key], round(start, 2), round(width, 2)))
            start += width
    return Tally(tuple(shares), total)
