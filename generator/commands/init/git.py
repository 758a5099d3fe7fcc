"""What git says of a folder."""

from __future__ import annotations

import subprocess
from pathlib import Path

__all__ = ["git_says"]

_SECONDS = 10.0


def git_says(folder: Path, *arguments: str) -> str | None:
    """Return what git prints in ``folder``; empty where it fails, None where it cannot be run."""
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""
