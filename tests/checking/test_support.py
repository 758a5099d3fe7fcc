"""True sentences pass; each way of being wrong is refused, with a reason that a reader can follow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checking import TermWeights, support
from generator.checking.content import ContentWords
from generator.checking.fitted import SupportModels, support_models
from generator.checking.parsed import parse

METHODS = (
    "We trained a ResNet-50 in PyTorch on 1,200 images of moths for 30 epochs with Adam. "
    "The learning rate was 0.001 and the momentum was 0.9. "
    "No images were augmented. "
    "The accuracy increased from 78.9 % to 85 % after fine-tuning on an NVIDIA V100. "
    "Code is publicly available on GitHub (Miller et al. 2019), see Fig. 7."
)
WEIGHTS = TermWeights.of(METHODS.split(". "))


@pytest.mark.parametrize(
    "sentence",
    [
        "No images were augmented.",
        "no  images were AUGMENTED",
        "A ResNet-50 was trained for 30 epochs with Adam.",
        "The authors trained a ResNet50 on 1200 images of moths.",
        "The momentum was 0.9 and the learning rate 1e-3.",
        "Based on the provided context, the accuracy increased to 85%.",
        "The text states that the code is available on GitHub.",
        "The images were not augmented.",
        "The accuracy rose from about 79 % to 85 % after fine-tuning.",
        "30 epochs",
        "The network was trained on 1,200 photos of moths.",
    ],
)
def test_true_sentences_are_supported(sentence: str) -> None:
    verdict = support(sentence, METHODS, WEIGHTS)
    assert verdict.supported, verdict.reason
    assert verdict.reason == ""
    assert 0.5 <= verdict.coverage <= 1


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("A ResNet-50 was trained for 50 epochs with Adam.", "the number 50 does not stand in the evidence"),
        ("The learning rate was 0.9 and the momentum was 0.001.", "it exchanges 0.9 and 0.001"),
        ("We trained on 30 images of moths for 1,200 epochs.", "it exchanges 30 and 1,200"),
        ("A ResNet-50 was trained for 30 epochs with SGD.", "“SGD” is not named in the evidence"),
        ("A ResNet-50 was trained in Keras on images of moths.", "“Keras” is not named"),
        ("Lasagna was used to train on images of moths.", "“Lasagna” is not named"),
        ("Images were augmented.", "it affirms what the evidence denies"),
        ("The images were augmented.", "it affirms what the evidence denies"),
        (
            "A ResNet-50 was not trained in PyTorch on images of moths.",
            "it denies what the evidence does not",
        ),
        (
            "The accuracy decreased from 78.9 % to 85 % after fine-tuning.",
            "the evidence says the opposite of “decreased”",
        ),
        (
            "A ResNet-50 in PyTorch was trained on 1,200 images with Adam on Keras V100 GPUs.",
            "“Keras” is not named in the evidence",
        ),
        ("The plants were watered and measured weekly by students.", "of its content stands in the evidence"),
        ("In general, augmentation helps to prevent overfitting.", "general remark (“In general”)"),
        ("It is important to set a seed.", "general remark (“It is important”)"),
    ],
)
def test_errors_are_refused_with_their_reason(sentence: str, reason: str) -> None:
    verdict = support(sentence, METHODS, WEIGHTS)
    assert not verdict.supported
    assert reason in verdict.reason


def test_what_only_the_context_says_supports_nothing_but_contradicts() -> None:
    evidence = "The test images came from Denmark and 40 nights were recorded."
    context = f"{evidence}\nThe training images came from 30 nights."
    assert not support(
        "The training images came from 30 nights.", evidence, WEIGHTS, context=context
    ).supported
    wrong = support("The training images came from 40 nights.", evidence, WEIGHTS, context=context)
    assert wrong.reason == "where it says 40, the evidence says 30"


MANUAL = "The boxes were manually drawn in LabelImg. The scans came from the Herbarium Senckenbergianum (FR)."


def test_an_opposite_beside_the_same_word_contradicts() -> None:
    verdict = support("The boxes were automatically drawn in LabelImg.", MANUAL, TermWeights.of([MANUAL]))
    assert verdict.reason == "the evidence says the opposite of “automatically”"


TOWNS = (
    "We trained the networks on a large set of recordings from Greater Malvern. "
    "Few volunteers labelled the recordings. Small errors were common."
)


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("The networks were trained on a small set of recordings from Greater Malvern.", "small"),
        # The sentence says both sides of a pair, but one of them is the opposite beyond all doubt.
        ("Many volunteers labelled the recordings and small errors were common.", "Many"),
    ],
)
def test_an_opposite_contradicts_beside_other_words_of_its_pair(sentence: str, word: str) -> None:
    verdict = support(sentence, TOWNS, TermWeights.of([TOWNS]))
    assert verdict.reason == f"the evidence says the opposite of “{word}”"


def test_both_sides_of_a_pair_may_be_said() -> None:
    evidence = "The network has three input neurons and one output neuron for the depth."
    sentence = "It had one output neuron for the depth and three input neurons."
    assert support(sentence, evidence, TermWeights.of([evidence])).supported


VERSIONS = "We used Theano v0.9.0 in Python 2.7.12 (with librosa version 0.4.2) and plotted it with Keras."


@pytest.mark.parametrize("sentence", ["Theano v0.9.0 was used in Python 2.7.12.", "We used Python (2.7.12)."])
def test_a_version_stands_behind_its_name(sentence: str) -> None:
    assert support(sentence, VERSIONS, TermWeights.of([VERSIONS])).supported


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Keras 2.7.12 served for plots.", "where it says “Keras”, the evidence says “Python”"),
        ("Plots were made with Keras v0.9.0.", "where it says “Keras”, the evidence says “Theano”"),
    ],
)
def test_a_version_of_another_name_contradicts(sentence: str, reason: str) -> None:
    evidence = f"{VERSIONS} Keras served for plots, and plots were made with Keras."
    assert support(sentence, evidence, TermWeights.of([evidence])).reason == reason


def test_a_name_of_the_paper_is_a_name_at_the_start_as_well() -> None:
    paper = ["The data of Fontaine were used.", "The moths were counted.", "Weights came from ImageNet."]
    verdict = support("Fontaine was used for the weights.", paper[2], TermWeights.of(paper))
    assert verdict.reason == "“Fontaine” is not named in the evidence"
    assert "named" not in support("Moths were counted.", paper[1], TermWeights.of(paper)).reason


def test_content_is_measured_by_words_by_pairs_and_by_sentence() -> None:
    claim = parse("Moths avoid the light of cameras.")
    wording = ContentWords(claim, WEIGHTS)
    near = wording.pairs_in(parse("Light of cameras is what moths avoid."))
    scattered = wording.pairs_in(parse("Moths fly. Bats avoid them. Light was measured. Cameras failed."))
    assert near.one_sentence == pytest.approx(1)
    assert scattered.one_sentence < 0.5
    assert len(near.pairs) > len(scattered.pairs) == 0
    assert (
        wording.features(1, 1, near)["pairs together"] > wording.features(1, 1, scattered)["pairs together"]
    )


def test_without_fitted_models_the_stated_rules_hold() -> None:
    bare = SupportModels(None, None, None)
    right = "The momentum was 0.9 and the learning rate 1e-3."
    assert support(right, METHODS, WEIGHTS, models=bare).supported
    nights = "The test images came from Denmark and took 40 nights. The training images came from 30 nights."
    wrong = support("The training images came from 40 nights.", nights, TermWeights.of([nights]), models=bare)
    assert wrong.reason == "where it says 40, the evidence says 30"
    assert "of its content" in support("Plants were watered weekly.", METHODS, WEIGHTS, models=bare).reason


def test_the_fitted_models_come_with_the_package_and_say_what_from() -> None:
    models = support_models()
    for model in (models.content, models.numbers, models.names):
        assert model is not None
        assert "tests.benchmarks" in model.card["fitted by"]
        assert model.card["measured on papers left out"]["label true"] > 0


@given(st.text(max_size=100), st.text(max_size=100))
def test_any_sentence_gets_a_verdict(sentence: str, evidence: str) -> None:
    verdict = support(sentence, evidence, WEIGHTS)
    assert verdict.supported == (verdict.reason == "")


@given(st.text(min_size=3, max_size=100).filter(lambda t: sum(c.isalnum() for c in t) >= 3))
def test_what_stands_there_word_for_word_is_supported(sentence: str) -> None:
    assert support(sentence, sentence, WEIGHTS).supported


@pytest.mark.parametrize(
    "sentence",
    ["The change was 1.24 degrees.", "1.24 degrees", "The change was 1.24", "was -1.24 degrees"],
)
def test_what_stands_at_an_unreadable_sign_is_not_supported_without_it(sentence: str) -> None:
    evidence = "The change was \ufffd1.24 degrees in spring."
    weights = TermWeights.of([evidence])
    assert not support(sentence, evidence, weights).supported
    assert support(sentence, evidence.replace("\ufffd", "-" if "-" in sentence else ""), weights).supported


def test_the_reason_names_the_number_whose_sign_could_not_be_read() -> None:
    evidence = "In spring the change was \ufffd1.24 degrees."
    verdict = support("The change was 1.24 degrees in spring.", evidence, TermWeights.of([evidence]))
    assert verdict.reason == "a sign at the number 1.24 could not be read in the paper's file"


def test_a_passage_with_an_unreadable_sign_supports_the_rest_of_itself() -> None:
    evidence = "The larvae were kept at 4\ufffdC in the dark. The momentum was 0.9."
    weights = TermWeights.of([evidence])
    assert support("The momentum was 0.9.", evidence, weights).supported
    assert support("The larvae were kept in the dark.", evidence, weights).supported
