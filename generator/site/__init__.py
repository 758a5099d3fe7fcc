"""Answers -> Markdown pages -> site.

In: a ``Collection`` of papers, question sets and answers. Out: with ``write_pages`` one Markdown file a page,
which any Markdown site generator can read, and the files of ``data/`` beside them (`exports`); with
``write_answer_pages`` the page of every version of every answer, as HTML; with ``publish`` the site, built by
mkdocs and inspected before it takes the place of the last one. All text from papers and models is encoded on
its way to a page.
"""

from generator.site.answer_pages import write_answer_pages
from generator.site.content.collection import Collection, ModelCard
from generator.site.content.echoes import Echo, echo_in, echo_kept, echo_of, echoes
from generator.site.content.open_texts import ShownText
from generator.site.content.page_links import PICTURES, source_file, text_link
from generator.site.content.quote_length import cutter, is_open, within_licences
from generator.site.content.quote_places import Crop, PaperPlaces, QuotePlace
from generator.site.inspection.inspect import inspect
from generator.site.pages.page_files import WriteReport, write_pages
from generator.site.publishing.finished import FinishedFiles
from generator.site.publishing.mkdocs_config import refuse_code
from generator.site.publishing.mkdocs_run import MkdocsOptions
from generator.site.publishing.publish import publish

__all__ = [
    "PICTURES",
    "Collection",
    "Crop",
    "Echo",
    "FinishedFiles",
    "MkdocsOptions",
    "ModelCard",
    "PaperPlaces",
    "QuotePlace",
    "ShownText",
    "WriteReport",
    "cutter",
    "echo_in",
    "echo_kept",
    "echo_of",
    "echoes",
    "inspect",
    "is_open",
    "publish",
    "refuse_code",
    "source_file",
    "text_link",
    "within_licences",
    "write_answer_pages",
    "write_pages",
]
