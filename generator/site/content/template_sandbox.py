"""A sandbox for templates, which may come from a stranger's project: they lay out values and run no code.

This module imports nothing of ours, because the process that runs mkdocs loads it by its path.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import BuiltinMethodType

from jinja2 import Undefined
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner
from markupsafe import Markup

__all__ = ["Sandbox"]

_OF_TEMPLATES = (Macro, BlockReference, LoopContext, Joiner, Undefined)  # an undefined one says so itself
_VALUES = (str, bytes, int, float, list, tuple, dict, set, frozenset, datetime.date, datetime.time)
_READING = frozenset({"get", "items", "keys", "values"})


class Sandbox(ImmutableSandboxedEnvironment):
    """An engine whose templates change nothing, and call only each other and methods of plain values.

    Jinja's own sandbox hides Python's internals but calls any other method of any object. The objects that
    mkdocs hands to its templates have methods that load code (`config.validate`) or read files.
    """

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
