"""Removing control characters, which browsers do not display and lxml does not accept in a changed tree."""

from __future__ import annotations

import re

# ASCII controls except tab and line ends, and code points that are no characters, also as "&#1;" or "&#x1;".
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]"
    r"|&#0*(?:[1-8]|1[124-9]|2[0-9]|3[01]|6553[45])(?![0-9]);?"
    r"|&#x0*(?:[1-8bcef]|1[0-9a-f]|fff[ef])(?![0-9a-f]);?",
    re.IGNORECASE,
)


def without_controls(markup: str) -> str:
    """Replace each control character in HTML by a blank."""
    return _CONTROL.sub(" ", markup)
