"""Views -> HTML, with templates that escape every value."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, TemplateNotFound, Undefined
from markupsafe import Markup

from generator.errors import SiteError
from generator.site.content.encoding import clean
from generator.site.content.template_engine import engine


@lru_cache(maxsize=4)
def environment(templates: Path) -> Environment:
    """Return the engine for answer pages: values are cleaned and escaped, unknown names are errors."""
    return engine(templates, _shown, escapes=True)


def render(templates: Path, name: str, **values: object) -> str:
    """Render one page. Raises SiteError if the template is missing or does not fit."""
    try:
        return environment(templates).get_template(name).render(**values)
    except TemplateNotFound as error:
        raise SiteError(f"{templates}: the template {error.name} is missing; restore it.") from error
    except Exception as error:  # a project's template may raise anything
        raise SiteError(
            f"{templates / name}: the page cannot be rendered ({error}); fix the template."
        ) from error


def _shown(value: object) -> object:
    """Return a value without invisible characters; numbers, and markup made by the engine, stay as they
    are.
    """
    if isinstance(value, (Markup, Undefined)):
        return value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    raise TypeError(f"a template prints a {type(value).__name__}, which is neither text nor a number")
