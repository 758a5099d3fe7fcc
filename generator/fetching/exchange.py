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
from generator.fetching.reply_cache import CachedReply
from generator.storage.http_replies import body_of, root_message

__all__ = ["Exchange", "Failure", "Hop", "RawReply", "Request", "RequestLimits", "Secret", "host_of"]

_DIRECT = {"http": "", "https": "", "all": ""}  # no proxy, whatever the environment says
_HIDDEN = "[key]"
_POOL_SIZE = 16  # connections to one host that stay open for the next request
_MAX_ERROR_CHARS = 200  # of a library's message, which may quote a hostile reply


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """What one request may take, and how often it is repeated or redirected. Times are in seconds.

    connect: until the connection is made. read: until the next piece of the reply. total: until the reply is
    complete. wait: before the first retry; each further wait is twice as long. max_wait: if a server asks for
    a longer wait, the request fails. tries: how often a request is sent. redirects: how many are followed.
    max_age: up to this age a cached reply is used as it is; after that the server is asked whether it has
    changed.
    """

    connect: float = 10.0
    read: float = 60.0
    total: float = 600.0
    wait: float = 1.0
    max_wait: float = 60.0
    tries: int = 4
    redirects: int = 8
    max_age: float = 86400.0


@dataclass(frozen=True, slots=True)
class Secret:
    """Keys of a request: sent only to the first server, and shown in no error and in no file."""

    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)

    def redacted(self, text: str) -> str:
        """Return ``text`` without the keys, because a server may send them back."""
        for key in (*self.headers.values(), *self.params.values()):
            text = text.replace(key, _HIDDEN) if key else text
        return text


@dataclass(frozen=True, slots=True)
class Request:
    """What to send. of: the service that is asked; empty for any other server."""

    method: str
    address: str
    of: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    max_bytes: int = 1 << 20
    secret: Secret = field(default_factory=Secret)


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a request.

    at: its address. trusted: True if that may be private. cookies: of this request.
    """

    request: Request
    at: str
    deadline: float
    trusted: bool
    cookies: Any

    @property
    def of(self) -> str:
        """The service that is asked; empty once a redirect has led away from it."""
        return self.request.of if self.at == self.request.address else ""


class Headers(dict[str, str]):
    """Headers by lower-case name; a missing one is an empty text."""

    def __missing__(self, name: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class RawReply:
    """A reply with any status, and its headers."""

    reply: CachedReply
    headers: Headers


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed try that may succeed the next time.

    reason: for people. status: of the reply, 0 if there was none. wait: seconds that the server asks for.
    """

    reason: str
    status: int = 0
    wait: float = 0.0


class Exchange:
    """Sends requests and reads replies. Several threads may use it at once."""

    def __init__(self, limits: RequestLimits, contact: str) -> None:
        from requests.adapters import HTTPAdapter

        from generator.fetching.guard import GuardedAdapter

        # Its messages contain addresses, including hostile ones from replies.
        logging.getLogger("urllib3").setLevel(logging.CRITICAL)
        self._limits = limits
        self._agent = f"Answerbook/{__version__}{f' (mailto:{contact})' if contact else ''}"
        self._guarded = GuardedAdapter(pool_maxsize=_POOL_SIZE)
        self._trusted = HTTPAdapter(pool_maxsize=_POOL_SIZE)

    def close(self) -> None:
        """Close all connections."""
        self._guarded.close()
        self._trusted.close()

    def send(self, hop: Hop) -> RawReply | Failure:
        """Return the reply to one hop, or a failure that a retry may overcome. Raises FetchError."""
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
                    # Only of this request. Some publishers show a paper only to clients that return cookies.
                    cookies=hop.cookies,
                    # A function that adds nothing; otherwise the library takes passwords from ~/.netrc.
                    auth=lambda prepared: prepared,
                )
            )
            direct = dict(_DIRECT) if hop.trusted else {}
            settings = session.merge_environment_settings(hop.at, direct, True, None, None)
            adapter = self._trusted if hop.trusted else self._guarded
            # Not through the session, which reads the whole body of a redirect, however long it is.
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
            raise FetchError(
                f"{host_of(hop.at)}: {visible(root_message(error)[:_MAX_ERROR_CHARS], one_line=True)}"
            ) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, UnicodeError) as error:
            return Failure(
                visible(request.secret.redacted(root_message(error))[:_MAX_ERROR_CHARS], one_line=True)
            )
        if body is None:
            return Failure(f"no whole reply within {limits.total:g} s")
        if len(body) > request.max_bytes:
            raise _too_long(hop)
        raw = CachedReply(
            address=request.secret.redacted(hop.at),
            status=reply.status_code,
            kind=headers["content-type"].partition(";")[0].strip().lower(),
            etag=headers["etag"],
            modified=headers["last-modified"],
            at=time.time(),
            sha256=hashlib.sha256(body).hexdigest(),
            body=body,
        )
        return RawReply(raw, headers)


def host_of(address: str) -> str:
    """Return the server of an address, to show to people."""
    try:
        return visible(urlsplit(address).netloc.rpartition("@")[2] or address[:80], one_line=True)
    except ValueError:
        return "an invalid address"


def _too_long(hop: Hop) -> FetchError:
    limit = f"{hop.request.max_bytes / 1e6:,.0f} MB"
    return FetchError(f"{host_of(hop.at)} sends more than the limit of {limit}")
