"""People's reviews as lines of data, lapsed ones included; public papers only."""

from __future__ import annotations

from collections.abc import Iterator

from generator.site.content.collection import Collection
from generator.site.exports.citations import answer_address
from generator.site.exports.records import FORMAT, json_line, review_record


def review_lines(collection: Collection) -> Iterator[str]:
    """Yield the reviews of public papers, by paper, question and date, as JSON lines (``$defs/review``)."""
    keys = sorted({(r.paper, r.question) for r in collection.reviews})
    for paper, question in keys:
        current = {n for a in collection.answers_to(paper, question) for n in a.names}
        former = collection.former.get((paper, question), frozenset())
        for review in collection.reviews_of(paper, question):
            state = review.state(current, former)
            has_page = state != "unknown"
            yield json_line(
                {
                    "format": FORMAT,
                    "paper": paper,
                    "question": question,
                    "answer": review.answer,
                    "url": (answer_address(collection, review.answer) if has_page else "") or None,
                    "standing": state,
                    **review_record(review),
                }
            )
