"""Requests to a server, asked again where that may help, and one sentence where it does not.

The key goes into the header of a request as it is sent, and nowhere else: no object keeps it, what a
server says is searched for it, and no error is chained to one of the HTTP library's, which hold the
request with its headers.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

from generator.answering.models.server.keys import key_of, without_key
from generator.answering.models.server.options import ServerOptions, problems
from generator.errors import ModelError, ModelUnavailable
from generator.storage.replies import asked_wait, body_of, innermost, one_line

if TYPE_CHECKING:
    import requests

log = logging.getLogger(__name__)

T = TypeVar("T")

_MAX_LATE = 2  # tries for which no whole reply came in time: they take the longest, and help the least
MAX_WAIT = 60.0  # seconds: a server that asks for more is asked again after these
_CONNECT = 10.0  # seconds until a connection stands
_MAX_BYTES = 16 << 20  # of one reply; the longest completion is a thousandth of that
_WHERE = "see whether the server runs there, and `url` is its address"
_KIND = "see whether `url` is that of an OpenAI-compatible server"
_SHORT_PATH = 8  # of an address: too short for a key
_DIRECT: dict[str, Any] = {
    "http": None,
    "https": None,
    "all": None,
}  # stands for: whatever the environment says


class Refused(ModelError):
    """The server understood, and says no to this request. told: its own words, one line, without the key."""

    def __init__(self, message: str, status: int = 0, told: str = "") -> None:
        super().__init__(message)
        self.status, self.told = status, told


class RefusedAll(Refused, ModelUnavailable):
    """The server says no to whatever it is asked: to the key, the model or the address."""


@dataclass(frozen=True, slots=True)
class _Failure:
    """A try that came to nothing, and may not the next time. wait: seconds that the server asks for.

    late: no whole reply came in time.
    """

    why: str
    mend: str
    wait: float = 0.0
    late: bool = False


class Connection:
    """What a server says to requests with JSON bodies. Several threads may ask at once.

    Raises ModelError for options with `problems`, and where the key is missing.
    """

    def __init__(self, options: ServerOptions) -> None:
        if wrong := problems(options):
            raise ModelError(wrong[0])
        key_of(options)
        import requests
        from requests.adapters import HTTPAdapter

        # What it says holds addresses and headers, the hostile ones of a reply among them.
        logging.getLogger("urllib3").setLevel(logging.CRITICAL)
        self._options = options
        self._away = False  # whether the last request had no answer, after all its tries
        self._session = requests.Session()
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=max(1, options.concurrency))
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def get(self, path: str, read: Callable[[Any], T], *, tries: int = 0, timeout: float = 0.0) -> T:
        """What ``read`` makes of the JSON at ``path``. Errors as in `post`."""
        return self._ask("GET", path, None, read, tries, timeout)[0]

    def post(
        self, path: str, body: Mapping[str, Any], read: Callable[[Any], T], *, tries: int = 0
    ) -> tuple[T, float]:
        """What ``read`` makes of the reply to ``body``, and the seconds of the try that gave it.

        ``read`` raises ValueError for a reply of another shape, which is then asked for again.
        Raises Refused where asking again is of no use, and ModelError after the last try.
        """
        return self._ask("POST", path, json.dumps(body).encode("utf-8"), read, tries, 0.0)

    def close(self) -> None:
        self._session.close()

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None,
        read: Callable[[Any], T],
        tries: int,
        timeout: float,
    ) -> tuple[T, float]:
        options, key = self._options, key_of(self._options)
        # Who did not answer the last question is tried once with the next: it is there again, or is not.
        asked, tries = tries, 1 if self._away else max(1, tries or options.tries)
        late = number = 0
        while number < tries and late < _MAX_LATE:
            number += 1
            started = time.perf_counter()
            got = self._once(method, path, body, timeout or options.timeout)
            if isinstance(got, bytes):
                try:
                    said = read(_loaded(got, key))
                    self._away = False
                    return said, time.perf_counter() - started
                except ValueError as error:
                    failure = _Failure(self._hidden(str(error), key), _KIND)
            else:
                failure = got
            late += failure.late
            if number < tries and late < _MAX_LATE:
                wait = min(max(options.wait * 2 ** (number - 1), failure.wait), MAX_WAIT)
                log.info("%s: %s; asking again in %.1f s", options.shown, failure.why, wait)
                time.sleep(wait)
        self._away = self._away or not asked  # not where one try was to do, to see what kind of server it is
        times = "once" if number == 1 else f"{number} times"
        raise ModelUnavailable(
            f"{options.shown} was asked {times} and gave no answer ({failure.why}); {failure.mend}"
        )

    def _once(self, method: str, path: str, body: bytes | None, timeout: float) -> bytes | _Failure:
        """The content of a good reply, or what a further try may overcome. Raises Refused."""
        import requests
        import urllib3

        key = key_of(self._options)
        late = _Failure(
            f"no whole reply within {timeout:g} s",
            "raise `timeout`, or lower `max_new_tokens` or `concurrency`",
            late=True,
        )
        try:
            with self._session.request(
                method,
                self._options.root + path,
                data=body,
                headers={"Content-Type": "application/json", "Accept-Encoding": "identity"},
                # A function even without a key: else the library takes one from ~/.netrc.
                auth=lambda request: _signed(request, key),
                timeout=(min(timeout, _CONNECT), timeout),
                # Followed nowhere: the key is for this server, and a POST would become a GET.
                allow_redirects=False,
                stream=True,
                proxies=dict(_DIRECT) if self._options.local else None,
            ) as reply:
                content = body_of(reply, _MAX_BYTES, time.monotonic() + timeout)
                status, headers = reply.status_code, reply.headers
        except requests.ConnectTimeout:
            return _Failure("no connection", _WHERE)
        except (requests.Timeout, urllib3.exceptions.TimeoutError):
            return late
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            why = self._hidden(innermost(error), key)
            return _Failure(why, _WHERE)
        if content is None:
            return late
        if len(content) > _MAX_BYTES:
            return _Failure("a reply without end", _KIND)
        if status < 300:
            return content
        told = self._hidden(_told(content, key), key)
        if status in (408, 429) or status >= 500:
            mend = "lower `concurrency`, or ask later" if status == 429 else "see the server's own log"
            return _Failure(
                f"HTTP {status}: {told}", mend, asked_wait(headers.get("Retry-After", ""), MAX_WAIT)
            )
        raise self._refusal(path, status, told, self._hidden(_place(headers.get("Location", "")), key))

    def _refusal(self, path: str, status: int, told: str, location: str) -> Refused:
        root, variable = self._options.shown, self._options.key_variable
        if status < 400:
            elsewhere = location or "nowhere"
            return RefusedAll(
                f"{root} sends requests on to {elsewhere}, and they are not sent there; "
                "write the address of the server itself as `url`",
                status,
            )
        if status in (401, 403) and variable:
            return RefusedAll(
                f"{root} refuses the key in the environment variable {variable} (HTTP {status}); "
                "put a valid key into it",
                status,
            )
        if status in (401, 403):
            return RefusedAll(
                f"{root} wants a key (HTTP {status}); write the name of the environment variable that "
                "holds it as `key_variable`",
                status,
            )
        mend = "see whether `url` and `model` are right" if status == 404 else "mend the model's settings"
        kind = RefusedAll if status == 404 else Refused
        return kind(f"{root} refuses {path} (HTTP {status}: {told}); {mend}", status, told)

    def _hidden(self, text: str, key: str | None) -> str:
        """At most 200 characters of ``text``, without the key, and without the path of the address."""
        text = str(without_key(text, key)).replace(self._options.root, self._options.shown)
        path = urlsplit(self._options.root).path
        return (text.replace(path, "/...") if len(path) > _SHORT_PATH else text)[:200]


def _signed(request: requests.PreparedRequest, key: str | None) -> requests.PreparedRequest:
    if key is not None:
        request.headers["Authorization"] = f"Bearer {key}"
    return request


def _loaded(content: bytes, key: str | None) -> Any:
    """The data of a reply; a server that sends the key back does not bring it into an answer."""
    try:
        return without_key(json.loads(content), key)
    except (ValueError, RecursionError):  # RecursionError: brackets in brackets without end
        raise ValueError(f"the reply is not JSON but {_told(content, key)}") from None


def _told(content: bytes, key: str | None) -> str:
    """What a server says is wrong: the message of its JSON error, or the beginning of its text."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        # The key goes before the text is cut, which could leave a part of it.
        said = without_key(content.decode("utf-8", "replace"), key)[:2000]
        if "<html" in said.lower() or "<!doctype" in said.lower():
            return "an HTML page"
    for name in ("error", "message", "detail"):
        if isinstance(said, dict) and said.get(name):
            said = said[name]
    return one_line(said) or "no text"


def _place(location: str) -> str:
    """The place that a redirect names, without a user's name and a query."""
    try:
        parts = urlsplit(location)
    except ValueError:
        return ""
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
