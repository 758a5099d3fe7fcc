"""What tests share of compiled templates is what each engine would have compiled by itself."""

from __future__ import annotations

from jinja2 import DictLoader

from generator.site.content.template_sandbox import Sandbox
from tests.quick_templates import quick_templates


def shown(source: str, **options: bool) -> str:
    return Sandbox(loader=DictLoader({"page": source}), **options).get_template("page").render(x="<b>")


def test_a_template_is_compiled_once_and_again_when_it_or_its_engine_differs() -> None:
    with quick_templates() as kept:
        assert [shown("{{ x }}") for _ in range(3)] == ["<b>"] * 3
        assert len(kept.codes) == 1
        assert shown("{{ x }}!") == "<b>!"
        assert shown("{{ x }}", autoescape=True) == "&lt;b&gt;"
        assert len(kept.codes) == 3


def test_filters_of_two_builds_are_not_mixed_up() -> None:
    said = []
    with quick_templates():
        for word in ("one", "two"):
            engine = Sandbox(loader=DictLoader({"page": "{{ 'x' | says }}"}))
            engine.filters["says"] = lambda _, word=word: word
            said.append(engine.get_template("page").render())
    assert said == ["one", "two"]
