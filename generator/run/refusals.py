"""What stops a build that must be complete: everything in one report, before a page is written.

``--frozen`` requires all papers, and fresh answers without orphans; ``--strict`` requires the same and no
warnings. `answerbook publish` without either requires at least papers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from generator.core.counting import pluralize
from generator.errors import AnswerbookError, MissingAnswers
from generator.ledger import Freshness
from generator.ledger.list_history import cut_message, unlisted_message
from generator.ledger.published_list import PUBLISHED_FILE, read_list, unreadable_lines, vanished_names
from generator.ledger.site_file import SITE_FILE, damaged_sites
from generator.project.privacy import hidden_papers
from generator.run.build_context import BuildContext
from generator.run.computing import BuildAnswers
from generator.run.project_scope import OrphanedAnswer

__all__ = ["refuse_incomplete", "refuse_warnings"]

_MAX_LINES = 20  # of each kind that an error shows
# What the list of all that was published names, see `generator.ledger.published_list`.
_LISTED = {
    "answer": ("published answer", "published answers"),
    "history": ("published line of a history", "published lines of histories"),
    "record": ("published record of a paper", "published records of papers"),
    "site": ("published record of the site", "published records of the site"),
}


def refuse_incomplete(context: BuildContext, build: BuildAnswers) -> None:
    """Raise AnswerbookError for everything that the options of a build do not accept, or warn of it.

    Raises MissingAnswers, a subclass, if only answers of a frozen build are at fault.
    """
    options = context.options
    asked = options.complete or options.strict
    found = [*_without_papers(context, build), *(_orphaned(context, build.orphans) if asked else ())]
    lost = [*_vanished(context), *_shortened_list(context)]
    if asked:
        found += lost
    else:
        context.report.warnings += lost
    missing = (
        MissingAnswers([_named(s, build) for s in build.to_do]) if options.complete and build.to_do else None
    )
    if missing is not None and not found:
        raise missing
    if missing is not None:
        found.append(str(missing))
    if options.strict and not options.compute and not options.complete:
        found += _not_fresh(build)
    if options.strict:
        found += _warnings(context)
    if found:
        raise AnswerbookError("\n".join(found))


def refuse_warnings(context: BuildContext) -> None:
    """Raise AnswerbookError if there was a warning and the build is strict."""
    if context.options.strict and (found := _warnings(context)):
        raise AnswerbookError("\n".join(found))


def _without_papers(context: BuildContext, build: BuildAnswers) -> list[str]:
    """Return an error if the site would show no paper; only add a warning if a build may begin like that."""
    options, papers = context.options, build.papers
    private = hidden_papers(context.project, papers.private)
    if options.shard is not None or any(paper.id not in private for paper in papers.all):
        return []
    folder = context.project.papers_dir
    if papers.all:
        count = pluralize(len(papers.all), "paper is private", "papers are private")
        sentence = f"{folder}: {count}, and no other is here, so the site shows none; see `visibility`"
        if options.complete or options.strict:
            return [sentence]
        context.report.warnings.append(sentence)
        return []
    if papers.unreadable:
        if options.compute:  # a strict build stops at the first of them, and others say so in the end
            return []
        count = pluralize(len(papers.unreadable), "paper")
        named = "\n".join(f"  {error}" for error in papers.unreadable[:_MAX_LINES])
        return [f"{folder}: none of {count} can be read, so no answer would have a page:\n{named}"]
    if options.compute and not options.strict:
        context.report.warnings.append(
            f"{folder}: no papers here; put PDF, XML, HTML or Markdown files there"
        )
        return []
    return [
        f"{folder}: no papers here, so no answer would have a page; put the papers there, or fetch those "
        "that this copy of the repository lacks"
    ]


def _orphaned(context: BuildContext, orphans: Sequence[OrphanedAnswer]) -> list[str]:
    """Return an error that names absent papers with the answers about them, and all other orphans."""
    if not orphans:
        return []
    lines = []
    absent = [o for o in orphans if o.missing == "paper"]
    for (paper, model), group in groupby(absent, key=lambda o: (o.paper, o.model)):
        questions = [o.question for o in group]
        answers = pluralize(len(questions), "answer")
        lines.append(f"the paper {paper!r} is not here: {answers} of {model} ({', '.join(questions)})")
    for o in orphans:
        if o.missing != "paper":
            lines.append(f"{o.paper} / {o.question} / {o.model}: the project no longer has this {o.missing}")
    option = "--frozen" if context.options.complete else "--strict"
    return [
        f"{pluralize(len(orphans), 'answer belongs', 'answers belong')} to nothing in this project, and "
        f"{option} does not publish their pages as gone; bring back what is missing, or take them out with "
        "`answerbook prune --yes`, and commit content/answers:",
        *_shown(lines),
    ]


def _vanished(context: BuildContext) -> list[str]:
    """Return a message with the number of published things that are no longer in the ledger."""
    folder = context.project.answers_dir
    if context.options.shard is not None:
        return []
    for file, damaged in ((PUBLISHED_FILE, unreadable_lines(folder)), (SITE_FILE, damaged_sites(folder))):
        if damaged:
            lines = pluralize(len(damaged), "line")
            return [f"{folder / file}: {lines} cannot be read; see `answerbook verify`"]
    if not (gone := vanished_names(folder, context.ledger.columns)):
        return []
    kinds = Counter(kind for _, kind, _ in gone)
    named = [pluralize(kinds[kind], *words) for kind, words in _LISTED.items() if kinds[kind]]
    return [
        f"{', '.join(named)} would vanish: no longer in the ledger; see `answerbook verify`, "
        "and restore it from version control"
    ]


def _shortened_list(context: BuildContext) -> list[str]:
    """Return messages about a list of what was published that is shorter than it must be."""
    options, folder = context.options, context.project.answers_dir
    if options.shard is not None:
        return []
    file = folder / PUBLISHED_FILE
    if cut := cut_message(folder):
        return [f"{file}: {cut}"]
    # A build that computes may go on from one that was stopped before it could list anything.
    if options.compute or not (unlisted := unlisted_message(folder, context.ledger.columns)):
        return []
    if read_list(folder) and not options.complete:
        return []  # new answers, which this very build will list
    if read_list(folder) and not options.strict:
        context.report.warnings.append(f"{file}: {unlisted}")
        return []
    return [f"{file}: {unlisted}"]


def _not_fresh(build: BuildAnswers) -> list[str]:
    """Return an error that names the answers that are not fresh, imported ones included."""
    lines = [_named(item, build) for item in build.states if item.state != "fresh"]
    lines += [
        f"{_paper(i.answer.paper, build)} / {i.answer.question} / {i.answer.model}: stale "
        f"({', '.join(i.changed)} changed; imported)"
        for i in build.imported
        if i.changed
    ]
    if not lines:
        return []
    return [
        f"{pluralize(len(lines), 'answer is', 'answers are')} stale, missing or failed, and "
        "--strict publishes none of them; run `answerbook build` where the models are, or "
        "publish without --strict:",
        *_shown(lines),
    ]


def _warnings(context: BuildContext) -> list[str]:
    found = dict.fromkeys([*context.logged_warnings, *context.report.warnings])
    lines = [sentence for sentence in found if sentence not in context.past_warnings]
    if not lines:
        return []
    return [f"{pluralize(len(lines), 'warning')}, and --strict stops at any:", *_shown(lines)]


def _shown(lines: Sequence[str]) -> list[str]:
    more = [f"  and {len(lines) - _MAX_LINES} more"] if len(lines) > _MAX_LINES else []
    return [*(f"  {line}" for line in lines[:_MAX_LINES]), *more]


def _named(item: Freshness, build: BuildAnswers) -> str:
    """Return the name of an answer, with its state and the reason."""
    why = f" ({', '.join(item.changed)} changed)" if item.state == "stale" else ""
    wanted = item.expected
    return f"{_paper(wanted.paper, build)} / {wanted.question} / {wanted.model}: {item.state}{why}"


def _paper(id: str, build: BuildAnswers) -> str:
    """Return the name of a paper as a log may show it: `answerbook status` names the private ones."""
    return "a private paper" if id in build.papers.private else id
