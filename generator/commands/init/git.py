"""Ask git about a folder."""

from __future__ import annotations

import subprocess
from pathlib import Path

__all__ = ["git_output"]

_TIMEOUT = 10.0  # seconds


def git_output(folder: Path, *arguments: str) -> str | None:
    """Return what git prints in ``folder``; empty if it fails, None if it cannot be run."""
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""
