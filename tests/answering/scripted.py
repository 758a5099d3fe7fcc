"""A language model that is a function: for tests, in the place of a real one."""

from __future__ import annotations

from collections.abc import Callable

from generator.answering.models import Completion


class ScriptedModel:
    """Answers with ``reply(user message)``, and remembers what it was asked."""

    def __init__(self, reply: Callable[[str], str]) -> None:
        self._reply = reply
        self.asked: list[tuple[str, str, str]] = []
        self.closed = False

    def complete(self, system: str, user: str, *, grammar: str) -> Completion:
        self.asked.append((system, user, grammar))
        text = self._reply(user)
        return Completion(text, seconds=0.25, prompt_tokens=len(user.split()), new_tokens=len(text.split()))

    def close(self) -> None:
        self.closed = True
