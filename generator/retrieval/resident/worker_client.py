"""Encoder and scorer as a command finds them: those of the worker, or its own.

Whatever is wrong with the worker is logged for --verbose and otherwise costs nothing but time: the command
loads its own models and goes on. Results are the same, so nobody need know where they come from.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from generator import __version__
from generator.retrieval.encoder import Encoder, SentenceTransformerEncoder
from generator.retrieval.made_by import made_by_encoder, made_by_scorer
from generator.retrieval.resident import wire
from generator.retrieval.resident.place import is_offered, is_own, is_own_peer, socket_path
from generator.retrieval.scorer import ScoredText, Scorer, load_scorer

if TYPE_CHECKING:
    import numpy as np

__all__ = ["HELLO_SECONDS", "PROTOCOL", "encoder_at_hand", "scorer_at_hand"]

log = logging.getLogger(__name__)

# Raised by hand whenever messages have another meaning.
PROTOCOL = 1
# Seconds in which a worker must greet; and those for a request, to which some are added for each text: twenty
# times what one takes on two busy cores.
HELLO_SECONDS = 2.0
_REQUEST_SECONDS, _SECONDS_PER_TEXT = 10.0, 0.1


def encoder_at_hand(model: str) -> Encoder:
    """Return the encoder ``model``: the worker's if it has the same one, or its own one.

    Raises ModelError if it is not available.
    """
    connection = _connected("encoder", lambda: made_by_encoder(model))
    return SentenceTransformerEncoder(model) if connection is None else _ResidentEncoder(model, connection)


def scorer_at_hand(model: str) -> Scorer | None:
    """Return the scorer of a setting; see `encoder_at_hand` and `load_scorer`."""
    connection = _connected("scorer", lambda: made_by_scorer(model)) if model else None
    return load_scorer(model) if connection is None else _ResidentScorer(model, connection)


def _connected(role: str, made_by: Callable[[], list[str] | None]) -> _Connection | None:
    """Return a connection to a worker whose model for ``role`` gives the same results; None if there is none.

    made_by: what these results depend on. It is called only if there is a worker: it reads the weights.
    """
    if not is_offered():
        return None
    path = socket_path()
    if not (is_own(path.parent) and is_own(path)):
        return None
    wanted = made_by()
    if wanted is None:
        return None
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(HELLO_SECONDS)
        connection.connect(str(path))
        if not is_own_peer(connection):
            raise wire.WireError("the worker belongs to another user")
        hello = {"protocol": PROTOCOL, "answerbook": __version__, "process": os.getpid()}
        wire.send(connection, {**hello, "role": role, "made_by": wanted})
        reply, _ = wire.receive(connection)
        if reply.get("welcome") is not True:
            raise wire.WireError(str(reply.get("refused", "no reason given")))
    except (OSError, EOFError, wire.WireError) as error:
        log.debug("the worker at %s is not used as %s: %s", path, role, error)
        connection.close()
        return None
    log.debug("the worker at %s is used as %s", path, role)
    return _Connection(connection)


class _Connection:
    """A connection that sends the worker one request at a time. After a failure it returns no results."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection: socket.socket | None = connection
        self._lock = threading.Lock()
        self._process = os.getpid()

    def results(self, request: dict[str, Any], count: int, dimensions: int) -> np.ndarray | None:
        """Return an array with ``count`` rows and that many dimensions; None if the worker has failed."""
        import numpy as np

        with self._lock:
            if self._connection is None or self._process != os.getpid():
                return None
            try:
                self._connection.settimeout(_REQUEST_SECONDS + _SECONDS_PER_TEXT * count)
                wire.send(self._connection, request)
                reply, found = wire.receive(self._connection)
                if found is None or found.ndim != dimensions or len(found) != count:
                    raise wire.WireError(str(reply.get("failed", "the worker sent something else")))
                if not np.isfinite(found).all():
                    raise wire.WireError("the worker sent what is no number")
            except (OSError, EOFError, wire.WireError) as error:
                log.debug("the worker is not used any longer: %s", error)
                self._connection.close()
                self._connection = None
                return None
            return found


class _ResidentEncoder:
    """The encoder of the worker, and from the first failure on one of this process."""

    def __init__(self, model: str, connection: _Connection) -> None:
        self.name, self._connection = model, connection
        self._own: Encoder | None = None

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """See `Encoder`."""
        if self._own is None:
            found = self._connection.results({"texts": list(texts)}, len(texts), 2)
            if found is not None:
                return found
            self._own = SentenceTransformerEncoder(self.name)
        return self._own.encode(texts)


class _ResidentScorer:
    """The scorer of the worker, and from the first failure on one of this process."""

    def __init__(self, model: str, connection: _Connection) -> None:
        self.name, self._connection = model, connection
        self._own: Scorer | None = None

    def score(self, question: str, passages: Sequence[ScoredText]) -> np.ndarray:
        """See `Scorer`."""
        if self._own is None:
            request = {"question": question, "passages": [list(passage) for passage in passages]}
            found = self._connection.results(request, len(passages), 1)
            if found is not None:
                return found
            self._own = load_scorer(self.name)
            assert self._own is not None  # the name of no scorer has no connection
        return self._own.score(question, passages)
