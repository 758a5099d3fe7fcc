"""Read the mkdocs configuration of a project without running any of it, and find what mkdocs would run.

mkdocs makes Python objects of YAML tags, imports plugins and hooks, and writes wherever a template's name
points. A configuration without these is safe to build from, whoever wrote it. Plugins, Markdown extensions
and themes are checked against allow-lists, and templates run in a sandbox (`mkdocs_child`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from generator.errors import SiteError
from generator.storage.files import strays
from generator.storage.plain_yaml import PlainLoader
from generator.storage.shipped import shipped
from generator.storage.site_config import CONFIG, site_config

__all__ = [
    "OVERRIDES",
    "PLUGINS",
    "configuration",
    "extensions",
    "has_shipped_overrides",
    "inherited_text",
    "plugins",
    "refuse_code",
]

# Folder of theme overrides in the shipped configuration.
OVERRIDES = "site_templates/overrides"
# `INHERIT: answerbook` in a configuration: missing keys come from the shipped one.
_SHIPPED = "answerbook"
_INHERIT = re.compile(rf"^INHERIT:[ \t]*['\"]?{_SHIPPED}['\"]?[ \t]*(#.*)?$", re.MULTILINE)
# These plugins read each page by itself, and only its text.
PLUGINS = frozenset({"search", "material/search"})
_THEMES = frozenset({"material", "mkdocs", "readthedocs"})
_NO_THEME = frozenset({"build", "content"})
# These change the mark-up of a page and open no file; snippets, B64 and emoji with custom icons do.
_EXTENSION = re.compile(
    r"""(markdown\.extensions\.)?(abbr | admonition | attr_list | codehilite | def_list | extra | fenced_code
    | footnotes | legacy_attrs | legacy_em | md_in_html | meta | nl2br | sane_lists | smarty | tables | toc
    | wikilinks)
    | pymdownx\.(arithmatex | betterem | blocks\.(admonition|caption|definition|details|html|tab) | caret
    | critic | details | emoji | escapeall | extra | fancylists | highlight | inlinehilite | keys | magiclink
    | mark | progressbar | quotes | saneheaders | smartsymbols | striphtml | superfences | tabbed | tasklist
    | tilde)""",
    re.VERBOSE,
)
# Functions that the theme's documentation tells users to name.
_ALLOWED_FUNCTIONS = frozenset(
    f"tag:yaml.org,2002:python/name:{name}"
    for name in (
        "material.extensions.emoji.to_svg",
        "material.extensions.emoji.twemoji",
        "pymdownx.superfences.fence_code_format",
        "pymdownx.superfences.fence_div_format",
    )
)
_PLAIN = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("binary", "bool", "float", "int", "map", "merge", "null", "seq", "set", "str", "timestamp")
)
_MAX_SHOWN = 10  # findings in an error message


def configuration(root: Path) -> dict[str, Any]:
    """Return the keys and values of ``root``'s configuration; a value with a tag of its own is None.

    If it inherits from the shipped configuration, the result is both, merged. Raises SiteError if the file
    cannot be read.
    """
    data = _loaded(site_config(root))
    if data.get("INHERIT") != _SHIPPED:
        return data
    del data["INHERIT"]
    return _merged(_loaded(shipped(CONFIG)), data)


def inherited_text(root: Path) -> str | None:
    """Return ``root``'s configuration with the path of ours in INHERIT, if it inherits from ours; else None.

    Raises SiteError if it cannot be read.
    """
    file = site_config(root)
    if _loaded(file).get("INHERIT") != _SHIPPED:
        return None
    text, found = _INHERIT.subn(
        lambda _: f"INHERIT: {json.dumps(str(shipped(CONFIG)), ensure_ascii=False)}",
        file.read_text(encoding="utf-8-sig"),
    )
    if found != 1:
        raise SiteError(f"{file}: write `INHERIT: {_SHIPPED}` on a line of its own.")
    return text


def has_shipped_overrides(root: Path) -> bool:
    """Return True if the theme's overrides are where the shipped configuration has them."""
    theme = configuration(root).get("theme")
    return isinstance(theme, dict) and theme.get("custom_dir") == OVERRIDES


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return two configurations merged as mkdocs does: mappings key by key, all else replaced."""
    merged = dict(base)
    for key, value in over.items():
        before = merged.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            value = _merged(before, value)
        merged[key] = value
    return merged


def _loaded(file: Path) -> dict[str, Any]:
    try:
        data = yaml.load(file.read_bytes(), _Lenient)
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise SiteError(f"{file}: cannot be read as YAML ({_brief(error)}); fix the file.") from error
    if not isinstance(data, dict):
        raise SiteError(
            f"{file}: holds no keys with values; restore it, or make it as `answerbook init` does."
        )
    return data


def plugins(data: Mapping[str, Any]) -> list[str]:
    """Return the names of the plugins that a configuration asks for."""
    return _names(data.get("plugins"))


def extensions(data: Mapping[str, Any]) -> list[str]:
    """Return the names of the Markdown extensions that a configuration asks for."""
    return _names(data.get("markdown_extensions"))


def refuse_code(root: Path) -> None:
    """Raise SiteError if mkdocs would run code of the project in ``root``, or reach outside of it.

    The error names each finding. Nothing is run to find them. A missing file is not checked here.
    """
    file = site_config(root)
    if not file.is_file():
        return
    found = list(dict.fromkeys(_code_in(root)))
    if not found:
        return
    more = [f"  and {len(found) - _MAX_SHOWN} more"] if len(found) > _MAX_SHOWN else []
    raise SiteError(
        "\n".join(
            [
                f"{file} would run code that comes with the project, or reach out of the project; "
                "take this out, or, if you trust whoever wrote it, say so with --trust-project:",
                *(f"  {what}" for what in found[:_MAX_SHOWN]),
                *more,
            ]
        )
    )


def _code_in(root: Path) -> Iterator[str]:
    data = configuration(root)
    yield from _tags(site_config(root).read_bytes())
    if "INHERIT" in data:
        yield f"INHERIT: {_name_or_type(data['INHERIT'])}"
    if data.get("hooks"):
        yield f"hooks: {', '.join(_names(data['hooks']))}"
    for name in plugins(data):
        if name not in PLUGINS:
            yield f"plugins: {name}"
    for name in _names(data.get("markdown_extensions")):
        if not _EXTENSION.fullmatch(name):
            yield f"markdown_extensions: {name}"
    for options in _options(data.get("markdown_extensions"), "pymdownx.emoji"):
        inner = options.get("options") if isinstance(options, dict) else None
        if isinstance(inner, dict) and "custom_icons" in inner:
            yield "markdown_extensions: pymdownx.emoji: custom_icons"
    yield from _theme(root, data.get("theme"))


def _tags(text: bytes) -> Iterator[str]:
    """Yield the tags in a file that are not those of plain values: objects, variables, paths."""
    waiting = [node for node in (yaml.compose(text, PlainLoader),) if node is not None]
    visited: set[int] = set()  # aliases make a node part of several
    while waiting:
        node = waiting.pop()
        if id(node) in visited:
            continue
        visited.add(id(node))
        if node.tag not in _PLAIN | _ALLOWED_FUNCTIONS:
            tag = node.tag.replace("tag:yaml.org,2002:", "!!")
            value = f" {node.value}" if isinstance(node, yaml.ScalarNode) else ""
            yield f"line {node.start_mark.line + 1}: {tag}{value}"[:100]
        if isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _theme(root: Path, theme: Any) -> Iterator[str]:
    if not isinstance(theme, dict):
        theme = {"name": theme}
    name = theme.get("name")
    if name is not None and name not in _THEMES:
        yield f"theme: {_name_or_type(name)}"
    for template in _names(theme.get("static_templates")):
        # mkdocs writes the page at exactly this path, wherever that is.
        if PurePosixPath(template).is_absolute() or Path(template).is_absolute() or ".." in template:
            yield f"theme: static_templates: {template}"
    custom = theme.get("custom_dir")
    if custom is None:
        return
    folder = root / str(custom)
    if not folder.resolve().is_relative_to(root.resolve()):
        yield f"theme: custom_dir: {_name_or_type(custom)}, which is {folder.resolve()}"
        return
    parts = folder.resolve().relative_to(root.resolve()).parts
    if not parts or parts[0] in _NO_THEME or parts[0].startswith("."):
        # Everything in it would be published: private papers, the history of a repository.
        yield f"theme: custom_dir: {_name_or_type(custom)}, which holds more than a theme"
    for path, what in strays(folder, root):
        yield f"theme: custom_dir: {path}, which {what}"


def _names(value: Any) -> list[str]:
    """Return the names in a list of names, each perhaps with options; or of one name; or the keys of a
    mapping.
    """
    if value is None:
        return []
    if not isinstance(value, (list, dict)):
        value = [value]
    return [_name_or_type(name) for item in value for name in (item if isinstance(item, dict) else [item])]


def _options(value: Any, name: str) -> list[Any]:
    items = value if isinstance(value, list) else [value]
    return [item[name] for item in items if isinstance(item, dict) and name in item]


def _name_or_type(value: Any) -> str:
    return value if isinstance(value, str) else f"what is no name ({type(value).__name__})"


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


class _Lenient(PlainLoader):
    """Reads a configuration with any tags, such as ``!!python/name:`` or ``!ENV``; their values are None."""


def _ignored(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> None:
    return None


_Lenient.add_multi_constructor("", _ignored)
