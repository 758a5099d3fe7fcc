"""What is to be computed anew, named on the command line; and what that would be, before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from generator.core.counting import counted
from generator.core.fingerprint import PARTS
from generator.errors import AnswerbookError
from generator.ledger import Ledger, Standing
from generator.project import Project
from generator.project.catalogue import Catalogue, catalogue
from generator.project.lookup import choose_paper, choose_question
from generator.project.problems import did_you_mean
from generator.run.config import Assignment
from generator.run.selection import Choice

__all__ = ["chosen", "named", "planned", "planned_text"]

_SHOWN = 20  # answers that are named one by one


def chosen(project: Project, *, only: Sequence[str] = (), limit: int | None = None) -> Choice:
    """The choice of a build: ``only`` holds names like PAPER/QUESTION. Raises AnswerbookError."""
    if not only:
        return Choice(limit=limit)
    known = catalogue(project)
    pairs = set()
    for name in only:
        paper, slash, question = name.rpartition("/")  # a DOI has slashes of its own
        if not slash:
            raise AnswerbookError(f"{name!r}: write the paper, a slash and the question")
        pairs.add((choose_paper(paper, known.names), choose_question(question, project.question_sets()).id))
    return Choice(only=frozenset(pairs), limit=limit)


def named(
    project: Project,
    *,
    causes: Sequence[str] = (),
    papers: Sequence[str] = (),
    questions: Sequence[str] = (),
    models: Sequence[str] = (),
    failed: bool = False,
    fresh: bool = False,
) -> Choice:
    """The choice of a refresh, its names as people write them. Raises AnswerbookError for unknown ones."""
    for cause in causes:
        if cause not in PARTS:
            raise AnswerbookError(f"no cause {cause!r}; {did_you_mean(cause, PARTS)}")
    own = {model.name for model in project.settings.models}
    for model in models:
        if model not in own:
            raise AnswerbookError(
                f"no model {model!r} in the settings; {did_you_mean(model, own)} "
                "(imported answers are made fresh by another import)"
            )
    known = catalogue(project) if papers else Catalogue((), {})
    return Choice(
        causes=frozenset(causes),
        papers=frozenset(choose_paper(name, known.names) for name in papers),
        questions=frozenset(choose_question(name, project.question_sets()).id for name in questions),
        models=frozenset(models),
        failed=failed,
        fresh=fresh,
    )


def planned(project: Project, choice: Choice) -> tuple[list[Standing], int]:
    """What ``choice`` would compute, and how many answers it names; no model is loaded."""
    entries = [
        (entry.id, entry.text)
        for entry in catalogue(project).entries
        if not entry.excerpts and (not choice.papers or entry.id in choice.papers)
    ]
    standings = Assignment.of(project).standings_of(entries, Ledger(project.answers_dir))
    everything = Choice(papers=choice.papers, questions=choice.questions, models=choice.models, fresh=True)
    return choice.of(standings), len(everything.of(standings))


def planned_text(to_do: Sequence[Standing], of: int) -> str:
    """What would be computed, by state and cause, and the first of it by name."""
    if not to_do:
        named = counted(of, "answer")
        return f"Nothing to compute: of {named} named, none is to be made anew; --all takes fresh ones too."
    states = Counter(
        f"stale ({', '.join(item.changed)} changed)" if item.state == "stale" else item.state
        for item in to_do
    )
    lines = [f"To be computed, of {counted(of, 'answer')} named: {len(to_do):,}"]
    lines += [f"  {count} {state}" for state, count in states.most_common()]
    lines += [f"    {item.wanted}" for item in to_do[:_SHOWN]]
    if len(to_do) > _SHOWN:
        lines.append(f"    and {len(to_do) - _SHOWN} more")
    return "\n".join(lines)
