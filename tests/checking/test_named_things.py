"""Named things: which words are names, and whether a text names them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checking.named_things import Name, is_named_in, named_things


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We used ResNet-50 and U-Net.", ["ResNet-50", "U-Net"]),
        ("We wrote it in Keras and python.", ["Keras", "python"]),
        ("Images from the Herbarium in Paris", ["Herbarium", "Paris"]),
        ("CNNs were trained on GPUs", ["CNNs", "GPUs"]),
        ("The Otsu-thresholded image", ["Otsu"]),
        ("in Python 2.7.12", ["Python", "2.7.12"]),
        ("F1-scores and top-5 accuracy", ["F1", "top-5"]),
        ("at https://github.com/a/b-c today", ["github.com/a/b-c"]),
        ("see 10.5281/zenodo.12", ["10.5281/zenodo.12"]),
        ("Adam's rule", ["Adam"]),
        ("Training took 30 h on 5-fold 224px images at 1.6GHz", []),
        ("However, this is plain. The rest is, too.", []),
        ("1. Cities support wildlife.", []),
        ("the step-1 model and stage 2", []),
        ("Remarkably, it worked", []),
        ("the architecture41 of the network", []),  # a superscript reference
        ("", []),
    ],
)
def test_which_words_are_names(text: str, names: list[str]) -> None:
    assert [n.text for n in named_things(text)] == names


def test_a_capitalised_subject_is_a_name_where_the_paper_never_uses_the_word() -> None:
    assert named_things("Lasagna was used.", is_used=lambda stem: False)[0].text == "Lasagna"
    assert named_things("Training was stopped.", is_used=lambda stem: True) == ()
    assert named_things("Separately built sets exist.", is_used=lambda stem: False) == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ResNet-50", "a ResNet50 network"),
        ("ResNet50", "a ResNet 50 network"),
        ("UNet", "a U-Net"),
        ("U-Net", "a UNet"),
        ("CNNs", "a CNN"),
        ("CNN", "several CNNs"),
        ("CNN", "convolutional neural networks"),
        ("Keras", "in keras41"),
        ("GHz", "at 1.6GHz"),
        ("LabelImg", "using LABELIMG,"),
        ("dx.doi.org/10.5281/zenodo.2562058", "https://doi.org/10.5281/zenodo. 2562058"),
        ("Raspberry", "a Raspberry Pi"),
        ("v0.9.0", "Theano (v.0.9.0)"),
        ("API", "the Object Detection API80"),
        ("DenseNet121", "a DenceNet121 was trained"),  # misprinted in the paper
        ("Nvidia", "a 2 GB Nvdia card"),
        ("GPU", "a graphics card"),
        ("FFT", "a discrete Fourier transform"),
    ],
)
def test_a_name_stands_in_a_text(name: str, text: str) -> None:
    assert is_named_in(Name(name, 0, len(name)), text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ANN", "the channel was planned"),
        ("AWS", "the draws and laws"),
        ("ResNet-50", "ResNet-101 ran for 50 epochs"),
        ("Adam", "Madam Adamson"),
        ("PyTorch", "TensorFlow"),
        ("10.5281/zenodo.25", "10.5281/zenodo.31"),
        ("CNN", "recurrent neural networks"),
        ("v0.9.0", "Theano 0.9.1"),
        ("DenseNet121", "a DenseNet169 was trained"),
        ("Keras", "Karas"),
    ],
)
def test_a_name_does_not(name: str, text: str) -> None:
    assert not is_named_in(Name(name, 0, len(name)), text)


@given(st.text(max_size=80))
def test_every_name_stands_in_its_own_text(text: str) -> None:
    for name in named_things(text):
        assert is_named_in(name, text), name
