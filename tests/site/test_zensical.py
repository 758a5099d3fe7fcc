"""The same folder of pages, built by Zensical where it is installed: what differs warns, and does not fail.

Material for MkDocs ends; Zensical reads the same configuration. It changes with every release, so only
that it builds our tree at all is asserted, and that its pages show the same answers.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from generator.site.inspection.security import page_paths
from tests.site.small_collection import ROOT, small_collection, write

SHOWN = 5


@dataclass(frozen=True)
class Page:
    title: str
    headings: tuple[tuple[str, str], ...]  # element, id

    @classmethod
    def read(cls, file: Path) -> Page:
        root: Any = html.parse(str(file), html.HTMLParser(encoding="utf-8")).getroot()
        headings = root.xpath("//article//*[self::h1 or self::h2 or self::h3 or self::h4]")
        return cls(
            " ".join((root.findtext("head/title") or "").split()),
            tuple((h.tag, h.get("id", "")) for h in headings),
        )


@pytest.fixture(scope="module")
def zensical(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small collection as Zensical builds it."""
    program = os.environ.get("ZENSICAL") or shutil.which("zensical")
    if program is None:
        pytest.skip("no zensical on this machine (pip install zensical)")
    root = tmp_path_factory.mktemp("zensical")
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub(r"(?m)^docs_dir: .*$", "docs_dir: docs", config)
    (root / "mkdocs.yml").write_text(
        re.sub(r"(?m)^site_dir: .*$", "site_dir: site", config), encoding="utf-8"
    )
    shutil.copytree(ROOT / "site_templates", root / "site_templates")
    write(small_collection(), root / "docs")
    done = subprocess.run(
        [program, "build", "--clean"], cwd=root, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return root / "site"


def test_zensical_makes_the_same_pages_with_the_same_anchors_and_titles(zensical: Path, site: Path) -> None:
    ours = {p for p in page_paths(site) if not p.startswith("a/")}
    theirs = set(page_paths(zensical))
    differences = [f"{path}: only by mkdocs" for path in sorted(ours - theirs)]
    differences += [f"{path}: only by Zensical" for path in sorted(theirs - ours)]
    for path in sorted(ours & theirs - {"404.html"}):
        one, other = Page.read(site / path), Page.read(zensical / path)
        if one.title != other.title:
            differences.append(f"{path}: title {one.title!r}, by Zensical {other.title!r}")
        if one.headings != other.headings:
            changed = sorted(set(one.headings) ^ set(other.headings)) or "in another order"
            differences.append(f"{path}: headings {changed}")
    for what in differences[:SHOWN]:
        warnings.warn(f"Zensical: {what}", stacklevel=1)
    if len(differences) > SHOWN:
        warnings.warn(f"Zensical: and {len(differences) - SHOWN} differences more", stacklevel=1)
    assert ours & theirs, "no page in common"


def test_zensical_shows_answers_and_runs_nothing_of_theirs(zensical: Path, site: Path) -> None:
    path = "papers/hedgerow-birds.html"
    one, other = (html.parse(str(s / path)).getroot().xpath("//article")[0] for s in (site, zensical))
    shown = [e.text_content().split() for e in one.xpath(".//p[contains(@class, 'ab-answer')]")]
    assert shown
    assert [e.text_content().split() for e in other.xpath(".//p[contains(@class, 'ab-answer')]")] == shown
    assert not other.xpath(".//script | .//@onclick | .//@onerror")
