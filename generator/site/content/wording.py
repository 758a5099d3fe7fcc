"""Short names for papers, questions, people and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from generator.core import Answer, Metadata, Paper
from generator.site.content.encoding import Markdown, clean, shortened

# Capitals that a readable id cannot carry.
_CAPITALS = {
    w.lower(): w
    for w in (
        "AI",
        "API",
        "CO2",
        "CPU",
        "CSV",
        "DNA",
        "DOI",
        "GPU",
        "HPC",
        "ID",
        "LLM",
        "ML",
        "RNA",
        "URL",
        "XML",
    )
}
_TITLE_LIMIT = 400
_SHORT_TITLE = 60
_NAMED_AUTHORS = 12
_NEARLY_ALL = 2 / 3


def label(question_id: str) -> Markdown:
    """A question's name for tables and headings, from its id: ``random-seeds`` -> ``Random seeds``."""
    words = [_CAPITALS.get(w, w) for w in question_id.replace("_", "-").replace(".", "-").split("-") if w]
    text = " ".join(words)
    # Letters, digits and spaces only, which no encoder need touch; headings use it in attribute lists.
    return Markdown(text[:1].upper() + text[1:])


def phrase(question_id: str) -> Markdown:
    """A question's name within a sentence: ``random seeds``, ``GPU hours``."""
    name = label(question_id)
    first = name.partition(" ")[0]
    return name if first.lower() in _CAPITALS else Markdown(name[:1].lower() + name[1:])


def phrases(sets: Iterable[Sequence[str]]) -> dict[str, Markdown]:
    """The names within a sentence of all questions, by id, from the ids of each set.

    The word with which nearly all ids of a set begin (``software-purpose``) is left out, as long as the name
    is still that of one question.
    """
    full: dict[str, Markdown] = {}
    short: dict[str, Markdown] = {}
    for ids in sets:
        ((common, count),) = Counter(name.partition("-")[0] for name in ids).most_common(1) or [("", 0)]
        shared = f"{common}-" if len(ids) > 1 and count > _NEARLY_ALL * len(ids) else "-"
        full |= {name: phrase(name) for name in ids}
        short |= {name: phrase(name.removeprefix(shared)) for name in ids}
    names = Counter(short.values())
    return {name: words if names[words] == 1 else full[name] for name, words in short.items()}


def title_of(paper: Paper) -> str:
    """The paper's title, or its file name where it has none."""
    return shortened(paper.metadata.title, _TITLE_LIMIT) or clean(paper.source) or paper.id


def short_names(papers: Sequence[Paper]) -> dict[str, tuple[str, bool]]:
    """How tables name each paper, by its id, and whether that is by its authors.

    ``Younis et al. 2020``; the beginning of the title where the authors are not known or where two
    papers would bear the same name; the id where there is no title either.
    """
    cited = {paper.id: _citation(paper) for paper in papers}
    shared = Counter(cited.values())
    return {
        paper.id: (cited[paper.id], True)
        if cited[paper.id] and shared[cited[paper.id]] == 1
        else (shortened(paper.metadata.title, _SHORT_TITLE) or paper.id, False)
        for paper in papers
    }


def _citation(paper: Paper) -> str:
    who = _authors(paper)
    return f"{who} {paper.metadata.year}" if who and paper.metadata.year is not None else who


def _authors(paper: Paper) -> str:
    """The authors as a citation names them; empty where none is known."""
    names = [clean(p.family) or clean(p.given) for p in paper.metadata.authors]
    names = [shortened(n, 40) for n in names if n]
    if len(names) <= 2:
        return " & ".join(names)
    return f"{names[0]} et al."


def author_list(metadata: Metadata) -> str:
    """All authors up to a dozen; beyond that the first ones and how many more."""
    names = [shortened(str(p), 120) for p in metadata.authors if clean(str(p))]
    if len(names) > _NAMED_AUTHORS:
        more = len(names) - (_NAMED_AUTHORS - 1)
        return ", ".join(names[: _NAMED_AUTHORS - 1]) + f" and {more} more"
    return ", ".join(names)


def seconds(value: float) -> str:
    """A duration for readers: ``0.41 s``, ``12.3 s``, ``3 min 20 s``."""
    if value < 1:
        return f"{value:.2f} s"
    if value < 100:
        return f"{value:.1f} s"
    return f"{int(value) // 60} min {int(value) % 60} s"


def author(answer: Answer) -> dict[str, str]:
    """Who gave an answer, as linked data names it: a person or a program."""
    kind = "Person" if answer.by_people else "SoftwareApplication"
    return {"@type": kind, "name": clean(answer.maker)}


def version_name(metadata: Metadata) -> str:
    """Which version was read, as it is cited: ``arXiv:2401.00010v2``; empty where that is not known."""
    return f"arXiv:{clean(metadata.arxiv + metadata.arxiv_version)}" if metadata.arxiv_version else ""
