"""Requests to a server, repeated where that may help; otherwise an error of one sentence.

The key goes into the header of a request as it is sent, and nowhere else. No object keeps it, it is removed
from every reply, and no error is chained to one of the HTTP library's, which contain the request with its
headers.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

from generator.answering.models.server.api_keys import key_of, without_key
from generator.answering.models.server.options import MAX_CONCURRENCY, ServerOptions, problems
from generator.errors import ModelError, ModelUnavailable
from generator.storage.http_replies import body_of, one_line, retry_after, root_message

if TYPE_CHECKING:
    import requests

log = logging.getLogger(__name__)

T = TypeVar("T")

_MAX_LATE = 2  # attempts without a whole reply in time: they take the longest, and help the least
MAX_WAIT = 60.0  # seconds: a server that asks for a longer wait is asked again after these
_CONNECT_TIMEOUT = 10.0  # seconds
_MAX_BYTES = 16 << 20  # of one reply; the longest completion is a thousandth of that
_MAX_MESSAGE_CHARS = 200  # of a server's words in an error
_CHECK_ADDRESS = "check that the server runs there, and that `url` is its address"
_CHECK_KIND = "check that `url` is that of an OpenAI-compatible server"
_MAX_KEYLESS_PATH = 8  # characters: the path of an address that is no longer cannot contain a key
# Proxies for local servers: none, whatever the environment says.
_DIRECT: dict[str, Any] = {"http": None, "https": None, "all": None}


class ServerRefused(ModelError):
    """The server understood this request and refused it. detail: its message, one line, without the key."""

    def __init__(self, message: str, status: int = 0, detail: str = "") -> None:
        super().__init__(message)
        self.status, self.detail = status, detail


class ServerRefusedAll(ServerRefused, ModelUnavailable):
    """The server refuses every request: because of the key, the model or the address."""


@dataclass(frozen=True, slots=True)
class _Failure:
    """An attempt that failed, and may succeed the next time.

    wait: seconds that the server asks for. late: no whole reply came in time. busy: the server has too much
    to do.
    """

    why: str
    hint: str
    wait: float = 0.0
    late: bool = False
    busy: bool = False


class Connection:
    """Requests with JSON bodies to a server. Several threads may use it.

    refused: called if a request was one too many or came late, with the time (`time.monotonic`) at which it
    was sent. Raises ModelError for options with `problems`, and if the key is missing.
    """

    def __init__(self, options: ServerOptions, refused: Callable[[float], None] = lambda sent: None) -> None:
        if wrong := problems(options):
            raise ModelError(wrong[0])
        key_of(options)
        import requests
        from requests.adapters import HTTPAdapter

        # Its log messages contain addresses and headers, also hostile ones from a reply.
        logging.getLogger("urllib3").setLevel(logging.CRITICAL)
        self._options, self._refused = options, refused
        self._away = False  # True if the last request had no answer, after all its attempts
        self._session = requests.Session()
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=options.concurrency or MAX_CONCURRENCY)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def get(self, path: str, read: Callable[[Any], T], *, tries: int = 0, timeout: float = 0.0) -> T:
        """Return what ``read`` makes of the JSON at ``path``. Errors as in `post`."""
        return self._ask("GET", path, None, read, tries, timeout)[0]

    def post(
        self, path: str, body: Mapping[str, Any], read: Callable[[Any], T], *, tries: int = 0
    ) -> tuple[T, float]:
        """Return what ``read`` makes of the reply to ``body``, and the seconds of the successful attempt.

        ``read`` raises ValueError for a reply of another shape, which is then requested again. Raises
        ServerRefused if asking again is useless, and ModelError after the last attempt.
        """
        return self._ask("POST", path, json.dumps(body).encode("utf-8"), read, tries, 0.0)

    def close(self) -> None:
        """Close all connections to the server."""
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
        # If the server did not answer the last request, one attempt shows whether it is back.
        asked, tries = tries, 1 if self._away else max(1, tries or options.tries)
        late = number = 0
        while number < tries and late < _MAX_LATE:
            number += 1
            started, sent = time.perf_counter(), time.monotonic()
            got = self._once(method, path, body, timeout or options.timeout)
            if isinstance(got, bytes):
                try:
                    reply = read(_loaded(got, key))
                    self._away = False
                    return reply, time.perf_counter() - started
                except ValueError as error:
                    failure = _Failure(self._hidden(str(error), key), _CHECK_KIND)
            else:
                failure = got
            if failure.late or failure.busy:
                self._refused(sent)
            late += failure.late
            if number < tries and late < _MAX_LATE:
                wait = min(max(options.wait * 2 ** (number - 1), failure.wait), MAX_WAIT)
                log.info("%s: %s; asking again in %.1f s", options.shown, failure.why, wait)
                time.sleep(wait)
        # Not after a single attempt that was only to find out the kind of server.
        self._away = self._away or not asked
        times = "once" if number == 1 else f"{number} times"
        raise ModelUnavailable(
            f"{options.shown} was asked {times} and gave no answer ({failure.why}); {failure.hint}"
        )

    def _once(self, method: str, path: str, body: bytes | None, timeout: float) -> bytes | _Failure:
        """Return the content of a good reply, or a failure that another attempt may overcome.

        Raises ServerRefused.
        """
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
                # A function even without a key: otherwise the library takes one from ~/.netrc.
                auth=lambda request: _signed(request, key),
                timeout=(min(timeout, _CONNECT_TIMEOUT), timeout),
                # Redirects are not followed: the key is for this server, and a POST would become a GET.
                allow_redirects=False,
                stream=True,
                proxies=dict(_DIRECT) if self._options.local else None,
            ) as reply:
                content = body_of(reply, _MAX_BYTES, time.monotonic() + timeout)
                status, headers = reply.status_code, reply.headers
        except requests.ConnectTimeout:
            return _Failure("no connection", _CHECK_ADDRESS)
        except (requests.Timeout, urllib3.exceptions.TimeoutError):
            return late
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            why = self._hidden(root_message(error), key)
            return _Failure(why, _CHECK_ADDRESS)
        if content is None:
            return late
        if len(content) > _MAX_BYTES:
            return _Failure("a reply without end", _CHECK_KIND)
        if status < 300:
            return content
        detail = self._hidden(_error_message(content, key), key)
        if status in (408, 429) or status >= 500:
            hint = "lower `concurrency`, or ask later" if status == 429 else "see the server's own log"
            return _Failure(
                f"HTTP {status}: {detail}",
                hint,
                retry_after(headers.get("Retry-After", ""), MAX_WAIT),
                busy=status in (429, 503),
            )
        raise self._refusal(path, status, detail, self._hidden(_place(headers.get("Location", "")), key))

    def _refusal(self, path: str, status: int, detail: str, location: str) -> ServerRefused:
        root, variable = self._options.shown, self._options.key_variable
        if status < 400:
            elsewhere = location or "nowhere"
            return ServerRefusedAll(
                f"{root} sends requests on to {elsewhere}, and they are not sent there; "
                "write the address of the server itself as `url`",
                status,
            )
        if status in (401, 403) and variable:
            return ServerRefusedAll(
                f"{root} refuses the key in the environment variable {variable} (HTTP {status}); "
                "put a valid key into it",
                status,
            )
        if status in (401, 403):
            return ServerRefusedAll(
                f"{root} wants a key (HTTP {status}); write the name of the environment variable that "
                "holds it as `key_variable`",
                status,
            )
        hint = "check `url` and `model`" if status == 404 else "fix the model's settings"
        kind = ServerRefusedAll if status == 404 else ServerRefused
        return kind(f"{root} refuses {path} (HTTP {status}: {detail}); {hint}", status, detail)

    def _hidden(self, text: str, key: str | None) -> str:
        """Return at most 200 characters of ``text``, without the key and without the path of the address."""
        text = str(without_key(text, key)).replace(self._options.root, self._options.shown)
        path = urlsplit(self._options.root).path
        text = text.replace(path, "/...") if len(path) > _MAX_KEYLESS_PATH else text
        return text[:_MAX_MESSAGE_CHARS]


def _signed(request: requests.PreparedRequest, key: str | None) -> requests.PreparedRequest:
    if key is not None:
        request.headers["Authorization"] = f"Bearer {key}"
    return request


def _loaded(content: bytes, key: str | None) -> Any:
    """Return the data of a reply without the key, so that a server cannot bring the key into an answer."""
    try:
        return without_key(json.loads(content), key)
    except (ValueError, RecursionError):  # RecursionError: endlessly nested brackets
        raise ValueError(f"the reply is not JSON but {_error_message(content, key)}") from None


def _error_message(content: bytes, key: str | None) -> str:
    """Return the server's error message: that of its JSON error, or the beginning of its text."""
    try:
        reply = json.loads(content)
    except (ValueError, RecursionError):
        # The key is removed before the text is cut, because a cut could leave a part of it.
        reply = without_key(content.decode("utf-8", "replace"), key)[:2000]
        if "<html" in reply.lower() or "<!doctype" in reply.lower():
            return "an HTML page"
    for name in ("error", "message", "detail"):
        if isinstance(reply, dict) and reply.get(name):
            reply = reply[name]
    return one_line(reply) or "no text"


def _place(location: str) -> str:
    """Return the target of a redirect, without user name and query."""
    try:
        parts = urlsplit(location)
    except ValueError:
        return ""
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
