"""Imports that are put off until they are needed, for the start of the encoder and the scorer.

Importing sentence-transformers also imports what it needs for training, for metrics, for compilers and for
many machines. That is half of the time of its import, and encoding uses none of it. Within `deferred`, such a
module is replaced by a stand-in with the same names; each of them imports the real module when it is called
or looked into, so a library that does use one works as usual. `python -m tests.benchmarks.start` measures it.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, TypeVar

from generator.errors import AnswerbookError

__all__ = ["NOT_FOR_ENCODING", "deferred", "loaded_quickly"]

log = logging.getLogger(__name__)

_T = TypeVar("_T")

# What sentence-transformers, transformers and torch import, and encoding does not use.
NOT_FOR_ENCODING = ("scipy", "sklearn", "torch._dynamo")
# Imported again as usual if they cannot be imported with stand-ins.
_LIBRARIES = ("sentence_transformers", "transformers")
_loading = threading.RLock()


def loaded_quickly(load: Callable[[], _T]) -> _T:
    """Return ``load()``, a model of torch, without imports that it does not need.

    A library that cannot do without them is imported as usual. Raises whatever ``load`` raises.
    """
    with _loading:
        before = any(name in sys.modules for name in _LIBRARIES)
        try:
            with deferred(*NOT_FOR_ENCODING), _on_one_machine():
                return load()
        except AnswerbookError:
            raise
        except Exception:  # whatever another version of these libraries does with a stand-in
            log.debug("loading without %s failed", ", ".join(NOT_FOR_ENCODING), exc_info=True)
        if not before:  # what was imported in part is in the way
            for name in [name for name in list(sys.modules) if name.partition(".")[0] in _LIBRARIES]:
                del sys.modules[name]
        return load()


@contextlib.contextmanager
def deferred(*names: str) -> Iterator[None]:
    """Put off, for the block, what this thread imports from these modules and from those below them.

    A module that is imported already, or is not installed, is imported as usual. After the block, every
    import gives the real module.
    """
    finder = _Finder([name for name in names if name not in sys.modules])
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in finder.replaced:
            _forget(name)


@contextlib.contextmanager
def _on_one_machine() -> Iterator[None]:
    """Let libraries that are imported in the block take torch for one that was built for one machine."""
    import torch.distributed

    real = torch.distributed.is_available
    torch.distributed.is_available = lambda: False
    try:
        yield
    finally:
        torch.distributed.is_available = real


def _forget(name: str) -> None:
    """Remove a stand-in from where an import looks, so that the next one finds the real module."""
    if isinstance(sys.modules.get(name), _StandIn):
        del sys.modules[name]
    package, _, attribute = name.rpartition(".")
    holder = sys.modules.get(package)
    if holder is not None and isinstance(vars(holder).get(attribute), _StandIn):
        delattr(holder, attribute)


class _Finder(MetaPathFinder, Loader):
    """Finds stand-ins for some modules, in the thread that made it; all others are found as usual."""

    def __init__(self, names: Sequence[str]) -> None:
        self.replaced: list[str] = []
        self._names = tuple(names)
        self._thread = threading.get_ident()

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Return the spec of a stand-in; None for a module that is imported as usual."""
        if threading.get_ident() != self._thread:
            return None
        if not any(name == put_off or name.startswith(f"{put_off}.") for put_off in self._names):
            return None
        if name in self._names and PathFinder.find_spec(name, path) is None:
            return None
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return a stand-in."""
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Execute nothing, but note that a stand-in is in use."""
        self.replaced.append(module.__name__)


class _StandIn(ModuleType):
    """A module whose names are put off: see `_Name`."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = _Name(name, (), {"module": self.__name__})
        setattr(self, name, found)
        return found


class _Name(type):
    """A class or function of a module that is not imported yet.

    It may stand where a class may: in annotations, and in `isinstance`, which is False as long as nobody has
    imported the module. Calling it, or reading an attribute of it, imports the module.
    """

    module: str

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        without = _WITHOUT.get(f"{cls.module}.{cls.__name__}")
        return without(*args, **kwargs) if without else cls.real()(*args, **kwargs)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(cls.real(), name)

    def __instancecheck__(cls, instance: Any) -> bool:
        return cls._is_imported() and isinstance(instance, cls.real())

    def __subclasscheck__(cls, subclass: type) -> bool:
        return cls._is_imported() and issubclass(subclass, cls.real())

    def _is_imported(cls) -> bool:
        return not isinstance(sys.modules.get(cls.module), _StandIn | None)

    def real(cls) -> Any:
        """Import the module, and return what has this name there."""
        for name in [name for name, module in list(sys.modules.items()) if isinstance(module, _StandIn)]:
            _forget(name)
        finders = [finder for finder in sys.meta_path if isinstance(finder, _Finder)]
        for finder in finders:  # within the block, too, this import is real
            sys.meta_path.remove(finder)
        try:
            return getattr(importlib.import_module(cls.module), cls.__name__)
        finally:
            sys.meta_path[:0] = finders


def _as_it_is(function: Any = None, *_: Any, **__: Any) -> Any:
    """Return a function, or the decorator for one, without the mark for a compiler."""
    return _as_it_is if function is None else function


# What is called during the imports themselves, and what it does where no compiler is in use.
_WITHOUT: Mapping[str, Callable[..., Any]] = {
    "torch._dynamo.allow_in_graph": _as_it_is,
    "torch._dynamo.assume_constant_result": _as_it_is,
    "torch._dynamo.disable": _as_it_is,
}
