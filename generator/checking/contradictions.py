"""All rules for contradictions between a sentence and evidence that holds most of its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator.checking.agents import agent_objections
from generator.checking.aligned import Pairing, clause_pairings, sources
from generator.checking.bindings import binding_objections
from generator.checking.bounds import bound_objections
from generator.checking.but_not import but_not_objections
from generator.checking.causes import cause_objections
from generator.checking.clause_slots import slot_objections
from generator.checking.closed import closed_objections, rate_objections
from generator.checking.compared import comparison_objections
from generator.checking.contrasts import contrast_objections
from generator.checking.counted import counted_objections
from generator.checking.exchanged import exchanged_objections
from generator.checking.frequency import frequency_objections
from generator.checking.groups import group_objections
from generator.checking.joins import join_objections
from generator.checking.manners import manner_objections
from generator.checking.mixed_clauses import apart_objections
from generator.checking.mood import mood_objections
from generator.checking.occasions import occasion_objections
from generator.checking.others import own_objections
from generator.checking.quantifiers import scope_objections
from generator.checking.quantities import money_objections, unit_objections
from generator.checking.replaced import replaced_objections
from generator.checking.setting import setting_objections
from generator.checking.sides import exchange_objections, side_objections
from generator.checking.significance import access_objections, significance_objections
from generator.checking.stance import stance_objections
from generator.checking.superlatives import superlative_objections

# Below this share the wording differs so much that the place of a word means nothing.
MIN_SHARE = 0.4
_WHOLE = 0.95  # share, of what a sentence holds, from which one of its clauses holds all of it
Rule = Callable[[Pairing], Iterator[str]]
# These rely on words of their own, so they apply to any evidence about the same thing.
ALWAYS: tuple[Rule, ...] = (significance_objections, access_objections)
RULES: tuple[Rule, ...] = (
    stance_objections,
    own_objections,
    scope_objections,
    mood_objections,
    side_objections,
    replaced_objections,
    cause_objections,
    closed_objections,
    rate_objections,
    frequency_objections,
    setting_objections,
    counted_objections,
    exchanged_objections,
    manner_objections,
    join_objections,
    superlative_objections,
    group_objections,
    exchange_objections,
    unit_objections,
    money_objections,
    bound_objections,
    apart_objections,
    contrast_objections,
    binding_objections,
    comparison_objections,
    occasion_objections,
    but_not_objections,
    agent_objections,
    slot_objections,
    significance_objections,
    access_objections,
)


def contradictions(pairs: Sequence[Sequence[Pairing]]) -> Iterator[str]:
    """Yield objections to a text from the sentences of its context that are its sources.

    pairs: each sentence of the text with each one of the context. An objection holds if every sentence that
    is as good a source has one.
    """
    for every in pairs:
        for alike in sources(every):
            rules = RULES if alike[0].share >= MIN_SHARE else ALWAYS
            first = [_objection(pair, rules) for pair in alike]
            if all(first):
                yield first[0]


def _objection(pair: Pairing, rules: Sequence[Rule]) -> str:
    """Return the first objection from the sentence of the evidence, or from its clauses.

    Those count that hold, each by itself, almost all that the sentence has of the text, and if each of them
    has an objection: what stands in other clauses ("..., but fewer of them") is no excuse.
    """
    found = next((o for rule in rules for o in rule(pair)), "")
    if found:
        return found
    whole = [c for c in clause_pairings(pair) if c.share >= _WHOLE * pair.share]
    first = [next((o for rule in rules for o in rule(clause)), "") for clause in whole]
    return first[0] if first and all(first) else ""
