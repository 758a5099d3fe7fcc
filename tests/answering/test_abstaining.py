"""Saying that the source does not tell is one thing; a paper that denies something is another."""

from __future__ import annotations

import pytest

from generator.answering import abstains


@pytest.mark.parametrize(
    "sentence",
    [
        "NOT REPORTED",
        "The provided context does not mention the random seed.",
        "The provided context does not explicitly discuss strategies to handle randomness.",
        "The text doesn't specify which optimizer was used.",
        "It does not provide information about the platform.",
        "However, it does not provide any details about the hardware.",
        "The paper does not state how many epochs were run.",
        "The authors did not report the number of runs.",
        "The number of repetitions is not reported.",
        "How convergence was determined is not stated.",
        "There is no mention of L2 regularization.",
        "There is no information available about the code repository.",
        "There isn't any direct mention of oversampling in the given context.",
        "No other methods, such as surveys or sensors, are mentioned in the provided context.",
        "I don't know.",
        "I don’t know the answer to this question based on the provided context.",
        "I do not have access to external websites.",
        "Therefore, I cannot provide a definitive answer to the query.",
        "It is not possible to determine the learning rate from the context.",
        "It is unclear from the text whether a seed was set.",
        "The learning rate cannot be determined.",
        "The snippets do not contain a link to the data.",
        "Without more specific information, the data set cannot be named.",
        "The provided text focuses on species distribution modelling and doesn't discuss seeds.",
        "The context primarily discusses forest biomass.",
        "The paper lacks specific details on the hardware.",
    ],
)
def test_it_abstains(sentence: str) -> None:
    assert abstains(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "We did not augment the images.",
        "Unlabelled images were not available.",
        "Unlabelled images were not available for this study.",
        "No data augmentation was used.",
        "Juveniles were not included in the analysis.",
        "The study did not include children.",
        "Blurred images were excluded, and no further filter was applied.",
        "The model does not contain a bias term.",
        "The data are not publicly available.",
        "The sensors did not fail during the survey.",
        "No significant difference was found between the groups.",
        "There was no evidence of overfitting.",
        "No prior information was used to train the network.",
        "The network was trained without a validation set.",
        "We cannot exclude that some labels are wrong.",
        "The lack of labels was overcome by transfer learning.",
        "The code is provided on GitHub.",
        "The context window of the model holds 512 tokens.",
        "It provides information on 20 species.",
        "Species that could not be determined were dropped.",
        "The text encoder was not fine-tuned.",
    ],
)
def test_a_denial_is_no_abstention(sentence: str) -> None:
    assert not abstains(sentence)
