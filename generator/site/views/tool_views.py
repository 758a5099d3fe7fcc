"""Pages that scripts fill: a comparison of two papers, and charts of what all papers report."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core.counting import pluralize
from generator.site.content.choices import Choices
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean
from generator.site.content.page_links import CHARTS, COMPARE, DATA_PAGE, PAPERS, Links
from generator.site.exports.data_file_list import WIDE
from generator.site.views.paper_lists import SetView, set_view
from generator.site.views.script_data import COUNTS, IDS, PAPERS_PER_FILE, PAPERS_PER_PART, ROWS_PART, WORDS


@dataclass(frozen=True, slots=True)
class ToolView:
    """A page with its own script. size: number of papers. source: name and date of the data.

    hrefs: links to its data and to other pages. sets: the questions, in the order of the data.
    """

    page: str
    title: str
    description: str
    scripts: tuple[str, ...]
    sets: tuple[SetView, ...]
    size: int
    choices: Choices
    source: str
    hrefs: dict[str, str | int]


_PAGES = {
    COMPARE: ("Compare two papers", "Two papers side by side: what each of them reports, differences first."),
    CHARTS: ("Charts", "Charts of what papers report, by year, venue or tag, to download and to link."),
}


def tool_template(page: str) -> str:
    return f"{page}.j2"


def tool_views(collection: Collection) -> tuple[ToolView, ...]:
    """Return both pages; none for a collection without papers or questions."""
    if not collection.public or not collection.questions:
        return ()
    return tuple(_view(collection, page, *texts) for page, texts in _PAGES.items())


def _view(collection: Collection, page: str, title: str, description: str) -> ToolView:
    links = Links(page)
    day = f"{collection.built.day} {collection.built:%B %Y}"
    return ToolView(
        page=page,
        title=title,
        description=description,
        scripts=("assets/handed.js", f"assets/{page.removesuffix('.md')}.js"),
        sets=tuple(set_view(collection, s, links, n) for n, s in enumerate(collection.question_sets, 1)),
        size=len(collection.public),
        choices=collection.choices,
        source=f"{clean(collection.title)}, {pluralize(len(collection.public), 'paper')}, {day}.",
        hrefs={
            "papers": links.to(PAPERS),
            "data": links.to(DATA_PAGE),
            "rows": links.to_file(ROWS_PART),
            "per_part": PAPERS_PER_PART,
            "words": links.to_file(WORDS),
            "ids": links.to_file(IDS),
            "per_file": PAPERS_PER_FILE,
            "counts": links.to_file(COUNTS),
            "wide": links.to_file(WIDE),
        },
    )
