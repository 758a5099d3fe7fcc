"""`answerbook refresh`: which answers to recompute, and a summary before that is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from generator.commands.named import RefreshFilter
from generator.core.counting import pluralize
from generator.core.fingerprint import PARTS
from generator.errors import AnswerbookError
from generator.ledger import Freshness, Ledger
from generator.project import Project
from generator.project.catalogue import Catalogue, catalogue
from generator.project.lookup import choose_paper, choose_question
from generator.project.problems import did_you_mean
from generator.run.config import RunConfig
from generator.run.selection import Selection

__all__ = ["plan_refresh", "refresh_text", "selection_of"]

_MAX_ANSWERS = 20  # that are named one by one


def selection_of(project: Project, named: RefreshFilter) -> Selection:
    """Return what a refresh computes. Raises AnswerbookError for names that are unknown or ambiguous."""
    for cause in named.causes:
        if cause not in PARTS:
            raise AnswerbookError(f"no cause {cause!r}; {did_you_mean(cause, PARTS)}")
    own = {model.name for model in project.settings.models}
    for model in named.models:
        if model not in own:
            raise AnswerbookError(
                f"no model {model!r} in the settings; {did_you_mean(model, own)} "
                "(import answers again to refresh imported ones)"
            )
    known = catalogue(project) if named.papers else Catalogue((), {})
    return Selection(
        causes=frozenset(named.causes),
        papers=frozenset(choose_paper(name, known.names) for name in named.papers),
        questions=frozenset(choose_question(name, project.question_sets()).id for name in named.questions),
        models=frozenset(named.models),
        failed=named.failed,
        fresh=named.fresh,
    )


def plan_refresh(project: Project, selection: Selection) -> tuple[list[Freshness], int]:
    """Return the answers that ``selection`` would compute, and how many it selects. Loads no model."""
    entries = [
        (entry.id, entry.text_hash, entry.metadata)
        for entry in catalogue(project).entries
        if not entry.excerpts and (not selection.papers or entry.id in selection.papers)
    ]
    freshness = RunConfig.of(project).freshness_of(entries, Ledger(project.answers_dir))
    everything = Selection(
        papers=selection.papers, questions=selection.questions, models=selection.models, fresh=True
    )
    return selection.of(freshness), len(everything.of(freshness))


def refresh_text(to_do: Sequence[Freshness], of: int) -> str:
    """Return the answers to compute as text: by state and cause, and the first of them by name."""
    if not to_do:
        if not of:
            return "Nothing to do: no answer is selected."
        selected = "the selected answer is" if of == 1 else f"all {of:,} selected answers are"
        return f"Nothing to do: {selected} fresh. Use --all to recompute fresh answers too."
    states = Counter(
        f"stale ({', '.join(item.changed)} changed)" if item.state == "stale" else item.state
        for item in to_do
    )
    lines = [f"To recompute: {len(to_do):,} of {pluralize(of, 'selected answer')}"]
    lines += [f"  {count} {state}" for state, count in states.most_common()]
    lines += [f"    {item.expected}" for item in to_do[:_MAX_ANSWERS]]
    if len(to_do) > _MAX_ANSWERS:
        lines.append(f"    and {len(to_do) - _MAX_ANSWERS} more")
    return "\n".join(lines)
