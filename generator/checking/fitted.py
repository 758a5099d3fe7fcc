"""The linear models of the support check, as they come with Answerbook."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator.core import LinearModel

_FOLDER = Path(__file__).parent / "models"


@dataclass(frozen=True)
class SupportModels:
    """What weighs the features of content, numbers and names; None where a stated rule must do.

    content: whether the evidence is about the same thing. numbers, names: whether one of them
    stands elsewhere in the evidence than in the sentence.
    """

    content: LinearModel | None
    numbers: LinearModel | None
    names: LinearModel | None


@lru_cache(maxsize=1)
def support_models() -> SupportModels:
    """The models in the package; a missing file means the stated rule."""
    return SupportModels(_model("content"), _model("numbers"), _model("names"))


def _model(name: str) -> LinearModel | None:
    file = _FOLDER / f"support-{name}.json"
    if not file.is_file():
        return None
    return LinearModel.from_json(file.read_text(encoding="utf-8"))
