"""The Numbers page, and the page of answers that wait for a review."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.core.review import VERDICTS
from generator.core.status import PAPER_STATUSES, STATUS_WORDS
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean
from generator.site.content.page_links import NUMBERS, QUALITY, REVIEWING, Links, question_page
from generator.site.content.reviewing import Reviewing
from generator.site.exports.data_file_list import SHARE_LINES, SHARES
from generator.site.pages.page_front_matter import ASSETS, front_matter
from generator.site.views.script_data import IDS, PAPERS_PER_FILE, PAPERS_PER_PART, ROWS_PART, WORDS
from generator.site.views.share_estimates import numbers_view
from generator.site.views.waiting import waiting_view


def numbers_pages(collection: Collection, render: Callable[..., str]) -> Iterator[tuple[str, str, str]]:
    """Yield path, text and (empty) key of both pages. render: renders a template by its name."""
    yield REVIEWING, _reviewing(collection, render), ""
    shown = numbers_view(collection)
    if shown is None:
        return
    links = Links(NUMBERS)
    head = front_matter(
        {
            "title": "Numbers",
            "description": "The share of papers that report what is asked, with intervals that allow for "
            "wrong statuses.",
            "assets": ASSETS["numbers"],
            "hide": ["navigation"],
        }
    )
    hrefs = {
        "csv": links.to_file(SHARES),
        "lines": links.to_file(SHARE_LINES),
        "reviewing": links.to(REVIEWING),
        "quality": links.to(QUALITY),
    }
    yield NUMBERS, render("numbers.md.j2", head=head, numbers=shown, hrefs=hrefs), ""


def numbers_href(links: Links, collection: Collection) -> Markdown:
    """Return the link to the Numbers page; empty if there is none."""
    return links.to(NUMBERS) if numbers_view(collection) is not None else Markdown()


def _reviewing(collection: Collection, render: Callable[..., str]) -> str:
    links = Links(REVIEWING)
    head = front_matter(
        {
            "title": "Reviewing",
            "description": "Answers that wait for a review, and how to send one.",
            "assets": ASSETS["reviewing"],
            "hide": ["navigation", "toc"],
            "search": {"exclude": True},
        }
    )
    return render(
        "reviewing.md.j2",
        head=head,
        waiting=waiting_view(collection),
        places=Reviewing.of(collection),
        verdicts=VERDICTS,
        held=[(status, STATUS_WORDS[status]) for status in PAPER_STATUSES],
        hrefs={
            "numbers": numbers_href(links, collection),
            "rows": links.to_file(ROWS_PART),
            "words": links.to_file(WORDS),
            "ids": links.to_file(IDS),
            "per_part": PAPERS_PER_PART,
            "per_file": PAPERS_PER_FILE,
        },
        size=len(collection.public),
        questions=[(q.id, clean(q.text), links.to(question_page(q.id))) for q in collection.questions],
    )
