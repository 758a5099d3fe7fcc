"""The linear models of the support check that are part of the package."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator.core import LinearModel

_FOLDER = Path(__file__).parent / "models"


@dataclass(frozen=True)
class SupportModels:
    """The models that weigh the features of content, numbers and names; None if a fixed rule must decide.

    content: whether the evidence is about the same thing. numbers, names: whether one of them belongs
    elsewhere in the evidence than in the sentence.
    """

    content: LinearModel | None
    numbers: LinearModel | None
    names: LinearModel | None


@lru_cache(maxsize=1)
def support_models() -> SupportModels:
    """Return the models of the package, None for each missing file."""
    return SupportModels(_load_model("content"), _load_model("numbers"), _load_model("names"))


def _load_model(name: str) -> LinearModel | None:
    file = _FOLDER / f"support-{name}.json"
    if not file.is_file():
        return None
    return LinearModel.from_json(file.read_text(encoding="utf-8"))
