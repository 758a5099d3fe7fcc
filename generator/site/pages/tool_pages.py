"""The pages that scripts fill: a comparison of two papers, and charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown
from generator.site.content.page_links import Links
from generator.site.pages.page_front_matter import ASSETS, front_matter
from generator.site.views.tool_views import tool_template, tool_views

__all__ = ["tool_href", "tool_pages"]


def tool_href(links: Links, page: str, templates: Path) -> Markdown:
    """Return the link to such a page; empty if a project's own templates are older and lack it."""
    return links.to(page) if (templates / tool_template(page)).is_file() else Markdown()


def tool_pages(
    collection: Collection, templates: Path, render: Callable[..., str]
) -> Iterator[tuple[str, str]]:
    """Yield path and text of each page. render: renders a template by its name."""
    for view in tool_views(collection):
        if (templates / tool_template(view.page)).is_file():
            head = front_matter(
                {
                    "title": view.title,
                    "description": view.description,
                    "hide": ["navigation", "toc"],
                    "search": {"exclude": True},
                    "assets": ASSETS["tool"],
                    "scripts": list(view.scripts),
                }
            )
            yield view.page, render(tool_template(view.page), head=head, tool=view)
