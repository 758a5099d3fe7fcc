"""Mutations of XML and HTML as trees: elements move, change their names, take attributes of others."""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import lxml.etree
import lxml.html

_MAX_NODES = 4000  # of a tree that is changed; larger ones cost more than they tell
_TEXTS = (
    "", " ", "\u00a0", "\u200b", "\ufeff", "\u202e abc", "1", "-1", "1e9", "[1]", "p < .01", "Methods",
    "References", "Abstract", "Table 1.", "https://x.org/a", "10.1/x", "A. B. C.", "." * 500, "(" * 300,
    "x " * 3000, "\n\n\n", "\ud7ff", "\U0010fffd", "e\u0301" * 50, "\u0627\u0644", "\u6f22\u5b57\u3002",
    "Lane, A. and", "\\frac{1}{2}", "$x$",
)  # fmt: skip
_DECLARATIONS = (
    "display:none", "display:block", "display:contents", "visibility:hidden", "visibility:visible",
    "opacity:0", "color:#fff", "color:transparent", "color:rgba(0,0,0,0)", "background:white",
    "background:#000", "font-size:0", "font-size:1e-9px", "font-size:calc(0px)",
    "position:absolute;left:-9999px", "text-indent:-9999px", "clip:rect(0,0,0,0)", "clip-path:inset(50%)",
    "height:0;overflow:hidden", "max-height:0;overflow:hidden", "transform:scale(0)", "content:'x'",
    "color:var(--a)", "--a:var(--a)", "display:none!important", "color:hsl(", "color:rgb(1e400,0,0)",
    "font:0/0 a", "all:unset", "width:-1px", "color:#ggg", "filter:opacity(0)",
)  # fmt: skip
_SELECTORS = (
    "p", "*", ".x", "#s1", "p > a", "td + td", "p:not(.x)", "::before", "[id]", "html body p",
    "p:nth-child(2n+1)", "@media print", "@media screen", "@supports (display:grid)", "@import url(x);p",
    "p,", ":is(p,a)", "a:has(b)", "@layer a", "@keyframes k", "<!-- p", "}", "{", "p:hover",
)  # fmt: skip

Change = Callable[[Any, random.Random, Sequence[Any]], None]


def changed_xml(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes | None:
    """Change the tree of ``data``; return None if it is no XML of a size to change."""
    root = _parsed(data)
    if root is None:
        return None
    root = copy.deepcopy(root)
    for _ in range(chance.randint(1, 5)):
        chance.choice(_CHANGES)(root, chance, [t for t in map(_parsed, others) if t is not None])
    return bytes(lxml.etree.tostring(root, xml_declaration=chance.random() < 0.5, encoding="utf-8"))


def changed_html(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes | None:
    """Change the tree and styles of ``data``; return None if it gives no tree."""
    root = _page(data)
    if root is None:
        return None
    root = copy.deepcopy(root)
    for _ in range(chance.randint(1, 5)):
        change = _styled if chance.random() < 0.3 else chance.choice(_CHANGES)
        change(root, chance, [t for t in map(_page, others) if t is not None])
    return b"<!DOCTYPE html>" + bytes(lxml.etree.tostring(root, method="html", encoding="utf-8"))


def changed_archive(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes | None:
    """Change one part of a Word file, or the archive itself."""
    parts = unpacked(data)
    if not parts:
        return None
    shuffle = chance.random()
    if shuffle < 0.05:
        del parts[chance.choice(sorted(parts))]
    elif shuffle < 0.1:
        one, two = chance.choice(sorted(parts)), chance.choice(sorted(parts))
        parts[one], parts[two] = parts[two], parts[one]
    elif shuffle < 0.15:
        name = chance.choice(
            ("../a.xml", "/word/document.xml", "word//document.xml", "WORD/DOCUMENT.XML", "a\\b")
        )
        parts[name] = parts[chance.choice(sorted(parts))]
    else:
        main = "word/document.xml"
        name = main if main in parts and chance.random() < 0.6 else chance.choice(sorted(parts))
        here = [found[name] for other in others if name in (found := unpacked(other))]
        new = changed_xml(parts[name], chance, here)
        if new is None:
            return None
        parts[name] = new
    return packed(parts)


@lru_cache(maxsize=300)
def _parsed(data: bytes) -> Any:
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = lxml.etree.fromstring(data, parser)
    except (lxml.etree.XMLSyntaxError, ValueError):
        return None
    return (
        root if sum(1 for _ in zip(root.iter(), range(_MAX_NODES + 1), strict=False)) <= _MAX_NODES else None
    )


@lru_cache(maxsize=300)
def _page(data: bytes) -> Any:
    try:
        return lxml.html.document_fromstring(data) if len(data) < 300_000 else None
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        return None


def _nodes(root: Any) -> list[Any]:
    return [node for node in root.iter() if isinstance(node.tag, str)]


def _one(root: Any, chance: random.Random) -> Any:
    return chance.choice(_nodes(root))


def _inner(root: Any, chance: random.Random) -> Any:
    """Any node below the root; the root where there is none."""
    nodes = _nodes(root)
    return chance.choice(nodes[1:]) if len(nodes) > 1 else root


def _delete(root: Any, chance: random.Random, others: Sequence[Any]) -> None:
    node = _inner(root, chance)
    if node.getparent() is not None:
        node.getparent().remove(node)


def _unwrap(root: Any, chance: random.Random, others: Sequence[Any]) -> None:
    """Put the children of a node in its place."""
    node = _inner(root, chance)
    parent = node.getparent()
    if parent is None:
        return
    at = parent.index(node)
    children = list(node)
    parent.remove(node)
    parent[at:at] = children


def _copy(root: Any, chance: random.Random, others: Sequence[Any]) -> None:
    node, place = _inner(root, chance), _one(root, chance)
    times = chance.choice((1, 1, 1, 2, 30, 300))
    if sum(1 for _ in node.iter()) * times < _MAX_NODES * 2:
        for part in [copy.deepcopy(node) for _ in range(times)]:  # before any of them stands within it
            place.insert(chance.randint(0, len(place)), part)


def _move(root: Any, chance: random.Random, others: Sequence[Any]) -> None:
    node, place = _inner(root, chance), _one(root, chance)
    if node is root or any(above is node for above in (place, *place.iterancestors())):
        return
    place.insert(chance.randint(0, len(place)), node)


def _rename(root: Any, chance: random.Random, others: Sequence[Any]) -> None:
    _inner(root, chance).tag = _one(chance.choice([root, *others]), chance).tag


def _attribute(root: Any, chance: random.Random, others: Sequence[Any]) -> None:
    """Give a node an attribute of another, or another value."""
    node, model = _one(root, chance), _one(chance.choice([root, *others]), chance)
    for name, value in model.attrib.items():
        node.set(name, value)
    if node.attrib:
        name = chance.choice(list(node.attrib))
        if chance.random() < 0.4:
            with_value = chance.choice(
                ("", "0", "-1", "100000", "1e99", "NaN", "x " * 50, "#s1", "r1 r1 r1", "\u202e")
            )
            node.set(name, with_value)
        elif chance.random() < 0.3:
            del node.attrib[name]


def _text(root: Any, chance: random.Random, others: Sequence[Any]) -> None:
    node = _one(root, chance)
    value = chance.choice(_TEXTS)
    if chance.random() < 0.5:
        node.text = value + (node.text or "" if chance.random() < 0.5 else "")
    elif node is not root:
        node.tail = value


def _graft(root: Any, chance: random.Random, others: Sequence[Any]) -> None:
    """Put a part of another file into this one."""
    if others:
        part = copy.deepcopy(_inner(chance.choice(others), chance))
        if sum(1 for _ in part.iter()) < 500:
            place = _one(root, chance)
            place.insert(chance.randint(0, len(place)), part)


def _wrap(root: Any, chance: random.Random, others: Sequence[Any]) -> None:
    """Nest a node within an element, once or deep."""
    node = _inner(root, chance)
    parent = node.getparent()
    if parent is None:
        return
    at = parent.index(node)
    parent.remove(node)
    model = _one(chance.choice([root, *others]), chance)
    outer = inner = lxml.etree.Element(model.tag, attrib=dict(model.attrib))
    for _ in range(chance.choice((0, 0, 0, 3, 60, 200))):
        inner = lxml.etree.SubElement(inner, model.tag)
    inner.append(node)
    parent.insert(at, outer)


def _remark(root: Any, chance: random.Random, others: Sequence[Any]) -> None:
    """Set a comment or a processing instruction where text stands."""
    node = _one(root, chance)
    remark = lxml.etree.Comment("x") if chance.random() < 0.5 else lxml.etree.ProcessingInstruction("x", "y")
    remark.tail = node.text
    node.text = None
    node.insert(0, remark)


def _styled(root: Any, chance: random.Random, others: Sequence[Any]) -> None:
    if chance.random() < 0.5:
        node = _one(root, chance)
        node.set("style", ";".join(chance.choice(_DECLARATIONS) for _ in range(chance.randint(1, 3))))
        return
    rules = [
        f"{chance.choice(_SELECTORS)} {{ {chance.choice(_DECLARATIONS)} }}"
        for _ in range(chance.choice((1, 3, 200)))
    ]
    sheets = [node for node in _nodes(root) if node.tag == "style"]
    sheet = chance.choice(sheets) if sheets else lxml.etree.SubElement(root, "style")
    sheet.text = re.sub("</|[\x00-\x08\x0b\x0c\x0e-\x1f]", "", (sheet.text or "") + "\n".join(rules))


_CHANGES: tuple[Change, ...] = (
    _delete, _unwrap, _copy, _move, _rename, _rename, _attribute, _attribute, _text, _graft, _graft, _wrap,
    _remark,
)  # fmt: skip

_FIXED = (2020, 1, 1, 0, 0, 0)  # date of parts of an archive: the same input is the same bytes


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of an archive by name; none where it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist()}
    except Exception:  # whatever is wrong with it: then it is changed as plain bytes
        return {}


def packed(parts: dict[str, bytes]) -> bytes:
    """Return an archive of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _FIXED), content)
    return file.getvalue()
