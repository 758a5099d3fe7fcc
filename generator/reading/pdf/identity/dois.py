"""The DOI under which a paper was published, told from those that it cites or that name its parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from generator.core.identifiers import doi
from generator.reading.pdf.lines import Line

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>|]{1,200}")
# Figures, tables, supplements: 10.1371/journal.x.1.g001, 10.7717/peerj.1/fig-1, 10.7554/eLife.1.002.
_PART = re.compile(
    r"[./_-](?:g|t|s|e|f|fig|tab|table|figure|box|media|video|dataset|data|supp?l?|app|appendix)[-_.]?\d{1,3}$"
    r"|/(?:fig|figure|table|supp|video|box|media|appendix|dataset)[\w.-]{0,20}$|supp(?:l|orting|inf)|/-/dc"
    r"|^10\.7554/elife\.\d{5,6}\.\d{3}$",
    re.I,
)
# Zenodo, Dryad, figshare, OSF, Dataverse, PANGAEA, GBIF, Mendeley, Code Ocean, GigaDB, ICPSR, UK Data
# Archive, Protocols.io: data, code and protocols.
_DATA = re.compile(
    r"^10\.(?:5281|5061|6084|17605|7910|1594|15468|15469|17632|24433|5524|3886|5255|17504|5065|15146|5063|25375"
    r"|13130|6073|17882|21227|34894)/",
)
# Words before a DOI that hand it to another work.
_OTHERS = re.compile(
    r"(?:original article|comment(?:ary)? on|correct(?:ion|ed)|erratum|corrigendum|in response to|reply to"
    r"|data\s?sets?|data (?:are|is|can|have|availab)|data availability[\w\s:]{0,40}|deposited|archived"
    r"|repository|code (?:is|availab)|supplement\w*|see also|companion|related article|software|figshare"
    r"|zenodo|dryad|osf\b|protocol|retract\w*|reprinted|adapted|\bfig(?:ure|\.)?\s?\d+|table\s?\d+)\b[^.]{0,140}$",
    re.I,
)
# "(Best 2019, doi:": a work cited in a sentence.
_IN_BRACKETS = re.compile(r"\([^()]{0,80}\b(?:19|20)\d\d[a-z]?[,;:][^()]{0,40}$")
_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/$", re.I)
# A DOI goes on in the next line behind a slash, stop or hyphen.
_CUT = re.compile(r"(10\.\d{4,9}/(?:[^\s\"<>|]{0,150}[/._-])?) (?=[\w()-]*[a-z][\w()./-]*\d|\d{5})")
_LABELLED = re.compile(
    r"(?:\bdoi\b\s?(?:number|no\.?)?|(?:dx\.)?doi\.org)\s?[:/.]?\s?(?:https?://(?:dx\.)?doi\.org/)?$", re.I
)
_ALONE = re.compile(
    r"^\W{0,3}(?:doi\b\W{0,3}|(?:doi:?\s?)?https?://(?:dx\.)?doi\.org/)?\s?10\.\d{4,9}/\S+$", re.I
)
_CITE = re.compile(
    r"\b(?:to cite|how to cite|(?:please )?cite (?:this|as)|citation:|^citation\b|como citar"
    r"|acm reference format|recommended citation|to link to this article|published version|version of record"
    r"|zitieren|citer|reference to this paper)",
    re.I,
)
# A reference: authors with initials, a year in brackets or behind a stop, and pages.
_REFERENCE = re.compile(
    r"^\s{0,3}(?:\[\d{1,3}\]|\d{1,3}\.)?\s{0,3}[A-Z][\w'’-]{1,30},\s(?:[A-Z]\.[\s,&-]{0,3}){1,4}"
)
_MIN_CHARS = 4  # characters behind the slash; less is a DOI cut at the end of a line


def cite_mark(text: str) -> bool:
    """Whether a text says how its paper is to be cited."""
    return _CITE.search(text) is not None


def _clean(found: str) -> str:
    text = found.rstrip(".,;:*'’”\ufffe")
    for opened, closed in ("()", "[]", "{}"):
        while text.endswith(closed) and text.count(closed) > text.count(opened):
            text = text[:-1].rstrip(".,;:")
    return doi(re.sub(r"(?:https?:|www\.).*$", "", text, flags=re.I))


def is_own_kind(name: str) -> bool:
    """Whether a DOI may be a paper's: that of no figure, table, supplement or data set."""
    tail = name.partition("/")[2]
    return len(tail) >= _MIN_CHARS and not _PART.search(name) and not _DATA.match(name)


def dois_in(text: str) -> list[str]:
    """The DOIs of papers in a text, those that it hands to another work left out."""
    found = []
    text = _CUT.sub(r"\1", text)
    for match in _DOI.finditer(text):
        name = _clean(match[0])
        ahead = _ADDRESS.sub("", text[max(0, match.start() - 200) : match.start()])
        if name and is_own_kind(name) and not _OTHERS.search(ahead) and not _IN_BRACKETS.search(ahead):
            found.append(name)
    return found


class Votes:
    """DOIs with the weight of the places where they stand."""

    def __init__(self) -> None:
        self.weights: dict[str, float] = {}

    def add(self, names: Iterable[str], weight: float) -> None:
        for name in names:
            self.weights[name] = self.weights.get(name, 0.0) + weight

    def best(self) -> str:
        """The DOI with most weight; one that was cut at a stop or slash counts for the whole one."""
        whole = dict(self.weights)
        for name in sorted(self.weights, key=len):
            longer = [
                x for x in whole if x.startswith(name) and x[len(name) : len(name) + 1] in tuple("./-_(")
            ]
            if longer:
                whole[max(longer, key=lambda x: whole[x])] += whole.pop(name)
        return max(whole, key=lambda x: whole[x]) if whole else ""


def doi_of(
    running: Sequence[str],
    front: Sequence[Line],
    other: Sequence[Line],
    cited: Sequence[str],
    info: Mapping[str, str],
) -> str:
    """Return the paper's own DOI, or nothing.

    running: lines that stand at the edges of the pages. front: lines of the title page that are no
    running text. other: the rest of that page, where a DOI counts if it has a line of its own.
    cited: paragraphs that say how the paper is to be cited. info: what the file says of itself.
    """
    votes = Votes()
    for key, weight in (
        ("prism:doi", 6.0),
        ("doi", 6.0),
        ("Subject", 3.0),
        ("Keywords", 1.0),
        ("Title", 2.0),
    ):
        votes.add(dict.fromkeys(dois_in(info.get(key, ""))), weight)
    for text in cited:
        votes.add(dois_in(_from_citation(text))[:1], 5.0)
    for text in dict.fromkeys(running):
        if not _REFERENCE.match(text):
            votes.add(dois_in(text), 4.0)
    for at, line in enumerate(front):
        votes.add(
            _on_line(line, front[at + 1] if at + 1 < len(front) else None, front[at - 1] if at else None), 3.0
        )
    for line in other:
        if _ALONE.match(line.text):
            votes.add(dois_in(line.text), 1.0)
    return votes.best()


def _from_citation(text: str) -> str:
    match = _CITE.search(text)
    return text[max(0, match.start() - 80) :] if match else text


def _on_line(line: Line, after: Line | None, before: Line | None) -> list[str]:
    """The DOI that a line of the front matter gives as its paper's own."""
    text = line.text.replace("\ufffe", "-")
    match = _DOI.search(text)
    if match is None or _REFERENCE.match(text):
        return []
    ahead = text[: match.start()]
    if before is not None and before.y <= line.y and _OTHERS.search(f"{before.text} {ahead}"):
        return []
    alone = len(ahead) <= 12 or _LABELLED.search(ahead) is not None or len(text) < 90
    if not alone or ahead.count("(") > ahead.count(")"):
        return []
    linked = [n for w in line.words if "doi.org/" in w.url.lower() for n in dois_in(w.url)]
    names = dois_in(text)
    whole = [x for x in linked if any(x.startswith(n) for n in names)]
    if whole:
        return whole[:1]
    if names and after is not None and text.rstrip().endswith(match[0]) and re.search(r"[/.\-_]$", match[0]):
        more = after.text.split()[0] if after.text.split() else ""
        if re.fullmatch(r"[\w./()-]{2,60}", more) and re.search(r"\d", more):
            return dois_in(text.rstrip() + more)
        return []
    return names
