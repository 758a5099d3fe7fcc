"""Texts for the theme's templates and scripts, which cannot read the catalogue themselves."""

from __future__ import annotations

from generator.site.content.language import message, translated, use_language

_WORDS = (
    message("# more on this page"),
    message("# results"),
    message("1 result"),
    message("Any question"),
    message("Any status"),
    message("Any year"),
    message("Changed answers"),
    message("Clear"),
    message("Does not apply"),
    message("Latest release:"),
    message("Loading the index …"),
    message("Not reported"),
    message("Nothing found"),
    message("On this page"),
    message("Page"),
    message("Partly reported"),
    message("Question"),
    message("Reported"),
    message("Search"),
    message("Search options"),
    message("Search papers, questions and answers"),
    message("Show more"),
    message("Status"),
    message("The first # results"),
    message("The search index could not be loaded; reload the page to try again."),
    message(
        "This collection is too large to be searched from a disk: open it through a web server, for example "
        "with “answerbook serve”."
    ),
    message("Type to search"),
    message("Type to search papers, questions and answers"),
    message("Year"),
)


def interface_words(code: str) -> dict[str, str]:
    """Return the translation of each English text that templates and scripts show."""
    with use_language(code):
        return {text: translated(text) for text in _WORDS}
