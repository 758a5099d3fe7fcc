"""Word documents, built part by part for the tests."""

from __future__ import annotations

import zipfile
from pathlib import Path

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

STYLES = """<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="My heading"/><w:basedOn w:val="berschrift1"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Toc1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Liste"><w:name w:val="List Bullet"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Unseen"><w:name w:val="Unseen"/><w:rPr><w:vanish/></w:rPr></w:style>"""


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(content: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph; plain text becomes a run."""
    inside = content if content.startswith("<") else run(content)
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{properties}</w:pPr>{inside}</w:p>"


def bold(text: str, size: int = 22) -> str:
    return par(run(text, f'<w:b/><w:sz w:val="{size}"/>'))


def table(*rows: list[str], style: str = "") -> str:
    cells = "".join(f"<w:tr>{''.join(f'<w:tc>{c}</w:tc>' for c in row)}</w:tr>" for row in rows)
    look = f'<w:tblStyle w:val="{style}"/>' if style else ""
    return f"<w:tbl><w:tblPr>{look}</w:tblPr>{cells}</w:tbl>"


def write_docx(path: Path, body: str, **parts: str) -> Path:
    """Write a document. parts: what stands in footnotes, endnotes, comments, core; links: id=address,..."""
    links = dict(pair.split("=", 1) for pair in parts.pop("links", "").split(",") if pair)
    core = parts.pop("core", "")
    kept = {"styles": STYLES, **parts}
    related = "".join(f'<Relationship Id="k{k}" Type="{TYPE}/{k}" Target="{k}.xml"/>' for k in kept)
    external = "".join(
        f'<Relationship Id="{k}" Type="{TYPE}/hyperlink" Target="{v}" TargetMode="External"/>'
        for k, v in links.items()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{RELATIONS}">'
            f'<Relationship Id="a" Type="{TYPE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{RELATIONS}">{related}{external}</Relationships>',
        )
        for name, content in kept.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {NAMES}>{content}</w:{name}>")
        if core:
            archive.writestr(
                "docProps/core.xml",
                f'<c:coreProperties xmlns:c="c" xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</c:coreProperties>',
            )
    return path
