"""One input given to one target: what comes of it, or what is wrong."""

from __future__ import annotations

import re
import resource
import time
import traceback
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from generator.core import Paper
from generator.errors import AnswerbookError, InvalidFile
from tests.fuzz.checks import check_paper, shape
from tests.fuzz.hiding import is_found
from tests.fuzz.mutating import Mutation
from tests.fuzz.targets import Broken, as_json, target

SECONDS = 5.0  # of processor time, for an input below 1 MB
MEGABYTES = 500
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")  # categories of control, format, half and separating signs
_JOINERS = "\u200c\u200d\xad"  # scripts and hyphenation need them
_FEW = 80  # tries to make a finding smaller, by half, quarter, ...
_AS_THEY_ARE = ("slow", "memory", "hidden", "repeat")  # findings that a smaller input would turn into others


@dataclass(frozen=True, slots=True)
class Finding:
    """kind: the same for findings of one cause. told: for the reader of the report."""

    kind: str
    told: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """shape: the same for inputs that are read alike. seconds: of processor time, for one reading."""

    shape: str
    seconds: float
    finding: Finding | None = None


def attempt(name: str, mutation: Mutation, folder: Path, *, twice: bool = False) -> Outcome:
    """Read a mutated file of the target ``name``; twice: whether the same must come of it again."""
    path = folder / f"paper{target(name).suffix}"
    path.write_bytes(mutation.data)
    before, began = _peak(), time.process_time()
    try:
        result, text = read(name, path)
        took = time.process_time() - began
        if twice and text != read(name, path)[1]:
            raise Broken("repeat: the same bytes are another paper when they are read again")
        if mutation.hidden and is_found(text):
            raise Broken("hidden: words that no page shows are in what was read")
    except AnswerbookError as error:
        took = time.process_time() - began
        if fault := _fault(error):
            return Outcome("fault", took, Finding("message", f"{fault}: {error}"))
        result = re.sub(r"\d+|'[^']*'", "#", str(error).partition(": ")[2])[:200]
    except Broken as error:
        return Outcome("broken", 0, Finding(str(error).partition(":")[0].replace(" ", "-"), str(error)))
    except Exception as error:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "generator" in f.filename]
        where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "outside"
        told = "".join(traceback.format_exception(error)[-12:])
        return Outcome("raised", 0, Finding(f"{type(error).__name__}-{where}", told))
    finding = None
    if took > SECONDS:
        finding = Finding("slow", f"{took:.1f} s of processor time for {len(mutation.data)} bytes")
    elif (grown := _peak() - before) > MEGABYTES:
        finding = Finding("memory", f"{grown:.0f} MB for {len(mutation.data)} bytes")
    return Outcome(shape(result), took, finding)


def smaller(name: str, mutation: Mutation, finding: Finding, folder: Path) -> bytes:
    """Return a part of the input with the same finding, as small as a few tries make it."""
    data = mutation.data
    if finding.kind in _AS_THEY_ARE:
        return data
    tries, size = 0, len(data) // 2
    while size and tries < _FEW:
        at = 0
        while at < len(data) and tries < _FEW:
            tries += 1
            part = data[:at] + data[at + size :]
            again = attempt(name, Mutation(part, False), folder).finding
            if again is not None and again.kind == finding.kind:
                data = part
            else:
                at += size
        size //= 2
    return data


def read(name: str, path: Path) -> tuple[object, str]:
    """Read a file as a build does, to what is written of it; what came of it, and that as JSON.

    Raises AnswerbookError where it is refused, Broken where a property of papers does not hold.
    """
    result = target(name).read(path)
    if isinstance(result, Paper):
        check_paper(result)
        text = as_json(result.to_json())
    else:
        text = as_json(result)
    text.encode()  # what is read is written: half of a surrogate pair, say, would stop a build there
    return result, text


def _fault(error: AnswerbookError) -> str:
    """Return what is wrong with a message to people."""
    text = str(error)
    if "Traceback" in text or "report it" in text:
        return "a fault of ours is told as one of the file"
    if not isinstance(error, InvalidFile) and "\n" in text:
        return "more than a line"
    unseen = any(unicodedata.category(sign) in _UNSEEN and sign not in _JOINERS for sign in text)
    return "signs that cannot be seen" if unseen and not isinstance(error, InvalidFile) else ""


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
