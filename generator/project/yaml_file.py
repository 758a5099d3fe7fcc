"""YAML files that people write: read with line numbers, checked against a model, all problems at once.

``read_yaml`` turns a file into plain data and remembers on which line each value stands;
``load_model`` checks the data against a pydantic model. Both raise ``InvalidFile`` with every
problem that they found, each with its line and the way to mend it. Only what these files need is
read: mappings with text as keys, lists, and plain scalars. Tags, anchors and aliases are problems,
so that no file can make an object or grow when it is read.
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

__all__ = ["FileModel", "Finding", "Mark", "YamlFile", "load_model", "read_yaml"]

_PLAIN = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp")}

# As git leaves them where two branches changed the same lines.
_MARK = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
_WRITTEN_TAG = "written out: "

Finding = tuple[Location, str]  # where in the data, and what is wrong and how to mend it
Model = TypeVar("Model", bound=BaseModel)


class FileModel(BaseModel):
    """Base of the models of files: unknown keys are problems, and nothing is guessed (5 is not "5")."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands (``line`` from 1), and for a scalar how it is written there."""

    line: int
    written: str | None = None


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file as read: plain data, the mark of each location in it, and problems of the YAML itself.

    unread: locations whose value could not be read, and stands as None in the data.
    """

    name: str
    data: Any
    marks: Mapping[Location, Mark]
    problems: tuple[Problem, ...] = ()
    unread: frozenset[Location] = frozenset()

    def mark(self, location: Location) -> Mark:
        """Mark of a location, or of the nearest one around it that stands in the file."""
        while location not in self.marks:
            if not location:
                return Mark(1)
            location = location[:-1]
        return self.marks[location]

    def problem(self, location: Location, message: str) -> Problem:
        """A problem at a location of the data, with its line."""
        return Problem(self.name, self.mark(location).line, message)


def read_yaml(path: Path, max_bytes: int = 1_000_000) -> YamlFile:
    """The data of a file. Raises InvalidFile where the YAML itself cannot be read, or is too large.

    Repeated keys, keys that are not text and foreign tags do not hide the rest of the file: they
    come in ``problems``, and the caller reports them together with its own.
    """
    name = _shown(path)
    text = _text(path, name, max_bytes)
    if marked := _MARK.search(text):
        line = text.count("\n", 0, marked.start()) + 1
        _stop(name, line, "is the mark of a merge conflict; keep what is to stay of both sides, and no marks")
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
    return YamlFile(name, data, builder.marks, tuple(builder.problems), frozenset(builder.unread))


def load_model(
    path: Path, model: type[Model], check: Callable[[Any], Iterable[Finding]] | None = None
) -> Model:
    """The file as a ``model``. Raises InvalidFile with all its problems, in the order of their lines.

    check: findings that a model cannot see (two items with one id, say), given the plain data,
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
            if location in file.unread:
                continue  # has its problem already
            message = problem_text(item, model, location, file.mark(location).written)
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
            _stop(name, None, f"has {size:,} bytes, and at most {max_bytes:,} are read; split it")
        raw = bytes_of(path)
    except FileNotFoundError:
        _stop(name, None, "there is no such file; check the name")
    except OSError as error:
        _stop(name, None, f"cannot be read ({error.strerror}); check that it is a file that you may read")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        _stop(name, line, "is not UTF-8 text; save the file in the encoding UTF-8")


def _stop(name: str, line: int | None, message: str) -> NoReturn:
    raise InvalidFile([Problem(name, line, message)])


def _followed(data: Any, location: Iterable[int | str]) -> Location:
    """The part of a pydantic location that stands in the data: names of union members do not."""
    followed: list[int | str] = []
    for step in location:
        inside = step in data if isinstance(data, dict) else isinstance(data, list) and isinstance(step, int)
        if inside:
            data = data[step]
            followed.append(step)
    return tuple(followed)


class _Loader(PlainLoader):
    """Composes nodes that remember whether their tag was written out."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        tag = getattr(yaml.parser.Parser.peek_event(self), "tag", None)
        node = super().compose_node(parent, index)
        # Written out, like !!int: the builder reads resolved tags only.
        if node is not None and tag is not None:
            node.tag = f"{_WRITTEN_TAG}{tag}"
        return node


class _Builder:
    """Plain data from composed nodes, with the mark of each location."""

    def __init__(self, name: str, loader: _Loader) -> None:
        self.name, self.loader = name, loader
        self.marks: dict[Location, Mark] = {}
        self.problems: list[Problem] = []
        self.unread: set[Location] = set()

    def build(self, node: Any, location: Location, line: int | None = None) -> Any:
        line = node.start_mark.line + 1 if line is None else line
        written = node.value if isinstance(node, yaml.ScalarNode) and node.style is None else None
        self.marks[location] = Mark(line, written)
        if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
            return self._mapping(node, location)
        if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
            return [self.build(child, (*location, i)) for i, child in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and node.tag in _PLAIN:
            return self._scalar(node, location, line)
        self.unread.add(location)
        self._problem(
            line,
            f"the tag {node.tag.removeprefix(_WRITTEN_TAG)!r} is not read here; write the plain value alone",
        )
        return None

    def _mapping(self, node: Any, location: Location) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.tag != "tag:yaml.org,2002:str":
                self._problem(line, f'the key {_brief(key)} is not read as text; put it in quotes: "..."')
            elif key.value in data:
                first = self.marks[(*location, key.value)].line
                self._problem(line, f"the key {key.value!r} stands on line {first} already; delete one")
            else:
                data[key.value] = self.build(value, (*location, key.value), line)
        return data

    def _scalar(self, node: Any, location: Location, line: int) -> Any:
        try:
            return self.loader.construct_object(node)
        except (ValueError, OverflowError):
            # 2024-13-45 looks like a date and is none; a number may have more digits than Python reads.
            self.unread.add(location)
            self._problem(line, f"{_brief(node)} looks like a number or a date and is none; put it in quotes")
            return None

    def _problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.name, line, message))


def _brief(node: Any) -> str:
    text = str(node.value) if isinstance(node, yaml.ScalarNode) else "that is a list or a mapping"
    return text if len(text) <= 60 else text[:57] + "..."


def _syntax(error: yaml.MarkedYAMLError, loader: _Loader) -> str:
    """The parser's complaint in plain words, with a mend."""
    problem = error.problem or "cannot be read as YAML"
    if "'\\t'" in problem:
        return "a tab stands where blanks belong; indent with blanks only"
    if "mapping values are not allowed" in problem:
        return "a second ': ' stands on this line, or the line is indented too far; put the text in quotes"
    if "single document" in problem or "single document" in (error.context or ""):
        return "a second document begins here; delete the line `---`"
    if isinstance(error, yaml.composer.ComposerError):
        return problem
    if "block end" in problem or "could not find expected ':'" in problem:
        return "the indentation does not fit the lines before, or a ':' is missing; line up keys of one level"
    return f"{problem}; check the quotes, brackets and indentation here"
