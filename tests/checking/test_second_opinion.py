"""A second model's doubts: what they withdraw, and a tiny model that is really loaded."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from generator.checking.second_opinion import SecondOpinion, opinion_hash, with_second_opinion
from generator.checking.support_status import Checked
from generator.core import AnswerSentence, Place, Snippet
from generator.errors import ModelError
from tests.checking.tiny_entailment import WORDS, write_cross_encoder

EVIDENCE = "the model was trained with adam ."
CLAIM = "adam trained the model ."


class Scripted:
    """An opinion that a table gives, by sentence; remembers what it was asked."""

    def __init__(self, likely: dict[str, float], threshold: float = 0.5) -> None:
        self.likely, self.threshold = likely, threshold
        self.asked: list[tuple[str, str]] = []

    def supported(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self.asked.extend(pairs)
        return [self.likely[sentence] for _, sentence in pairs]


def snippet(text: str, start: int) -> Snippet:
    return Snippet(text, Place(start, start + len(text)))


FIRST = snippet("Adam was used\nfor training. Seeds were fixed.", 100)
SECOND = snippet("A GPU was used.", 10)
THIRD = snippet("We ran 50 epochs.", 200)
KEPT = AnswerSentence("They trained with Adam.", "supported", "", (0,), 0.9)
DOUBTED = AnswerSentence("Adam ran on a GPU.", "supported", "", (0, 1), 0.8)
ALSO = AnswerSentence("It took 50 epochs.", "supported", "", (2, 1), 0.7)
BEFORE = AnswerSentence("It is well known.", "unsupported", "general remark (“known”)", (), 0.1)
CHECKED = Checked(
    "partly_reported", "A part stays open.", (KEPT, DOUBTED, BEFORE, ALSO), (FIRST, SECOND, THIRD)
)
LIKELY = {KEPT.text: 0.5, DOUBTED.text: 0.124, ALSO.text: 0.99, BEFORE.text: 1.0}


def test_doubted_sentences_lose_their_support_with_the_reason() -> None:
    found = with_second_opinion(CHECKED, Scripted(LIKELY))
    assert [s.support for s in found.sentences] == ["supported", "unsupported", "unsupported", "supported"]
    assert found.sentences[1] == AnswerSentence(
        DOUBTED.text, "unsupported", "a second model finds it not entailed (0.12)", (), 0.8
    )
    assert (found.status, found.reason) == (CHECKED.status, CHECKED.reason)


def test_an_unsupported_sentence_is_not_asked_about_and_stays() -> None:
    opinion = Scripted(LIKELY)
    found = with_second_opinion(CHECKED, opinion)
    assert found.sentences[2] == BEFORE
    assert BEFORE.text not in [sentence for _, sentence in opinion.asked]


def test_evidence_is_shown_in_the_order_of_the_paper_on_one_line() -> None:
    opinion = Scripted(LIKELY)
    with_second_opinion(CHECKED, opinion)
    assert opinion.asked == [
        ("Adam was used for training. Seeds were fixed.", KEPT.text),
        ("A GPU was used. Adam was used for training. Seeds were fixed.", DOUBTED.text),
        ("A GPU was used. We ran 50 epochs.", ALSO.text),
    ]


def test_evidence_that_nothing_rests_on_any_more_is_left_out() -> None:
    found = with_second_opinion(CHECKED, Scripted({**LIKELY, KEPT.text: 0.0}))
    assert found.evidence == (THIRD, SECOND)
    assert found.sentences[3] == replace(ALSO, evidence=(0, 1))


def test_an_answer_without_doubts_is_the_same() -> None:
    assert with_second_opinion(CHECKED, Scripted({**LIKELY, DOUBTED.text: 0.5})) is CHECKED


@pytest.mark.parametrize(
    ("sentences", "message"),
    [
        ((KEPT,), "1 sentence, none of which both checks find supported; it is withheld"),
        ((KEPT, BEFORE), "2 sentences, none of which both checks find supported; they are withheld"),
    ],
)
def test_an_answer_whose_last_support_is_withdrawn_is_not_reported(
    sentences: tuple[AnswerSentence, ...], message: str
) -> None:
    checked = Checked("reported", "", sentences, (FIRST,))
    found = with_second_opinion(checked, Scripted({KEPT.text: 0.1}))
    assert found.status == "not_reported"
    assert message in found.reason
    assert found.evidence == ()


def test_an_abstention_stays_one_and_asks_nothing() -> None:
    opinion = Scripted({})
    checked = Checked("not_reported", "No passage answering this question was found.", (), ())
    assert with_second_opinion(checked, opinion) is checked
    assert opinion.asked == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Seeds were fixed.", False),
        ("Adam was used for training.", False),
        ("Adam was used for training. Seeds were fixed.", False),
        ("Seeds were", True),
        ("used for training.", True),
        ("seeds were fixed.", True),
        ("Adam was used for testing.", True),
    ],
)
def test_whole_sentences_of_the_evidence_need_no_second_opinion(text: str, asked: bool) -> None:
    checked = Checked("reported", "", (AnswerSentence(text, "supported", "", (0,), 1.0),), (FIRST,))
    opinion = Scripted({text: 0.0})
    found = with_second_opinion(checked, opinion)
    assert bool(opinion.asked) == asked
    assert found.status == ("not_reported" if asked else "reported")


def test_a_probability_that_is_no_number_is_a_doubt() -> None:
    found = with_second_opinion(CHECKED, Scripted({**LIKELY, KEPT.text: float("nan")}))
    assert found.sentences[0].support == "unsupported"


# --- a tiny model, randomly initialised -----------------------------------------------------------

Make = Callable[..., Path]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a tiny cross-encoder of three labels."""
    return write_cross_encoder(tmp_path_factory.mktemp("opinion") / "tiny")


@pytest.fixture
def make(base: Path, tmp_path: Path) -> Make:
    """Copy the tiny model with other labels: the same weights, or as many rows of them."""

    def made(*labels: str) -> Path:
        from safetensors.torch import load_file, save_file

        folder = tmp_path / "-".join(labels)
        shutil.copytree(base, folder)
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        config["id2label"] = {str(n): label for n, label in enumerate(labels)}
        config["label2id"] = {label: n for n, label in enumerate(labels)}
        (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
        weights = load_file(folder / "model.safetensors")
        for name in ("classifier.weight", "classifier.bias"):
            weights[name] = weights[name][: len(labels)].clone()
        save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
        return folder

    return made


def logits(folder: Path, evidence: str, sentence: str) -> list[float]:
    """Return the logits of the model itself, without sentence-transformers."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.inference_mode():
        return list(model(**tokenizer(evidence, sentence, return_tensors="pt")).logits[0].tolist())


def softmax(values: list[float], column: int) -> float:
    import torch

    return float(torch.softmax(torch.tensor(values), dim=0)[column])


@pytest.mark.parametrize(
    ("labels", "column"),
    [
        (("contradiction", "entailment", "neutral"), 1),
        (("ENTAILMENT", "NEUTRAL", "CONTRADICTION"), 0),
        (("not_entailment", "entailment"), 1),
        (("supported", "unsupported"), 0),
        (("hallucinated", "consistent"), 1),
    ],
)
def test_the_probability_is_that_of_the_label_that_says_supported(
    labels: tuple[str, ...], column: int, make: Make
) -> None:
    folder = make(*labels)
    (found,) = SecondOpinion(str(folder)).supported([(EVIDENCE, CLAIM)])
    assert found == pytest.approx(softmax(logits(folder, EVIDENCE, CLAIM), column), abs=1e-5)


def test_a_model_of_one_logit_gives_its_sigmoid(make: Make) -> None:
    import torch

    folder = make("LABEL_0")
    (found,) = SecondOpinion(str(folder)).supported([(EVIDENCE, CLAIM)])
    assert found == pytest.approx(
        float(torch.sigmoid(torch.tensor(logits(folder, EVIDENCE, CLAIM)[0]))), abs=1e-5
    )


def test_pairs_come_back_in_their_order(base: Path) -> None:
    opinion = SecondOpinion(str(base))
    pairs = [(" ".join(WORDS[n:]), " ".join(WORDS[:n])) for n in range(1, len(WORDS) - 1)] * 2
    together = opinion.supported(pairs)
    assert together == pytest.approx([opinion.supported([pair])[0] for pair in pairs], abs=1e-5)
    assert len(set(together)) > 5
    assert opinion.supported([]) == []
    assert opinion.supported(pairs) == together


def test_long_evidence_is_read_in_pieces_and_the_best_counts(base: Path) -> None:
    opinion = SecondOpinion(str(base))
    sentences = [
        f"The model was trained on a gpu for {n} epochs with adam and seeds were fixed." for n in range(9)
    ]
    found = opinion._pieces(" ".join(sentences), CLAIM)
    assert len(found) > 3
    assert all(len(opinion._model.tokenizer(piece, CLAIM)["input_ids"]) <= 40 for piece in found)
    assert all(any(sentence in piece for piece in found) for sentence in sentences)
    short = ["A gpu was on.", *["Seeds were not fixed with sgd."] * 6, "The model was trained with adam."]
    last_is_not_best = []
    for order in (short, short[::-1]):
        likely = opinion.supported([(piece, CLAIM) for piece in opinion._pieces(" ".join(order), CLAIM)])
        (whole,) = opinion.supported([(" ".join(order), CLAIM)])
        assert whole == pytest.approx(max(likely), abs=1e-6)
        last_is_not_best.append(likely[-1] < max(likely) - 1e-4)
    assert any(last_is_not_best)


def test_a_sentence_of_evidence_that_is_too_long_is_read_to_its_end(base: Path) -> None:
    opinion = SecondOpinion(str(base))
    endless = "adam " * 100 + "sgd"
    pieces = opinion._pieces(endless, CLAIM)
    assert " ".join(pieces).split().count("sgd") == 1
    assert all(opinion._fits(piece, CLAIM) for piece in pieces)


def test_a_sentence_that_leaves_no_room_for_evidence_is_not_supported(base: Path) -> None:
    assert SecondOpinion(str(base)).supported([(EVIDENCE, "adam " * 60)]) == [0.0]


@pytest.mark.parametrize(
    "labels", [("LABEL_0", "LABEL_1", "LABEL_2"), ("yes", "no"), ("entailment", "supported")]
)
def test_labels_that_do_not_tell_are_an_error_that_says_so(labels: tuple[str, ...], make: Make) -> None:
    with pytest.raises(ModelError, match="id2label") as caught:
        SecondOpinion(str(make(*labels)))
    assert ", ".join(labels) in str(caught.value)


@pytest.mark.parametrize("name", ["nowhere", "ada/no-such-model", "./nowhere/here"])
def test_a_model_that_is_not_here_is_an_error(name: str) -> None:
    with pytest.raises(ModelError, match="is not on this machine"):
        SecondOpinion(name)
    assert opinion_hash(name, 0.5) is None


def test_a_folder_that_holds_no_model_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        SecondOpinion(str(tmp_path))


@pytest.mark.parametrize("threshold", [0.0, 1.0, -1.0, float("nan")])
def test_a_threshold_that_decides_nothing_is_an_error(threshold: float, base: Path) -> None:
    with pytest.raises(ModelError, match="between 0 and 1"):
        SecondOpinion(str(base), threshold)


def test_the_hash_changes_with_weights_labels_and_threshold(base: Path, make: Make) -> None:
    hashes = {opinion_hash(str(base), 0.5), opinion_hash(str(base), 0.6)}
    hashes.add(opinion_hash(str(make("entailment", "neutral", "contradiction")), 0.5))
    assert len(hashes) == 3
    assert opinion_hash(str(base), 0.5) in hashes


def test_a_real_model_withdraws_what_it_doubts(base: Path) -> None:
    evidence = snippet(EVIDENCE, 0)
    sentence = AnswerSentence(CLAIM, "supported", "", (0,), 1.0)
    checked = Checked("reported", "", (sentence,), (evidence,))
    (likely,) = SecondOpinion(str(base)).supported([(EVIDENCE, CLAIM)])
    assert with_second_opinion(checked, SecondOpinion(str(base), likely - 0.01)) is checked
    found = with_second_opinion(checked, SecondOpinion(str(base), likely + 0.01))
    assert found.sentences[0].reason == f"a second model finds it not entailed ({likely:.2f})"
