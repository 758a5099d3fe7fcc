"""Requests to services and to servers of papers: paced, limited, guarded, cached, and retried where it helps.

The servers are strangers to us. So size and time are limited while a reply comes in, redirects are few and
lead only to public addresses, nothing in a reply is followed or run, and no cookie or password of the user is
sent. A key is sent only to its own service, and appears in no error and in no file.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

from generator.core.counting import duration
from generator.core.visible import visible
from generator.errors import FetchError
from generator.fetching.exchange import (
    Exchange,
    Failure,
    Hop,
    RawReply,
    Request,
    RequestLimits,
    Secret,
    host_of,
)
from generator.fetching.reply_cache import CachedReply, ReplyCache
from generator.fetching.request_pauses import RequestPace
from generator.fetching.services import Services, origin
from generator.storage.http_replies import retry_after

__all__ = ["Client", "Reply"]

log = logging.getLogger(__name__)

_MAX_AGE_OF_REFUSAL = 3600.0  # seconds; a paper that is missing now may be there tomorrow
# Bytes of a service's answer; records of works with thousands of authors have a few megabytes.
_MAX_BYTES = 16 << 20
_REDIRECTS = (301, 302, 303, 307, 308)
_WORTH_A_RETRY = (408, 425, 429, 500, 502, 503, 504)
_NOTHING_DONE = (429, 503)  # the server has not processed the request
_ABOUT_THIS_REQUEST = (429, 500)  # say nothing about the server's next answer
_REFUSALS = {
    401: "wants a key",
    403: "refuses",
    404: "does not have it",
    410: "no longer has it",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """A successful reply.

    address: where it came from after redirects. kind: its media type. at: when it was fetched, in seconds
    since the epoch.
    """

    address: str
    kind: str
    body: bytes
    at: float
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        """Return the body as JSON data. Raises FetchError if it is not JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise FetchError(f"{host_of(self.address)} sent something that is not JSON") from error


class Client:
    """Sends requests to services and to other servers. Several threads may use it at once.

    services: the addresses of the services. folder: where replies are cached; None caches none. contact: the
    user's mail address, which services ask for.
    """

    def __init__(
        self,
        services: Services | None = None,
        folder: Path | None = None,
        contact: str = "",
        *,
        limits: RequestLimits | None = None,
        pace: RequestPace | None = None,
    ) -> None:
        self.services = Services() if services is None else services
        self.contact = contact
        self._limits = limits or RequestLimits()
        self._pace = pace or RequestPace()
        self._exchange = Exchange(self._limits, contact)
        self._cache = ReplyCache(folder)
        self._cache.forget_old()
        self._unreachable: set[str] = set()  # origins that left their last request unanswered

    def address(self, path: str, params: Mapping[str, str] | None = None, *, of: str = "") -> str:
        """Return the full address of a request to the service ``of``, or to any server if ``of`` is empty."""
        base, path = (self.services.by_name[of].base, path) if of else ("", _quoted(path))
        query = urlencode(dict(params or {}))
        return f"{base}{path}{('&' if '?' in path else '?') + query if query else ''}"

    def get(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        of: str = "",
        accept: str = "*/*",
        max_bytes: int = _MAX_BYTES,
        secret: Secret | None = None,
    ) -> Reply:
        """Return what the service ``of`` has at ``path``; without ``of``, ``path`` is a full address.

        Raises FetchError, with the HTTP status if there was a reply.
        """
        address = self.address(path, params, of=of)
        cached = self._cache.get(address)
        if cached is not None and time.time() - cached.at < self._max_age(cached):
            return _reply_of(cached)
        headers = {"Accept": accept, **(cached.validators if cached else {})}
        request = Request("GET", address, of, headers, b"", max_bytes, secret or Secret())
        got = self._send_with_retries(request)
        new = got.reply
        if new.status == 304 and cached is not None:
            new = replace(cached, at=new.at)
        self._cache.put(address, new)
        return replace(_reply_of(new), headers=got.headers)

    def send(
        self,
        method: str,
        path: str,
        body: bytes,
        *,
        of: str,
        headers: Mapping[str, str] | None = None,
        secret: Secret | None = None,
    ) -> Reply:
        """Send ``body`` to a service (POST, PUT, PATCH, DELETE); no reply is cached, no redirect followed.

        The request is repeated only if the service says that it has not processed it (429, 503). Raises
        FetchError.
        """
        address = self.address(path, of=of)
        request = Request(method, address, of, dict(headers or {}), body, _MAX_BYTES, secret or Secret())
        got = self._send_with_retries(request)
        return replace(_reply_of(got.reply), headers=got.headers)

    def forget(self, path: str, params: Mapping[str, str] | None = None, *, of: str = "") -> None:
        """Remove a cached reply, because the caller has stored its content elsewhere."""
        self._cache.forget(self.address(path, params, of=of))

    def close(self) -> None:
        """Close all connections."""
        self._exchange.close()

    def _max_age(self, cached: CachedReply) -> float:
        return self._limits.max_age if cached.status < 400 else min(self._limits.max_age, _MAX_AGE_OF_REFUSAL)

    def _send_with_retries(self, request: Request) -> RawReply:
        """Return the first reply that no retry could improve. Raises FetchError if all tries fail."""
        limits, where = self._limits, origin(request.address)
        name = host_of(request.address)
        # A server that did not answer its last request gets a single try: it is back, or it is not.
        tries = 1 if where in self._unreachable else max(1, limits.tries)
        number, failure = 0, Failure("")
        while number < tries:
            number += 1
            result = self._follow_redirects(request)
            if isinstance(result, RawReply):
                self._unreachable.discard(where)
                return result
            failure = result
            if failure.wait > limits.max_wait:
                raise FetchError(
                    f"{name} gave no answer ({failure.reason}) and asks for a pause of "
                    f"{duration(failure.wait)}; run the command again then",
                    failure.status,
                    passing=True,
                )
            if request.method != "GET" and failure.status not in _NOTHING_DONE:
                break
            if number < tries:
                wait = max(limits.wait * 2 ** (number - 1), failure.wait)
                log.info("%s: %s; asking again in %.1f s", name, failure.reason, wait)
                self._pace.pause(self.services.gap(request.address, request.of)[0], wait)
        if failure.status not in _ABOUT_THIS_REQUEST:
            self._unreachable.add(where)
        times = "once" if number == 1 else f"{number} times"
        raise FetchError(
            f"{name} was asked {times} and gave no answer ({failure.reason})", failure.status, passing=True
        )

    def _follow_redirects(self, request: Request) -> RawReply | Failure:
        """Return the reply at the end of the redirects, or a failure that a retry may overcome.

        Raises FetchError.
        """
        from requests.cookies import RequestsCookieJar

        deadline = time.monotonic() + self._limits.total
        trusted = {*self.services.private_origins, *((origin(request.address),) if request.of else ())}
        at, came_from, cookies = request.address, "", RequestsCookieJar()
        for _ in range(self._limits.redirects + 1):
            # A stranger's server must not redirect us to a private address; a trusted one may.
            where = origin(at)
            hop = Hop(request, at, deadline, where in trusted and came_from in ("", *trusted), cookies)
            if "@" in urlsplit(at).netloc:
                raise FetchError(f"{host_of(at)}: an address with a name or a password in it is not asked")
            bucket, gap = self.services.gap(at, hop.of)
            self._pace.wait_for_turn(bucket, gap)
            got = self._exchange.send(hop)
            if isinstance(got, Failure):
                return got
            self._pace.heed(bucket, got.headers)
            status = got.reply.status
            if status in _WORTH_A_RETRY:
                return Failure(f"HTTP {status}", status, retry_after(got.headers["retry-after"]))
            if status not in _REDIRECTS:
                return got
            if request.method != "GET":
                raise FetchError(f"{host_of(at)} redirects a request that must not be redirected", status)
            at, came_from = _next(at, got.headers["location"]), where
        raise FetchError(f"{host_of(request.address)} redirects more than {self._limits.redirects} times")


def _reply_of(raw: CachedReply) -> Reply:
    """Return a cached or new reply as a `Reply`. Raises FetchError if its status is not one of success."""
    if raw.status >= 300:
        refusal = _REFUSALS.get(raw.status, "refuses")
        raise FetchError(f"{host_of(raw.address)} {refusal} (HTTP {raw.status})", raw.status)
    return Reply(raw.address, raw.kind, raw.body, raw.at)


def _quoted(address: str) -> str:
    """Return an address as browsers send it: unusual characters encoded, the fragment removed."""
    return quote(address.partition("#")[0], safe="%/:=&?~+!$,;'@()*[]")


def _next(at: str, location: str) -> str:
    """Return the address that a redirect leads to. Raises FetchError if it must not be followed."""
    if not location:
        raise FetchError(f"{host_of(at)} leads elsewhere, and does not say where")
    try:
        to = _quoted(urljoin(at, location))
        scheme = urlsplit(to).scheme
    except ValueError as error:
        raise FetchError(f"{host_of(at)} leads to an invalid address") from error
    if scheme not in ("http", "https"):
        raise FetchError(f"{host_of(at)} leads to an address of {visible(scheme)!r}, which is not followed")
    if scheme == "http" and at.startswith("https:"):
        raise FetchError(f"{host_of(at)} leads from https to http, which is not followed")
    return to
