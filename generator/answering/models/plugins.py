"""Models of third parties, from entry points of the group `answerbook.models`.

An entry point names a function that takes the settings' `options` (a mapping of plain values) and returns a
`LanguageModel`. It may have an attribute ``fingerprint``, a function of the same options. What that returns
(text by name: ``model``, ``sampling``, ``engine``) becomes part of the fingerprint of each answer.
"""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.answering.models.limits import TimeLimitedModel
from generator.answering.models.model_protocol import LanguageModel
from generator.core import digest
from generator.errors import ModelError

GROUP = "answerbook.models"


@dataclass(frozen=True, slots=True)
class PluginOptions:
    """A plugin and its options.

    plugin: name of the entry point. options: its argument, as JSON. timeout: seconds for loading, and for
    each answer.
    """

    plugin: str
    options: str = "{}"
    timeout: float = 3600.0

    @classmethod
    def of(cls, plugin: str, options: Mapping[str, Any], timeout: float = 3600.0) -> PluginOptions:
        """Return the options with a mapping written as JSON."""
        return cls(plugin, json.dumps(options, sort_keys=True), timeout)


def plugin_model(options: PluginOptions) -> LanguageModel:
    """Return the model that the entry point makes. Raises ModelError if there is none, or if it fails."""
    return TimeLimitedModel(lambda: _made(options), options.plugin, options.timeout)


def _made(options: PluginOptions) -> LanguageModel:
    make = _entry(options.plugin)
    try:
        model: LanguageModel = make(json.loads(options.options))
    except ModelError:
        raise
    except Exception as error:  # the code of a third party may raise anything
        raise ModelError(
            f"the plugin {options.plugin} failed to load its model ({type(error).__name__}: {error}); "
            "check its `options`"
        ) from error
    missing = [n for n in ("room", "tokens", "complete", "close") if not hasattr(model, n)]
    if missing:
        raise ModelError(
            f"what the plugin {options.plugin} returns has no {', '.join(missing)}; "
            "it must be a LanguageModel (generator.answering.models)"
        )
    return model


def plugin_fingerprint(options: PluginOptions) -> dict[str, str | None]:
    """Return the parts that a plugin adds to a fingerprint; None for those of a plugin not installed here."""
    parts: dict[str, str | None] = {"model": None, "sampling": digest(options.options), "engine": None}
    try:
        make = _entry(options.plugin)
    except ModelError:
        return parts
    parts |= {"model": options.plugin, "engine": plugin_version(options.plugin)}
    describe = getattr(make, "fingerprint", None)
    if callable(describe):
        parts |= {k: str(v) for k, v in describe(json.loads(options.options)).items() if k in parts}
    return parts


def _entry(name: str) -> Callable[[Mapping[str, Any]], Any]:
    found = importlib.metadata.entry_points(group=GROUP)
    if name not in found.names:
        others = ", ".join(sorted(found.names)) or "none is installed"
        raise ModelError(f"no plugin {name!r}; install the package that brings it (found: {others})")
    try:
        loaded: Callable[[Mapping[str, Any]], Any] = found[name].load()
    except Exception as error:  # importing it may raise anything too
        raise ModelError(f"the plugin {name} cannot be imported ({error}); install it again") from error
    return loaded


def plugin_version(name: str) -> str | None:
    """Return the package of a plugin and its version; None if it is not installed. No code of it runs."""
    found = importlib.metadata.entry_points(group=GROUP)
    if name not in found.names:
        return None
    dist = found[name].dist
    return f"{dist.name} {dist.version}" if dist is not None else name
