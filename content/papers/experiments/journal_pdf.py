"""A two-column journal article in PDF, from plain blocks of text.

A block is a paragraph, set apart by blank lines. ``@name text`` fills the title page, ``# `` and
``## `` start sections, ``[n] `` starts a reference, ``:name:`` puts in a figure or table, and
``:column:`` ends a column. Inside a block, reportlab's tags (``<i>``, ``<super>``, ``<a href>``) may
stand. The same input gives the same bytes: no clock, no compression, and fonts (Bitstream Vera)
that come with reportlab.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import reportlab
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    FrameBreak,
    HRFlowable,
    KeepTogether,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

MARGIN, GUTTER, HEAD, FOOT = 17 * mm, 7 * mm, 20 * mm, 17 * mm
COLUMN = (A4[0] - 2 * MARGIN - GUTTER) / 2
JOURNAL = "Answerbook Demonstration Papers"
ACCENT = colors.HexColor("#1f4e79")
NO_PADDING = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}

# Places at which a word may be broken; a journal's hyphenation in small.
BREAKABLE = """
    ac-cu-ra-cy ac-cu-ra-cies al-to-geth-er aug-men-ta-tion av-er-age bench-marks bi-no-mi-al
    boot-strap col-lec-tion com-bi-na-tion com-par-i-son com-par-i-sons con-tri-bu-tions
    cross-en-tro-py de-ci-sion dem-on-stra-tion dif-fer-ence dif-fer-ences drop-out eval-u-a-tion
    ex-per-i-ment gen-er-a-tor gen-er-a-tors hand-writ-ten hy-per-pa-ram-e-ter hy-per-pa-ram-e-ters
    im-ages in-for-ma-tion ini-tial in-ter-val in-ter-vals learn-ing lim-i-ta-tions mul-ti-lay-er
    net-work net-works num-ber op-ti-mi-ser pa-ram-e-ters per-cent-age per-cep-tron pro-ce-dure
    pro-por-tions ran-dom re-in-force-ment re-pos-i-to-ry re-sam-ples rec-ti-fied scikit sep-a-rate
    set-tings sig-nif-i-cance stan-dard sta-tis-tics strat-i-fied test-ing thor-ough-ly train-ing
    un-cer-tain-ty un-changed val-i-da-tion var-i-ance
"""
HYPHENATED = {word.replace("-", ""): word.replace("-", "\u00ad") for word in BREAKABLE.split()}


def _style(name: str, size: float, leading: float, **more: object) -> ParagraphStyle:
    return ParagraphStyle(
        name, fontName="Vera", fontSize=size, leading=leading, allowWidows=0, allowOrphans=0, **more
    )


STYLES = {
    "kicker": _style("kicker", 7, 9, textColor=ACCENT, spaceAfter=5),
    "title": ParagraphStyle("title", fontName="Vera-Bold", fontSize=15.5, leading=19.5, spaceAfter=7),
    "authors": _style("authors", 9.4, 12, spaceAfter=4),
    "affiliation": _style("affiliation", 7, 9.2, textColor=colors.HexColor("#444444"), spaceAfter=5),
    "abstract": _style("abstract", 8.3, 11.4, alignment=TA_JUSTIFY, spaceAfter=4),
    "keywords": _style("keywords", 7.6, 10, spaceAfter=3),
    "heading": ParagraphStyle(
        "heading",
        fontName="Vera-Bold",
        fontSize=9.6,
        leading=12,
        textColor=ACCENT,
        spaceBefore=8,
        spaceAfter=3,
    ),
    "subheading": ParagraphStyle(
        "subheading", fontName="Vera-Bold", fontSize=8.3, leading=11, spaceBefore=5, spaceAfter=2
    ),
    "body": _style("body", 8.3, 11.2, alignment=TA_JUSTIFY, firstLineIndent=10),
    "first": _style("first", 8.3, 11.2, alignment=TA_JUSTIFY),
    "caption": _style("caption", 7.2, 9.4),
    "cell": _style("cell", 6.9, 8.8),
    "reference": _style("reference", 7.2, 9.5, leftIndent=15, firstLineIndent=-15, spaceAfter=2),
}


def article(text: str, floats: Mapping[str, list[Flowable]]) -> bytes:
    """Return the PDF of an article in blocks. Raises KeyError for a figure or table not in ``floats``."""
    blocks = [re.sub(r"\s+", " ", block).strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    front = dict(block[1:].split(" ", 1) for block in blocks if block.startswith("@"))
    top = _title_block(front)
    tall = sum(flowable.wrap(A4[0] - 2 * MARGIN, A4[1])[1] for flowable in top)
    tall += sum(max(flowable.getSpaceBefore(), flowable.getSpaceAfter()) for flowable in top)
    story: list[Flowable] = [NextPageTemplate("later"), *top, FrameBreak()]
    story += _body([block for block in blocks if not block.startswith("@")], floats)
    buffer = io.BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=A4,
        title=_plain(front["title"]),
        author=_plain(re.sub(r"<super>.*?</super>", "", front["authors"])),
        subject=JOURNAL,
        keywords=front["keywords"],
        creator="content/papers/experiments/write_papers.py",
        invariant=1,  # its time stamp is SOURCE_DATE_EPOCH
        pageCompression=0,
        initialFontName="Vera",
    )
    head = Frame(MARGIN, A4[1] - HEAD - tall, A4[0] - 2 * MARGIN, tall, id="head", **NO_PADDING)
    furniture = partial(_furniture, short=front["short"])
    document.addPageTemplates(
        [
            PageTemplate("first", [head, *_columns(tall + 4)], onPage=furniture),
            PageTemplate("later", _columns(0), onPage=furniture),
        ]
    )
    document.build(story)
    return buffer.getvalue()


def table(rows: list[list[str]], caption: str, widths: list[float]) -> list[Flowable]:
    """Return a ruled table with its caption above; ``widths`` are shares of the column."""
    cells = [[Paragraph(cell, STYLES["cell"]) for cell in row] for row in rows]
    body = Table(cells, colWidths=[share * COLUMN for share in widths])
    body.setStyle(
        TableStyle(
            [
                ("LINEABOVE", (0, 0), (-1, 0), 0.8, colors.black),
                ("LINEBELOW", (0, 0), (-1, 0), 0.4, colors.black),
                ("LINEBELOW", (0, -1), (-1, -1), 0.8, colors.black),
                ("LEFTPADDING", (0, 0), (-1, -1), 1.5),
                ("RIGHTPADDING", (0, 0), (-1, -1), 1.5),
                ("TOPPADDING", (0, 0), (-1, -1), 1.2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.2),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    parts = [Paragraph(caption, STYLES["caption"]), Spacer(1, 3), body]
    return [Spacer(1, 6), KeepTogether(parts), Spacer(1, 8)]


def figure(drawing: Flowable, caption: str) -> list[Flowable]:
    """Return a drawing with its caption below."""
    parts = [drawing, Spacer(1, 3), Paragraph(caption, STYLES["caption"])]
    return [Spacer(1, 6), KeepTogether(parts), Spacer(1, 8)]


def register_fonts() -> None:
    """Make the four Vera fonts known; needed before any paragraph or drawing is built."""
    folder = Path(reportlab.__file__).parent / "fonts"
    for name, file in [
        ("Vera", "Vera"),
        ("Vera-Bold", "VeraBd"),
        ("Vera-It", "VeraIt"),
        ("Vera-BI", "VeraBI"),
    ]:
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{file}.ttf")))
    pdfmetrics.registerFontFamily("Vera", "Vera", "Vera-Bold", "Vera-It", "Vera-BI")


def _title_block(front: Mapping[str, str]) -> list[Flowable]:
    return [
        Paragraph("RESEARCH ARTICLE · OPEN ACCESS", STYLES["kicker"]),
        Paragraph(front["title"], STYLES["title"]),
        Paragraph(front["authors"], STYLES["authors"]),
        Paragraph(_linked(front["affiliation"]), STYLES["affiliation"]),
        Paragraph(_linked(front["published"]), STYLES["affiliation"]),
        HRFlowable(width="100%", thickness=0.6, color=ACCENT, spaceBefore=2, spaceAfter=5),
        Paragraph(f"<b>Abstract.</b> {_hyphenated(front['abstract'])}", STYLES["abstract"]),
        Paragraph(f"<b>Keywords:</b> {front['keywords']}", STYLES["keywords"]),
        HRFlowable(width="100%", thickness=0.6, color=ACCENT, spaceBefore=2, spaceAfter=4),
    ]


def _body(blocks: list[str], floats: Mapping[str, list[Flowable]]) -> list[Flowable]:
    story: list[Flowable] = []
    after_heading = False
    for block in blocks:
        if block.startswith(("# ", "## ")):
            marks, words = block.split(" ", 1)
            # Room for the heading and three lines; keeping it with the whole paragraph leaves holes.
            story.append(CondPageBreak(60))
            story.append(Paragraph(words, STYLES["heading" if marks == "#" else "subheading"]))
        elif block == ":column:":
            story.append(FrameBreak())
        elif found := re.fullmatch(r":([a-z0-9-]+):", block):
            story += floats[found[1]]
        elif re.match(r"\[\d+\] ", block):
            story.append(Paragraph(_linked(block), STYLES["reference"]))
        else:
            style = STYLES["first" if after_heading else "body"]
            story.append(Paragraph(_linked(_hyphenated(block)), style))
        after_heading = block.startswith("#")
    return story


def _hyphenated(text: str) -> str:
    # Not inside tags: a soft hyphen in an address would break the link.
    parts = re.split(r"(<[^>]*>|https?://\S+)", text)
    parts[::2] = [re.sub(r"[a-z]{5,}", lambda word: HYPHENATED.get(word[0], word[0]), p) for p in parts[::2]]
    return "".join(parts)


def _linked(text: str) -> str:
    return text.replace("<a href=", '<a color="#1f4e79" href=')


def _plain(text: str) -> str:
    return re.sub(r"<[^>]*>", "", text)


def _columns(taken: float) -> list[Frame]:
    """Return the two columns of a page of which ``taken`` points are used at the top."""
    height = A4[1] - HEAD - FOOT - taken
    return [
        Frame(MARGIN + number * (COLUMN + GUTTER), FOOT, COLUMN, height, id=f"column-{number}", **NO_PADDING)
        for number in range(2)
    ]


def _furniture(canvas: Canvas, document: BaseDocTemplate, short: str) -> None:
    """Draw the running header and page number."""
    canvas.saveState()
    canvas.setFont("Vera", 6.6)
    canvas.setFillColor(colors.HexColor("#555555"))
    canvas.drawString(MARGIN, A4[1] - 12.5 * mm, f"{JOURNAL} · 2026")
    canvas.drawRightString(A4[0] - MARGIN, A4[1] - 12.5 * mm, short)
    canvas.setStrokeColor(colors.HexColor("#999999"))
    canvas.setLineWidth(0.4)
    canvas.line(MARGIN, A4[1] - 14 * mm, A4[0] - MARGIN, A4[1] - 14 * mm)
    canvas.drawCentredString(A4[0] / 2, 9 * mm, str(document.page))
    canvas.restoreState()
