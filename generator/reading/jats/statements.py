"""Statements that JATS has in the front matter and papers print at the end.

Statements on interests, funding, contributions, ethics, data and code: publishers put them into notes on the
authors, comments on one author, roles, groups of awards, or fields of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from generator.core.paper import SectionKind
from generator.reading.block_text import Inline, names
from generator.reading.compose import PaperBlock
from generator.reading.jats.blocks import content, heading, paragraph, paragraphs, supplement
from generator.reading.jats.front import article_meta, contributor, custom_values
from generator.reading.jats.inline import person_name, plain, write, write_part
from generator.reading.jats.people_of_notes import names_before
from generator.reading.jats.run_in import run_in_title
from generator.reading.jats.section_kinds import note_kind
from generator.reading.sections import section_kind
from generator.reading.xml_tree import HREF, child, children, name_of

_AVAILABILITY = re.compile(r"availab|data-access|supplementary", re.IGNORECASE)
_DATA = re.compile(r"\b(?:data(?:-?sets?)?|code|software)\b", re.IGNORECASE)
# Roles that say that somebody is an author, but not what they did.
_AUTHOR_ROLES = frozenset(("author", "co-author", "first author", "last author", "corresponding author"))
_RECIPIENTS = ("principal-award-recipient", "principal-investigator")
# Elements of the NLM DTD before JATS, and of JATS 1.3, where they are in a ``support-group``.
_SPONSORS = ("contract-sponsor", "contract-num", "grant-sponsor", "grant-num", "support-source")
# Elements of ``article-meta`` that are bibliographic data or are read above. All others are statements.
_BIBLIOGRAPHIC = names(
    "abstract aff aff-alternatives alternate-form-of article-categories article-id article-version"
    " article-version-alternatives author-notes conference contract-num contract-sponsor contrib-group"
    " copyright-holder copyright-statement copyright-year counts custom-meta-group custom-meta-wrap"
    " elocation-id email fpage funding-group grant-num grant-sponsor history isbn issue issue-id issue-part"
    " issue-sponsor issue-title issue-title-group journal-meta kwd-group license lpage object-id page-range"
    " permissions processing-meta product pub-date pub-date-not-available pub-history related-article"
    " related-object self-uri subj-group supplement supplementary-material support-group support-source title"
    " title-group trans-abstract trans-subtitle trans-title uri volume volume-id volume-series"
)
_SUPPORT = frozenset(("funding-group", *_SPONSORS))
# Fields with fewer words contain a mark ("yes", "CC BY"), not a statement.
_MIN_STATEMENT_WORDS = 4
_MIN_UNNAMED_WORDS = 8  # of a field whose name is not that of a statement


def statements(article: Any) -> Iterator[PaperBlock]:
    """Yield all statements in the front matter of ``article``."""
    front = child(article, "front", "front-stub")
    meta = article_meta(article)
    if meta is not None:
        yield from _notes(meta)
        yield from _by_author(meta)
        yield from _contributions(meta)
        yield from _funding(meta)
        yield from _related(meta)
        yield from _custom_statements(meta)
        for part in children(meta, "supplementary-material"):
            yield from supplement(part, "availability")
        yield from content([x for x in meta if name_of(x) not in _BIBLIOGRAPHIC], 1, "back")
    if front is not None and front is not meta:
        yield from _custom_statements(front)
        other = ("journal-meta", "article-meta", "custom-meta-group", "custom-meta-wrap")
        yield from content([x for x in front if name_of(x) not in other], 1, "back")


def _notes(meta: Any) -> Iterator[PaperBlock]:
    """Yield the notes on the authors and on the title."""
    for notes in children(meta, "author-notes"):
        for note in notes:
            if name_of(note) == "fn":
                yield from paragraphs(note, note_kind(note), names_before(note))
            elif name_of(note) == "p":
                title_and_kind = run_in_title(note)
                yield from paragraphs(note, title_and_kind[1] if title_and_kind else "back")
            elif name_of(note) not in ("corresp", "title", "label"):
                yield from content([note], 1, "back")
    for note in [n for titles in children(meta, "title-group") for n in titles.iter() if name_of(n) == "fn"]:
        yield from paragraphs(note, note_kind(note))


def _by_author(meta: Any) -> Iterator[PaperBlock]:
    """Yield disclosures and biographies of single authors, after the author's name if they do not have it."""
    for group in children(meta, "contrib-group"):
        for holder in (*children(group, "contrib"), group):
            if holder.get("contrib-type", "author") != "author":
                continue
            person = None if holder is group else contributor(holder)
            for part in children(holder, "author-comment", "bio", "fn"):
                text = plain(part)
                if len(text.split()) < _MIN_STATEMENT_WORDS:
                    continue  # a mark such as "#"
                is_named = person is None or person.family.casefold() in text.casefold()
                kind = note_kind(part) if name_of(part) == "fn" else "back"
                yield from paragraphs(part, kind, "" if is_named else f"{person}:")


def _contributions(meta: Any) -> Iterator[PaperBlock]:
    """Yield what each author did (CRediT and other roles), as a list with one line per author."""
    lines = Inline()
    for group in children(meta, "contrib-group"):
        for top in children(group, "contrib"):
            if top.get("contrib-type", "author") != "author":
                continue
            for contrib in (x for x in top.iter() if name_of(x) == "contrib"):
                roles = [plain(role) or role.get("vocab-term") or "" for role in children(contrib, "role")]
                roles = [role for role in roles if role and role.lower() not in _AUTHOR_ROLES]
                person = contributor(contrib)
                if roles and person is not None:
                    lines.newline()
                    lines.add(f"{person}: {', '.join(roles)}")
    if lines:
        yield lines.block("list", kind="back")


def _funding(meta: Any) -> Iterator[PaperBlock]:
    """Yield statements on funding, and the funders and grants that these do not name."""
    groups = children(meta, "funding-group")
    for support in children(meta, "support-group"):
        groups += children(support, "funding-group")
    stated = _letters(" ".join(plain(s) for group in groups for s in children(group, "funding-statement")))
    for group in groups:
        for statement in children(group, "funding-statement"):
            yield from paragraph(statement, "back")
        lines = Inline()
        for award in children(group, "award-group"):
            funders = [plain(_without_ids(x)) for x in children(award, "funding-source")]
            numbers = [plain(x) for x in children(award, "award-id")]
            parts = [_letters(x) for x in (*funders, *numbers)]
            if not stated or not any(parts) or not all(x in stated for x in parts):
                lines.newline()
                with lines.element(award.get("id")):
                    _write_award(award, lines)
        if lines:
            yield lines.block("list", kind="back")
        for access in children(group, "open-access"):
            yield from paragraphs(access, "back")
    for support in children(meta, "support-group"):
        yield from content([x for x in support if name_of(x) not in _SUPPORT], 1, "back")
    sponsors = Inline()
    for part in [
        x for place in (meta, *children(meta, "support-group")) for x in children(place, *_SPONSORS)
    ]:
        sponsors.newline()
        write(part, sponsors, [])
    if sponsors:
        yield sponsors.block("list", kind="back")


def _write_award(award: Any, lines: Inline) -> None:
    for part in award:
        lines.gap()
        if name_of(part) in _RECIPIENTS:
            people = [person_name(name) for name in children(part, "name", "string-name")]
            names = [f"{given} {family}".strip() for family, given in people]
            lines.add(", ".join(names) or plain(part))
        else:
            write_part(_without_ids(part), lines, [])


def _without_ids(part: Any) -> Any:
    """Return a copy of ``part`` without the ids of funders in registries."""
    copy = deepcopy(part)
    copy.tail = None
    for inner in [x for x in copy.iter() if name_of(x) in ("institution-id", "named-content")]:
        if name_of(inner) == "institution-id" or inner.get("content-type") == "funder-id":
            tail = inner.tail
            inner.clear()
            inner.tail = tail
    return copy


def _related(meta: Any) -> Iterator[PaperBlock]:
    """Yield the data sets, software and trials that the paper names as related objects."""
    for part in children(meta, "related-object", "related-article"):
        stated = " ".join(
            part.get(x) or ""
            for x in ("content-type", "source-type", "document-type", "related-article-type")
        )
        if name_of(part) == "related-article" and not _DATA.search(stated):
            continue  # a correction, a commentary
        line = Inline()
        write_part(part, line, [])
        if not line and (part.get("document-id") or part.get("source-id") or part.get(HREF)):
            name = " ".join(filter(None, (part.get("source-id"), part.get("document-id")))) or part.get(HREF)
            stand_in = etree.Element(part.tag, dict(part.attrib))
            stand_in.text = name
            write_part(stand_in, line, [])
        if line:
            kind: SectionKind = "availability" if _DATA.search(stated) else "back"
            yield line.block("list", element=part.get("id"), kind=kind)


def _custom_statements(meta: Any) -> Iterator[PaperBlock]:
    """Yield the statements in fields that a publisher has added, with the field's name as heading."""
    for name, value in custom_values(meta):
        named, words = section_kind(name), len(plain(value).split())
        kind: SectionKind
        if _AVAILABILITY.search(name) or (named == "availability" and words >= _MIN_STATEMENT_WORDS):
            kind = "availability"
        elif named == "back" and (words >= _MIN_STATEMENT_WORDS or plain(value).endswith(".")):
            kind = "back"
        elif words >= _MIN_UNNAMED_WORDS and plain(value)[-1] in ".!?":
            kind = "back" if named == "other" else named
        else:
            continue
        custom = value.getparent()
        yield from heading(name, 1, kind, custom.get("id"))
        yield from paragraph(value, None, custom.get("id"))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
