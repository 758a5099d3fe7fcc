"""Texts for the theme's templates and scripts, which cannot read the catalogue themselves."""

from __future__ import annotations

from generator.site.content.language import is_translated, message, translated, use_language

_WORDS = (
    message("All papers"),
    message("All questions"),
    message("Overview of all papers and questions"),
    message("Page not found"),
    message("Search for it at the top of this page."),
    message("The address of an answer never vanishes: it goes on showing the version that was cited."),
    message("It ends in a/, 24 letters and digits, and a slash; if it led here, a part was lost."),
    message("There is nothing at this address. It may be misspelt or cut off, or the page may have moved."),
    message("# more on this page"),
    message("# results"),
    message("1 result"),
    message("Any question"),
    message("Any status"),
    message("Any year"),
    message("Changed answers"),
    message("Clear"),
    message("Does not apply"),
    message("Glossary"),
    message("Latest release:"),
    message("Loading the index …"),
    message("Not reported"),
    message("Nothing found"),
    message("On this page"),
    message("Page"),
    message("Partly reported"),
    message("Question"),
    message("Reported"),
    message("Reading aids"),
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

# What the scripts say that search a reader's own copy of a paper. Only pages that ask for one load them.
_OWN_COPY = (
    message("# of # quotes found."),
    message("# of # quotes found; the others are marked, your copy may be another version."),
    message(": it stays in your browser, and each quote is shown in it."),
    message(
        "Browsers cannot read a PDF from a page that was opened from a disk; open this page at "
        "its web address."
    ),
    message("Have the paper? Drop your copy on this page or"),
    message("In your copy"),
    message("In your copy, p. #"),
    message("None of # quotes was found in this file: it seems to be another paper, or another version."),
    message("Not found in this file: it may be another version."),
    message("Page #"),
    message("Page # of your copy, the quote marked"),
    message("Reading page # of # …"),
    message("Reading …"),
    message("The file is larger than # MB: too large to be read here."),
    message("The place in your copy is below each quote."),
    message("The quote was found."),
    message("The quote was not found in this file: it seems to be another paper, or another version."),
    message("The script that reads files could not be loaded."),
    message("There is no text in this file; it may be a scan."),
    message("This PDF is damaged; it cannot be read."),
    message("This PDF is protected by a password and cannot be read here."),
    message("This file cannot be read."),
    message("This kind of file cannot be read here; a PDF, a web page, XML or plain text can."),
    message("This page could not be drawn."),
    message("choose the file"),
)

# What the scripts of all other pages say; each # stands for a value. They take it from ``assets/words.js``.
_SCRIPTS = (
    message("# % (# to # %)"),
    message("# and #"),
    message("# answer that is not sure"),
    message("# answers that are not sure"),
    message("# of #"),
    message("# of # paper"),
    message("# of # papers"),
    message("# quote"),
    message("# quotes"),
    message("# reports on # of # questions, # on # of #."),
    message("# that do not apply"),
    message("# that does not apply"),
    message("95 % interval # to # %"),
    message("95 % interval of the share, corrected for wrong statuses"),
    message("Answered"),
    message("Both report"),
    message("Choose a question."),
    message("Choose the paper to compare it with."),
    message("Choose two papers."),
    message("Compare"),
    message("Compare # with another paper"),
    message("Copy the words of the paper that answer the question, or write the answer."),
    message("Corrected (95 % interval)"),
    message("Does not apply"),
    message("Does not apply to one of them, or to both"),
    message("Enter your name."),
    message("Evidence"),
    message("Failed"),
    message("Larger"),
    message("Left out of the count: #."),
    message("Link copied"),
    message("Neither"),
    message("Neither reports"),
    message("Next"),
    message("Next quote"),
    message("No paper here has the id #."),
    message("No paper matches."),
    message("Not asked"),
    message("Not reported"),
    message("Not sure"),
    message("Not sure for one of them, or for both"),
    message("Of"),
    message("On the paper’s page"),
    message("Open this form from the page of an answer."),
    message("Page #"),
    message("Pages of the matrix"),
    message("Papers"),
    message("Papers # to # of #"),
    message("Partly reported"),
    message("Permanent link"),
    message("Previous"),
    message("Previous quote"),
    message("Question"),
    message("Quote # of #, page #"),
    message("Reported"),
    message("Share"),
    message("Share of papers that report it"),
    message("Show more"),
    message("Smaller"),
    message("The PDF"),
    message("The matrix could not be loaded; the list of papers leads to every answer."),
    message("The numbers could not be loaded."),
    message("The papers could not be loaded; their pages are in the list of papers."),
    message("They differ"),
    message("They differ on #."),
    message("does not apply"),
    message("failed"),
    message("likely"),
    message("models disagree"),
    message("not asked"),
    message("not reported"),
    message("partly reported"),
    message("reported"),
    message("reviewed: confirmed"),
    message("reviewed: corrected"),
    message("reviewed: disputed"),
    message("reviewed: reviewers disagree"),
    message("sure"),
    message("unsure"),
)

# What the script of a paper's page says.
_PAPER = (
    message("Cite this answer"),
    message("Cite"),
    message("Copied"),
    message("Copy"),
    message("The whole question; copy, cite, review"),
    message("Download"),
    message("Evidence %(number)s"),
    message("Not allowed"),
)


def paper_words() -> dict[str, str]:
    """Return what the script of a paper's page says: English -> the language set; empty in English."""
    return {text: translated(text) for text in _PAPER} if is_translated() else {}


def script_words() -> dict[str, str]:
    """Return what the scripts of all pages say: English -> the language set; empty in English."""
    return {text: translated(text) for text in _SCRIPTS} if is_translated() else {}


def own_copy_words() -> dict[str, str]:
    """Return what the scripts say that search a reader's own copy: English -> the language set.

    Empty in English, which the scripts speak themselves.
    """
    return {text: translated(text) for text in _OWN_COPY} if is_translated() else {}


def interface_words(code: str) -> dict[str, str]:
    """Return the translation of each English text that templates and scripts show."""
    with use_language(code):
        return {text: translated(text) for text in _WORDS}
