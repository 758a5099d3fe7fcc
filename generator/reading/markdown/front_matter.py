"""The YAML front matter of a Markdown file, in the dialects of Pandoc, Quarto and Jekyll.

>>> metadata({"title": "Bees", "date": "2024-05-01"}).year
2024
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import yaml
from yaml.composer import ComposerError

from generator.core.doi_and_arxiv import arxiv_id, arxiv_version, doi
from generator.core.paper import Metadata
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.person_names import people
from generator.reading.metadata.visibility import says_private, visibility_of
from generator.reading.web_addresses import target
from generator.storage.plain_yaml import PlainLoader

_FENCED = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
# Notes and marks in names: ``^[Institute]``, ``[^1]``, ``^1,*^``, ``$^1$``, ``\\thanks{...}``.
_NOTES = re.compile(
    r"\^\[(?:[^\[\]]|\[[^\[\]]{0,200}\]){0,600}\]|\[\^[^\]\s]{1,60}\]|\^[^^\s]{1,30}\^|\$\^\{?[^$]{1,30}\$"
    r"|\\(?:thanks|footnote|textsuperscript|orcidlink|inst)\{[^{}]{0,600}\}|<sup>[^<]{0,40}</sup>|\\\*"
)
_LINKED = re.compile(r"\[([^\[\]]{1,200})\]\([^()\s]{1,300}\)(?:\{[^{}]{0,80}\})?")
_NAMES = ("name", "literal", "given", "family", "first", "last")
_MAX_TITLE_BLOCK_LINES = 40
_MAX_NAME_DEPTH, _MAX_NAMES = 4, 5000  # of a list of authors
_PART = re.compile(
    r"(?:data|code|software|materials?)(?: and (?:code|data|software|materials?))? (?:availability"
    r"|access|statement)"
    r"(?: statement)?|acknowledge?ments?|key ?points|plain language summary|funding(?: statement)?"
    r"|ethics(?: statement)?|(?:competing|conflicts? of) interests?|author contributions?"
    r"|significance(?: statement)?",
    re.IGNORECASE,
)


def split(text: str) -> tuple[dict[str, Any], str, tuple[str, ...]]:
    """Return the front matter as a mapping, the text after it, and a warning if it cannot be read."""
    found = _FENCED.match(text)
    if found is None:
        return *_title_block(text), ()
    rest = text[found.end() :]
    try:
        data = yaml.load(found[1], PlainLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" (line {mark.line + 2})" if mark is not None else ""
        reason = "is not valid YAML"
        if isinstance(error, ComposerError):
            reason = f"cannot be read ({error.problem})"
        data = {"visibility": "private"} if says_private(found[1]) else {}
        return data, rest, (f"the front matter {reason}{line}, so title and authors are unknown",)
    if data is None:
        return {}, rest, ()
    if not isinstance(data, Mapping):
        # Not front matter, but two horizontal rules around a paragraph.
        return {}, text, ()
    fields = {str(k): v for k, v in data.items()}
    if says_private(found[1]):  # also in a note, or with a slip of the pen
        fields["visibility"] = "private"
    return fields, rest, ()


def _title_block(text: str) -> tuple[dict[str, Any], str]:
    """Return title, authors and date from the lines with ``%`` that open a file, and the text after them."""
    if not text.startswith("% "):
        return {}, text
    fields: list[list[str]] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines) and at < _MAX_TITLE_BLOCK_LINES:
        line = lines[at]
        if line.startswith("%") and len(fields) < 3:
            fields.append([line[1:].strip()])
        elif line.startswith((" ", "\t")) and line.strip():
            fields[-1].append(line.strip())
        else:
            break
        at += 1
    title, authors, date = (*fields, [], [], [])[:3]
    names = [name.strip() for line in authors for name in line.split(";") if name.strip()]
    data = {"title": " ".join(title).strip(), "author": names, "date": " ".join(date).strip()}
    return data, "\n".join(lines[at:])


def _without_notes(value: Any, depth: int = 0) -> Any:
    """Return names without the notes, marks and links that R Markdown and Pandoc put into them."""
    if isinstance(value, str):
        text = _NOTES.sub("", _LINKED.sub(r"\1", value))
        return re.sub(r"(?<!\w)[*_]{1,3}(\S.{0,200}?)[*_]{1,3}(?!\w)", r"\1", text)
    if isinstance(value, list) and depth < _MAX_NAME_DEPTH:
        return [_without_notes(one, depth + 1) for one in value[:_MAX_NAMES]]
    if isinstance(value, Mapping) and depth < _MAX_NAME_DEPTH:
        return {k: _without_notes(v, depth + 1) if k in _NAMES else v for k, v in value.items()}
    return value


def parts(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield title and text of the paper's parts that front matter holds (MyST, Quarto)."""
    myst_parts = data.get("parts")
    sources = [data, myst_parts] if isinstance(myst_parts, Mapping) else [data]
    for source in sources:
        for key, value in source.items():
            title = re.sub(r"[_-]+", " ", str(key)).strip().capitalize()
            if isinstance(value, list) and all(isinstance(v, str) for v in value):
                value = "\n\n".join(value)
            is_part = source is myst_parts or _PART.fullmatch(title)
            if is_part and isinstance(value, str) and value.strip() and key != "abstract":
                yield title, value


def metadata(data: Mapping[str, Any]) -> Metadata:
    """Return what front matter says about a paper; fields that it does not state stay empty."""
    stated_citation = data.get("citation")
    citation: Mapping[str, Any] = stated_citation if isinstance(stated_citation, Mapping) else {}

    def first(*names: str) -> str:
        for name in names:
            for source in (data, citation):
                value = source.get(name)
                if (
                    isinstance(value, (str, int, float))
                    and not isinstance(value, bool)
                    and str(value).strip()
                ):
                    return " ".join(str(value).split())
        return ""

    authors = next(
        (found for key in ("author", "authors") if (found := people(_without_notes(data.get(key))))), ()
    )
    date = " ".join(
        str(data.get(k) or citation.get(k) or "") for k in ("date", "issued", "published", "year")
    )
    year = re.search(r"\b(?:1[5-9]|20)[0-9]{2}\b", date)
    licence = (
        data.get("license") or data.get("licence") or data.get("copyright") or citation.get("license") or ""
    )
    if isinstance(licence, Mapping):
        licence = licence.get("type") or licence.get("text") or licence.get("url") or ""
    if isinstance(licence, list):
        licence = " ".join(map(str, licence))
    return Metadata(
        title=_NOTES.sub("", first("title")).strip(),
        authors=authors,
        year=int(year.group()) if year else None,
        venue=first("container-title", "journal", "venue", "booktitle"),
        doi=doi(first("doi", "DOI")),
        arxiv=arxiv_id(first("arxiv", "eprint")),
        arxiv_version=arxiv_version(first("arxiv", "eprint")),
        url=target(first("url", "URL", "canonical-url")) or "",
        licence=licence_id(str(licence)) or " ".join(str(licence).split()),
        abstract=first("abstract"),
        visibility=_visibility(data, citation),
        tags=_words(data.get("tags")),
        kinds=_words(data.get("kinds") or data.get("kind")),
    )


def _visibility(*sources: Mapping[str, Any]) -> Literal["public", "private"]:
    values = [v for source in sources for k, v in source.items() if str(k).casefold() == "visibility"]
    stated = {visibility_of(str(value)) for value in values if value is not None}
    return "private" if "private" in stated else "public"


def _words(value: Any) -> tuple[str, ...]:
    words = value if isinstance(value, list) else [value]
    return tuple(" ".join(w.split()) for w in words if isinstance(w, str) and w.strip())


def keywords(data: Mapping[str, Any]) -> str:
    """Return the keywords on one line; empty if there are none."""
    value = data.get("keywords") or data.get("tags") or ""
    words = value if isinstance(value, list) else [value]
    return "; ".join(str(w).strip() for w in words if isinstance(w, (str, int, float)) and str(w).strip())
