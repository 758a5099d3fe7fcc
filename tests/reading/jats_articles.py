"""Small JATS articles for tests, and what a test asks of the paper read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.core import Paper
from generator.reading.jats.reader import read_jats

Read = Callable[[str | bytes], Paper]

FRONT = """<front><journal-meta><journal-title-group><journal-title>Journal of Tests</journal-title>
</journal-title-group></journal-meta><article-meta>
<article-id pub-id-type="doi">10.1000/ABC.7</article-id>
<title-group><article-title>Deep <italic>nets</italic> for CO<sub>2</sub></article-title></title-group>
<contrib-group>
<contrib contrib-type="author"><name><surname>Okoye</surname><given-names>Ada B.</given-names></name>
</contrib>
<contrib contrib-type="author"><collab>The Bat Group<contrib-group><contrib contrib-type="author">
<name><surname>Member</surname><given-names>M</given-names></name></contrib></contrib-group></collab></contrib>
<contrib contrib-type="editor"><name><surname>Editor</surname><given-names>E</given-names></name>
<xref ref-type="aff" rid="edit1"/></contrib>
</contrib-group>
<aff id="aff1"><label>1</label><institution>Institute of Tests</institution>, <country>Norway</country></aff>
<aff id="edit1">University of Editors</aff>
<author-notes><fn fn-type="conflict"><p>No interests compete.</p></fn></author-notes>
<pub-date pub-type="ppub"><year>2022</year></pub-date>
<pub-date pub-type="epub"><day>3</day><month>5</month><year>2021</year></pub-date>
<permissions><license xlink:href="http://creativecommons.org/licenses/by-nc/4.0/"><license-p>Free.</license-p>
</license></permissions>
<abstract><sec><title>Methods</title><p>We trained nets.</p></sec></abstract>
<kwd-group><kwd>bats</kwd><kwd>nets</kwd></kwd-group>
<funding-group><funding-statement>Paid by nobody.</funding-statement></funding-group>
<custom-meta-group><custom-meta id="da"><meta-name>Data Availability</meta-name>
<meta-value>All at <ext-link ext-link-type="uri" xlink:href="https://zenodo.org/record/1">Zenodo</ext-link>.
</meta-value></custom-meta></custom-meta-group>
</article-meta></front>"""


def article(body: str = "", back: str = "", front: str = "<front/>", head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<article xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xmlns:mml="http://www.w3.org/1998/Math/MathML">{front}<body>{body}</body><back>{back}</back></article>'
    )


def reader(folder: Path) -> Read:
    """Return a function that reads the XML it is given from a file in ``folder``."""

    def read(xml: str | bytes) -> Paper:
        path = folder / "paper.xml"
        path.write_bytes(xml if isinstance(xml, bytes) else xml.encode())
        return read_jats(path, id="paper")

    return read


def meta(inside: str) -> str:
    """Return the front matter of an article about nothing, with ``inside`` in its metadata."""
    return f"<front><article-meta>{inside}</article-meta></front>"


def sentences(paper: Paper) -> list[str]:
    return [s.text for s in paper.sentences]


def shape(paper: Paper) -> list[tuple[str, str, int]]:
    return [(s.kind, s.title, s.level) for s in paper.sections]


def of_kind(paper: Paper, kind: str) -> list[str]:
    """Return the sentences of all sections of one kind."""
    return [s.text for section in paper.sections if section.kind == kind for s in section.sentences]
