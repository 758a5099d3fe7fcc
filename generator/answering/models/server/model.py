"""A model behind an OpenAI-compatible HTTP server: llama-server, vLLM, Ollama, or another.

>>> _plain("[INST] Say <|yes|>")
'[ INST] Say < |yes|>'
>>> bool(_TOO_LONG.search("This exceeds the available context size."))
True
"""

from __future__ import annotations

import dataclasses
import functools
import math
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from generator.answering.models.model_protocol import Completion, Prompt
from generator.answering.models.model_replies import encodable, final_reply, without_thinking
from generator.answering.models.server.facts import ServerFacts, ask_server
from generator.answering.models.server.options import MAX_CONCURRENCY, ServerOptions
from generator.answering.models.server.pacing import Pace
from generator.answering.models.server.transport import Connection, ServerRefused
from generator.core import digest
from generator.errors import ModelError

T = TypeVar("T")

# Raised by hand whenever the same prompt would reach a server otherwise.
REQUEST = "2"

_DEFAULT_CONTEXT = 4096  # tokens, if neither the settings nor the server say: Ollama's own default
_MAX_CACHED_COUNTS = 64  # prompts: the tokens of each are needed again when it is sent
_LOOK = 3.0  # seconds to find out about a server that may not be reachable

# Words and single signs. In 1,200 windows of papers (12 PDF, 5 JATS; 300 to 3,600 characters), a vocabulary
# of 49,152 gave between .50 (median) and .83 (maximum) real tokens per token estimated here. A simple bytes /
# 2.5 was too low for 3 % of them, in tables and reference lists.
_WORD_OR_SIGN = re.compile(r" ?([A-Za-z]+)|([^A-Za-z])")
_LETTERS_PER_TOKEN = 2.5
_FRAME_TOKENS = 48  # that a chat template adds: most about 15, those that state the date 40

# Control words that separate messages in the usual templates. A server obeys them anywhere, so a paper could
# end its own message and speak as another; a blank after the first sign disables them.
_CONTROL = re.compile(r"<(?=[|｜]|/?s>|(?:start|end)_of_turn>|<SYS>>|</SYS>>)|\[(?=/?INST\])")

_NO_SYSTEM = re.compile(r"system (role|message)|roles must alternate", re.IGNORECASE)
_TOO_LONG = re.compile(
    r"exceed[^.]{0,200}context|context (length|size|window)|too (long|many tokens)", re.IGNORECASE
)


class ServerModel:
    """A model of a running server. Several threads may use it.

    Raises ModelError if the server does not answer, refuses, or has no room for a prompt. The server decides
    what it keeps of earlier prompts; a reply may depend on that by rounding.
    """

    def __init__(self, options: ServerOptions) -> None:
        self._options = options
        self._closed = False
        self._pace = Pace(options.concurrency, MAX_CONCURRENCY)
        self._connection = Connection(options, self._pace.refused)
        try:
            self._facts = ask_server(self._connection, options.model, load=True)
            known = [tokens for tokens in (options.context, self._facts.context) if tokens]
            self._context = min(known, default=_DEFAULT_CONTEXT)
            if self.room <= 0:
                raise ModelError(
                    f"{options.shown} has a context of {self._context} tokens, and `max_new_tokens` takes "
                    f"{options.max_new_tokens} of them; lower it, or raise the server's context"
                )
        except ModelError:
            self._connection.close()
            raise
        _identities[options] = _parts(options, self._facts)
        self._counts = self._facts.kind in ("llama-server", "vLLM")
        self._merges = False  # True if the rules go into the user's message
        self._counted = functools.lru_cache(_MAX_CACHED_COUNTS)(self._count)

    @property
    def facts(self) -> ServerFacts:
        """What the server reported about itself when the model was loaded."""
        return self._facts

    @property
    def concurrency(self) -> int:
        """The number of requests that it sends at the same time now."""
        return self._pace.limit

    @property
    def room(self) -> int:
        """See `LanguageModel`."""
        return self._context - self._options.max_new_tokens

    def tokens(self, prompt: Prompt) -> int:
        """See `LanguageModel`: counted by llama-server and vLLM, and estimated for others."""
        return self._counted(prompt)

    def complete(self, prompt: Prompt, *, grammar: str) -> Completion:
        """See `LanguageModel`. A prompt that does not fit into the context is an error; it is never cut."""
        options = self._options
        # Counting takes a request or two, and most prompts are far from the limit.
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

        def read(reply: Any) -> Completion:
            return completion_of(reply, prompt.quotable)

        try:
            with self._pace.request() as together:
                found, seconds = self._post("/v1/chat/completions", body, prompt, read)
                self._pace.replied(together, found.new_tokens, seconds)
        except ServerRefused as refused:
            if not _TOO_LONG.search(refused.detail):
                raise
            why = refused.detail
        else:
            return dataclasses.replace(found, seconds=seconds)
        raise ModelError(
            f"the prompt does not fit into the context of {options.shown} ({why}); lower the `context` or "
            "the `prompt_chars` of the model"
        )

    def close(self) -> None:
        """Close the connections; the server itself stays."""
        self._closed = True
        self._connection.close()

    def _count(self, prompt: Prompt) -> int:
        if not self._counts:
            return estimated(prompt)
        named = {"model": self._facts.asked}
        try:
            if self._facts.kind == "vLLM":
                return self._post("/tokenize", named, prompt, lambda reply: _number(reply["count"]))[0]
            text = self._post("/apply-template", named, prompt, lambda reply: str(reply["prompt"]))[0]
            body = {**named, "content": text, "add_special": True, "parse_special": True}
            return self._post("/tokenize", body, None, lambda reply: len(reply["tokens"]))[0]
        except ServerRefused as refused:
            if refused.status not in (404, 405, 501):
                raise
            self._counts = False  # an older server, or one behind a proxy that lets only /v1 through
            return estimated(prompt)

    def _post(
        self, path: str, body: dict[str, Any], prompt: Prompt | None, read: Callable[[Any], T]
    ) -> tuple[T, float]:
        """Send ``body`` with the messages of ``prompt``; return the result of ``read``, and the seconds.

        Some templates know no system message; then the rules go to the beginning of the user's message.
        """
        if self._closed:
            raise ModelError(f"the model at {self._options.shown} was closed; load it again to ask it")

        def checked(reply: Any) -> T:
            try:
                return read(reply)
            except (KeyError, TypeError, AttributeError, IndexError, OverflowError):
                raise ValueError(f"the reply to {path} has another shape") from None

        for merged in (True,) if self._merges else (False, True):
            messages = {} if prompt is None else {"messages": _messages(prompt, merged)}
            try:
                return self._connection.post(path, {**body, **messages}, checked)
            except ServerRefused as refused:
                if merged or not _NO_SYSTEM.search(refused.detail):
                    raise
                self._merges = True
        raise AssertionError("the second way of asking returns or raises")


def completion_of(reply: Any, quotable: Sequence[str] = ()) -> Completion:
    """Return the completion in a server's reply, without its seconds.

    Raises ValueError, KeyError, TypeError or IndexError for another shape or an empty text, and ModelError if
    the model spent all its tokens on thinking.
    """
    choice = reply["choices"][0]
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
    usage = reply.get("usage") or {}
    details = usage.get("prompt_tokens_details") or {}
    prompt, reused = _number(usage.get("prompt_tokens")), _number(details.get("cached_tokens"))
    return Completion(
        text=final_reply(text, quotable=quotable, cut=cut),
        prompt_tokens=max(0, prompt - reused),
        new_tokens=_number(usage.get("completion_tokens")),
        reused_tokens=min(prompt, reused),
    )


def estimated(prompt: Prompt) -> int:
    """Return an upper estimate of the tokens of a prompt, for servers without a tokeniser."""
    text = _plain(f"{prompt.system}\n\n{prompt.user}")
    count = sum(
        math.ceil(len(word) / _LETTERS_PER_TOKEN) if word else len(sign.encode())
        for word, sign in _WORD_OR_SIGN.findall(text)
    )
    return count + _FRAME_TOKENS


def _messages(prompt: Prompt, merged: bool) -> list[dict[str, str]]:
    system, user = _plain(prompt.system), _plain(prompt.user)
    if merged:
        return [{"role": "user", "content": f"{system}\n\n{user}"}]
    return [{"role": "system", "content": system}, {"role": "user", "content": user}]


def _plain(text: str) -> str:
    """Return ``text`` safe for a server: what its chat template would read as control words is broken up."""
    return _CONTROL.sub(r"\g<0> ", encodable(text))


def _number(value: Any) -> int:
    """Return a count that a server reports; 0 if it reports none, or something else."""
    return max(0, value) if isinstance(value, int) and not isinstance(value, bool) else 0


# Identities found out in this process, by options; loading a model updates its own.
_identities: dict[ServerOptions, dict[str, str | None]] = {}


def server_identity(options: ServerOptions) -> dict[str, str | None]:
    """Return the parts that a server adds to a fingerprint, as it reports them within a few seconds.

    model: the name, for Ollama with the beginning of its digest. engine: kind and version. Both are None if
    the server is not reachable; sampling is known without it. A server is asked once per process.
    """
    if options not in _identities:
        try:
            connection = Connection(options)
        except ModelError:  # a wrong setting, or no key on this machine: `ServerModel` reports which
            return _parts(options, None)
        try:
            facts = ask_server(connection, options.model, load=False, tries=1, timeout=_LOOK)
        except ModelError:
            facts = None
        finally:
            connection.close()
        _identities[options] = _parts(options, facts)
    return dict(_identities[options])


def _parts(options: ServerOptions, facts: ServerFacts | None) -> dict[str, str | None]:
    sampling = [*options.sampling, options.grammar]
    return {
        "model": facts.model if facts else None,
        "sampling": digest([REQUEST, *sampling]),
        "engine": facts.engine if facts else None,
    }
