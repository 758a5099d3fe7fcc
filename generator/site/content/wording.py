"""Short names for papers, questions, people and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from generator.core import Answer, Metadata, Paper
from generator.core.answer import AUTHORS, PEOPLE
from generator.site.content.encoding import Markdown, clean, shortened

# Words written in capitals, which an id cannot have.
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
_MAX_TITLE = 400  # characters
_MAX_SHORT_TITLE = 60
_MAX_AUTHORS = 12  # named in a list
_MAX_FAMILY_NAME = 40  # characters
_MAX_NAME = 120
_NEARLY_ALL = 2 / 3  # share of the ids of a set


def label(question_id: str) -> Markdown:
    """Return a question's name for tables and headings, from its id: ``random-seeds`` -> ``Random seeds``."""
    words = [_CAPITALS.get(w, w) for w in question_id.replace("_", "-").replace(".", "-").split("-") if w]
    text = " ".join(words)
    # Letters, digits and spaces only, which need no encoding; headings use it in attribute lists.
    return Markdown(text[:1].upper() + text[1:])


def phrase(question_id: str) -> Markdown:
    """Return a question's name within a sentence: ``random seeds``, ``GPU hours``."""
    name = label(question_id)
    first = name.partition(" ")[0]
    return name if first.lower() in _CAPITALS else Markdown(name[:1].lower() + name[1:])


def phrases(sets: Iterable[Sequence[str]]) -> dict[str, Markdown]:
    """Return the names within a sentence of all questions, by id, from the ids of each set.

    The word with which nearly all ids of a set begin (as in ``software-purpose``) is left out if the name
    remains unique.
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
    """Return the paper's title; its file name if it has none."""
    return shortened(paper.metadata.title, _MAX_TITLE) or clean(paper.source) or paper.id


def short_names(papers: Sequence[Paper]) -> dict[str, tuple[str, bool]]:
    """Return the name of each paper in tables, by its id, and whether that names its authors.

    For example ``Younis et al. 2020``. If the authors are not known, or two papers would have the same name,
    it is the beginning of the title; without a title, the id.
    """
    cited = {paper.id: _citation(paper) for paper in papers}
    shared = Counter(cited.values())
    return {
        paper.id: (cited[paper.id], True)
        if cited[paper.id] and shared[cited[paper.id]] == 1
        else (shortened(paper.metadata.title, _MAX_SHORT_TITLE) or paper.id, False)
        for paper in papers
    }


def _citation(paper: Paper) -> str:
    who = _authors(paper)
    return f"{who} {paper.metadata.year}" if who and paper.metadata.year is not None else who


def _authors(paper: Paper) -> str:
    """Return the authors as a citation names them; empty if none is known."""
    names = [clean(p.family) or clean(p.given) for p in paper.metadata.authors]
    names = [shortened(n, _MAX_FAMILY_NAME) for n in names if n]
    if len(names) <= 2:
        return " & ".join(names)
    return f"{names[0]} et al."


def author_list(metadata: Metadata) -> str:
    """Return all authors up to a dozen; beyond that, the first ones and the number of the others."""
    names = [shortened(str(p), _MAX_NAME) for p in metadata.authors if clean(str(p))]
    if len(names) > _MAX_AUTHORS:
        more = len(names) - (_MAX_AUTHORS - 1)
        return ", ".join(names[: _MAX_AUTHORS - 1]) + f" and {more} more"
    return ", ".join(names)


def seconds(value: float) -> str:
    """Return a duration for readers: ``0.41 s``, ``12.3 s``, ``3 min 20 s``."""
    if value < 1:
        return f"{value:.2f} s"
    if value < 100:
        return f"{value:.1f} s"
    return f"{int(value) // 60} min {int(value) % 60} s"


def model_name(name: str) -> str:
    """Return the name of a model for readers; of the ledger files without a model, who the answers are by."""
    return {PEOPLE: "Reviewers", AUTHORS: "Authors’ checklist"}.get(name) or clean(name)


def author(answer: Answer) -> dict[str, str]:
    """Return who gave an answer, as linked data: a person or a program."""
    kind = "Person" if answer.by_people else "SoftwareApplication"
    return {"@type": kind, "name": clean(answer.maker)}


def version_name(metadata: Metadata) -> str:
    """Return the version that was read, as it is cited (``arXiv:2401.00010v2``); empty if not known."""
    return f"arXiv:{clean(metadata.arxiv + metadata.arxiv_version)}" if metadata.arxiv_version else ""
