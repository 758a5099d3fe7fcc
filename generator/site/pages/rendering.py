"""Views -> the text of each page, by one Jinja template for each kind of page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateNotFound, Undefined

from generator.core import Paper, Question
from generator.core.counting import pluralize
from generator.errors import SiteError
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, encode, shortened, web_link
from generator.site.content.page_links import (
    ABOUT,
    CHARTS,
    COMPARE,
    DATA_PAGE,
    HOME,
    PAPERS,
    QUALITY,
    QUALITY_DATA,
    QUESTIONS,
    REVIEWING,
    Links,
    paper_page,
)
from generator.site.content.status_styles import STATUS_STYLES
from generator.site.content.template_engine import engine
from generator.site.content.wording import title_of
from generator.site.exports.crate import Export
from generator.site.exports.data_file_list import NOTICES
from generator.site.pages import page_keys
from generator.site.pages.feed import FEED
from generator.site.pages.glossary_page import glossary_pages
from generator.site.pages.html_parts import blocks
from generator.site.pages.jsonld import collection_jsonld, question_jsonld
from generator.site.pages.numbers_page import numbers_href, numbers_pages
from generator.site.pages.page_front_matter import ASSETS, front_matter
from generator.site.pages.signposts import paper_signs
from generator.site.pages.tool_pages import tool_href, tool_pages
from generator.site.views.checklist_view import CHECKLISTS, checklist_views
from generator.site.views.data import data_view
from generator.site.views.home import counts_of, dates_made, home_view, model_rows
from generator.site.views.paper_lists import paper_lists, set_views
from generator.site.views.paper_page import paper_view
from generator.site.views.quality_page import quality_view
from generator.site.views.question_page import QuestionView, pages_of_question, question_view
from generator.site.views.script_data import PAPERS_PER_FILE, PAPERS_PER_PART, ROWS_PART, WORDS, scripts_of
from generator.site.views.similar_page import has_similar, similar_page, similar_views

# The script that asks for a reader's own copy of the paper.
OWN_COPY = "assets/own-copy.js"
_MAX_DESCRIPTION = 200  # characters
SIMILAR = "similar.md.j2"
CHECKLIST = "checklists.md.j2"


@lru_cache(maxsize=4)
def environment(templates: Path) -> Environment:
    """Return the engine for pages: every value is encoded, and an undefined name is an error."""
    made = engine(templates, _shown, escapes=False)
    made.globals["block"] = blocks(made)
    made.filters["thousands"] = "{:,}".format
    return made


def _shown(value: object) -> str:
    # The text of an undefined name raises the error that names it.
    return encode(str(value) if isinstance(value, Undefined) else value)


def render(templates: Path, name: str, **values: object) -> str:
    """Return one page. Raises SiteError if the template is missing or does not fit."""
    try:
        return environment(templates).get_template(name).render(**values)
    except TemplateNotFound as error:
        raise SiteError(f"{templates}: the template {error.name} is missing; restore it.") from error
    except Exception as error:  # a project's template may raise anything
        cause = str(error) or type(error).__name__
        what = f"{templates / name}: the page cannot be rendered ({cause}); fix the template."
        raise SiteError(what) from error


def pages(
    collection: Collection,
    templates: Path,
    quality: Mapping[str, Any] | None = None,
    exports: Sequence[Export] = (),
    *,
    keys: Mapping[str, str] | None = None,
    last: page_keys.LastPages = page_keys.NONE_BEFORE,
) -> Iterator[tuple[str, str | None, str]]:
    """Yield path within the docs, text and key of every generated page, in a fixed order.

    The text is None if ``last`` says that the page need not be written; the key is empty if a page
    has none. quality: the scorecard of the build as plain data, if there is one. exports: the data files that
    were written. keys: of papers, see `generator.site.pages.page_keys`.
    """
    keys = keys or {}
    yield HOME, _home(collection, templates, exports), ""
    yield DATA_PAGE, _data(collection, templates, exports), ""
    yield ABOUT, _about(collection, templates), ""
    common = page_keys.common_key(collection, templates)
    for script in scripts_of(collection):
        key = page_keys.group_key(script.papers, keys, common) if script.papers else ""
        yield script.path, page_keys.script_text(script, key, last), key
    fill = partial(render, templates)
    for path, text in (*tool_pages(collection, templates, fill), *glossary_pages(fill)):
        yield path, text, ""
    for path, text in _papers(collection, templates):
        yield path, text, ""
    yield QUESTIONS, _questions(collection, templates), ""
    yield QUALITY, _quality(collection, templates, quality), ""
    for paper in collection.public:
        path, key = paper_page(paper.id), page_keys.paper_page_key(collection, paper, keys.get(paper.id, ""))
        yield (
            path,
            None if key and last.is_unchanged(path, key) else _paper(collection, paper, templates),
            key,
        )
    for questions in collection.question_sets:
        for question in questions.questions:
            for page in pages_of_question(collection, questions, question):
                similar = has_similar(collection, question)
                key = page_keys.question_page_key(collection, page, keys, common, similar)
                if key and last.is_unchanged(page.page, key):
                    yield page.page, None, key
                    continue
                shown = question_view(collection, page)
                yield page.page, _question(collection, question, shown, templates), key
    for path, text in _similar(collection, templates):
        yield path, text, ""
    yield from _checklists(collection, templates)
    yield from numbers_pages(collection, partial(render, templates))


def _paper(collection: Collection, paper: Paper, templates: Path) -> str:
    view = paper_view(collection, paper)
    description = (
        f"{view.ref.tally.sentence.capitalize()}: what {title_of(paper)} reports, with its evidence."
    )
    head = front_matter(
        {
            "title": view.ref.title,
            "description": shortened(description, _MAX_DESCRIPTION),
            "hide": ["navigation"],
            "assets": ASSETS["paper"],
            "signs": paper_signs(collection, paper),
            "jsonld": view.jsonld,
            **({"scripts": [OWN_COPY]} if view.own_copy else {}),
        }
    )
    way = tool_href(Links(paper_page(paper.id)), COMPARE, templates)
    others = len(collection.public) > 1 and bool(collection.questions)
    compare_href = Markdown(f"{way}?paper={paper.id}" if way and others else "")
    return render(templates, "paper.md.j2", head=head, paper=view, compare_href=compare_href)


def _question(collection: Collection, question: Question, shown: QuestionView, templates: Path) -> str:
    papers = [str(row.anchor) for row in shown.answers]
    head = front_matter(
        {
            "title": f"{shown.ref.label} ({shown.number})" if shown.number > 1 else shown.ref.label,
            "description": shortened(shown.ref.text, _MAX_DESCRIPTION),
            "assets": ASSETS["question"],
            "hide": ["navigation", "toc"],
            # The first page of a question is a better first hit than the answer of any one paper; its
            # further pages hold nothing that the papers' pages do not.
            "search": {"boost": 2} if shown.number == 1 else {"exclude": True},
            **({"jsonld": question_jsonld(collection, question, papers)} if shown.number == 1 else {}),
        }
    )
    alike = ""
    if shown.number == 1 and has_similar(collection, question) and (templates / SIMILAR).is_file():
        alike = Links(shown.page).to(similar_page(question.id))
    return render(templates, "question.md.j2", head=head, question=shown, similar_href=Markdown(alike))


def _similar(collection: Collection, templates: Path) -> Iterator[tuple[str, str]]:
    if not (templates / SIMILAR).is_file():
        return  # a project's own templates may be older than this page
    for view in similar_views(collection):
        head = front_matter(
            {
                "title": f"{view.ref.label}: similar answers",
                "description": shortened(f"Papers with similar answers: {view.ref.text}", _MAX_DESCRIPTION),
                "hide": ["navigation", "toc"],
                "search": {"exclude": True},
            }
        )
        yield view.page, render(templates, SIMILAR, head=head, similar=view, bound=collection.similar_from)


def _checklists(collection: Collection, templates: Path) -> Iterator[tuple[str, str, str]]:
    views = tuple(checklist_views(collection))
    if not views or not (templates / CHECKLIST).is_file():
        return  # a project's own templates may be older than this page
    head = front_matter(
        {
            "title": "Checklists",
            "description": "What authors claim in their checklists, compared with what was found in "
            "their papers.",
            "assets": ASSETS["checklists"],
            "hide": ["navigation"],
            "search": {"exclude": True},
        }
    )
    total, differing = sum(len(v.rows) for v in views), sum(v.differing for v in views)
    shown = {"checklists": views, "total": total, "differing": differing}
    yield CHECKLISTS, render(templates, CHECKLIST, head=head, **shown), ""


def _home(collection: Collection, templates: Path, exports: Sequence[Export]) -> str:
    view = home_view(collection)
    links = Links(HOME)
    longs = [matrix for matrix in view.matrices if matrix.size and not matrix.rows]
    head = front_matter(
        {
            "title": view.counts.title,
            "description": shortened(view.counts.description, _MAX_DESCRIPTION),
            "hide": ["navigation", "toc"],
            "jsonld": collection_jsonld(collection, exports),
            **({"scripts": [f"{ROWS_PART}0.js"]} if longs else {}),
        }
    )
    return render(
        templates,
        "home.md.j2",
        head=head,
        home=view,
        hrefs={
            "about": links.to(ABOUT),
            "papers": links.to(PAPERS),
            "data": links.to(DATA_PAGE),
            "feed": links.to_file(FEED),
            "notices": links.to_file(NOTICES),
            "compare": tool_href(links, COMPARE, templates),
            "charts": tool_href(links, CHARTS, templates),
            "rows": links.to_file(ROWS_PART),
            "per_part": PAPERS_PER_PART,
            "words": links.to_file(WORDS),
            "per_file": PAPERS_PER_FILE,
            "numbers": numbers_href(links, collection),
            "reviewing": links.to(REVIEWING),
        },
    )


def _data(collection: Collection, templates: Path, exports: Sequence[Export]) -> str:
    head = front_matter(
        {
            "title": "Data",
            "description": "All answers with their evidence as files: CSV, JSON Lines, BibTeX, RIS, "
            "CSL-JSON, Web Annotations, RO-Crate.",
            "assets": ASSETS["data"],
            "hide": ["navigation"],
        }
    )
    return render(templates, "data.md.j2", head=head, data=data_view(collection, exports))


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
        home=counts_of(collection),
        looks=tuple(STATUS_STYLES.values()),
        made=dates_made(collection),
        built=f"{collection.built.day} {collection.built:%B %Y}",
        version=collection.version,
        repository=web_link(collection.repository),
        models=model_rows(collection),
        papers_href=Markdown(PAPERS),
        questions_href=Markdown(QUESTIONS),
        quality_href=Markdown(QUALITY),
    )


def _papers(collection: Collection, templates: Path) -> Iterator[tuple[str, str]]:
    for listed in paper_lists(collection):
        number = next((t.number for t in listed.turns if t.here), 1)
        head = front_matter(
            {
                "title": f"Papers ({number})" if number > 1 else "Papers",
                "description": f"{pluralize(listed.total, 'paper')} and what each of them reports.",
                "assets": ASSETS["papers"],
                "hide": ["navigation", "toc"],
                "search": {"exclude": number > 1},
            }
        )
        yield (
            listed.page,
            render(
                templates,
                "papers.md.j2",
                head=head,
                list=listed,
                compare_href=tool_href(Links(listed.page), COMPARE, templates),
            ),
        )


def _questions(collection: Collection, templates: Path) -> str:
    head = front_matter(
        {
            "title": "Questions",
            "description": f"{pluralize(len(collection.questions), 'question')} asked of every paper.",
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
            "description": "What was supported and what was withheld, how well models and reviewers agree, "
            "and what it cost, with the number behind each figure.",
            "hide": ["navigation"],
        }
    )
    links = Links(QUALITY)
    shown = None if quality is None else quality_view(quality, collection, links)
    return render(
        templates,
        "quality.md.j2",
        head=head,
        quality=shown,
        looks=tuple(STATUS_STYLES.values()),
        checklists_href=Markdown(links.to(CHECKLISTS)) if collection.claims else Markdown(),
        claims=len(collection.claims),
        data_href=Markdown(links.to_file(QUALITY_DATA)),
        numbers_href=numbers_href(links, collection),
        reviewing_href=links.to(REVIEWING),
    )
