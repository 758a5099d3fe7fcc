"""From a draft to what may be published: support and evidence of each sentence, status of the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.checking.fitted import SupportModels
from generator.checking.phrases import is_account
from generator.checking.support import Trial, Verdict
from generator.checking.table_rows import misread
from generator.checking.weights import TermWeights
from generator.core import AnswerSentence, Draft, DraftSentence, Snippet, Status
from generator.core.counting import counted
from generator.core.orders import is_order

# A claim may rest on several quotes at once, each of which must bring something of its own. What
# keeps words from being gathered from anywhere is that numbers and names must stand in their place.
_MAX_JOINED = 6
# The least that a further quote must add to the coverage.
_MIN_GAIN = 0.05


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft after the check. evidence: what supported sentences rest on, in the order of use."""

    status: Status
    reason: str
    sentences: tuple[AnswerSentence, ...]
    evidence: tuple[Snippet, ...]


def check(
    draft: Draft,
    snippets: Sequence[Snippet],
    weights: TermWeights,
    *,
    relevant: float = 0.0,
    models: SupportModels | None = None,
) -> Checked:
    """Check every sentence of ``draft`` against ``snippets``, which it cites by number from 1.

    relevant: the least score of a snippet that counts as being about the question. A sentence may
    be true to the paper and beside the question; it is withheld as well, with that reason.
    models: others than those that come with Answerbook, to measure what these have not seen.
    """
    evidence: list[Snippet] = []
    sentences: list[AnswerSentence] = []
    seen: set[str] = set()
    for claim in draft.sentences:
        if claim.abstains or claim.text.casefold() in seen:
            continue
        seen.add(claim.text.casefold())
        verdict, used = _best_evidence(claim, snippets, weights, models)
        if verdict.supported and draft.sentences[0].abstains and is_account(claim.text):
            verdict = Verdict(False, verdict.coverage, "tells what else the text is about, not the answer")
        elif verdict.supported and used and max(s.score for s in used) < relevant:
            verdict = Verdict(
                False, verdict.coverage, "true to the paper, but its evidence is not about the question"
            )
        if not verdict.supported:
            sentences.append(AnswerSentence(claim.text, "unsupported", verdict.reason, (), verdict.coverage))
            continue
        places = []
        for snippet in used:
            if snippet not in evidence:
                evidence.append(snippet)
            places.append(evidence.index(snippet))
        sentences.append(AnswerSentence(claim.text, "supported", "", tuple(places), verdict.coverage))
    status, reason = _status(draft, sentences, snippets)
    return Checked(status, reason, tuple(sentences), tuple(evidence))


def _best_evidence(
    claim: DraftSentence, snippets: Sequence[Snippet], weights: TermWeights, models: SupportModels | None
) -> tuple[Verdict, tuple[Snippet, ...]]:
    """The verdict on the best evidence: each cited snippet alone, all of them, any other, then several.

    A model that cites the wrong number is put right: what counts is that the paper says it.
    """
    evidence = [i for i, snippet in enumerate(snippets) if not is_order(snippet.text)]
    cited = [i for i in dict.fromkeys(n - 1 for n in claim.cites) if i in evidence]
    others = [i for i in evidence if i not in cited]
    best = Verdict(False, 0.0, "nothing in the paper was found that could support it")
    trial = Trial(claim.text, [s.evidence for s in snippets], weights, models)
    for used in tries(trial, cited, others):
        verdict = trial.verdict(used)
        pieces = tuple(snippets[i] for i in used)
        if verdict.supported:
            if not (reason := misread(claim.text, pieces)):
                return verdict, pieces
            best = Verdict(False, 1.0, reason)  # nothing else says more plainly what is wrong
        if verdict.coverage > best.coverage:
            best = verdict
    return best, ()


def tries(trial: Trial, cited: list[int], others: list[int]) -> Iterator[list[int]]:
    """What may be the evidence, as indices of snippets, in order of preference."""
    yield from ([i] for i in cited)
    if len(cited) > 1:
        yield from _growing(trial, cited)
    yield from ([i] for i in others)
    yield from _growing(trial, [*cited, *others])


def _growing(trial: Trial, more: list[int]) -> Iterator[list[int]]:
    """Two snippets or more, each time with the one added that says most of what is still missing."""
    covered = 0.0
    used: list[int] = []
    while more and len(used) < _MAX_JOINED:
        found = trial.found(used) if used else None
        gains = []
        for i in more:
            both = trial.found([i]) if found is None else found | trial.found([i])
            gains.append((trial.share_found(both), both.items, i))
        best, _, snippet = max(gains, key=lambda gain: gain[0])
        if best < covered + _MIN_GAIN:
            # Little is left but numbers and names, each of which may stand in a quote of its own.
            gains = [g for g in gains if found is not None and g[1] > found.items]
            if not gains:
                return
            best, _, snippet = max(gains, key=lambda gain: gain[0])
        covered, used, more = best, [*used, snippet], [i for i in more if i != snippet]
        if len(used) > 1:
            yield used


def _status(
    draft: Draft, sentences: Sequence[AnswerSentence], snippets: Sequence[Snippet]
) -> tuple[Status, str]:
    supported = sum(s.support == "supported" for s in sentences)
    withheld = len(sentences) - supported
    if supported and draft.partial:
        return "partly_reported", "The passages found answer only part of the question."
    if supported:
        return "reported", ""
    if withheld:
        one = withheld == 1
        return "not_reported", (
            f"The model wrote {counted(withheld, 'sentence')} that the paper does not support; "
            f"{'it was' if one else 'all were'} withheld."
        )
    if not snippets:
        return "not_reported", "No passage of the paper could be searched for this question."
    return "not_reported", "No passage answering this question was found."
