"""Settings common to all kinds of language model: lengths of prompt and reply, and how tokens are chosen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """Lengths and sampling.

    context: tokens of a prompt and its reply together. max_new_tokens: longest reply. temperature: 0 always
    takes the likeliest token; above 0, seed determines the draw.
    """

    context: int = 4096
    max_new_tokens: int = 256
    temperature: float = 0.0
    seed: int = 1

    @property
    def sampling(self) -> list[int | float]:
        """The values on which an answer depends, for a fingerprint."""
        return [self.context, self.max_new_tokens, self.temperature, self.seed]
