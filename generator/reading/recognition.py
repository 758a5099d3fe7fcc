"""Text recognition of scanned pages: whether it is installed, and the error if it is not."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from generator.errors import UnreadablePaper
from generator.storage.installed import install_command


class ScannedPaper(UnreadablePaper):
    """Raised for a PDF whose pages are images. pages: their number."""

    def __init__(self, where: Path | str, pages: int) -> None:
        self.pages = pages
        super().__init__(
            "has no text layer, its pages are images",
            where,
            f"install text recognition (`{install_command('ocr')}`), or take another version",
        )

    def __reduce__(self) -> tuple[type[ScannedPaper], tuple[object, ...]]:
        # Raised in reading processes and sent back by pickle, which by default would lose the arguments.
        return type(self), (self.where, self.pages)


def can_recognise() -> bool:
    """Return True if the extra ``answerbook[ocr]`` is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None
