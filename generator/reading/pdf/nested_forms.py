"""What the resources of a file say before a page is drawn: forms within forms, soft masks and blending.

A form is drawn as often as it is named, and so is each form within it: ten forms that each draw the next one
ten times are ten billion forms from two kilobytes. PDFium reads all of them when it opens the page, so they
are counted before, from the resources and the names in the streams.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.errors import UnreadablePaper

MAX_FORMS = 300_000  # forms drawn on one page, those within forms included: 2 s and 500 MB
_MAX_LEVELS = 41  # levels of forms within forms that PDFium draws
_MAX_PARENTS = 100  # nodes of the page tree from which a page may inherit its resources
_PLAIN_BLENDS = ("/Normal", "/Compatible")
_DRAWN = re.compile(rb"/([^\s()<>\[\]{}/%]{1,200})\s{1,20}Do\b")


def examined_pages(file: Any, path: Path) -> set[int] | None:
    """Return the numbers (from 1) of the pages that draw through a soft mask or in a blend mode.

    file: opened by pikepdf, None if it could not be. None if the file is too damaged to tell. Raises
    UnreadablePaper if a page draws more than ``MAX_FORMS`` forms.
    """
    if file is None:
        return None
    resources = _Resources()
    blended: set[int] = set()
    try:
        for number, page in enumerate(file.pages, 1):
            own = _inherited(page.obj)
            if own is None:
                continue
            if resources.are_blended(own, set()):
                blended.add(number)
            if resources.nest(own) and resources.count(own, page.obj, _MAX_LEVELS) > MAX_FORMS:
                raise UnreadablePaper(
                    f"draws more than {MAX_FORMS:,} forms within forms on page {number}",
                    path,
                    "save it again from a viewer, or give another format of the paper",
                )
    except UnreadablePaper:
        raise
    except Exception:  # whatever a damaged file makes the library raise
        return None
    return blended


class _Resources:
    """The resources of pages and forms, each looked at once."""

    def __init__(self) -> None:
        self._forms: dict[tuple[int, int], dict[str, Any]] = {}
        self._blends: dict[tuple[int, int], bool] = {}
        self._names: dict[tuple[int, int], Counter[str]] = {}
        self._counts: dict[tuple[tuple[int, int], int], int] = {}

    def forms(self, resources: Any) -> dict[str, Any]:
        """Return the forms among the resources by name; pictures are left out."""
        named = resources.get("/XObject")
        if named is None:
            return {}
        key = named.objgen
        if not key[0] or key not in self._forms:
            # `keys` raises for a list, which a damaged file may have here and which could be iterated too.
            entries = [(name[1:], named[name]) for name in named.keys()]  # noqa: SIM118
            found = {name: each for name, each in entries if each.get("/Subtype") == "/Form"}
            if not key[0]:
                return found
            self._forms[key] = found
        return self._forms[key]

    def nest(self, resources: Any) -> bool:
        """Return True if a form among the resources has forms among its own."""
        return any(
            bool(self.forms(form.get("/Resources", resources))) for form in self.forms(resources).values()
        )

    def are_blended(self, resources: Any, seen: set[tuple[int, int]]) -> bool:
        """Return True if a graphics state of the resources, or of the forms in them, masks or blends."""
        return any(self._blend(each) for each in self._within(resources, seen))

    def _within(self, resources: Any, seen: set[tuple[int, int]]) -> Iterator[Any]:
        """Yield the resources and those of all forms within them, each once."""
        waiting = [resources]
        while waiting:
            each = waiting.pop()
            yield each
            for form in self.forms(each).values():
                if form.objgen not in seen:
                    seen.add(form.objgen)
                    if "/Resources" in form:
                        waiting.append(form.Resources)

    def _blend(self, resources: Any) -> bool:
        """Return True if one of the graphics states has a soft mask or a blend mode."""
        states = resources.get("/ExtGState")
        if states is None:
            return False
        key = states.objgen
        if key[0] and key in self._blends:
            return self._blends[key]
        found = any(_blends(states[name]) for name in states.keys())  # noqa: SIM118 - raises for a list
        if key[0]:
            self._blends[key] = found
        return found

    def count(self, resources: Any, content: Any, levels: int) -> int:
        """Return how many forms ``content`` draws, those within forms included; above ``MAX_FORMS`` roughly.

        content: a page or form. levels: of forms within forms that are drawn at most.
        """
        key = content.objgen, levels
        if levels == 0 or key in self._counts:
            return self._counts.get(key, 0)
        total = 0
        if forms := self.forms(resources):
            names = self._drawn(content)
            # What is not drawn by a plain name may be any of them.
            drawn = forms.keys() if names[""] else forms.keys() & names.keys()
            inner = {
                name: 1 + self.count(forms[name].get("/Resources", resources), forms[name], levels - 1)
                for name in drawn
            }
            total = sum(names[name] * count for name, count in inner.items())
            total += names[""] * max(inner.values(), default=0)
        self._counts[key] = total
        return total

    def _drawn(self, content: Any) -> Counter[str]:
        """Return how often a page or form draws what it names; those without a plain name under ``""``."""
        key = content.objgen
        if key not in self._names:
            data = _bytes(content)
            names = Counter(name.decode("latin-1") for name in _DRAWN.findall(data))
            names[""] = max(data.count(b"Do") - names.total(), 0)
            self._names[key] = names
        return self._names[key]


def _bytes(content: Any) -> bytes:
    """Return what a page or form draws."""
    import pikepdf

    streams = content.get("/Contents") if isinstance(content, pikepdf.Dictionary) else content
    if streams is None:
        return b""
    parts = list(streams) if isinstance(streams, pikepdf.Array) else [streams]
    return b" ".join(part.read_bytes() for part in parts)


def _blends(state: Any) -> bool:
    """Return True if a graphics state has a soft mask or blends in another way than by covering."""
    if state.get("/SMask", "/None") != "/None":
        return True
    return "/BM" in state and state.BM not in _PLAIN_BLENDS


def _inherited(page: Any) -> Any:
    """Return the resources of a page or of the node above it that has some; None if there are none."""
    node = page
    for _ in range(_MAX_PARENTS):
        if node is None or "/Resources" in node:
            return None if node is None else node.Resources
        node = node.get("/Parent")
    return None
