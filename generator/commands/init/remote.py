"""The addresses of a project's repository and site, from the remote of the repository."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from generator.commands.init.git import git_output

__all__ = ["Remote", "remote_of"]

_NAME = r"[A-Za-z0-9._-]+"
# https://host/owner/name.git, ssh://git@host:22/owner/name.git, git@host:owner/name.git
_FORMS = (
    re.compile(
        rf"(?:https?|ssh|git)://(?:[^/@\s]+@)?(?P<host>{_NAME})(?::\d+)?/(?P<path>{_NAME}(?:/{_NAME})+)/?"
    ),
    re.compile(rf"(?:[^/@\s:]+@)(?P<host>{_NAME}):(?P<path>{_NAME}(?:/{_NAME})+)/?"),
)
# Host of repositories -> host of sites, and the name of the repository that is published at the top of it.
_SITES = {
    "github.com": ("{owner}.github.io", "{owner}.github.io"),
    "gitlab.com": ("{owner}.gitlab.io", "{owner}.gitlab.io"),
    "codeberg.org": ("{owner}.codeberg.page", "pages"),
}


@dataclass(frozen=True, slots=True)
class Remote:
    """The remote of a repository.

    host: in lower case. path: owner, groups, name. top: root folder of the local repository.
    """

    host: str
    path: tuple[str, ...]
    top: Path = Path()

    @classmethod
    def of(cls, address: str, top: Path = Path()) -> Remote | None:
        """Parse the address of a repository; None if it is not on another machine."""
        for form in _FORMS:
            if found := form.fullmatch(address.strip()):
                path = tuple(found["path"].removesuffix(".git").split("/"))
                if "." in found["host"] and ".." not in path and all(path):
                    return cls(found["host"].lower(), path, top)
        return None

    @property
    def repository(self) -> str:
        """The address for readers, without user name and password."""
        return f"https://{self.host}/{'/'.join(self.path)}"

    @property
    def is_gitlab(self) -> bool:
        """True if the host is GitLab, or a GitLab of an institution whose name says so."""
        return self.host == "gitlab.com" or self.host.startswith("gitlab.")

    @property
    def site_url(self) -> str:
        """The address at which the host publishes the site; empty for other hosts."""
        if self.host not in _SITES:
            return ""
        owner, *rest = self.path
        domain, whole = (form.format(owner=owner.lower()) for form in _SITES[self.host])
        if [part.lower() for part in rest] == [whole]:
            return f"https://{domain}/"
        return f"https://{domain}/{'/'.join(rest)}/"


def remote_of(folder: Path) -> Remote | None:
    """Return the remote ``origin`` of the repository that contains ``folder``; None if there is none."""
    here = folder
    while not here.is_dir() and here != here.parent:
        here = here.parent
    top, address = (
        git_output(here, "rev-parse", "--show-toplevel"),
        git_output(here, "remote", "get-url", "origin"),
    )
    return Remote.of(address, Path(top)) if top and address else None
