"""Authors' checklist claims as lines of data, each with our answer; public papers only."""

from __future__ import annotations

from collections.abc import Iterator

from generator.site.content.claim_comparison import differs
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean
from generator.site.exports.records import FORMAT, json_line


def claim_lines(collection: Collection) -> Iterator[str]:
    """Yield the claims about all public papers, by paper and question, as JSON lines (``$defs/claim``)."""
    for paper in sorted(collection.public, key=lambda p: p.id):
        for question in collection.questions:
            claim = collection.claim_on(paper.id, question.id)
            if claim is None:
                continue
            answer = next(iter(collection.answers_to(paper.id, question.id)), None)
            yield json_line(
                {
                    "format": FORMAT,
                    "paper": paper.id,
                    "question": question.id,
                    "source": question.source,
                    "said": clean(str(claim.provenance.get("said", ""))),
                    "status": claim.status,
                    "quotes": [
                        {"text": clean(e.text), "section": clean(e.place.section), "page": e.place.page}
                        for e in claim.evidence
                    ],
                    "answer": answer.id if answer else None,
                    "answer_status": answer.status if answer else None,
                    "differs": differs(claim, answer),
                }
            )
