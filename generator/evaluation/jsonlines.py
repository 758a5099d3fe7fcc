"""Gold files: JSON Lines with required keys."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from generator.errors import AnswerbookError


def read_rows(path: Path, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number (from 1) and content of each line. Raises AnswerbookError if it lacks a needed key."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise AnswerbookError(f"{path}: cannot be read ({reason}); give a JSON Lines file") from error
    empty = True
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except RecursionError as error:
            raise AnswerbookError(f"{path}, line {number}: is nested too deeply; make it flatter") from error
        except ValueError as error:
            raise AnswerbookError(f"{path}, line {number}: is not JSON; write one object a line") from error
        missing = [k for k in needed if not isinstance(row, dict) or k not in row]
        if missing:
            raise AnswerbookError(f"{path}, line {number}: lacks {', '.join(missing)}; add each as a key")
        empty = False
        yield number, row
    if empty:
        raise AnswerbookError(f"{path}: is empty; give a JSON Lines file with {', '.join(needed)}")
