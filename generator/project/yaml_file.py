"""YAML files that people write: read with line numbers, checked against a model, all problems at once.

``read_yaml`` turns a file into plain data and records the line of each value; ``load_model`` checks the data
against a pydantic model. Both raise ``InvalidFile`` with every problem that they found, each with its line
and a fix. Only what these files need is read: mappings with text as keys, lists, and plain scalars. Tags,
anchors and aliases are problems, so that no file can create an object or grow when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from generator.errors import InvalidFile, Problem
from generator.project.problems import Location, problem_text
from generator.storage.files import bytes_of
from generator.storage.plain_yaml import PlainLoader

__all__ = ["FileModel", "Finding", "YamlFile", "YamlPosition", "load_model", "read_yaml"]

_PLAIN = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp")}

# As git leaves them if two branches changed the same lines.
_CONFLICT_MARK = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
_WRITTEN_TAG = "written out: "

Finding = tuple[Location, str]  # where in the data; what is wrong and how to fix it
Model = TypeVar("Model", bound=BaseModel)


class FileModel(BaseModel):
    """Base of the models of files: unknown keys are problems, and nothing is guessed (5 is not "5")."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


@dataclass(frozen=True, slots=True)
class YamlPosition:
    """The line of a value (from 1), and for a scalar how it is written there."""

    line: int
    written: str | None = None


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file as read: plain data, the position of each location in it, and problems of the YAML itself.

    unreadable: locations whose value could not be read, and is None in the data.
    """

    name: str
    data: Any
    positions: Mapping[Location, YamlPosition]
    problems: tuple[Problem, ...] = ()
    unreadable: frozenset[Location] = frozenset()

    def position(self, location: Location) -> YamlPosition:
        """Return the position of a location, or of the nearest enclosing one that exists in the file."""
        while location not in self.positions:
            if not location:
                return YamlPosition(1)
            location = location[:-1]
        return self.positions[location]

    def problem(self, location: Location, message: str) -> Problem:
        """Return a problem at a location of the data, with its line."""
        return Problem(self.name, self.position(location).line, message)


def read_yaml(path: Path, max_bytes: int = 1_000_000) -> YamlFile:
    """Return the data of a file. Raises InvalidFile if the YAML is unreadable or over ``max_bytes``.

    Repeated keys, keys that are not text and foreign tags do not hide the rest of the file: they are returned
    in ``problems``, for the caller to report together with its own.
    """
    name = _shown(path)
    text = _text(path, name, max_bytes)
    if marked := _CONFLICT_MARK.search(text):
        line = text.count("\n", 0, marked.start()) + 1
        _stop(name, line, "is a merge conflict marker; keep what you need and delete the markers")
    try:
        loader = _Loader(text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        _stop(name, line, f"the character U+{ord(text[error.position]):04X} is not allowed; delete it")
    try:
        root = loader.get_single_node()
        if root is None:
            _stop(name, None, "the file is empty; write its keys and values")
        builder = _Builder(name, loader)
        data = builder.build(root, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _stop(name, mark.line + 1 if mark else None, _syntax(error, loader))
    finally:
        loader.dispose()
    return YamlFile(name, data, builder.positions, tuple(builder.problems), frozenset(builder.unreadable))


def load_model(
    path: Path, model: type[Model], check: Callable[[Any], Iterable[Finding]] | None = None
) -> Model:
    """Return the file as a ``model``. Raises InvalidFile with all its problems, in the order of their lines.

    check: returns findings that a model cannot see (two items with one id, for example) for the plain data,
    which may have any shape.
    """
    file = read_yaml(path)
    problems = list(file.problems)
    value: Model | None = None
    try:
        value = model.model_validate(file.data)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            location = _followed(file.data, item["loc"])
            if location in file.unreadable:
                continue  # has its problem already
            message = problem_text(item, model, location, file.position(location).written)
            problems.append(file.problem(location, message))
    if check is not None:
        problems += [file.problem(location, message) for location, message in check(file.data)]
    if problems or value is None:
        raise InvalidFile(sorted(dict.fromkeys(problems), key=lambda p: p.line or 0))
    return value


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _text(path: Path, name: str, max_bytes: int) -> str:
    try:
        if (size := path.stat().st_size) > max_bytes:
            _stop(name, None, f"has {size:,} bytes, but at most {max_bytes:,} are read; split it")
        raw = bytes_of(path)
    except FileNotFoundError:
        _stop(name, None, "the file does not exist; check the name")
    except OSError as error:
        _stop(name, None, f"cannot be read ({error.strerror}); check that it is a file that you may read")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        _stop(name, line, "is not UTF-8 text; save the file as UTF-8")


def _stop(name: str, line: int | None, message: str) -> NoReturn:
    raise InvalidFile([Problem(name, line, message)])


def _followed(data: Any, location: Iterable[int | str]) -> Location:
    """Return the part of a pydantic location that exists in the data: names of union members do not."""
    followed: list[int | str] = []
    for step in location:
        inside = step in data if isinstance(data, dict) else isinstance(data, list) and isinstance(step, int)
        if inside:
            data = data[step]
            followed.append(step)
    return tuple(followed)


class _Loader(PlainLoader):
    """A loader whose nodes record whether their tag was written out."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        tag = getattr(yaml.parser.Parser.peek_event(self), "tag", None)
        node = super().compose_node(parent, index)
        # Written out, like !!int: the builder reads resolved tags only.
        if node is not None and tag is not None:
            node.tag = f"{_WRITTEN_TAG}{tag}"
        return node


class _Builder:
    """Builds plain data from composed nodes, and records the position of each location."""

    def __init__(self, name: str, loader: _Loader) -> None:
        self.name, self.loader = name, loader
        self.positions: dict[Location, YamlPosition] = {}
        self.problems: list[Problem] = []
        self.unreadable: set[Location] = set()

    def build(self, node: Any, location: Location, line: int | None = None) -> Any:
        line = node.start_mark.line + 1 if line is None else line
        written = node.value if isinstance(node, yaml.ScalarNode) and node.style is None else None
        self.positions[location] = YamlPosition(line, written)
        if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
            return self._mapping(node, location)
        if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
            return [self.build(child, (*location, i)) for i, child in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and node.tag in _PLAIN:
            return self._scalar(node, location, line)
        self.unreadable.add(location)
        self._problem(
            line,
            f"the tag {node.tag.removeprefix(_WRITTEN_TAG)!r} is not allowed here; write the plain value",
        )
        return None

    def _mapping(self, node: Any, location: Location) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.tag != "tag:yaml.org,2002:str":
                self._problem(line, f'the key {_brief(key)} is not read as text; put it in quotes: "..."')
            elif key.value in data:
                first = self.positions[(*location, key.value)].line
                self._problem(line, f"duplicate key {key.value!r} (first on line {first}); delete one")
            else:
                data[key.value] = self.build(value, (*location, key.value), line)
        return data

    def _scalar(self, node: Any, location: Location, line: int) -> Any:
        try:
            return self.loader.construct_object(node)
        except (ValueError, OverflowError):
            # 2024-13-45 looks like a date but is none; a number may have more digits than Python reads.
            self.unreadable.add(location)
            message = "is not a valid number or date; correct it or put it in quotes"
            self._problem(line, f"{_brief(node)} {message}")
            return None

    def _problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.name, line, message))


def _brief(node: Any) -> str:
    text = str(node.value) if isinstance(node, yaml.ScalarNode) else "that is a list or a mapping"
    return text if len(text) <= 60 else text[:57] + "..."


def _syntax(error: yaml.MarkedYAMLError, loader: _Loader) -> str:
    """Return the parser's complaint in plain words, with a fix."""
    problem = error.problem or "cannot be read as YAML"
    if "'\\t'" in problem:
        return "a tab is used for indentation; use spaces only"
    if "mapping values are not allowed" in problem:
        return "this line has a second ': ' or is indented too far; put the text in quotes or indent less"
    if "single document" in problem or "single document" in (error.context or ""):
        return "a second YAML document begins here; delete the line `---`"
    if isinstance(error, yaml.composer.ComposerError):
        return problem
    if "block end" in problem or "could not find expected ':'" in problem:
        return "the indentation does not match the lines above, or a ':' is missing; align keys of one level"
    return f"{problem}; check the quotes, brackets and indentation here"
