"""Hostile text in every place where text lands, through the real builder.

As part of all tests: at least 2,000 strings for each place of a paper, of an answer, of a question and of a
model, some forty in one text; 120 for what a collection has one of (its title, say). ``make fuzz`` puts one
string into each text (``FUZZ_EACH=1``), with a seed of the day (``FUZZ_SEED``).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from generator.core import Answer, AnswerSentence, Paper, Place, Snippet
from generator.core.paper import Paragraph, Sentence
from generator.site import Collection, ShownText
from tests.site.fuzzing import Speaker, says_the_same, spoiled_collection, strings
from tests.site.hostile import TOKENS
from tests.site.small_collection import build, paper, small_collection

SEED = int(os.environ.get("FUZZ_SEED", "20261123"))
EACH = int(os.environ.get("FUZZ_EACH", "42"))  # strings in one text
STRINGS = 2000
MANY = -(-STRINGS // EACH)
# Papers, and what stands beside them: questions, models, unreadable files.
SHAPES = {"papers": (MANY, 1), "questions": (2, MANY)}
WIDE = 60
SHOWN = 5
# What people read of an attribute; others hold names of our own, and addresses, which the inspection checks.
_READ = ("title", "aria-label", "alt", "content", "placeholder", "label", "value")


@dataclass(frozen=True)
class Built:
    collection: Collection
    site: Path
    speaker: Speaker


def built(folder: Path, shape: str, *, hostile: bool) -> Built:
    speaker = Speaker(SEED + len(shape), EACH, hostile)
    papers, others = SHAPES[shape]
    collection = with_texts(spoiled_collection(speaker, papers=papers, others=others, wide=WIDE))
    # The inspection within is the first assertion: it raises at scripts, handlers and broken links.
    return Built(collection, build(collection, folder), speaker)


@pytest.fixture(scope="module", params=sorted(SHAPES))
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Built]:
    """Return the site of hostile text and its twin's."""
    folder = tmp_path_factory.mktemp("hostile")
    return built(folder / "h", request.param, hostile=True), built(folder / "t", request.param, hostile=False)


def with_texts(collection: Collection) -> Collection:
    """Return the collection with texts of its papers, each of one sentence."""

    def whole(source: Paper) -> Paper:
        sentence = Sentence(source.text, 0, len(source.text), links=(source.metadata.url,))
        section = replace(source.sections[0], paragraphs=(Paragraph("prose", (sentence,)),))
        return replace(source, sections=(section,))

    return replace(collection, texts={p.id: ShownText(whole(p)) for p in collection.public})


def page(site: Path, path: str) -> Any:
    root = html.parse(str(site / path), html.HTMLParser(encoding="utf-8", huge_tree=True)).getroot()
    # Links that a page may or may not make of a text's addresses.
    for link in root.xpath(
        "//a[contains(@rel, 'nofollow') or (starts-with(@href, 'http') and starts-with(., 'http'))]"
    ):
        link.drop_tag()
    return root


def paths(site: Path) -> set[str]:
    return {p.relative_to(site).as_posix() for p in site.rglob("*.html")}


def differences(hostile: Any, twin: Any, said: dict[str, str]) -> Iterator[str]:
    """Where a page is not the twin's with other words."""
    left, right = ([e for e in tree.iter() if isinstance(e.tag, str)] for tree in (hostile, twin))
    for one, other in zip(left, right, strict=False):
        if one.tag != other.tag or one.get("class") != other.get("class"):
            yield f"<{one.tag} class={one.get('class')}> for <{other.tag} class={other.get('class')}>"
            return  # all that follows is moved
        if sorted(one.keys()) != sorted(other.keys()):
            yield f"<{one.tag}> with {sorted(one.keys())} for {sorted(other.keys())}"
        if one.tag == "script":
            if one.get("src") is None and shape(one) != shape(other):
                yield f"a <script> of another shape: {(one.text or '')[:80]!r}"
            continue
        texts = [(one.text, other.text), (one.tail, other.tail)]
        if one.get("class") == "record":
            # BibTeX and RIS write characters in their own way: test_citations reads them back.
            texts = []
        texts += [(one.get(name), other.get(name)) for name in _READ]
        for shown, meant in texts:
            if not says_the_same(shown or "", meant or "", said):
                where = f"<{one.tag} class={one.get('class')}>"
                yield f"in {where}: {(shown or '')[:300]!r} for {(meant or '')[:300]!r}"
    if len(left) != len(right):
        yield f"{len(left)} elements for {len(right)}"


def shape(script: Any) -> object:
    """Return what kind of data a script holds; the text of one that runs."""
    if not (script.get("type") or "").endswith("json"):
        return script.text

    def shape_of(data: object) -> object:
        if isinstance(data, dict):
            return {key: shape_of(value) for key, value in data.items()}
        if isinstance(data, list):
            return [shape_of(value) for value in data]
        return type(data).__name__

    return shape_of(json.loads(script.text))


def assert_the_same(pair: tuple[Built, Built], pages: list[tuple[str, str]]) -> None:
    hostile, twin = pair
    found = []
    for path, other in pages:
        for what in islice(
            differences(page(hostile.site, path), page(twin.site, other), twin.speaker.said), 2
        ):
            found.append(f"{path}: {what}")
        if len(found) >= SHOWN:
            break
    assert not found, "\n".join(found)


def test_there_is_enough_of_it(pair: tuple[Built, Built]) -> None:
    assert len(TOKENS) >= 100
    assert len(set(islice(strings(SEED), STRINGS))) > 0.9 * STRINGS
    hostile, twin = pair
    assert hostile.speaker.count == twin.speaker.count > STRINGS * 10
    assert paths(hostile.site) - {p for p in paths(hostile.site) if p.startswith("a/")} == paths(
        twin.site
    ) - {p for p in paths(twin.site) if p.startswith("a/")}


def test_a_page_of_hostile_text_is_that_of_harmless_text_with_other_words(pair: tuple[Built, Built]) -> None:
    pages = sorted(p for p in paths(pair[1].site) if not p.startswith("a/"))
    assert len(pages) > MANY + 5
    assert_the_same(pair, [(path, path) for path in pages])


def test_so_is_every_answers_own_page(pair: tuple[Built, Built]) -> None:
    hostile, twin = (
        [a.id for a in b.collection.answers] + [s.answer.id for s in b.collection.history] for b in pair
    )
    pages = [
        (f"a/{one}/index.html", f"a/{other}/index.html") for one, other in zip(hostile, twin, strict=True)
    ]
    assert len(pages) >= 8
    assert_the_same(pair, pages)


def test_a_line_of_a_megabyte_breaks_nothing_wherever_it_stands(tmp_path: Path) -> None:
    line = "<b>*x*" + "word " * 200_000 + "`end`"
    source = paper("long-line", line, ((line, line),), 2020, venue=line)
    metadata = replace(source.metadata, doi=line, url=line, licence=line)
    source = replace(source, metadata=metadata, text=line, source=line)
    quoted = Snippet(line, Place(0, len(line), line, "methods", 1), 0.5, (line,), ((0, len(line)),))
    said = AnswerSentence(line, "supported", evidence=(0,))
    withheld = AnswerSentence(line, "unsupported", line, evidence=(0,))
    long = Answer(
        "long-line", "hardware", "quotes", "partly_reported", line, (said, withheld), (quoted,),
        provenance={"made": line},
    )  # fmt: skip
    collection = small_collection(
        papers=(source,), answers=(long,), files={}, source_links={}, stale={}, history=(),
        unreadable=((line, line),),
    )  # fmt: skip
    site = build(collection, tmp_path)
    shown = page(site, "papers/long-line.html").xpath("//article")[0].text_content()
    assert shown.count(line) >= 2  # the answer and its quote
    assert not page(site, "papers/long-line.html").xpath("//article//b[starts-with(., '*x*')]")


@pytest.mark.parametrize(
    ("shown", "twin", "same"),
    [
        ("a <b> c", "a qz000001zq c", True),
        ("a c", "a qz000001zq c", False),
        ("a <b> c <b>", "a qz000001zq c", False),
        ("a &lt;b> c", "a qz000001zq c", False),
        ("a <b>…", "a qz000001zq c", True),
        ("a <i>…", "a qz000001zq c", False),
        ("…", "a qz000001zq c", False),
    ],
)
def test_the_comparison_tells_texts_apart(shown: str, twin: str, same: bool) -> None:
    assert says_the_same(shown, twin, {"qz000001zq": "<b>"}) == same


def test_the_comparison_tells_pages_apart() -> None:
    twin = html.fromstring("<div><p>qz000001zq</p><p title='x'>y</p></div>")
    said = {"qz000001zq": "<b>"}
    same = "<div><p>&lt;b></p><p title='x'>y</p></div>"
    assert list(differences(html.fromstring(same), twin, said)) == []
    for other in (
        "<div><p><b></b></p><p title='x'>y</p></div>",
        "<div><p></p><p title='x'>y</p></div>",
        "<div><p>&lt;b></p><p title='x' onclick='x'>y</p></div>",
        "<div><p>&lt;b></p><p title='z'>y</p></div>",
        "<div><p>&lt;b></p><p title='x'>y</p><p>more</p></div>",
    ):
        assert list(differences(html.fromstring(other), twin, said)) != [], other
