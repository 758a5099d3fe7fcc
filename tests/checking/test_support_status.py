"""From drafts to answers: what is published, what is withheld, and what the whole is worth."""

from __future__ import annotations

import pytest

from generator.checking import TermWeights, check
from generator.core import Draft, DraftSentence, Place, Snippet

TEXTS = (
    "We trained for 30 epochs with Adam.",
    "The seed of the generator was 7.",
    "Images of moths were taken at night in Denmark.",
)
SNIPPETS = [Snippet(t, Place(n * 100, n * 100 + len(t)), 0.9 - n / 10) for n, t in enumerate(TEXTS)]
WEIGHTS = TermWeights.of(TEXTS)
TRUE = DraftSentence("The seed was 7.", (2,))
FALSE = DraftSentence("The seed was 8.", (2,))
SILENT = DraftSentence("The text does not mention the hardware.", (), abstains=True)


def draft(*sentences: DraftSentence, partial: bool = False) -> Draft:
    claims = [s for s in sentences if not s.abstains]
    return Draft("raw", sentences, abstained=not claims, partial=partial)


@pytest.mark.parametrize(
    ("made", "status", "reason"),
    [
        (draft(TRUE), "reported", ""),
        (draft(TRUE, FALSE), "reported", ""),
        (
            draft(TRUE, SILENT, partial=True),
            "partly_reported",
            "The passages found answer only part",
        ),
        (draft(FALSE), "not_reported", "1 sentence that the paper does not support; it was withheld"),
        (
            draft(FALSE, DraftSentence("Batch size was 64.", (1,))),
            "not_reported",
            "2 sentences that the paper does not support; all were withheld",
        ),
        (draft(SILENT), "not_reported", "No passage answering this question was found"),
        (draft(), "not_reported", "No passage answering this question was found"),
    ],
)
def test_the_status_of_a_draft(made: Draft, status: str, reason: str) -> None:
    checked = check(made, SNIPPETS, WEIGHTS)
    assert checked.status == status
    assert reason in checked.reason
    assert (checked.reason == "") == (reason == "")


def test_without_snippets_nothing_was_searched() -> None:
    checked = check(draft(TRUE), [], WEIGHTS)
    assert checked.status == "not_reported"
    assert checked.sentences[0].reason == "nothing in the paper was found that could support it"
    assert (
        check(draft(), [], WEIGHTS).reason == "No passage of the paper could be searched for this question."
    )


def test_evidence_is_what_supports_and_each_piece_stands_once() -> None:
    again = DraftSentence("The generator's seed was 7.", (2,))
    checked = check(draft(TRUE, again, FALSE), SNIPPETS, WEIGHTS)
    assert checked.evidence == (SNIPPETS[1],)
    assert [s.evidence for s in checked.sentences] == [(0,), (0,), ()]


@pytest.mark.parametrize("cites", [(), (1,), (99,), (0,), (3, 1)])
def test_a_wrong_citation_is_put_right(cites: tuple[int, ...]) -> None:
    checked = check(draft(DraftSentence("The seed was 7.", cites)), SNIPPETS, WEIGHTS)
    assert checked.evidence == (SNIPPETS[1],)


def test_a_claim_may_rest_on_two_quotes() -> None:
    claim = DraftSentence("The generator's seed was 7 and it trained for 30 epochs with Adam.", (1, 2))
    checked = check(draft(claim), SNIPPETS, WEIGHTS)
    assert checked.status == "reported"
    assert set(checked.evidence) == set(SNIPPETS[:2])


def test_what_is_said_twice_is_published_once() -> None:
    checked = check(draft(TRUE, DraftSentence("the seed was 7.", (2,))), SNIPPETS, WEIGHTS)
    assert len(checked.sentences) == 1


def test_a_true_sentence_beside_the_question_is_withheld() -> None:
    beside = DraftSentence("Images of moths were taken at night.", (3,))
    checked = check(draft(beside), SNIPPETS, WEIGHTS, relevant=0.75)
    assert checked.status == "not_reported"
    assert "not about the question" in checked.sentences[0].reason


def test_who_abstains_and_then_tells_what_else_there_is_has_not_answered() -> None:
    also = DraftSentence("However, it does mention that the seed was 7.", (2,))
    checked = check(draft(SILENT, also, partial=True), SNIPPETS, WEIGHTS)
    assert checked.status == "not_reported"
    assert checked.sentences[0].reason == "tells what else the text is about, not the answer"
    assert check(draft(also), SNIPPETS, WEIGHTS).status == "reported"


def test_a_claim_may_rest_on_as_many_quotes_as_it_names_things() -> None:
    texts = [f"The model was written in {n} by us." for n in ("Keras", "Theano", "Lasagne", "Caffe", "Weka")]
    snippets = [Snippet(t, Place(0, len(t))) for t in texts]
    claim = DraftSentence("The model was written in Keras, Theano, Lasagne, Caffe and Weka.", ())
    checked = check(draft(claim), snippets, TermWeights.of(texts))
    assert len(checked.evidence) == len(texts), checked.sentences
