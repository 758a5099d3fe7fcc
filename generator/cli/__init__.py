"""The command line, a module for each group of commands: options are parsed, results printed.

Each command says what it does and calls one function of `generator.build` or `generator.commands`. Nothing
heavy is imported before a command runs.
"""

from __future__ import annotations

import gc

import click

from generator import __version__
from generator.cli.adding import add
from generator.cli.assistants import mcp
from generator.cli.building import build, publish
from generator.cli.deploying import deploy
from generator.cli.doctor import doctor
from generator.cli.evaluate import evaluate
from generator.cli.finding import find
from generator.cli.importing import import_
from generator.cli.ledger import prune, refresh, status, verify, why
from generator.cli.merging import diff, merge, merge_driver
from generator.cli.models import models
from generator.cli.notices import notices
from generator.cli.papers import ask, read, rename, retrieve
from generator.cli.planning import plan
from generator.cli.printing import log_visibly
from generator.cli.projects import init, serve
from generator.cli.questions import questions
from generator.cli.releasing import release
from generator.cli.reviews import reviews
from generator.cli.shared import AWAY, INCOMPLETE, STOPPED, Group
from generator.cli.templates import templates
from generator.cli.trying import try_
from generator.cli.zotero import zotero
from generator.core.parent import import_safely

__all__ = ["AWAY", "INCOMPLETE", "STOPPED", "main"]


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="answerbook")
def main() -> None:
    """Put one set of questions to many papers; publish checked answers with their evidence."""
    # Answers by the ten thousand hold each other in no circles: to look for some takes an eighth of a build.
    gc.set_threshold(100_000, 50, 50)
    import_safely()
    log_visibly()


main.add_command(add)
main.add_command(ask)
main.add_command(build)
main.add_command(deploy)
main.add_command(diff)
main.add_command(doctor)
main.add_command(evaluate)
main.add_command(find)
main.add_command(import_)
main.add_command(init)
main.add_command(mcp)
main.add_command(merge)
main.add_command(merge_driver)
main.add_command(models)
main.add_command(notices)
main.add_command(plan)
main.add_command(prune)
main.add_command(publish)
main.add_command(questions)
main.add_command(read)
main.add_command(refresh)
main.add_command(release)
main.add_command(rename)
main.add_command(retrieve)
main.add_command(reviews)
main.add_command(serve)
main.add_command(status)
main.add_command(templates)
main.add_command(try_)
main.add_command(verify)
main.add_command(why)
main.add_command(zotero)
