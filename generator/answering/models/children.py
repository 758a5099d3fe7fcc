"""Processes of our own: what they need to find this package, and how they ended."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from pathlib import Path

_PACKAGE_ROOT = Path(__file__).resolve().parents[3]


def environment(parent: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The parent's environment, with the folder of this package first on the path of imports."""
    folders = [str(_PACKAGE_ROOT), *filter(None, [parent.get("PYTHONPATH")])]
    return {**parent, "PYTHONPATH": os.pathsep.join(folders)}


def death(code: int) -> str:
    """How a process with this exit code ended, in words that follow "it died of": a signal, or the code."""
    if code >= 0:
        return f"exit code {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    return f"{name}, perhaps for want of memory" if name == "SIGKILL" else name
