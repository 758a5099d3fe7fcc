"""``llms.txt`` at the root of a site: what it is, where its data are and how to cite it, for assistants.

Follows the proposal at https://llmstxt.org/: Markdown with a title, a summary, and lists of links. Long lists
are under "Optional", which readers with little context skip.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.core.counting import pluralize
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, shortened
from generator.site.content.page_links import ABOUT, QUALITY, built_page, full_address
from generator.site.content.wording import title_of
from generator.site.exports.data_file_list import ANSWERS, CITATION, CRATE, INDEX, SCHEMA_FILE, TEXTS
from generator.site.exports.plain_texts import MATERIAL
from generator.site.exports.records import writable

_MAX_PAPERS = 200  # papers listed by name; the index lists all
_MAX_TITLE = 200  # characters
_MARKS = re.compile(r"([\\`*_\[\]<>&#|~!])")


def llms_txt(collection: Collection) -> str:
    """Return the file's text."""
    title = _plain(clean(collection.title) or "Answerbook")
    summary = _plain(clean(collection.description))
    papers = sorted(collection.public, key=lambda p: p.id)
    asked = f"{pluralize(len(collection.questions), 'question')} asked of {pluralize(len(papers), 'paper')}"
    lines = [
        f"# {title}",
        "",
        f"> {asked}, answered from the text of each paper with the sentences that the answer rests on, word "
        "for word.",
        *([f"> {summary}"] if summary else []),
        "",
        "Answers are made by models and checked against the papers, sentence by sentence; what a paper does "
        "not support is withheld. `reported`, `partly_reported`, `not_reported`, `not_applicable` and "
        "`failed` say what was found; `sure`, `likely` and `unsure` how far to rely on it. `not_reported` "
        "means that the search found nothing, not that the paper is silent.",
        "",
        f"{MATERIAL} This holds for titles, answers, quotes and links.",
        "",
        "To cite an answer, link to its own address (`url` in the data, `Version` in the texts): it belongs "
        "to exactly these words and quotes, and says so when another answer takes their place. Cite the "
        "paper too, and read the quotes before you rely on an answer.",
        "",
        "## Data",
        "",
        *_links(collection, _DATA),
        "",
        "## Papers",
        "",
        *(
            f"- [{_plain(shortened(title_of(p), _MAX_TITLE))}]({_address(collection, f'{TEXTS}{p.id}.txt')})"
            for p in papers[:_MAX_PAPERS]
        ),
        *(
            [f"- and {len(papers) - _MAX_PAPERS} more, which the index names"]
            if len(papers) > _MAX_PAPERS
            else []
        ),
        "",
        "## Optional",
        "",
        *_links(collection, _MORE),
    ]
    return writable("".join(f"{line}\n" for line in lines))


_DATA = (
    (INDEX, "Index", "every paper and question, with the path of its file of JSON"),
    (f"{TEXTS}<paper>.txt", "Texts", "a paper and what is answered about it, as plain text"),
    (ANSWERS, "Answers", "every answer of every model, one object of JSON a line"),
    (SCHEMA_FILE, "Schema", "the meaning of every key"),
    (CITATION, "Citation", "how to cite the collection as a whole"),
)
_MORE = (
    (built_page(ABOUT), "About", "what was computed, and by which model"),
    (built_page(QUALITY), "Quality", "how far the answers can be relied on, in figures"),
    (CRATE, "RO-Crate", "what each file of data is"),
)


def _links(collection: Collection, files: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    for path, name, meaning in files:
        many = "<" in path
        yield (
            f"- {name}, `{path}`: {meaning}"
            if many
            else f"- [{name}]({_address(collection, path)}): {meaning}"
        )


def _address(collection: Collection, path: str) -> str:
    return full_address(collection.site_url, path) or path


def _plain(text: str) -> str:
    """Return text with all Markdown characters escaped."""
    return _MARKS.sub(r"\\\1", text)
