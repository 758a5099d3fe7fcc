"""The two answerers: quotes of the best snippets, and replies of a language model."""

from __future__ import annotations

import dataclasses

import pytest

from generator.answering import Generated, Quotes
from generator.core import Place, Question, Retrieved, Snippet
from generator.core.question import AnswerKind
from generator.errors import ModelError
from tests.answering.scripted import ScriptedModel

QUESTION = Question("random-seeds", "Which random seeds were used?", "training")


def snippet(text: str, score: float, start: int = 0, *links: str) -> Snippet:
    return Snippet(text, Place(start, start + len(text)), score, links)


def found(*snippets: Snippet) -> Retrieved:
    return Retrieved(snippets, 0.9)


def test_a_model_is_asked_with_rules_quotes_question_and_grammar() -> None:
    model = ScriptedModel(lambda user: "[2] The seed was 7.")
    draft = Generated(model, name="scripted", budget=500).answer(
        QUESTION, found(snippet("We trained.", 0.9, 40), snippet("The seed was 7.", 0.8, 10))
    )
    assert [(s.text, s.cites) for s in draft.sentences] == [("The seed was 7.", (2,))]
    assert (draft.seconds, draft.prompt_tokens, draft.new_tokens) == (0.25, 15, 5)
    ((prompt, rules),) = model.asked
    assert "Use only what the quotes say." in prompt.system
    assert prompt.user.startswith("Quotes:\n[2] The seed was 7.\n[1] We trained.\n\nQuestion:")
    assert 'number ::= "1" | "2"' in rules


@pytest.mark.parametrize("snippets", [[], [snippet("x" * 600, 0.9)]])
def test_a_model_is_not_asked_where_there_is_nothing_to_show(snippets: list[Snippet]) -> None:
    model = ScriptedModel(lambda user: "Invented.")
    draft = Generated(model, name="scripted", budget=500).answer(QUESTION, found(*snippets))
    assert draft.abstained
    assert model.asked == []


@pytest.mark.parametrize(("answered", "asked"), [(0.05, False), (0.2, True), (0.49, True), (0.9, True)])
def test_a_model_is_asked_unless_the_paper_is_plainly_silent(answered: float, asked: bool) -> None:
    model = ScriptedModel(lambda user: "[1] It is so.")
    snippets = (snippet("Text.", 0.5),)
    draft = Generated(model, name="scripted", budget=500).answer(QUESTION, Retrieved(snippets, answered))
    assert (draft.asked, draft.abstained, len(model.asked)) == (asked, not asked, int(asked))


def test_what_a_model_raises_goes_up_and_closing_closes_it() -> None:
    def fail(user: str) -> str:
        raise ModelError("out of memory")

    model = ScriptedModel(fail)
    generated = Generated(model, name="scripted", budget=500)
    with pytest.raises(ModelError, match="out of memory"):
        generated.answer(QUESTION, found(snippet("Text.", 0.5)))
    generated.close()
    assert model.closed


def shared(texts: dict[str, float], *own: str) -> Retrieved:
    """Snippets with their scores, those of ``own`` first; all of them shared, in the order given."""
    order = [*own, *(t for t in texts if t not in own)]
    snippets = tuple(snippet(t, texts[t], list(texts).index(t) * 10) for t in order)
    return Retrieved(snippets, 0.9, tuple(order.index(t) for t in texts))


def test_questions_that_share_their_quotes_begin_alike_and_cite_by_the_order_of_the_paper() -> None:
    model = ScriptedModel(lambda user: "[1] [3] It is so.")
    generated = Generated(model, name="scripted", budget=500)
    texts = {"Early.": 0.2, "Middle.": 0.1, "Late.": 0.9}
    drafts = [generated.answer(QUESTION, shared(texts, *own)) for own in (["Late.", "Early."], ["Middle."])]
    assert [s.cites for d in drafts for s in d.sentences] == [(2, 1), (2, 3)]
    first, second = (prompt for prompt, _ in model.asked)
    assert first.shared == second.shared == "Quotes:\n[1] Early.\n[2] Middle.\n[3] Late."
    assert "Look first at the quotes [1] [2] [3]." in first.own


def test_a_prompt_for_which_there_is_no_room_loses_its_least_relevant_quotes_and_says_so() -> None:
    model = ScriptedModel(lambda user: "[1] It is so.", room=120)
    generated = Generated(model, name="scripted", budget=500)
    long = [snippet("word " * 15 + f"{n}.", 0.9 - n / 10, n * 100) for n in range(5)]
    draft = generated.answer(QUESTION, found(*long))
    ((prompt, rules),) = model.asked
    assert model.tokens(prompt) <= 120
    assert "0." in prompt.own
    assert "4." not in prompt.own
    assert draft.left_out == 5 - rules.split("number ::=")[1].split("\n")[0].count('"') // 2 > 0


def test_the_first_context_with_room_for_the_longest_question_is_chosen() -> None:
    generated = Generated(ScriptedModel(str, room=150), name="scripted", budget=500)
    contexts = [("whole", [snippet("word " * 90, 0.1)]), ("pack", [snippet("word " * 9, 0.1)])]
    assert generated.choose_context(contexts, [QUESTION]) == contexts[1]
    long = dataclasses.replace(QUESTION, text="Why " * 100)
    assert generated.choose_context(contexts, [QUESTION, long]) is None


@pytest.mark.parametrize(
    ("scores", "answered", "cited", "partial"),
    [
        ([0.9, 0.4, 0.3], 0.9, (1,), False),
        ([0.9, 0.88, 0.5, 0.46], 0.8, (1, 2, 3), False),
        ([0.3, 0.2, 0.1], 0.95, (1, 2), False),  # how likely each is counts against the best only
        ([0.9, 0.4], 0.6, (1,), True),  # enough for a part of the answer
        ([0.9, 0.8], 0.41, (1, 2), True),  # to miss an answer is worse than to show one in vain
        ([0.9, 0.8], 0.39, (), False),
        ([], 0.9, (), False),
    ],
)
def test_quotes_are_the_best_snippets_or_nothing(
    scores: list[float], answered: float, cited: tuple[int, ...], partial: bool
) -> None:
    snippets = [snippet(f"Sentence {n}.", score, n) for n, score in enumerate(scores, 1)]
    draft = Quotes().answer(QUESTION, Retrieved(tuple(snippets), answered))
    assert tuple(s.cites[0] for s in draft.sentences) == cited
    assert all(s.text == snippets[s.cites[0] - 1].text for s in draft.sentences)
    assert (draft.abstained, draft.partial) == (not cited, partial)


def test_the_best_quote_comes_first() -> None:
    draft = Quotes().answer(QUESTION, found(snippet("Better.", 0.9, 90), snippet("Worse.", 0.85, 10)))
    assert [s.text for s in draft.sentences] == ["Better.", "Worse."]


@pytest.mark.parametrize(
    ("part_snippets", "cited"),
    [
        ((None, None), (1, 2, 3)),
        ((None, 1), (1, 2, 3)),  # what tells the part is quoted anyway
        ((None, 4), (1, 2, 5)),  # the last of the others gives way
        ((None, 4, 5), (1, 5, 6)),
        ((None, 4, 2, 4), (1, 3, 5)),
        ((None, 3, 4, 5), (1, 4, 5, 6)),  # the best quote stays, and each part has its own
    ],
)
def test_each_part_that_is_told_has_its_quote(
    part_snippets: tuple[int | None, ...], cited: tuple[int, ...]
) -> None:
    snippets = [snippet(f"Sentence {n}.", 0.9 - n / 20, n) for n in range(6)]
    draft = Quotes().answer(QUESTION, dataclasses.replace(found(*snippets), part_snippets=part_snippets))
    assert tuple(s.cites[0] for s in draft.sentences) == cited


def test_what_tells_a_part_stands_behind_a_statement_and_beside_a_link() -> None:
    texts = ["AB has been paid by a maker of seeds.", "CD owns shares."]
    statement = declared("Competing interests", *texts)
    draft = Quotes().answer(QUESTION, dataclasses.replace(statement, part_snippets=(None, 1)))
    assert [s.text for s in draft.sentences] == [*texts, "We had no funds for more."]
    link = found(snippet("See the archive.", 0.9, 0, "https://x.org"), snippet("On request only.", 0.4, 30))
    draft = Quotes().answer(
        dataclasses.replace(QUESTION, kind="link"), dataclasses.replace(link, part_snippets=(None, 1))
    )
    assert [s.cites[0] for s in draft.sentences] == [1, 2]


def declared(section: str, *texts: str) -> Retrieved:
    """Sentences of one section of declarations; the last is the best, and others of the paper are near."""
    places = [Place(10 * n, 10 * n + 5, section, "back") for n in range(len(texts))]
    scores = [*[0.01] * (len(texts) - 1), 0.9]
    own = [Snippet(t, p, s) for t, p, s in zip(texts, places, scores, strict=True)]
    return found(own[-1], snippet("We had no funds for more.", 0.7, 500), *own[:-1])


def test_a_declared_statement_is_quoted_whole_and_in_its_order() -> None:
    texts = ["AB has been paid by a maker of seeds.", "CD owns shares.", "All others declare no interests."]
    draft = Quotes().answer(QUESTION, declared("Competing interests", *texts))
    assert [s.text for s in draft.sentences] == texts


@pytest.mark.parametrize("title", ["Funding and interests", "FUNDING / INTERESTS", "Funding, interests"])
def test_of_a_statement_on_several_things_the_best_sentence_comes_first(title: str) -> None:
    texts = ["No funds were received.", "EF was on leave.", "CD owns shares."]
    draft = Quotes().answer(QUESTION, declared(title, *texts))
    assert [s.text for s in draft.sentences] == [texts[2], *texts[:2]]


def test_thanks_are_no_statement() -> None:
    draft = Quotes().answer(QUESTION, declared("Acknowledgements", "We thank EF.", "A fund paid for all."))
    assert [s.text for s in draft.sentences] == ["A fund paid for all.", "We had no funds for more."]


@pytest.mark.parametrize(("kind", "most"), [("text", 3), ("list", 4), ("number", 2), ("yes_no", 2)])
def test_how_many_quotes_answer_depends_on_the_kind_of_question(kind: AnswerKind, most: int) -> None:
    snippets = [snippet(f"Sentence {n}.", 0.9, n) for n in range(6)]
    draft = Quotes().answer(dataclasses.replace(QUESTION, kind=kind), found(*snippets))
    assert len(draft.sentences) == most


def test_a_question_for_a_link_is_answered_by_sentences_with_links_only() -> None:
    snippets = [
        snippet("The code is on request.", 0.9),
        snippet("See the archive.", 0.8, 30, "https://x.org"),
    ]
    draft = Quotes().answer(dataclasses.replace(QUESTION, kind="link"), found(*snippets))
    assert [s.cites for s in draft.sentences] == [(2,)]
