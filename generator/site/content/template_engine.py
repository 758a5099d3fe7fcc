"""The engine of templates: what all pages share, whichever rule makes values safe to print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from generator.site.content.language import day_in_words, is_translated, plural, pluralize, translated
from generator.site.content.template_sandbox import Sandbox

__all__ = ["engine"]


def engine(templates: Path, printed: Callable[[object], object], *, escapes: bool) -> Environment:
    """Return a sandboxed engine for the templates in a folder; an undefined name is an error.

    printed: turns each value into what a template prints. escapes: the result is then escaped as HTML.
    Templates are not reloaded when they change, because that would read the disk for each block; a new build
    makes a new engine.
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
        # These return markup, which is not escaped again, so their values must be made safe first.
        for name in ("gettext", "ngettext"):
            made.globals[name] = _printing(made.globals[name], printed)  # type: ignore[arg-type]
    made.globals |= {
        "counted": pluralize,
        "day": day_in_words,
        "is_translated": is_translated,
    }
    return made


def _printing(say: Callable[..., str], printed: Callable[[object], object]) -> Callable[..., str]:
    """Return a function of translated texts that prints their values as a template would."""

    @pass_context
    def translated_text(context: Context, *texts: Any, **values: Any) -> str:
        return say(context, *texts, **{name: printed(value) for name, value in values.items()})

    return translated_text
