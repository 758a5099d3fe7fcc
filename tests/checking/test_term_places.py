"""The names that could stand in the place of a name, and how words and acronyms introduce one another."""

from __future__ import annotations

import pytest

from generator.checking.acronyms import AcronymDefinition, acronym_definitions
from generator.checking.coverage import TermWeights
from generator.checking.parsed import parse
from generator.checking.placement import Placement, Scene
from generator.checking.term_places import names_placed


def placed(sentence: str, *context: str) -> dict[str, Placement]:
    """Place the names of a sentence in a context."""
    scene = Scene(parse(sentence), [parse(text) for text in context], TermWeights.of(context))
    names = [name for name, _ in scene.claim.names]
    return {item.text: placement for item, placement in names_placed(scene, names)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "the glomerular filtration rate (GFR)",
            [AcronymDefinition("gfr", ("glomerular", "filtrat", "rate"))],
        ),
        ("neural networks (CNNs) and a trap (see below)", [AcronymDefinition("cnn", ("neural", "network"))]),
        ("images (12) of moths", []),
    ],
)
def test_acronyms_in_brackets_are_introduced(text: str, found: list[AcronymDefinition]) -> None:
    assert list(acronym_definitions(text)) == found


SURVEY = (
    "Scans of the herbarium were read. FR: Herbarium Senckenbergianum scans. "
    "The Herbarium Senckenbergianum scans were used for the independent test."
)


def test_what_belongs_to_the_same_name_is_no_rival() -> None:
    assert placed("The FR scans were used for the independent test.", SURVEY)["FR"].rival == ""


def test_other_names_of_a_list_are_rivals() -> None:
    context = "Common tools are Keras, Theano. The network was written in Theano."
    assert placed("The network was written in Keras.", context)["Keras"].rival == "Theano"


def test_the_words_of_an_acronym_of_the_sentence_are_no_rivals() -> None:
    context = "Weights were trained on Common Objects in Context (COCO) images. ImageNet was used as well."
    assert placed("ImageNet and COCO weights were used.", context)["ImageNet"].rival == ""


def test_the_address_of_a_site_that_the_sentence_names_is_no_rival() -> None:
    context = "The code is available at https://github.com/moths/traps, and it has a Zenodo record."
    assert placed("The code is available on GitHub with a Zenodo record.", context)["Zenodo"].rival == ""
    assert placed("The code is available with a Zenodo record.", context)["Zenodo"].rival != ""


RATES = "We estimate glomerular filtration rates (GFR). The chronic kidney disease (CKD) was common."


@pytest.mark.parametrize(
    ("sentence", "alike", "otherwise"),
    [
        ("Glomerular filtration rates (GFR) were estimated.", 1, 0),
        ("Glomerular filtration rates (CKD) were estimated.", 0, 1),
        ("Mean filtration rates (VGG-16) were estimated.", 0, 0),  # an instance, no abbreviation
        ("The GFR was estimated.", 0, 0),
    ],
)
def test_a_sentence_abbreviates_as_the_context_does(sentence: str, alike: int, otherwise: int) -> None:
    (placement,) = placed(sentence, RATES).values()
    assert placement.features["introduced alike"] == alike
    assert placement.features["words introduced otherwise"] == otherwise
