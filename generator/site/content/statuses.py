"""How statuses are named, shown and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from generator.site.content.encoding import Markdown
from generator.site.content.language import counted, message, number, said, translated


@dataclass(frozen=True, slots=True)
class Look:
    """A status as readers meet it. ``sign`` stands for it where only text can (a table of contents)."""

    key: str
    name: str
    sign: Markdown
    explained: str

    @property
    def label(self) -> str:
        return translated(self.name)

    @property
    def meaning(self) -> str:
        return translated(self.explained)

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
            message("Reported"),
            Markdown("●"),
            message("The paper answers the question. Every sentence shown rests on its text."),
        ),
        Look(
            "partly_reported",
            message("Partly reported"),
            Markdown("◐"),
            message(
                "The paper answers a part of the question, or only part of what the model said is supported."
            ),
        ),
        Look(
            "not_reported",
            message("Not reported"),
            Markdown("○"),
            message(
                "Nothing that answers the question was found in the passages searched. This is a result; "
                "where we looked is shown."
            ),
        ),
        Look(
            "not_applicable",
            message("Does not apply"),
            Markdown("⊘"),
            message(
                "The question is not one for this paper; the reason is shown. It is no omission, and counts "
                "leave it out."
            ),
        ),
        Look(
            "failed",
            message("Failed"),
            Markdown("✕"),
            message("No answer could be made; the reason is shown. It says nothing about the paper."),
        ),
        Look(
            "missing",
            message("Not asked"),
            Markdown("·"),
            message("This question has not been put to this paper yet."),
        ),
    )
}


def look(status: str | None) -> Look:
    """How a status is shown; None stands for an answer that does not exist."""
    return LOOKS[status or "missing"]


# No status: what a count leaves out because the answer shown is likely at best.
NOT_SURE = Look(
    "not_sure",
    message("Not sure"),
    Markdown("?"),
    message("The answer is shown with its status; as it is not sure enough to rest on, counts leave it out."),
)
LEFT_OUT = ("not_sure", "not_applicable")
# In the order in which they are counted.
_COUNTED = {
    **{key: look_ for key, look_ in LOOKS.items() if key in ("reported", "partly_reported", "not_reported")},
    NOT_SURE.key: NOT_SURE,
    **LOOKS,
}


@dataclass(frozen=True, slots=True)
class Share:
    """One status within a tally: how many, and its place on a bar that is 100 wide; width 0: not on it."""

    look: Look
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers counted by status; statuses that do not occur are left out.

    total: what counts, without what is not sure and what does not apply. asked: all of them.
    """

    shares: tuple[Share, ...]
    total: int
    asked: int

    def count(self, key: str) -> int:
        return next((s.count for s in self.shares if s.look.key == key), 0)

    @property
    def told(self) -> int:
        """How many are reported at least in part."""
        return self.count("reported") + self.count("partly_reported")

    @property
    def of_total(self) -> str:
        """How many are reported, of how many that count; a dash where none does."""
        return (
            said("%(some)s of %(all)s", some=number(self.told), all=number(self.total)) if self.total else "–"
        )

    @property
    def sentence(self) -> str:
        """The counts in words: ``3 reported, 1 not reported``."""
        return ", ".join(f"{s.count} {s.look.label.lower()}" for s in self.shares) or translated(
            "no answers yet"
        )

    @property
    def left_out(self) -> str:
        """What ``total`` leaves out, with its share, in a sentence; empty for nothing."""
        if self.total == self.asked:
            return ""
        unsure, beside = (self.count(key) for key in LEFT_OUT)
        parts = [counted(unsure, "not sure", "not sure")] if unsure else []
        parts += [counted(beside, "does not apply", "do not apply")] if beside else []
        return said(
            "Left out of the count: %(parts)s (%(share)s %% of %(all)s).",
            parts=", ".join(parts),
            share=f"{100 * (self.asked - self.total) / self.asked:.0f}",
            all=number(self.asked),
        )


def tally(statuses: Iterable[str | None]) -> Tally:
    """What `Collection.counted` says of answers, counted (None: no answer)."""
    counts = Counter(s or "missing" for s in statuses)
    asked = counts.total()
    total = asked - sum(counts[key] for key in LEFT_OUT)
    shares: list[Share] = []
    start = 0.0
    for key, look_ in _COUNTED.items():
        if counts[key]:
            width = 0.0 if key in LEFT_OUT else 100 * counts[key] / total
            shares.append(Share(look_, counts[key], round(start, 2), round(width, 2)))
            start += width
    return Tally(tuple(shares), total, asked)
