"""Parts of a page that are HTML through and through, as one line each.

Markdown reads every line, every tag and every character reference of an HTML block, and pays for
each. Within a block that begins with ``<div`` or ``<section`` and has no line break, nothing but
tags and references has a meaning, so most punctuation can stay as it is: pages get a third
smaller, and are built in half of the time.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from functools import lru_cache

from jinja2 import Environment, Undefined

from generator.site.content.encoding import Markdown, clean, encode

# Without a meaning within the text or a quoted attribute of HTML, and none in Markdown but at the
# beginning of a line, which text in a block never is.
_PLAIN = ".,;:()-/%?!+=#~_"
_REFERENCES = {ord(c): f"&#{ord(c)};" for c in string.punctuation if c not in _PLAIN}
_START = re.compile(r"<(?:div|section)[ >]")
_END = re.compile(r"</(?:div|section)>$")


def in_html(value: object) -> str:
    """What a block's template puts in place of a value: clean text that holds no markup.

    Raises TypeError for None and containers, as `encode` does.
    """
    if isinstance(value, str) and not isinstance(value, Markdown):
        return _referenced(value)
    return encode(str(value) if isinstance(value, Undefined) else value)


@lru_cache(maxsize=8192)
def _referenced(text: str) -> str:
    return clean(text).translate(_REFERENCES)


def blocks(engine: Environment) -> Callable[..., Markdown]:
    """A function for templates of ``engine`` that lays out another template as a block.

    It takes the name of the template and its values. Lines of the template are joined by a blank.
    """
    within = engine.overlay(finalize=in_html)

    def block(name: str, **values: object) -> Markdown:
        lines = within.get_template(name).render(**values).split("\n")
        line = " ".join(stripped for each in lines if (stripped := each.strip()))
        if not _START.match(line) or not _END.search(line):
            # Anything else would be read as Markdown, with the lighter encoding of its text.
            raise TypeError(f"{name} is no block: it must be one <div> or <section>")
        return Markdown(line)

    return block
