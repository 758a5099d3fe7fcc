"""What authors claim in their checklists beside what their papers were found to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.core.status import STATUS_WORDS, TOLD
from generator.site.content.claims import differs
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean, shortened
from generator.site.content.links import Links, anchor, paper_page
from generator.site.content.statuses import Look, look
from generator.site.content.wording import label, title_of
from generator.site.views.quotes import place_of

# A folder of its own beside the pages of papers, none of which can bear this name.
CHECKLISTS = "papers/checklists/index.md"
_QUOTE = 400
_TITLE = 110


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What authors claim on a question about their paper.

    said: by which word, on which item. quote: their reason, and place: where it stands. differs: what the
    paper was found to say instead, in a few words; empty where that agrees, or where nothing can be compared.
    """

    look: Look
    said: str
    quote: str
    place: str
    differs: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim beside the answer that rests on the paper. found: its first words; empty where it has none."""

    anchor: Markdown
    question: Markdown
    text: str
    href: Markdown
    claim: ClaimView
    look: Look
    found: str
    found_place: str


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """The claims about one paper; those first that differ from what the paper was found to say."""

    anchor: Markdown
    name: str
    title: str
    href: Markdown
    rows: tuple[Compared, ...]
    differing: int


def claim_view(collection: Collection, paper: str, question: str) -> ClaimView | None:
    """The authors' claim on a question about a public paper, or None where they make none."""
    claim = collection.claim_on(paper, question)
    if claim is None:
        return None
    answer = next(iter(collection.answers_to(paper, question)), None)
    quote = claim.evidence[0] if claim.evidence else None
    return ClaimView(
        look=look(claim.status),
        said=clean(str(claim.provenance.get("said", ""))),
        quote=shortened(" […] ".join(e.text for e in claim.evidence), _QUOTE),
        place=place_of(quote.place) if quote else "",
        differs=STATUS_WORDS[answer.status] if answer and differs(claim, answer) else "",
    )


def checklist_views(collection: Collection) -> Iterator[ChecklistView]:
    """The papers with a checklist, by name; those with the most differences first."""
    links = Links(CHECKLISTS)
    views = []
    for paper in collection.public:
        rows = tuple(_rows(collection, paper.id, links))
        if rows:
            name, cited = collection.short_names[paper.id]
            views.append(
                ChecklistView(
                    anchor=anchor(paper.id),
                    name=name,
                    title=shortened(title_of(paper), _TITLE) if cited else "",
                    href=links.to(paper_page(paper.id)),
                    rows=rows,
                    differing=sum(bool(row.claim.differs) for row in rows),
                )
            )
    yield from sorted(views, key=lambda v: (-v.differing, v.name.casefold(), v.anchor))


def _rows(collection: Collection, paper: str, links: Links) -> list[Compared]:
    rows = []
    for question in collection.questions:
        claim = claim_view(collection, paper, question.id)
        if claim is None:
            continue
        answer = next(iter(collection.answers_to(paper, question.id)), None)
        passage = next(iter(answer.evidence), None) if answer and answer.status in TOLD else None
        rows.append(
            Compared(
                anchor=anchor(paper, question.id),
                question=label(question.id),
                text=clean(question.text),
                href=links.to(paper_page(paper), question.id),
                claim=claim,
                look=look(answer.status if answer else None),
                found=shortened(answer.text, _QUOTE) if passage and answer else "",
                found_place=place_of(passage.place) if passage else "",
            )
        )
    return sorted(rows, key=lambda row: not row.claim.differs)
