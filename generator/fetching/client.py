"""Requests to services and to servers of papers: paced, limited, guarded, kept, sent again where it helps.

What is fetched was made by strangers: sizes and times have limits while a reply comes in, redirects are few
and lead to public addresses only, nothing in a reply is followed or run, and no cookie or password of the
user's is sent. A key goes to the service that it is for, and into no error and no file.
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
from generator.fetching.exchange import Exchange, Failure, Got, Hop, Limits, Request, Secret, host_of
from generator.fetching.kept import Kept, KeptReplies
from generator.fetching.pace import Pace
from generator.fetching.services import Services, origin
from generator.storage.replies import asked_wait

__all__ = ["Client", "Reply"]

log = logging.getLogger(__name__)

_MISSED = 3600.0  # seconds for which it is believed, at most, that something is not there
# Of an answer of a service; the longest records of works with thousands of authors have some megabytes.
_MAX_BYTES = 16 << 20
_REDIRECTS = (301, 302, 303, 307, 308)
_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_TOOK_NOTHING = (429, 503)
_REFUSALS = {
    401: "wants a key",
    403: "refuses",
    404: "does not have it",
    410: "does not have it any more",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """A good reply. address: where it came from in the end. kind: its media type. at: when, in seconds."""

    address: str
    kind: str
    body: bytes
    at: float
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        """Return its data. Raises FetchError where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise FetchError(f"{host_of(self.address)} sent something that is not JSON") from error


class Client:
    """Asks services and other servers. Several threads may use it at once.

    services: where the services are. folder: where replies are kept; None keeps none. contact: an address of
    the user's by mail, which services ask for.
    """

    def __init__(
        self,
        services: Services | None = None,
        folder: Path | None = None,
        contact: str = "",
        *,
        limits: Limits | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.services = Services() if services is None else services
        self.contact = contact
        self._limits = limits or Limits()
        self._pace = pace or Pace()
        self._exchange = Exchange(self._limits, contact)
        self._kept = KeptReplies(folder)
        self._kept.forget_old()
        self._away: set[str] = set()  # origins that gave no answer to their last request, after all its tries

    def address(self, path: str, params: Mapping[str, str] | None = None, *, of: str = "") -> str:
        """Return the whole address of a request to the service ``of``, or to any server if that is empty."""
        base, path = (self.services.known[of].base, path) if of else ("", _quoted(path))
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
        """Return what the service ``of`` has at ``path``; without ``of``, what is at that address.

        Raises FetchError, with the status of a reply that is none of success.
        """
        address = self.address(path, params, of=of)
        kept = self._kept.get(address)
        if kept is not None and time.time() - kept.at < self._fresh(kept):
            return _given(kept)
        headers = {"Accept": accept, **(kept.validators if kept else {})}
        got = self._asked(Request("GET", address, of, headers, b"", max_bytes, secret or Secret()))
        new = got.kept
        if new.status == 304 and kept is not None:
            new = replace(kept, at=new.at)
        self._kept.put(address, new)
        return replace(_given(new), headers=got.headers)

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
        """Send ``body`` to a service (POST, PUT, PATCH, DELETE); nothing is kept, no redirect followed.

        Sent again only where the service says that it took nothing (429, 503). Raises FetchError.
        """
        address = self.address(path, of=of)
        request = Request(method, address, of, dict(headers or {}), body, _MAX_BYTES, secret or Secret())
        got = self._asked(request)
        return replace(_given(got.kept), headers=got.headers)

    def forget(self, path: str, params: Mapping[str, str] | None = None, *, of: str = "") -> None:
        """Let a kept reply go: what was in it lies elsewhere by now."""
        self._kept.forget(self.address(path, params, of=of))

    def close(self) -> None:
        self._exchange.close()

    def _fresh(self, kept: Kept) -> float:
        return self._limits.fresh if kept.status < 400 else min(self._limits.fresh, _MISSED)

    def _asked(self, request: Request) -> Got:
        limits, where = self._limits, origin(request.address)
        name = host_of(request.address)
        # Who did not answer the last request is tried once with the next: it is there again, or is not.
        tries = 1 if where in self._away else max(1, limits.tries)
        number, failure = 0, Failure("")
        while number < tries:
            number += 1
            got = self._led_on(request)
            if isinstance(got, Got):
                self._away.discard(where)
                return got
            failure = got
            if failure.wait > limits.longest:
                raise FetchError(
                    f"{name} gave no answer ({failure.why}) and asks for a pause of "
                    f"{duration(failure.wait)}; run the command again then",
                    failure.status,
                    passing=True,
                )
            if request.method != "GET" and failure.status not in _TOOK_NOTHING:
                break
            if number < tries:
                wait = max(limits.wait * 2 ** (number - 1), failure.wait)
                log.info("%s: %s; asking again in %.1f s", name, failure.why, wait)
                self._pace.rest(self.services.gap(request.address, request.of)[0], wait)
        if failure.status not in (429, 500):  # which say nothing of the next request
            self._away.add(where)
        times = "once" if number == 1 else f"{number} times"
        raise FetchError(
            f"{name} was asked {times} and gave no answer ({failure.why})", failure.status, passing=True
        )

    def _led_on(self, request: Request) -> Got | Failure:
        """The reply, where redirects lead to; or what a further try may overcome. Raises FetchError."""
        from requests.cookies import RequestsCookieJar

        deadline = time.monotonic() + self._limits.total
        near = {*self.services.near, *((origin(request.address),) if request.of else ())}
        at, came_from, cookies = request.address, "", RequestsCookieJar()
        for _ in range(self._limits.redirects + 1):
            # A redirect leads to what is near only from there: a stranger's server is not to.
            where = origin(at)
            hop = Hop(request, at, deadline, where in near and came_from in ("", *near), cookies)
            if "@" in urlsplit(at).netloc:
                raise FetchError(f"{host_of(at)}: an address with a name or a password in it is not asked")
            bucket, gap = self.services.gap(at, hop.of)
            self._pace.turn(bucket, gap)
            got = self._exchange.once(hop)
            if isinstance(got, Failure):
                return got
            self._pace.told(bucket, got.headers)
            status = got.kept.status
            if status in _AGAIN:
                return Failure(f"HTTP {status}", status, asked_wait(got.headers["retry-after"]))
            if status not in _REDIRECTS:
                return got
            if request.method != "GET":
                raise FetchError(f"{host_of(at)} leads on a request that is not to be led on", status)
            at, came_from = _next(at, got.headers["location"]), where
        raise FetchError(f"{host_of(request.address)} leads on more than {self._limits.redirects} times")


def _given(kept: Kept) -> Reply:
    """The reply that is kept. Raises FetchError for one that is no success."""
    if kept.status >= 300:
        said = _REFUSALS.get(kept.status, "refuses")
        raise FetchError(f"{host_of(kept.address)} {said} (HTTP {kept.status})", kept.status)
    return Reply(kept.address, kept.kind, kept.body, kept.at)


def _quoted(address: str) -> str:
    """An address as browsers send it: what none holds is encoded, and the name of a place in a page goes."""
    return quote(address.partition("#")[0], safe="%/:=&?~+!$,;'@()*[]")


def _next(at: str, location: str) -> str:
    """The address that a redirect leads to. Raises FetchError for one that is not followed."""
    if not location:
        raise FetchError(f"{host_of(at)} leads elsewhere, and does not say where")
    try:
        to = _quoted(urljoin(at, location))
        scheme = urlsplit(to).scheme
    except ValueError as error:
        raise FetchError(f"{host_of(at)} leads to an address that is none") from error
    if scheme not in ("http", "https"):
        raise FetchError(f"{host_of(at)} leads to an address of {visible(scheme)!r}, which is not followed")
    if scheme == "http" and at.startswith("https:"):
        raise FetchError(f"{host_of(at)} leads from https to http, which is not followed")
    return to
