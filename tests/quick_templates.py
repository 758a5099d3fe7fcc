"""Templates that are compiled once in a process of tests, where each build compiles all of them anew.

A build compiles some seventy templates, as long as laying out a small collection takes. What comes of it
depends on the source and on how its engine is set up, filters included, which are called for constants; both
are in the key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from generator.site.content.template_sandbox import Sandbox

_SYNTAX = [
    "block_start_string",
    "block_end_string",
    "variable_start_string",
    "variable_end_string",
    "comment_start_string",
    "comment_end_string",
    "line_statement_prefix",
    "line_comment_prefix",
    "trim_blocks",
    "lstrip_blocks",
    "newline_sequence",
    "keep_trailing_newline",
    "autoescape",
    "finalize",
    "undefined",
    "sandboxed",
    "is_async",
]


class CodeInMemory(BytecodeCache):
    """Compiled templates, by their name, source and engine."""

    def __init__(self) -> None:
        self.codes: dict[tuple[object, ...], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill ``bucket`` if its template was compiled before."""
        bucket.code = self.codes.get(_key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if bucket.code is not None:
            self.codes[_key(bucket)] = bucket.code


def _key(bucket: Bucket) -> tuple[object, ...]:
    engine: Environment = bucket.environment
    syntax = tuple(getattr(engine, name) for name in _SYNTAX)
    called = frozenset(engine.filters.items()), frozenset(engine.tests.items())
    return bucket.key, bucket.checksum, type(engine), syntax, frozenset(engine.extensions), called


@contextmanager
def quick_templates() -> Iterator[CodeInMemory]:
    """Let engines for templates that this process makes share what they compile."""
    kept, plain = CodeInMemory(), Sandbox.__init__

    def sharing(self: Sandbox, *args: Any, **kwargs: Any) -> None:
        plain(self, *args, **kwargs)
        self.bytecode_cache = kept

    setattr(Sandbox, "__init__", sharing)  # noqa: B010 (mypy lets no method be assigned)
    try:
        yield kept
    finally:
        setattr(Sandbox, "__init__", plain)  # noqa: B010
