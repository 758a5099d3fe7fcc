"""The usage of models in a build: answers, tokens, time and energy."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from generator.core import Answer
from generator.run.speeds import Speeds

__all__ = ["AnswerUsage", "BuildUsage"]


@dataclass(frozen=True, slots=True)
class AnswerUsage:
    """The usage of one answer. seconds: in the model. prompt, reused, new: tokens, see `Draft`."""

    seconds: float = 0.0
    prompt: int = 0
    reused: int = 0
    new: int = 0

    @classmethod
    def of(cls, answer: Answer) -> AnswerUsage:
        """Return the usage recorded when the answer was computed."""
        measured = answer.measured
        counts = (int(measured.get(f"{kind}_tokens", 0)) for kind in ("prompt", "reused", "new"))
        return cls(float(measured.get("seconds", 0.0)), *counts)

    @property
    def tokens(self) -> int:
        """Tokens that the model evaluated."""
        return self.prompt + self.new


@dataclass
class BuildUsage:
    """The usage of models in a build, by model name; see `AnswerUsage`. joules: None if not measurable.

    unasked: questions not asked because the model was unavailable, as (paper, question), by model and reason.
    """

    answers: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    prompt: Counter[str] = field(default_factory=Counter)
    reused: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    joules: float | None = None
    speeds: Speeds = field(default_factory=Speeds)
    warnings: list[str] = field(default_factory=list)
    # By model and reason: (paper, question)
    unasked: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)

    def include(self, other: BuildUsage) -> None:
        """Add the usage of another part of the same build."""
        for name in ("answers", "failures", "prompt", "reused", "new"):
            getattr(self, name).update(getattr(other, name))
        for model, seconds in other.seconds.items():
            self.seconds[model] = self.seconds.get(model, 0.0) + seconds
        if other.joules is not None:
            self.joules = (self.joules or 0.0) + other.joules
        self.speeds += other.speeds
        self.warnings += other.warnings
        for why, cells in other.unasked.items():
            self.unasked.setdefault(why, []).extend(cells)

    def add(self, model: str, status: str, cost: AnswerUsage) -> None:
        self.answers[model] += 1
        self.failures[model] += status == "failed"
        self.prompt[model] += cost.prompt
        self.reused[model] += cost.reused
        self.new[model] += cost.new
        self.seconds[model] = self.seconds.get(model, 0.0) + cost.seconds
