"""Examples in docstrings are true, and each module full of patterns or geometry has one."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import generator
from generator.checking import TermWeights, support
from tests.checking.beside import pair

ROOT = Path(generator.__file__).parent
_MIN_PATTERNS = 3  # patterns of a module, from which on nobody reads off it what they match
_MIN_COORDINATES = 40  # names of sides and boxes, likewise
_COORDINATE = re.compile(r"\b(?:x0|x1|y0|y1|bbox|box|left|right|top|bottom|baseline)\b")
_TYPED = re.compile(r"^ *>>> ", re.MULTILINE)
_EXAMPLE = re.compile(rf"{_TYPED.pattern}|\bExample: ", re.MULTILINE)
_OBJECTION = re.compile(r'Example: "([^"]+)" against "([^"]+)" The objection is: (.+?)\.(?= |$)')


def _objection(docstring: str) -> tuple[str, str, str] | None:
    """Return sentence, evidence and objection of the example in a docstring of the check, if it has one."""
    found = _OBJECTION.search(" ".join(docstring.split()))
    return (found[1], found[2], found[3]) if found else None


def files() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def name_of(file: Path) -> str:
    parts = file.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def docstring(file: Path) -> str:
    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""


def is_dense(source: str) -> bool:
    """Return True if a module is full of patterns or of coordinates."""
    return (
        source.count("re.compile(") >= _MIN_PATTERNS or len(_COORDINATE.findall(source)) >= _MIN_COORDINATES
    )


TYPED = [name_of(file) for file in files() if _TYPED.search(file.read_text(encoding="utf-8"))]
OBJECTIONS = [(name_of(file), *told) for file in files() if (told := _objection(docstring(file)))]


def test_every_module_full_of_patterns_or_coordinates_has_an_example() -> None:
    sources = {name_of(file): file.read_text(encoding="utf-8") for file in files()}
    dense = {name: source for name, source in sources.items() if is_dense(source)}
    assert len(dense) > 100
    lacking = [name for name, source in dense.items() if not _EXAMPLE.search(source)]
    assert lacking == []


@pytest.mark.parametrize("module", TYPED)
def test_what_is_typed_gives_what_is_shown(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize(
    ("module", "claim", "evidence", "why"), OBJECTIONS, ids=[told[0] for told in OBJECTIONS]
)
def test_an_example_of_the_check_is_objected_to_with_these_words(
    module: str, claim: str, evidence: str, why: str
) -> None:
    verdict = support(claim, evidence, TermWeights.of([evidence]))
    assert not verdict.supported
    # Another rule may object first, in its own words.
    assert why in {verdict.reason, *_own_objections(module, claim, evidence)}


def _own_objections(module: str, claim: str, evidence: str) -> Iterator[str]:
    """Yield the objections of the rules of one module."""
    beside = pair(claim, evidence)
    for name, rule in vars(importlib.import_module(module)).items():
        if name.endswith("_objections") and rule.__module__ == module and name[0] != "_":
            parameters = inspect.signature(rule).parameters
            if len(parameters) == 1:
                yield from rule([beside] if "Sequence" in str(parameters) else beside)
