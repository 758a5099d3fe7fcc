"""Requests to a llama.cpp server on this machine, which listens on the loopback interface only."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Generator
from typing import Any
from urllib.parse import urlsplit

from generator.errors import ModelError, ModelUnavailable


class Loopback:
    """A client of the server at ``address``. key: without it the server refuses.

    timeout: seconds for each reply. Raises `LlamaTimeout` if a reply takes longer.
    """

    def __init__(self, address: str, key: str, timeout: float = 3600.0) -> None:
        parts = urlsplit(address)
        self._timeout = timeout
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
        self._headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}

    def post(self, path: str, body: Any) -> dict[str, Any]:
        """Return the reply to a JSON body. Raises ModelError if the server refuses or does not answer."""
        try:
            reply = self._reply(path, json.dumps(body).encode("utf-8"))
            loaded = json.loads(reply.read())
        except TimeoutError as error:
            self._connection.close()
            raise LlamaTimeout(self._timeout, silent=True) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._connection.close()
            why = " ".join(str(error).split())[:200] or type(error).__name__
            raise ModelError(f"llama.cpp gave no answer ({why}); try another model") from error
        if reply.status != http.HTTPStatus.OK or not isinstance(loaded, dict):
            raise LlamaRefused(_error(loaded))
        return loaded

    def stream(self, path: str, body: Any) -> Generator[dict[str, Any]]:
        """Yield the pieces of a reply as they are written; closing the generator stops the server.

        Raises the same errors as `post`.
        """
        finished = False
        until = time.monotonic() + self._timeout
        try:
            reply = self._reply(path, json.dumps(body).encode("utf-8"))
            if reply.status != http.HTTPStatus.OK:
                raise LlamaRefused(_error(json.loads(reply.read())))
            for line in reply:
                kind, _, rest = line.partition(b":")
                if kind == b"error":
                    raise LlamaRefused(json.loads(rest))
                if kind == b"data":
                    piece = json.loads(rest)
                    if not isinstance(piece, dict) or "error" in piece:
                        raise LlamaRefused(_error(piece))
                    finished = bool(piece.get("stop"))
                    yield piece
                if (left := until - time.monotonic()) <= 0 and not finished:
                    raise LlamaTimeout(self._timeout, silent=False)
                if self._connection.sock is not None:
                    self._connection.sock.settimeout(max(left, 1.0))
            if not finished:
                raise ModelError("llama.cpp gave no answer (it broke off); try another model")
        except TimeoutError as error:
            finished = False
            raise LlamaTimeout(self._timeout, silent=True) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            finished = False
            why = " ".join(str(error).split())[:200] or type(error).__name__
            raise ModelError(f"llama.cpp gave no answer ({why}); try another model") from error
        finally:
            if not finished:
                self._connection.close()
            elif self._connection.sock is not None:
                self._connection.sock.settimeout(self._timeout)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _reply(self, path: str, body: bytes) -> http.client.HTTPResponse:
        try:
            self._connection.request("POST", path, body, self._headers)
            return self._connection.getresponse()
        except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
            # The server closes idle connections after five seconds; it has not seen this request.
            self._connection.close()
            self._connection.request("POST", path, body, self._headers)
            return self._connection.getresponse()


def _error(loaded: Any) -> Any:
    return loaded.get("error") if isinstance(loaded, dict) else loaded


class LlamaRefused(ModelError):
    """An error reported by the server, with its ``detail``."""

    def __init__(self, detail: Any) -> None:
        self.detail: dict[str, Any] = detail if isinstance(detail, dict) else {"message": detail}
        why = " ".join(str(self.detail.get("message", self.detail)).split())[:200]
        super().__init__(f"llama.cpp gave no answer ({why}); try another model")


class LlamaTimeout(ModelUnavailable):
    """No whole reply in time. silent: nothing came for a whole timeout, so perhaps the server hangs."""

    def __init__(self, seconds: float, *, silent: bool) -> None:
        self.silent = silent
        super().__init__(
            f"llama.cpp took longer than {seconds:g} s; raise `timeout` of the model, or lower its "
            "`max_new_tokens`, `pack_chars` or `prompt_chars`"
        )
