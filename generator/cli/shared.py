"""What the commands share: verbosity, errors as one sentence, progress bars, JSON."""

from __future__ import annotations

import dataclasses
import functools
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.printing import say, warn, wrong_use_visible
from generator.core.counting import duration
from generator.core.pace import Pace
from generator.core.visible import visible
from generator.errors import AnswerbookError

if TYPE_CHECKING:
    from generator.run.due import Due
    from generator.run.report import BuildReport

# Exit codes: 0 all well; 1 an error, in one sentence; 2 wrong use; 3 done, but for papers that
# could not be read or answers that failed; 4 done, but for answers of a model that was away: the same
# command goes on from there; 130 stopped by Ctrl-C.
INCOMPLETE = 3
AWAY = 4
STOPPED = 130

# Where no terminal shows a bar, as in continuous integration.
SECONDS_BETWEEN_LINES = 30.0

FILE = click.Path(path_type=Path)
# Options that several commands have; each gives the argument of this name: folder, trusted, network,
# as_json.
PROJECT = click.option(
    "--project", "folder", default=".", type=FILE, help="The project's folder.  [default: here]"
)
TRUST = click.option(
    "--trust-project",
    "trusted",
    is_flag=True,
    envvar="ANSWERBOOK_TRUST_PROJECT",
    help="Run hooks, plugins and other code that mkdocs.yml names: for projects of people you trust.",
)
NETWORK = click.option(
    "--network", is_flag=True, help="Use the network: ask the servers of the settings as well."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")

log = logging.getLogger(__name__)


def as_one(record: type[Any], name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Hand a command those of its options that are fields of ``record``, a dataclass, as one argument."""
    names = [field.name for field in dataclasses.fields(record)]

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def command(**values: Any) -> Any:
            values[name] = record(**{field: values.pop(field) for field in names})
            return function(**values)

        return command

    return decorate


def _verbose_option() -> click.Option:
    def callback(_: click.Context, __: click.Parameter, value: bool) -> None:
        if value:
            logging.getLogger("generator").setLevel(logging.DEBUG)

    return click.Option(
        ["-v", "--verbose"],
        is_flag=True,
        expose_value=False,
        callback=callback,
        help="Say what is being done, and show causes of errors.",
    )


class Command(click.Command):
    """A command that takes --verbose."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(_verbose_option())

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with wrong_use_visible():
            return super().make_context(*args, **kwargs)


class Group(click.Group):
    """Commands that report our errors as one sentence, and Ctrl-C with how to go on."""

    command_class = Command

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with wrong_use_visible():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with wrong_use_visible():
                return super().invoke(ctx)
        except AnswerbookError as error:
            log.debug("the cause", exc_info=True)
            say(f"Error: {error}", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            say(
                "\nStopped. Every finished answer is recorded; the same command goes on from there.", err=True
            )
            ctx.exit(STOPPED)


class Bars:
    """Progress of the phases: bars on a terminal, elsewhere a line every half minute.

    The time left is told from the second paper on: before, most of the time went into starting the models.
    """

    def __init__(self) -> None:
        self._open: Any = None
        self._shown = 0  # steps of the bar that is open
        self._phase = ""
        self._done = 0
        self._item = ""
        self._left: float | None = None
        self._pace = Pace()
        self._said = 0.0

    def __enter__(self) -> Bars:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, phase: str, done: int, total: int, item: str = "", pace: Pace | None = None) -> None:
        now = time.monotonic()
        if phase != self._phase:
            self.close()
            self._phase, self._done, self._item, self._pace = phase, 0, "", Pace()
            self._said = now
        if pace is None and done > self._done:
            self._pace.finished(done)
        self._done = done
        self._left = (pace or self._pace).left(done, total)
        self._item = visible(item, one_line=True) or self._item
        if sys.stderr.isatty():
            self._show(total)
        elif now - self._said >= SECONDS_BETWEEN_LINES:
            self._said = now
            say(f"{phase}: {done} of {total} {self._told()}".rstrip(), err=True)

    def _show(self, total: int) -> None:
        """Draw the bar, a new one where something was printed since."""
        if self._open is None:
            self._open, self._shown = self._bar(total), 0
            self._open.__enter__()
        if self._done > self._shown:
            self._open.update(self._done - self._shown, self._item)
        else:  # it would show what is at hand only with the next step
            self._open.current_item = self._item
            self._open.render_progress()
        self._shown = self._done

    def _bar(self, total: int) -> Any:
        return click.progressbar(
            length=total,
            label=f"{self._phase:<10}",
            file=sys.stderr,
            show_pos=True,
            show_eta=False,
            item_show_func=lambda _: self._told(),
        )

    def _told(self) -> str:
        """How long it still takes, where that is known, and what is at hand."""
        left = f"about {duration(self._left)} left" if self._left else ""
        return f"{left} ({self._item})".lstrip() if self._item else left

    def agreed(self, due: Due) -> bool:
        """Ask whether models are to make answers anew; where nobody sits at a terminal, they are not."""
        self.close()
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            return False
        return click.confirm(f"Stale answers that a model must make anew: {due}.\nMake them now?", err=True)

    def close(self) -> None:
        """Leave the bar as it is, before something else is printed."""
        if self._open is not None:
            self._open.__exit__(None, None, None)
            self._open = None


def show_build(report: BuildReport) -> None:
    """Print what a build did; the command then ends with INCOMPLETE where something could not be done."""
    from generator.commands.build import build_summary

    for sentence in (*report.left_out, *report.notes):
        say(f"Note: {sentence}", err=True)
    for error in report.unreadable:
        secret = "a private paper cannot be read; --verbose names it"
        warn(secret if error.where in report.masked else error)
    for problem in report.warnings:
        warn(problem)
    say(build_summary(report))
    if report.effort.left:
        click.get_current_context().exit(AWAY)
    if report.unreadable or report.effort.failures.total():
        click.get_current_context().exit(INCOMPLETE)
