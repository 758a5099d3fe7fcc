"""XML from untrusted files: no DTD is loaded, no entity is replaced, nothing is fetched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree

from generator.errors import UnreadablePaper

# Control characters that XML allows and no page shows, in UTF-8 and as references; and the beginnings of
# files in other encodings, where they look otherwise.
_MAY_HOLD_CONTROLS = re.compile(
    rb"\x7f|\xc2[\x80-\x9f]|&#(?:x0*(?:7f|[89][0-9a-f])|0*1[2-5][0-9]);|\A(?:\xff\xfe|\xfe\xff|<\?xml[^>]*encoding)",
    re.IGNORECASE,
)
_CONTROLS = re.compile("[\x7f-\x9f]")


def xml_root(data: bytes, path: Path, hint: str) -> Any:
    """Return the root element of ``data``, without comments and processing instructions.

    hint: what to do about a broken file. Raises UnreadablePaper for XML that is not well-formed, nests more
    than 256 elements, or declares entities.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = re.sub(r"\s+", " ", str(error)).strip(" .") or "no element found"
        raise UnreadablePaper(f"is not well-formed XML ({reason})", path, hint) from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise UnreadablePaper(
            "declares XML entities of its own, which are never resolved",
            path,
            "replace each of them by its text and remove the declarations from the DOCTYPE",
        )
    if _MAY_HOLD_CONTROLS.search(data):
        _blank_controls(root)
    return root


def _blank_controls(root: Any) -> None:
    """Replace control characters in texts and attributes by blanks."""
    for element in root.iter():
        for name in ("text", "tail"):
            if (text := getattr(element, name)) and _CONTROLS.search(text):
                setattr(element, name, _CONTROLS.sub(" ", text))
        for name, value in element.items():
            if _CONTROLS.search(value):
                element.set(name, _CONTROLS.sub(" ", value))
