"""Links that may lead to what a study made, and those that do not."""

from __future__ import annotations

import pytest

from generator.core import Metadata, Person, Sentence
from generator.retrieval.own_links import links_of_study
from generator.retrieval.searchable import Passage

PAPER = Metadata(
    title="Beetles told apart by a small network",
    authors=(Person("Example", "Ada"),),
    doi="10.1234/beetles.1",
)


def found(text: str, *links: str, kind: str = "methods") -> tuple[str, ...]:
    sentence = Sentence(text, 0, len(text), links=links)
    return links_of_study(Passage(0, sentence, "", kind, "prose", 1), PAPER)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "The code is available at {}.",
        "Our implementation can be found on the web ({}).",
        "Recordings and annotations have been deposited in an archive: {}.",
        "Data: {}",
        "All scripts used for the analysis are at {}.",
        "We release the trained weights under {}.",
        "We implemented the model in PyTorch, and share the code at {}.",
    ],
)
def test_a_sentence_on_what_the_study_made_shows_its_link(text: str) -> None:
    assert found(text.format("https://example.org/a"), "https://example.org/a") == ("https://example.org/a",)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Models were written in PyTorch ({}).", "https://pytorch.org"),
        ("Figures were drawn using the software ggplot2, {}.", "https://ggplot2.tidyverse.org"),
        ("This is an open access article ({}).", "https://creativecommons.org/licenses/by/4.0/"),
        ("The article and its supplementary data are available at {}.", "https://doi.org/10.1234/BEETLES.1"),
        ("Beetles were counted before ({}).", "https://doi.org/10.5555/others"),
        ("We thank the society of the county, {}.", "https://society.example.org"),
    ],
)
def test_a_tool_a_licence_and_the_paper_itself_are_no_answer(text: str, link: str) -> None:
    assert found(text.format(link), link) == ()


def test_an_entry_of_the_reference_list_counts_where_it_is_the_studys_own() -> None:
    archive = "https://doi.org/10.5281/zenodo.42"
    own = f"Example A, Sample B. Pictures of beetles [Data set]. Zenodo, 2024. {archive}"
    titled = f"Library of X (2024) Data from: Beetles told apart by a small network. Dryad. {archive}"
    others = f"Smith J. Pictures of moths [Data set]. Zenodo, 2020. {archive}"
    article = "Example A. Beetles of the north. J Beetles 2019. https://doi.org/10.5555/b"
    assert found(own, archive, kind="references") == (archive,)
    assert found(titled, archive, kind="references") == (archive,)
    assert found(others, archive, kind="references") == ()
    assert found(article, "https://doi.org/10.5555/b", kind="references") == ()
