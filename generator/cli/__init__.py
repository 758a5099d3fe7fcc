"""The command line, a module for each group of commands: options are parsed, results printed.

Each command states what it does and calls one function of `generator.build` or `generator.commands`. Heavy
libraries are imported only when a command runs.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping

import click

from generator import __version__
from generator.cli.adding import add
from generator.cli.assistants import mcp
from generator.cli.building import build, publish
from generator.cli.deploying import deploy
from generator.cli.doctor import doctor
from generator.cli.evaluate import evaluate
from generator.cli.find import find
from generator.cli.importing import import_
from generator.cli.ledger import prune, refresh, status, verify, why
from generator.cli.merge import diff, merge, merge_driver
from generator.cli.models import models
from generator.cli.notices import notices
from generator.cli.paper_commands import ask, read, rename, retrieve
from generator.cli.planning import plan
from generator.cli.printing import log_visibly
from generator.cli.projects import init, serve
from generator.cli.questions import questions
from generator.cli.releasing import release
from generator.cli.reviews import reviews
from generator.cli.shared import AWAY, INCOMPLETE, STOPPED, CommandGroup
from generator.cli.templates import templates
from generator.cli.trying import try_
from generator.cli.zotero import zotero
from generator.core.parent import import_safely

__all__ = ["AWAY", "INCOMPLETE", "STOPPED", "main"]

# What `answerbook --help` lists: headings by what somebody does, commands in the order of use.
_SECTIONS: Mapping[str, tuple[click.Command, ...]] = {
    "Start a project": (init, add, questions, try_, doctor),
    "Answer the questions": (plan, build, refresh, import_),
    "Look at papers and answers": (status, why, serve, find, diff, read, retrieve, ask),
    "Keep papers and answers in order": (verify, prune, rename, merge, notices, reviews, evaluate),
    "Publish": (publish, deploy, release, templates, zotero),
    "Work with other programs": (mcp, merge_driver, models),
}


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="answerbook")
def main() -> None:
    """Ask many papers the same questions; publish checked answers with evidence.

    `answerbook COMMAND --help` explains a command and its options.
    """
    # Answers by the ten thousand do not refer to each other in circles. Looking for circles took an eighth of
    # the time of a build.
    gc.set_threshold(100_000, 50, 50)
    import_safely()
    log_visibly()


main.add_sections(_SECTIONS)
