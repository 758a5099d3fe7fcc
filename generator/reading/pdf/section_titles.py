"""Titles of sections as they are written: their numbers, and the ones that everybody uses.

>>> NUMBERED.match("2.1. Lamps")[1]
'2.1'
>>> is_canonical("3. Results and discussion"), is_canonical("Results of 2019")
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.reading.pdf.text_lines import TextLine

# A number before a title: 2, 2.1., IV., A. or A.1; some journals set a bar behind it.
NUMBERED = re.compile(
    r"^((?:\d{1,2}(?:\.\d{1,2}){0,3})|[IVX]{1,5}(?=[.)\s])"
    r"|[A-H](?:\.\d{1,2}){0,2}(?=[.)\s]))(?:[.)]|\s*[|│])?\s+(?=\S)"
)
_MAX_CHARS = 60  # characters of a well-known title
# Titles that are headings wherever they are alone on a line, in any type. They are in lower case, because a
# search that ignores case takes several times as long for so many.
CANONICAL = re.compile(
    r"^(?:abstract|summary|introduction|background|related works?|(?:materials? (?:and"
    r"|&) )?methods?|methods? (?:and|&) materials?|methodology"
    r"|experiments?|results?(?: (?:and|&) discussions?)?|discussions?(?: (?:and|&) conclusions?)?"
    r"|conclusions?(?: (?:and|&) [\w ]{4,25})?"
    r"|acknowledge?ments?|references(?: cited)?|bibliography|literature(?: cited)?|works cited"
    r"|keywords?|limitations|ethics statement"
    r"|data (?:availability|accessibility)(?: statement)?"
    r"|(?:data and )?code availability(?: statement)?|availability of data and materials?"
    r"|author(?:s['’]?)? (?:contributions?|details|information)|funding(?: information| statement)?"
    r"|(?:statistical|data) analys[ie]s|appendix(?: [a-z])?|appendices"
    r"|supplementary (?:materials?|information|data)|supporting information"
    r"|(?:declaration of )?(?:conflicts? of|competing) interests?(?: statement)?"
    r"|orcid|abbreviations|highlights|author summary|significance(?: statement)?"
    # Portuguese and Spanish, French, German, Italian.
    r"|resum(?:o|en)|introdu(?:ção|cción)|m[ée]todos?|resultados?|discus(?:são|sión)|conclus(?:ão|ões|ión|iones)"
    r"|considerações finais|agradeci(?:mentos?|mientos?)|refer[êe]ncias(?: bibliogr[áa]ficas)?|r[ée]sum[ée]"
    r"|m[ée]thodes|r[ée]sultats|remerciements|r[ée]f[ée]rences|zusammenfassung|einleitung|methoden?|methodik"
    r"|ergebnisse|diskussion|danksagung|literatur(?:verzeichnis)?|riassunto|introduzione|metodi|risultati"
    r"|discussione|conclusion[ei]|ringraziamenti|riferimenti bibliografici)$"
)

# Words that open an abstract, or the keywords, in the line of their text.
ABSTRACT_MARK = re.compile(
    r"^(?:abstract|summary|a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|resumen|r[ée]sum[ée])\b(?:\s*[.:—–|-]+\s*"
    r"|\s+(?=[A-Z])|$)",
    re.I,
)
KEYWORDS_MARK = re.compile(
    r"^(?:key\s?-?words?(?: and phrases)?|index terms|categories and subject|ccs concepts"
    r"|subject(?:s| areas?| classification)|jel\b|msc\b|pacs\b)\b",
    re.I,
)


def is_canonical(text: str) -> bool:
    """Return True if the text is a well-known title and nothing else, with or without a number."""
    number = NUMBERED.match(text)
    bare = text[number.end() :] if number else text
    return len(bare) < _MAX_CHARS and CANONICAL.match(bare.strip(" :.—-").casefold()) is not None


def sure_titles(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines that are certainly headings; their type marks the others."""
    return [x for x in lines if len(x.text) < _MAX_CHARS and is_canonical(x.text)]
