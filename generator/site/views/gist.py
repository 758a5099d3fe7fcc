"""An answer in short, for a list of the answers of many papers."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core import Answer, Paper
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean, shortened
from generator.site.content.page_links import Links
from generator.site.texts.text_places import QuoteSource, shown_evidence
from generator.site.views.in_pdf import in_pdf
from generator.site.views.own_words import best_first, follows, is_verbatim, joined
from generator.site.views.quotes import Quote, quotes_of

# Characters of an answer and of its first quote: enough to compare papers, while a page of 200 papers stays
# below 300 KB.
_MAX_ANSWER = 260
_MAX_PASSAGE = 220
_NAME = Markdown("q")  # of anchors, which are not used


@dataclass(frozen=True, slots=True)
class Gist:
    """An answer in short.

    text: beginning of what a model wrote; empty if the answer is quotes alone, and then passage: words of the
    best quote. place: of that quote. read: link to it in the paper. more: number of further quotes. All are
    empty if there is no such thing.
    """

    text: str = ""
    passage: str = ""
    place: str = ""
    read: str = ""
    more: int = 0


def gist_of(collection: Collection, paper: Paper, answer: Answer | None, links: Links) -> Gist:
    """Return an answer in short. links: as seen from the page."""
    if answer is None:
        return Gist()
    text = shortened(answer.text[: 4 * _MAX_ANSWER], _MAX_ANSWER)
    cited = best_first(answer, shown_evidence(answer))
    if not cited:
        return Gist(text)
    link = links.to_source(collection.source_links.get(paper.id, ""))
    source = QuoteSource.of(collection, paper.id, link, links)
    quotes = quotes_of({n: answer.evidence[n] for n in cited}, _NAME, source)
    if is_verbatim(answer):
        quotes = joined(quotes)
        text = ""
    quote = in_pdf(quotes[0], answer.evidence[cited[0]], paper.id, collection.places_in(paper), links)
    passage = "" if text else shortened(_marked(quote)[: 4 * _MAX_PASSAGE], _MAX_PASSAGE)
    return Gist(text, passage, quote.place, quote.href or quote.text_href, len(quotes) - 1)


def _marked(quote: Quote) -> str:
    """Return the words of a quote that answer, with a sign for what is left out between them."""
    found, end = "", -1
    for part in quote.parts:
        if part.focus:
            sign = "" if not found else " " if follows(end, part.start) else " … "
            found += sign + " … ".join(clean(run.text) for run in part.runs if run.marked)
            end = part.end
    return found
