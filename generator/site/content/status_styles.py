"""How statuses are named, shown and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from generator.site.content.encoding import Markdown
from generator.site.content.language import format_message, message, number, pluralize, translated


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """How a status is shown. sign: stands for it where only text is possible (a table of contents)."""

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


# In the order of lists; the last is not a status of an answer but the lack of one.
STATUS_STYLES = {
    look.key: look
    for look in (
        StatusStyle(
            "reported",
            message("Reported"),
            Markdown("●"),
            message("The paper answers the question. Every sentence shown rests on its text."),
        ),
        StatusStyle(
            "partly_reported",
            message("Partly reported"),
            Markdown("◐"),
            message("The paper answers part of the question, or supports only part of what the model wrote."),
        ),
        StatusStyle(
            "not_reported",
            message("Not reported"),
            Markdown("○"),
            message(
                "No answer was found in the passages searched. This is a result; the page shows "
                "where we looked."
            ),
        ),
        StatusStyle(
            "not_applicable",
            message("Does not apply"),
            Markdown("⊘"),
            message(
                "The question does not concern this paper; the reason is shown. This is not an omission, "
                "and counts leave it out."
            ),
        ),
        StatusStyle(
            "failed",
            message("Failed"),
            Markdown("✕"),
            message("No answer could be computed; the reason is shown. This says nothing about the paper."),
        ),
        StatusStyle(
            "missing",
            message("Not asked"),
            Markdown("·"),
            message("This paper has not been asked this question yet."),
        ),
    )
}


def style_of(status: str | None) -> StatusStyle:
    """Return how a status is shown; None is the status of a missing answer."""
    return STATUS_STYLES[status or "missing"]


# Not a status: counts leave out an answer that is likely at best.
NOT_SURE = StatusStyle(
    "not_sure",
    message("Not sure"),
    Markdown("?"),
    message("The answer is shown with its status, but counts leave it out because it is not sure enough."),
)
LEFT_OUT = ("not_sure", "not_applicable")
# In the order of counts.
_COUNTED = {
    **{
        key: style
        for key, style in STATUS_STYLES.items()
        if key in ("reported", "partly_reported", "not_reported")
    },
    NOT_SURE.key: NOT_SURE,
    **STATUS_STYLES,
}


@dataclass(frozen=True, slots=True)
class StatusShare:
    """One status in a tally: its count, and its place on a bar of width 100; width 0 if it is not on it."""

    look: StatusStyle
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class StatusTally:
    """Answers counted by status; statuses that do not occur are left out.

    total: the answers that count, without those that are not sure or do not apply. asked: all answers.
    """

    shares: tuple[StatusShare, ...]
    total: int
    asked: int

    def count(self, key: str) -> int:
        return next((s.count for s in self.shares if s.look.key == key), 0)

    @property
    def answered(self) -> int:
        """The number of answers that are reported at least in part."""
        return self.count("reported") + self.count("partly_reported")

    @property
    def of_total(self) -> str:
        """The number reported out of those that count; a dash if none counts."""
        return (
            format_message("%(some)s of %(all)s", some=number(self.answered), all=number(self.total))
            if self.total
            else "–"
        )

    @property
    def sentence(self) -> str:
        """The counts in words: ``3 reported, 1 not reported``."""
        return ", ".join(f"{s.count} {s.look.label.lower()}" for s in self.shares) or translated(
            "no answers yet"
        )

    @property
    def left_out(self) -> str:
        """What ``total`` leaves out, with its share, in a sentence; empty if nothing."""
        if self.total == self.asked:
            return ""
        unsure, not_applicable = (self.count(key) for key in LEFT_OUT)
        parts = [pluralize(unsure, "not sure", "not sure")] if unsure else []
        parts += [pluralize(not_applicable, "does not apply", "do not apply")] if not_applicable else []
        return format_message(
            "Left out of the count: %(parts)s (%(share)s %% of %(all)s).",
            parts=", ".join(parts),
            share=f"{100 * (self.asked - self.total) / self.asked:.0f}",
            all=number(self.asked),
        )


def tally(statuses: Iterable[str | None]) -> StatusTally:
    """Count answers by what `Collection.counted` says of them; None stands for no answer."""
    counts = Counter(s or "missing" for s in statuses)
    asked = counts.total()
    total = asked - sum(counts[key] for key in LEFT_OUT)
    shares: list[StatusShare] = []
    start = 0.0
    for key, style in _COUNTED.items():
        if counts[key]:
            width = 0.0 if key in LEFT_OUT else 100 * counts[key] / total
            shares.append(StatusShare(style, counts[key], round(start, 2), round(width, 2)))
            start += width
    return StatusTally(tuple(shares), total, asked)
