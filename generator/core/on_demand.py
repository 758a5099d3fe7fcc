"""Objects that are read when more than a record of them is asked for, and forgotten again."""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from typing import Any, Generic, TypeVar

__all__ = ["OnDemand", "RecentlyRead"]

_T = TypeVar("_T")


class OnDemand(ABC, Generic[_T]):
    """Equals the whole that it stands for, is shown like it and is sent to other processes as it.

    A subclass has a `RecentlyRead`, sets ``_whole`` to None, and says how the whole is read.
    """

    _recent: RecentlyRead
    _whole: _T | None

    @abstractmethod
    def _read(self) -> _T:
        """Read the whole."""

    @property
    def whole(self) -> _T:
        """The whole, read if it is not in memory. Raises what its reading raises."""
        found = self._whole
        if found is None:
            found = self._read()
            object.__setattr__(self, "_whole", found)
            self._recent.add(self)
        return found

    def __eq__(self, other: object) -> bool:
        return bool(self.whole == (other.whole if isinstance(other, OnDemand) else other))

    def __hash__(self) -> int:
        return hash(self.whole)

    def __repr__(self) -> str:
        return repr(self.whole)

    def __reduce__(self) -> tuple[Callable[[_T], _T], tuple[_T]]:
        return copy.copy, (self.whole,)


class RecentlyRead:
    """The objects whose whole is in memory, at most ``size``; the one read longest ago is forgotten first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: deque[OnDemand[Any]] = deque()

    def add(self, item: OnDemand[Any]) -> None:
        """Note that an object was read just now."""
        self._held.append(item)
        if len(self._held) > self._size:
            object.__setattr__(self._held.popleft(), "_whole", None)
