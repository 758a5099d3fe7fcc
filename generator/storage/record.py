"""Records that save time: what was worked out before, kept as JSON, worked out again where it is damaged."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["write_memory"]


def write_memory(file: Path, data: Mapping[str, Any]) -> bool:
    """Write what is remembered beside, and rename; False where the place cannot be written."""
    beside = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(data, separators=(",", ":")), encoding="utf-8")
        beside.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        return False
    return True
