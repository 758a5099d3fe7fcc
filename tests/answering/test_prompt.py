"""The prompt shows the best snippets that fit; the grammar lets a model cite those and no others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.answering import build_prompt, grammar, parse_reply
from generator.answering.prompt import ABSTENTION
from generator.core import Place, Question, Retrieved, Snippet

SEEDS = Question("random-seeds", "Which random seeds were used?", "training")


def snippet(text: str, start: int) -> Snippet:
    return Snippet(text, Place(start, start + len(text)))


def test_snippets_stand_in_the_order_of_the_paper_under_their_own_numbers() -> None:
    asked = build_prompt(SEEDS, found(snippet("Best.", 50), snippet("Second,\n best.", 10)), 100)
    assert asked.prompt.user == f"Quotes:\n[2] Second, best.\n[1] Best.\n\nQuestion: {SEEDS.text}"
    assert asked.cited == {1: 1, 2: 2}


def found(*snippets: Snippet) -> Retrieved:
    return Retrieved(snippets)


@pytest.mark.parametrize(
    ("lengths", "budget", "numbers"),
    [
        ([50, 50, 50], 100, (1, 2)),
        ([50, 60, 10], 100, (1,)),  # a worse snippet is not shown in the place of a better one
        ([150, 60, 10], 100, (2, 3)),  # but one that is too long by itself gives way
        ([150], 100, ()),
        ([], 100, ()),
    ],
)
def test_what_does_not_fit_is_dropped_from_the_least_relevant_on(
    lengths: list[int], budget: int, numbers: tuple[int, ...]
) -> None:
    snippets = [snippet("x" * length, n) for n, length in enumerate(lengths)]
    assert tuple(build_prompt(SEEDS, found(*snippets), budget).cited) == numbers


def test_the_sentences_of_the_quotes_may_be_quoted_whole() -> None:
    asked = build_prompt(SEEDS, found(snippet("The seed\nwas 7. See [3] for more. It was fixed.", 50)), 100)
    assert asked.prompt.quotable == ("The seed was 7.", "It was fixed.")


def test_prompts_share_their_beginning_and_end_with_the_question() -> None:
    one = build_prompt(SEEDS, found(snippet("Text.", 0)), 100).prompt
    other = build_prompt(
        Question("code", "Where is the code?", "code"), found(snippet("Text.", 0)), 100
    ).prompt
    assert one.system == other.system
    assert one.user.endswith(SEEDS.text)


def test_without_quotes_the_grammar_leaves_nothing_but_to_abstain() -> None:
    assert grammar(()) == 'root ::= "NOT REPORTED"\n'


allowed = st.lists(st.integers(1, 40), min_size=1, max_size=12, unique=True)
# What the rule `text` of the grammar lets pass: no brackets and no line break.
bodies = st.builds(
    lambda first, middle, last: first + middle + last,
    st.sampled_from('AZ09"('),
    st.text(st.characters(exclude_characters="\n[]", exclude_categories=["Cs"]), min_size=12, max_size=80),
    st.sampled_from(".!?)"),
)


@given(allowed, st.data())
def test_what_the_grammar_lets_a_model_write_is_read_back_with_the_same_numbers(
    numbers: list[int], data: st.DataObject
) -> None:
    claims = data.draw(
        st.lists(
            st.tuples(st.lists(st.sampled_from(numbers), min_size=1, max_size=2), st.integers(0, 999)),
            min_size=1,
            max_size=4,
        )
    )
    # Sentences without the marks that end one: one claim, one sentence.
    raw = "\n".join(
        " ".join(f"[{n}]" for n in cites) + f" The seed number {word} was used for all runs."
        for cites, word in claims
    )
    found = parse_reply(raw).sentences
    assert [s.cites for s in found] == [tuple(dict.fromkeys(cites)) for cites, _ in claims]
    assert [s.text for s in found] == [f"The seed number {word} was used for all runs." for _, word in claims]
    assert not any(s.abstains for s in found)


@given(allowed, st.data())
def test_whatever_a_claim_says_no_number_outside_of_the_allow_list_is_read(
    numbers: list[int], data: st.DataObject
) -> None:
    lines = data.draw(st.lists(st.tuples(st.sampled_from(numbers), bodies), min_size=1, max_size=4))
    found = parse_reply("\n".join(f"[{n}] {body}" for n, body in lines)).sentences
    assert {n for s in found for n in s.cites} <= {n for n, _ in lines}


def test_the_abstention_of_the_grammar_is_read_as_one() -> None:
    assert parse_reply(ABSTENTION).abstained
