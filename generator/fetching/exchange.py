"""One request and one reply, within limits of size and time, to servers that may be asked."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from generator import __version__
from generator.core.visible import visible
from generator.errors import FetchError
from generator.fetching.kept import Kept
from generator.storage.replies import body_of, innermost

__all__ = ["Exchange", "Failure", "Got", "Hop", "Limits", "Request", "Secret", "host_of"]

_DIRECT = {"http": "", "https": "", "all": ""}  # stands for: whatever the environment says
_HIDDEN = "[key]"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take, in seconds; and how often it is sent, or led on.

    connect: until a connection stands. read: until the next piece of a reply. total: until all of it is
    there. wait: before it is sent again for the first time, then twice as long. longest: a server that asks
    for a longer wait is not asked again. fresh: for so long, a reply that is kept is taken as it is; after
    that its server is asked whether it has changed.
    """

    connect: float = 10.0
    read: float = 60.0
    total: float = 600.0
    wait: float = 1.0
    longest: float = 60.0
    tries: int = 4
    redirects: int = 8
    fresh: float = 86400.0


@dataclass(frozen=True, slots=True)
class Secret:
    """Keys of a request: sent to the first server and to no other, named in no error and in no file."""

    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)

    def hidden(self, text: str) -> str:
        """Return ``text`` without the keys, which a server may send back."""
        for key in (*self.headers.values(), *self.params.values()):
            text = text.replace(key, _HIDDEN) if key else text
        return text


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. of: the service that is; empty for any other server."""

    method: str
    address: str
    of: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    max_bytes: int = 1 << 20
    secret: Secret = field(default_factory=Secret)


@dataclass(frozen=True, slots=True)
class Hop:
    """A request on its way. at: where it is now. trusted: whether that may be a private address."""

    request: Request
    at: str
    deadline: float
    trusted: bool
    cookies: Any

    @property
    def of(self) -> str:
        """Return the service that is asked; empty where the request was led on from it."""
        return self.request.of if self.at == self.request.address else ""


class Headers(dict[str, str]):
    """Headers by name in lower case; one that is not there is empty."""

    def __missing__(self, name: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Got:
    """A reply of any status, with its headers."""

    kept: Kept
    headers: Headers


@dataclass(frozen=True, slots=True)
class Failure:
    """A try that came to nothing, and may not the next time. wait: seconds that the server asks for."""

    why: str
    status: int = 0
    wait: float = 0.0


class Exchange:
    """Sends requests and reads replies. Several threads may use it at once."""

    def __init__(self, limits: Limits, contact: str) -> None:
        from requests.adapters import HTTPAdapter

        from generator.fetching.guard import Guarded

        # What it says holds addresses, the hostile ones of a reply among them.
        logging.getLogger("urllib3").setLevel(logging.CRITICAL)
        self._limits = limits
        self._agent = f"Answerbook/{__version__}{f' (mailto:{contact})' if contact else ''}"
        self._guarded, self._near = Guarded(pool_maxsize=16), HTTPAdapter(pool_maxsize=16)

    def close(self) -> None:
        self._guarded.close()
        self._near.close()

    def once(self, hop: Hop) -> Got | Failure:
        """One reply, or what a further try may overcome. Raises FetchError."""
        import requests
        import urllib3
        from requests.cookies import extract_cookies_to_jar

        from generator.fetching.guard import refuse_behind_proxy

        request, limits = hop.request, self._limits
        secret = request.secret if hop.at == request.address else Secret()
        if not hop.trusted:
            refuse_behind_proxy(hop.at)
        own = {"User-Agent": self._agent, "Accept-Encoding": "gzip, identity"}
        try:
            session = requests.Session()
            prepared = session.prepare_request(
                requests.Request(
                    request.method,
                    hop.at,
                    params=dict(secret.params),
                    data=request.body or None,
                    headers={**own, **request.headers, **secret.headers},
                    # Of this request alone: some publishers open to who brings theirs back.
                    cookies=hop.cookies,
                    # A function that adds nothing: else the library takes passwords from ~/.netrc.
                    auth=lambda prepared: prepared,
                )
            )
            direct = dict(_DIRECT) if hop.trusted else {}
            settings = session.merge_environment_settings(hop.at, direct, True, None, None)
            adapter = self._near if hop.trusted else self._guarded
            # Not by the session, which reads all of a redirect's body, however long it is.
            with adapter.send(prepared, timeout=(limits.connect, limits.read), **settings) as reply:
                extract_cookies_to_jar(hop.cookies, prepared, reply.raw)
                headers = Headers({name.lower(): value for name, value in reply.headers.items()})
                announced = headers["content-length"]
                if announced.isdigit() and int(announced) > request.max_bytes and reply.status_code < 300:
                    raise _too_long(hop)
                body = body_of(reply, request.max_bytes, hop.deadline)
        except requests.ConnectTimeout:
            return Failure("no connection")
        except (requests.Timeout, urllib3.exceptions.TimeoutError):
            return Failure(f"nothing came for {limits.read:g} s")
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader) as error:
            raise FetchError(f"{host_of(hop.at)}: {visible(innermost(error)[:200], one_line=True)}") from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, UnicodeError) as error:
            return Failure(visible(request.secret.hidden(innermost(error))[:200], one_line=True))
        if body is None:
            return Failure(f"no whole reply within {limits.total:g} s")
        if len(body) > request.max_bytes:
            raise _too_long(hop)
        kept = Kept(
            address=request.secret.hidden(hop.at),
            status=reply.status_code,
            kind=headers["content-type"].partition(";")[0].strip().lower(),
            etag=headers["etag"],
            modified=headers["last-modified"],
            at=time.time(),
            sha256=hashlib.sha256(body).hexdigest(),
            body=body,
        )
        return Got(kept, headers)


def host_of(address: str) -> str:
    """Return the server of an address, for people."""
    try:
        return visible(urlsplit(address).netloc.rpartition("@")[2] or address[:80], one_line=True)
    except ValueError:
        return "an address that is none"


def _too_long(hop: Hop) -> FetchError:
    most = f"{hop.request.max_bytes / 1e6:,.0f} MB"
    return FetchError(f"{host_of(hop.at)} sends more than the {most} that are taken")
