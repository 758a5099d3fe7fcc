"""From where this Answerbook was installed, and how more of it is installed from there.

The name on a package index may belong to somebody else: who installed from a folder, a file or a repository
is never told to install by the name alone.
"""

from __future__ import annotations

import importlib.metadata
import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

__all__ = ["Origin", "install", "origin"]

_NAME = "answerbook"


@dataclass(frozen=True, slots=True)
class Origin:
    """What an installer wrote down (PEP 610). url: empty for a package index. vcs, commit: of a checkout."""

    url: str = ""
    vcs: str = ""
    commit: str = ""

    @property
    def path(self) -> Path | None:
        """The file or folder of this machine that it was installed from."""
        return Path(unquote(urlsplit(self.url).path)) if self.url.startswith("file:") else None


def origin() -> Origin | None:
    """From where Answerbook was installed; None where it runs without having been."""
    try:
        record = importlib.metadata.distribution(_NAME).read_text("direct_url.json")
    except importlib.metadata.PackageNotFoundError:
        return None
    if record is None:
        return Origin()
    told = json.loads(record)
    vcs = told.get("vcs_info")
    vcs = vcs if isinstance(vcs, dict) else {}
    return Origin(str(told.get("url", "")), str(vcs.get("vcs", "")), str(vcs.get("commit_id", "")))


def install(extra: str) -> str:
    """The command that adds an extra to the very Answerbook that runs.

    >>> install("ocr").startswith("pip install ") and "[ocr]" in install("ocr")
    True
    """
    found = origin() or Origin()
    wanted = f"{_NAME}[{extra}]"
    if found.path:
        return f"pip install '{found.path}[{extra}]'"
    if found.vcs:
        return f"pip install '{wanted} @ {found.vcs}+{found.url}@{found.commit}'"
    return f"pip install '{wanted} @ {found.url}'" if found.url else f"pip install '{wanted}'"
