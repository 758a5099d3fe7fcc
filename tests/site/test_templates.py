"""Rules that keep the theme's templates safe, and readable by Zensical as by mkdocs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.site.small_collection import ROOT, small_collection, write

OVERRIDES = sorted((ROOT / "site_templates" / "overrides").rglob("*.html"))
ANSWERS = sorted((ROOT / "site_templates" / "answers").rglob("*.j2"))
PAGES = sorted((ROOT / "site_templates" / "pages").rglob("*.j2"))
# What both engines know of a page and of the configuration.
PAGE = {"meta", "title", "url", "canonical_url", "edit_url", "toc", "is_homepage", "content"}
CONFIG = {
    "extra_css",
    "extra_javascript",
    "extra",
    "site_name",
    "site_url",
    "site_description",
    "copyright",
    "theme",
}
# Front matter carries these escaped, because the theme prints them as they are.
ESCAPED = {"title", "description"}
# Filters that both engines have and that leave a text as safe as it was.
FILTERS = {
    "e",
    "escape",
    "tojson",
    "replace",
    "url",
    "trim",
    "length",
    "join",
    "default",
    "first",
    "last",
    "lower",
}


def tree(file: Path) -> nodes.Template:
    return Environment(extensions=["jinja2.ext.i18n"]).parse(file.read_text(encoding="utf-8"))


def printed(template: nodes.Template) -> Iterator[nodes.Expr]:
    """Yield what stands in ``{{ }}``."""
    for output in template.find_all(nodes.Output):
        yield from (n for n in output.nodes if not isinstance(n, nodes.TemplateData))


def is_safe(value: nodes.Expr) -> bool:
    """Whether an expression is encoded before it is printed, or is the theme's own or a literal."""
    if isinstance(value, nodes.Const):
        return True
    if isinstance(value, nodes.CondExpr):
        return is_safe(value.expr1) and (value.expr2 is None or is_safe(value.expr2))
    if isinstance(value, nodes.Call) and isinstance(value.node, nodes.Name):
        return value.node.name == "super"
    if isinstance(value, nodes.Filter):
        if value.name in ("e", "escape", "tojson"):
            return True
        return value.name in ("replace", "url") and value.node is not None and is_safe(value.node)
    if isinstance(value, nodes.Getattr) and value.attr in ESCAPED:
        return isinstance(value.node, nodes.Getattr) and value.node.attr == "meta"
    return False


def problems(text: str) -> list[str]:
    """Return what is wrong with a template of the theme."""
    template = Environment().parse(text)
    found = [f"printed as it is: line {v.lineno}" for v in printed(template) if not is_safe(v)]
    found += [f"filter {f.name}" for f in template.find_all(nodes.Filter) if f.name not in FILTERS]
    for get in template.find_all(nodes.Getattr):
        owner = get.node.name if isinstance(get.node, nodes.Name) else ""
        if owner == "page" and get.attr not in PAGE:
            found.append(f"page.{get.attr}")
        if owner == "config" and get.attr not in CONFIG:
            found.append(f"config.{get.attr}")
    return found


@pytest.mark.parametrize("file", OVERRIDES, ids=lambda p: p.name)
def test_the_themes_templates_encode_all_and_use_what_both_engines_know(file: Path) -> None:
    assert problems(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "{{ page.title | e }}{{ page.meta.jsonld | tojson }}{{ 'x' if page.meta.a else 'y' }}",
            0,
        ),
        ("{{ page.meta.title }}{{ super() | replace('a', 'b') }}{{ 'assets/x.css' | url }}", 0),
        ("{{ page.title }}", 1),
        ("{{ page.meta.note }}", 1),
        ("{{ page.meta.title | safe }}", 2),
        ("{{ page.file.src_uri | e }}", 1),
        ("{{ config.plugins.search | e }}", 1),
        ("{% if page.file %}x{% endif %}", 1),
        ("{{ title if x else 'y' }}", 1),
    ],
)
def test_the_rules_tell_good_from_bad(text: str, found: int) -> None:
    assert len(problems(text)) == found


@pytest.mark.parametrize("file", [*OVERRIDES, *ANSWERS, *PAGES], ids=lambda p: p.name)
def test_no_template_opens_a_way_around_the_encoder(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    template = tree(file)
    assert not [f for f in template.find_all(nodes.Filter) if f.name in ("safe", "forceescape")]
    assert not list(template.find_all((nodes.ScopedEvalContextModifier, nodes.EvalContextModifier)))
    # A policy by hashes lets none of these run, so they would be dead besides being dangerous.
    assert not re.search(r"<[a-z][^>]*\son[a-z]+\s*=", text)
    assert not re.search(r"<[a-z][^>]*\sstyle\s*=", text)
    assert "javascript:" not in text


def test_every_scalar_of_the_front_matter_is_quoted_and_nothing_can_be_taken_for_another_type(
    tmp_path: Path,
) -> None:
    """YAML 1.1 (mkdocs) and 1.2 (Zensical) read ``0123``, ``yes`` and ``12:30`` differently unless quoted."""
    write(small_collection(), tmp_path)
    seen = 0
    for file in sorted(tmp_path.rglob("*.md")):
        if file.relative_to(tmp_path).parts[0] not in ("papers", "questions") and file.name not in (
            "index.md", "about.md", "quality.md",
        ):  # fmt: skip
            continue
        head = file.read_text(encoding="utf-8").split("---\n")[1]
        for line in head.splitlines():
            value = line.split(": ", 1)[1] if ": " in line else line.strip().removeprefix("- ")
            if line.endswith(":") or line.startswith("#"):
                continue
            seen += 1
            assert re.fullmatch(r'".*"|\{.*\}|\[.*\]|true|false|null|-?\d+(\.\d+)?', value), (file.name, line)
    assert seen > 20
