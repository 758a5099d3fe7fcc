"""Where an open copy of a paper is: from Unpaywall, which needs a mail address, and OpenAlex (a key).

https://unpaywall.org/products/api and https://docs.openalex.org/
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from generator.errors import FetchError
from generator.fetching.exchange import Secret
from generator.fetching.http_client import Client
from generator.fetching.work import Location, text_at

__all__ = ["KEY_VARIABLE", "open_copies"]

KEY_VARIABLE = "ANSWERBOOK_OPENALEX_KEY"
_MAX_COPIES = 6  # copies to try: repositories list the same file again and again


def open_copies(doi: str, client: Client) -> list[Location]:
    """Return the open copies of the work with this DOI, best first: web pages, then PDF files.

    A service is asked only if the user has given the mail address or the key that it needs. Raises FetchError
    if a service gave no answer and none found a copy.
    """
    failed: FetchError | None = None
    for ask in (_unpaywall, _openalex):
        try:
            if copies := ask(doi, client):
                return copies
        except FetchError as error:
            if error.status != 404:
                failed = error
    if failed is not None:
        raise failed
    return []


def _unpaywall(doi: str, client: Client) -> list[Location]:
    if not client.contact:
        return []
    data = client.get(f"/{quote(doi, safe='/')}", {"email": client.contact}, of="unpaywall").json()
    if not isinstance(data, Mapping):
        raise FetchError("Unpaywall sent an answer that does not have the documented form")
    listed = [data.get("best_oa_location"), *_list(data.get("oa_locations"))]
    return _locations(listed, "url_for_pdf", "url_for_landing_page")


def _openalex(doi: str, client: Client) -> list[Location]:
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not key:
        return []
    params = {"mailto": client.contact} if client.contact else {}
    secret = Secret(params={"api_key": key})
    data = client.get(f"/works/doi:{quote(doi, safe='/')}", params, of="openalex", secret=secret).json()
    if not isinstance(data, Mapping):
        raise FetchError("OpenAlex sent an answer that does not have the documented form")
    locations = [one for one in _list(data.get("locations")) if _is_open(one)]
    return _locations([data.get("best_oa_location"), *locations], "pdf_url", "landing_page_url")


def _is_open(location: Any) -> bool:
    return isinstance(location, Mapping) and location.get("is_oa") is True


def _list(data: Any) -> list[Any]:
    return data if isinstance(data, list) else []


def _locations(listed: Iterable[Any], pdf: str, page: str) -> list[Location]:
    pages: dict[str, Location] = {}
    files: dict[str, Location] = {}
    for one in listed:
        if not isinstance(one, Mapping):
            continue
        licence, version = text_at(one, "license"), text_at(one, "version")
        at_publisher = text_at(one, "host_type") == "publisher" or version in ("publishedVersion",)
        if (address := text_at(one, page)) and at_publisher:
            pages.setdefault(address, Location("html", _host(address), address, licence=licence))
        if address := text_at(one, pdf):
            files.setdefault(address, Location("pdf", _host(address), address, licence=licence))
    return [one for one in (*list(pages.values())[:1], *list(files.values())[:_MAX_COPIES]) if one.source]


def _host(address: str) -> str:
    """Return the server of a web address; empty if it is not one."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "").removeprefix("www.") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""
