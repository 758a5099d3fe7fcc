"""Which sentences of a paper, with their places on a page, a piece of evidence is."""

from __future__ import annotations

import dataclasses

from generator.core import Metadata, Paper, Place, Snippet
from generator.core.paper import Paragraph, Section, Sentence
from generator.core.spots import SentenceBox, sentence_boxes

FIRST, SECOND, THIRD = "Seeds were fixed.", "Runs were repeated.", "Seeds were fixed."
BOX = (10.0, 20.0, 30.0, 40.0)


def paper(*texts: str, before: str = "") -> Paper:
    """Return a paper of one paragraph on page 2; its last sentence has no place."""
    text, found = before, []
    for n, words in enumerate(texts):
        page = None if n == len(texts) - 1 else 2
        found.append(Sentence(words, len(text), len(text) + len(words), page, BOX if page else None))
        text += f"{words} "
    section = Section("methods", "Methods", 1, (Paragraph("prose", tuple(found)),))
    return Paper("a", "pdf", "a.pdf", Metadata(), text, (section,))


def evidence(source: Paper, first: int, last: int, *focus: int) -> Snippet:
    sentences = source.sentences
    start, end = sentences[first].start, sentences[last].end
    runs = tuple((sentences[n].start, sentences[n].end) for n in focus)
    return Snippet(source.text[start:end], Place(start, end), focus=runs)


def test_the_sentences_that_answer_are_found_and_not_their_neighbours() -> None:
    source = paper(FIRST, SECOND, "Last.")
    assert sentence_boxes(source, evidence(source, 0, 1, 1)) == (SentenceBox(2, BOX, SECOND),)
    assert sentence_boxes(source, evidence(source, 0, 1)) == (
        SentenceBox(2, BOX, FIRST),
        SentenceBox(2, BOX, SECOND),
    )


def test_a_sentence_without_a_place_has_none() -> None:
    source = paper(FIRST, "Last.")
    assert sentence_boxes(source, evidence(source, 0, 1, 1)) == ()


def test_words_that_moved_since_are_found_where_they_stand_today() -> None:
    old = evidence(paper(FIRST, SECOND, "Last."), 0, 1, 1)
    today = paper(FIRST, SECOND, "Last.", before="A new beginning. ")
    assert [spot.text for spot in sentence_boxes(today, old)] == [SECOND]


def test_words_that_are_gone_or_stand_twice_have_no_place() -> None:
    source = paper(FIRST, SECOND, "Last.")
    old = evidence(source, 1, 1, 1)
    assert sentence_boxes(paper(FIRST, "Runs were not repeated.", "Last."), old) == ()
    twice = dataclasses.replace(evidence(source, 0, 0, 0), place=Place(3, 3 + len(FIRST)))
    assert sentence_boxes(paper(FIRST, SECOND, THIRD, "Last."), twice) == ()


def test_a_passage_that_is_no_slice_of_the_paper_has_no_place() -> None:
    source = paper(FIRST, SECOND, "Last.")
    assert sentence_boxes(source, dataclasses.replace(evidence(source, 0, 0, 0), text="Seeds […]")) == ()
