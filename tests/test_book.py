"""The book: it builds, every link leads somewhere, and what it says of the code is what the code has."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import pytest
import yaml
from lxml import html

from generator.cli import main as cli
from generator.core.status import STATUSES
from generator.evaluation.scorecard import BuildFacts, scorecard
from tests.evaluation.cases import QUESTIONS, made, review
from tests.reference import PAGES
from tests.test_architecture import LADDER

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "docs" / "book"
SOURCES = sorted(BOOK.rglob("*.md"))
# Texts in the root and for hosts, whose links lead into the repository.
LOOSE = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md")
MAX_WORDS = 2600  # of a page that people write; the longest are the threat model and the contributors' page


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the book as `make book` builds it, in a folder of the tests."""
    folder = tmp_path_factory.mktemp("book")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", "docs/mkdocs.yml"]
    done = subprocess.run(
        [*command, "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr, done.stderr
    return folder


@cache
def tree(page: Path) -> html.HtmlElement:
    return html.document_fromstring(page.read_bytes())


def test_every_page_is_built(built: Path) -> None:
    pages = {p.relative_to(BOOK).with_suffix(".html") for p in SOURCES}
    assert pages <= {p.relative_to(built) for p in built.rglob("*.html")}


def test_every_link_leads_to_a_page_and_a_place_that_is_there(built: Path) -> None:
    broken = []
    for page in built.rglob("*.html"):
        if page.name == "404.html":
            continue  # its links are those of the root, wherever it is shown
        for link in tree(page).xpath("//a/@href | //img/@src | //link/@href | //script/@src"):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file():
                broken.append(f"{page.relative_to(built)}: {link}")
            elif parts.fragment and target.suffix == ".html":
                wanted = unquote(parts.fragment)
                if wanted != "__skip" and not tree(target).xpath("//*[@id=$wanted]", wanted=wanted):
                    broken.append(f"{page.relative_to(built)}: {link}")
    assert broken == []


def test_no_page_asks_another_site_for_anything(built: Path) -> None:
    asked = [
        f"{page.relative_to(built)}: {address}"
        for page in built.rglob("*.html")
        for address in tree(page).xpath(
            "//script/@src | //link[not(@rel='canonical')]/@href | //img/@src | //iframe/@src | //source/@src"
        )
        if urlsplit(address).netloc
    ]
    assert asked == []


def test_the_chapters_hold_every_page_once() -> None:
    def pages(entry: object) -> Iterator[str]:
        if isinstance(entry, str):
            yield entry
        else:
            assert isinstance(entry, list | dict)
            for inner in entry if isinstance(entry, list) else entry.values():
                yield from pages(inner)

    config = yaml.safe_load((ROOT / "docs/mkdocs.yml").read_text(encoding="utf-8"))
    listed = list(pages(config["nav"]))
    assert sorted(listed) == sorted(p.relative_to(BOOK).as_posix() for p in SOURCES)
    assert config["strict"] is True
    assert [next(iter(plugin)) for plugin in config["plugins"]] == ["search"]


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_what_the_code_gives(name: str) -> None:
    committed = (BOOK / name).read_text(encoding="utf-8")
    assert committed == PAGES[name](), "run: python -m tests.reference"


@pytest.mark.parametrize("file", SOURCES, ids=named)
def test_a_page_has_a_title_a_sentence_about_it_and_a_length_to_be_read(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    found = re.match(r'---\ntitle: "(.+)"\ndescription: "(.+)"\n---\n', text)
    assert found
    assert len(re.findall(r"^# ", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)) == 1
    if file.relative_to(BOOK).as_posix() not in {*PAGES, "explanation/figures.md"}:
        assert len(text.split()) <= MAX_WORDS


def written_commands() -> Iterator[tuple[str, str]]:
    """Yield every command of the shell that the book and the README show, with the file that shows it."""
    for file in (*SOURCES, ROOT / "README.md"):
        for block in re.findall(r"```sh\n(.*?)```", file.read_text(encoding="utf-8"), flags=re.DOTALL):
            for line in block.splitlines():
                if found := re.match(r"(answerbook [a-z].*)", line):
                    yield named(file), found[1].partition("  #")[0].strip()


@pytest.mark.parametrize(("file", "line"), sorted(set(written_commands())))
def test_every_command_that_is_shown_exists_with_its_options(file: str, line: str) -> None:
    command: click.Command = cli
    words = shlex.split(line, comments=True)[1:]
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    assert not isinstance(command, click.Group), line
    known = {name for p in command.params for name in (*p.opts, *p.secondary_opts)} | {"--help"}
    assert [w for w in words if w.startswith("-") and w.partition("=")[0] not in known] == []


@pytest.mark.parametrize("name", LOOSE)
def test_links_into_the_repository_lead_to_files_and_places_that_are_there(name: str) -> None:
    file = ROOT / name
    broken = []
    for link in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", file.read_text(encoding="utf-8")):
        path, _, fragment = link.partition("#")
        target = file.parent / path if path else file
        if not target.exists() or (fragment and target.suffix == ".md" and fragment not in anchors(target)):
            broken.append(link)
    assert broken == []


def anchors(file: Path) -> set[str]:
    """Return the anchors of a page's headings: those that are written, else made of the words."""
    found = set()
    for heading in re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), flags=re.MULTILINE):
        written = re.search(r"\{ #([\w.-]+) \}", heading)
        words = re.sub(r"[^\w\s-]", "", heading.lower()).strip()
        found.add(written[1] if written else re.sub(r"\s+", "-", words))
    return found


def test_contributors_are_shown_the_ladder_that_is_held() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \d \| (.+?) \|", text, flags=re.MULTILINE)
    assert [tuple(re.findall(r"`(\w+)`", row)) for row in rows] == list(LADDER)


def test_every_promise_names_tests_that_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+) \| (`tests/.+`) \|$", text.partition("{ #promises }")[2], flags=re.MULTILINE)
    assert len(rows) > 20
    files = [file for _, held in rows for file in re.findall(r"`([^`]+)`", held)]
    assert [file for file in files if not (ROOT / file).is_file()] == []


# What contributors are told: the page in the root, and the pages on single tasks.
FOR_CONTRIBUTORS = [ROOT / "CONTRIBUTING.md", *sorted((BOOK / "contributing").glob("*.md"))]


@pytest.mark.parametrize("file", FOR_CONTRIBUTORS, ids=named)
def test_what_contributors_are_told_to_open_is_there(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    paths = re.findall(r"`((?:generator|tests|content|site_templates|\.github)/[^`<>*]+)`", text)
    assert len(paths) > 2
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("file", FOR_CONTRIBUTORS, ids=named)
def test_names_of_code_that_contributors_are_told_are_in_the_code(file: Path) -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("generator", "tests")
        for path in sorted((ROOT / folder).rglob("*.py"))
    )
    words = set(re.findall(r"\w+", code))
    text = file.read_text(encoding="utf-8")
    # A name with an underscore or capitals within: `_reader`, `READER_VERSION`, `PaperBlock`.
    names = re.findall(r"`(_\w+|[a-z]+_\w+|[A-Z][A-Z_]{2,}|[A-Z][a-z]+[A-Z]\w+)(?:\([^`]*\))?`", text)
    assert [name for name in names if name not in words] == []


def test_every_key_of_quality_json_is_in_the_reference() -> None:
    def keys(data: object) -> Iterator[str]:
        if isinstance(data, dict):
            for key, value in data.items():
                yield key
                yield from keys(value)
        elif isinstance(data, list):
            for value in data:
                yield from keys(value)

    answers = [
        made("p1", "seeds", name, "reported", said=["The seed was 7."], withheld=["no number agrees"])
        for name in ("quotes", "small")
    ]
    facts = BuildFacts(gold={"quotes": {"questions": 3, "any": 0.5}}, build={"made": "2026-11-30"})
    data = scorecard(answers, QUESTIONS, reviews=[review(answers[0], "confirmed")], facts=facts).to_json()
    data["kinds_of_reasons"], data["reviews"] = {}, {}  # keys of these are described where it says so
    for row in data["models"]:
        row["made_with"] = {}
    text = (BOOK / "reference/data.md").read_text(encoding="utf-8")
    table = text.partition("{ #quality-json }")[2].partition("\n## ")[0]
    missing = {
        key
        for key in keys(data)
        if not re.search(rf"[`.]{key}(?:`|\[)", table) and not key.endswith("_share") and key not in STATUSES
    }
    assert missing == set()


def test_decisions_have_a_day_a_figure_and_a_place_in_the_list() -> None:
    index = (BOOK / "decisions/index.md").read_text(encoding="utf-8")
    pages = [p for p in (BOOK / "decisions").glob("*.md") if p.name != "index.md"]
    assert len(pages) > 20
    for page in pages:
        text = page.read_text(encoding="utf-8")
        day = re.search(r"^Decided on (\d{4}-\d{2}-\d{2})\.$", text, flags=re.MULTILINE)
        assert day, page.name
        assert f"| {day[1]} | [" in index
        assert f"]({page.name})" in index
        assert all(part in text for part in ("{ #figures }", "{ #why }", "{ #again }")), page.name


FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))


@pytest.mark.parametrize("file", FORMS, ids=named)
def test_forms_for_issues_are_whole(file: Path) -> None:
    form = yaml.safe_load(file.read_text(encoding="utf-8"))
    if file.stem == "config":
        assert form == {"blank_issues_enabled": True}
        return
    assert {"name", "description", "body"} <= form.keys()
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert len({field["id"] for field in fields}) == len(fields) > 0
    assert all(field["attributes"]["label"] for field in fields)
    assert any(field.get("validations", {}).get("required") for field in fields)
