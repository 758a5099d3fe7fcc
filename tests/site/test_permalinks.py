"""Pages of answers: what they say, hostile text on them, and that only what changed is written."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from generator.core import (
    Answer,
    AnswerSentence,
    Metadata,
    Person,
    Place,
    Question,
    QuestionSet,
    Snippet,
    SupersededAnswer,
)
from generator.core.answer import SearchedPassage
from generator.errors import SiteError
from generator.site import Collection, ModelCard
from generator.site.answer_pages import write_answer_pages
from generator.site.answer_pages.sitemap import sitemaps
from generator.site.content import versions as versions_module
from generator.site.content.page_links import former_questions
from generator.site.content.versions import Version
from generator.site.pages.feed import feed
from tests.site.hostile import TOKENS
from tests.site.small_collection import ROOT, SMALL, history_of, paper, small_collection

TEMPLATES = ROOT / "site_templates" / "answers"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def written(collection: Collection, folder: Path) -> tuple[int, int, int]:
    report = write_answer_pages(collection, folder, templates=TEMPLATES)
    return report.written, report.unchanged, report.removed


def page(folder: Path, answer: str) -> Any:
    return html.document_fromstring((folder / "a" / answer / "index.html").read_bytes())


def words(tree: Any, path: str) -> str:
    return " ".join(" ".join(t.text_content().split()) for t in tree.xpath(path))


def one(collection: Collection, question: str, model: str) -> Answer:
    return next(
        a for a in collection.answers if (a.paper, a.question, a.model) == ("hedgerow-birds", question, model)
    )


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# What a page says


def test_a_page_shows_the_answer_with_its_evidence_and_where_it_comes_from(tmp_path: Path) -> None:
    collection = small_collection()
    written(collection, tmp_path)
    answer = one(collection, "optimizer", "small-135m")
    tree = page(tmp_path, answer.id)
    assert words(tree, "//h1").startswith("Which optimization algorithm")
    assert "trained with Adam" in words(tree, "//p[@class='answer']")
    assert words(tree, "//mark").startswith("It was trained for 60 epochs")
    assert "2.3 Training, p. 5" in words(tree, "//p[@class='place']")
    assert tree.xpath("//p[@class='place']/a/@href") == ["../../sources/hedgerow-birds.pdf#page=5"] * 2
    assert "deployed on AWS" in words(tree, "//details[@class='withheld']")
    assert "../../papers/hedgerow-birds.html#optimizer" in tree.xpath("//a/@href")
    assert "https://doi.org/10.1000/hedgerow-birds" in tree.xpath("//a/@href")
    assert "Current" in words(tree, "//dl")
    assert "small-135m (language model)" in words(tree, "//dl")
    assert answer.id in words(tree, "//p[@class='cite']")
    assert not tree.xpath("//div[contains(@class, 'notice')]")
    assert not tree.xpath("//meta[@name='robots']")


def test_a_superseded_page_leads_to_the_version_that_stands(tmp_path: Path) -> None:
    collection = small_collection()
    written(collection, tmp_path)
    entry, withdrawn = collection.history
    tree = page(tmp_path, entry.answer.id)
    assert tree.xpath("//div[@class='notice superseded']//a/@href") == [f"../{entry.by}/index.html"]
    assert "23 Nov 2026; changed since: prompt and model" in words(tree, "//div[@role='note']")
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    tree = page(tmp_path, withdrawn.answer.id)
    assert "question is no longer asked in this collection" in words(tree, "//div[@role='note']")
    assert not tree.xpath("//div[@role='note']//a")
    assert "../../papers/hedgerow-birds.html" in tree.xpath("//a/@href")


def test_no_former_id_of_another_answer_takes_the_page_that_was_cited(tmp_path: Path) -> None:
    collection = small_collection()
    entry, _ = collection.history
    thieves = (
        dataclasses.replace(a, aliases=(entry.answer.id,)) if a.id == entry.by else a
        for a in collection.answers
    )
    written(small_collection(answers=tuple(thieves)), tmp_path)
    assert page(tmp_path, entry.answer.id).xpath("//div[@class='notice superseded']")


def test_models_that_give_the_same_answer_stand_on_one_page(tmp_path: Path) -> None:
    collection = small_collection()
    answer = one(collection, "metrics", "quotes")
    collection = small_collection(answers=(answer, dataclasses.replace(answer, model="small-135m")))
    written(collection, tmp_path)
    assert "small-135m (language model)" in words(page(tmp_path, answer.id), "//dl")
    assert len(page(tmp_path, answer.id).xpath("//summary[starts-with(., 'How ')]")) == 2


@pytest.mark.parametrize(
    ("kind", "model", "said", "file"),
    [
        ("llama", "", "language model", True),
        ("llama", SMALL.sha256, "language model", True),
        ("llama", "0" * 64, "language model", False),
        ("quotes", "quotes 5", "quotes the paper", False),
    ],
)
def test_a_model_that_took_over_the_name_of_another_is_not_said_to_have_given_its_answers(
    tmp_path: Path, kind: str, model: str, said: str, file: bool
) -> None:
    answer = dataclasses.replace(
        one(small_collection(), "metrics", "quotes"),
        model=SMALL.name,
        provenance={"kind": kind},
        fingerprint={"model": model or None},
    )
    written(small_collection(answers=(answer,)), tmp_path)
    facts = words(page(tmp_path, answer.id), "//dl | //details")
    assert f"{SMALL.name} ({said})" in facts
    assert (SMALL.file in facts) == (SMALL.sha256 in facts) == file


def test_an_address_of_the_site_gives_canonical_links_and_previews(tmp_path: Path) -> None:
    written(small_collection(), tmp_path / "without")
    collection = small_collection(site_url="https://example.org/answers")
    written(collection, tmp_path / "with")
    answer = one(collection, "optimizer", "small-135m").id
    bare = page(tmp_path / "without", answer)
    assert not bare.xpath("//link[@rel='canonical'] | //meta[starts-with(@property, 'og:')]")
    tree = page(tmp_path / "with", answer)
    address = f"https://example.org/answers/a/{answer}/"
    assert tree.xpath("//link[@rel='canonical']/@href") == [address]
    assert tree.xpath("//meta[@property='og:url']/@content") == [address]
    assert address in words(tree, "//p[@class='cite']")


def test_pages_are_described_for_programs(tmp_path: Path) -> None:
    collection = small_collection()
    written(collection, tmp_path)
    entry = collection.history[0]

    def described(answer: str) -> dict[str, Any]:
        (text,) = page(tmp_path, answer).xpath("//script[@type='application/ld+json']/text()")
        return dict(json.loads(text))

    now = described(entry.by)
    assert now["@type"] == "Question"
    assert now["acceptedAnswer"]["citation"]["@type"] == "ScholarlyArticle"
    assert now["acceptedAnswer"]["citation"]["sameAs"] == "https://doi.org/10.1000/hedgerow-birds"
    before = described(entry.answer.id)
    assert "acceptedAnswer" not in before
    assert before["suggestedAnswer"]["text"] == "The network was trained with SGD."


# Which pages there are


def test_private_papers_have_no_pages_and_papers_that_are_gone_show_nothing(tmp_path: Path) -> None:
    secret = next(a for a in small_collection().answers if a.paper == "secret")
    gone = "0123456789abcdef"
    history = (SupersededAnswer(dataclasses.replace(secret, question="metrics"), "2026-01-01"),)
    written(small_collection(history=history, gone=frozenset({gone})), tmp_path)
    everything = b"".join(files(tmp_path).values())
    assert b"secret" not in everything
    assert not (tmp_path / "a" / secret.id).exists()
    tree = page(tmp_path, gone)
    assert "no longer in this collection" in words(tree, "//div[@role='note']")
    assert gone in words(tree, "//main")


def test_only_pages_of_which_anything_changed_are_written_anew(tmp_path: Path) -> None:
    collection = small_collection()
    total, _, _ = written(collection, tmp_path)
    assert written(collection, tmp_path) == (0, total, 0)
    answer = one(collection, "optimizer", "small-135m")
    other = dataclasses.replace(answer, reason="A new reason.")
    answers = tuple(other if a is answer else a for a in collection.answers)
    assert written(small_collection(answers=answers), tmp_path)[0] == 1
    assert "A new reason." in words(page(tmp_path, answer.id), "//p[@class='reason']")
    entry = SupersededAnswer(one(collection, "metrics", "quotes"), "2026-12-01", (), "f" * 16)
    answers = tuple(a for a in collection.answers if a.id != entry.answer.id)
    now = small_collection(answers=answers, history=(*collection.history, entry))
    assert written(now, tmp_path)[1] == total - 3  # two pages, and the page that counts them


def versioned(collection: Collection, **versions: str) -> Collection:
    """With a version of each paper, as the build gives them; those of ``versions`` by paper."""
    known = {p.id: f"version of {p.id}" for p in collection.public} | versions
    return dataclasses.replace(collection, versions=known)


def test_pages_about_a_paper_that_has_not_changed_are_not_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = versioned(small_collection(site_url="https://example.org/"))
    total, _, _ = written(collection, tmp_path / "one")
    looked: list[str] = []
    plain = versions_module.versions_of

    def noted(current: Sequence[Answer], past: Sequence[SupersededAnswer]) -> Iterator[Version]:
        looked.extend(a.paper for a in current)
        return plain(current, past)

    monkeypatch.setattr(versions_module, "versions_of", noted)
    first = files(tmp_path / "one")
    assert written(collection, tmp_path / "one") == (0, total, 0)
    assert looked == []
    assert files(tmp_path / "one") == first
    # The version of one paper changes, and what is said of it: the rest is what it would be made anew.
    answer = one(collection, "metrics", "quotes")
    fewer = tuple(a for a in collection.answers if a is not answer)
    changed = versioned(dataclasses.replace(collection, answers=fewer), **{answer.paper: "new"})
    written(changed, tmp_path / "one")
    assert set(looked) == {answer.paper}
    written(changed, tmp_path / "whole")
    strip = {str(Path(".answerbook-pages.json"))}
    assert {n: d for n, d in files(tmp_path / "one").items() if n not in strip} == {
        n: d for n, d in files(tmp_path / "whole").items() if n not in strip
    }
    assert not (tmp_path / "one" / "a" / answer.id).exists()


def test_a_page_that_somebody_took_away_is_made_again(tmp_path: Path) -> None:
    collection = versioned(small_collection())
    written(collection, tmp_path)
    before = files(tmp_path)
    (tmp_path / "a" / one(collection, "metrics", "quotes").id / "index.html").unlink()
    assert written(collection, tmp_path)[0] == 1
    assert files(tmp_path) == before


def test_pages_of_answers_that_are_nowhere_any_more_go(tmp_path: Path) -> None:
    collection = small_collection()
    written(collection, tmp_path)
    (tmp_path / "a" / "stray").mkdir()
    (tmp_path / "a" / "stray" / "index.html").write_text("left by something else")
    answer = one(collection, "metrics", "quotes")
    without = small_collection(answers=tuple(a for a in collection.answers if a is not answer))
    assert written(without, tmp_path)[2] == 2
    assert not (tmp_path / "a" / answer.id).exists()
    assert not (tmp_path / "a" / "stray").exists()


@pytest.mark.parametrize("damage", ["{", "[]", '{"format": 99}', None])
def test_a_damaged_or_missing_manifest_means_that_all_is_written_anew(
    tmp_path: Path, damage: str | None
) -> None:
    total, _, _ = written(small_collection(), tmp_path)
    manifest = tmp_path / ".answerbook-pages.json"
    manifest.unlink() if damage is None else manifest.write_text(damage)
    assert written(small_collection(), tmp_path) == (total, 0, 0)


def test_a_page_that_the_published_site_shares_is_never_written_into(tmp_path: Path) -> None:
    collection = small_collection()
    written(collection, tmp_path)
    published = tmp_path.with_name("published.html")
    answer = one(collection, "metrics", "quotes").id
    published.hardlink_to(tmp_path / "a" / answer / "index.html")
    before = published.read_bytes()
    written(small_collection(title="Another title"), tmp_path)
    assert published.read_bytes() == before
    assert b"Another title" in (tmp_path / "a" / answer / "index.html").read_bytes()


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        written(small_collection(site_url="https://example.org/"), tmp_path / name)
    assert files(tmp_path / "one") == files(tmp_path / "two")


# Sitemaps and the feed


def test_sitemaps_are_split_and_list_only_what_stands(tmp_path: Path) -> None:
    assert sitemaps("", [("a", "")]) == {}
    few = sitemaps("https://example.org/", [("a", "2026-01-01"), ("b", "")], max_addresses=2)
    assert list(few) == ["sitemap-answers.xml"]
    assert "<loc>https://example.org/a/a/</loc><lastmod>2026-01-01</lastmod>" in few["sitemap-answers.xml"]
    many = sitemaps("https://example.org/?a&b/", [(n, "") for n in "abc"], max_addresses=2)
    assert list(many) == ["sitemap-answers.xml", "sitemap-answers-1.xml", "sitemap-answers-2.xml"]
    for text in many.values():
        etree.fromstring(text.encode())
    collection = small_collection(site_url="https://example.org/")
    written(collection, tmp_path)
    listed = (tmp_path / "sitemap-answers.xml").read_text()
    assert one(collection, "optimizer", "small-135m").id in listed
    assert collection.history[0].answer.id not in listed
    assert one(collection, "data-split", "small-135m").id not in listed  # failed


def test_the_feed_tells_of_changes_and_knows_no_clock() -> None:
    collection = small_collection(site_url="https://example.org/")
    text = feed(collection)
    assert text == feed(dataclasses.replace(collection, built=collection.built.replace(year=2030)))
    tree = etree.fromstring(text.encode())
    titles = [t.text or "" for t in tree.iterfind(".//a:entry/a:title", ATOM)]
    assert titles[0].startswith("Withdrawn: Batch size")
    assert titles[1].startswith("Changed: Optimizer")
    ids = [i.text for i in tree.iterfind(".//a:id", ATOM)]
    assert len(set(ids)) == len(ids) > 10
    moved = etree.fromstring(feed(small_collection(site_url="https://elsewhere.org/")).encode())
    assert [i.text for i in moved.iterfind(".//a:entry/a:id", ATOM)] == ids[1:]
    links = [x.get("href") for x in tree.iterfind(".//a:entry/a:link", ATOM)]
    assert all(str(link).startswith("https://example.org/a/") for link in links)


def test_the_feed_of_nothing_is_a_feed() -> None:
    tree = etree.fromstring(feed(small_collection(answers=(), history=())).encode())
    assert tree.findtext("a:updated", None, ATOM) == "1970-01-01T00:00:00Z"


# Hostile text


def spoiled(text: str, salt: str) -> Collection:
    """Return a collection with ``text`` wherever the page of an answer shows text of others."""
    source = paper("hedgerow-birds", text, ((text, text),), 2020, venue=text)
    data = Metadata(
        title=text, authors=(Person(text, text),), year=2020, venue=text, doi=text, url=text, licence=text
    )
    source = dataclasses.replace(source, source=text, metadata=data)
    place = Place(0, 0, text, "methods", 3)
    quotes = (Snippet(f"{text} {salt}", place, 0.5, (text,)), Snippet(text, place))
    answer = Answer(
        paper=source.id,
        question="metrics",
        model="m",
        status="partly_reported",
        reason=text,
        sentences=(
            AnswerSentence(f"{text} said", "supported", text, (0,)),
            AnswerSentence(text, "unsupported", text, (1,)),
        ),
        evidence=quotes,
        searched=(SearchedPassage("0" * 16, place, 0.5, text),),
        raw=text,
        fingerprint={"prompt": text, f"x{text}": text},
        provenance={"made": text, "kind": f"k{text}", f"y{text}": {f"z{text}": [text]}},
        measured={f"m{text}": text},
    )
    # pairs of an answer that stands and one before it, of an odd model and one that only history knows
    now = dataclasses.replace(answer, model=f"n{text}")
    empty = dataclasses.replace(
        answer, question="annotation", status="not_reported", sentences=(), evidence=()
    )
    before = dataclasses.replace(answer, sentences=(AnswerSentence(f"{text} before", "supported"),))
    lost = dataclasses.replace(answer, question=f"q{text}")
    questions = tuple(Question(q, text, text, aliases=(text,)) for q in ("metrics", "annotation"))
    return small_collection(
        title=text,
        description=text,
        site_url="https://example.org/",
        repository=text,
        question_sets=(QuestionSet("set", text, text, text, questions),),
        papers=(source,),
        answers=(answer, now, empty),
        models=(ModelCard(f"n{text}", text, text, text, text),),
        stale={("hedgerow-birds", "metrics", "m"): ("prompt", text)},
        source_links={"hedgerow-birds": "https://example.org/paper"},
        history=(
            SupersededAnswer(before, text, (text, "prompt"), answer.id),
            SupersededAnswer(lost, text, (text,)),
        ),
        files={},
    )


def skeleton(tree: Any) -> list[tuple[str, str | None, list[str]]]:
    return [(e.tag, e.get("class"), sorted(e.keys())) for e in tree.iter() if isinstance(e.tag, str)]


@pytest.mark.parametrize("token", TOKENS, ids=lambda token: repr(token)[:30])
def test_hostile_text_never_changes_the_page(tmp_path: Path, token: str) -> None:
    trees = []
    for text in (f"a {token} b", "a plain b"):
        folder = tmp_path / str(len(trees))
        collection = spoiled(text, "salt")
        written(collection, folder)
        names = [
            *(a.id for a in collection.answers if a.model == "m"),
            *(h.answer.id for h in collection.history),
        ]
        trees.append([page(folder, name) for name in names])
        for tree in trees[-1]:
            (script,) = tree.xpath("//script[@type='application/ld+json']")
            json.loads(script.text)
        etree.fromstring((folder / "changes.xml").read_bytes())
        etree.fromstring((folder / "sitemap-answers.xml").read_bytes())
    for hostile, twin in zip(*trees, strict=True):
        assert skeleton(hostile) == skeleton(twin)
        links = {str(h) for h in hostile.xpath("//@href")}
        assert all(
            h.startswith(("../", "#", "https://example.org/", "https://schema.org/")) for h in links
        ), links


def test_the_history_of_the_small_collection_is_as_the_tests_take_it() -> None:
    superseded, withdrawn = history_of(small_collection().papers[0])
    assert superseded.by == one(small_collection(), "optimizer", "small-135m").id
    assert withdrawn.withdrawn


def test_processes_write_the_same_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.site.answer_pages.render_pool._WORTH_PROCESSES", 0)
    for jobs in (1, 2):
        write_answer_pages(small_collection(), tmp_path / str(jobs), templates=TEMPLATES, jobs=jobs)
    assert files(tmp_path / "1") == files(tmp_path / "2")


def test_what_goes_wrong_in_a_process_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.site.answer_pages.render_pool._WORTH_PROCESSES", 0)
    broken = tmp_path / "templates"
    broken.mkdir()
    (broken / "answer.html.j2").write_text("{{ nothing }}")
    with pytest.raises(SiteError, match="cannot be rendered"):
        write_answer_pages(small_collection(), tmp_path / "out", templates=broken, jobs=2)
    assert not (tmp_path / "out" / ".answerbook-pages.json").exists()


def test_the_page_of_a_question_that_got_another_id_leads_on(tmp_path: Path) -> None:
    collection = small_collection()
    first, *others = collection.questions
    first = dataclasses.replace(first, aliases=("cq01", "raw-data", others[0].id))
    collection = dataclasses.replace(
        collection,
        question_sets=(dataclasses.replace(collection.question_sets[0], questions=(first, *others)),),
    )
    written(collection, tmp_path)
    (name,) = former_questions(collection.questions)
    assert name == "raw-data"
    tree = html.document_fromstring((tmp_path / "questions" / f"{name}.html").read_bytes())
    (to,) = tree.xpath("//main//a/@href")
    assert to == f"{first.id}.html"
    assert tree.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={to}"]
    assert not any((tmp_path / "questions" / f"{q.id}.html").exists() for q in collection.questions)
