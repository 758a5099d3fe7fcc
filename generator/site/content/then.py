"""Questions and papers as they were when an answer was made, and what has changed since, in sentences.

A cited page must not come to say something else because a question was reworded or a record corrected: it
shows what was asked and of which paper, and tells the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.core import Answer, Metadata, Paper, Question
from generator.core.known_paper import record_of
from generator.core.question import Part
from generator.site.content.changes import made_on
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean
from generator.site.content.wording import author_list

__all__ = ["changes_since", "paper_then", "part_texts", "question_then", "worded_since"]

_FIELDS: Mapping[str, str] = {
    "title": "title",
    "authors": "authors",
    "year": "year",
    "venue": "journal",
    "doi": "DOI",
    "arxiv": "arXiv id",
    "arxiv_version": "arXiv version",
    "url": "address",
    "licence": "licence",
    "type": "kind",
}


def question_then(collection: Collection, answer: Answer, question: Question | None = None) -> Question:
    """The question as ``answer`` was asked it; as it is asked today where that was not recorded.

    question: as it is asked today, if it is not to be looked up.
    """
    today = question or collection.asked_as.get(answer.question) or Question(answer.question, "", "")
    if not answer.asked:
        return today
    kept = {part.id: part for part in today.parts}
    parts = tuple(replace(kept.get(n, Part(n, text)), text=text) for n, text in answer.asked.parts)
    return replace(today, text=answer.asked.text, parts=parts or today.parts)


def part_texts(collection: Collection, answer: Answer) -> Mapping[str, str]:
    """The texts of the parts of a question, as ``answer`` was asked them."""
    return {part.id: part.text for part in question_then(collection, answer).parts}


def paper_then(collection: Collection, paper: Paper, answer: Answer) -> Paper:
    """``paper`` under the record that it had when ``answer`` was made; as it is where that is not known."""
    known = collection.known.get(paper.id)
    then = known.then(answer.record) if known else None
    if then is None:
        return paper if answer.version == paper.version else replace(paper, version=answer.version)
    today = paper.metadata
    kept = replace(
        then, abstract=today.abstract, visibility=today.visibility, tags=today.tags, kinds=today.kinds
    )
    # Records of before versions were told apart: the file is the same, so it held the one that it holds now.
    if not then.arxiv_version and then.arxiv == today.arxiv and answer.version == paper.version:
        kept = replace(kept, arxiv_version=today.arxiv_version)
    # A paper without a title is called by its id, for its file may have been renamed since.
    source = "" if not then.title else paper.source
    return replace(paper, metadata=kept, source=source, version=answer.version)


def worded_since(collection: Collection) -> Mapping[tuple[str, str], str]:
    """(question, a text of it) -> the first day on which it was asked so; by today's ids of questions."""
    found: dict[tuple[str, str], str] = {}
    for answer in (*collection.answers, *(entry.answer for entry in collection.history)):
        key, day = (collection.today(answer.question), answer.asked.text), made_on(answer)
        if answer.asked and day:
            found[key] = min(day, found.get(key, day))
    return found


def changes_since(
    collection: Collection, paper: Paper, answer: Answer, worded: Mapping[tuple[str, str], str]
) -> tuple[str, ...]:
    """What has changed since ``answer`` was made, a sentence each. worded: from `worded_since`."""
    found = []
    question = collection.asked_as.get(answer.question)
    made = made_on(answer)
    if question is not None and answer.asked:
        if clean(question.text) != clean(answer.asked.text):
            day = worded.get((question.id, question.text), "")
            found.append(f"The question was reworded{_on(day, made)}. It now reads: “{clean(question.text)}”")
        elif answer.asked.parts and answer.asked.parts != tuple((p.id, p.text) for p in question.parts):
            now = "; ".join(clean(part.text).rstrip("?.") for part in question.parts) or "none"
            found.append(f"The parts of the question were changed since. They now are: {now}.")
    known = collection.known.get(paper.id)
    if known is None:
        return tuple(found)
    newest = max(known.version, paper.version)
    if answer.version < newest:
        day = known.versions[answer.version] if answer.version < known.version else ""
        found.append(
            f"The paper was replaced by a new version{_on(day, made)}: this answer is about version "
            f"{answer.version}, the collection now holds version {newest}."
        )
    then = known.then(answer.record)
    if then is not None and (what := _corrected(then, paper.metadata)):
        found.append(
            f"The record of the paper was corrected{_on(known.since(paper.metadata), made)}: {what}."
        )
    return tuple(found)


def _on(day: str, made: str) -> str:
    return f" on {day}" if day and day >= made else " since"


def _corrected(then: Metadata, now: Metadata) -> str:
    """The fields that differ, with what they say now."""
    old, new = record_of(then), record_of(now)
    changed = []
    for field, name in _FIELDS.items():
        if field == "arxiv_version" and not old.get(field):
            continue  # it was not told apart then
        if old.get(field) != new.get(field):
            said = author_list(now) if field == "authors" else clean(str(new.get(field, "")))
            changed.append(f"{name} now “{said}”" if said else f"{name} now left out")
    return "; ".join(changed)
