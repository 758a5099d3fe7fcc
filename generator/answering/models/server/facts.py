"""What a server tells about itself: its kind and version, its model, and how long a prompt may be.

OpenAI's interface tells the names of models and no more. llama-server, vLLM and Ollama each have
pages of their own beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from generator.answering.models.server.transport import Connection, Refused
from generator.errors import ModelError

ServerKind = Literal["llama-server", "vLLM", "Ollama", "server"]

_NO_PAGE = (400, 404, 405, 501)
_PATH = re.compile(r"(/|[A-Za-z]:\\)")


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """kind: "server" for any other. asked: the model's name in requests. model: its name for readers.

    context: tokens, 0 where the server does not tell. Ollama tells that of a loaded model only, and
    cuts longer prompts without a word.
    """

    kind: ServerKind
    asked: str
    model: str
    version: str | None = None
    context: int = 0

    @property
    def engine(self) -> str:
        """Kind and version, where told."""
        return f"{self.kind} {self.version}" if self.version else self.kind


def ask_server(
    connection: Connection, named: str, *, load: bool, tries: int = 0, timeout: float = 0.0
) -> ServerFacts:
    """Find out about a server and the model ``named``; empty stands for its only or first model.

    ``load`` makes Ollama load the model, which may take minutes, to learn its context. Raises
    ModelError where the server does not answer, or tells of no model and none is named.
    """

    def get(path: str, read: Callable[[Any], Any], *, sure: bool = True) -> Any:
        """What the server has at ``path``, or None where it has no such page.

        Not ``sure``: None too where another kind of server fails there, or has another thing.
        """
        try:
            return connection.get(path, read, tries=tries if sure else 1, timeout=timeout)
        except Refused as refused:
            if sure and refused.status not in _NO_PAGE:
                raise
        except ModelError:
            if sure:
                raise
        return None

    entries: list[dict[str, Any]] = get("/v1/models", lambda said: _dicts(said, "data")) or []
    entry = _entry(entries, named)
    asked = named or str(entry.get("id") or "")
    if not asked:
        raise ModelError("the server tells the name of no model; write the name to ask for as `model`")
    owner = (entry or next(iter(entries), {})).get("owned_by")
    if owner == "vllm":
        version = get("/version", _version)
        return ServerFacts("vLLM", asked, _shown(asked), version, _count(entry.get("max_model_len")))
    if props := get("/props", _properties, sure=owner == "llamacpp"):
        only = str(entries[0].get("id") or asked) if len(entries) == 1 else asked
        return ServerFacts("llama-server", asked, _shown(only), *props)
    if version := get("/api/version", _version, sure=False):
        digests = get("/api/tags", lambda said: _dicts(said, "models")) or []
        digest = str(_entry(digests, asked, key="name").get("digest") or "")[:12]
        if load:
            connection.post("/api/generate", {"model": asked, "stream": False}, lambda said: said)
        running = get("/api/ps", lambda said: _dicts(said, "models")) or []
        context = _count(_entry(running, asked, key="name").get("context_length"))
        return ServerFacts("Ollama", asked, f"{asked}@{digest}" if digest else asked, version, context)
    return ServerFacts("server", asked, _shown(asked), None, _count(entry.get("max_model_len")))


def _entry(entries: list[dict[str, Any]], named: str, key: str = "id") -> dict[str, Any]:
    """The entry of the model ``named``, with Ollama's tag or without; the first where none is named."""
    for entry in entries:
        if str(entry.get(key)) in (named, f"{named}:latest") or not named:
            return entry
    return {}


def _shown(name: str) -> str:
    """A model's name without the folders of the machine that serves it."""
    return re.split(r"[/\\]", name.rstrip("/\\"))[-1] if _PATH.match(name) else name


def _dicts(said: Any, name: str) -> list[dict[str, Any]]:
    if not isinstance(said, dict) or not isinstance(said.get(name), list):
        raise ValueError(f"the reply holds no list `{name}`")
    return [entry for entry in said[name] if isinstance(entry, dict)]


def _version(said: Any) -> str:
    if not isinstance(said, dict) or not isinstance(said.get("version"), str):
        raise ValueError("the reply holds no version")
    return " ".join(said["version"].split())[:40]


def _properties(said: Any) -> tuple[str | None, int]:
    """Version and context of a llama-server."""
    settings = said.get("default_generation_settings") if isinstance(said, dict) else None
    if not isinstance(settings, dict):
        raise ValueError("the reply holds no settings")
    build = said.get("build_info")
    return build[:40] if isinstance(build, str) and build else None, _count(settings.get("n_ctx"))


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
