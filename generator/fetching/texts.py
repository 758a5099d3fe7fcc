"""The text at a location, looked at before it is believed: whether it is what was promised."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from generator.errors import FetchError, UnreadablePaper
from generator.fetching.client import Client
from generator.fetching.exchange import host_of
from generator.fetching.source import joined, main_file, unpacked
from generator.fetching.work import Location, TextFormat

__all__ = ["ACCEPT", "SUFFIX", "Text", "identity_of_page", "text_of"]

SUFFIX = {"jats": ".xml", "latex": ".tex", "html": ".html", "pdf": ".pdf"}
ACCEPT = {
    "jats": "application/xml, text/xml",
    "latex": "application/gzip, application/x-eprint-tar, application/x-tar, */*;q=0.1",
    "html": "text/html, application/xhtml+xml, application/pdf;q=0.5",
    "pdf": "application/pdf",
}
_WEB = ("text/html", "application/xhtml+xml")
_META = re.compile(rb"<meta\b[^<>]{0,2000}>", re.IGNORECASE)
_PART = re.compile(
    rb"""\b(name|property|content)\s{0,9}=\s{0,9}(?:"([^"]{0,1500})"|'([^']{0,1500})')""", re.I
)
_HEAD = 300_000  # bytes of a page in which it says what it is


@dataclass(frozen=True, slots=True)
class Text:
    """A text. data: as it is to be kept. address: where it came from in the end. sha256: of what came from
    there, before anything was unpacked or joined. day: when (``YYYY-MM-DD``)."""

    format: TextFormat
    data: bytes
    address: str
    sha256: str
    at: float


def text_of(place: Location, client: Client, max_bytes: int) -> Text:
    """Return the text at ``place``. Raises FetchError for what cannot be had, or is something else.

    A web page is what publishers often send in place of a file, and a file in place of a page is one.
    """
    reply = client.get(
        place.path, place.params, of=place.of, accept=ACCEPT[place.format], max_bytes=max_bytes
    )
    data, format = reply.body, place.format
    if format in ("html", "pdf"):
        is_pdf = b"%PDF-" in data[:1024]
        if format == "pdf" and not is_pdf:
            what = (
                "a web page"
                if reply.kind in _WEB or _is_markup(data)
                else f"{reply.kind or 'something else'}"
            )
            raise FetchError(f"{host_of(reply.address)} sent {what} instead of a PDF")
        if format == "html" and not is_pdf and not (reply.kind in _WEB and _is_markup(data)):
            raise FetchError(
                f"{host_of(reply.address)} sent no web page but {reply.kind or 'something else'}"
            )
        format = "pdf" if is_pdf else "html"
    elif format == "jats":
        data = _article(data, host_of(reply.address))
    else:
        files = unpacked(data)
        data = joined(files, main_file(files)).encode()
    return Text(format, data, reply.address, hashlib.sha256(reply.body).hexdigest(), reply.at)


def identity_of_page(page: bytes) -> dict[str, str]:
    """Return what the head of a web page says of the paper on it: ``citation_doi`` and the like."""
    found: dict[str, str] = {}
    for tag in _META.finditer(page, 0, _HEAD):
        parts = {
            m[1].lower(): (m[2] or m[3] or b"").decode("utf-8", "replace") for m in _PART.finditer(tag[0])
        }
        name = (parts.get(b"name") or parts.get(b"property") or "").lower()
        if name.startswith("citation_") and parts.get(b"content"):
            content = parts[b"content"].strip()
            before = found.get(name)
            # Authors have a line each; of all else the first counts.
            found[name] = (
                content if before is None else f"{before}\n{content}" if "author" in name else before
            )
    return found


def _article(data: bytes, host: str) -> bytes:
    """The article in a reply, which may wrap it; as it came, where it does not."""
    from lxml import etree

    from generator.storage.xml_file import xml_root

    try:
        root = xml_root(data, Path(host), "take another format")
    except UnreadablePaper as error:
        raise FetchError(f"{host} sent no JATS: it {error.what}") from error
    if etree.QName(root).localname == "article":
        return data
    article = next((element for element in root.iter() if etree.QName(element).localname == "article"), None)
    if article is None:
        raise FetchError(f"{host} sent XML without an article in it")
    return bytes(etree.tostring(article, encoding="utf-8", xml_declaration=True, with_tail=False))


def _is_markup(data: bytes) -> bool:
    return data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
