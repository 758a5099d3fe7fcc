"""Views -> the text of each page, by one Jinja template a kind of page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, Undefined

from generator.errors import SiteError
from generator.site.collection import Collection
from generator.site.encoding import Markdown, encode, shortened, web_link
from generator.site.front_matter import front_matter
from generator.site.links import (
    ABOUT,
    HOME,
    PAPERS,
    QUALITY,
    QUALITY_DATA,
    QUESTIONS,
    Links,
    paper_page,
    question_page,
)
from generator.site.listing import paper_refs, set_views
from generator.site.quality import quality_view
from generator.site.statuses import LOOKS
from generator.site.views import dates_made, home_view, model_rows, paper_view, question_view
from generator.site.wording import counted, title_of

_DESCRIPTION_LIMIT = 200


@lru_cache(maxsize=4)
def environment(templates: Path) -> Environment:
    """The engine for pages: every value is encoded, and a name that does not exist is an error."""
    engine = Environment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        autoescape=False,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    engine.globals["counted"] = counted
    engine.filters["thousands"] = "{:,}".format
    return engine


def _shown(value: object) -> str:
    # Text of an undefined name raises the error that names it.
    return encode(str(value) if isinstance(value, Undefined) else value)


def render(templates: Path, name: str, **values: object) -> str:
    """One page. Raises SiteError where the template is missing or does not fit."""
    try:
        return environment(templates).get_template(name).render(**values)
    except TemplateNotFound as error:
        raise SiteError(f"{templates}: the template {error.name} is missing; restore it.") from error
    except (TemplateError, TypeError) as error:
        raise SiteError(f"{templates / name}: the page cannot be laid out: {error}.") from error


def pages(
    collection: Collection, templates: Path, quality: Mapping[str, Any] | None = None
) -> Iterator[tuple[str, str]]:
    """Path within the docs and text of every generated page, in a fixed order.

    quality: the scorecard of the build, as plain data, if there is one.
    """
    yield HOME, _home(collection, templates)
    yield ABOUT, _about(collection, templates)
    yield PAPERS, _papers(collection, templates)
    yield QUESTIONS, _questions(collection, templates)
    yield QUALITY, _quality(collection, templates, quality)
    for paper in collection.public:
        view = paper_view(collection, paper)
        description = (
            f"{view.ref.tally.sentence.capitalize()}: what {title_of(paper)} reports, with its evidence."
        )
        head = front_matter(
            {
                "title": view.ref.title,
                "description": shortened(description, _DESCRIPTION_LIMIT),
                "hide": ["navigation"],
                "jsonld": view.jsonld,
            }
        )
        yield paper_page(paper.id), render(templates, "paper.md.j2", head=head, paper=view)
    for questions in collection.question_sets:
        for question in questions.questions:
            shown = question_view(collection, questions, question)
            head = front_matter(
                {
                    "title": shown.ref.label,
                    "description": shortened(shown.ref.text, _DESCRIPTION_LIMIT),
                    "hide": ["navigation", "toc"],
                    # The page about a question is a better first hit than any one paper's answer.
                    "search": {"boost": 2},
                }
            )
            yield question_page(question.id), render(templates, "question.md.j2", head=head, question=shown)


def _home(collection: Collection, templates: Path) -> str:
    view = home_view(collection)
    links = Links(HOME, collection.directory_urls)
    head = front_matter(
        {
            "title": view.title,
            "description": shortened(view.description, _DESCRIPTION_LIMIT),
            "hide": ["navigation", "toc"],
        }
    )
    return render(templates, "home.md.j2", head=head, home=view, about_href=links.to(ABOUT))


def _about(collection: Collection, templates: Path) -> str:
    head = front_matter(
        {
            "title": "About",
            "description": "What was computed, by which model, and how to read it.",
            "hide": ["navigation"],
        }
    )
    return render(
        templates,
        "about.md.j2",
        head=head,
        home=home_view(collection),
        looks=tuple(LOOKS.values()),
        made=dates_made(collection),
        built=collection.built.strftime("%d %B %Y, %H:%M UTC"),
        version=collection.version,
        repository=web_link(collection.repository),
        models=model_rows(collection),
        papers_href=Markdown(PAPERS),
        questions_href=Markdown(QUESTIONS),
        quality_href=Markdown(QUALITY),
    )


def _papers(collection: Collection, templates: Path) -> str:
    head = front_matter(
        {
            "title": "Papers",
            "description": f"{counted(len(collection.public), 'paper')} and what each of them reports.",
            "hide": ["navigation", "toc"],
        }
    )
    return render(
        templates, "papers.md.j2", head=head, papers=paper_refs(collection), looks=tuple(LOOKS.values())
    )


def _questions(collection: Collection, templates: Path) -> str:
    head = front_matter(
        {
            "title": "Questions",
            "description": f"{counted(len(collection.questions), 'question')} put to every paper.",
            "hide": ["navigation"],
        }
    )
    return render(
        templates, "questions.md.j2", head=head, sets=set_views(collection), papers=len(collection.public)
    )


def _quality(collection: Collection, templates: Path, quality: Mapping[str, Any] | None) -> str:
    head = front_matter(
        {
            "title": "Quality",
            "description": "What was supported and what was withheld, how far models and people agree, "
            "and what it cost, with the number behind each figure.",
            "hide": ["navigation"],
        }
    )
    links = Links(QUALITY, collection.directory_urls)
    shown = None if quality is None else quality_view(quality, collection, links)
    return render(
        templates,
        "quality.md.j2",
        head=head,
        quality=shown,
        looks=tuple(LOOKS.values()),
        data_href=Markdown(links.to_file(QUALITY_DATA)),
    )
