"""Records that save work: results as JSON next to what they were made from.

One rule for damage: a record that is missing, damaged, of another kind or version, or made from something
else does not count, and its content is computed again. A record that cannot be written is simply missing the
next time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from generator.core.fingerprint import digest
from generator.storage.files import write_whole

__all__ = ["RACY", "Record"]

# Nanoseconds: a file that changed more recently may change again within the same tick of the file system's
# clock, so that its time of change would stay the same.
RACY = 2_000_000_000

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON file of plain data.

    kind: what it holds, in words. version: of its layout, raised when that changes. made_from: plain data
    that the content depends on; if it differs, the record counts as missing.
    """

    file: Path
    kind: str
    version: int
    made_from: object = None

    def read(self, take: Callable[[Any], _T]) -> _T | None:
        """Return what ``take`` makes of the content; None if there is no valid content.

        take: may raise KeyError, TypeError, ValueError, IndexError or AttributeError for data that it cannot
        use.
        """
        try:
            data = json.loads(self.file.read_text(encoding="utf-8", errors="surrogatepass"))
            if [data["kind"], data["version"], data["made_from"]] != self._head():
                return None
            return take(data["content"])
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
            return None

    def write(self, content: object) -> bool:
        """Write ``content``, plain data. Return False if it cannot be written, for example on a full disk."""
        kind, version, made_from = self._head()
        data = {"kind": kind, "version": version, "made_from": made_from, "content": content}
        # As one text: `json.dump` would encode piece by piece, in pure Python.
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        try:
            write_whole(self.file, text.encode("utf-8", "surrogatepass"), flush=False)
        except OSError:
            return False
        return True

    def _head(self) -> list[object]:
        return [self.kind, self.version, digest([self.made_from])]
