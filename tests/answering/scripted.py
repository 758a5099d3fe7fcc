"""A language model that is a function: for tests, in the place of a real one."""

from __future__ import annotations

from collections.abc import Callable

from generator.answering.models import Completion, Prompt


class ScriptedModel:
    """Answers with ``reply(user message)``, and remembers what it was asked. A word is a token."""

    def __init__(self, reply: Callable[[str], str], *, room: int = 10_000) -> None:
        self._reply = reply
        self.room = room
        self.asked: list[tuple[Prompt, str]] = []
        self.closed = False

    def tokens(self, prompt: Prompt) -> int:
        return len(f"{prompt.system} {prompt.user}".split())

    def complete(self, prompt: Prompt, *, grammar: str) -> Completion:
        self.asked.append((prompt, grammar))
        text = self._reply(prompt.user)
        return Completion(
            text, seconds=0.25, prompt_tokens=len(prompt.user.split()), new_tokens=len(text.split())
        )

    def close(self) -> None:
        self.closed = True
