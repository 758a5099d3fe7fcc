"""`answerbook try`: what a question would give, before it is written into a set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.printing import print_json, say, warn
from generator.cli.shared import INCOMPLETE, JSON, PROJECT, STOPPED, Bars, Command, as_one
from generator.core.question import ANSWER_KINDS

if TYPE_CHECKING:
    from generator.commands.trying import Scope, Wish


@dataclass(frozen=True, slots=True)
class _Words:
    """The options of `answerbook try`, as typed."""

    text: tuple[str, ...]
    instead_of: str
    kind: Any
    parts: tuple[str, ...]
    queries: tuple[str, ...]
    cues: tuple[str, ...]
    papers: tuple[str, ...]
    tags: tuple[str, ...]
    limit: int | None
    with_private: bool

    def wish(self) -> Wish:
        from generator.commands.trying import Wish

        words = " ".join(self.text)
        return Wish(words, self.kind, self.parts, self.queries, self.cues, self.instead_of)

    def scope(self) -> Scope:
        from generator.commands.trying import Scope

        return Scope(self.papers, self.tags, self.limit, self.with_private)


@click.command("try", cls=Command)
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--instead-of", default="", metavar="QUESTION", help="Show what changes if it replaced this one."
)
@click.option(
    "--kind", type=click.Choice(ANSWER_KINDS), default=None, help="Kind of answer.  [default: text]"
)
@click.option(
    "--part", "parts", multiple=True, help="A part of the question; the first one is the main part."
)
@click.option("--query", "queries", multiple=True, help="A sentence as authors would write the answer.")
@click.option("--cue", "cues", multiple=True, help="A word that marks an answer.")
@click.option("--paper", "papers", multiple=True, help="Ask this paper only; may be repeated.")
@click.option("--tag", "tags", multiple=True, help="Ask papers with this tag only; may be repeated.")
@click.option("--limit", type=click.IntRange(min=1), help="Ask so many papers at most.")
@click.option("--with-private", is_flag=True, help="Ask private papers too.")
@PROJECT
@JSON
@as_one(_Words, "words")
def try_(words: _Words, folder: Path, as_json: bool) -> None:
    """Put the question TEXT to all papers, live, and print what each would give.

    Nothing is recorded. The last lines are the question as an entry of a set, to be pasted. Ctrl-C ends with
    what came until then.
    """
    from generator.commands.trying import Trial, Tried, question_yaml, summary, tried_json, tried_text
    from generator.project import Project

    tried: list[Tried] = []
    stopped = False
    with Bars() as bars:
        trial = Trial(Project.find(folder), words.wish(), words.scope(), bars)
        try:
            for each in trial.answers():
                tried.append(each)
                if not as_json:
                    bars.close()
                    say(tried_text(each) + "\n")
        except KeyboardInterrupt:
            stopped = True
    for problem in trial.unreadable:
        warn(problem)
    if as_json:
        print_json(tried_json(trial, tried))
    else:
        say(summary(trial, tried))
        say(f"\nTo keep it, paste this below `questions:` of a set:\n\n{question_yaml(trial.question)}")
    if stopped:
        click.get_current_context().exit(STOPPED)
    if trial.unreadable:
        click.get_current_context().exit(INCOMPLETE)
