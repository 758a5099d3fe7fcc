"""A quote with its place in the PDF: pictures of it, and the link that opens the paper there."""

from __future__ import annotations

import dataclasses

from generator.core import Snippet
from generator.site.content.encoding import Markdown
from generator.site.content.links import Links, reader_page
from generator.site.content.places import Crop, PaperPlaces
from generator.site.views.quotes import Quote, ShownPicture


def in_pdf(quote: Quote, snippet: Snippet, paper: str, places: PaperPlaces, links: Links | None) -> Quote:
    """The quote as a page with these ``links`` shows it; as it is where its place is not known."""
    place = places.of(snippet)
    if links is None or place is None or quote.repeats:
        return quote
    href = f"{links.to_file(reader_page(paper))}#{place.anchor}" if places.opens else quote.href
    return dataclasses.replace(quote, href=href, pictures=pictures_of(place.crops, links))


def pictures_of(crops: tuple[Crop, ...], links: Links) -> tuple[ShownPicture, ...]:
    """Pictures as seen from a page."""
    return tuple(
        ShownPicture(Markdown(links.to_file(crop.path)), crop.width, crop.height, _told(crop))
        for crop in crops
    )


def _told(crop: Crop) -> str:
    return f"Page {crop.page}, the quote marked"
