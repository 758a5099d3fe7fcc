"""Question sets: what a file must hold, what its problems are called, and the two sets that ship."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.core.fingerprint import question_hash
from generator.core.paper import SECTION_KINDS
from generator.core.phrasing import id_of, kind_of
from generator.core.question import Gate, PartOfQuestion, Question, QuestionSet
from generator.errors import InvalidFile
from generator.project import shipped
from generator.project.question_files import SLUG, load_question_set, load_question_sets

GOOD: dict[str, Any] = {
    "id": "tea",
    "title": "Tea",
    "questions": [
        {
            "id": "steeping-time",
            "aliases": ["t1"],
            "text": "How long was the tea steeped?",
            "group": "Brewing",
            "queries": ["The tea was steeped for three minutes."],
            "cues": ["steep", "minutes"],
            "sections": ["methods"],
            "references": False,
            "kind": "number",
        },
        {"id": "leaf", "text": "Which leaf was used?", "group": "Leaf"},
    ],
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def _write(data: Any, name: str = "tea.yml") -> Path:
        path = tmp_path / name
        path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
        return path

    return _write


def changed(**fields: Any) -> dict[str, Any]:
    """Return the good set with other fields in its second question."""
    data: dict[str, Any] = json.loads(json.dumps(GOOD))
    data["questions"][1] |= fields
    return data


def test_a_set_becomes_core_questions_in_the_order_of_the_file(write: Callable[..., Path]) -> None:
    assert load_question_set(write(GOOD)) == QuestionSet(
        id="tea",
        title="Tea",
        description="",
        source="",
        questions=(
            Question(
                id="steeping-time",
                text="How long was the tea steeped?",
                group="Brewing",
                aliases=("t1",),
                queries=("The tea was steeped for three minutes.",),
                cues=("steep", "minutes"),
                sections=("methods",),
                kind="number",
            ),
            Question(id="leaf", text="Which leaf was used?", group="Leaf"),
        ),
    )


def test_line_breaks_within_a_text_become_blanks(write: Callable[..., Path]) -> None:
    questions = load_question_set(write(changed(text="Which leaf\n  was   used?\n"))).questions
    assert questions[1].text == "Which leaf was used?"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"id": "Leaf"}, "cannot be part of a link"),
        ({"id": "leaf_kind"}, "cannot be part of a link"),
        ({"id": "leaf-"}, "cannot be part of a link"),
        ({"id": "leaf--kind"}, "cannot be part of a link"),
        ({"id": "../leaf"}, "cannot be part of a link"),
        ({"id": "leaf\n"}, "cannot be part of a link"),
        ({"id": "blättchen"}, "cannot be part of a link"),
        ({"id": ""}, "cannot be part of a link"),
        ({"id": 24}, 'put it in quotes: "24"'),
        ({"id": "steeping-time"}, "'steeping-time' already names a question of this set"),
        ({"id": "t1"}, "'t1' already names a question of this set"),
        ({"aliases": ["T1"]}, "'T1' already names a question of this set"),
        ({"aliases": ["leaf"]}, "'leaf' already names a question of this set"),
        ({"aliases": ["x", "x"]}, "'x' already names a question of this set"),
        ({"text": "  "}, "text: is empty"),
        ({"group": ""}, "group: is empty"),
        ({"queries": ["A sentence.", " "]}, "queries[2]: is empty"),
        ({"sections": ["method"]}, "did you mean 'methods'?"),
        ({"kind": "links"}, "did you mean 'link'?"),
        ({"references": "yes"}, "must be true or false"),
        ({"query": ["x"]}, "did you mean 'queries'?"),
        ({"parts": [{"id": "a", "text": "A?"}]}, "has only one part"),
        ({"parts": [{"id": "a", "text": t} for t in ("A?", "B?")]}, "'a' names two parts"),
        (
            {"parts": [{"id": i, "text": "A?", "main": True} for i in "ab"]},
            "a and b are all marked as the main part",
        ),
        ({"applies_to": {}}, "states no condition"),
        ({"applies_to": {"tags": ["x"], "status": ["reported"]}}, "has a status without a question"),
        ({"applies_to": {"question": "t1", "status": ["failed"]}}, "'failed' is not one of reported"),
    ],
)
def test_a_malformed_question_is_named_with_its_mend(
    write: Callable[..., Path], fields: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidFile) as caught:
        load_question_set(write(changed(**fields)))
    assert words in str(caught.value)
    assert all(p.line is not None and p.line > 3 for p in caught.value.problems)


def test_the_main_part_comes_first_and_is_the_first_where_none_is_named(write: Callable[..., Path]) -> None:
    parts = [{"id": "a", "text": "A?"}, {"id": "b", "text": "B?", "queries": ["B."], "main": True}]
    question = load_question_set(write(changed(parts=parts))).questions[1]
    assert question.parts == (PartOfQuestion("b", "B?", ("B.",)), PartOfQuestion("a", "A?"))
    del parts[1]["main"]
    assert [p.id for p in load_question_set(write(changed(parts=parts))).questions[1].parts] == ["a", "b"]


def test_parts_are_part_of_what_is_asked_and_gates_are_not() -> None:
    plain = Question("leaf", "Which leaf?", "Leaf")
    # As it was before there were parts: answers to questions without them stay fresh.
    assert question_hash(plain) == "9b0380f57748bf6d"
    parts = Question(
        "leaf", "Which leaf?", "Leaf", parts=(PartOfQuestion("a", "A?"), PartOfQuestion("b", "B?"))
    )
    gated = Question("leaf", "Which leaf?", "Leaf", applies_to=(Gate(tags=("tea",)),))
    assert question_hash(plain) == question_hash(gated) != question_hash(parts)


def test_a_gate_of_the_set_stands_before_that_of_the_question(write: Callable[..., Path]) -> None:
    data = changed(applies_to={"question": "T1", "status": ["reported"]}) | {
        "applies_to": {"kinds": ["tasting"]}
    }
    (found,) = load_question_sets([write(data)])
    of_set = Gate(kinds=("tasting",))
    assert found.questions[0].applies_to == (of_set,)
    # The alias has become the id.
    assert found.questions[1].applies_to == (of_set, Gate("steeping-time", ("reported",)))


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("leaf", "steeping-tim", "no question 'steeping-tim'; did you mean 'steeping-time'?"),
        ("leaf", "steeping-time", "waits for"),
        (None, "leaf", "leaf waits for leaf"),
    ],
)
def test_a_gate_that_can_never_be_decided_is_named(
    write: Callable[..., Path], first: str | None, second: str, words: str
) -> None:
    data = changed(applies_to={"question": second})
    if first:
        data["questions"][0]["applies_to"] = {"question": first}
    with pytest.raises(InvalidFile) as caught:
        load_question_sets([write(data)])
    assert words in str(caught.value)
    assert all(p.line is not None and p.line > 3 for p in caught.value.problems)


@pytest.mark.parametrize("missing", ["id", "title", "questions"])
def test_a_set_needs_an_id_a_title_and_questions(write: Callable[..., Path], missing: str) -> None:
    with pytest.raises(InvalidFile, match=f"{missing}: is missing"):
        load_question_set(write({k: v for k, v in GOOD.items() if k != missing}))


def test_a_set_without_a_question_is_a_problem(write: Callable[..., Path]) -> None:
    with pytest.raises(InvalidFile, match="questions: is empty"):
        load_question_set(write(GOOD | {"questions": []}))


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"id": "leaf"}, "'leaf' also names a question of the set 'tea'"),
        ({"id": "t1"}, "'t1' also names a question of the set 'tea'"),
        ({"id": "water", "aliases": ["Leaf"]}, "'Leaf' also names a question of the set 'tea'"),
    ],
)
def test_two_sets_cannot_share_a_name(write: Callable[..., Path], other: dict[str, Any], words: str) -> None:
    question = {"text": "Which water?", "group": "Water"} | other
    paths = [
        write(GOOD),
        write({"id": "water-set", "title": "Water", "questions": [question]}, "water.yml"),
    ]
    with pytest.raises(InvalidFile) as caught:
        load_question_sets(paths)
    (problem,) = caught.value.problems
    assert words in problem.message
    assert problem.file.endswith("water.yml")
    assert problem.line is not None


def test_two_sets_of_one_id_are_a_problem_at_the_second(write: Callable[..., Path]) -> None:
    second = {"id": "tea", "title": "T", "questions": [{"id": "x", "text": "x?", "group": "x"}]}
    with pytest.raises(InvalidFile, match=r"second\.yml:1: id: .* also defines a set 'tea'"):
        load_question_sets([write(GOOD), write(second, "second.yml")])


def test_problems_of_all_files_come_at_once(write: Callable[..., Path]) -> None:
    with pytest.raises(InvalidFile) as caught:
        load_question_sets([write(changed(kind="x")), write(changed(text=""), "second.yml")])
    assert len(caught.value.problems) == 2


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*GOOD, *GOOD["questions"][0], "other"]) | st.text(max_size=4), inner, max_size=4
        )
    ),
    max_leaves=12,
)
_near_misses = st.builds(
    lambda top, question: GOOD | top | ({"questions": [question]} if question else {}),
    st.dictionaries(st.sampled_from([*GOOD, "other"]), _values, max_size=2),
    st.none()
    | st.dictionaries(st.sampled_from([*GOOD["questions"][0]]), _values).map(
        lambda fields: GOOD["questions"][0] | fields
    ),
)


@given(st.binary(max_size=60) | (_values | _near_misses).map(lambda v: yaml.safe_dump(v).encode()))
def test_any_file_gives_a_set_or_a_list_of_problems(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-set.yml"
    path.write_bytes(raw)
    try:
        questions = load_question_sets([path])[0].questions
    except InvalidFile as error:
        questions = ()
        problems = error.problems
    else:
        problems = ()
    assert bool(questions) != bool(problems)
    assert all(SLUG.fullmatch(q.id) and q.text.strip() and q.group.strip() for q in questions)


@pytest.fixture(scope="module")
def sets() -> dict[str, QuestionSet]:
    folder = shipped("content/questions")
    found = load_question_sets(sorted(folder.glob("*.yml")))  # all of them together
    return {s.id: s for s in found}


def test_the_deep_learning_set_covers_the_28_questions_of_its_source(sets: dict[str, QuestionSet]) -> None:
    deep = sets["deep-learning"]
    numbers = {a for q in deep.questions for a in q.aliases if a.startswith("cq")}
    assert sorted(numbers) == [f"cq{n:02}" for n in range(1, 29)]
    # Three pairs that ask for the same have become one question each, under both old ids.
    for old, today in (("code-link", "cq08"), ("data-link", "cq09"), ("deployment-platform", "cq27")):
        assert deep.find(old) is deep.find(today) is not None
    assert len(deep.questions) == 25
    seeds = deep.find("CQ24")
    assert seeds is not None
    assert seeds.id == "random-seeds"
    assert "10.7717/peerj-cs.3204" in deep.source


def test_the_wording_of_the_deep_learning_set_is_not_that_of_its_source(
    sets: dict[str, QuestionSet], shared_data: Path
) -> None:
    theirs = json.loads((shared_data / "gold" / "questions.json").read_text(encoding="utf-8"))

    def runs_of_five(text: str) -> set[tuple[str, ...]]:
        words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
        return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}

    shared = {
        q.id: runs_of_five(q.text) & runs_of_five(theirs[q.aliases[0]])
        for q in sets["deep-learning"].questions
    }
    assert {k: v for k, v in shared.items() if v} == {}


def test_the_sets_on_trials_cover_the_items_that_they_are_named_after(sets: dict[str, QuestionSet]) -> None:
    trials, protocols = sets["clinical-trials"].questions, sets["trial-protocols"].questions
    consort = [a for q in trials for a in q.aliases if a.startswith("consort-")]
    spirit = [a for q in (*trials, *protocols) for a in q.aliases if a.startswith("sc-")]
    assert (len(trials), len(protocols), len(consort), len(set(spirit))) == (37, 72, 37, len(spirit))
    assert len(consort) + len(spirit) == 120
    for q in (*trials, *protocols):
        assert 1 <= len(q.queries) <= 3, q.id
        assert q.text.endswith("?"), q.id
        assert all(query.endswith(".") and "?" not in query for query in q.queries), q.id
        assert set(q.sections) <= set(SECTION_KINDS) - {"furniture", "other", "references"}, q.id


def test_compound_questions_name_their_parts(sets: dict[str, QuestionSet]) -> None:
    parts = {q.id: [p.id for p in q.parts] for q in sets["reporting"].questions if q.parts}
    assert parts["statistics"] == ["methods", "threshold"]
    assert {"sample", "sample-size", "ethics", "funding", "preregistration"} <= set(parts)
    assert {"data-availability", "code-availability"} <= set(parts)
    for found in sets.values():
        for q in found.questions:
            for part in q.parts:
                # It stands after "Not reported:".
                assert not part.text.endswith((".", "?")), part
                assert part.text[0].islower(), part


@pytest.mark.parametrize("name", ["deep-learning", "reporting"])
def test_shipped_questions_give_the_search_enough_to_work_with(
    sets: dict[str, QuestionSet], name: str
) -> None:
    for q in sets[name].questions:
        assert 4 <= len(q.queries) <= 8, q.id
        assert 8 <= len(q.cues) <= 25, q.id
        assert len({c.lower() for c in q.cues}) == len(q.cues), q.id
        assert all(c == c.lower() for c in q.cues), q.id
        assert all(query.endswith(".") and "?" not in query for query in q.queries), q.id
        assert q.text.endswith("?"), q.id
        assert q.sections, q.id
        assert set(q.sections) <= set(SECTION_KINDS) - {"furniture", "other"}, q.id


@pytest.mark.parametrize("name", ["deep-learning", "reporting"])
def test_references_are_searched_only_where_a_question_asks_for_them(
    sets: dict[str, QuestionSet], name: str
) -> None:
    assert [q.id for q in sets[name].questions if q.references != ("references" in q.sections)] == []


@pytest.mark.parametrize("name", ["deep-learning", "reporting"])
def test_questions_of_a_group_stand_together(sets: dict[str, QuestionSet], name: str) -> None:
    groups = [q.group for q in sets[name].questions]
    changes = [g for before, g in zip(["", *groups], groups, strict=False) if g != before]
    assert len(changes) == len(set(groups))


def test_a_question_needs_only_its_text(write: Callable[..., Path]) -> None:
    data = {
        "id": "tea",
        "title": "Tea",
        "questions": ["How many cups were drunk?", {"text": "Was sugar used?"}, "Which tea was it, and why?"],
    }
    found = load_question_set(write(data))
    assert [(q.id, q.kind, q.group) for q in found.questions] == [
        ("cups-drunk", "number", "Tea"),
        ("sugar", "yes_no", "Tea"),
        ("tea", "text", "Tea"),
    ]


def test_two_texts_that_give_one_id_are_a_problem_at_the_later_one(write: Callable[..., Path]) -> None:
    data = {"id": "tea", "title": "Tea", "questions": ["Was sugar used?", "Which sugar was used?"]}
    with pytest.raises(InvalidFile) as caught:
        load_question_set(write(data))
    (problem,) = caught.value.problems
    assert "'sugar' already names a question of this set" in problem.message


def test_a_question_with_an_id_keeps_the_kind_that_it_had(write: Callable[..., Path]) -> None:
    found = load_question_set(write(changed(text="How many leaves were used?")))
    assert found.questions[1].kind == "text"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How many patients took part?", "number"),
        ("Is the code available?", "yes_no"),
        ("Which methods were used?", "list"),
        ("What is the link to the code?", "link"),
        ("What was the aim?", "text"),
        ("Which analysis was done?", "text"),
        ("", "text"),
    ],
)
def test_the_words_of_a_question_tell_its_kind(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@given(st.text(max_size=300))
def test_the_id_of_any_text_can_stand_in_a_link(text: str) -> None:
    assert SLUG.fullmatch(id_of(text))
    assert len(id_of(text)) <= 60


def test_a_bare_list_of_questions_is_told_where_it_belongs(tmp_path: Path) -> None:
    file = tmp_path / "mine.yml"
    file.write_text("- id: a\n  text: What was measured?\n")
    with pytest.raises(InvalidFile) as caught:
        load_question_set(file)
    (problem,) = caught.value.problems
    assert problem.line == 1
    assert problem.message == (
        "must be a mapping, not a list; write `id: ...` and `title: ...` first, and put this list under "
        "`questions:`, indented"
    )
