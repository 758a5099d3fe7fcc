"""People's reviews as lines of data, those that have lapsed too; of public papers only."""

from __future__ import annotations

from collections.abc import Iterator

from generator.site.content.collection import Collection
from generator.site.exports.citations import answer_address
from generator.site.exports.records import FORMAT, json_line, review_record


def review_lines(collection: Collection) -> Iterator[str]:
    """The reviews of all public papers, by paper, question and date: lines of JSON (``$defs/review``)."""
    keys = sorted({(r.paper, r.question) for r in collection.reviews})
    for paper, question in keys:
        current = {n for a in collection.answers_to(paper, question) for n in a.names}
        former = collection.former.get((paper, question), frozenset())
        for review in collection.reviews_of(paper, question):
            standing = review.standing(current, former)
            known = standing != "unknown"
            yield json_line(
                {
                    "format": FORMAT,
                    "paper": paper,
                    "question": question,
                    "answer": review.answer,
                    "url": (answer_address(collection, review.answer) if known else "") or None,
                    "standing": standing,
                    **review_record(review),
                }
            )
