"""The text at a location, with a check that it is what was promised."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from generator.errors import FetchError, UnreadablePaper
from generator.fetching.exchange import host_of
from generator.fetching.http_client import Client
from generator.fetching.latex_source import join_inputs, main_file, unpack
from generator.fetching.work import Location, TextFormat

__all__ = ["ACCEPT", "SUFFIX", "Text", "identity_of_page", "text_of"]

SUFFIX = {"jats": ".xml", "latex": ".tex", "html": ".html", "pdf": ".pdf"}
ACCEPT = {
    "jats": "application/xml, text/xml",
    "latex": "application/gzip, application/x-eprint-tar, application/x-tar, */*;q=0.1",
    "html": "text/html, application/xhtml+xml, application/pdf;q=0.5, application/xml;q=0.5",
    "pdf": "application/pdf",
}
_WEB = ("text/html", "application/xhtml+xml")
_META = re.compile(rb"<meta\b[^<>]{0,2000}>", re.IGNORECASE)
_PART = re.compile(
    rb"""\b(name|property|content)\s{0,9}=\s{0,9}(?:"([^"]{0,1500})"|'([^']{0,1500})')""", re.I
)
_MAX_HEAD_BYTES = 300_000  # of a page: its metadata come first
_PDF_HEAD_BYTES = 1024  # PDF readers accept a file whose header is within these


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a paper.

    data: the bytes to store. address: where it came from after redirects. sha256: of the reply, before
    anything was unpacked or joined. at: when it was fetched, in seconds since the epoch.
    """

    format: TextFormat
    data: bytes
    address: str
    sha256: str
    at: float


def text_of(place: Location, client: Client, max_bytes: int) -> Text:
    """Return the text at ``place``. Raises FetchError if it cannot be fetched, or is something else.

    Publishers often send a web page in place of a file, or a file in place of a page; the bytes decide.
    """
    reply = client.get(
        place.path, place.params, of=place.of, accept=ACCEPT[place.format], max_bytes=max_bytes
    )
    data, format = reply.body, place.format
    if format in ("html", "pdf"):
        is_pdf = b"%PDF-" in data[:_PDF_HEAD_BYTES]
        if format == "html" and not is_pdf and _is_jats(data):
            article = _article(data, host_of(reply.address))
            return Text("jats", article, reply.address, hashlib.sha256(data).hexdigest(), reply.at)
        if format == "pdf" and not is_pdf:
            what = (
                "a web page"
                if reply.kind in _WEB or _is_markup(data)
                else f"{reply.kind or 'something else'}"
            )
            raise FetchError(f"{host_of(reply.address)} sent {what} instead of a PDF")
        if format == "html" and not is_pdf and not (reply.kind in _WEB and _is_markup(data)):
            raise FetchError(
                f"{host_of(reply.address)} sent neither a web page nor a PDF, but something that it calls "
                f"{reply.kind or 'nothing'}"
            )
        format = "pdf" if is_pdf else "html"
    elif format == "jats":
        data = _article(data, host_of(reply.address))
    else:
        files = unpack(data)
        data = join_inputs(files, main_file(files)).encode()
    return Text(format, data, reply.address, hashlib.sha256(reply.body).hexdigest(), reply.at)


def identity_of_page(page: bytes) -> dict[str, str]:
    """Return what the head of a web page says about its paper: ``citation_doi`` and the like."""
    stated: dict[str, str] = {}
    for tag in _META.finditer(page, 0, _MAX_HEAD_BYTES):
        parts = {
            m[1].lower(): (m[2] or m[3] or b"").decode("utf-8", "replace") for m in _PART.finditer(tag[0])
        }
        name = (parts.get(b"name") or parts.get(b"property") or "").lower()
        if name.startswith("citation_") and parts.get(b"content"):
            content = parts[b"content"].strip()
            before = stated.get(name)
            # Each author has a tag of its own; of all other tags the first counts.
            stated[name] = (
                content if before is None else f"{before}\n{content}" if "author" in name else before
            )
    return stated


def _article(data: bytes, host: str) -> bytes:
    """Return the article in a reply, which may be wrapped in other elements; the reply as it is if it is not.

    Raises FetchError if there is none.
    """
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


def _is_jats(data: bytes) -> bool:
    """Return True if an address leads to the JATS of a paper, as some publishers offer, and to no page."""
    head = data[:4096].lower()
    return _is_markup(data) and b"<html" not in head and re.search(rb"<article[\s>]", head) is not None


def _is_markup(data: bytes) -> bool:
    return data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
