"""The paragraph with which a paper's page begins, and the sentence with which a question's does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from generator.core import Answer, AnswerSentence, Question, QuestionSet
from generator.core.answer import PartStatus
from generator.core.question import PartOfQuestion
from generator.project.question_files import load_question_set
from generator.site.content.collection import Collection
from generator.site.content.hosts import host_name, is_own
from generator.site.content.status_styles import tally
from generator.site.content.wording import phrases
from generator.site.views.distribution import distribution
from generator.site.views.message import MessageSentence, PaperMessage
from generator.site.views.paper_page import PaperView, paper_view
from tests.site.long_paper import long_collection
from tests.site.small_collection import ROOT, answer, paper, quoted, small_collection, snippet

BIRDS = paper("hedgerow-birds", "Birds of hedgerows", (("Ada", "Marchetti"),), 2020)
SETS = sorted((ROOT / "content" / "questions").glob("*.yml"))
CODE, DATA = (
    Question("code-availability", "Where is the code?", "Openness", references=True),
    Question("data-availability", "Where are the data?", "Openness", references=True),
)
SEEDS = Question(
    "random-seeds",
    "How was randomness handled?",
    "Training",
    parts=(PartOfQuestion("fixed", "whether seeds were fixed"), PartOfQuestion("values", "to which values")),
)
HARDWARE = Question("hardware", "On which hardware?", "Training")


def view(questions: Sequence[Question], answers: Sequence[Answer]) -> PaperView:
    collection = small_collection(
        question_sets=(QuestionSet("own", "Own", "", "", tuple(questions)),),
        papers=(BIRDS,),
        answers=tuple(answers),
        history=(),
        stale={},
    )
    return paper_view(collection, BIRDS)


def words(sentence: MessageSentence) -> str:
    said = "".join(piece.text + piece.after for piece in sentence.pieces)
    return f"{sentence.lead} {said}".strip()


def said(message: PaperMessage) -> list[str]:
    return [words(sentence) for sentence in (*message.sentences, *message.lists)]


def not_told(question: Question, probability: float | None = None) -> Answer:
    given = answer(BIRDS, question.id, "quotes", "not_reported", reason="No passage was found.")
    return replace(given, probability=probability)


def told(question: Question, start: str, probability: float | None = None, **more: object) -> Answer:
    return replace(quoted(BIRDS, question.id, start, **more), probability=probability)


def test_links_lead_and_what_is_silent_is_said_with_them() -> None:
    link = ("https://lab.example.org", "https://doi.org/10.5281/zenodo.123", "https://zenodo.org/other")
    shown = view([DATA, CODE], [told(DATA, "All code", links=link), not_told(CODE)])
    assert said(shown.message) == [
        "The paper links to Zenodo for data availability and says nothing about code availability."
    ]
    linked = [(p.text, p.href) for p in shown.message.sentences[0].pieces if p.href]
    assert linked == [
        ("Zenodo", "#data-availability.e1"),
        ("data availability", "#data-availability"),
        ("code availability", "#code-availability"),
    ]


def test_hosts_of_one_rank_are_named_together_and_parts_left_open_where_they_belong() -> None:
    parted = replace(DATA, parts=SEEDS.parts)
    given = told(parted, "All code", links=("https://a.example.org/x", "https://b.example.org/y"))
    parts = (PartStatus("fixed", True), PartStatus("values", False))
    shown = view([parted, CODE], [replace(given, status="partly_reported", parts=parts), not_told(CODE)])
    assert said(shown.message) == [
        "The paper links to a.example.org and b.example.org for data availability "
        "(left open: to which values) and says nothing about code availability."
    ]
    assert {p.href for p in shown.message.sentences[0].pieces} - {""} == {
        "#data-availability",
        "#data-availability.e1",
        "#code-availability",
    }


def test_of_many_parts_left_open_only_what_is_told_is_named() -> None:
    ids = ("fixed", "values", "runs", "tools")
    parted = replace(SEEDS, parts=tuple(PartOfQuestion(name, f"of {name}") for name in ids))
    partly = replace(
        told(parted, "The random", 0.95),
        status="partly_reported",
        parts=tuple(PartStatus(name, name == "fixed") for name in ids),
    )
    assert said(view([parted], [partly]).message) == ["Only in part: random seeds (only: of fixed)."]


def test_the_papers_own_link_is_no_place_of_its_data() -> None:
    shown = view([DATA], [told(DATA, "All code", links=(f"https://doi.org/{BIRDS.metadata.doi}",))])
    assert said(shown.message) == ["The paper addresses data availability without a link."]


def test_what_is_likely_is_probable_and_what_is_unsure_only_named() -> None:
    answers = [
        told(DATA, "All code", 0.8, links=("https://github.com/lab/x",)),
        not_told(CODE, 0.2),
        told(SEEDS, "The random", 0.6),
        not_told(HARDWARE, 0.15),
    ]
    assert said(view([DATA, CODE, SEEDS, HARDWARE], answers).message) == [
        "The paper probably links to GitHub for data availability and says nothing about code availability.",
        "Probably not reported: hardware.",
        "Unsure: random seeds.",
    ]


def test_a_person_who_agrees_makes_it_sure_and_parts_left_open_are_named() -> None:
    partly = replace(
        told(SEEDS, "The random", 0.95),
        status="partly_reported",
        parts=(PartStatus("fixed", True), PartStatus("values", False)),
    )
    assert said(view([SEEDS, HARDWARE], [partly]).message) == [
        "Only in part: random seeds (left open: to which values).",
        "Not asked yet: hardware.",
    ]


def test_few_marked_words_are_given_as_they_stand() -> None:
    found = snippet(BIRDS, "It was trained")
    at = BIRDS.text.index("one RTX 2080 Ti")
    marked = replace(found, marks=((at, at + len("one RTX 2080 Ti")),))
    sentence = AnswerSentence(BIRDS.text[slice(*found.focus[0])], "supported", evidence=(0,))
    given = answer(BIRDS, HARDWARE.id, "quotes", "reported", (sentence,), (marked,))
    shown = view([HARDWARE, SEEDS], [given, not_told(SEEDS)])
    assert said(shown.message) == [
        "In its own words: hardware: “one RTX 2080 Ti”.",
        "Not reported: random seeds.",
    ]


def test_every_question_is_named_once_and_leads_to_its_answer() -> None:
    collection = long_collection()
    shown = paper_view(collection, collection.papers[0])
    sentences = [*shown.message.sentences, *shown.message.lists]
    led = [p.href for s in sentences for p in s.pieces if p.href.startswith("#")]
    assert sorted(led) == sorted(f"#{q.id}" for q in collection.questions)


@pytest.mark.parametrize("path", SETS, ids=[path.stem for path in SETS])
@pytest.mark.parametrize("status", ["reported", "partly_reported", "not_reported", "not_applicable"])
def test_shipped_sets_make_sentences(path: object, status: str) -> None:
    questions = load_question_set(path)  # type: ignore[arg-type]
    answers = []
    for question in questions.questions:
        given = told(question, "All code") if status.endswith("reported") else not_told(question)
        if status == "not_reported":
            given = not_told(question)
        parts = tuple(PartStatus(part.id, n == 0) for n, part in enumerate(question.parts))
        answers.append(replace(given, status=status, parts=parts))
    for whole in said(view(questions.questions, answers).message):
        text = re.sub("“[^”]*”", "“”", whole)
        assert re.fullmatch(r"[A-Z][^.?!\n]*( [^ .?!]+)*\.", text), text
        assert not re.search(r"  | [,.;)]|\( |[,;]\.|\bnot not\b|\.\)", text), text
        assert text.count("(") == text.count(")") == len(re.findall(r"\((?:left open|only): ", text))


def test_parts_of_shipped_sets_go_on_from_not() -> None:
    """``(left open: under which grant numbers)``: no capital, no sign at the end, no negation."""
    parts = [part.text for path in SETS for q in load_question_set(path).questions for part in q.parts]
    assert len(parts) > 100
    assert [
        text for text in parts if not re.fullmatch(r"[a-z].*[^.?!]", text) or text.startswith("not ")
    ] == []


def test_a_word_that_all_names_of_a_set_share_is_left_out_unless_two_would_be_alike() -> None:
    own = ["ml-claims", "ml-theory", "ml-limitations", "sampling-frame"]
    assert phrases([own, ["limitations", "funding"]]) == {
        "ml-claims": "claims",
        "ml-theory": "theory",
        "ml-limitations": "ML limitations",
        "sampling-frame": "sampling frame",
        "limitations": "limitations",
        "funding": "funding",
    }


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://doi.org/10.5281/zenodo.7", "Zenodo"),
        ("https://doi.org/10.1000/x", "doi:10.1000/x"),
        ("https://www.github.com/lab/x", "GitHub"),
        ("https://sub.pangaea.de/x", "PANGAEA"),
        ("https://notgithub.com/x", "notgithub.com"),
        ("https://doi.org/10.24432/C5", "UCI Machine Learning Repository"),
    ],
)
def test_links_are_named_by_where_they_lead(address: str, name: str) -> None:
    assert host_name(address) == name


def test_a_papers_own_address_is_known_by_its_names() -> None:
    assert is_own("https://doi.org/10.1000/Hedgerow-Birds/", BIRDS.metadata)
    assert not is_own("https://doi.org/10.5281/zenodo.7", BIRDS.metadata)


# Questions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        (["reported"] * 9 + ["partly_reported"] * 3 + ["not_reported"] * 6,
         "12 of 18 papers report random seeds, 3 of them only in part; 6 do not."),
        (["reported"] * 3, "All 3 papers report random seeds."),
        (["partly_reported"] * 2, "Both papers report random seeds, all of them only in part."),
        (
            ["partly_reported", "not_reported"],
            "1 of 2 papers reports random seeds, only in part; 1 does not.",
        ),
        (["not_reported"] * 4, "None of 4 papers reports random seeds."),
        (["reported", "failed", None], "1 of 3 papers reports random seeds; 2 have no answer."),
        (["not_reported"], "The paper does not report random seeds."),
        (["not_sure"] * 2, "No answer on random seeds is sure enough to be counted."),
        ([], "There are no papers yet."),
    ],
)  # fmt: skip
def test_the_distribution_of_answers_is_told_in_a_sentence(statuses: list[str | None], sentence: str) -> None:
    assert distribution(tally(statuses), "random seeds") == sentence


# What is folded -------------------------------------------------------------------------------------


def test_each_question_stands_on_the_page_once_under_its_group_or_in_a_list() -> None:
    collection: Collection = long_collection()
    shown = paper_view(collection, collection.papers[0])
    in_full = [q.anchor for group in shown.groups for q in group.answered]
    folded = {fold.title: [q.anchor for q in fold.questions] for fold in shown.folds}
    assert sorted([*in_full, *(a for fold in folded.values() for a in fold)]) == sorted(
        q.id for q in collection.questions
    )
    assert list(folded) == ["Unsure answers", "Not reported", "Does not apply"]
    statuses = {collection.status(collection.papers[0].id, a) for a in folded["Not reported"]}
    assert statuses == {"not_reported"}
