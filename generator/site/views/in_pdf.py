"""A quote with its place in the PDF: pictures of the place, and the link that opens the PDF there."""

from __future__ import annotations

import dataclasses

from generator.core import Snippet
from generator.site.content.encoding import Markdown
from generator.site.content.page_links import Links, reader_page
from generator.site.content.quote_places import Crop, PaperPlaces
from generator.site.views.quotes import Quote, ShownPicture


def in_pdf(quote: Quote, snippet: Snippet, paper: str, places: PaperPlaces, links: Links | None) -> Quote:
    """Return the quote with pictures and a link for the page of ``links``; unchanged if not in the PDF."""
    place = places.of(snippet)
    if links is None or place is None or quote.repeats:
        return quote
    href = f"{links.to_file(reader_page(paper))}#{place.anchor}" if places.opens else quote.href
    return dataclasses.replace(quote, href=href, pictures=pictures_of(place.crops, links))


def pictures_of(crops: tuple[Crop, ...], links: Links) -> tuple[ShownPicture, ...]:
    """Return the pictures with addresses as seen from a page."""
    return tuple(
        ShownPicture(
            Markdown(links.to_file(crop.path)), crop.width, crop.height, f"Page {crop.page}, the quote marked"
        )
        for crop in crops
    )
