"""From a draft to what may be published: support and evidence of each sentence, status of the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.checking.support import LEAST_COVERAGE, Verdict, share_found, support
from generator.checking.weights import TermWeights
from generator.core import AnswerSentence, Draft, DraftSentence, Snippet, Status

# A claim may rest on several quotes at once, each of which must bring something of its own. What
# keeps words from being gathered from anywhere is that numbers and names must stand in their place.
_MOST_JOINED = 4
# The least that a further quote must add to the coverage.
_LEAST_GAIN = 0.05
# How much more of a claim its quotes must hold for each further one of them.
_FURTHER_COVERAGE = 0.04


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft after the check. evidence: what supported sentences rest on, in the order of use."""

    status: Status
    reason: str
    sentences: tuple[AnswerSentence, ...]
    evidence: tuple[Snippet, ...]


def check(
    draft: Draft, snippets: Sequence[Snippet], weights: TermWeights, *, relevant: float = 0.0
) -> Checked:
    """Check every sentence of ``draft`` against ``snippets``, which it cites by number from 1.

    relevant: the least score of a snippet that counts as being about the question. A sentence may
    be true to the paper and beside the question; it is withheld as well, with that reason.
    """
    evidence: list[Snippet] = []
    sentences: list[AnswerSentence] = []
    seen: set[str] = set()
    for claim in draft.sentences:
        if claim.abstains or claim.text.casefold() in seen:
            continue
        seen.add(claim.text.casefold())
        verdict, used = _best_evidence(claim, snippets, weights)
        if verdict.supported and used and max(s.score for s in used) < relevant:
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
    claim: DraftSentence, snippets: Sequence[Snippet], weights: TermWeights
) -> tuple[Verdict, tuple[Snippet, ...]]:
    """The verdict on the best evidence: each cited snippet alone, all of them, any other, then several.

    A model that cites the wrong number is put right: what counts is that the paper says it.
    """
    cited = [snippets[n - 1] for n in claim.cites if 1 <= n <= len(snippets)]
    cited = list(dict.fromkeys(cited))
    others = [s for s in snippets if s not in cited]
    context = "\n".join(s.text for s in snippets)
    best = Verdict(False, 0.0, "nothing in the paper was found that could support it")
    for used in _tries(claim.text, cited, others, weights):
        verdict = support(
            claim.text,
            "\n".join(s.text for s in used),
            weights,
            context=context,
            least_coverage=LEAST_COVERAGE + _FURTHER_COVERAGE * (len(used) - 1),
        )
        if verdict.supported:
            return verdict, tuple(used)
        if verdict.coverage > best.coverage:
            best = verdict
    return best, ()


def _tries(
    text: str, cited: list[Snippet], others: list[Snippet], weights: TermWeights
) -> Iterator[list[Snippet]]:
    yield from ([s] for s in cited)
    if len(cited) > 1:
        yield from _growing(text, [], cited, weights)
    yield from ([s] for s in others)
    yield from _growing(text, [], [*cited, *others], weights)


def _growing(
    text: str, used: list[Snippet], more: list[Snippet], weights: TermWeights
) -> Iterator[list[Snippet]]:
    """Two snippets or more, each time with the one added that says most of what is still missing."""
    covered = 0.0
    while more and len(used) < _MOST_JOINED:
        gains = [(share_found(text, "\n".join(u.text for u in [*used, s]), weights), s) for s in more]
        best, snippet = max(gains, key=lambda pair: pair[0])
        if best < covered + _LEAST_GAIN:
            return
        covered, used, more = best, [*used, snippet], [s for s in more if s is not snippet]
        if len(used) > 1:
            yield used


def _status(
    draft: Draft, sentences: Sequence[AnswerSentence], snippets: Sequence[Snippet]
) -> tuple[Status, str]:
    supported = sum(s.support == "supported" for s in sentences)
    withheld = len(sentences) - supported
    if supported and draft.partial:
        return "partly_reported", "A part of the question stays open in what was found."
    if supported:
        return "reported", ""
    if withheld:
        one = withheld == 1
        return "not_reported", (
            f"The model wrote {withheld} sentence{'' if one else 's'}, none of which the paper supports; "
            f"{'it is' if one else 'they are'} withheld."
        )
    if not snippets:
        return "not_reported", "No passage of the paper could be searched for this question."
    return "not_reported", "No passage that answers the question was found."
