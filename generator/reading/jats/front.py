"""The front matter of JATS: bibliographic data, and the blocks before the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.core.doi_and_arxiv import arxiv_id, arxiv_version, doi, language_tag
from generator.core.paper import Metadata, Person
from generator.reading.block_text import Inline
from generator.reading.compose import PaperBlock
from generator.reading.jats.inline import person_name, plain, write
from generator.reading.jats.name_forms import printed_form
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.person_names import person
from generator.reading.web_addresses import target
from generator.reading.xml_tree import HREF, child, children, descend, name_of

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_LICENCE_NAME = re.compile(r"(?:\b|_)licen[cs]e", re.IGNORECASE)  # "pmc-license-ref", "open_license"
# Types of dates; the first that the file has is the date of the paper. A printed issue may follow much later.
_DATE_TYPES = ("epub", "pub", "epub-ppub", "ppub", "collection", "preprint")


def article_meta(article: Any) -> Any | None:
    """Return the element with the bibliographic data: ``article-meta``, or a ``front-stub`` that has none."""
    front = child(article, "front", "front-stub")
    meta = child(front, "article-meta")
    return front if meta is None else meta


def metadata(article: Any) -> Metadata:
    """Return the bibliographic data of an ``article``; other fields stay empty."""
    meta = article_meta(article)
    journal = child(child(article, "front", "front-stub"), "journal-meta")
    arxiv = [plain(i) for i in children(meta, "article-id") if i.get("pub-id-type") == "arxiv"]
    title = plain(descend(meta, "title-group", "article-title"))
    venue = plain(descend(journal, "journal-title-group", "journal-title")) or plain(
        child(journal, "journal-title")
    )
    abstract = next((a for a in children(meta, "abstract") if not a.get("abstract-type")), None)
    return Metadata(
        title=title.rstrip(" *"),
        authors=tuple(authors(meta)),
        year=_year(meta),
        venue=venue,
        doi=_doi(meta),
        arxiv=arxiv_id(arxiv[0]) if arxiv else "",
        arxiv_version=arxiv_version(arxiv[0]) if arxiv else "",
        url=next(filter(None, (target(uri.get(HREF)) for uri in children(meta, "self-uri"))), ""),
        licence=_licence(meta),
        language=language_tag(article.get(_LANGUAGE) or ""),
        abstract=_without_heading(plain(abstract), abstract),
    )


def front_blocks(article: Any) -> Iterator[PaperBlock]:
    """Yield title, authors, addresses and dates, as far as the article has them."""
    meta = article_meta(article)
    for title in children(child(meta, "title-group"), "article-title", "subtitle"):
        line = Inline()
        write(title, line, [])
        yield line.block("prose", element=title.get("id"), kind="front")
    names = ", ".join(str(person) for person in authors(meta))
    if names:
        yield PaperBlock("list", names, kind="front")
    lines = Inline()
    for part in _author_addresses(meta):
        lines.newline()
        with lines.element(part.get("id")):
            write(part, lines, [])
    if lines:
        yield lines.block("list", kind="front")
    dates = Inline()
    for date in children(child(meta, "history"), "date"):
        when = "-".join(
            plain(child(date, unit)).zfill(2)
            for unit in ("year", "month", "day")
            if child(date, unit) is not None
        )
        dates.newline()
        dates.add(f"{(date.get('date-type') or 'date').capitalize()}: {when}")
    for event in [e for history in children(meta, "pub-history") for e in children(history, "event")]:
        for description in children(event, "event-desc"):
            dates.newline()
            write(description, dates, [])
    if dates:
        yield dates.block("list", kind="front")


def keyword_blocks(article: Any) -> Iterator[PaperBlock]:
    """Yield the keywords, one block per group."""
    for group in children(article_meta(article), "kwd-group"):
        words = "; ".join(filter(None, (plain(k) for k in group if name_of(k) in ("kwd", "compound-kwd"))))
        if words:
            title = plain(child(group, "title")) or "Keywords"
            yield PaperBlock("list", f"{title.rstrip(':')}: {words}", kind="front")


def authors(meta: Any) -> Iterator[Person]:
    """Yield the authors in order; a group of authors is one person without a given name."""
    for group in children(meta, "contrib-group"):
        for contrib in children(group, "contrib"):
            if contrib.get("contrib-type", "author") == "author" and (person := contributor(contrib)):
                yield person


def contributor(contrib: Any) -> Person | None:
    """Return the person or group that a ``contrib`` element names; None if it names nobody."""
    name = child(contrib, "name", "string-name", "collab", "name-alternatives", "collab-alternatives")
    if name is not None and name_of(name).endswith("-alternatives"):
        name = printed_form(name)
    if name is None:
        return None
    if name_of(name) == "string-name" and child(name, "surname", "given-names", "given-name") is None:
        return person(plain(name))  # not marked up: "Ada Okoye" or "Okoye, Ada"
    family, given = (_collaboration(name), "") if name_of(name) == "collab" else person_name(name)
    return Person(family, given) if family or given else None


def _collaboration(collab: Any) -> str:
    """Return the name of a group, without its members, who may be listed in the same element."""
    line = Inline()
    line.add(collab.text)
    for part in collab:
        if name_of(part) not in ("contrib-group", "xref", "fn"):
            write(part, line, [])
        line.add(part.tail)
    return line.text


def _author_addresses(meta: Any) -> Iterator[Any]:
    """Yield the authors' affiliations and correspondence addresses, which versions of JATS place differently.

    Affiliations of editors are left out.
    """
    cited: dict[bool, set[str]] = {True: set(), False: set()}
    for contrib in [c for group in children(meta, "contrib-group") for c in children(group, "contrib")]:
        is_author = contrib.get("contrib-type", "author") == "author"
        cited[is_author].update(x.get("rid") or "" for x in contrib.iter() if name_of(x) == "xref")
    for part in meta:
        name = name_of(part)
        if name == "aff":
            if part.get("id") not in cited[False] - cited[True]:
                yield part
        elif name == "aff-alternatives":
            yield from children(part, "aff")[:1]
        elif name == "contrib-group":
            if all(c.get("contrib-type", "author") == "author" for c in children(part, "contrib")):
                yield from children(part, "aff")
                for contrib in children(part, "contrib"):
                    yield from children(contrib, "aff")
        elif name == "author-notes":
            yield from children(part, "corresp")


def _year(meta: Any) -> int | None:
    years: dict[str, int] = {}
    for date in children(meta, "pub-date"):
        year = re.search(
            r"\b(1[5-9]|20)[0-9]{2}\b", plain(child(date, "year")) or date.get("iso-8601-date") or plain(date)
        )
        if year:
            years.setdefault(date.get("pub-type") or date.get("date-type") or "", int(year.group()))
    return next((years[kind] for kind in _DATE_TYPES if kind in years), min(years.values(), default=None))


def _doi(meta: Any) -> str:
    """Return the DOI of the work, not that of one of its versions (eLife has both)."""
    ranked: list[tuple[int, str]] = []
    for number in children(meta, "article-id"):
        if (number.get("pub-id-type") or "").lower() == "doi" and (one := doi(plain(number))):
            use = (number.get("specific-use") or "").lower()
            ranked.append((2 if "version" in use else 1 if use else 0, one))
    best = [one for rank, one in ranked if rank == min(ranked)[0]]
    # The DOI of the work is the beginning of that of a version: 10.1234/moths.1 and 10.1234/moths.1.3.
    return next((x for x in best if all(y.startswith(x) for y in best)), best[0] if best else "")


def _licence(meta: Any) -> str:
    """Return the short name of the licence, or else its address, or else nothing."""
    addresses: list[str | None] = []
    words: list[str] = []
    # In the older NLM DTD, the copyright statement has no ``permissions`` element around it.
    for permissions in (*children(meta, "permissions"), meta):
        for licence in children(permissions, "license"):
            addresses += [licence.get(HREF), licence.get("href")]
            for part in licence.iter():
                if name_of(part) == "license_ref":
                    addresses.append("".join(part.itertext()))
                elif name_of(part) in ("ext-link", "uri"):
                    addresses += [part.get(HREF), "".join(part.itertext())]
            words += [plain(licence), licence.get("license-type") or ""]
        for part in children(permissions, "license_ref", "free_to_read"):
            addresses.append("".join(part.itertext()))
        words += [plain(part) for part in children(permissions, "copyright-statement")]
    for name, value in custom_values(meta):
        if _LICENCE_NAME.search(name):
            addresses += [x.get(HREF) for x in value.iter()]
            words.append(plain(value))
    links = [a.strip() for a in addresses if a and target(a.strip())]
    for text in (*links, *words):
        if short := licence_id(text):
            return short
    return links[0] if links else ""


def custom_values(meta: Any) -> Iterator[tuple[str, Any]]:
    """Yield names and values of the fields that a publisher adds to the bibliographic data."""
    for group in children(meta, "custom-meta-group", "custom-meta-wrap"):
        for custom in children(group, "custom-meta"):
            value = child(custom, "meta-value")
            if value is not None:
                yield plain(child(custom, "meta-name")), value


def _without_heading(text: str, abstract: Any | None) -> str:
    title = plain(child(abstract, "title"))
    return text[len(title) :].lstrip() if title and text.startswith(title) else text
