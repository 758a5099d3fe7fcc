"""The tests of what changed: `python -m tests.changed` prints the files of tests that `make quick` runs.

What changed is what git sees between the last commit and the working tree, files that it does not track yet
included; where nothing does, what the last commit changed. The tests of a module are those that import it,
those that lie where it lies (``generator/reading/cache.py``: ``tests/reading/test_cache.py``), and those that
bear the name of its folder (``generator/reading/pdf/page_words.py``: ``tests/reading/test_pdf_text.py``).
For some modules that is half of the suite, too much for a minute: what lies next to a change is always run,
and of the rest the shortest files that fit. The whole suite runs all.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tests.seconds import read_seconds

ROOT = Path(__file__).resolve().parent.parent
# What is tested by one file, wherever in it something changed.
KEEPERS = {
    "pyproject.toml": "tests/test_architecture.py",
    "content/questions": "tests/project/test_question_files.py",
    "content/pages": "tests/test_docs.py",
    "docs": "tests/test_book.py",
    "CONTRIBUTING.md": "tests/test_book.py",
    "content/papers": "tests/test_demo_papers.py",
    "tests/demo_expected.yml": "tests/test_demo_expected.py",
    "tests/demo_notes.yml": "tests/test_demo_expected.py",
    "content/answers": "tests/test_demo_cells.py",
    "site_templates/pages": "tests/site/test_templates.py",
    "site_templates/answers": "tests/site/test_permalinks.py",
    "site_templates/overrides": "tests/site/test_security.py",
}
ALWAYS = ("tests/test_architecture.py",)
# Seconds of tests, summed over cores: with lint and types, `make quick` then takes less than a minute on two.
BUDGET = 30.0
UNKNOWN_SECONDS = 3.0  # of a file that has not been run here yet


def changed_files() -> list[str]:
    """Return the paths that changed, from the root of the repository."""
    status = _git("status", "--porcelain", "--untracked-files=all", "--no-renames", "-z")
    found = [line[3:] for line in status.split("\0") if line]
    return found or _git("diff", "--name-only", "--no-renames", "HEAD~1", "HEAD").splitlines()


def near(changed: Iterable[str]) -> list[str]:
    """Return the test files that changed, that keep what changed, or that lie next to it; sorted."""
    paths, files = list(changed), _test_files()
    found = set(ALWAYS)
    found.update(path for path in paths if path in files)
    found.update(test for path in paths for start, test in KEEPERS.items() if path.startswith(start))
    found.update(test for test in files for path in paths if _lies_next_to(test, path))
    return sorted(found & set(files))


def covering(changed: Iterable[str]) -> list[str]:
    """Return those, and the test files that import a module that changed or bear the name of its folder."""
    paths = list(changed)
    modules = {_dotted(path) for path in paths if path.startswith("generator/") and path.endswith(".py")}
    importing = {test for test in _test_files() if modules & set(_imports(ROOT / test))}
    of_folders = {test for test in _test_files() for path in paths if _is_of_folder(test, path)}
    return sorted({*near(paths), *importing, *of_folders})


def fitting(
    first: Iterable[str], others: Iterable[str], seconds: Mapping[str, float], budget: float = BUDGET
) -> list[str]:
    """Return ``first``, whatever they take, and the shortest of ``others`` that fit ``budget`` seconds."""
    chosen = set(first)
    left = budget - sum(seconds.get(test, UNKNOWN_SECONDS) for test in chosen)
    rest = sorted((seconds.get(test, UNKNOWN_SECONDS), test) for test in set(others) - chosen)
    for taken, test in rest:
        left -= taken
        if left < 0:
            break
        chosen.add(test)
    return sorted(chosen)


def _test_files() -> list[str]:
    return [file.relative_to(ROOT).as_posix() for file in sorted((ROOT / "tests").rglob("test_*.py"))]


def _lies_next_to(test: str, path: str) -> bool:
    if not (path.startswith("generator/") and path.endswith(".py")):
        return False
    folder, name = Path(path).parent.as_posix(), Path(path).stem
    return test == f"tests{folder.removeprefix('generator')}/test_{name}.py"


def _is_of_folder(test: str, path: str) -> bool:
    if not (path.startswith("generator/") and path.endswith(".py")):
        return False
    folder = Path(path).parent
    return test.startswith(f"tests{folder.parent.as_posix().removeprefix('generator')}/test_{folder.name}")


def _dotted(path: str) -> str:
    parts = Path(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(file: Path) -> Iterator[str]:
    """Yield the modules that a file imports, by both names that ``from a import b`` may mean."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _git(*arguments: str) -> str:
    done: subprocess.CompletedProcess[str] = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def main() -> None:
    """Print the files to run, and to stderr how many were left out."""
    changed = changed_files()
    every = covering(changed)
    chosen = fitting(near(changed), every, read_seconds())
    print("\n".join(chosen))
    if left_out := len(every) - len(chosen):
        print(
            f"Left out: {left_out} of {len(every)} files of tests, for a minute is too short; "
            "`make test` runs all.",
            file=sys.stderr,
        )


if __name__ == "__main__":
    main()
