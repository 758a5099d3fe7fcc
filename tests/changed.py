"""The tests of what changed: `python -m tests.changed` prints the files of tests that `make quick` runs.

What changed is what git sees between the last commit and the working tree, files that it does not track yet
included; where nothing does, what the last commit changed. The tests of a module are those that import it,
and those that lie where it lies (``generator/reading/cache.py``: ``tests/reading/test_cache.py``). Of a
module that half of the code imports, that is what tests it, not everything that would break with it: the
whole suite tells that.
"""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What is tested by one file, wherever in it something changed.
KEEPERS = {
    "pyproject.toml": "tests/test_architecture.py",
    "content/questions": "tests/project/test_questions.py",
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


def changed_files() -> list[str]:
    """Paths that changed, from the root of the repository."""
    status = _git("status", "--porcelain", "--untracked-files=all", "--no-renames", "-z")
    found = [line[3:] for line in status.split("\0") if line]
    return found or _git("diff", "--name-only", "--no-renames", "HEAD~1", "HEAD").splitlines()


def covering(changed: Iterable[str]) -> list[str]:
    """Test files for ``changed`` paths, in a fixed order; those that were removed are left out."""
    paths = list(changed)
    modules = {_dotted(path) for path in paths if path.startswith("generator/") and path.endswith(".py")}
    files = [file.relative_to(ROOT).as_posix() for file in sorted((ROOT / "tests").rglob("test_*.py"))]
    found = set(ALWAYS)
    found.update(path for path in paths if path in files)
    found.update(test for path in paths for start, test in KEEPERS.items() if path.startswith(start))
    found.update(test for test in files if modules & set(_imports(ROOT / test)))
    found.update(test for test in files for path in paths if _lies_beside(test, path))
    return sorted(found & set(files))


def _lies_beside(test: str, path: str) -> bool:
    if not (path.startswith("generator/") and path.endswith(".py")):
        return False
    folder, name = Path(path).parent.as_posix(), Path(path).stem
    return test == f"tests{folder.removeprefix('generator')}/test_{name}.py"


def _dotted(path: str) -> str:
    parts = Path(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(file: Path) -> Iterator[str]:
    """Modules of ours that a file imports, by both names that ``from a import b`` may mean."""
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


def main(files: Sequence[str]) -> None:
    print("\n".join(files))


if __name__ == "__main__":
    main(covering(changed_files()))
