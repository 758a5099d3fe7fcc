"""Where a project will be found: its repository and its site, by the remote of the repository."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from generator.commands.init.git import git_says

__all__ = ["Remote", "remote_of"]

_NAME = r"[A-Za-z0-9._-]+"
# https://host/owner/name.git, ssh://git@host:22/owner/name.git, git@host:owner/name.git
_FORMS = (
    re.compile(
        rf"(?:https?|ssh|git)://(?:[^/@\s]+@)?(?P<host>{_NAME})(?::\d+)?/(?P<path>{_NAME}(?:/{_NAME})+)/?"
    ),
    re.compile(rf"(?:[^/@\s:]+@)(?P<host>{_NAME}):(?P<path>{_NAME}(?:/{_NAME})+)/?"),
)
# Host of repositories -> host of sites, and the name of a repository that is a site as a whole.
_SITES = {
    "github.com": ("{owner}.github.io", "{owner}.github.io"),
    "gitlab.com": ("{owner}.gitlab.io", "{owner}.gitlab.io"),
    "codeberg.org": ("{owner}.codeberg.page", "pages"),
}


@dataclass(frozen=True, slots=True)
class Remote:
    """host: in lower case. path: owner, groups, name. top: folder of the repository."""

    host: str
    path: tuple[str, ...]
    top: Path = Path()

    @classmethod
    def of(cls, address: str, top: Path = Path()) -> Remote | None:
        """What an address of a repository says; None where it is none of another machine."""
        for form in _FORMS:
            if found := form.fullmatch(address.strip()):
                path = tuple(found["path"].removesuffix(".git").split("/"))
                if "." in found["host"] and ".." not in path and all(path):
                    return cls(found["host"].lower(), path, top)
        return None

    @property
    def repository(self) -> str:
        """The address for readers, without a user name or a password."""
        return f"https://{self.host}/{'/'.join(self.path)}"

    @property
    def is_gitlab(self) -> bool:
        """Whether the host is GitLab, of one's own too where its name says so."""
        return self.host == "gitlab.com" or self.host.startswith("gitlab.")

    @property
    def site_url(self) -> str:
        """Where the host shows a repository's site; empty for hosts of which that is not known."""
        if self.host not in _SITES:
            return ""
        owner, *rest = self.path
        domain, whole = (form.format(owner=owner.lower()) for form in _SITES[self.host])
        if [part.lower() for part in rest] == [whole]:
            return f"https://{domain}/"
        return f"https://{domain}/{'/'.join(rest)}/"


def remote_of(folder: Path) -> Remote | None:
    """The remote ``origin`` of the repository that ``folder`` lies in; None where there is none."""
    here = folder
    while not here.is_dir() and here != here.parent:
        here = here.parent
    top, address = (
        git_says(here, "rev-parse", "--show-toplevel"),
        git_says(here, "remote", "get-url", "origin"),
    )
    return Remote.of(address, Path(top)) if top and address else None
