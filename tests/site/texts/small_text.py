"""The small collection with the text of one of its papers: lists, a table, links, and quotes of each kind."""

from __future__ import annotations

from dataclasses import replace

from generator.core import Answer, AnswerSentence, Paper, Place, Snippet
from generator.core.paper import Header, Paragraph, Section, Sentence
from generator.site import Collection, ShownText
from tests.site.small_collection import small_collection

HOSTILE = "<script>alert(1)</script> & <b onclick=x>bold</b> [a](javascript:x) {{ 7 * 7 }}"

_Paragraphs = tuple[tuple[str, str, tuple[str, ...]], ...]
# Kind, title, level; paragraphs as role, separator, sentences.
_SECTIONS: tuple[tuple[str, str, int, _Paragraphs], ...] = (
    ("front", "Moths", 1, (("prose", " ", ("G. Hvidsten and P. Ndiaye.",)),)),
    ("furniture", "", 1, (("prose", " ", ("Page 1 of 9, downloaded by nobody.",)),)),
    (
        "methods",
        "Methods",
        1,
        (
            (
                "prose",
                " ",
                (
                    "Moths were counted on 12 nights.",
                    "Seeds were fixed to 42.",
                    "The code is at https://example.org/moths (see there).",
                    "Data are in an archive.",
                ),
            ),
            ("list", "\n", ("First, a lamp was lit.", "Then moths came.", HOSTILE)),
        ),
    ),
    (
        "results",
        "Results & more",
        3,
        (
            ("caption", " ", ("Table 1. Moths by night.",)),
            ("table", "\n", ("night | moths", "first | 12", "second | 17", "| 3", "all nights")),
        ),
    ),
)


def text_paper(paper: Paper) -> Paper:
    """Return the paper with the text above, whose offsets are right."""
    text, sections = "", []
    for kind, title, level, paragraphs in _SECTIONS:
        text += f"{title}\n\n"
        made = []
        for role, between, sentences in paragraphs:
            found = []
            for words in sentences:
                links = ("https://example.org/archive/7",) if words.startswith("Data") else ()
                found.append(Sentence(words, len(text), len(text) + len(words), links=links))
                text += f"{words}{between}"
            text = f"{text[: -len(between)]}\n\n"
            header = Header(1, ("night", "moths")) if role == "table" else Header()
            made.append(Paragraph(role, tuple(found), header))  # type: ignore[arg-type]
        sections.append(Section(kind, title, level, tuple(made)))  # type: ignore[arg-type]
    return replace(paper, format="jats", source="moths.xml", text=text, sections=tuple(sections), pages=None)


def passage(paper: Paper, words: str, *, around: str = "") -> Snippet:
    """Words of the paper; around: a longer stretch of it in which they are what answers."""
    start, first = paper.text.index(words), paper.text.index(around or words)
    whole = around or words
    place = Place(first, first + len(whole), "Methods", "methods")
    return Snippet(whole, place, focus=((start, start + len(words)),))


def quoting(paper: Paper, question: str, *found: Snippet, model: str = "quotes") -> Answer:
    """Return an answer that is nothing but these passages."""
    said = tuple(AnswerSentence(s.text, "supported", evidence=(n,)) for n, s in enumerate(found))
    return Answer(
        paper=paper.id,
        question=question,
        model=model,
        status="reported",
        sentences=said,
        evidence=found,
        fingerprint={"paper_text": "5f2a1c0b9d8e7f60"},
        provenance={"made": "2026-11-23"},
    )


def text_collection(**changes: object) -> Collection:
    """Return the small collection with the text of the paper on moths, and four quotes in it."""
    base = small_collection()
    paper = text_paper(base.public_by_id["2401.00010"])
    seeds = passage(paper, "Seeds were fixed to 42.", around="Seeds were fixed to 42. The code is at")
    answers = (
        quoting(paper, "random-seeds", seeds),
        quoting(paper, "data-split", passage(paper, "Seeds were fixed to 42."), passage(paper, "first | 12")),
        quoting(paper, "code-link", passage(paper, "The code is at https://example.org/moths (see there).")),
        quoting(paper, "metrics", passage(paper, "Then moths came.")),
    )
    others = tuple(a for a in base.answers if a.paper != paper.id)
    values: dict[str, object] = {
        "papers": tuple(paper if p.id == paper.id else p for p in base.papers),
        "answers": (*others, *answers),
        "texts": {paper.id: ShownText(paper)},
        "history": (),
        "stale": {},
    }
    return replace(base, **{**values, **changes})  # type: ignore[arg-type]
