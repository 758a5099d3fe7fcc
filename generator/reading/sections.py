"""The kind of a section, told from its title."""

from __future__ import annotations

import re

from generator.core.paper import SectionKind

_NUMBERING = re.compile(
    r"^\s*(?:(?:section|chapter|appendix)\s+)?(?:[0-9]+(?:\.[0-9]+)*[.):]?|[ivxl]+[.):]|[a-h][.)])\s+(?:[|│]\s*)?|[0-9.]+\s*[|│]\s*",
    re.IGNORECASE,
)

# The first pattern that matches decides, so the narrow ones stand first: "Data availability" is
# not "Data", "Materials and methods" is not "Supplementary material".
_PATTERNS: tuple[tuple[SectionKind, str], ...] = (
    (
        "references",
        r"^(?:(?:list\s+of\s+)?references?(?:\s+(?:and|&)\s+(?:notes?|links|further reading))?"
        r"|references?\s+cited|cited\s+(?:references|literature|works?)|literature(?:\s+cited)?|works\s+cited"
        r"|bibliograph(?:y|ic references|ical references)|notes\s+and\s+references|literaturverzeichnis"
        r"|références|referencias|sources?\s+cited)\b\s*[:.]?$",
    ),
    (
        "availability",
        r"\bavailab|\bdata\s+(?:access|accessib|archiv|deposit|sharing|resources?)|\bcode\s+access|open\s+(?:data|research|practices)"
        r"|^software\s+and\s+data|supplement|supporting\s+information|additional\s+(?:files?|information)"
        r"|web\s+location|^resources?$|^usage\s+(?:rights|licen)",
    ),
    (
        "back",
        r"acknowledg|^fund(?:ing|ers?)\b|financial\s+(?:support|disclosure)|^grants?\b|grant\s+(?:title|information)"
        r"|hosting\s+institution|ethic(?:s|al)\b|conflicts?\s+of\s+interests?|(?:competing|declaration|statement)s?\s+(?:of\s+)?(?:\w+\s+)?interests?"
        r"|author(?:s|'s|s'|’s|s’)?\s*(?:contributions?|details|information|notes?)|credit\s+author"
        r"|disclosure|consent|orcid|^declarations?$|about\s+the\s+authors?|abbreviations|^biograph|^how\s+to\s+cite|^citation$|^copyright",
    ),
    (
        "abstract",
        r"^(?:abstract|author\s+summary|executive\s+summary|plain[\s-]language\s+summary|graphical\s+abstract|highlights)\b|^(?:summary|synopsis|significance(?:\s+statement)?)$",
    ),
    (
        "introduction",
        r"^(?:(?:general\s+)?introduction|background|motivation|related\s+work|previous\s+work|prior\s+work|state\s+of\s+the\s+art"
        r"|literature\s+review|aims?(?:\s+and\s+\w+)?|objectives?|problem\s+statement)\b|\brelated\s+works?$",
    ),
    (
        "methods",
        r"\bmethods?\b|\bmethodolog|materials?\s+(?:and|&)|experimental\s+(?:set-?up|design|procedures?|protocol|section)"
        r"|^experiments?(?:al)?(?:\s+set-?up)?$|^(?:study|sampling|trial)\s+(?:area|design|sites?|species|population|region)|participants?\b|procedures?\b|statistical\s+analys"
        r"|^data(?:\s?sets?)?\b|dataset|data\s+(?:collection|acquisition|processing|preparation|analysis|description|augmentation)"
        r"|pre-?processing|annotation|architecture|network|training|implementation|algorithm|^models?\b|model\s+(?:design|structure|selection|training)"
        r"|hyper-?parameters?|^(?:proposed\s+)?(?:approach|system|framework|pipeline|workflow)\b|image\s+(?:acquisition|processing)"
        r"|^evaluation\s+(?:metrics?|protocol|procedure)|^set-?up$",
    ),
    (
        "results",
        r"\bresults?\b|\bfindings?\b|^evaluation\b|^performance\b|^outcomes?\b|case\s+stud|ablation|experiments?\b",
    ),
    (
        "discussion",
        r"\bdiscussions?\b|\bconclu(?:sions?|ding)\b|\blimitations?\b|\boutlook\b|future\s+(?:work|directions?|research|perspectives?)|implications|^perspectives?|^final\s+remarks|threats\s+to\s+validity",
    ),
    (
        "front",
        r"^(?:keywords?|key\s+words|index\s+terms|article\s+info(?:rmation)?|corresponding\s+author|affiliations?|received|correspondence)\b",
    ),
)
_BEHIND_REFERENCES = re.compile(
    r"^\s*(?:appendi(?:x|ces)\b|annex\b|supplement|supporting\s+information|additional\s+files?\b|foot-?notes\b"
    r"|endnotes\b|acknowledg|author\s+contribut|funding\b|(?:data|code)\s+availab|competing\s+interest"
    r"|conflicts?\s+of\b)",
    re.IGNORECASE,
)
_KINDS: tuple[tuple[SectionKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS
)


def section_kind(title: str, parent: SectionKind | None = None) -> SectionKind:
    """The kind that ``title`` names; the parent's kind where it names none; else ``other``.

    A subsection of the references or of the back matter stays there whatever its title says; but an
    appendix, or what else stands behind the references, is none.
    """
    if parent == "furniture" or (parent == "references" and not _BEHIND_REFERENCES.match(title)):
        return parent
    if parent == "references":
        parent = None
    bare = bare_title(title)
    for kind, pattern in _KINDS:
        if pattern.search(bare):
            # "Results" within "Methods" is a subsection's own word; the top section knows better
            # only where the finding is not a heading of its own right.
            if parent in ("back", "availability") and kind in (
                "methods",
                "results",
                "introduction",
                "discussion",
            ):
                return parent
            return kind
    return parent or "other"


def bare_title(title: str) -> str:
    """A section title without its number, its colon and doubled blanks: ``2.1. Data:`` -> ``Data``."""
    return re.sub(r"\s+", " ", _NUMBERING.sub("", title)).strip(" .:–—-")
