"""`answerbook try`: try out a question before it is added to a set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.printing import print_json, say, warn
from generator.cli.shared import INCOMPLETE, JSON, PROJECT, STOPPED, Bars, Command, as_one
from generator.core.question import ANSWER_KINDS

if TYPE_CHECKING:
    from generator.commands.trying import QuestionDraft, TrialScope


@dataclass(frozen=True, slots=True)
class _TryArguments:
    """The options of `answerbook try` as typed."""

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

    def draft(self) -> QuestionDraft:
        """Return the question as typed."""
        from generator.commands.trying import QuestionDraft

        text = " ".join(self.text)
        return QuestionDraft(text, self.kind, self.parts, self.queries, self.cues, self.instead_of)

    def scope(self) -> TrialScope:
        """Return which papers to ask."""
        from generator.commands.trying import TrialScope

        return TrialScope(self.papers, self.tags, self.limit, self.with_private)


@click.command("try", cls=Command)
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--instead-of",
    default="",
    metavar="QUESTION",
    help="Show what would change if it replaced this question.",
)
@click.option(
    "--kind", type=click.Choice(ANSWER_KINDS), default=None, help="Kind of answer.  [default: text]"
)
@click.option(
    "--part", "parts", multiple=True, help="A part of the question, the main one first; repeat for each part."
)
@click.option(
    "--query", "queries", multiple=True, help="The answer as authors would phrase it; may be repeated."
)
@click.option("--cue", "cues", multiple=True, help="A word that marks an answer; may be repeated.")
@click.option("--paper", "papers", multiple=True, help="Ask only this paper; may be repeated.")
@click.option("--tag", "tags", multiple=True, help="Ask only papers with this tag; may be repeated.")
@click.option("--limit", type=click.IntRange(min=1), help="Ask at most this many papers.")
@click.option("--with-private", is_flag=True, help="Ask private papers too.")
@PROJECT
@JSON
@as_one(_TryArguments, "arguments")
def try_(arguments: _TryArguments, folder: Path, as_json: bool) -> None:
    """Try a question on all papers before you add it to a set.

    Asks every paper the question TEXT and prints each answer as it comes. Nothing is recorded. The last lines
    are the question as an entry for a set, ready to paste. Ctrl-C stops early and keeps the answers so far.
    """
    from generator.commands.trying import QuestionTrial, Tried, question_yaml, summary, tried_json, tried_text
    from generator.project import Project

    tried: list[Tried] = []
    stopped = False
    with Bars() as bars:
        trial = QuestionTrial(Project.find(folder), arguments.draft(), arguments.scope(), bars)
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
        say(f"\nTo keep it, paste this below `questions:` in a set:\n\n{question_yaml(trial.question)}")
    if stopped:
        click.get_current_context().exit(STOPPED)
    if trial.unreadable:
        click.get_current_context().exit(INCOMPLETE)
