"""How a server is reached and asked, with checks before anything is sent."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from generator.answering.models.sampling_options import Sampling

# Capitals only, so that a key pasted in place of its variable's name is refused without being shown.
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")

# Requests at the same time from one loaded model, at most, where their number is found out. More than the
# questions of a paper would wait for the next paper.
MAX_CONCURRENCY = 64


@dataclass(frozen=True, slots=True)
class ServerOptions(Sampling):
    """A server and how it is asked. The key is in no field: it is read when a request is sent.

    url: the server's address, with or without /v1 at its end. model: the name to request; empty for the only
    or first one. key_variable: the environment variable with the key; empty for none. context: tokens; 0 asks
    the server. timeout: seconds for one request; a reply that comes in drips may take twice that. tries: how
    often a request is sent at most. wait: seconds before the second attempt, doubled before each further one.
    concurrency: requests at the same time from one loaded model; 0 for as many as make the server faster (see
    `pacing`). grammar: "gbnf" for servers with llama-server's field of that name. reuse: False makes
    llama-server evaluate every prompt completely, so that no answer depends on an earlier question.
    """

    url: str = "http://127.0.0.1:8080"
    model: str = ""
    key_variable: str = ""
    context: int = field(default=0, kw_only=True)
    timeout: float = 600.0
    tries: int = 4
    wait: float = 1.0
    concurrency: int = 0
    grammar: Literal["none", "gbnf"] = "none"
    reuse: bool = True

    @property
    def root(self) -> str:
        """The address without /v1: pages outside of OpenAI's interface are next to it."""
        return self.url.strip().rstrip("/").removesuffix("/v1")

    @property
    def shown(self) -> str:
        """The address for messages, which end up in the ledger: without its path, which may contain a key."""
        parts = _split(self.root)
        if parts is None or not parts.path:
            return self.root
        return f"{parts.scheme}://{parts.netloc}/..."

    @property
    def local(self) -> bool:
        """True if the server is on this machine, so that no request leaves it."""
        parts = _split(self.root)
        return parts is not None and _is_local(parts.hostname or "")


def problems(options: ServerOptions) -> tuple[str, ...]:
    """Return what prevents requests to a server, a sentence each; none of them repeats a secret."""
    parts = _split(options.root)
    found = []
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        found.append("`url` is not the address of a server; write one such as http://127.0.0.1:8080")
    elif "@" in parts.netloc:
        found.append("`url` holds a user name or a password; put the key into a variable, see `key_variable`")
    elif parts.query or parts.fragment:
        found.append("`url` continues after the path; end it before `?` or `#`")
    elif options.key_variable and parts.scheme == "http" and not _is_local(parts.hostname):
        found.append(
            f"`url` would send the key to {parts.hostname} for anyone to read on the way; write https://"
        )
    if options.key_variable and not _VARIABLE.fullmatch(options.key_variable):
        found.append(
            "`key_variable` is not the name of an environment variable; write a name in capitals such as "
            "ANSWERBOOK_KEY there, and the key into that variable"
        )
    return tuple(found)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
