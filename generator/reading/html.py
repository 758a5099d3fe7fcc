"""HTML -> Paper: the article of a page, without the page around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from generator.core.paper import Metadata, Paper, Person, SectionKind
from generator.errors import UnreadablePaper
from generator.reading.compose import Block, compose
from generator.reading.decoding import Undecodable, decoded
from generator.reading.identifiers import arxiv_id, doi
from generator.reading.inline import Inline
from generator.reading.licences import licence_id
from generator.reading.links import target
from generator.reading.mathml import math_text, tex_text
from generator.reading.sections import section_kind

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_LEFT_OUT = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "iframe",
    )
    + ("object", "embed", "svg", "canvas", "audio", "video", "head", "dialog", "input", "textarea")
)
_ROLES_LEFT_OUT = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "dialog"))
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "blockquote",
        "figure",
        "figcaption",
        "center",
        "address",
        "hgroup",
    )
    + (
        "details",
        "summary",
        "body",
        "fieldset",
        "dd",
        "dt",
        "li",
        "caption",
        "pre",
        "ul",
        "ol",
        "dl",
        "table",
        "hr",
    )
    + tuple(_HEADINGS)
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(
    rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.-]{2,40})", re.IGNORECASE
)
_LONG_ITEM = 240  # characters, as in JATS


def read_html(path: Path, *, id: str) -> Paper:
    """The article in the HTML file ``path``. Raises UnreadablePaper, in one sentence, where there is none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadablePaper(
            f"cannot be read ({error.strerror})", path, "check the file and its rights"
        ) from error
    declared = _XML_ENCODING.search(data[:1024]) or _CHARSET.search(data[:4096])
    try:
        text, warnings = decoded(data, declared[1].decode("ascii") if declared else None)
    except Undecodable as error:
        raise UnreadablePaper(str(error), path, "save the page again as HTML in UTF-8") from error
    root = _parsed(text, path)
    metadata = _metadata(root)
    walk = _Walk()
    try:
        walk.inside(_article(root))
    except RecursionError as error:
        raise UnreadablePaper(
            "nests its elements too deeply", path, "save the article alone, not the whole page"
        ) from error
    walk.flush()
    blocks, title = _without_title(walk.blocks, metadata.title)
    if title and not metadata.title:
        metadata = metadata.overlaid(Metadata(title=title))
    paper = compose(
        id=id, format="html", source=path.name, metadata=metadata, blocks=blocks, warnings=warnings
    )
    if not paper.sentences:
        raise UnreadablePaper(
            "holds no text that a reader would see",
            path,
            "save the page after it has loaded, or give the PDF",
        )
    return paper


def _parsed(text: str, path: Path) -> Any:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadablePaper("holds no HTML", path, "save the page again, complete") from error
    if root is None:
        raise UnreadablePaper("holds no HTML", path, "save the page again, complete")
    return root


def _article(root: Any) -> Any:
    """The element that holds the article: the longest of those marked as it, else the body."""
    body = root.find(".//body")
    body = root if body is None else body
    marked = root.xpath(
        ".//article | .//main | .//*[@role='main'] | .//*[@id='content'] | .//*[@itemprop='articleBody']"
    )
    longest = max(marked, key=_length, default=None)
    # A page of cards marks each of them as an article; then the body is what they stand in.
    return longest if longest is not None and _length(longest) > 0.5 * _length(body) else body


def _length(element: Any) -> int:
    return sum(
        len(e.text or "") + len(e.tail or "") for e in element.iter() if e.tag not in ("script", "style")
    )


def _without_title(blocks: list[Block], known: str) -> tuple[list[Block], str]:
    """Blocks in which the paper's title is front matter instead of a section around everything, and that title."""
    headings = [b for b in blocks if b.role == "heading"]
    if not headings:
        return blocks, ""
    top = min(b.level for b in headings)
    first = next(b for b in blocks if b.role == "heading")
    same = _bare(first.text) == _bare(known) or (
        len(_bare(first.text)) > 20 and _bare(first.text) in _bare(known)
    )
    alone = (
        first.level == top
        and sum(b.level == top for b in headings) == 1
        and section_kind(first.text) == "other"
    )
    if not (same or (alone and len(headings) > 1) or (alone and first.level == 1)):
        return [_at(b, b.level - top + 1) for b in blocks], ""
    title_at = blocks.index(first)
    rest = [b.level for b in headings if b is not first]
    top = min(rest, default=1)
    out = []
    for index, block in enumerate(blocks):
        if index == title_at:
            out.append(Block("prose", block.text, kind="front", spans=block.spans, links=block.links))
        else:
            out.append(_at(block, block.level - top + 1))
    if not rest:
        # No other heading: what follows the title is the text itself, not front matter.
        after = out[title_at + 1 :]
        out[title_at + 1 :] = [b if b.kind else _of_kind(b, "other") for b in after]
    return out, first.text


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _at(block: Block, level: int) -> Block:
    if block.role != "heading" or level == block.level:
        return block
    return Block(block.role, block.text, max(level, 1), block.kind, block.spans, block.links)


def _of_kind(block: Block, kind: SectionKind) -> Block:
    return Block(block.role, block.text, block.level, kind, block.spans, block.links)


class _Walk:
    """The blocks of a page, in reading order; text outside paragraphs makes paragraphs as well."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._line = Inline()
        self._ids: list[str] = []

    def flush(self, role: str = "prose", level: int = 1) -> None:
        if self._line:
            self.blocks.append(
                self._line.block(role, level=level, element=self._ids[-1] if self._ids else None)
            )
        self._line = Inline()

    def inside(self, element: Any) -> None:
        """The content of ``element``."""
        self._line.add(element.text)
        for part in element:
            self.part(part)
            self._line.add(part.tail)

    def part(self, part: Any) -> None:
        name = part.tag if isinstance(part.tag, str) else ""
        if not name or _left_out(part, name):
            self._line.gap()
            return
        own = part.get("id")
        if own:
            self._ids.append(own)
        if name in _HEADINGS:
            self.flush()
            write(part, self._line)
            self.flush("heading", _HEADINGS[name])
        elif name in ("ul", "ol", "dl"):
            self.flush()
            self.list(part)
        elif name == "table":
            self.flush()
            self.table(part)
        elif name == "pre":
            self.flush()
            lines = [" ".join(x.split()) for x in "".join(part.itertext()).splitlines()]
            self._line = _lines([x for x in lines if x])
            self.flush("list")
        elif name in ("figcaption", "caption"):
            self.flush()
            write(part, self._line)
            self.flush("caption")
        elif name in _BLOCKS:
            self.flush()
            self.inside(part)
            self.flush()
        elif any(isinstance(e.tag, str) and e.tag in _BLOCKS for e in part.iterdescendants()):
            self.inside(part)  # a link or a span around paragraphs
        else:
            write_part(part, self._line)
        if own:
            self._ids.pop()

    def list(self, part: Any) -> None:
        items: list[Inline] = []
        _items(part, items)
        if any(item.length > _LONG_ITEM for item in items) and not _is_references(part):
            for item in items:
                self._line = item
                self.flush()
            return
        self._line = _together(items)
        self.flush("list")

    def table(self, part: Any) -> None:
        if _is_layout(part):
            for cell in part.iter("td", "th"):
                if not any(
                    a.tag in ("td", "th")
                    for a in cell.iterancestors()
                    if a is not part and part in list(a.iterancestors())
                ):
                    self.inside(cell)
                    self.flush()
            return
        for caption in part.iterchildren("caption"):
            self.part(caption)
        rows = Inline()
        for row in part.iter("tr"):
            cells = [c for c in row if c.tag in ("td", "th")]
            rows.newline()
            empty, began = 0, False
            for cell in cells:
                inner = Inline()
                write(cell, inner)
                if inner:
                    for _ in range(empty):
                        rows.cell()
                    empty, began = 0, True
                    write(cell, rows)
                across = cell.get("colspan", "1").strip()
                empty += min(int(across), 60) if across.isdecimal() and len(across) < 6 else 1
        self._line = rows
        self.flush("table")


def write(element: Any, line: Inline) -> None:
    """Append all the text under ``element`` to ``line``."""
    line.add(element.text)
    for part in element:
        write_part(part, line)
        line.add(part.tail)


def write_part(part: Any, line: Inline) -> None:
    """Append one element that stands in running text, without what follows it."""
    name = part.tag if isinstance(part.tag, str) else ""
    if name == "script" and (part.get("type") or "").startswith("math/tex"):
        line.add(tex_text(part.text or ""))
    elif not name or _left_out(part, name):
        line.gap()
    elif name == "a":
        with line.link(target(part.get("href"))):
            write(part, line)
    elif name == "math":
        line.add(_formula(part))
    elif name == "br":
        line.gap()
    elif name == "img":
        # The picture of a formula carries its TeX as the text for those who cannot see it.
        if "math" in (part.get("class") or "") or "tex" in (part.get("class") or ""):
            line.add(tex_text(part.get("alt") or ""))
    elif name in _BLOCKS or name in ("td", "th", "tr"):
        line.gap()
        write(part, line)
        line.gap()
    elif name in ("sup", "sub"):
        inside = "".join(part.itertext()).strip()
        if name == "sup" and line.tail().isdigit() and re.fullmatch(r"[+\-−–]?[0-9]+", inside):
            line.add("^")
        elif (
            name == "sup"
            and line.tail().isalpha()
            and part.find(".//a") is not None
            and inside.strip("[]").isdigit()
        ):
            line.gap()  # the raised number of a note
        write(part, line)
    else:
        write(part, line)


def _formula(part: Any) -> str:
    for annotation in part.iter("annotation"):
        if "tex" in (annotation.get("encoding") or "").lower():
            return tex_text("".join(annotation.itertext()))
    return tex_text(part.get("alttext")) if part.get("alttext") else math_text(part)


def _left_out(part: Any, name: str) -> bool:
    if name in _LEFT_OUT or part.get("hidden") is not None or part.get("aria-hidden") == "true":
        return True
    if (part.get("role") or "") in _ROLES_LEFT_OUT:
        return True
    if name == "header" and not any(e.tag in _HEADINGS for e in part.iter()):
        return True  # the header of the page; that of an article holds its title
    style = (part.get("style") or "").replace(" ", "").lower()
    return "display:none" in style


def _items(part: Any, items: list[Inline]) -> None:
    """An item a line; the lists inside an item follow it."""
    for item in part:
        if item.tag not in ("li", "dt", "dd") or _left_out(item, item.tag):
            if isinstance(item.tag, str) and item.tag in ("ul", "ol", "dl", "div"):
                _items(item, items)
            continue
        line, inner = Inline(), []
        line.add(item.text)
        for piece in item:
            if piece.tag in ("ul", "ol", "dl"):
                inner.append(piece)
                line.gap()
            else:
                write_part(piece, line)
            line.add(piece.tail)
        if line:
            if item.get("id"):
                with line.element(None):
                    pass
                from generator.reading.compose import Span

                line.spans.append(Span(0, line.length, element=item.get("id")))
            items.append(line)
        for piece in inner:
            _items(piece, items)


def _together(items: list[Inline]) -> Inline:
    from generator.reading.compose import Link, Span

    whole = Inline()
    for item in items:
        whole.newline()
        start = whole.length
        whole.add(item.text)
        whole.links += [Link(x.start + start, x.end + start, x.url) for x in item.links]
        whole.spans += [Span(x.start + start, x.end + start, element=x.element) for x in item.spans]
    return whole


def _lines(lines: list[str]) -> Inline:
    whole = Inline()
    for line in lines:
        whole.newline()
        whole.add(line)
    return whole


def _is_references(part: Any) -> bool:
    marks = " ".join(
        (
            part.get("class") or "",
            part.get("id") or "",
            (part.getparent().get("class") or "") if part.getparent() is not None else "",
        )
    )
    return re.search(r"\b(?:ref|bib|cite|citation)", marks, re.IGNORECASE) is not None


def _is_layout(table: Any) -> bool:
    """Whether a table only arranges the page: it holds headings, or one cell."""
    return any(e.tag in _HEADINGS for e in table.iter()) or sum(1 for _ in table.iter("td", "th")) == 1


def _metadata(root: Any) -> Metadata:
    """Bibliographic data from the head: Highwire tags (citation_...) first, then Dublin Core, then Open Graph."""
    named: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            named.setdefault(name, []).append(content)

    def first(*names: str) -> str:
        return next((named[n][0] for n in names if n in named), "")

    people = (
        named.get("citation_author")
        or named.get("dc.creator")
        or named.get("dcterms.creator")
        or named.get("author")
        or []
    )
    if len(people) == 1 and ";" in people[0]:
        people = people[0].split(";")
    dates = first(
        "citation_publication_date",
        "citation_date",
        "citation_online_date",
        "dc.date",
        "dcterms.issued",
        "article:published_time",
        "citation_year",
    )
    year = re.search(r"\b(?:1[5-9]|20)[0-9]{2}\b", dates)
    identifiers = [
        *named.get("citation_doi", ()),
        *named.get("dc.identifier", ()),
        *named.get("prism.doi", ()),
        *named.get("doi", ()),
    ]
    licences = [
        *named.get("dc.rights", ()),
        *named.get("dcterms.license", ()),
        *named.get("citation_license", ()),
    ]
    licences += [e.get("href") or "" for e in root.iter("a", "link") if (e.get("rel") or "") == "license"]
    title = first("citation_title", "dc.title", "dcterms.title", "og:title") or " ".join(
        (root.findtext(".//title") or "").split()
    )
    canonical = next((e.get("href") for e in root.iter("link") if (e.get("rel") or "") == "canonical"), None)
    return Metadata(
        title=title,
        authors=tuple(filter(None, (_person(p) for p in people))),
        year=int(year.group()) if year else None,
        venue=first(
            "citation_journal_title", "citation_conference_title", "prism.publicationname", "og:site_name"
        ),
        doi=next(filter(None, map(doi, identifiers)), ""),
        arxiv=arxiv_id(first("citation_arxiv_id")),
        url=target(first("citation_fulltext_html_url", "citation_public_url", "og:url") or canonical) or "",
        licence=next(filter(None, map(licence_id, licences)), next(filter(target, licences), "")),
        abstract=first(
            "citation_abstract", "dc.description", "dcterms.abstract", "og:description", "description"
        ),
    )


def _person(name: str) -> Person | None:
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma:
        return Person(family, given) if family else None
    words = name.split()
    return Person(words[-1], " ".join(words[:-1])) if words else None


def text_blocks(markup: str) -> Iterator[str]:
    """The text of a piece of HTML, a paragraph at a time."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    if root is None:
        return
    walk = _Walk()
    walk.inside(root)
    walk.flush()
    for block in walk.blocks:
        yield block.text
