"""What is to be computed anew, named on the command line; and what that would be, before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from generator.commands.named import Named
from generator.core.counting import counted
from generator.core.fingerprint import PARTS
from generator.errors import AnswerbookError
from generator.ledger import Ledger, Standing
from generator.project import Project
from generator.project.catalogue import Catalogue, catalogue
from generator.project.lookup import choose_paper, choose_question
from generator.project.problems import did_you_mean
from generator.run.config import RunConfig
from generator.run.selection import Selection

__all__ = ["planned", "planned_text", "selection_of"]

_SHOWN = 20  # answers that are named one by one


def selection_of(project: Project, named: Named) -> Selection:
    """Return what a refresh computes. Raises AnswerbookError for names that mean nothing, or several."""
    for cause in named.causes:
        if cause not in PARTS:
            raise AnswerbookError(f"no cause {cause!r}; {did_you_mean(cause, PARTS)}")
    own = {model.name for model in project.settings.models}
    for model in named.models:
        if model not in own:
            raise AnswerbookError(
                f"no model {model!r} in the settings; {did_you_mean(model, own)} "
                "(imported answers are made fresh by another import)"
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


def planned(project: Project, selection: Selection) -> tuple[list[Standing], int]:
    """What ``selection`` would compute, and how many answers it names; no model is loaded."""
    entries = [
        (entry.id, entry.text, entry.data)
        for entry in catalogue(project).entries
        if not entry.excerpts and (not selection.papers or entry.id in selection.papers)
    ]
    standings = RunConfig.of(project).standings_of(entries, Ledger(project.answers_dir))
    everything = Selection(
        papers=selection.papers, questions=selection.questions, models=selection.models, fresh=True
    )
    return selection.of(standings), len(everything.of(standings))


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
