"""Everything that the commands print goes through here, so that a terminal shows it and obeys none of it."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
from collections.abc import Iterator
from typing import Any

import click

from generator.core.visible import VisibleFormatter, visible, visible_json
from generator.errors import AnswerbookError

__all__ = ["log_visibly", "print_json", "say", "warn", "wrong_use_visible"]


def say(text: str, *, err: bool = False) -> None:
    """Print a text of one or more lines. Raises AnswerbookError if it cannot be written."""
    _print(visible(text), err=err)


def warn(sentence: object) -> None:
    """Print a warning to standard error, apart from the result of the command."""
    say(f"Warning: {sentence}", err=True)


@contextlib.contextmanager
def wrong_use_visible() -> Iterator[None]:
    """Escape what was typed in click's errors, which repeat it, while the block parses arguments."""
    try:
        yield
    except click.ClickException as error:
        error.message = visible(error.message)  # type: ignore[misc]
        raise


def print_json(data: Any) -> None:
    """Print plain data as JSON."""
    _print(visible_json(json.dumps(data, ensure_ascii=False, indent=1)))


def _print(text: str, *, err: bool = False) -> None:
    try:
        click.echo(text, err=err)
    except BrokenPipeError:  # the reader has closed the pipe; click ends the command
        raise
    except OSError as error:
        # Python would try to write once more at its end, and fail again.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), (sys.stderr if err else sys.stdout).fileno())
        raise AnswerbookError(
            f"the output cannot be written ({error.strerror}); free some space, or redirect it elsewhere"
        ) from error


def log_visibly() -> None:
    """Print the log, and the warnings of Python and its libraries, like everything else."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(VisibleFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.captureWarnings(True)
