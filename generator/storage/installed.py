"""Where this Answerbook was installed from, and the command that installs an extra from there.

The name on a package index may belong to somebody else. So a user who installed from a folder, a file or a
repository is never advised to install by the bare name.
"""

from __future__ import annotations

import importlib.metadata
import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

__all__ = ["Origin", "install_command", "origin"]

_NAME = "answerbook"


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin that an installer recorded (PEP 610).

    url: empty for a package index. vcs, commit: of a checkout. sha256: of a file at an address.
    """

    url: str = ""
    vcs: str = ""
    commit: str = ""
    sha256: str = ""

    @property
    def path(self) -> Path | None:
        """The local file or folder that it was installed from; None for other origins."""
        return Path(unquote(urlsplit(self.url).path)) if self.url.startswith("file:") else None


def origin() -> Origin | None:
    """Return where Answerbook was installed from; None if it runs without being installed."""
    try:
        record = importlib.metadata.distribution(_NAME).read_text("direct_url.json")
    except importlib.metadata.PackageNotFoundError:
        return None
    if record is None:
        return Origin()
    data = json.loads(record)
    vcs = data.get("vcs_info")
    vcs = vcs if isinstance(vcs, dict) else {}
    archive = data.get("archive_info")
    hashes = archive.get("hashes") if isinstance(archive, dict) else None
    return Origin(
        str(data.get("url", "")),
        str(vcs.get("vcs", "")),
        str(vcs.get("commit_id", "")),
        str(hashes.get("sha256", "")) if isinstance(hashes, dict) else "",
    )


def install_command(extra: str) -> str:
    """Return the command that adds an extra to the Answerbook that is running.

    >>> install_command("ocr").startswith("pip install ") and "[ocr]" in install_command("ocr")
    True
    """
    source = origin() or Origin()
    requirement = f"{_NAME}[{extra}]"
    if source.path:
        return f"pip install '{source.path}[{extra}]'"
    if source.vcs:
        return f"pip install '{requirement} @ {source.vcs}+{source.url}@{source.commit}'"
    return f"pip install '{requirement} @ {source.url}'" if source.url else f"pip install '{requirement}'"
