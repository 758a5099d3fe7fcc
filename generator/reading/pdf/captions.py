"""Captions of figures and tables, as opposed to paragraphs that only begin with the word.

>>> CAPTION.match("Figure 3. Lamps")["end"], CAPTION.match("Table 2 shows")["end"]
('.', None)
>>> bool(TABLE_NOTE.match("a Mean of three nights")), bool(TABLE_NOTE.match("SD, standard deviation;"))
(True, True)
"""

from __future__ import annotations

import re

from generator.reading.pdf.style import BodyStyle
from generator.reading.pdf.text_lines import TextLine

CAPTION = re.compile(
    r"^(?i:(?:supplementary|supporting|extended\s+data|online|suppl\.?|appendix)\s+)?"
    r"(?i:(fig(?:ure|ura|\.)?s?|table(?:au)?|tabel(?:a|le)|tabla|tab\.|scheme|box|plate|chart|algorithm|listing"
    r"|video|movie|map|panel|[qc]uadro|abb(?:ildung|\.)|gr[áa]fico))\s*"
    r"(?:[A-Z]{0,2}[.-]?\d{1,3}(?:\.\d{1,2})?[A-Za-z]?|[IVX]{1,6}|[A-Z])(?![\w-])\s*(?P<end>[.:|—–│-]|$)?"
)
# The DOI of a part of a paper: 10.1371/journal.pone.0000001.g001, 10.7717/peerj.1234/fig-1.
FLOAT_ADDRESS = re.compile(
    r"^\W*(?:full[- ]?size\W*(?:image\W*)?)?(?:doi\W{0,3})?(?:https?://(?:dx\.)?doi\.org/)?"
    r"10\.\d{4,9}/[^\s/]{1,80}(?:\.[gts]|/(?:fig|table|tab|supp)-?)\d{1,4}\W*$",
    re.I,
)
# A note below a table: its mark, "Note", or an abbreviation with its meaning.
TABLE_NOTE = re.compile(
    r"^(?:[a-h](?:[\s,.)]|(?=[A-Z]))|[*†‡§¶#]|\d[\s)]|(?i:notes?|abbreviations?|source)\b"
    r"|(?=\w{0,5}[A-Z])[\w/&-]{2,8}(?:(?:,|\s?=)\s[^.:]{3,60}[;.,]|:\s[^.:;]{3,60};))"
)

# The first letter of a caption, and its first three in lower case: they tell most lines from captions.
_INITIALS = frozenset("FTSEBPCALVMOQGfts")
_OPENINGS = frozenset({
    "sup", "ext", "onl", "app", "fig", "tab", "sch", "box", "pla", "cha", "alg", "lis", "vid", "mov", "map",
    "pan", "qua", "cua", "abb", "gra", "grá",
})  # fmt: skip
_VERB = re.compile(
    r"(?:shows?|presents?|illustrates?|lists?|and|to|summari[sz]es|gives?|is|are|was|were|depicts"
    r"|displays|reports|contains"
    r"|provides|compares|describes|demonstrates|indicates|in|of|for|we|the)\b|[,;)]"
)
_ONLY = re.compile(r"(?:Figure|Table|Fig)\.\s+[A-Z]")  # the label of a paper's only figure or table
_MAX_LABEL_WORDS = 3  # words of a line that is a label alone
_BOLD = 0.5  # share of a line's characters
# Relative difference from the text's size: of a label alone, and of one with its caption.
_LABEL_SIZE, _CAPTION_SIZE = 0.02, 0.05
_OPENS = re.compile(r"(?:[A-Z]$|[A-Z][.)]|[IVX]+\b|The|We|In|It|This|These|And|A|An|For|As|If)\b")


def is_of_table(caption: TextLine) -> bool:
    """Return True if a caption is that of a table."""
    return caption.text.lower().startswith(("tab", "quadro", "cuadro"))


def begins_caption(line: TextLine, body: BodyStyle) -> bool:
    """Return True if a caption begins with this line.

    Behind a caption's number is a stop, or nothing; or its type differs from that of the running text.
    "Figure 3 shows ..." in the text has neither.
    """
    text = line.text
    if text[:3].lower() not in _OPENINGS or text[0] not in _INITIALS:
        return False
    match = CAPTION.match(text)
    if match is None:
        return _only_figure(line, body)
    rest = text[match.end() :].strip()
    if not rest and not match["end"]:
        return len(line.words) <= _MAX_LABEL_WORDS and (
            line.bold > _BOLD or abs(line.size - body.size) > _LABEL_SIZE * body.size or line.x0 > 0
        )
    label = line.words[0].font
    stop = match["end"]
    if stop in (".", ":", "|", "—", "–", "│"):
        # "... as seen in / Table 2. The next" breaks a line of text before the word.
        return stop == ":" or label.bold or label.name != body.font or not re.match(r"[a-z]", rest)
    if rest[:1].isupper() and not _OPENS.match(rest):
        return True  # "Table 1 Sizes of the sets": behind the number a sentence goes on in lower case
    differs = (
        (label.bold and not body.bold)
        or abs(line.size - body.size) > _CAPTION_SIZE * body.size
        or label.name != body.font
    )
    return differs and not _VERB.match(rest)


def _only_figure(line: TextLine, body: BodyStyle) -> bool:
    """Return True for the caption of a paper's only figure: it has no number, but a type of its own."""
    label = line.words[0].font
    return _ONLY.match(line.text) is not None and (label.bold or label.name != body.font)
