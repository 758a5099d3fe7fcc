"""Our own processes: the environment in which they find this package, and how they ended."""

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
    """Return the parent's environment, with the folder of this package first on the import path."""
    folders = [str(_PACKAGE_ROOT), *filter(None, [parent.get("PYTHONPATH")])]
    return {**parent, "PYTHONPATH": os.pathsep.join(folders)}


def start_child(package: str, parent: Mapping[str, str] = os.environ, stderr: Any = None) -> Child:
    """Start the module `child` of ``package``, with pipes for lines of text to it and from it.

    stderr: a file for its other output; None discards that. Its current folder is that of this module and not
    a project's, where native libraries might look for parts of themselves; so it needs absolute paths.
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


def exit_reason(code: int) -> str:
    """Return how a process with this exit code ended: a signal, or the code."""
    if code >= 0:
        return f"exit code {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    return f"{name}, perhaps for want of memory" if name == "SIGKILL" else name
