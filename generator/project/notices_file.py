"""``content/notices.yml``: retractions, corrections and newer versions of papers.

People and `answerbook notices` write it. The file has two lists: ``notices``, and ``checked``, the day on
which each source was last queried. Commands append to the first and rewrite the second; what people wrote,
including comments, stays.
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

from generator.core.doi_and_arxiv import arxiv_id, arxiv_version, doi
from generator.core.notice import NoticeCheck, NoticeKind, PaperNotice, is_date
from generator.errors import AnswerbookError, InvalidFile
from generator.project.question_files import Text
from generator.project.yaml_file import FileModel, Finding, load_model
from generator.storage.files import write_whole

__all__ = ["NoticesFile", "add_notices", "load_notices"]

_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNQUOTED = ("date", "taken", "papers")  # dates and numbers, which YAML knows
_KEY = re.compile(r"^[A-Za-z_\"']", re.MULTILINE)
_HEAD = """\
# What was published about the papers of this project since: retractions, corrections, newer versions.
# `answerbook notices` adds to it, and so may you; the documentation says what each key means.
"""


def _paper(value: str) -> str:
    if found := doi(value) or arxiv_id(value).lower():
        return found
    raise ValueError(f"{value!r} is neither a DOI nor an arXiv id; write one like 10.1000/abc or 2401.00010")


def _notice(value: str) -> str:
    if found := doi(value) or (arxiv_id(value) + arxiv_version(value)).lower():
        return found
    raise ValueError(f"{value!r} is neither a DOI nor an arXiv id; write a web address under `url` instead")


def _date(value: Any) -> Any:
    # YAML makes a day of 2024-02-03 and a number of 2024.
    text = str(value) if isinstance(value, int | str | datetime.date) else ""
    if is_date(text):
        return text
    raise ValueError("is not a date; write it like 2024-02-03, 2024-02 or 2024")


def _day(value: Any) -> Any:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    raise ValueError("is not a date; write it like 2024-02-03, without quotes")


def _address(value: str) -> str:
    if re.fullmatch(r"https?://[^\s\"'<>]+", value):
        return value
    raise ValueError(f"{value!r} is not a web address; write it in full, like https://example.org/")


def _hash(value: str) -> str:
    if _SHA256.fullmatch(value):
        return value
    raise ValueError("is not a SHA-256 hash; write its 64 digits and letters a to f")


_Hash = Annotated[str, AfterValidator(_hash)]
_Day = Annotated[str, BeforeValidator(_day)]


class _Notice(FileModel):
    paper: Annotated[Text, AfterValidator(_paper)]
    kind: NoticeKind
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


class _NoticesModel(FileModel):
    notices: list[_Notice] = Field(default_factory=list)
    checked: list[_Check] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NoticesFile:
    """The content of the file: notices in their order, and when each source was queried."""

    notices: tuple[PaperNotice, ...] = ()
    checked: tuple[NoticeCheck, ...] = ()


def load_notices(file: Path) -> NoticesFile:
    """Return the notices of a project; none if there is no file. Raises InvalidFile with all problems."""
    if not file.is_file():
        return NoticesFile()
    found = load_model(file, _NoticesModel, _duplicates)
    return NoticesFile(
        tuple(PaperNotice(**entry.model_dump()) for entry in found.notices),
        tuple(NoticeCheck(**entry.model_dump()) for entry in found.checked),
    )


def add_notices(file: Path, new: Sequence[PaperNotice], checked: Sequence[NoticeCheck]) -> NoticesFile:
    """Append new notices to the file and update the dates of the sources ``checked``; return the new content.

    Dates of other sources stay. Raises InvalidFile if the file has problems, AnswerbookError if its layout
    does not allow additions or it cannot be written.
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
                f"{file}: its layout does not allow additions; begin each notice with `- paper:` on "
                "a line of its own, below a line `notices:`."
            )
        write_whole(file, text)
    except OSError as error:
        raise AnswerbookError(f"{file}: cannot be written ({error.strerror}); make it writable.") from error
    return wanted


def _one_line(text: str) -> str:
    """Return a text without line breaks and non-printing characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _read_back(text: str) -> NoticesFile | None:
    """Return the content of a file with this text; None if it would be invalid."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "notices.yml"
        file.write_text(text, encoding="utf-8")
        try:
            return load_notices(file)
        except InvalidFile:
            return None


def _duplicates(data: Any) -> Iterable[Finding]:
    """Yield entries that repeat a notice: nobody could tell which of the two counts."""
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


def _with_notices(text: str, added: Sequence[PaperNotice]) -> str:
    """Return the text with further entries behind the existing ones."""
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


def _with_checks(text: str, checks: Sequence[NoticeCheck]) -> str:
    start, end = _block(text, "checked")
    kept = text if start < 0 else f"{text[:start].rstrip()}\n\n{text[end:]}"
    lines = "".join(_item(check) for check in checks)
    return f"{kept.rstrip()}\n\nchecked:  # rewritten by `answerbook notices`\n{lines}" if checks else text


def _block(text: str, key: str) -> tuple[int, int]:
    """Return the start and end of the lines of a top-level key; -1, -1 if it is absent."""
    begins = [found.start() for found in _KEY.finditer(text)]
    for at, start in enumerate(begins):
        if re.match(rf"{key}\s*:", text[start : start + len(key) + 20]):
            return start, begins[at + 1] if at + 1 < len(begins) else len(text)
    return -1, -1


def _item(record: PaperNotice | NoticeCheck, indent: str = "  ") -> str:
    """Return a record as an item of a YAML list; empty fields are left out."""
    found = []
    for name in type(record).__dataclass_fields__:
        value = getattr(record, name)
        if value != "":
            found.append(f"{name}: {value if name in _UNQUOTED else _quoted(value)}")
    return f"{indent}- " + f"\n{indent}  ".join(found) + "\n"


def _quoted(text: str) -> str:
    """Return a text as one line of YAML: plain if possible, else in quotes."""
    plain = re.fullmatch(r"[A-Za-z](?:[\w-]| (?=\w))*", text)
    written = yaml.safe_dump(text, default_style=None if plain else '"', allow_unicode=True, width=1_000_000)
    return str(written).removesuffix("...\n").rstrip("\n")
