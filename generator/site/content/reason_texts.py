"""Reasons kept with the answers, translated for pages.

A ledger is read for years and by sites of any language, so it keeps each reason in English as it was written.
Pages translate the reasons that they know, and show others as they are.
"""

from __future__ import annotations

import re

from generator.site.content.encoding import clean
from generator.site.content.language import format_message, message, translated

# Reasons of `generator.checking` and others for a status or for a withheld sentence.
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
    message("the number %(number)s does not stand in the evidence"),
    message("“%(words)s” does not stand in the evidence"),
    message("“%(words)s” does not stand together in the evidence"),
    message("“%(words)s”, an item of its list, does not stand in the evidence"),
    message("“%(words)s”, of an item of its list, does not stand in the evidence"),
    message("“%(words)s” is not named in the evidence"),
    message("only %(share)s of its content stands in the evidence"),
    message("its words stand in the evidence, but not together"),
    message("where it says “%(words)s”, the evidence says “%(there)s”"),
    message("the evidence says “%(words)s”, which it leaves out"),
    message("it says “%(words)s”, which the evidence does not"),
    message("general remark (“%(words)s”), not a statement of the paper"),
    message("%(number)s stands in the row “%(row)s”, which the sentence does not name"),
    message("%(number)s stands under “%(heading)s”, not under “%(other)s”"),
    message("it denies what the evidence does not"),
    message("it affirms what the evidence denies"),
)
# Better English for reasons whose text in the ledger does not change.
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
    "nothing in the paper was found that could support it": message("nothing found in the paper supports it"),
    "tells what else the text is about, not the answer": message(
        "describes what else the text is about, not the answer"
    ),
    "a second model finds it not entailed (%(likely)s)": message(
        "a second model finds that its evidence does not entail it (%(likely)s)"
    ),
    "the number %(number)s does not stand in the evidence": message(
        "the number %(number)s is not in the evidence"
    ),
    "“%(words)s” does not stand in the evidence": message("“%(words)s” is not in the evidence"),
    "“%(words)s” does not stand together in the evidence": message(
        "the words “%(words)s” are in the evidence, but not together"
    ),
    "“%(words)s”, an item of its list, does not stand in the evidence": message(
        "“%(words)s”, an item of its list, is not in the evidence"
    ),
    "“%(words)s”, of an item of its list, does not stand in the evidence": message(
        "“%(words)s”, part of an item of its list, is not in the evidence"
    ),
    "only %(share)s of its content stands in the evidence": message(
        "only %(share)s of its content is in the evidence"
    ),
    "%(number)s stands in the row “%(row)s”, which the sentence does not name": message(
        "%(number)s is in the row “%(row)s”, which the sentence does not name"
    ),
    "%(number)s stands under “%(heading)s”, not under “%(other)s”": message(
        "%(number)s is in the column “%(heading)s”, not in “%(other)s”"
    ),
    "its words stand in the evidence, but not together": message(
        "its words are in the evidence, but not together"
    ),
}
_PLACE = re.compile(r"%\\\((\w+)\\\)s|%\((\w+)\)s")


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(lambda at: f"(?P<{at[1] or at[2]}>.{{1,200}})", re.escape(text)))


_PATTERNS = tuple((text, _pattern(text)) for text in _KNOWN)


def translate_reason(reason: str) -> str:
    """Return a reason as pages show it."""
    shown = clean(reason)
    for text, pattern in _PATTERNS:
        if found := pattern.fullmatch(shown):
            return format_message(_BETTER.get(text, text), **found.groupdict())
    return translated(shown)
