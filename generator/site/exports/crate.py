"""RO-Crate 1.3 metadata of the data folder: what each file is, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, web_link
from generator.site.exports.data_file_list import CRATE, DATA, KIND_OF, RO_CRATE, ExportKind
from generator.site.exports.records import FORMAT

NO_LICENCE = (
    "No licence is stated for the text of this collection; the papers quoted have licences of their own."
)


@dataclass(frozen=True, slots=True)
class Export:
    """A file or folder that was written. records: answers, papers, quotes or files in it. size: bytes.

    sha256: empty for a folder. example: path of one file in a folder.
    """

    kind: ExportKind
    records: int
    size: int
    sha256: str = ""
    example: str = ""

    @classmethod
    def of(cls, path: str, records: int, size: int, sha256: str = "", *, example: str = "") -> Export:
        """Return the export of the kind whose path this is. Raises KeyError if there is none."""
        return cls(KIND_OF[path], records, size, sha256, example)

    @property
    def path(self) -> str:
        """Path within the site; a folder's ends with a slash."""
        return self.kind.path

    @property
    def name(self) -> str:
        """Path within the data folder."""
        return self.path.removeprefix(DATA)


def ro_crate(collection: Collection, exports: Sequence[Export]) -> dict[str, Any]:
    """Return the metadata document of an attached crate whose root is the data folder."""
    inside = [e for e in exports if e.path.startswith(DATA)]
    title = clean(collection.title) or "Answerbook"
    licence = clean(collection.licence)
    address = web_link(collection.site_url)
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": title,
        "description": clean(collection.description) or f"Answers to questions about papers: {title}.",
        "datePublished": collection.built.date().isoformat(),
        "version": collection.release.tag if collection.release else str(FORMAT),
        "license": {"@id": _licence_id(licence)} if licence else NO_LICENCE,
        "creator": {"@id": "#collection"},
        "hasPart": [{"@id": e.name} for e in inside],
    }
    if address:
        root["url"] = address
    collective: dict[str, Any] = {"@id": "#collection", "@type": "Organization", "name": title}
    graph = [
        {
            "@id": CRATE.removeprefix(DATA),
            "@type": "CreativeWork",
            "conformsTo": {"@id": RO_CRATE.address},
            "about": {"@id": "./"},
        },
        root,
        collective,
        *([_licence(licence)] if licence else []),
        *(_part(e) for e in inside),
        {
            "@id": "#answerbook",
            "@type": "SoftwareApplication",
            "name": "Answerbook",
            "softwareVersion": collection.version,
        },
        {
            "@id": "#build",
            "@type": "CreateAction",
            "name": "Questions put to the papers, answers checked against them",
            "endTime": collection.built.isoformat(),
            "instrument": {"@id": "#answerbook"},
            "result": [{"@id": e.name} for e in inside],
        },
    ]
    return {"@context": f"{RO_CRATE.address}/context", "@graph": graph}


def _part(export: Export) -> dict[str, Any]:
    folder = export.path.endswith("/")
    entity: dict[str, Any] = {
        "@id": export.name,
        "@type": "Dataset" if folder else "File",
        "name": export.kind.title,
        "description": export.kind.description,
        "version": str(FORMAT),
    }
    if not folder:
        entity |= {
            "encodingFormat": export.kind.media_type,
            "contentSize": str(export.size),
            "sha256": export.sha256,
        }
    if export.kind.standard:
        entity["conformsTo"] = {"@id": export.kind.standard.address}
    return entity


def _licence_id(licence: str) -> str:
    return web_link(licence) or f"https://spdx.org/licenses/{licence.replace(' ', '-')}"


def _licence(licence: str) -> dict[str, Any]:
    return {
        "@id": _licence_id(licence),
        "@type": "CreativeWork",
        "name": licence,
        "description": "Licence of the collection's own text; the papers quoted have licences of their own.",
    }
