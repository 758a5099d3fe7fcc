"""The models that are to answer: whether each can, by its kind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.answering import ModelSpec
from generator.answering.models import fetching
from generator.answering.models.files import file_hash, model_file
from generator.answering.prompt import RULES
from generator.commands.doctor.finding import Finding, in_words
from generator.core import Question
from generator.errors import ModelError

# English text has 4 to 4.5 characters to a token, tables and formulas fewer; an estimate from above.
CHARS_PER_TOKEN = 3
TEMPLATE_TOKENS = 64  # what a chat template adds, at most
BESIDE_MODEL = 1_000_000_000  # bytes that a worker takes beside its model's file


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a model is looked at with.

    cache: where fetched files and hashes are kept; None where there is no such folder. free: bytes of
    memory, 0 where not known. network: whether servers may be asked, and plugins, which may ask some.
    """

    questions: Sequence[Question] = ()
    cache: Path | None = None
    free: int = 0
    network: bool = False


@dataclass(frozen=True, slots=True)
class Located:
    """A model's file. sha256: empty where it was not asked for."""

    path: Path
    size: int
    sha256: str


Check = Callable[[ModelSpec, Surroundings], Iterator[Finding]]


def examine_models(specs: Iterable[ModelSpec], around: Surroundings) -> Iterator[Finding]:
    """The lines of each model, by the check of its kind."""
    for spec in specs:
        check = CHECKS.get(spec.kind)
        if check is None:
            yield Finding(
                f"model {spec.name}", "warning", f"of kind {spec.kind}, which is not looked at here"
            )
        else:
            yield from check(spec, around)


def check_quotes(spec: ModelSpec, around: Surroundings) -> Iterator[Finding]:
    """The extractive answerer."""
    yield Finding(f"model {spec.name}", "ok", "quotes the paper; needs no model file")


def check_file(spec: ModelSpec, around: Surroundings) -> Iterator[Finding]:
    """A model in a file on this machine: file, memory, context."""
    name = f"model {spec.name}"
    try:
        found = located(spec.file, around.cache)
    except ModelError as error:
        what, _, mend = str(error).rpartition("; ")
        yield Finding(name, "failing", what or mend, mend if what else "")
        return
    if found is None:
        yield Finding(name, "warning", f"{spec.file} is not here yet; the next build fetches it")
    else:
        yield Finding(name, "ok", f"{found.path.name}, {in_words(found.size)}, SHA-256 {found.sha256[:16]}")
        wanted = found.size + BESIDE_MODEL
        if around.free and wanted > around.free:
            yield Finding(
                f"{name}: memory",
                "warning",
                f"wants about {in_words(wanted)}, and {in_words(around.free)} are free",
                "end other programs, or take a smaller model or quantisation",
            )
    yield context(spec, around.questions, None if found is None else trained_context(found.path))


def check_server(spec: ModelSpec, around: Surroundings) -> Iterator[Finding]:
    """A model behind a server: whether it answers, what it is, and its context."""
    from generator.answering.models.server.facts import ask_server
    from generator.answering.models.server.transport import Connection

    options: Any = spec.options
    name = f"model {spec.name}"
    if not around.network:
        yield Finding(name, "ok", f"of the server {options.shown}, which --network asks")
        return
    try:
        connection = Connection(options)
        try:
            facts = ask_server(connection, options.model, load=False, tries=1, timeout=5.0)
        finally:
            connection.close()
    except ModelError as error:
        what, _, mend = str(error).rpartition("; ")
        yield Finding(name, "failing", what or mend, mend if what else "")
        return
    yield Finding(name, "ok", f"{facts.model}, served by {facts.engine} at {options.shown}")
    size = min((size for size in (options.context, facts.context) if size), default=0)
    if size:
        yield context(spec, around.questions, None, size=size)


def check_plugin(spec: ModelSpec, around: Surroundings) -> Iterator[Finding]:
    """A model of a third party: whether its package is here."""
    from generator.answering.models.plugins import plugin_version

    options: Any = spec.options
    version = plugin_version(options.plugin)
    if version is None:
        yield Finding(
            f"model {spec.name}",
            "failing",
            f"no plugin {options.plugin} is installed",
            "install the package that brings it",
        )
    else:
        yield Finding(f"model {spec.name}", "ok", f"plugin {options.plugin} of {version}")


# By kind of model; a kind that is new needs a line here.
CHECKS: Mapping[str, Check] = {
    "quotes": check_quotes,
    "llama": check_file,
    "ctransformers": check_file,
    "server": check_server,
    "plugin": check_plugin,
}


def context(spec: ModelSpec, questions: Sequence[Question], trained: int | None, *, size: int = 0) -> Finding:
    """Whether the longest prompt and its answer fit into the context. trained, size: tokens."""
    options: Any = spec.options
    size = size or options.context
    name = f"model {spec.name}: context"
    fixed = needed_tokens(0, questions, options.max_new_tokens)
    wanted = needed_tokens(spec.prompt_chars, questions, options.max_new_tokens)
    found = f"{size} tokens; a prompt of {spec.prompt_chars} characters and its answer want up to {wanted}"
    if fixed > size:
        return Finding(
            name,
            "failing",
            f"{size} tokens, and rules, question and answer alone want up to {fixed}",
            f"raise `context` to {wanted} or more, or lower `max_new_tokens`",
        )
    if wanted > size:
        fitting = max(200, (size - fixed) * CHARS_PER_TOKEN)
        return Finding(
            name,
            "warning",
            f"{found}; the least relevant snippets may be left out",
            f"raise `context` to {wanted}, or lower `prompt_chars` to {fitting}",
        )
    packed = needed_tokens(spec.pack_chars, questions, options.max_new_tokens)
    if spec.context_mode in ("pack", "auto") and packed > size:
        return Finding(
            name,
            "warning",
            f"{size} tokens; a pack of {spec.pack_chars} characters and an answer want up to {packed}, so "
            "packs may be made smaller",
            f"raise `context` to {packed}, or lower `pack_chars`",
        )
    if trained is not None and size > trained:
        return Finding(
            name,
            "warning",
            f"{size} tokens, and the model was trained for {trained}",
            f"lower `context` to {trained}",
        )
    return Finding(name, "ok", found)


def needed_tokens(prompt_chars: int, questions: Sequence[Question], max_new_tokens: int) -> int:
    """Tokens of the longest prompt with its answer, estimated from above."""
    longest = max((len(question.text) for question in questions), default=0)
    chars = len(RULES) + prompt_chars + longest
    return -(-chars // CHARS_PER_TOKEN) + TEMPLATE_TOKENS + max_new_tokens


def located(name: str, cache: Path | None) -> Located | None:
    """The file that ``name`` stands for; None for one that has yet to be fetched. Raises ModelError."""
    if name.startswith(fetching.PREFIX):
        fetching.parse(name)  # a bad name is one without a cache too
        known = fetching.recorded(name, cache) if cache is not None else None
        return None if known is None else Located(known.path, known.size, known.sha256)
    path = model_file(name)
    try:
        sha256 = file_hash(path, cache)
    except OSError:  # the hash cannot be remembered: `write cache` says so
        sha256 = file_hash(path)
    return Located(path, path.stat().st_size, sha256)


def trained_context(path: Path) -> int | None:
    """The context, in tokens, that a GGUF file says its model was trained for."""
    from generator.answering.models.ggml.gguf import read_layout

    try:
        layout = read_layout(path)
    except ModelError:  # a GGML file: it does not tell
        return None
    return layout.number(f"{layout.text('general.architecture')}.context_length")


def offline(specs: Iterable[ModelSpec], cache: Path | None, encoder_here: bool) -> Finding:
    """Whether a build would ask a network for anything."""
    wanted: list[str] = []
    for spec in specs:
        if not spec.file.startswith(fetching.PREFIX) or CHECKS.get(spec.kind) is not check_file:
            continue
        try:
            if located(spec.file, cache) is None:
                wanted.append(spec.file)
        except ModelError:  # told in the model's own line
            continue
    if wanted and cache is not None:
        places = ", ".join(str(fetching.parse(name).place(cache)) for name in wanted)
        asked_not_to = os.environ.get("HF_HUB_OFFLINE", "") not in ("", "0")
        return Finding(
            "offline",
            "failing" if asked_not_to else "warning",
            f"to be fetched first: {', '.join(wanted)}",
            f"run `answerbook build` once with a network, or put it at {places}",
        )
    if not encoder_here:
        return Finding("offline", "warning", "the encoder is not here", "see the line `encoder`")
    return Finding("offline", "ok", "ready; nothing has to be fetched")
