"""Check whether each model can answer, by its kind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.answering import ModelSpec
from generator.answering.models import fetching
from generator.answering.models.model_files import file_hash, model_file
from generator.answering.prompt import RULES
from generator.commands.doctor.check_result import Finding, readable_size
from generator.core import Question
from generator.errors import ModelError

# English text has 4 to 4.5 characters per token, tables and formulas fewer; 3 gives an upper bound of tokens.
CHARS_PER_TOKEN = 3
MIN_PROMPT_CHARS = 200  # the smallest value of `prompt_chars` that settings accept
TEMPLATE_TOKENS = 64  # that a chat template adds, at most
WORKER_BYTES = 1_000_000_000  # of memory for a worker, in addition to its model's file


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What the checks of models need to know.

    cache: folder of fetched files and hashes; None if there is none. free: bytes of memory, 0 if unknown.
    network: whether to query servers, and plugins, which may query some.
    """

    questions: Sequence[Question] = ()
    cache: Path | None = None
    free: int = 0
    network: bool = False


@dataclass(frozen=True, slots=True)
class Located:
    """A model's file with its size in bytes and its hash."""

    path: Path
    size: int
    sha256: str


Check = Callable[[ModelSpec, CheckContext], Iterator[Finding]]


def examine_models(specs: Iterable[ModelSpec], around: CheckContext) -> Iterator[Finding]:
    """Yield the findings about each model, by the check for its kind."""
    for spec in specs:
        check = CHECKS.get(spec.kind)
        if check is None:
            yield Finding(
                f"model {spec.name}", "warning", f"of kind {spec.kind}, for which there is no check"
            )
        else:
            yield from check(spec, around)


def check_quotes(spec: ModelSpec, around: CheckContext) -> Iterator[Finding]:
    """Report the extractive answerer."""
    yield Finding(f"model {spec.name}", "ok", "quotes the paper; needs no model file")


def check_file(spec: ModelSpec, around: CheckContext) -> Iterator[Finding]:
    """Check a model in a file on this machine: file, memory, context."""
    name = f"model {spec.name}"
    try:
        found = located(spec.file, around.cache)
    except ModelError as error:
        what, _, hint = str(error).rpartition("; ")
        yield Finding(name, "failing", what or hint, hint if what else "")
        return
    if found is None:
        yield Finding(name, "warning", f"{spec.file} is not fetched yet; the next build fetches it")
    else:
        yield Finding(
            name, "ok", f"{found.path.name}, {readable_size(found.size)}, SHA-256 {found.sha256[:16]}"
        )
        needed = found.size + WORKER_BYTES
        if around.free and needed > around.free:
            yield Finding(
                f"{name}: memory",
                "warning",
                f"needs about {readable_size(needed)}; {readable_size(around.free)} are free",
                "close other programs, or use a smaller model or quantisation",
            )
    yield context(spec, around.questions, None if found is None else trained_context(found.path))


def check_server(spec: ModelSpec, around: CheckContext) -> Iterator[Finding]:
    """Check a model on a server: whether it answers, what it is, and its context."""
    from generator.answering.models.server.facts import ask_server
    from generator.answering.models.server.transport import Connection

    options: Any = spec.options
    name = f"model {spec.name}"
    if not around.network:
        yield Finding(name, "ok", f"on the server {options.shown}; use --network to query it")
        return
    try:
        connection = Connection(options)
        try:
            facts = ask_server(connection, options.model, load=False, tries=1, timeout=5.0)
        finally:
            connection.close()
    except ModelError as error:
        what, _, hint = str(error).rpartition("; ")
        yield Finding(name, "failing", what or hint, hint if what else "")
        return
    yield Finding(name, "ok", f"{facts.model}, served by {facts.engine} at {options.shown}")
    size = min((size for size in (options.context, facts.context) if size), default=0)
    if size:
        yield context(spec, around.questions, None, size=size)


def check_plugin(spec: ModelSpec, around: CheckContext) -> Iterator[Finding]:
    """Check whether the package of a third-party model is installed."""
    from generator.answering.models.plugins import plugin_version

    options: Any = spec.options
    version = plugin_version(options.plugin)
    if version is None:
        yield Finding(
            f"model {spec.name}",
            "failing",
            f"the plugin {options.plugin} is not installed",
            "install the package that provides it",
        )
    else:
        yield Finding(f"model {spec.name}", "ok", f"plugin {options.plugin} of {version}")


# By kind of model; a new kind needs a line here.
CHECKS: Mapping[str, Check] = {
    "quotes": check_quotes,
    "llama": check_file,
    "ctransformers": check_file,
    "server": check_server,
    "plugin": check_plugin,
}


def context(spec: ModelSpec, questions: Sequence[Question], trained: int | None, *, size: int = 0) -> Finding:
    """Check whether the longest prompt and its answer fit into the context. trained, size: tokens."""
    options: Any = spec.options
    size = size or options.context
    name = f"model {spec.name}: context"
    fixed = needed_tokens(0, questions, options.max_new_tokens)
    needed = needed_tokens(spec.prompt_chars, questions, options.max_new_tokens)
    found = f"{size} tokens; a prompt of {spec.prompt_chars} characters and its answer need up to {needed}"
    if fixed > size:
        return Finding(
            name,
            "failing",
            f"{size} tokens; rules, question and answer alone need up to {fixed}",
            f"raise `context` to {needed} or more, or lower `max_new_tokens`",
        )
    if needed > size:
        fitting = max(MIN_PROMPT_CHARS, (size - fixed) * CHARS_PER_TOKEN)
        return Finding(
            name,
            "warning",
            f"{found}; the least relevant snippets may be left out",
            f"raise `context` to {needed}, or lower `prompt_chars` to {fitting}",
        )
    packed = needed_tokens(spec.pack_chars, questions, options.max_new_tokens)
    if spec.context_mode in ("pack", "auto") and packed > size:
        return Finding(
            name,
            "warning",
            f"{size} tokens; a pack of {spec.pack_chars} characters and an answer need up to {packed}, so "
            "packs may be made smaller",
            f"raise `context` to {packed}, or lower `pack_chars`",
        )
    if trained is not None and size > trained:
        return Finding(
            name,
            "warning",
            f"{size} tokens; the model was trained for {trained}",
            f"lower `context` to {trained}",
        )
    return Finding(name, "ok", found)


def needed_tokens(prompt_chars: int, questions: Sequence[Question], max_new_tokens: int) -> int:
    """Return an upper bound of the tokens of the longest prompt with its answer."""
    longest = max((len(question.text) for question in questions), default=0)
    chars = len(RULES) + prompt_chars + longest
    return -(-chars // CHARS_PER_TOKEN) + TEMPLATE_TOKENS + max_new_tokens


def located(name: str, cache: Path | None) -> Located | None:
    """Return the file that ``name`` means; None if it is not fetched yet. Raises ModelError."""
    if name.startswith(fetching.PREFIX):
        fetching.parse_hub_name(name)  # an invalid name is an error even without a cache
        known = fetching.local_model_file(name, cache) if cache is not None else None
        return None if known is None else Located(known.path, known.size, known.sha256)
    path = model_file(name)
    try:
        sha256 = file_hash(path, cache)
    except OSError:  # the hash cannot be stored: the check `write cache` reports that
        sha256 = file_hash(path)
    return Located(path, path.stat().st_size, sha256)


def trained_context(path: Path) -> int | None:
    """Return the context, in tokens, for which the model in a GGUF file was trained; None if unknown."""
    from generator.answering.models.ggml.gguf import read_layout

    try:
        layout = read_layout(path)
    except ModelError:  # a GGML file does not say
        return None
    return layout.number(f"{layout.text('general.architecture')}.context_length")


def offline(specs: Iterable[ModelSpec], cache: Path | None, encoder_here: bool) -> Finding:
    """Check whether a build would need the network."""
    missing: list[str] = []
    for spec in specs:
        if not spec.file.startswith(fetching.PREFIX) or CHECKS.get(spec.kind) is not check_file:
            continue
        try:
            if located(spec.file, cache) is None:
                missing.append(spec.file)
        except ModelError:  # reported by the check of the model itself
            continue
    if missing and cache is not None:
        places = ", ".join(str(fetching.parse_hub_name(name).place(cache)) for name in missing)
        network_forbidden = os.environ.get("HF_HUB_OFFLINE", "") not in ("", "0")
        return Finding(
            "offline",
            "failing" if network_forbidden else "warning",
            f"still to be fetched: {', '.join(missing)}",
            f"run `answerbook build` once with a network, or put it at {places}",
        )
    if not encoder_here:
        return Finding("offline", "warning", "the encoder is missing", "see the check `encoder`")
    return Finding("offline", "ok", "ready; nothing has to be fetched")
