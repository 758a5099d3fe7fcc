"""Ask git about a folder; settings that a repository brings along run no program and fetch nothing."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

__all__ = ["GitError", "git_bytes"]

# A repository from an archive brings its own settings, which may name programs that fetch: fetching is off.
_ALONE = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
_SETTINGS = ("-c", "core.fsmonitor=false", "-c", "log.showSignature=false")
_MAX_MESSAGE_CHARS = 200  # of a message of git


class GitError(Exception):
    """A failure of git; the message is what git printed."""


def git_bytes(folder: Path, *words: str, seconds: float | None = None) -> bytes:
    """Return what git prints in ``folder``. seconds: how long it may take. Raises GitError."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *_SETTINGS, *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, **_ALONE},
            timeout=seconds,
            check=False,
        )
    except FileNotFoundError as error:
        raise GitError("git is not installed") from error
    except OSError as error:
        raise GitError(f"git cannot be run ({error.strerror})") from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git gave no answer within {seconds:.0f} s") from error
    if done.returncode != 0:
        raise GitError(" ".join(done.stderr.decode("utf-8", "replace").split())[:_MAX_MESSAGE_CHARS])
    return done.stdout
