"""Links of a passage that may lead to what the study itself produced.

A paper is full of links that say nothing about its own data or code: its own DOI, the home page of a
framework that it used, its licence, the works that it cites. "We used PyTorch (https://pytorch.org)." has no
link of the study; in "Our code is at https://example.org/a", it is that address.

>>> _of_tool("We used PyTorch (https://pytorch.org).", "https://pytorch.org")
True
>>> _of_tool("Our code is at https://example.org/a.", "https://example.org/a")
False
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from generator.core import Metadata
from generator.retrieval.searchable import ONLY_FOR_LINKS, Passage

# What a study may produce and make available.
_THING = (
    r"codes?|scripts?|software|implementations?|programs?|packages?|data(?:sets?|bases?)?|data|models?|weights|"
    r"checkpoints?|materials?|supplement\w*|supporting|files?|images?|videos?|recordings?|sequences?|reads|corpus|"
    r"corpora|annotations?|notebooks?|repository|archive|protocols?|questionnaires?|registration|preregistration|"
    r"appendix|appendices|website|demo|tool|pipeline|workflow"
)
_GIVEN = (
    r"availab\w+|deposit\w*|archiv\w+|released?|publish\w*|shared?|hosted|accessible|accessed|download\w*|"
    r"obtain\w*|found|provided?|stored|registered|uploaded|maintained|open[- ]source\w*|accession|posted|"
    r"(?:is|are|lives?) (?:at|on|in|under|here)"
)
_SPEAKS_OF_OWN = re.compile(
    rf"\b(?:{_THING})\b.*\b(?:{_GIVEN})\b|\b(?:{_GIVEN})\b.*\b(?:{_THING})\b"
    rf"|\b(?:our|this (?:study|paper|work|article)'?s?|the authors'?|we)\b.*\b(?:{_THING}|{_GIVEN})\b"
    rf"|^\W*(?:{_THING})(?: (?:and|or|&) (?:{_THING}))?\b[^.]{{0,40}}:",
    re.IGNORECASE | re.DOTALL,
)
# A tool is named before its address: "implemented in PyTorch (https://...)", "using GIMP, https://...".
_TOOL = re.compile(
    r"\b(?:us(?:ed|ing|e)|implement\w+|written|built|based|perform\w+|processed|analy[sz]ed|trained|"
    r"calculated|computed|carried|developed|with|via|by means)\b[^.;]*$",
    re.IGNORECASE,
)
# Such a link counts as a tool's, unless the text says that it is theirs, or made available.
_SAYS_SO = re.compile(rf"\b(?:our|ours|we (?:make|made)|{_GIVEN})\b", re.IGNORECASE)
_NEVER = re.compile(
    r"^(?:mailto:|tel:)|//(?:\w+\.)?(?:creativecommons\.org|orcid\.org|crossmark\.\w|crossref\.org|ror\.org|"
    r"opensource\.org/licen|www\.gnu\.org/licen)",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"\[(?:data ?set|data|code|software|computer software)\]", re.IGNORECASE)
_ARCHIVE = re.compile(
    r"zenodo|figshare|dryad|osf\.io|dataverse|pangaea|github\.com|gitlab|bitbucket|huggingface|kaggle|codeocean|"
    r"mendeley\.com/datasets|gbif|10\.(?:5281|6084|5061|17605|7910|1594|15468|17632|24433)/",
    re.IGNORECASE,
)
_MIN_TITLE_CHARS = 20  # a shorter title may be part of an unrelated entry
# Characters at the beginning of an entry, or a third of a longer one, in which its authors are named.
_MIN_AUTHORS_CHARS = 60


def links_of_study(passage: Passage, paper: Metadata) -> tuple[str, ...]:
    """Return the links of a passage that may lead to the study's own data, code or registration, in order."""
    links = [link for link in passage.sentence.links if not _foreign(link, paper)]
    if passage.kind in ONLY_FOR_LINKS:
        return tuple(links) if _own_entry(passage.text, links, paper) else ()
    text = passage.text
    if not _SPEAKS_OF_OWN.search(text):
        return ()
    return tuple(link for link in links if not _of_tool(text, link))


def _foreign(link: str, paper: Metadata) -> bool:
    """Return True if a link is the paper's own address, a licence, a person's page or similar."""
    plain = unquote(link).casefold()
    return bool(_NEVER.search(link)) or any(
        own and own.casefold() in plain for own in (paper.doi, paper.arxiv, paper.url)
    )


def _of_tool(text: str, link: str) -> bool:
    """Return True if the words before an address show that it belongs to a tool used by the study."""
    shown = text.find(link)
    if shown < 0:
        host = urlsplit(link).hostname or link
        shown = text.find(host)
    if shown < 0:
        return False
    clause = re.split(r"[.;]\s", text[:shown])[-1]
    return bool(_TOOL.search(clause)) and not _SAYS_SO.search(clause)


def _own_entry(entry: str, links: Sequence[str], paper: Metadata) -> bool:
    """Return True if an entry of the reference list is the study's own data or code.

    That is, it is in an archive of data or code, and has the paper's title or the name of its first author.
    """
    if not links or not (_LABELLED.search(entry) or any(_ARCHIVE.search(link) for link in links)):
        return False
    words = _letters(entry)
    if len(paper.title) > _MIN_TITLE_CHARS and _letters(paper.title) in words:
        return True
    head = _letters(entry[: max(_MIN_AUTHORS_CHARS, len(entry) // 3)])
    return bool(paper.authors) and _letters(paper.authors[0].family) in head.split()


def _letters(text: str) -> str:
    """Return the words of a text in lower case, separated by single spaces."""
    return " ".join(re.findall(r"\w+", text.casefold()))
