"""The pages are valid HTML, says the Nu Html Checker; what it says of the theme's own markup is set aside.

Needs Java and ``npm install --prefix build/tools vnu-jar``, as `.ci/run` installs them; skips, saying so,
without.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

from tests.site.small_collection import ROOT

JAR = ROOT / "build" / "tools" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# Of the theme's templates: (what is said, the markup it is said of).
THEMES = (
    ("Attribute “autocomplete” is only allowed when the input type", r'class="md-(toggle|option)"'),
    ("The value of the “for” attribute of the “label” element must be the ID", r'for="__(toc|nav_\d+)"'),
)


def errors(site: Path, jar: Path) -> list[str]:
    """``page: line: what`` for every error that is not the theme's."""
    command = [
        "java",
        "-Xmx512m",
        "-jar",
        str(jar),
        "--format",
        "json",
        "--exit-zero-always",
        "--errors-only",
    ]
    done = subprocess.run(
        [*command, "--skip-non-html", str(site)], capture_output=True, text=True, timeout=600, check=True
    )
    messages = json.loads(done.stdout or done.stderr)["messages"]
    return [
        f"{m.get('url', '')[-60:]}:{m.get('lastLine', '?')}: {m['message']} {m.get('extract', '')!r}"
        for m in messages
        if not any(
            m["message"].startswith(said) and re.search(of, m.get("extract", "")) for said, of in THEMES
        )
    ]


@pytest.fixture(scope="module")
def jar() -> Path:
    found = Path(os.environ.get("VNU_JAR") or JAR)
    if shutil.which("java") is None or not found.is_file():
        pytest.skip("no Java or no vnu.jar (npm install --prefix build/tools vnu-jar)")
    return found


def test_the_pages_are_valid(site: Path, jar: Path) -> None:
    assert errors(site, jar) == []


def test_the_checker_finds_what_is_not_valid(tmp_path: Path, jar: Path) -> None:
    page = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title></head><body>{}'
    (tmp_path / "good.html").write_text(page.format("<p>x</p>"))
    (tmp_path / "bad.html").write_text(page.format("<ul><p id='a'>x</p><p id='a'>y</p></ul>"))
    found = errors(tmp_path, jar)
    assert found
    assert all("bad.html" in line for line in found)


def test_no_two_files_of_a_site_are_one_where_neither_case_nor_composition_counts(site: Path) -> None:
    folded: dict[str, list[str]] = defaultdict(list)
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        folded[unicodedata.normalize("NFC", name).casefold()].append(name)
    assert len(folded) > 50
    assert [names for names in folded.values() if len(names) > 1] == []
