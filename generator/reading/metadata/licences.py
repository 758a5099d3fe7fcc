"""The short name of a licence, from the address or the words with which a paper names it."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"creativecommons\.org/(?:licen[cs]es?/(?P<terms>by(?:-(?:nc|nd|sa)){0,2})(?:/(?P<version>[0-9](?:\.[0-9])?))?"
    r"|(?P<public>publicdomain/(?:zero|mark))(?:/(?P<dedication>[0-9](?:\.[0-9])?))?)",
    re.IGNORECASE,
)
_MARK = r"[\s_/\-\u2010-\u2015\u2212]{0,3}"  # between the letters: CC BY-NC, cc_by_nc, CCBYNC
_SHORT = re.compile(
    rf"\bCC{_MARK}(?P<terms>BY(?:{_MARK}(?:NC|ND|SA)){{0,2}})(?![A-Za-z]){_MARK}"
    r"(?:v(?:ersion)?\.?\s?)?(?P<version>[0-9]\.[0-9])?",
    re.IGNORECASE,
)
_ZERO = re.compile(
    r"\bCC[\s_-]{0,2}(?:0|zero)\b|\bCreative\s+Commons\s+(?:Zero|Public\s+Domain\s+Dedication)\b",
    re.IGNORECASE,
)
# The names of the terms in English, Spanish, Portuguese, French, German and Italian.
_NAMED = {
    "BY": r"(?:Attribution|BY|Atribuci[oó]n|Reconocimiento|Atribui[cç][aã]o|Paternit[eé]|Namensnennung"
    r"|Attribuzione)",
    "NC": r"(?:NC\b|Non?-?\s?Commerciale?|No-?\s?Comercial|N[aã]o-?\s?Comercial|Nicht[\s-]?Kommerziell"
    r"|Pas\s+d['’]Utilisation\s+Commerciale)",
    "ND": r"(?:ND\b|No-?\s?Deriv\w*|Sin-?\s?(?:Obras?-?\s?)?Derivad\w+|Sem-?\s?Deriva\w+"
    r"|Keine[\s-]?Bearbeitung(?:en)?|Pas\s+de\s+Modifications?|Non\s+opere\s+derivate)",
    "SA": r"(?:SA\b|Share-?\s?Alike|Compartir-?\s?Igual|Compartilha-?\s?Igual"
    r"|Weitergabe\s+unter\s+gleichen\s+Bedingungen|Partage\s+dans\s+les\s+m[eê]mes\s+conditions"
    r"|Condividi\s+allo\s+stesso\s+modo)",
}
_PART = r"[\s,/\-\u2010-\u2015]{1,3}"
_WORDS = re.compile(
    rf"Creative\s+Commons(?:\s+Licen[cs]\w{{1,3}})?\s+(?:de\s+)?(?P<terms>{_NAMED['BY']}"
    rf"(?:{_PART}(?:{_NAMED['NC']}|{_NAMED['ND']}|{_NAMED['SA']})){{0,2}})"
    r"(?:\s(?:Public\s)?Licen[cs]\w{1,3}|\s(?:International|Internacional|Unported|Generic)|\s?\([^)]{0,20}\)|\s?,){0,6}"
    r"\s?(?:v(?:ersion)?\.?\s?)?(?P<version>[0-9]\.[0-9])?",
    re.IGNORECASE,
)
_PUBLIC = re.compile(r"\bCreative\s+Commons\s+Public\s+Domain\s+(?:declaration|mark)\b", re.IGNORECASE)
_OTHERS = {
    "mit": "MIT",
    "apache-2.0": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "public domain": "public domain",
}


def licence_id(text: str) -> str:
    """Return the short name (``CC-BY-4.0``) of the licence in an address or in words; "" if there is none.

    A licence named without its version has none in its short name.

    >>> licence_id("https://creativecommons.org/licenses/by-nc/4.0/")
    'CC-BY-NC-4.0'
    >>> licence_id("Creative Commons Attribution License")
    'CC-BY'
    """
    if match := _ADDRESS.search(text):
        if match["public"]:
            name = "CC0" if match["public"].lower().endswith("zero") else "PDM"
            return f"{name}-{match['dedication'] or '1.0'}"
        return _versioned(_terms(match["terms"]), match["version"])
    # A text may name a second licence, that of the data: the first one is the paper's.
    short, words, zero = _SHORT.search(text), _WORDS.search(text), _ZERO.search(text)
    found = sorted(filter(None, (short, words)), key=lambda match: match.start())
    if zero and not any(match.start() < zero.start() for match in found):
        return "CC0-1.0"
    if found:
        terms = [_terms(match["terms"]) for match in found]
        versions = [match["version"] for match in found]
        return _versioned(terms[0], versions[0] or (versions[1] if terms[1:] == terms[:1] else None))
    if _PUBLIC.search(text):
        return "public domain"
    return _OTHERS.get(text.strip().lower(), "")


def _terms(words: str) -> str:
    """Return ``BY-NC-ND`` from the letters or the words with which a licence names its terms."""
    rest = re.sub(r"[\s_/\-\u2010-\u2015\u2212]", "", words).upper()
    if re.fullmatch(r"BY(?:NC|ND|SA)*", rest):
        found = [name for name in ("NC", "ND", "SA") if name in rest[2:]]
        return "-".join(["BY", *found])
    return "-".join(["BY", *(name for name in ("NC", "ND", "SA") if re.search(_NAMED[name], words, re.I))])


def _versioned(terms: str, version: str | None) -> str:
    if version and "." not in version:
        version += ".0"
    return f"CC-{terms}-{version}" if version else f"CC-{terms}"
