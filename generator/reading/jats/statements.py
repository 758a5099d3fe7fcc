"""Statements that JATS keeps in the front matter and papers print at the end.

Interests, funding, contributions, ethics, where data and code are: publishers put them into notes on
the authors, comments on one author, roles, groups of awards, or fields of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from generator.core.paper import SectionKind
from generator.reading.compose import Block
from generator.reading.inline import Inline, names
from generator.reading.jats.blocks import content, heading, paragraph, paragraphs, supplement
from generator.reading.jats.front import article_meta, contributor, custom_values
from generator.reading.jats.inline import person_name, plain, write, write_part
from generator.reading.jats.kinds import note_kind
from generator.reading.jats.people_of_notes import lead_of
from generator.reading.jats.run_in import run_in_title
from generator.reading.sections import section_kind
from generator.reading.xml_tree import HREF, child, children, name_of

_AVAILABILITY = re.compile(r"availab|data-access|supplementary", re.IGNORECASE)
_DATA = re.compile(r"\b(?:data(?:-?sets?)?|code|software)\b", re.IGNORECASE)
# Roles that say that somebody is an author, and not what for.
_NO_ROLE = frozenset(("author", "co-author", "first author", "last author", "corresponding author"))
_RECIPIENTS = ("principal-award-recipient", "principal-investigator")
# Of the NLM DTD before JATS; and of JATS 1.3, where it stands in a ``support-group``.
_SPONSORS = ("contract-sponsor", "contract-num", "grant-sponsor", "grant-num", "support-source")
# What ``article-meta`` holds of the article as a record, or what is read above. All else is a statement.
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
# Words; fields with fewer hold a mark ("yes", "CC BY"), not a statement.
_MIN_STATEMENT_WORDS, _MIN_TEXT_WORDS = 4, 8


def statements(article: Any) -> Iterator[Block]:
    """All statements of the front matter of ``article``."""
    front = child(article, "front", "front-stub")
    meta = article_meta(article)
    if meta is not None:
        yield from _notes(meta)
        yield from _by_author(meta)
        yield from _contributions(meta)
        yield from _funding(meta)
        yield from _related(meta)
        yield from _custom(meta)
        for part in children(meta, "supplementary-material"):
            yield from supplement(part, "availability")
        yield from content([x for x in meta if name_of(x) not in _BIBLIOGRAPHIC], 1, "back")
    if front is not None and front is not meta:
        yield from _custom(front)
        beside = ("journal-meta", "article-meta", "custom-meta-group", "custom-meta-wrap")
        yield from content([x for x in front if name_of(x) not in beside], 1, "back")


def _notes(meta: Any) -> Iterator[Block]:
    """Notes on the authors, and on the title."""
    for notes in children(meta, "author-notes"):
        for note in notes:
            if name_of(note) in ("fn", "p"):
                kind = note_kind(note) if name_of(note) == "fn" else _paragraph_kind(note)
                yield from paragraphs(note, kind, lead_of(note))
            elif name_of(note) not in ("corresp", "title", "label"):
                yield from content([note], 1, "back")
    for note in [n for titles in children(meta, "title-group") for n in titles.iter() if name_of(n) == "fn"]:
        yield from paragraphs(note, note_kind(note))


def _paragraph_kind(part: Any) -> SectionKind:
    found = run_in_title(part)
    return found[1] if found else "back"


def _by_author(meta: Any) -> Iterator[Block]:
    """Disclosures and biographies of single authors, under the author's name where they do not say it."""
    for group in children(meta, "contrib-group"):
        for holder in (*children(group, "contrib"), group):
            if holder.get("contrib-type", "author") != "author":
                continue
            person = None if holder is group else contributor(holder)
            for part in children(holder, "author-comment", "bio", "fn"):
                text = plain(part)
                if len(text.split()) < _MIN_STATEMENT_WORDS:
                    continue  # a mark such as "#"
                named = person is None or person.family.casefold() in text.casefold()
                kind = note_kind(part) if name_of(part) == "fn" else "back"
                yield from paragraphs(part, kind, "" if named else f"{person}:")


def _contributions(meta: Any) -> Iterator[Block]:
    """What every author did, an author a line (CRediT and other roles)."""
    lines = Inline()
    for group in children(meta, "contrib-group"):
        for top in children(group, "contrib"):
            if top.get("contrib-type", "author") != "author":
                continue
            for contrib in (x for x in top.iter() if name_of(x) == "contrib"):
                roles = [plain(role) or role.get("vocab-term") or "" for role in children(contrib, "role")]
                roles = [role for role in roles if role and role.lower() not in _NO_ROLE]
                person = contributor(contrib)
                if roles and person is not None:
                    lines.newline()
                    lines.add(f"{person}: {', '.join(roles)}")
    if lines:
        yield lines.block("list", kind="back")


def _funding(meta: Any) -> Iterator[Block]:
    """Statements on funding, and the funders and grants that they do not name."""
    groups = children(meta, "funding-group")
    for support in children(meta, "support-group"):
        groups += children(support, "funding-group")
    told = [s for group in groups for s in children(group, "funding-statement")]
    said = _letters(" ".join(plain(s) for s in told))
    for group in groups:
        for statement in children(group, "funding-statement"):
            yield from paragraph(statement, "back")
        lines = Inline()
        for award in children(group, "award-group"):
            funders = [plain(_without_ids(x)) for x in children(award, "funding-source")]
            numbers = [plain(x) for x in children(award, "award-id")]
            parts = [_letters(x) for x in (*funders, *numbers)]
            if not said or not any(parts) or not all(x in said for x in parts):
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
    """A copy of ``part`` without the numbers by which registries know a funder."""
    copy = deepcopy(part)
    copy.tail = None
    for inner in [x for x in copy.iter() if name_of(x) in ("institution-id", "named-content")]:
        if name_of(inner) == "institution-id" or inner.get("content-type") == "funder-id":
            tail = inner.tail
            inner.clear()
            inner.tail = tail
    return copy


def _related(meta: Any) -> Iterator[Block]:
    """Data sets, software and trials that the paper names as related to it."""
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


def _custom(meta: Any) -> Iterator[Block]:
    """Fields of a publisher's own that hold a statement, under the name that the field has."""
    for name, value in custom_values(meta):
        told, words = section_kind(name), len(plain(value).split())
        kind: SectionKind
        if _AVAILABILITY.search(name) or (told == "availability" and words >= _MIN_STATEMENT_WORDS):
            kind = "availability"
        elif told == "back" and (words >= _MIN_STATEMENT_WORDS or plain(value).endswith(".")):
            kind = "back"
        elif words >= _MIN_TEXT_WORDS and plain(value)[-1] in ".!?":
            kind = "back" if told == "other" else told
        else:
            continue
        custom = value.getparent()
        yield from heading(name, 1, kind, custom.get("id"))
        yield from paragraph(value, None, custom.get("id"))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
