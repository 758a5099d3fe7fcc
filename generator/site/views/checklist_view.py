"""The authors' claims in checklists, compared with what was found in their papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.core.status import REPORTED_STATUSES, STATUS_WORDS
from generator.site.content.claim_comparison import differs
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean, shortened
from generator.site.content.page_links import Links, anchor, paper_page
from generator.site.content.status_styles import StatusStyle, style_of
from generator.site.content.wording import label, title_of
from generator.site.views.quotes import place_of

# A folder of its own next to the pages of papers: no page of a paper can have this path.
CHECKLISTS = "papers/checklists/index.md"
_MAX_QUOTE = 400  # characters
_MAX_TITLE = 110


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What authors claim on a question about their paper.

    wording: the answer that they ticked, and on which item. quote: their reason. place: where the quote is.
    differs: the status found in the paper, in words; empty if it agrees with the claim or cannot be compared.
    """

    look: StatusStyle
    wording: str
    quote: str
    place: str
    differs: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim with the answer found in the paper. found: the beginning of that answer, or empty."""

    anchor: Markdown
    question: Markdown
    text: str
    href: Markdown
    claim: ClaimView
    look: StatusStyle
    found: str
    found_place: str


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """The claims about one paper; claims that differ from the paper come first."""

    anchor: Markdown
    name: str
    title: str
    href: Markdown
    rows: tuple[Compared, ...]
    differing: int


def claim_view(collection: Collection, paper: str, question: str) -> ClaimView | None:
    """Return the authors' claim on a question about a public paper, or None if there is none."""
    claim = collection.claim_on(paper, question)
    if claim is None:
        return None
    answer = next(iter(collection.answers_to(paper, question)), None)
    quote = claim.evidence[0] if claim.evidence else None
    return ClaimView(
        look=style_of(claim.status),
        wording=clean(str(claim.provenance.get("said", ""))),
        quote=shortened(" […] ".join(e.text for e in claim.evidence), _MAX_QUOTE),
        place=place_of(quote.place) if quote else "",
        differs=STATUS_WORDS[answer.status] if answer and differs(claim, answer) else "",
    )


def checklist_views(collection: Collection) -> Iterator[ChecklistView]:
    """Yield the papers with a checklist: those with the most differences first, then by name."""
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
                    title=shortened(title_of(paper), _MAX_TITLE) if cited else "",
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
        passage = next(iter(answer.evidence), None) if answer and answer.status in REPORTED_STATUSES else None
        rows.append(
            Compared(
                anchor=anchor(paper, question.id),
                question=label(question.id),
                text=clean(question.text),
                href=links.to(paper_page(paper), question.id),
                claim=claim,
                look=style_of(answer.status if answer else None),
                found=shortened(answer.text, _MAX_QUOTE) if passage and answer else "",
                found_place=place_of(passage.place) if passage else "",
            )
        )
    return sorted(rows, key=lambda row: not row.claim.differs)
