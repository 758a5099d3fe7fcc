"""Control characters, which browsers draw nothing for and no tree of elements may hold once it is changed."""

from __future__ import annotations

import re

# ISO 646's controls but tab and the ends of lines, and what is no character in Unicode; as such or by number.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]"
    r"|&#0*(?:[1-8]|1[124-9]|2[0-9]|3[01]|6553[45])(?![0-9]);?"
    r"|&#x0*(?:[1-8bcef]|1[0-9a-f]|fff[ef])(?![0-9a-f]);?",
    re.IGNORECASE,
)


def without_controls(markup: str) -> str:
    """HTML with a blank for each control character, or for its number."""
    return _CONTROL.sub(" ", markup)
