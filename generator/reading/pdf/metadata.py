"""Bibliographic data that the first page, the running heads and the file itself give.

What is not certain is left empty: a sidecar or papers.bib may give it, and a wrong author is worse than none.

    >>> _arxiv("arXiv:2104.01234v2 [cs.CV] 3 Apr 2021"), _KEYWORDS.split("Moths fly. Keywords: lamps")[0]
    ('2104.01234v2', 'Moths fly.')
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from generator.core.doi_and_arxiv import arxiv_id, arxiv_version
from generator.core.paper import Metadata, Paper, Person
from generator.reading.metadata.licences import licence_id
from generator.reading.metadata.person_names import person
from generator.reading.pdf.identity.author_names import persons
from generator.reading.pdf.identity.byline import authors_near, unmarked
from generator.reading.pdf.identity.citation import authors_cited
from generator.reading.pdf.identity.dois import doi_of
from generator.reading.pdf.identity.opening import Opening
from generator.reading.pdf.identity.venues import venue_of
from generator.reading.pdf.identity.years import year_of
from generator.reading.pdf.page_edges import PageLines
from generator.reading.pdf.paragraph_text import keeps_hyphen
from generator.reading.pdf.paragraphs import ParagraphBuilder
from generator.reading.pdf.section_titles import ABSTRACT_MARK

_ARXIV = re.compile(r"\barxiv:\s?((?:\d{4}\.\d{4,5}|[a-z-]{2,12}(?:\.[a-z]{2})?/\d{7})(?:v\d+)?)", re.I)
_LICENCE = re.compile(r"creative\s*commons|\bCC[\s-]?(?:BY|0)\b|public domain dedication", re.I)
# Ends an abstract within its paragraph: keywords, or the abstract in another language.
_KEYWORDS = re.compile(
    r"\s(?:(?:Keywords?|Key [Ww]ords|KEYWORDS|Index Terms|Palavras-chave|Palabras clave|Mots[- ]clés)"
    r"\s?[:—–-]"
    r"|(?:RESUM[OE]N?|ABSTRACT|R[ÉE]SUM[ÉE]|ZUSAMMENFASSUNG)\s?[—–:.-])"
)
_MAX_ABSTRACT_CHARS = 8000  # characters; those of conferences that publish abstracts alone reach 5,700
_MAX_RUNNING = 60  # running lines in which the journal is searched: the same ones on every page
_NO_AUTHOR = re.compile(
    r"^(?:user|admin|administrator|author|anonymous|microsoft|owner|unknown|pc|windows|word|latex|root)\b",
    re.I,
)


def metadata_of(
    paper: Paper, pages: Sequence[PageLines], paragraphs: Sequence[ParagraphBuilder], info: Mapping[str, str]
) -> Metadata:
    """Return what the paper, as read so far, says of itself.

    info: entries of the file's information dictionary and XMP packet.
    """
    opening = Opening(pages, paragraphs)
    front = [s.text for x in paper.sections if x.kind == "front" for s in x.sentences]
    # Whole, because the name of a journal may be abbreviated: "J. Lamp Res. 2019; 47(7)".
    blocks = [
        " ".join(s.text for s in p.sentences)
        for x in paper.sections
        if x.kind == "front"
        for p in x.paragraphs
    ]
    running = [s.text for x in paper.sections if x.kind == "furniture" for s in x.sentences]
    title = _title(paragraphs, paper.text)
    arxiv = _arxiv("\n".join([*opening.running_texts, *front]))
    references = [s.text for x in paper.sections if x.kind == "references" for s in x.sentences]
    return Metadata(
        title=title,
        authors=_authors(opening, info),
        year=year_of(opening.citation_texts, opening.dated_texts, references, info),
        venue=venue_of([*running[:_MAX_RUNNING], *blocks], title),
        doi=doi_of(
            opening.running_texts, opening.front_lines, opening.other_lines, opening.citation_texts, info
        ),
        arxiv=arxiv_id(arxiv),
        arxiv_version=arxiv_version(arxiv),
        licence=_licence(paper),
        abstract=_abstract(paper),
    )


def _title(paragraphs: Sequence[ParagraphBuilder], written: str) -> str:
    """Return the title in one line.

    written: the text of the paper, which may hold a divided word of the title as a whole.
    """
    text = ""
    for line in next((p.lines for p in paragraphs if p.role == "title"), []):
        own = unmarked(line)
        if text.endswith("\ufffe"):
            # A hyphen before a capital belongs to the word: Pan-Chinese.
            head, tail = re.split(r"[^\w-]", text[:-1])[-1], re.split(r"[^\w]", own)[0]
            words = Counter(re.findall(r"[^\W_]+(?:-[^\W_]+)*", written.casefold()))
            keeps = own[:1].isupper() or (head and tail and keeps_hyphen(head, tail, words))
            text = text[:-1] + ("-" if keeps else "") + own
        else:
            text += f" {own}"
    return re.sub(r"\s+", " ", text).strip(" *∗†‡§¶\ufffe")


def _arxiv(opening: str) -> str:
    """Return the arXiv id that is stamped on the paper, with its version."""
    return m[1] if (m := _ARXIV.search(opening)) else ""


def _authors(opening: Opening, info: Mapping[str, str]) -> tuple[Person, ...]:
    """Return the names next to the title; those of the file or the citation if these are more of them."""
    shown = authors_near(opening.lines, opening.title)
    text = _plain(opening.text)
    for key in ("dc:creator", "Author"):
        if (file_authors := info.get(key, "")) and not _NO_AUTHOR.match(file_authors):
            names = tuple(_as_shown(n, text) for n in persons(file_authors))
            if len(names) > len(shown) and all(_plain(n.family) in text for n in names):
                shown = names
    cited = authors_cited(opening.citation_texts)
    if len(cited) > len(shown) and all(_plain(n.family) in text for n in cited):
        shown = tuple(_in_full(n, shown) for n in cited)
    elif shown and all(str(n).isupper() for n in shown) and _same(shown, cited):
        shown = cited  # the page sets its authors in capitals, and writes them out elsewhere
    return shown


def _same(names: Sequence[Person], others: Sequence[Person]) -> bool:
    """Return True if both lists hold the same names, but for capitals."""
    return [str(n).casefold() for n in names] == [str(n).casefold() for n in others]


def _as_shown(name: Person, text: str) -> Person:
    """Return the person with family and given name exchanged if only so the page shows them."""
    given, family = _plain(name.given), _plain(name.family)
    if given and given + family not in text and family + given in text:
        return person(f"{name.family} {name.given}") or name
    return name


def _in_full(name: Person, names: Sequence[Person]) -> Person:
    """Return the person of a citation with the given name that the page shows."""
    return next((n for n in names if _plain(n.family) == _plain(name.family)), name)


def _plain(text: str) -> str:
    """Return the letters and digits of ``text`` only, case-folded."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _abstract(paper: Paper) -> str:
    """Return the text of the abstract, without its title and the keywords."""
    text = " ".join(s.text for x in paper.sections if x.kind == "abstract" for s in x.sentences).strip()
    if len(text) > _MAX_ABSTRACT_CHARS:
        return ""  # no title of a section was found: this is more than an abstract
    text = ABSTRACT_MARK.sub("", text, count=1).lstrip(" .:—–-|")
    return _KEYWORDS.split(text, maxsplit=1)[0].strip()


def _is_licence(text: str) -> bool:
    """Return True if a sentence or an address names a licence."""
    low = text.casefold()
    # A few quick searches spare most sentences the regular expression.
    if "cc" not in low and "creative" not in low and "domain" not in low:
        return False
    return "creativecommons.org" in low or _LICENCE.search(text) is not None


def _licence(paper: Paper) -> str:
    """Return the first licence that front matter, running lines or other sentences name."""
    near = [s for x in paper.sections if x.kind in ("front", "furniture") for s in x.sentences]
    far = [
        s for x in paper.sections if x.kind not in ("references", "front", "furniture") for s in x.sentences
    ]
    texts = [
        text
        for sentences in (near, far)
        for s in sentences
        for text in (
            *(u for u in s.links if "creativecommons.org" in u.lower()),
            s.text.replace("aCC", "a CC"),
        )
        if _is_licence(text)
    ]
    versions = [found for t in texts if (found := licence_id(t))]
    return next((v for v in versions if re.search(r"\d", v)), versions[0] if versions else "")
