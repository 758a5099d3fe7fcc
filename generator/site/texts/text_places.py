"""Where quotes are: in a paper's text as the site shows it, and in its source."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core import Answer, Snippet
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean
from generator.site.content.open_texts import ShownText
from generator.site.content.page_links import Links, at_place, text_directive, text_page
from generator.site.content.quote_length import first_words


@dataclass(frozen=True, slots=True)
class QuoteSource:
    """Where the quotes of an answer can be read, as seen from a page.

    link: to the paper, without a place in it, or empty. page: link to the page of its text, or empty. marked:
    True if the evidence of the answer is marked there, as it is for current answers.
    """

    link: str
    page: str = ""
    text: ShownText | None = None
    marked: bool = True

    @classmethod
    def of(
        cls, collection: Collection, paper: str, link: str, links: Links, *, marked: bool = True
    ) -> QuoteSource:
        """Return the source of a public paper. links: as seen from the page with the quotes."""
        text = collection.texts.get(paper)
        return cls(link, links.to_file(text_page(paper)) if text else "", text, marked)

    def hrefs(self, snippet: Snippet, words: str, *, cited: bool) -> tuple[str, str]:
        """Return the link into the source and the link into the text shown; either may be empty.

        The first is also empty if it leads to no PDF page and the second leads to the quote itself. words:
        the answering words. cited: True if a shown sentence of the answer rests on them.
        """
        into = at_place(self.link, snippet.place.page, words)
        found = locate(self.text.paper.text, snippet) if self.text else ()
        if not found:
            return into, ""
        place = anchor_at(found[0][0]) if cited and self.marked else f":~:text={text_directive(words)}"
        return into if "#page=" in into else "", f"{self.page}#{place}"


def anchor_at(start: int) -> str:
    """Return the id of the mark that starts at an offset of the paper's text."""
    return f"at-{start}"


def shown_evidence(answer: Answer) -> list[int]:
    """Return the indices of the evidence that the shown sentences of an answer rest on."""
    count = len(answer.evidence)
    shown = (s for s in answer.sentences if s.support == "supported" and clean(s.text))
    return sorted({n for s in shown for n in s.evidence if 0 <= n < count})


def locate(text: str, snippet: Snippet) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a paper's text with a quote's answering words, in order; none if not found.

    A quote of an earlier reading is searched for by its words, and must occur exactly once. If the quote was
    cut, its first words must be at its old offset.
    """
    origin, end = snippet.place.start, snippet.place.end
    focus = sorted(snippet.focus) or [(origin, end)]
    if len(snippet.text) != end - origin:
        words = first_words(snippet.text)
        return _merged(text, focus) if words and text.startswith(words, focus[0][0]) else ()
    if not text.startswith(snippet.text, origin):
        moved = text.find(snippet.text)
        if moved < 0 or text.find(snippet.text, moved + 1) >= 0:
            return ()
        focus = [(a + moved - origin, b + moved - origin) for a, b in focus]
    return _merged(text, focus)


def _merged(text: str, focus: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return stretches of the text; those with only white space between them are joined."""
    merged: list[tuple[int, int]] = []
    for start, end in focus:
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif start < end:
            merged.append((start, end))
    return tuple(merged)
