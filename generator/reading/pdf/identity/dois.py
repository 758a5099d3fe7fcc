"""The DOI under which a paper was published, as opposed to those that it cites or that name its parts.

>>> dois_in("https://doi.org/10.1234/lamps.5"), dois_in("Data are deposited at doi:10.5061/dryad.x1")
(['10.1234/lamps.5'], [])
>>> is_own_kind("10.1371/journal.pone.0000001.g001")
False
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from generator.core.doi_and_arxiv import doi
from generator.reading.pdf.text_lines import TextLine

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
# Words before a DOI that show that it is another work's.
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
_MIN_CHARS = 4  # characters behind the slash; a shorter DOI is cut at the end of a line
_CONTEXT_CHARS = 200  # characters before a DOI that may show that it is another work's
_CITATION_CHARS = 80  # characters before "cite this article" that may hold the DOI
_MAX_LEAD, _MAX_LINE = 12, 90  # characters before a paper's own DOI on its line, and of that line
# Weights of the places where a DOI is found: metadata and citation count most, a line of its own least.
_INFO_WEIGHTS = (("prism:doi", 6.0), ("doi", 6.0), ("Subject", 3.0), ("Keywords", 1.0), ("Title", 2.0))
_CITATION_WEIGHT, _RUNNING_WEIGHT, _FRONT_WEIGHT, _ALONE_WEIGHT = 5.0, 4.0, 3.0, 1.0


def cite_mark(text: str) -> bool:
    """Return True if a text says how its paper is to be cited."""
    return _CITE.search(text) is not None


def _clean(found: str) -> str:
    """Return a DOI without the signs of the sentence around it."""
    text = found.rstrip(".,;:*'’”\ufffe")
    for opened, closed in ("()", "[]", "{}"):
        while text.endswith(closed) and text.count(closed) > text.count(opened):
            text = text[:-1].rstrip(".,;:")
    return doi(re.sub(r"(?:https?:|www\.).*$", "", text, flags=re.I))


def is_own_kind(name: str) -> bool:
    """Return True if a DOI may be a paper's: it is that of no figure, table, supplement or data set."""
    tail = name.partition("/")[2]
    return len(tail) >= _MIN_CHARS and not _PART.search(name) and not _DATA.match(name)


def dois_in(text: str) -> list[str]:
    """Return the DOIs of papers in a text, without those that it gives as another work's."""
    found = []
    text = _CUT.sub(r"\1", text)
    for match in _DOI.finditer(text):
        name = _clean(match[0])
        ahead = _ADDRESS.sub("", text[max(0, match.start() - _CONTEXT_CHARS) : match.start()])
        if name and is_own_kind(name) and not _OTHERS.search(ahead) and not _IN_BRACKETS.search(ahead):
            found.append(name)
    return found


class Votes:
    """DOIs with the weight of the places where they are printed."""

    def __init__(self) -> None:
        self.weights: dict[str, float] = {}

    def add(self, names: Iterable[str], weight: float) -> None:
        """Add the weight of one place to each of these DOIs."""
        for name in names:
            self.weights[name] = self.weights.get(name, 0.0) + weight

    def best(self) -> str:
        """Return the DOI with most weight; one that was cut at a stop or slash counts for the whole one."""
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
    front: Sequence[TextLine],
    other: Sequence[TextLine],
    cited: Sequence[str],
    info: Mapping[str, str],
) -> str:
    """Return the paper's own DOI, or an empty string.

    running: lines at the edges of the pages. front: lines of the title page that are no running text.
    other: the rest of that page, where a DOI counts if it has a line of its own. cited: paragraphs that say
    how the paper is to be cited. info: what the file says of itself.
    """
    votes = Votes()
    for key, weight in _INFO_WEIGHTS:
        votes.add(dict.fromkeys(dois_in(info.get(key, ""))), weight)
    for text in cited:
        votes.add(dois_in(_from_citation(text))[:1], _CITATION_WEIGHT)
    for text in dict.fromkeys(running):
        if not _REFERENCE.match(text):
            votes.add(dois_in(text), _RUNNING_WEIGHT)
    for at, line in enumerate(front):
        votes.add(
            _on_line(line, front[at + 1] if at + 1 < len(front) else None, front[at - 1] if at else None),
            _FRONT_WEIGHT,
        )
    for line in other:
        if _ALONE.match(line.text):
            votes.add(dois_in(line.text), _ALONE_WEIGHT)
    return votes.best()


def _from_citation(text: str) -> str:
    """Return the part of a text that holds the citation."""
    match = _CITE.search(text)
    return text[max(0, match.start() - _CITATION_CHARS) :] if match else text


def _on_line(line: TextLine, after: TextLine | None, before: TextLine | None) -> list[str]:
    """Return the DOI that a line of the front matter gives as its paper's own."""
    text = line.text.replace("\ufffe", "-")
    match = _DOI.search(text)
    if match is None or _REFERENCE.match(text):
        return []
    ahead = text[: match.start()]
    if before is not None and before.y <= line.y and _OTHERS.search(f"{before.text} {ahead}"):
        return []
    alone = len(ahead) <= _MAX_LEAD or _LABELLED.search(ahead) is not None or len(text) < _MAX_LINE
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
