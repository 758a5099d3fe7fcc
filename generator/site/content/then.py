"""Questions and papers as they were when an answer was made, and what has changed since, in sentences.

A cited page must not change its meaning because a question was reworded or a record corrected. So it shows
the question and the paper of that time, and lists the changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from generator.core import Answer, Metadata, Paper, Question
from generator.core.fingerprint import question_hash
from generator.core.known_paper import record_of
from generator.core.question import PartOfQuestion
from generator.core.site_record import SiteRecord
from generator.site.content.answer_changes import made_on
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean
from generator.site.content.language import format_message, message, translated
from generator.site.content.wording import author_list

__all__ = ["changes_since", "paper_then", "part_texts", "question_then", "worded_since"]

_FIELDS: Mapping[str, str] = {
    "title": message("title"),
    "authors": message("authors"),
    "year": message("year"),
    "venue": message("journal"),
    "doi": message("DOI"),
    "arxiv": message("arXiv id"),
    "arxiv_version": message("arXiv version"),
    "url": message("address"),
    "licence": message("licence"),
    "type": message("kind"),
}

_SITE_FIELDS: Mapping[str, str] = {
    "title": message("name"),
    "site_url": message("address"),
    "licence": message("licence"),
    "language": message("language"),
}


def question_then(collection: Collection, answer: Answer, question: Question | None = None) -> Question:
    """Return the question as ``answer`` was asked it; as it is today if that was not recorded.

    question: the question as it is today, to save looking it up.
    """
    today = question or collection.asked_as.get(answer.question) or Question(answer.question, "", "")
    if not answer.asked:
        return today
    kept = {part.id: part for part in today.parts}
    parts = tuple(replace(kept.get(n, PartOfQuestion(n, text)), text=text) for n, text in answer.asked.parts)
    return replace(today, text=answer.asked.text, parts=parts or today.parts)


def part_texts(collection: Collection, answer: Answer) -> Mapping[str, str]:
    """Return the texts of the parts of a question, as ``answer`` was asked them."""
    return {part.id: part.text for part in question_then(collection, answer).parts}


def paper_then(collection: Collection, paper: Paper, answer: Answer) -> Paper:
    """Return ``paper`` with the record that it had when ``answer`` was made; unchanged if not known."""
    known = collection.known_papers.get(paper.id)
    then = known.record_named(answer.record) if known else None
    if then is None:
        return paper if answer.version == paper.version else paper.changed(version=answer.version)
    today = paper.metadata
    kept = replace(
        then, abstract=today.abstract, visibility=today.visibility, tags=today.tags, kinds=today.kinds
    )
    # Older records do not distinguish versions: the file is the same, so it held the version it holds now.
    if not then.arxiv_version and then.arxiv == today.arxiv and answer.version == paper.version:
        kept = replace(kept, arxiv_version=today.arxiv_version)
    # A paper without a title is named by its id, because its file may have been renamed since.
    source = "" if not then.title else paper.source
    return paper.changed(metadata=kept, source=source, version=answer.version)


def worded_since(collection: Collection) -> Mapping[tuple[str, str], str]:
    """Return (current question id, its text today) -> first day on which the question had this text."""
    found: dict[tuple[str, str], str] = {}
    for answer in (*collection.answers, *(entry.answer for entry in collection.history)):
        question, day = collection.asked_as.get(answer.question), made_on(answer)
        if question is not None and day and _asked_as_today(answer, question):
            key = question.id, question.text
            found[key] = min(day, found.get(key, day))
    return found


def _asked_as_today(answer: Answer, question: Question) -> bool:
    """Return True if an answer is to the question as it reads today; its fingerprint mostly tells."""
    return answer.fingerprint.get("question") == question_hash(question) or answer.asked.text == question.text


def changes_since(
    collection: Collection, paper: Paper, answer: Answer, worded: Mapping[tuple[str, str], str]
) -> tuple[str, ...]:
    """Return what has changed since ``answer`` was made, in sentences. worded: from `worded_since`."""
    found = []
    question = collection.asked_as.get(answer.question)
    made = made_on(answer)
    if question is not None and answer.asked:
        if clean(question.text) != clean(answer.asked.text):
            day = worded.get((question.id, question.text), "")
            found.append(
                format_message(
                    "The question was reworded %(when)s. It now reads: “%(text)s”",
                    when=_on(day, made),
                    text=clean(question.text),
                )
            )
        elif answer.asked.parts and answer.asked.parts != tuple((p.id, p.text) for p in question.parts):
            now = "; ".join(clean(part.text).rstrip("?.") for part in question.parts) or translated("none")
            found.append(
                format_message("The parts of the question have changed. They are now: %(parts)s.", parts=now)
            )
    found += _site_changes(collection, made)
    known = collection.known_papers.get(paper.id)
    if known is None:
        return tuple(found)
    newest = max(known.version, paper.version)
    if answer.version < newest:
        day = known.versions[answer.version] if answer.version < known.version else ""
        found.append(
            format_message(
                "The paper was replaced by a new version %(when)s: this answer is about version %(old)s, the "
                "collection now holds version %(new)s.",
                when=_on(day, made),
                old=answer.version,
                new=newest,
            )
        )
    then = known.record_named(answer.record)
    if then is None and answer.record:
        found.append(
            translated("What was recorded of the paper at that time is lost; it is shown as it is today.")
        )
    if then is not None and (what := _corrected(then, paper.metadata)):
        when = _on(known.since(paper.metadata), made)
        found.append(
            format_message("The record of the paper was corrected %(when)s: %(what)s.", when=when, what=what)
        )
    return tuple(found)


def _site_changes(collection: Collection, made: str) -> Iterator[str]:
    """Yield what the site was called, and what else it was, until each day since ``made``."""
    before: dict[str, dict[str, None]] = {}
    for old, new in pairwise(collection.sites):
        if not new.since or new.since >= made:
            before.setdefault(new.since, {}).update(dict.fromkeys(_site_was(old.record, new.record)))
    for day, what in before.items():
        if not what:
            continue
        yield format_message(
            "This site was changed %(when)s. Before, it had: %(what)s.",
            when=_on(day, made),
            what="; ".join(what),
        )


def _site_was(old: SiteRecord, new: SiteRecord) -> Iterator[str]:
    """Yield the fields that differ, with their earlier values; where there was none, nothing was cited."""
    for field, name in _SITE_FIELDS.items():
        if (value := getattr(old, field)) and value != getattr(new, field):
            yield f"{translated(name)} “{clean(value)}”"
    if old.templates != new.templates:
        yield translated("other templates of its pages")


def _on(day: str, made: str) -> str:
    return format_message("on %(day)s", day=day) if day and day >= made else translated("since")


def _corrected(then: Metadata, now: Metadata) -> str:
    """Return the fields that differ, with their current values."""
    old, new = record_of(then), record_of(now)
    changed = []
    for field, name in _FIELDS.items():
        if field == "arxiv_version" and not old.get(field):
            continue  # versions were not distinguished then
        if old.get(field) != new.get(field):
            value = author_list(now) if field == "authors" else clean(str(new.get(field, "")))
            now_is = format_message("%(field)s now “%(value)s”", field=translated(name), value=value)
            changed.append(now_is if value else format_message("%(field)s removed", field=translated(name)))
    return "; ".join(changed)
