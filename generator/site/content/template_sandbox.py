"""A sandbox for templates, which may come from a stranger's project: they lay out values and run no code.

This module imports nothing of ours, because the process that runs mkdocs loads it by its path.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import Undefined
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner
from markupsafe import Markup

__all__ = ["Sandbox"]

_OF_TEMPLATES = (Macro, BlockReference, LoopContext, Joiner, Undefined)  # an undefined one says so itself
_VALUES = (str, bytes, int, float, list, tuple, dict, set, frozenset, datetime.date, datetime.time)
_METHODS = (MethodType, BuiltinMethodType)
_READING = frozenset({"get", "items", "keys", "values"})


class Sandbox(ImmutableSandboxedEnvironment):
    """An engine whose templates change nothing, and call only each other and methods of plain values.

    Jinja's own sandbox hides Python's internals but calls any other method of any object. The objects that
    mkdocs hands to its templates have methods that load code (`config.validate`) or read files.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Jinja's verdict on an attribute depends on its name and on the type of the object. It was asked
        # 240,000 times for 150 papers, which took a third of the time of laying out pages.
        self._safe_attributes: dict[tuple[type, str], bool] = {}

    def getattr(self, obj: object, attribute: str) -> Any:
        """Return an attribute as Jinja's own sandbox does; its verdict is remembered.

        Methods are left to Jinja, because `str.format` is replaced there.
        """
        if self._safe_attributes.get((type(obj), attribute)):
            try:
                value = getattr(obj, attribute)
            except AttributeError:
                return super().getattr(obj, attribute)
            if not isinstance(value, _METHODS):
                return value
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Return Jinja's verdict, which is the same for all objects of a type."""
        asked = type(obj), attr
        if asked not in self._safe_attributes:
            self._safe_attributes[asked] = super().is_safe_attribute(obj, attr, value)
        return self._safe_attributes[asked]

    def is_safe_callable(self, obj: object) -> bool:
        """Return True if a template may call ``obj``."""
        if isinstance(obj, _OF_TEMPLATES) or any(obj is known for known in self.globals.values()):
            return True
        owner = getattr(obj, "__self__", None)
        if type(owner) in (Markup, Cycler):
            return True
        if isinstance(owner, Mapping) and getattr(obj, "__name__", "") in _READING:
            return True
        # Subclasses of plain types may have methods of their own, which are written in Python.
        return isinstance(obj, BuiltinMethodType) and isinstance(owner, _VALUES)
