"""All that the commands print goes through here, so that nothing in it is obeyed by a terminal."""

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
    """Print a text, of one line or several. Raises AnswerbookError where it cannot be written."""
    _print(visible(text), err=err)


def warn(sentence: object) -> None:
    """Print a warning, apart from what the command is asked for."""
    say(f"Warning: {sentence}", err=True)


@contextlib.contextmanager
def wrong_use_visible() -> Iterator[None]:
    """For a block that parses what was typed: click's errors repeat it, and print themselves."""
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
    except BrokenPipeError:  # whoever reads has enough; click ends the command
        raise
    except OSError as error:
        # Python would try once more at its end, and fail again.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), (sys.stderr if err else sys.stdout).fileno())
        raise AnswerbookError(
            f"the output cannot be written ({error.strerror}); free some space, or send it elsewhere"
        ) from error


def log_visibly() -> None:
    """Have the log, and what Python and its libraries warn of, printed like everything else."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(VisibleFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.captureWarnings(True)
