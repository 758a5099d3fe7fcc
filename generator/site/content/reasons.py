"""Sentences of ours that are kept with the answers, in English: said in the language of the pages.

A ledger is read by sites of any language, and for years; so what it holds stays as it was written, and pages
translate the sentences that they know. Others are shown as they are.
"""

from __future__ import annotations

import re

from generator.site.content.encoding import clean
from generator.site.content.language import message, said, translated

# What `generator.checking` and others give as the reason of a status, or of a sentence that is withheld.
_KNOWN = (
    message("A part of the question stays open in what was found."),
    message("The model wrote %(number)s sentences, none of which the paper supports; they are withheld."),
    message("The model wrote 1 sentence, none of which the paper supports; it is withheld."),
    message("No passage of the paper could be searched for this question."),
    message("No passage that answers the question was found."),
    message("nothing in the paper was found that could support it"),
    message("true to the paper, but its evidence is not about the question"),
    message("tells what else the text is about, not the answer"),
    message("a second model finds it not entailed (%(likely)s)"),
)
# How they read best in English: they were written down before.
_BETTER = {
    "A part of the question stays open in what was found.": message(
        "The passages found answer only part of the question."
    ),
    "The model wrote %(number)s sentences, none of which the paper supports; they are withheld.": message(
        "The model wrote %(number)s sentences that the paper does not support; all were withheld."
    ),
    "The model wrote 1 sentence, none of which the paper supports; it is withheld.": message(
        "The model wrote one sentence that the paper does not support; it was withheld."
    ),
    "No passage that answers the question was found.": message(
        "No passage answering this question was found."
    ),
}
_PLACE = re.compile(r"%\\\((\w+)\\\)s|%\((\w+)\)s")


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(lambda at: f"(?P<{at[1] or at[2]}>.{{1,80}})", re.escape(text)))


_PATTERNS = tuple((text, _pattern(text)) for text in _KNOWN)


def reason_said(reason: str) -> str:
    """A reason as pages give it."""
    shown = clean(reason)
    for text, pattern in _PATTERNS:
        if found := pattern.fullmatch(shown):
            return said(_BETTER.get(text, text), **found.groupdict())
    return translated(shown)
