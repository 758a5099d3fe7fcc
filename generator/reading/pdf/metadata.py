"""Bibliographic data that the first page and the file itself tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator.core.paper import Metadata
from generator.reading.compose import Block
from generator.reading.pdf.furniture import Page


def metadata_of(pages: Sequence[Page], blocks: Sequence[Block], info: Mapping[str, str]) -> Metadata:
    title = next((b.text for b in blocks if b.role == "heading" and b.kind == "front"), "")
    first = " ".join(x.text for x in [*pages[0].lines, *pages[0].furniture])
    doi = re.search(r"\b10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)]", first)
    return Metadata(title=title, doi=doi[0].lower() if doi else "")
