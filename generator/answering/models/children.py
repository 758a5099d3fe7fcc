"""Processes of our own: what they need to find this package, and how they ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Child = subprocess.Popen[str]

_PACKAGE_ROOT = Path(__file__).resolve().parents[3]


def environment(parent: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The parent's environment, with the folder of this package first on the path of imports."""
    folders = [str(_PACKAGE_ROOT), *filter(None, [parent.get("PYTHONPATH")])]
    return {**parent, "PYTHONPATH": os.pathsep.join(folders)}


def start_child(package: str, parent: Mapping[str, str] = os.environ, stderr: Any = None) -> Child:
    """The module `child` of ``package``, running, with pipes for lines of text to it and from it.

    stderr: a file for what it prints besides; None: nowhere. Its current folder is that of this module, not a
    project's, where native libraries might look for parts of themselves; so files are named in full.
    """
    return subprocess.Popen(
        [sys.executable, "-P", "-m", f"{package}.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if stderr is None else stderr,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=environment(parent),
        cwd=Path(__file__).parent,
    )


def death(code: int) -> str:
    """How a process with this exit code ended, in words that follow "it died of": a signal, or the code."""
    if code >= 0:
        return f"exit code {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    return f"{name}, perhaps for want of memory" if name == "SIGKILL" else name
