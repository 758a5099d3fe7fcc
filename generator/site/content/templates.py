"""The engine of templates: what all pages share, whichever rule makes values safe to print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from generator.site.content.language import counted, day_in_words, plural, translated
from generator.site.content.sandbox import Sandbox

__all__ = ["engine"]


def engine(templates: Path, printed: Callable[[object], object], *, escapes: bool) -> Environment:
    """Return a sandboxed engine for the templates in a folder; a name that does not exist is an error.

    printed: makes of each value what a template prints. escapes: whether that is then escaped as HTML.
    Templates are not looked at again: it would ask the disk at each block. Who writes pages begins with a
    new engine.
    """
    made = Sandbox(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        autoescape=escapes,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(translated, plural, newstyle=True)  # type: ignore[attr-defined]
    made.policies["ext.i18n.trimmed"] = True
    if escapes:
        # The text that they return is markup, which passes as it is: its values must be made safe before.
        for name in ("gettext", "ngettext"):
            made.globals[name] = _printing(made.globals[name], printed)  # type: ignore[arg-type]
    made.globals |= {"counted": counted, "day": day_in_words}
    return made


def _printing(say: Callable[..., str], printed: Callable[[object], object]) -> Callable[..., str]:
    """A function of translated texts whose values are what a template would print."""

    @pass_context
    def said(context: Context, *texts: Any, **values: Any) -> str:
        return say(context, *texts, **{name: printed(value) for name, value in values.items()})

    return said
