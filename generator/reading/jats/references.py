"""The list of references of JATS: one line a reference, however far it is marked up."""

from __future__ import annotations

from typing import Any

from generator.reading.inline import Inline
from generator.reading.jats.inline import child, children, name_of, person_name, plain, write, write_part

_CITATIONS = ("mixed-citation", "element-citation", "nlm-citation", "citation", "product")
# The parts of a reference marked up as data, in the order in which it is printed, with what stands
# before and after each.
_PRINTED = (
    ("year", " (", ")"),
    ("article-title", " ", "."),
    ("chapter-title", " ", "."),
    ("data-title", " ", "."),
    ("source", " ", ""),
    ("edition", ", ", ""),
    ("volume", " ", ""),
    ("issue", "(", ")"),
    ("fpage", ": ", ""),
    ("lpage", "–", ""),
    ("elocation-id", ": ", ""),
    ("publisher-loc", ". ", ""),
    ("publisher-name", ": ", ""),
    ("version", ", version ", ""),
)
_PRINTED_NAMES = frozenset(name for name, _, _ in _PRINTED)


def write_reference(ref: Any, lines: Inline) -> None:
    """Append the reference ``ref`` as a line, its label first."""
    lines.newline()
    with lines.element(ref.get("id")):
        label = child(ref, "label")
        if label is not None:
            number = plain(label)
            lines.add(number + "." * number.isdigit())
            lines.gap()
        for part in ref:
            if name_of(part) in (*_CITATIONS, "note", "p", "citation-alternatives"):
                if name_of(part) == "citation-alternatives" and len(part):
                    part = child(part, "mixed-citation", "element-citation") or part[0]
                _write_citation(part, lines)
                lines.gap()


def _write_citation(citation: Any, lines: Inline) -> None:
    inner_label = child(citation, "label")
    written_out = (citation.text or "").strip() or any(
        (part.tail or "").strip(" \n\t.,") for part in citation
    )
    if name_of(citation) in ("note", "p") or (name_of(citation) != "element-citation" and written_out):
        write(citation, lines, [])
        return
    if inner_label is not None:
        lines.add(plain(inner_label) + " ")
    groups = [g for g in citation if name_of(g) in ("person-group", "name", "string-name", "collab", "etal")]
    names = [n for group in groups for n in _names(group)]
    lines.add(", ".join(names))
    for name, before, after in _PRINTED:
        part = child(citation, name)
        if part is not None and plain(part):
            lines.add(before)
            write(part, lines, [])
            lines.add("" if after == "." and lines.tail() in ".?!" else after)
    lines.add(".")
    for part in citation:
        name = name_of(part)
        if (
            name in _PRINTED_NAMES
            or part in groups
            or part is inner_label
            or name in ("month", "day", "size")
        ):
            continue
        lines.gap()
        if name == "pub-id":
            kind = part.get("pub-id-type", "")
            lines.add(f"{kind}:" if kind in ("doi", "pmid", "pmcid", "arxiv") else "")
        write_part(part, lines, [])


def _names(group: Any) -> list[str]:
    if name_of(group) == "person-group":
        return [name for part in group for name in _names(part)]
    if name_of(group) in ("name", "string-name"):
        family, given = person_name(group)
        return [f"{family} {given}".strip()]
    if name_of(group) == "name-alternatives":
        return [name for part in children(group, "name")[:1] for name in _names(part)]
    if name_of(group) == "etal":
        return [plain(group) or "et al."]
    return (
        [text] if name_of(group) in ("collab", "anonymous", "institution") and (text := plain(group)) else []
    )
