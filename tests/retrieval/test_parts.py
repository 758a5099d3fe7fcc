"""Which parts of a question a paper tells, with the packaged models."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from generator.commands.evaluate.cases import shipped_sets
from generator.core import Metadata, Paper, PartOfQuestion, Question, Retrieved
from generator.reading.compose import PaperBlock, PaperFile, compose
from generator.retrieval import (
    PACKAGED_SCORER,
    PaperIndex,
    SentenceTransformerEncoder,
    learned_weights,
    load_scorer,
    retrieve,
    with_parts,
)

Ask = Callable[..., Retrieved]
METHODS = [
    PaperBlock("heading", "Methods"),
    PaperBlock("prose", "Lamps were counted along twelve streets at night. Each street was walked twice."),
]


def small_paper(title: str, text: str, methods: str = "") -> Paper:
    more = [PaperBlock("prose", methods)] if methods else []
    blocks = [*METHODS, *more, PaperBlock("heading", title), PaperBlock("prose", text)]
    return compose(PaperFile("lamps", "text", "lamps.txt", Metadata(title="Lamps in streets")), blocks)


@pytest.fixture(scope="module")
def ask() -> Ask:
    encoder, scorer = SentenceTransformerEncoder(), load_scorer(PACKAGED_SCORER)
    (questions,) = (found for found in shipped_sets() if found.id == "reporting")

    def found(question: str, text: str, title: str = "Funding", methods: str = "") -> Retrieved:
        asked = questions.find(question)
        assert asked is not None
        index = PaperIndex(small_paper(title, text, methods), encoder)
        index.scorer = scorer
        return with_parts(index, asked, retrieve(index, asked))

    return found


def told(found: Retrieved) -> dict[str, bool]:
    return {part.id: part.reported for part in found.parts}


def test_a_number_in_the_sentence_on_funders_is_the_number_of_the_grant(ask: Ask) -> None:
    found = ask("funding", "This work was supported by the Lamp Foundation (grant LF-20417).")
    assert told(found) == {"funder": True, "number": True}
    assert found.part_snippets[1] is not None
    assert "LF-20417" in found.snippets[found.part_snippets[1]].text


def test_a_part_is_missing_where_no_sentence_has_what_would_tell_it(ask: Ask) -> None:
    found = ask("funding", "This work was supported by the Lamp Foundation, which also lent us lamps.")
    assert told(found) == {"funder": True, "number": False}
    assert found.part_snippets[1] is None


def test_where_there_was_no_funding_no_number_is_missing(ask: Ask) -> None:
    assert told(ask("funding", "The authors received no specific funding for this work.")) == {
        "funder": True,
        "number": True,
    }


def test_the_quote_of_a_part_is_the_sentence_that_tells_it(ask: Ask) -> None:
    text = (
        "A total of 240 lamps in twelve streets made up the sample. A power analysis gave 220 lamps as the "
        "required sample size for a power of 80 %."
    )
    found = ask("sample-size", text)
    assert told(found) == {"number": True, "decided": True}
    assert found.part_snippets[1] is not None
    assert "power analysis" in found.snippets[found.part_snippets[1]].text
    alone = ask("sample-size", text.partition(". ")[0] + ".")
    assert told(alone) == {"number": True, "decided": False}


def test_no_answer_to_a_question_that_was_not_counted_is_sure() -> None:
    models = learned_weights(PACKAGED_SCORER)
    cued = Question("lamps", "Which lamps burnt?", "Lamps", cues=("lamp",))
    queried = Question("lamps", "Which lamps burnt?", "Lamps", queries=("Ten lamps burnt.",))
    names = ("best", "near_best", "cues", "cues_of_best")
    for asked in (cued, queried):
        found = [models.answered(asked, dict.fromkeys(names, best / 10)) for best in range(-200, 200)]
        assert found == sorted(found)
        assert 0.1 < found[0] < 0.5 < found[-1] < 0.9
        assert models.answered_from(asked.text) == 0.5


def test_what_is_usual_decides_where_signs_do_not() -> None:
    """Of a set that was counted without the scorer, the same signs mean less where few papers report it."""
    shipped = learned_weights(PACKAGED_SCORER)
    usual, rare = "What do most papers report?", "What do few papers report?"
    models = dataclasses.replace(shipped, counts={usual: (9, 10), rare: (1, 10)})
    signs = {"near_best": -3.0, "cues": 0.5, "cues_of_best": 0.3}

    def called_reported(text: str, best: float) -> bool:
        asked = Question("q", text, "Set", cues=("lamp",))
        found = models.answered(asked, {**signs, "best": best, "usually": models.usually(text)})
        return found >= models.answered_from(text)

    called = [(called_reported(rare, n / 10), called_reported(usual, n / 10)) for n in range(-100, 50)]
    assert (False, True) in called
    assert (True, False) not in called


def test_a_number_far_from_the_answer_tells_no_part(ask: Ask) -> None:
    """The methods name the register; the number is not that of the grant."""
    text = (
        "This work was supported by the Lamp Foundation. The Lamp Foundation funded the lamps. "
        "Further support came from a fund of the town."
    )
    found = ask("funding", text, methods="The walks were registered as NCT01234567 before they began.")
    assert told(found) == {"funder": True, "number": False}


def test_a_part_without_cues_is_decided_by_the_search() -> None:
    parts = (PartOfQuestion("who", "who paid"), PartOfQuestion("use", "what the money was used for"))
    asked = Question(
        "pay", "Who paid for the study, and for what?", "Back", cues=("support", "fund"), parts=parts
    )
    index = PaperIndex(
        small_paper("Funding", "This work was supported by a fund."), SentenceTransformerEncoder()
    )
    found = with_parts(index, asked, retrieve(index, asked))
    assert [part.id for part in found.parts] == ["who", "use"]
    assert all(
        part.probability is not None and 0 <= part.probability <= found.answered for part in found.parts
    )
