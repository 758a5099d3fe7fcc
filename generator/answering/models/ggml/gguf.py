"""GGUF, the file format of llama.cpp: read the part before the weights, and write new files.

A file has a header, metadata (named values), a list of tensors and their data. Everything is little-endian.
Strings are bytes here: token strings need not be UTF-8. The format is described in `docs/gguf.md` of ggml.
Versions 2 and 3, which differ only in their number, are read, and 3 is written.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from generator.errors import ModelError

MAGIC = b"GGUF"

U32, I32, F32, STRING, ARRAY = 4, 5, 6, 8, 9
# Numbers of the format's types of value, as struct knows them.
_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", U32: "I", I32: "i", F32: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}

# Types of weights in ggml of 2023, by number: name, weights per block, bytes per block.
WEIGHTS: Mapping[int, tuple[str, int, int]] = {
    0: ("F32", 1, 4),
    1: ("F16", 1, 2),
    2: ("Q4_0", 32, 18),
    3: ("Q4_1", 32, 20),
    6: ("Q5_0", 32, 22),
    7: ("Q5_1", 32, 24),
    8: ("Q8_0", 32, 34),
    10: ("Q2_K", 256, 84),
    11: ("Q3_K", 256, 110),
    12: ("Q4_K", 256, 144),
    13: ("Q5_K", 256, 176),
    14: ("Q6_K", 256, 210),
}


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor. shape: the innermost dimension first. kind: a key of WEIGHTS, or another number.

    offset: bytes from the beginning of the data.
    """

    name: bytes
    shape: tuple[int, ...]
    kind: int
    offset: int

    @property
    def size(self) -> int:
        """Bytes of data. Raises KeyError for a type of weights that WEIGHTS does not list."""
        _, weights, size = WEIGHTS[self.kind]
        count = 1
        for length in self.shape:
            count *= length
        return count // weights * size


@dataclass(frozen=True, slots=True)
class Value:
    """A value as written in the file: the number of its type, and its bytes."""

    kind: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Layout:
    """The part of a file before the weights. data: offset of the tensors' data in the file, in bytes."""

    values: Mapping[str, Value]
    tensors: tuple[Tensor, ...]
    data: int
    alignment: int = 32
    _decoded: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def get(self, name: str) -> Any:
        """Return a value: a number, a bool, bytes, or a list of these; None if there is none."""
        if name not in self._decoded:
            value = self.values.get(name)
            self._decoded[name] = None if value is None else _Reader(value.content).value(value.kind)
        return self._decoded[name]

    def text(self, name: str) -> str:
        """Return a string; an empty one if there is none, or another type."""
        value = self.get(name)
        return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""

    def number(self, name: str) -> int | None:
        """Return a whole number; None if there is none, or another type."""
        value = self.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def items(self, name: str) -> list[Any]:
        """Return a list; an empty one if there is none, or another type."""
        value = self.get(name)
        return value if isinstance(value, list) else []


class _Reader:
    """Values read from bytes, one after the other. Raises EOFError past the end, ValueError for nonsense."""

    def __init__(self, content: bytes | mmap.mmap, at: int = 0) -> None:
        self.content, self.at = content, at

    def take(self, size: int) -> bytes:
        if size > len(self.content) - self.at:
            raise EOFError
        self.at += size
        return self.content[self.at - size : self.at]

    def number(self, letter: str) -> Any:
        return struct.unpack("<" + letter, self.take(struct.calcsize("<" + letter)))[0]

    def length(self) -> int:
        return int(self.number("Q"))

    def string(self) -> bytes:
        return self.take(self.length())

    def value(self, kind: int) -> Any:
        if kind == STRING:
            return self.string()
        if kind == ARRAY:
            inner, count = self.number("I"), self.length()
            if inner == STRING:
                return [self.string() for _ in range(count)]
            letter = _letter(inner)
            content = self.take(count * struct.calcsize("<" + letter))
            return list(struct.unpack(f"<{count}{letter}", content))
        return self.number(_letter(kind))


def _letter(kind: int) -> str:
    letter = _NUMBERS.get(kind)
    if letter is None:  # among them: lists of lists, which no model file holds
        raise ValueError(f"a value of the unknown type {kind}")
    return letter


def read_layout(file: Path) -> Layout:
    """Return the part of ``file`` before the weights. Raises ModelError if it is no whole GGUF file."""
    try:
        with file.open("rb") as stream:
            if stream.read(4) != MAGIC:
                raise ModelError(f"{file} is not a GGUF file; name another file")
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return _layout(content)
    except OSError as error:
        raise ModelError(f"{file} cannot be read ({error.strerror}); make it readable") from error
    except EOFError as error:
        raise ModelError(f"{file} ends too early; fetch it again") from error
    except (ValueError, struct.error) as error:
        raise ModelError(f"{file} is damaged, or of a newer GGUF ({error}); fetch it again") from error


def _layout(content: mmap.mmap) -> Layout:
    reader = _Reader(content, len(MAGIC))
    version = reader.number("I")
    if version not in (2, 3):
        raise ValueError(f"version {version}")
    tensor_count, value_count = reader.length(), reader.length()
    values: dict[str, Value] = {}
    for _ in range(value_count):
        name = reader.string().decode("utf-8", "replace")
        kind, start = reader.number("I"), reader.at
        reader.value(kind)
        values[name] = Value(kind, content[start : reader.at])
    tensors = []
    for _ in range(tensor_count):
        name_, dimensions = reader.string(), reader.number("I")
        if not 1 <= dimensions <= 4:
            raise ValueError(f"a tensor of {dimensions} dimensions")
        shape = tuple(reader.length() for _ in range(dimensions))
        tensors.append(Tensor(name_, shape, reader.number("I"), reader.number("Q")))
    layout = Layout(values, tuple(tensors), 0)
    alignment = layout.number("general.alignment") or 32
    if alignment < 1:
        raise ValueError(f"an alignment of {alignment} bytes")
    data = _aligned(reader.at, alignment)
    for tensor in tensors:
        if tensor.kind in WEIGHTS and data + tensor.offset + tensor.size > len(content):
            raise EOFError
    return Layout(values, tuple(tensors), data, alignment)


def _aligned(position: int, alignment: int) -> int:
    return -(-position // alignment) * alignment


def string(content: bytes) -> Value:
    """Return a string for `write`."""
    return Value(STRING, _string(content))


def strings(members: Sequence[bytes]) -> Value:
    """Return a list of strings for `write`."""
    return Value(ARRAY, struct.pack("<IQ", STRING, len(members)) + b"".join(map(_string, members)))


def numbers(kind: int, members: Sequence[float]) -> Value:
    """Return a list of numbers of one type for `write`."""
    content = struct.pack(f"<{len(members)}{_letter(kind)}", *members)
    return Value(ARRAY, struct.pack("<IQ", kind, len(members)) + content)


def number(kind: int, value: float) -> Value:
    """Return a number for `write`."""
    return Value(kind, struct.pack("<" + _letter(kind), value))


def _string(content: bytes) -> bytes:
    return struct.pack("<Q", len(content)) + content


TensorWriter = Callable[[BinaryIO], None]


def write(
    file: Path,
    values: Mapping[str, Value],
    tensors: Sequence[tuple[Tensor, TensorWriter]],
    alignment: int = 32,
) -> None:
    """Write a GGUF file of version 3; a function writes each tensor's data, and offsets are computed.

    It is not atomic: the caller renames the file. Raises OSError.
    """
    infos, offset = [], 0
    for tensor, _ in tensors:
        infos.append(
            _string(tensor.name)
            + struct.pack(f"<I{len(tensor.shape)}QIQ", len(tensor.shape), *tensor.shape, tensor.kind, offset)
        )
        offset = _aligned(offset + tensor.size, alignment)
    with file.open("wb") as stream:
        stream.write(MAGIC + struct.pack("<IQQ", 3, len(tensors), len(values)))
        for name, value in values.items():
            stream.write(_string(name.encode()) + struct.pack("<I", value.kind) + value.content)
        stream.write(b"".join(infos))
        for _, content in tensors:
            stream.write(b"\0" * (_aligned(stream.tell(), alignment) - stream.tell()))
            content(stream)
        stream.flush()
        os.fsync(stream.fileno())


def tensor_copier(source: Path, layout: Layout, tensor: Tensor) -> TensorWriter:
    """Return a function that copies the data of a tensor of ``source``, a few MB at a time."""

    def copy(stream: BinaryIO) -> None:
        with source.open("rb") as original:
            original.seek(layout.data + tensor.offset)
            left = tensor.size
            while left:
                block = original.read(min(left, 1 << 22))
                if not block:
                    raise OSError(f"{source} became shorter while it was read")
                stream.write(block)
                left -= len(block)

    return copy
