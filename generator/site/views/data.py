"""The Data page: its files, what an answer holds, how to read it, how to cite it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from generator.core.counting import pluralize
from generator.core.release import Release
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean, web_link
from generator.site.content.page_links import DATA_PAGE, Links
from generator.site.exports.crate import Export
from generator.site.exports.data_file_list import ANSWERS, CITATION, INDEX, KINDS, PAPERS, QUESTIONS, SIMILAR
from generator.site.exports.json_schema import SCHEMA
from generator.site.exports.records import FORMAT
from generator.site.exports.similar_files import similar_files
from generator.site.views.similar_page import DUPLICATES_SHOWN, DuplicateRow, duplicate_rows


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file on the page. name: its path, or the pattern of many. href: to the file, or to one of many."""

    name: str
    href: str
    title: str
    description: str
    standard: str
    records: str
    size: str


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key of an answer's JSON object: its name, its type, its meaning."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release on the page. href: where it can be downloaded; empty if that is not known."""

    tag: str
    date: str
    count: str
    file: str
    href: str
    sha256: str
    ids: str


@dataclass(frozen=True, slots=True)
class DataView:
    """The contents of the page.

    index_address: address of the index, quoted for a shell; empty if the site has no address. example: id of
    a question. total: size of all files, in words. duplicates: the first pairs of papers that are probably
    the same work. more: number of further pairs. releases: newest first. release: name of the release whose
    answers are shown; empty if answers have changed since.
    """

    groups: tuple[tuple[Markdown, tuple[FileRow, ...]], ...]
    keys: tuple[KeyRow, ...]
    evidence: tuple[KeyRow, ...]
    format: int
    licence: str
    licence_href: str
    title: str
    index_address: Markdown
    example: Markdown
    citation_href: str
    total: str
    answers: int
    papers: int
    duplicates: tuple[DuplicateRow, ...] = ()
    more: int = 0
    releases: tuple[ReleaseRow, ...] = ()
    release: str = ""


def data_view(collection: Collection, exports: Sequence[Export]) -> DataView:
    """Return the Data page of a collection whose exports are written."""
    links = Links(DATA_PAGE)
    by_path = {e.path: e for e in exports}
    twice = duplicate_rows(collection, links)
    examples = {
        SIMILAR: next((path for path, _ in similar_files(collection)), ""),
        PAPERS: next((f"{PAPERS}{p.id}.json" for p in collection.public), ""),
        QUESTIONS: next((f"{QUESTIONS}{q.id}.json" for q in collection.questions), ""),
    }
    licence = clean(collection.licence)
    properties: dict[str, Any] = SCHEMA["properties"]
    return DataView(
        groups=tuple(
            (
                Markdown(title),
                tuple(
                    _row(
                        by_path[kind.path],
                        links,
                        by_path[kind.path].example or examples.get(kind.path, kind.path),
                    )
                    for kind in kinds
                    if kind.path in by_path
                ),
            )
            for title, kinds in groupby(KINDS, key=lambda kind: kind.group)
        ),
        keys=_keys(properties),
        evidence=_keys(properties["evidence"]["items"]["properties"]),
        format=FORMAT,
        licence=licence,
        licence_href=web_link(licence),
        title=clean(collection.title),
        index_address=_in_shell(collection, INDEX),
        # The collection has checked this id: letters, digits, hyphens.
        example=Markdown(collection.questions[0].id if collection.questions else "random-seeds"),
        citation_href=links.to_file(CITATION),
        total=file_size(sum(e.size for e in exports)),
        answers=by_path[ANSWERS].records if ANSWERS in by_path else 0,
        papers=len(collection.public),
        duplicates=twice[:DUPLICATES_SHOWN],
        more=max(0, len(twice) - DUPLICATES_SHOWN),
        releases=tuple(map(_release, reversed(collection.releases))),
        release=collection.release.tag if collection.release else "",
    )


def _release(release: Release) -> ReleaseRow:
    count = f"{pluralize(release.answers, 'answer')} about {pluralize(release.papers, 'paper')}"
    return ReleaseRow(
        release.tag,
        release.date.isoformat(),
        count,
        clean(release.file),
        web_link(release.address),
        release.sha256,
        release.ids,
    )


def _in_shell(collection: Collection, path: str) -> Markdown:
    """Return the address of a file, quoted for a shell command in a code block; empty without a site_url."""
    site = web_link(collection.site_url)
    # Percent-encoded by `web_link`: no blank, no backtick, no line break.
    return Markdown(shlex.quote(f"{site.rstrip('/')}/{path}") if site else "")


def _row(export: Export, links: Links, example: str) -> FileRow:
    folder = export.path.endswith("/")
    kind = export.kind
    return FileRow(
        name=f"{export.name}<id>{kind.ending}" if folder else export.name,
        href=links.to_file(example) if example else "",
        title=kind.title,
        description=kind.description,
        standard=kind.standard.name if kind.standard else "",
        records=pluralize(export.records, kind.noun) if kind.noun else "",
        size=file_size(export.size),
    )


def _keys(properties: dict[str, Any]) -> tuple[KeyRow, ...]:
    return tuple(
        KeyRow(name, _type(schema), schema.get("description", "")) for name, schema in properties.items()
    )


def _type(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join("null" if value is None else value for value in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    kind = schema.get("type", "")
    if isinstance(kind, list):
        return " or ".join(kind)
    if kind == "array":
        return f"list of {_type(schema['items'])}s" if schema["items"].get("type") == "object" else "list"
    return str(kind)


def file_size(size: int) -> str:
    """Return a number of bytes for readers: ``812 B``, ``14.9 kB``, ``3.2 MB`` (powers of ten)."""
    if size < 1000:
        return f"{size} B"
    value, unit = size / 1000, "kB"
    for larger in ("MB", "GB"):
        if value >= 999.5:  # would be rounded to 1000
            value, unit = value / 1000, larger
    return f"{value:.0f} {unit}" if value >= 99.5 else f"{value:.1f} {unit}"
