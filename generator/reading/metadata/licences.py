"""The short name of a licence, from the address or the words by which a paper names it."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"creativecommons\.org/(?:licenses/(?P<terms>by(?:-nc)?(?:-nd|-sa)?)(?:/(?P<version>[0-9](?:\.[0-9])?))?"
    r"|(?P<public>publicdomain/(?:zero|mark))(?:/(?P<dedication>[0-9](?:\.[0-9])?))?)",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\bCC[\s-]*(?P<terms>BY(?:[\s-]+NC)?(?:[\s-]+(?:ND|SA))?)\b[\s-]*(?:v(?:ersion)?\s*)?(?P<version>[0-9]\.[0-9])?",
    re.IGNORECASE,
)
_ZERO = re.compile(r"\bCC[\s-]*(?:0|zero)\b", re.IGNORECASE)
_WORDS = re.compile(
    r"Creative\s+Commons\s+(?P<terms>(?:Attribution|BY)(?:[\s-]+Non-?Commercial)?(?:[\s-]+(?:No-?Deriv(?:ative|s)\w*|Share-?Alike))?)"
    r"(?:\s+License|\s+Licence|\s+International|\s+Unported|\s+Generic|\s*\([^)]{0,20}\)|\s*,)*\s*(?:v(?:ersion)?\.?\s*)?(?P<version>[0-9]\.[0-9])?",
    re.IGNORECASE,
)
_OTHERS = {
    "mit": "MIT",
    "apache-2.0": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "public domain": "public domain",
}


def licence_id(named: str) -> str:
    """``CC-BY-4.0`` and the like where ``named`` (an address or words) names it; nothing where it does not.

    A licence named without its version stays without: ``CC-BY``.
    """
    if match := _ADDRESS.search(named):
        if match["public"]:
            name = "CC0" if match["public"].lower().endswith("zero") else "PDM"
            return f"{name}-{match['dedication'] or '1.0'}"
        return _versioned(match["terms"].upper(), match["version"])
    if _ZERO.search(named):
        return "CC0-1.0"
    if match := _SHORT.search(named):
        return _versioned(re.sub(r"[\s-]+", "-", match["terms"]).upper(), match["version"])
    if match := _WORDS.search(named):
        words = re.sub(r"[\s-]", "", match["terms"]).lower()
        terms = (
            "BY"
            + "-NC" * ("noncommercial" in words)
            + "-ND" * ("noderiv" in words)
            + "-SA" * ("sharealike" in words)
        )
        return _versioned(terms, match["version"])
    return _OTHERS.get(named.strip().lower(), "")


def _versioned(terms: str, version: str | None) -> str:
    if version and "." not in version:
        version += ".0"
    return f"CC-{terms}-{version}" if version else f"CC-{terms}"
