"""Signs in a text that show nothing and can carry a text of their own, and text displayed turned round.

Whoever reads the paper on a screen or on paper does not see them; a language model may read them as letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Tags, variation selectors in rows, fillers.
_CARRIERS = re.compile(
    "[\U000e0000-\U000e0fff\u115f\u1160\u3164\uffa0\u2065]|(?<=[\ufe00-\ufe0f])[\ufe00-\ufe0f]"
)
# Where such signs have a use: the form of an ideograph, the flag of a part of a country.
_USED = re.compile(
    "(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]"
    "|(?<=\U0001f3f4)[\U000e0020-\U000e007e]{2,7}\U000e007f"
)
# What an override turns round, up to the sign that ends it.
_TURNED = re.compile("[\u202d\u202e][^\u202c\n]*\u202c?")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it is shown. hidden: how many characters nobody sees. moved: where each place is now."""

    text: str
    hidden: int
    moved: tuple[int, ...]


def shown(text: str) -> Shown | None:
    """Return ``text`` without such signs; None where it holds none."""
    if text.isascii():
        return None
    used = {at for found in _USED.finditer(text) for at in range(*found.span())}
    hidden = {
        at
        for pattern in (_CARRIERS, _TURNED)
        for found in pattern.finditer(text)
        for at in range(*found.span())
        if at not in used
    }
    gone = hidden | used | {found.start() for found in _DIRECTIONS.finditer(text)}
    if not gone:
        return None
    moved = [0]
    for at in range(len(text)):
        moved.append(moved[-1] + (at not in gone))
    return Shown("".join(sign for at, sign in enumerate(text) if at not in gone), len(hidden), tuple(moved))
