"""One answer as a page shows it: sentences with numbered evidence, withheld sentences, sections searched."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from generator.core import Answer, AnswerSentence, Paper, Question
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean, shortened
from generator.site.content.page_links import Links, anchor, answer_page, former_ids
from generator.site.content.reason_texts import translate_reason
from generator.site.content.reporting import ErrorReport, report_form, report_link
from generator.site.content.status_styles import StatusStyle, style_of
from generator.site.content.wording import label, title_of
from generator.site.exports.citations import answer_address
from generator.site.texts.text_places import QuoteSource, shown_evidence
from generator.site.views.checklist_view import ClaimView, claim_view
from generator.site.views.in_pdf import in_pdf
from generator.site.views.origins import FactRow, fingerprint_rows, origin_rows, part_names
from generator.site.views.own_words import best_first, is_verbatim, joined
from generator.site.views.question_page import page_with
from generator.site.views.quotes import (
    Quote,
    SearchedSection,
    closest,
    quotes_of,
    sections_searched,
)
from generator.site.views.review_view import (
    NO_REVIEWS,
    ReviewMark,
    Reviews,
    ReviewView,
    lapsed_reviews,
    mark_of,
    reviews_of,
)
from generator.site.views.sureness import Sureness, open_line, parts_line, sureness_of
from generator.site.views.votes import Vote, agreement, votes

# Characters of an answer in a list of several.
_GIST = 120


@dataclass(frozen=True, slots=True)
class Cite:
    """A numbered reference from a sentence to a quote on the same page."""

    number: int
    href: Markdown


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A sentence of an answer with its references. reason: why it was withheld; else empty."""

    text: str
    cites: tuple[Cite, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The answer of one model.

    verbatim: the answer consists of words of the quotes alone, so only the quotes are shown. quotes: evidence
    of the supported sentences. withheld_quotes: evidence that only withheld sentences cite. closest: the best
    passages of a search that found no answer. page: relative link to the answer's own page, or empty. shared:
    anchor of the block with what all answers of this model on the page have in common; if it is set, origin
    and fingerprint hold only the rest. brief: the view holds only the answer itself. reviews: the reviews of
    the answer. parts: a line that says which parts of the question the paper reports. left_open: the parts
    that it does not report. Both are empty if the answer has no parts.
    """

    anchor: Markdown
    id: str
    model: str
    look: StatusStyle
    reason: str
    stale: str
    verbatim: bool
    sentences: tuple[ShownSentence, ...]
    quotes: tuple[Quote, ...]
    withheld: tuple[ShownSentence, ...]
    withheld_quotes: tuple[Quote, ...]
    searched: tuple[SearchedSection, ...]
    searched_count: int
    closest: tuple[Quote, ...]
    origin: tuple[FactRow, ...]
    fingerprint: tuple[FactRow, ...]
    page: str = ""
    shared: str = ""
    brief: bool = False
    reviews: Reviews = NO_REVIEWS
    sureness: Sureness | None = None
    parts: str = ""
    left_open: str = ""

    @property
    def gist(self) -> str:
        """The beginning of the answer, for a line that lists several."""
        return shortened(" ".join(s.text for s in self.sentences) or self.reason, _GIST)

    @property
    def elsewhere(self) -> bool:
        """True if none of its quotes links to a text on this site: a reader may have the paper."""
        return bool(self.quotes) and not any(q.text_href for q in self.quotes)

    @property
    def is_answered(self) -> bool:
        """True if there are sentences to show as the answer."""
        return bool(self.sentences)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question about a paper with its answers: the one shown, and those of the other models.

    votes: which models give which status; empty for fewer than two models. report: link for reporting an
    error in the answer shown, or empty. lapsed: reviews of earlier answers. mark: the verdict of reviewers on
    the answer shown. former: anchors for earlier ids of the question, so that old links work. claim: what the
    authors claim in their checklist, if anything.
    """

    anchor: Markdown
    label: Markdown
    text: str
    href: Markdown
    aliases: str
    look: StatusStyle
    answer: AnswerView | None
    others: tuple[AnswerView, ...]
    agreement: str
    votes: tuple[Vote, ...]
    report: str
    lapsed: tuple[ReviewView, ...] = ()
    mark: ReviewMark | None = None
    former: tuple[Markdown, ...] = ()
    claim: ClaimView | None = None

    @property
    def searchable(self) -> bool:
        """True if search should find it: there is an answer, even one that says nothing was reported."""
        return self.answer is not None and self.look.key != "failed"


def asked_question(collection: Collection, paper: Paper, question: Question, links: Links) -> AskedQuestion:
    """Return a question about a paper with all its answers, for the paper's page at ``links.page``."""
    answers = collection.answers_to(paper.id, question.id)
    link = links.to_source(collection.source_links.get(paper.id, ""))
    source = QuoteSource.of(collection, paper.id, link, links)
    above: dict[tuple[str, int], Markdown] = {}
    views: list[AnswerView] = []
    for number, answer in enumerate(answers, 1):
        first = number == 1
        name = anchor(question.id) if first else anchor(question.id, f"m{number}")
        place = PagePlace(name, source, links.to_file(answer_page(answer.id)), above, links)
        view = answer_view(collection, paper, answer, place, in_full=first)
        if (
            not first and answer.id == views[0].id
        ):  # another model gave the same answer: its reviews are shown above
            view = dataclasses.replace(view, reviews=NO_REVIEWS)
        for quote in (*view.quotes, *view.withheld_quotes):
            passage = answer.evidence[quote.number - 1]
            above.setdefault((passage.text, passage.place.start), quote.anchor)
        views.append(view)
    return AskedQuestion(
        anchor=anchor(question.id),
        label=label(question.id),
        text=clean(question.text),
        href=links.to(page_with(collection, question.id, paper.id), paper.id),
        aliases=", ".join(clean(a) for a in question.aliases),
        look=style_of(answers[0].status if answers else None),
        answer=views[0] if views else None,
        others=tuple(views[1:]),
        agreement=agreement(answers),
        votes=votes(answers) if len(answers) > 1 else (),
        report=report_of(collection, paper, question, answers[0]) if answers else "",
        lapsed=lapsed_reviews(collection, paper.id, question.id, links),
        mark=mark_of(collection, paper.id, question.id),
        former=tuple(map(anchor, former_ids(question))),
        claim=claim_view(collection, paper.id, question.id),
    )


def report_of(collection: Collection, paper: Paper, question: Question, answer: Answer) -> str:
    """Return the link for reporting an error in an answer; empty if errors cannot be reported anywhere."""
    form = report_form(collection.report_url, collection.repository)
    if not form:
        return ""
    doi = clean(paper.metadata.doi)
    report = ErrorReport(
        answer=answer.id,
        model=answer.maker,
        question=question.id,
        question_text=question.text,
        paper=f"{title_of(paper)} ({doi})" if doi else title_of(paper),
        link=answer_address(collection, answer.id) or answer_page(answer.id),
    )
    return report_link(form, report)


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Where on a page an answer is, and where its links lead.

    name: the answer's anchor, with which the ids of its quotes begin. source: where the quotes can be read.
    page: link to the answer's own page; empty on that page itself. above: text and offset of passages that
    are shown further up -> their anchors. links: links as seen from the page, for quotes shown in their PDF;
    None if they are not shown there.
    """

    name: Markdown
    source: QuoteSource
    page: str = ""
    above: Mapping[tuple[str, int], Markdown] | None = None
    links: Links | None = None


def answer_view(
    collection: Collection, paper: Paper, answer: Answer, place: PagePlace, *, in_full: bool = True
) -> AnswerView:
    """Return an answer as a page shows it at ``place``.

    in_full: include the sections searched, how the answer was made, and the passages that withheld sentences
    cite.
    """
    name, source = place.name, place.source
    supported = [s for s in answer.sentences if s.support == "supported" and clean(s.text)]
    count = len(answer.evidence)
    cited = best_first(answer, shown_evidence(answer))
    only_withheld = [n for n in _cited(list(answer.withheld), count) if n not in cited] if in_full else []

    places = collection.places_in(paper)

    def quotes(numbers: list[int], *, cited: bool) -> tuple[Quote, ...]:
        wanted = {n + 1: answer.evidence[n] for n in numbers}
        found = quotes_of(wanted, name, source, place.above, cited=cited)
        return tuple(in_pdf(q, answer.evidence[q.number - 1], paper.id, places, place.links) for q in found)

    verbatim = is_verbatim(answer)
    shown, doubtful = quotes(cited, cited=True), quotes(only_withheld, cited=False)
    if verbatim:
        shown = joined(shown)
    anchors = {q.number: q.anchor for q in (*shown, *doubtful)}
    parts = parts_line(collection, answer)
    return AnswerView(
        anchor=name,
        id=answer.id,
        model=clean(answer.maker),
        look=style_of(answer.status),
        # The parts say which of them are left open.
        reason="" if parts and answer.status == "partly_reported" else translate_reason(answer.reason),
        stale=part_names(collection.stale.get((answer.paper, answer.question, answer.model), ())),
        verbatim=verbatim,
        sentences=tuple(_shown(s, anchors) for s in supported),
        quotes=shown,
        withheld=tuple(_shown(s, anchors) for s in answer.withheld if clean(s.text)),
        withheld_quotes=doubtful,
        searched=sections_searched(answer.searched) if in_full else (),
        searched_count=len(answer.searched),
        closest=closest(answer.searched, name, source) if in_full and not supported else (),
        origin=origin_rows(answer, collection.card_of(answer)) if in_full else (),
        fingerprint=fingerprint_rows(answer) if in_full else (),
        page=place.page,
        brief=not in_full,
        reviews=reviews_of(collection, answer),
        sureness=sureness_of(collection, answer),
        parts=parts,
        left_open=open_line(collection, answer),
    )


def _shown(sentence: AnswerSentence, anchors: Mapping[int, Markdown]) -> ShownSentence:
    """Return a sentence with references to those of its cited passages that are on the page."""
    numbers = [n + 1 for n in dict.fromkeys(sentence.evidence) if n + 1 in anchors]
    cites = tuple(Cite(n, Markdown(f"#{anchors[n]}")) for n in numbers)
    return ShownSentence(clean(sentence.text), cites, translate_reason(sentence.reason))


def _cited(sentences: list[AnswerSentence], count: int) -> list[int]:
    """Return the indices of the evidence that ``sentences`` cite, in the order of the evidence."""
    return sorted({n for s in sentences for n in s.evidence if 0 <= n < count})
