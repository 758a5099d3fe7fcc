"""What the commands share: help, common options, errors in one sentence, progress bars."""

from __future__ import annotations

import dataclasses
import functools
import logging
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.printing import say, warn, wrong_use_visible
from generator.core.counting import duration
from generator.core.time_left import Pace
from generator.core.visible import visible
from generator.errors import AnswerbookError

if TYPE_CHECKING:
    from generator.run.build_report import BuildReport
    from generator.run.due import Recomputation

# Exit codes: 0 success; 1 an error, reported in one sentence; 2 wrong use; 3 done, except for papers that
# could not be read or answers that failed; 4 done, except for answers of a model that was unavailable (the
# same command continues from there); 130 stopped by Ctrl-C.
INCOMPLETE = 3
AWAY = 4
STOPPED = 130

# Seconds between lines of progress where no terminal shows a bar, as in continuous integration.
SECONDS_BETWEEN_LINES = 30.0

FILE = click.Path(path_type=Path)
# Options of several commands: the help lists them last.
_COMMON_OPTIONS = ("--project", "--trust-project", "--network", "--json", "--verbose", "--help")
PROJECT = click.option(
    "--project", "folder", default=".", type=FILE, help="Folder of the project.  [default: this folder]"
)
TRUST = click.option(
    "--trust-project",
    "trusted",
    is_flag=True,
    envvar="ANSWERBOOK_TRUST_PROJECT",
    help="Run hooks, plugins and other code named in mkdocs.yml. Only for projects of people you trust.",
)
NETWORK = click.option(
    "--network", is_flag=True, help="Use the network: also query the servers in the settings."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")

log = logging.getLogger(__name__)


def as_one(record: type[Any], name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Pass a command the options that are fields of the dataclass ``record`` as one argument ``name``."""
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
        help="Report each step, and show the causes of errors.",
    )


class Command(click.Command):
    """A command that takes --verbose, and lists the options that most commands share after its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(_verbose_option())

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with wrong_use_visible():
            return super().make_context(*args, **kwargs)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's own options, then those that most commands share."""
        own: list[tuple[str, str]] = []
        common: list[tuple[str, str]] = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None and not isinstance(parameter, click.Argument):
                is_common = any(name in _COMMON_OPTIONS for name in parameter.opts)
                (common if is_common else own).append(record)
        for heading, records in (("Options", own), ("Common options" if own else "Options", common)):
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)


class CommandGroup(click.Group):
    """Commands in the order of use, under headings if they have any.

    Our errors are reported in one sentence, and Ctrl-C with how to continue.
    """

    command_class = Command
    sections: Mapping[str, Sequence[str]] = {}

    def add_sections(self, sections: Mapping[str, Sequence[click.Command]]) -> None:
        """Add commands by the heading under which the help lists them."""
        self.sections = {heading: [str(c.name) for c in commands] for heading, commands in sections.items()}
        for commands in sections.values():
            for command in commands:
                self.add_command(command)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order in which they were added, which is that of use."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their summaries, heading by heading, in columns of one width."""
        names = self.list_commands(ctx)
        width = max(map(len, names))
        limit = formatter.width - width - 6  # as click counts: three gaps of two columns
        for heading, section in (self.sections or {"Commands": names}).items():
            rows = [(f"{name:<{width}}", self.commands[name].get_short_help_str(limit)) for name in section]
            with formatter.section(heading):
                formatter.write_dl(rows)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with wrong_use_visible():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with wrong_use_visible():
                return super().invoke(ctx)
        except AnswerbookError as error:
            log.debug("the cause", exc_info=True)
            # No full stop: what ends the sentence is often a command or a path, to be copied.
            say(f"Error: {str(error).removesuffix('.')}", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            say(
                "\nStopped. What was finished is kept; run the same command again to continue.",
                err=True,
            )
            ctx.exit(STOPPED)


class Bars:
    """Progress of the phases: bars on a terminal, elsewhere a line every half minute.

    The time left is shown from the second paper on: until then, most of the time went into starting the
    models.
    """

    def __init__(self) -> None:
        self._open: Any = None
        self._shown = 0  # steps of the bar that is open
        self._phase = ""
        self._done = 0
        self._item = ""
        self._left: float | None = None
        self._pace = Pace()
        self._printed_at = 0.0

    def __enter__(self) -> Bars:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, phase: str, done: int, total: int, item: str = "", pace: Pace | None = None) -> None:
        now = time.monotonic()
        if phase != self._phase:
            self.close()
            self._phase, self._done, self._item, self._pace = phase, 0, "", Pace()
            self._printed_at = now
        if pace is None and done > self._done:
            self._pace.finished(done)
        self._done = done
        self._left = (pace or self._pace).left(done, total)
        self._item = visible(item, one_line=True) or self._item
        if sys.stderr.isatty():
            self._show(total)
        elif now - self._printed_at >= SECONDS_BETWEEN_LINES:
            self._printed_at = now
            say(f"{phase}: {done} of {total} {self._remarks()}".rstrip(), err=True)

    def _show(self, total: int) -> None:
        """Draw the bar; a new one if something was printed since."""
        if self._open is None:
            self._open, self._shown = self._bar(total), 0
            self._open.__enter__()
        if self._done > self._shown:
            self._open.update(self._done - self._shown, self._item)
        else:  # the bar itself would show the current item only with the next step
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
            item_show_func=lambda _: self._remarks(),
        )

    def _remarks(self) -> str:
        """Return the time left, if it is known, and the current item."""
        left = f"about {duration(self._left)} left" if self._left else ""
        return f"{left} ({self._item})".lstrip() if self._item else left

    def agreed(self, due: Recomputation) -> bool:
        """Ask whether models may recompute stale answers; return False if there is no terminal."""
        self.close()
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            return False
        return click.confirm(f"Stale answers that need a model: {due}.\nRecompute them now?", err=True)

    def close(self) -> None:
        """End the bar as it is, before something else is printed."""
        if self._open is not None:
            self._open.__exit__(None, None, None)
            self._open = None


def show_build(report: BuildReport) -> None:
    """Print what a build did. Exit with AWAY or INCOMPLETE if something could not be done."""
    from generator.commands.build_command import build_summary

    for sentence in (*report.left_out, *report.notes):
        say(f"Note: {sentence}", err=True)
    for error in report.unreadable:
        secret = "a private paper cannot be read; use --verbose to see which"
        warn(secret if error.where in report.masked else error)
    for problem in report.warnings:
        warn(problem)
    say(build_summary(report))
    if report.usage.unasked:
        click.get_current_context().exit(AWAY)
    if report.unreadable or report.usage.failures.total():
        click.get_current_context().exit(INCOMPLETE)
