"""One paper through all stages in this process, with a language model that is a function."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.answering import Generated, ModelSpec
from generator.commands.ask import choose_questions
from generator.core import Answer, Paper, PartOfQuestion, Question
from generator.errors import ModelError
from generator.retrieval import RetrievalUsage
from generator.run.fingerprints import CheckOptions, RetrievalOptions
from generator.run.pipeline import Pipeline
from tests.answering.scripted import ScriptedModel
from tests.checking.tiny_entailment import write_cross_encoder
from tests.conftest import paper_of

SEEDS = Question(
    "random-seeds", "Which random seeds were set?", "Training",
    queries=("Random seeds were fixed for reproducibility.",), cues=("seed", "random seed"),
    sections=("methods",),
)  # fmt: skip
EPOCHS = Question(
    "epochs", "For how many epochs was the model trained?", "Training",
    queries=("The model was trained for 30 epochs.",), cues=("epoch", "train"), sections=("methods",),
)  # fmt: skip
AGAIN = Question(
    "seeds-again", "Which random seeds were set?", "Elsewhere",
    queries=("Random seeds were fixed for reproducibility.",), cues=("seed", "random seed"),
    sections=("methods",),
)  # fmt: skip
# Of a set whose answers were counted; of others, a model is always asked.
UNTOLD = dataclasses.replace(choose_questions(["funding"])[0], parts=())


@pytest.fixture
def paper() -> Paper:
    return paper_of(
        ("Methods", "Random seeds were fixed to 1, 2 and 3. We trained the model for 50 epochs on a GPU."),
        (
            "Results",
            " ".join(f"The model told beetle {n} from most stones." for n in range(40)),
        ),
    )


def run(
    paper: Paper,
    reply: Callable[[str], str],
    *questions: Question,
    room: int = 10_000,
    check: CheckOptions | None = None,
    **spec: object,
) -> tuple[list[Answer], ScriptedModel]:
    model = ScriptedModel(reply, room=room)
    asked = ModelSpec("scripted", "llama", **spec)  # type: ignore[arg-type]
    pipeline = Pipeline(RetrievalOptions(), check, questions=questions)
    pipeline._answerers[asked] = Generated(model, name="scripted", budget=asked.prompt_chars)
    answers = list(pipeline.answers(paper, questions, asked, {}))
    pipeline.close()
    return answers, model


def seeds(user: str) -> str:
    return "[1] Random seeds were fixed to 1, 2 and 3."


def test_a_question_that_says_the_same_as_another_is_put_once(paper: Paper) -> None:
    (first, second), model = run(paper, seeds, SEEDS, AGAIN)
    assert len(model.asked) == 1
    assert (first.question, second.question) == ("random-seeds", "seeds-again")
    assert (first.text, first.status) == (second.text, second.status)
    assert (first.measured["new_tokens"], second.measured) == (10, {})


def test_an_answer_records_how_likely_it_is_that_the_paper_reports_it(paper: Paper) -> None:
    answers, _ = run(paper, seeds, SEEDS, UNTOLD)
    told, untold = (a.probability or 0.0 for a in answers)
    assert 0 < untold < 0.5 <= told < 1
    (nothing,), _ = run(paper_of(), seeds, SEEDS)
    assert nothing.probability is None  # nothing could be searched, so nothing was estimated


def test_a_part_that_the_paper_does_not_tell_makes_the_answer_a_partial_one(paper: Paper) -> None:
    parts = (
        PartOfQuestion("seeds", "the random seeds"),
        PartOfQuestion(
            "sponsor", "the sponsor", ("The sponsor of the fund paid a grant to the foundation.",)
        ),
    )
    whole = dataclasses.replace(
        SEEDS, parts=(parts[0], PartOfQuestion("training", "the random seeds that were fixed"))
    )
    half = dataclasses.replace(SEEDS, parts=parts)
    (answer,), _ = run(paper, seeds, whole)
    assert (answer.status, [(p.id, p.reported) for p in answer.parts]) == (
        "reported",
        [("seeds", True), ("training", True)],
    )
    (answer,), _ = run(paper, seeds, half)
    assert (answer.status, [(p.id, p.reported) for p in answer.parts]) == (
        "partly_reported",
        [("seeds", True), ("sponsor", False)],
    )
    assert answer.parts[0].probability == answer.probability
    (answer,), _ = run(paper, seeds, dataclasses.replace(UNTOLD, parts=parts))
    assert (answer.status, answer.parts) == ("not_reported", ())


def test_what_tells_a_part_is_among_what_was_found(paper: Paper) -> None:
    lamps = PartOfQuestion("lamps", "the lamps", ("The lamps were red.",))
    whole = dataclasses.replace(SEEDS, parts=(PartOfQuestion("seeds", "the random seeds"), lamps))
    pipeline = Pipeline(RetrievalOptions(budget=60))
    found = pipeline.retrieved(paper, whole)
    pipeline.close()
    told = [place for part, place in zip(found.parts, found.part_snippets, strict=True) if part.reported]
    assert told[0] is None
    assert all(place is not None and place < len(found.snippets) for place in told[1:])
    assert all(
        place is None
        for part, place in zip(found.parts, found.part_snippets, strict=True)
        if not part.reported
    )
    assert [s.score for s in found.snippets] <= [found.snippets[0].score] * len(found.snippets)


def test_no_model_is_asked_where_the_paper_tells_nothing(paper: Paper) -> None:
    (answer,), model = run(paper, seeds, UNTOLD)
    assert (answer.status, model.asked) == ("not_reported", [])
    assert answer.searched


@pytest.mark.parametrize(
    ("mode", "room", "context"),
    [
        ("per_question", 10_000, None),
        ("pack", 10_000, "pack"),
        ("whole", 10_000, "whole"),
        ("auto", 10_000, "whole"),
        ("auto", 250, "pack"),
        ("auto", 30, None),
    ],
)
def test_the_context_is_what_the_settings_ask_for_and_there_is_room_for(
    paper: Paper, mode: str, room: int, context: str | None
) -> None:
    answers, model = run(paper, seeds, SEEDS, EPOCHS, room=room, context_mode=mode, pack_chars=400)
    names = {a.provenance.get("context", "").partition(",")[0] or None for a in answers}
    assert names == {context}
    if context:
        assert len({prompt.shared for prompt, _ in model.asked}) == 1


def test_what_a_prompt_had_no_room_for_is_recorded(paper: Paper) -> None:
    (answer,), _ = run(paper, seeds, SEEDS, room=200)
    assert answer.provenance["left_out"].endswith("snippets, for want of room in the context")


def test_a_model_that_fails_at_one_question_answers_the_next(paper: Paper) -> None:
    def reply(user: str) -> str:
        if "epochs was" in user:
            raise ModelError("out of memory")
        return seeds(user)

    answers, _ = run(paper, reply, EPOCHS, SEEDS)
    assert [(a.status, a.reason) for a in answers] == [("failed", "out of memory"), ("reported", "")]


def test_several_questions_at_once_come_back_in_their_order(paper: Paper) -> None:
    from generator.answering import LlamaOptions

    answers, model = run(paper, seeds, EPOCHS, SEEDS, AGAIN, UNTOLD, options=LlamaOptions(slots=3))
    assert [a.question for a in answers] == ["epochs", "random-seeds", "seeds-again", "funding"]
    assert len(model.asked) == 2


def test_a_second_model_withdraws_what_it_does_not_find_entailed(paper: Paper, tmp_path: Path) -> None:
    folder = str(write_cross_encoder(tmp_path / "tiny"))

    def reply(user: str) -> str:
        return "[1] The random seeds were fixed to 1, 2 and 3 by them."

    plain, _ = run(paper, reply, SEEDS)
    sure, _ = run(paper, reply, SEEDS, check=CheckOptions(folder, 1e-9))
    doubtful, _ = run(paper, reply, SEEDS, check=CheckOptions(folder, 1 - 1e-9))
    assert [a.status for a in (*plain, *sure, *doubtful)] == ["reported", "reported", "not_reported"]
    assert doubtful[0].withheld[0].reason.startswith("a second model finds it not entailed (")
    assert len({CheckOptions().version, *(CheckOptions(folder, t).version for t in (0.1, 0.2))}) == 3


def test_answers_are_the_same_bytes_with_what_is_kept_and_without(paper: Paper, tmp_path: Path) -> None:
    def answered(kept: Path | None) -> tuple[list[str], RetrievalUsage]:
        pipeline = Pipeline(RetrievalOptions(), kept=kept)
        quotes = ModelSpec("quotes", "quotes")
        made = [
            dataclasses.replace(answer, measured={})
            for answer in pipeline.answers(paper, (SEEDS, UNTOLD), quotes, {})
        ]
        pipeline.close()
        return [json.dumps(answer.to_json()) for answer in made], pipeline.indexer.usage

    without, _ = answered(None)
    filling, spent = answered(tmp_path)
    kept, nothing = answered(tmp_path)
    assert without == filling == kept
    assert spent.sentences > 40
    assert spent.pairs >= 20
    assert (nothing.sentences, nothing.pairs) == (0, 0)
