"""Hostile text in every place where text lands, through the real builder, once."""

from __future__ import annotations

import dataclasses
import itertools
import random
from pathlib import Path

import pytest
from lxml import html

from generator.core import (
    Answer,
    AnswerSentence,
    Metadata,
    Paper,
    Person,
    Place,
    Question,
    QuestionSet,
    Searched,
    Snippet,
)
from generator.core.paper import Section
from generator.site import Collection, ModelCard
from tests.site.hostile import TOKENS
from tests.site.small_collection import build, small_collection

PAPERS = 16
QUESTIONS = ("random-seeds", "hardware")


def strings(seed: int) -> itertools.count[str] | object:
    """Endless hostile strings: all tokens in turn, each mixed with up to five others."""
    chance = random.Random(seed)
    for n in itertools.count(seed * 7):
        others = "".join(chance.choices(TOKENS, k=chance.randrange(6)))
        yield f"word{TOKENS[n % len(TOKENS)]}{others} word"


def harmless() -> object:
    return itertools.repeat("word")


def hostile_paper(identifier: str, text: object) -> tuple[Paper, list[Answer]]:
    words = iter(text)  # type: ignore[call-overload]

    def say() -> str:
        return str(next(words))

    near, focus, after = f"{say()} ", say(), f" {say()}"
    body = near + focus + after
    answering = ((len(near), len(near) + len(focus)),)
    metadata = Metadata(
        title=say(),
        authors=(Person(say(), say()),),
        year=2020,
        venue=say(),
        doi=say(),
        arxiv=say(),
        url=say(),
        licence=say(),
    )
    paper = Paper(identifier, "pdf", say(), metadata, body, (Section("methods", say(), 1, ()),), pages=1)
    place = Place(0, len(body), say(), "methods", 1)
    answers = []
    for question, model in itertools.product(QUESTIONS, ("first", "second")):
        evidence = tuple(
            Snippet(body, dataclasses.replace(place, section=say()), 0.5, (say(),), answering)
            for _ in range(3)
        )
        answers.append(
            Answer(
                identifier,
                question,
                model,
                "partly_reported",
                say(),
                (
                    AnswerSentence(say() + " no quote", "supported", evidence=(0, 1)),
                    AnswerSentence(say(), "unsupported", say(), evidence=(2,)),
                ),
                evidence,
                (Searched("x", place, 0.1, say()),),
                fingerprint={"prompt": say(), "extra": say()},
                provenance={"made": say(), "note": {"inner": say()}},
                measured={"engine": say()},
            )
        )
    return paper, answers


def hostile_collection() -> Collection:
    words = iter(strings(999))  # type: ignore[call-overload]

    def say() -> str:
        return str(next(words))

    made = [hostile_paper("harmless", harmless())]
    made += [hostile_paper(f"hostile-{n}", strings(n)) for n in range(PAPERS)]
    questions = tuple(Question(q, say(), say(), (say(),)) for q in QUESTIONS)
    return small_collection(
        title=say(),
        description=say(),
        repository=say(),
        question_sets=(QuestionSet("set", say(), say(), say(), questions),),
        papers=tuple(p for p, _ in made),
        answers=tuple(a for _, answers in made for a in answers),
        models=(ModelCard("first", say(), say(), say(), say()), ModelCard("second", say(), say())),
        unreadable=tuple((say(), say()) for _ in range(10)),
        stale={(p.id, "hardware", "first"): ("prompt", "model") for p, _ in made},
        source_links={p.id: "https://example.org/source" for p, _ in made},
        version=say(),
        files={},
    )


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # The inspection within is the first assertion: it raises at scripts, handlers and broken links.
    return build(hostile_collection(), tmp_path_factory.mktemp("hostile"))


def skeleton(element: html.HtmlElement) -> list[tuple[str, str, tuple[str, ...]]]:
    """Tags, classes and attribute names; links that a page may or may not make of a text aside."""
    return [
        (str(e.tag), e.get("class", ""), tuple(sorted(str(a) for a in e.attrib)))
        for e in element.iter()
        if isinstance(e.tag, str)
    ]


def article(site: Path, path: str) -> html.HtmlElement:
    (found,) = html.parse(str(site / path / "index.html")).getroot().xpath("//article")
    return found


def test_there_is_enough_of_it() -> None:
    assert len(TOKENS) >= 100


def test_a_hostile_paper_makes_the_same_page_as_a_harmless_one(hostile_site: Path) -> None:
    expected = skeleton(article(hostile_site, "papers/harmless"))
    assert len(expected) > 200
    for n in range(PAPERS):
        assert skeleton(article(hostile_site, f"papers/hostile-{n}")) == expected, n


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("", "//table[@class='ab-matrix']/tbody/tr"),
        ("", "//ul[@class='ab-unreadable']/li"),
        ("papers", "//ol[@class='ab-papers']/li"),
        ("questions/hardware", "//ol[@class='ab-rows']/li"),
        ("questions/random-seeds", "//ol[@class='ab-rows']/li"),
    ],
)
def test_hostile_rows_are_like_all_others(hostile_site: Path, path: str, rows: str) -> None:
    found = article(hostile_site, path).xpath(rows)
    assert len(found) >= 10
    assert len({tuple(skeleton(row)) for row in found}) == 1


def test_the_head_of_a_hostile_page_is_like_that_of_a_harmless_one(hostile_site: Path) -> None:
    def head(name: str) -> list[tuple[str, str, tuple[str, ...]]]:
        return skeleton(html.parse(str(hostile_site / "papers" / name / "index.html")).getroot().find("head"))

    expected = head("harmless")
    for n in range(PAPERS):
        assert head(f"hostile-{n}") == expected, n


def test_hostile_text_is_shown_not_swallowed(hostile_site: Path) -> None:
    text = article(hostile_site, "papers/hostile-0").text_content()
    assert "word<script>alert(1)</script>" in text
