"""Whether scanned pages can be read here, and what is said of them where they cannot."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from generator.errors import UnreadablePaper
from generator.storage.installed import install


class Scanned(UnreadablePaper):
    """A PDF whose pages are images. pages: how many of them."""

    def __init__(self, where: Path | str, pages: int) -> None:
        self.pages = pages
        super().__init__(
            "has no text layer, its pages are images",
            where,
            f"install text recognition (`{install('ocr')}`), or take another version",
        )

    def __reduce__(self) -> tuple[type[Scanned], tuple[object, ...]]:
        # Raised in reading processes: the default would lose the two arguments on the way back.
        return type(self), (self.where, self.pages)


def can_recognise() -> bool:
    """Return whether the extra ``answerbook[ocr]`` is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None
