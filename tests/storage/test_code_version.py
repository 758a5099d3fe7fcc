"""A new version of the code is noticed: whatever it changes, each key that must change does."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.storage.code_version import code_of

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "generator"

# Prints every key that stands for our code: for the package as it is, then for each file that is named on
# the input, to which a comment is added for that time.
KEYS = r"""
import json, sys
from pathlib import Path
import generator
from generator.run import input_state as inputs
from generator.project import Project
from generator.reading.cache import reader_code_hash
from generator.site.answer_pages import answer_page_files as writing
from generator.site.inspection import page_checks
from generator.site.pages import page_keys as keys
from generator.site.publishing import published_input as published
from generator.storage.code_version import code_of
from tests.site.small_collection import small_collection

package = Path(generator.__file__).parent
project, collection = Project.find(Path(sys.argv[1])), small_collection()
wanted, templates = inputs.RunConfig.of(project), project.root

def keys_now():
    code_of.cache_clear()
    published._versions.cache_clear()
    return {
        "kept papers": reader_code_hash(),
        "pages": keys.common_key(collection, templates),
        "site": published._versions()[0][1],
        "pages of answers": writing._common(collection, templates),
        "inspections": page_checks._record(Path(), frozenset())._head()[2],
        "last build": inputs.input_state(project, wanted, query_servers=False).rest,
    }

found = {"": keys_now()}
for name in json.load(sys.stdin):
    file = package / name
    before = file.read_bytes()
    file.write_bytes(before + b"\n# changed\n")
    found[name] = keys_now()
    file.write_bytes(before)
print(json.dumps(found))
"""
# Whose code each key stands for; the record of the last build stands for all of it.
OWNERS = {
    "kept papers": ("core", "reading"),
    "pages": ("core", "site"),
    "site": ("core", "site"),
    "pages of answers": ("core", "site"),
    "inspections": ("site",),
}


def one_file_a_folder() -> list[str]:
    """Return the largest file of each folder of the package."""
    largest: dict[Path, Path] = {}
    for file in sorted(PACKAGE.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts and "_shipped" not in file.parts:
            rival = largest.get(file.parent)
            if rival is None or file.stat().st_size > rival.stat().st_size:
                largest[file.parent] = file
    return sorted(file.relative_to(PACKAGE).as_posix() for file in largest.values())


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """File -> key -> its value while that file was changed; the empty name stands for no change."""
    root = tmp_path_factory.mktemp("copied")
    shutil.copytree(PACKAGE, root / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("tests", "mkdocs.yml", "site_templates", "content"):
        (root / name).symlink_to(ROOT / name)
    (root / "project" / "content").mkdir(parents=True)
    (root / "project" / "content" / "answerbook.yml").write_text("title: Tea\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", KEYS, str(root / "project")],
        input=json.dumps(one_file_a_folder()),
        env={"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, str]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("file", one_file_a_folder())
def test_a_change_in_any_folder_changes_each_key_that_stands_for_it(
    keys: dict[str, dict[str, str]], file: str
) -> None:
    before, after = keys[""], keys[file]
    changed = {key for key in before if before[key] != after[key]}
    room = file.split("/")[0]
    assert changed == {"last build", *(key for key, rooms in OWNERS.items() if room in rooms)}


def test_what_has_no_files_is_an_error_and_not_a_hash_that_never_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hollow").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(FileNotFoundError, match="no files of hollow"):
        code_of("hollow")


@pytest.mark.parametrize("name", ["generator.errors", "no_such_package"])
def test_what_is_no_package_is_an_error(name: str) -> None:
    with pytest.raises(ImportError, match=f"{name} is not a package"):
        code_of(name)
