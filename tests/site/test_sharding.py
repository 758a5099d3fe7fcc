"""A site that is built in parts is the site that is built whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.site import MkdocsOptions
from generator.site.publishing import sharding
from generator.site.publishing.mkdocs_run import run_mkdocs
from generator.site.publishing.sharding import build_parts, is_separate, remove_leftovers, separable
from tests.site.small_collection import ROOT, small_collection, write

INDEX = "search/search_index.json"


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    write(small_collection(), folder)
    return folder


@pytest.fixture(scope="module")
def whole(docs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("whole") / "site"
    run_mkdocs(MkdocsOptions(ROOT, strict=True), docs, site)
    return site


def test_parts_make_the_same_files_as_the_whole(
    docs: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharding, "_MIN_PART", 1000)
    build_parts(MkdocsOptions(ROOT, strict=True), docs, tmp_path / "site", changed=None, jobs=3)
    wanted, made = files(whole), files(tmp_path / "site")
    # The search index of the pages about papers and questions is not made of the pages.
    kept = json.loads(made[INDEX])["docs"]
    assert kept == [d for d in json.loads(wanted[INDEX])["docs"] if d in kept]
    assert {"index.html", "about.html"} <= {d["location"] for d in kept}
    for name in (INDEX, "sitemap.xml", "sitemap.xml.gz"):
        assert (name in made) == (name in wanted)
        made.pop(name, None)
        wanted.pop(name, None)
    assert made == wanted


def test_only_pages_that_changed_are_built_again(docs: Path, whole: Path, tmp_path: Path) -> None:
    page = "papers/hedgerow-birds.md"
    build_parts(MkdocsOptions(ROOT, strict=True), docs, tmp_path / "site", changed={page}, jobs=2)
    made = {p.name for p in (tmp_path / "site" / "papers").glob("*.html")}
    assert made == {"hedgerow-birds.html", "index.html"}
    assert (
        files(tmp_path / "site")["papers/hedgerow-birds.html"] == files(whole)["papers/hedgerow-birds.html"]
    )


def test_addresses_in_the_sitemap_are_those_of_the_whole(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = (
        (ROOT / "mkdocs.yml").read_text().replace("docs_dir:", "site_url: https://x.example/y/\ndocs_dir:")
    )
    (tmp_path / "mkdocs.yml").write_text(config)
    (tmp_path / "site_templates").symlink_to(ROOT / "site_templates")
    monkeypatch.setattr(sharding, "_MIN_PART", 1000)
    run_mkdocs(MkdocsOptions(tmp_path, strict=True), docs, tmp_path / "whole")
    build_parts(MkdocsOptions(tmp_path, strict=True), docs, tmp_path / "parts", changed=None, jobs=3)
    maps = [
        sorted(
            line.strip()
            for line in (tmp_path / name / "sitemap.xml").read_text().splitlines()
            if "loc>" in line
        )
        for name in ("whole", "parts")
    ]
    assert maps[0] == maps[1]
    assert any("papers/hedgerow-birds.html" in line for line in maps[0])


@pytest.mark.parametrize(
    ("page", "apart"),
    [
        ("papers/a.md", True),
        ("questions/random-seeds.md", True),
        ("questions/random-seeds/2.md", True),
        ("papers/list/2.md", True),
        ("papers/index.md", False),
        ("questions/numbers/index.md", False),
        ("index.md", False),
        ("guide.md", False),
        ("notes/papers/a.md", False),
    ],
)
def test_pages_about_papers_and_questions_stand_apart(page: str, apart: bool) -> None:
    assert is_separate(page) == apart


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("site_name: x\nplugins:\n  - search:\n      lang: en\n", True),
        ("site_name: x\n", True),
        ("site_name: x\nplugins: [search, tags]\n", False),
        ("site_name: x\nhooks: [a.py]\n", False),
        ("INHERIT: other.yml\n", False),
        ("site_name: !ENV [NAME, x]\nplugins: [search]\n", True),
        ("- a list\n", False),
        ("site_name: [\n", False),
    ],
)
def test_a_plugin_that_looks_at_all_pages_keeps_them_together(
    tmp_path: Path, config: str, expected: bool
) -> None:
    (tmp_path / "mkdocs.yml").write_text(config)
    assert separable(tmp_path) == expected


def test_a_sweep_leaves_what_a_living_process_has_made(tmp_path: Path) -> None:
    """Two sites may be built from one root at once, each with configurations of its own there."""
    code = (
        "import sys, tempfile; from generator.storage.owned import owned\n"
        "for prefix, ending in (('.mkdocs-', '.yml'), ('.parts-', '')):\n"
        "    open(f'{sys.argv[1]}/{owned(prefix)}a{ending}', 'w').close()\n"
        "print(flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdout.readline()
        remove_leftovers(tmp_path, tmp_path)
        assert len(list(tmp_path.iterdir())) == 2
        other.stdin.close()
        other.wait()
    (parts,) = tmp_path.glob(".parts-*")
    parts.unlink()
    parts.mkdir()
    remove_leftovers(tmp_path, tmp_path)
    assert list(tmp_path.iterdir()) == []
