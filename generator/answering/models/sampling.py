"""What all kinds of language model are asked alike: how much they may read and write, and how they choose."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """context: tokens of a prompt and its reply together. max_new_tokens: longest reply. temperature: 0
    always takes the likeliest token; above it, seed is that of the draw.
    """

    context: int = 4096
    max_new_tokens: int = 256
    temperature: float = 0.0
    seed: int = 1

    @property
    def sampling(self) -> list[int | float]:
        """What an answer depends on, for a fingerprint."""
        return [self.context, self.max_new_tokens, self.temperature, self.seed]
