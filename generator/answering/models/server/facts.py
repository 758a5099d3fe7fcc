"""Facts that a server reports about itself: its kind and version, its model, and its context.

OpenAI's interface has only the names of models. llama-server, vLLM and Ollama each have pages of their own
for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from generator.answering.models.server.transport import Connection, ServerRefused
from generator.errors import ModelError

ServerKind = Literal["llama-server", "vLLM", "Ollama", "server"]

_NO_PAGE = (400, 404, 405, 501)  # HTTP statuses of a server without a certain page
_MAX_VERSION_CHARS = 40  # of a server's version: it comes from outside, and goes into the ledger
_PATH = re.compile(r"(/|[A-Za-z]:\\)")


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """Facts about a server.

    kind: "server" for an unknown kind. asked: the model's name in requests. model: its name for readers.
    context: tokens, 0 if the server does not report it. Ollama reports it for a loaded model only, and cuts
    longer prompts silently.
    """

    kind: ServerKind
    asked: str
    model: str
    version: str | None = None
    context: int = 0

    @property
    def engine(self) -> str:
        """Kind and version, if known."""
        return f"{self.kind} {self.version}" if self.version else self.kind


def ask_server(
    connection: Connection, named: str, *, load: bool, tries: int = 0, timeout: float = 0.0
) -> ServerFacts:
    """Return the facts about a server and its model ``named``; an empty name means its only or first model.

    load: have Ollama load the model, which may take minutes, to find out its context. Raises ModelError if
    the server does not answer, or if it names no model and ``named`` is empty.
    """

    def get(path: str, read: Callable[[Any], Any], *, sure: bool = True) -> Any:
        """Return what the server has at ``path``, or None if it has no such page.

        If not ``sure``, also None if another kind of server fails there, or returns something else.
        """
        try:
            return connection.get(path, read, tries=tries if sure else 1, timeout=timeout)
        except ServerRefused as refused:
            if sure and refused.status not in _NO_PAGE:
                raise
        except ModelError:
            if sure:
                raise
        return None

    entries: list[dict[str, Any]] = get("/v1/models", lambda reply: _dicts(reply, "data")) or []
    entry = _entry(entries, named)
    asked = named or str(entry.get("id") or "")
    if not asked:
        raise ModelError("the server names no model; write the name to request as `model`")
    owner = (entry or next(iter(entries), {})).get("owned_by")
    if owner == "vllm":
        version = get("/version", _version)
        return ServerFacts("vLLM", asked, _shown(asked), version, _count(entry.get("max_model_len")))
    if props := get("/props", _properties, sure=owner == "llamacpp"):
        only = str(entries[0].get("id") or asked) if len(entries) == 1 else asked
        return ServerFacts("llama-server", asked, _shown(only), *props)
    if version := get("/api/version", _version, sure=False):
        digests = get("/api/tags", lambda reply: _dicts(reply, "models")) or []
        digest = str(_entry(digests, asked, key="name").get("digest") or "")[:12]
        if load:
            connection.post("/api/generate", {"model": asked, "stream": False}, lambda reply: reply)
        running = get("/api/ps", lambda reply: _dicts(reply, "models")) or []
        context = _count(_entry(running, asked, key="name").get("context_length"))
        return ServerFacts("Ollama", asked, f"{asked}@{digest}" if digest else asked, version, context)
    return ServerFacts("server", asked, _shown(asked), None, _count(entry.get("max_model_len")))


def _entry(entries: list[dict[str, Any]], named: str, key: str = "id") -> dict[str, Any]:
    """Return the entry of the model ``named``, with or without Ollama's tag; the first if it is empty."""
    for entry in entries:
        if str(entry.get(key)) in (named, f"{named}:latest") or not named:
            return entry
    return {}


def _shown(name: str) -> str:
    """Return a model's name without the folders of the machine that serves it."""
    return re.split(r"[/\\]", name.rstrip("/\\"))[-1] if _PATH.match(name) else name


def _dicts(reply: Any, name: str) -> list[dict[str, Any]]:
    if not isinstance(reply, dict) or not isinstance(reply.get(name), list):
        raise ValueError(f"the reply has no list `{name}`")
    return [entry for entry in reply[name] if isinstance(entry, dict)]


def _version(reply: Any) -> str:
    if not isinstance(reply, dict) or not isinstance(reply.get("version"), str):
        raise ValueError("the reply has no version")
    return " ".join(reply["version"].split())[:_MAX_VERSION_CHARS]


def _properties(reply: Any) -> tuple[str | None, int]:
    """Return version and context of a llama-server."""
    settings = reply.get("default_generation_settings") if isinstance(reply, dict) else None
    if not isinstance(settings, dict):
        raise ValueError("the reply has no settings")
    build = reply.get("build_info")
    version = build[:_MAX_VERSION_CHARS] if isinstance(build, str) and build else None
    return version, _count(settings.get("n_ctx"))


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
