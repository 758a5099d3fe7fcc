"""A model behind an OpenAI-compatible HTTP server: llama-server, vLLM, Ollama, or another."""

from __future__ import annotations

import functools
import math
import re
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from generator.answering.models.protocol import Completion, Prompt
from generator.answering.models.replies import encodable, finished, without_thinking
from generator.answering.models.server.facts import ServerFacts, ask_server
from generator.answering.models.server.options import ServerOptions
from generator.answering.models.server.transport import Connection, Refused
from generator.core import digest
from generator.errors import ModelError

T = TypeVar("T")

# Raised by hand whenever the same prompt would reach a server otherwise.
REQUEST = "2"

_CONTEXT = 4096  # tokens, where neither the settings nor the server tell: Ollama's own default
_REMEMBERED = 64  # prompts whose tokens were counted: each is counted to fit, and then asked
_LOOK = 3.0  # seconds to find out about a server that may not be there

# Words and single signs. In 1,200 windows of papers (12 PDF, 5 JATS; 300 to 3,600 characters) a vocabulary
# of 49,152 gave .50 tokens (median) to .83 (most) for each that is counted here; bytes / 2.5 as a
# whole fell short in 3 % of them, in tables and reference lists.
_PIECE = re.compile(r" ?([A-Za-z]+)|([^A-Za-z])")
_LETTERS = 2.5  # of a word to a token
_FRAME = 48  # tokens that a chat template adds: about 15 of most, 40 of those that tell the date

# What separates messages in the usual templates. A server reads it wherever it stands, so that a
# paper could end its own message and speak as another; a blank behind the first sign undoes it.
_CONTROL = re.compile(r"<(?=[|｜]|/?s>|(?:start|end)_of_turn>|<SYS>>|</SYS>>)|\[(?=/?INST\])")

_NO_SYSTEM = re.compile(r"system (role|message)|roles must alternate", re.IGNORECASE)
_TOO_LONG = re.compile(
    r"exceed[^.]{0,200}context|context (length|size|window)|too (long|many tokens)", re.IGNORECASE
)


class ServerModel:
    """A model of a running server. Several threads may ask at once.

    Raises ModelError where the server does not answer, refuses, or has no room for a prompt. What
    the server keeps of earlier prompts is its own affair: a reply may hang on it by rounding.
    """

    def __init__(self, options: ServerOptions) -> None:
        self._options = options
        self._closed = False
        self._connection = Connection(options)
        try:
            self._facts = ask_server(self._connection, options.model, load=True)
            told = [tokens for tokens in (options.context, self._facts.context) if tokens]
            self._context = min(told, default=_CONTEXT)
            if self.room <= 0:
                raise ModelError(
                    f"{options.shown} has a context of {self._context} tokens, and `max_new_tokens` takes "
                    f"{options.max_new_tokens} of them; lower it, or raise the server's context"
                )
        except ModelError:
            self._connection.close()
            raise
        _told[options] = _parts(options, self._facts)
        self._places = threading.BoundedSemaphore(max(1, options.concurrency))
        self._counts = self._facts.kind in ("llama-server", "vLLM")
        self._merges = False  # whether the rules go into the user's message
        self._counted = functools.lru_cache(_REMEMBERED)(self._count)

    @property
    def facts(self) -> ServerFacts:
        """What the server told of itself as the model was loaded."""
        return self._facts

    @property
    def room(self) -> int:
        """See `LanguageModel`."""
        return self._context - self._options.max_new_tokens

    def tokens(self, prompt: Prompt) -> int:
        """See `LanguageModel`: counted by llama-server and vLLM, and estimated for others."""
        return self._counted(prompt)

    def complete(self, prompt: Prompt, *, grammar: str) -> Completion:
        """See `LanguageModel`. A prompt that does not fit into the context is an error, and never cut."""
        options = self._options
        # Counting is a request or two, and most prompts are far from the end of the context.
        if estimated(prompt) > self.room and (tokens := self.tokens(prompt)) > self.room:
            raise ModelError(
                f"the prompt needs {tokens} tokens and {options.shown} has room for {self.room}; raise the "
                "server's context and the `context` of the model, or lower its `prompt_chars`"
            )
        body: dict[str, Any] = {
            "model": self._facts.asked,
            "max_tokens": options.max_new_tokens,
            "temperature": options.temperature,
            "seed": options.seed,
            "stream": False,
        }
        if options.grammar == "gbnf":
            body["grammar"] = grammar
        if not options.reuse and self._facts.kind == "llama-server":
            body["cache_prompt"] = False

        def read(said: Any) -> Completion:
            return completion_of(said, prompt.quotable)

        try:
            said, seconds = self._post("/v1/chat/completions", body, prompt, read)
        except Refused as refused:
            if not _TOO_LONG.search(refused.told):
                raise
            why = refused.told
        else:
            return Completion(said.text, seconds, said.prompt_tokens, said.new_tokens, said.reused_tokens)
        raise ModelError(
            f"the prompt does not fit into the context of {options.shown} ({why}); lower the `context` or "
            "the `prompt_chars` of the model"
        )

    def close(self) -> None:
        self._closed = True
        self._connection.close()

    def _count(self, prompt: Prompt) -> int:
        if not self._counts:
            return estimated(prompt)
        named = {"model": self._facts.asked}
        try:
            if self._facts.kind == "vLLM":
                return self._post("/tokenize", named, prompt, lambda said: _number(said["count"]))[0]
            text = self._post("/apply-template", named, prompt, lambda said: str(said["prompt"]))[0]
            body = {**named, "content": text, "add_special": True, "parse_special": True}
            return self._post("/tokenize", body, None, lambda said: len(said["tokens"]))[0]
        except Refused as refused:
            if refused.status not in (404, 405, 501):
                raise
            self._counts = False  # an older server, or one behind a proxy that lets only /v1 through
            return estimated(prompt)

    def _post(
        self, path: str, body: dict[str, Any], prompt: Prompt | None, read: Callable[[Any], T]
    ) -> tuple[T, float]:
        """The reply to ``body`` with the messages of ``prompt``.

        Some templates know no system message; the rules then stand at the head of the user's.
        """
        if self._closed:
            raise ModelError(f"the model at {self._options.shown} was closed; load it again to ask it")

        def checked(said: Any) -> T:
            try:
                return read(said)
            except (KeyError, TypeError, AttributeError, IndexError, OverflowError):
                raise ValueError(f"the reply to {path} has another shape") from None

        with self._places:
            for merged in (True,) if self._merges else (False, True):
                messages = {} if prompt is None else {"messages": _messages(prompt, merged)}
                try:
                    return self._connection.post(path, {**body, **messages}, checked)
                except Refused as refused:
                    if merged or not _NO_SYSTEM.search(refused.told):
                        raise
                    self._merges = True
        raise AssertionError("the second way of asking returns or raises")


def completion_of(said: Any, quotable: Sequence[str] = ()) -> Completion:
    """The completion that a server's reply holds, without its seconds.

    Raises ValueError, KeyError, TypeError or IndexError for another shape or an empty text, and
    ModelError where the model thought until its tokens were spent.
    """
    choice = said["choices"][0]
    text = choice["message"]["content"]
    if text is not None and not isinstance(text, str):
        raise TypeError("the content is no text")
    cut = choice.get("finish_reason") == "length"
    text = without_thinking(encodable(text or ""))
    if not text and cut:
        raise ModelError(
            "the model spent all its new tokens before its reply began; raise `max_new_tokens`, or turn off "
            "its thinking"
        )
    if not text:
        raise ValueError("an empty reply")
    usage = said.get("usage") or {}
    details = usage.get("prompt_tokens_details") or {}
    prompt, reused = _number(usage.get("prompt_tokens")), _number(details.get("cached_tokens"))
    return Completion(
        text=finished(text, quotable=quotable, cut=cut),
        prompt_tokens=max(0, prompt - reused),
        new_tokens=_number(usage.get("completion_tokens")),
        reused_tokens=min(prompt, reused),
    )


def estimated(prompt: Prompt) -> int:
    """Tokens of a prompt, from above, where no tokeniser can be asked."""
    text = _plain(f"{prompt.system}\n\n{prompt.user}")
    count = sum(
        math.ceil(len(word) / _LETTERS) if word else len(sign.encode()) for word, sign in _PIECE.findall(text)
    )
    return count + _FRAME


def _messages(prompt: Prompt, merged: bool) -> list[dict[str, str]]:
    system, user = _plain(prompt.system), _plain(prompt.user)
    if merged:
        return [{"role": "user", "content": f"{system}\n\n{user}"}]
    return [{"role": "system", "content": system}, {"role": "user", "content": user}]


def _plain(text: str) -> str:
    """``text`` as a server may read it: what a template would take for its own is broken up."""
    return _CONTROL.sub(r"\g<0> ", encodable(text))


def _number(value: Any) -> int:
    """A count that a server gives; 0 where it gives none, or another thing."""
    return max(0, value) if isinstance(value, int) and not isinstance(value, bool) else 0


# What was told in this process, by options; a model that is loaded later tells anew.
_told: dict[ServerOptions, dict[str, str | None]] = {}


def server_identity(options: ServerOptions) -> dict[str, str | None]:
    """The parts that a server adds to a fingerprint, as it tells them within a few seconds.

    model: the name, for Ollama with the beginning of its digest. engine: kind and version. Both are
    None where the server is not there. sampling is known without it. Asked once in a process.
    """
    if options not in _told:
        try:
            connection = Connection(options)
        except ModelError:  # a wrong setting, or no key on this machine: `ServerModel` says which
            return _parts(options, None)
        try:
            facts = ask_server(connection, options.model, load=False, tries=1, timeout=_LOOK)
        except ModelError:
            facts = None
        finally:
            connection.close()
        _told[options] = _parts(options, facts)
    return dict(_told[options])


def _parts(options: ServerOptions, facts: ServerFacts | None) -> dict[str, str | None]:
    sampling = [*options.sampling, options.grammar]
    return {
        "model": facts.model if facts else None,
        "sampling": digest([REQUEST, *sampling]),
        "engine": facts.engine if facts else None,
    }
