"""``content/notices.yml``: what was published about the papers since, by people and `answerbook notices`.

Two lists: ``notices``, and ``checked``, which says when each source was asked. Commands only add to the first
and write the second anew; what people wrote, comments too, stays.
"""

from __future__ import annotations

import datetime
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BeforeValidator, Field

from generator.core.identifiers import arxiv_id, arxiv_version, doi
from generator.core.notice import Check, Kind, Notice, is_date
from generator.errors import AnswerbookError, InvalidFile
from generator.project.questions import Text
from generator.project.yaml_file import FileModel, Finding, load_model
from generator.storage.files import write_whole

__all__ = ["NoticesFile", "add_notices", "load_notices"]

_SHA256 = re.compile(r"[0-9a-f]{64}")
_BARE = ("date", "taken", "papers")  # days and numbers, which YAML knows
_KEY = re.compile(r"^[A-Za-z_\"']", re.MULTILINE)
_HEAD = """\
# What was published about the papers of this project since: retractions, corrections, newer versions.
# `answerbook notices` adds to it, and so may you; the guide says what each key means.
"""


def _paper(value: str) -> str:
    if found := doi(value) or arxiv_id(value).lower():
        return found
    raise ValueError(f"{value!r} is neither a DOI such as 10.1000/abc nor an arXiv id such as 2401.00010")


def _notice(value: str) -> str:
    if found := doi(value) or (arxiv_id(value) + arxiv_version(value)).lower():
        return found
    raise ValueError(f"{value!r} is neither a DOI nor an arXiv id; an address belongs under `url`")


def _date(value: Any) -> Any:
    # YAML makes a day of 2024-02-03 and a number of 2024.
    text = str(value) if isinstance(value, int | str | datetime.date) else ""
    if is_date(text):
        return text
    raise ValueError("is no date; write it like 2024-02-03, 2024-02 or 2024")


def _day(value: Any) -> Any:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    raise ValueError("is no day; write it like 2024-02-03, without quotes")


def _address(value: str) -> str:
    if re.fullmatch(r"https?://[^\s\"'<>]+", value):
        return value
    raise ValueError(f"{value!r} is no address that begins with https://")


def _hash(value: str) -> str:
    if _SHA256.fullmatch(value):
        return value
    raise ValueError("is no SHA-256, which has 64 digits and letters from a to f")


_Hash = Annotated[str, AfterValidator(_hash)]
_Day = Annotated[str, BeforeValidator(_day)]


class _Notice(FileModel):
    paper: Annotated[Text, AfterValidator(_paper)]
    kind: Kind
    source: Text
    taken: _Day
    date: Annotated[str, BeforeValidator(_date)] = Field(default="")
    notice: Annotated[Text, AfterValidator(_notice)] = Field(default="")
    url: Annotated[Text, AfterValidator(_address)] = Field(default="")
    note: Text = Field(default="")
    sha256: _Hash = Field(default="")


class _Check(FileModel):
    source: Text
    taken: _Day
    papers: int
    sha256: _Hash = Field(default="")


class _File(FileModel):
    notices: list[_Notice] = Field(default_factory=list)
    checked: list[_Check] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NoticesFile:
    """What the file says: notices in its order, and when which source was asked."""

    notices: tuple[Notice, ...] = ()
    checked: tuple[Check, ...] = ()


def load_notices(file: Path) -> NoticesFile:
    """The notices of a project; none where there is no such file. Raises InvalidFile with all problems."""
    if not file.is_file():
        return NoticesFile()
    found = load_model(file, _File, _twice)
    return NoticesFile(
        tuple(Notice(**entry.model_dump()) for entry in found.notices),
        tuple(Check(**entry.model_dump()) for entry in found.checked),
    )


def add_notices(file: Path, new: Sequence[Notice], checked: Sequence[Check]) -> NoticesFile:
    """Add what is new to the file, and say what was asked just now; what it said of other sources stays.

    Raises InvalidFile where the file has problems, AnswerbookError where it cannot be added to or written.
    """
    before = load_notices(file)
    known = {notice.key for notice in before.notices}
    fresh = (notice for notice in new if notice.key not in known)
    added = tuple(replace(n, note=_one_line(n.note), source=_one_line(n.source)) for n in fresh)
    again = {check.source for check in checked}
    checks = (*(check for check in before.checked if check.source not in again), *checked)
    wanted = NoticesFile((*before.notices, *added), checks)
    try:
        text = file.read_text(encoding="utf-8-sig") if file.is_file() else _HEAD
        text = _with_checks(_with_notices(text, added), checks)
        if _read_back(text) != wanted:
            raise AnswerbookError(
                f"{file}: nothing can be added to it as it is laid out; begin each notice with `- paper:` on "
                "a line of its own, below a line `notices:`."
            )
        write_whole(file, text)
    except OSError as error:
        raise AnswerbookError(f"{file}: cannot be written ({error.strerror}); make it writable.") from error
    return wanted


def _one_line(text: str) -> str:
    """A text of a source without line breaks and signs that print nothing."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _read_back(text: str) -> NoticesFile | None:
    """What a file of this text would say; None where it would be no such file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "notices.yml"
        file.write_text(text, encoding="utf-8")
        try:
            return load_notices(file)
        except InvalidFile:
            return None


def _twice(data: Any) -> Iterable[Finding]:
    """Two entries of one notice: nobody could tell which counts."""
    entries = data.get("notices") if isinstance(data, dict) else None
    seen: dict[tuple[str, ...], int] = {}
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not isinstance(entry, dict):
            continue  # has a problem of its own
        names = ("paper", "kind", "notice", "url", "date")
        key = tuple(str(entry.get(name, "")).lower() for name in names)
        if key in seen:
            message = f"is the same notice as entry {seen[key] + 1}; keep one of the two"
            yield ("notices", number), message
        seen.setdefault(key, number)


def _with_notices(text: str, added: Sequence[Notice]) -> str:
    """The file with further entries behind those that it has."""
    if not added:
        return text
    start, end = _block(text, "notices")
    if start < 0:
        text = f"{text.rstrip()}\n\nnotices:\n".lstrip()
        start, end = _block(text, "notices")
    own, rest = text[start:end].rstrip(), text[end:]
    if re.fullmatch(r"notices:\s*(?:\[\s*\]\s*)?(?:#.*)?", own):
        own = "notices:"
    indent = re.search(r"^( *)- ", own, re.MULTILINE)
    entries = "".join(_item(notice, indent[1] if indent else "  ") for notice in added)
    return f"{text[:start]}{own}\n{entries}" + (f"\n{rest}" if rest.strip() else "")


def _with_checks(text: str, checks: Sequence[Check]) -> str:
    start, end = _block(text, "checked")
    kept = text if start < 0 else f"{text[:start].rstrip()}\n\n{text[end:]}"
    lines = "".join(_item(check) for check in checks)
    return f"{kept.rstrip()}\n\nchecked:  # written anew by `answerbook notices`\n{lines}" if checks else text


def _block(text: str, key: str) -> tuple[int, int]:
    """Where the lines of a key at the top begin and end; -1 where it is not there."""
    begins = [found.start() for found in _KEY.finditer(text)]
    for at, start in enumerate(begins):
        if re.match(rf"{key}\s*:", text[start : start + len(key) + 20]):
            return start, begins[at + 1] if at + 1 < len(begins) else len(text)
    return -1, -1


def _item(record: Notice | Check, indent: str = "  ") -> str:
    """A record as an item of a list; what is empty is left out."""
    found = []
    for name in type(record).__dataclass_fields__:
        value = getattr(record, name)
        if value != "":
            found.append(f"{name}: {value if name in _BARE else _quoted(value)}")
    return f"{indent}- " + f"\n{indent}  ".join(found) + "\n"


def _quoted(text: str) -> str:
    """A text on one line of YAML: plain where it can be, else in quotes."""
    plain = re.fullmatch(r"[A-Za-z](?:[\w-]| (?=\w))*", text)
    written = yaml.safe_dump(text, default_style=None if plain else '"', allow_unicode=True, width=1_000_000)
    return str(written).removesuffix("...\n").rstrip("\n")
