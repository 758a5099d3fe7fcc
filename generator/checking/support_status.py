"""From a draft to what may be published: support and evidence of each sentence, status of the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.checking.coverage import TermWeights
from generator.checking.fitted import SupportModels
from generator.checking.phrases import describes_text
from generator.checking.support import SentenceCheck, Verdict
from generator.checking.table_rows import table_objection
from generator.core import AnswerSentence, Draft, DraftSentence, Snippet, Status
from generator.core.counting import pluralize
from generator.core.orders import is_instruction

# A claim may rest on several quotes, each of which must add something. Words cannot be gathered from
# anywhere, since numbers and names must be in their place.
_MAX_QUOTES = 6
_MIN_GAIN = 0.05  # in coverage, by a further quote


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft after the check. evidence: what supported sentences rest on, in order of use."""

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

    relevant: the lowest score of a snippet that is about the question. A sentence may be true of the paper
    and miss the question; it is then withheld for that reason. models: others than those of the package, to
    judge papers that those have seen.
    """
    evidence: list[Snippet] = []
    sentences: list[AnswerSentence] = []
    judged: set[str] = set()
    for claim in draft.sentences:
        if claim.abstains or not claim.text.strip() or claim.text.casefold() in judged:
            continue
        judged.add(claim.text.casefold())
        verdict, used = _best_evidence(claim, snippets, weights, models)
        if verdict.supported and draft.sentences[0].abstains and describes_text(claim.text):
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
    """Return the verdict on the best evidence: each cited snippet, all of them, any other, then several.

    A wrong citation does no harm: what counts is that the paper says it.
    """
    evidence = [i for i, snippet in enumerate(snippets) if not is_instruction(snippet.text)]
    cited = [i for i in dict.fromkeys(n - 1 for n in claim.cites) if i in evidence]
    others = [i for i in evidence if i not in cited]
    best = Verdict(False, 0.0, "nothing in the paper was found that could support it")
    sentence_check = SentenceCheck(claim.text, [s.evidence for s in snippets], weights, models)
    for used in evidence_candidates(sentence_check, cited, others):
        verdict = sentence_check.verdict(used)
        pieces = tuple(snippets[i] for i in used)
        if verdict.supported:
            if not (reason := table_objection(claim.text, pieces)):
                return verdict, pieces
            best = Verdict(False, 1.0, reason)  # no other reason is plainer
        if verdict.coverage > best.coverage:
            best = verdict
    return best, ()


def evidence_candidates(
    sentence_check: SentenceCheck, cited: list[int], others: list[int]
) -> Iterator[list[int]]:
    """Yield sets of snippets that may be the evidence, as indices, in order of preference."""
    yield from ([i] for i in cited)
    if len(cited) > 1:
        yield from _growing_sets(sentence_check, cited)
    yield from ([i] for i in others)
    yield from _growing_sets(sentence_check, [*cited, *others])


def _growing_sets(sentence_check: SentenceCheck, more: list[int]) -> Iterator[list[int]]:
    """Yield sets of two snippets and more; each adds the snippet that covers most of what is missing."""
    covered = 0.0
    used: list[int] = []
    while more and len(used) < _MAX_QUOTES:
        found = sentence_check.match(used) if used else None
        gains = []
        for i in more:
            both = sentence_check.match([i]) if found is None else found | sentence_check.match([i])
            gains.append((sentence_check.match_share(both), both.items, i))
        best, _, snippet = max(gains, key=lambda gain: gain[0])
        if best < covered + _MIN_GAIN:
            # Little but numbers and names is left, each of which may be in a quote of its own.
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
    """Return the status of the answer, and its reason in words for a reader."""
    supported = sum(s.support == "supported" for s in sentences)
    withheld = len(sentences) - supported
    if supported and draft.partial:
        return "partly_reported", "The passages found answer only part of the question."
    if supported:
        return "reported", ""
    if withheld:
        one = withheld == 1
        return "not_reported", (
            f"The model wrote {pluralize(withheld, 'sentence')} that the paper does not support; "
            f"{'it was' if one else 'all were'} withheld."
        )
    if not snippets:
        return "not_reported", "No passage of the paper could be searched for this question."
    return "not_reported", "No passage answering this question was found."
