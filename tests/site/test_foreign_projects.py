"""A project may come from a stranger: what of it is code is not run unless somebody says so."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import TemplateError

from generator.errors import SiteError
from generator.site import MkdocsOptions, publish, refuse_code
from generator.site.answer_pages.manifest import Manifest
from generator.site.content.template_engine import engine
from generator.site.content.template_sandbox import Sandbox
from generator.site.publishing.mkdocs_run import run_mkdocs
from tests.site.small_collection import ROOT

# Real ones, of projects that do nothing unusual.
HARMLESS = """\
site_name: A site
theme:
  name: material
  custom_dir: theme
  static_templates: [404.html]
plugins:
  - search:
      lang: en
markdown_extensions:
  - toc: {permalink: true}
  - admonition
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
extra: {version: !!str 2}
"""


def project(folder: Path, config: str) -> Path:
    (folder / "theme").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("config", "named"),
    [
        ("hooks: [hooks/evil.py]", "hooks: hooks/evil.py"),
        ("plugins: [search, macros]", "plugins: macros"),
        ("plugins:\n  macros: {module_name: evil}", "plugins: macros"),
        ("plugins:\n  - search\n  - exec: {x: 1}", "plugins: exec"),
        ("plugins: macros", "plugins: macros"),
        ("INHERIT: /etc/other.yml", "INHERIT: /etc/other.yml"),
        ("copyright: !ENV HOME", "line 1: !ENV HOME"),
        ("extra:\n  a: !ENV [NO, HOME, x]", "line 2: !ENV"),
        ("x: !!python/object/apply:os.system [id]", "line 1: !!python/object/apply:os.system"),
        ("extra: {a: !!python/name:os.system }", "!!python/name:os.system"),
        ("markdown_extensions: [pymdownx.snippets]", "markdown_extensions: pymdownx.snippets"),
        ("markdown_extensions:\n  pymdownx.b64: {base_path: /}", "markdown_extensions: pymdownx.b64"),
        ("markdown_extensions: ['evil:Extension']", "markdown_extensions: evil:Extension"),
        ("markdown_extensions:\n  - pymdownx.emoji: {options: {custom_icons: [/etc]}}", "custom_icons"),
        ("theme: {name: material, custom_dir: ../..}", "custom_dir: ../.."),
        ("theme: {name: material, custom_dir: /etc}", "custom_dir: /etc"),
        ("theme: {name: material, custom_dir: .}", "which holds more than a theme"),
        ("theme: {name: material, custom_dir: theme/../content/papers}", "which holds more than a theme"),
        ("theme: {name: material, custom_dir: .git}", "which holds more than a theme"),
        ("theme: {name: material, static_templates: [/tmp/x.html]}", "static_templates: /tmp/x.html"),
        ("theme: strange", "theme: strange"),
        # Ways around: merged keys, and a key that stands twice.
        ("<<: {hooks: [evil.py]}", "hooks: evil.py"),
        ("hooks: []\nhooks: [evil.py]", "hooks: evil.py"),
    ],
)
def test_code_of_a_project_is_named_and_refused(tmp_path: Path, config: str, named: str) -> None:
    with pytest.raises(SiteError, match=re.escape(named)) as error:
        refuse_code(project(tmp_path, config))
    assert "--trust-project" in str(error.value)


def test_what_runs_nothing_is_allowed(tmp_path: Path) -> None:
    refuse_code(project(tmp_path / "usual", HARMLESS))
    refuse_code(ROOT)  # what comes with Answerbook


@pytest.mark.parametrize("config", ["", "[]", "a: [", "\0", "[" * 1200, "a: b\n--- \nc: d"])
def test_a_broken_configuration_is_one_sentence(tmp_path: Path, config: str) -> None:
    with pytest.raises(SiteError, match=r"mkdocs\.yml: "):
        refuse_code(project(tmp_path, config))


def test_aliases_do_not_multiply_the_work(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    with pytest.raises(SiteError, match="anchors and aliases are not read here"):
        refuse_code(project(tmp_path, f"{bomb}markdown_extensions:\n  - pymdownx.emoji: {{options: *a59}}\n"))


def test_a_theme_folder_holds_no_link_out_of_the_project(tmp_path: Path) -> None:
    root = project(tmp_path / "p", "theme: {name: material, custom_dir: theme}")
    (tmp_path / "secret.txt").write_text("secret")
    (root / "inside.txt").write_text("of the project")
    (root / "theme" / "inside.txt").symlink_to(root / "inside.txt")
    refuse_code(root)
    (root / "theme" / "leak.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(SiteError, match=r"leak\.txt, which is a link that leads out"):
        refuse_code(root)


@pytest.mark.parametrize(
    "expression",
    [
        "cycler.__init__.__globals__.os.popen('id').read()",
        "cycler['__init__']",
        "counted.__globals__",
        "''.__class__.__mro__[1].__subclasses__()",
        "'{0.__class__.__mro__}'.format(1)",
        "path.read_text()",
        "path.unlink()",
        "config.load_dict({'hooks': ['evil.py']})",
        "config.validate()",
        "config.update({'a': 1})",
        "config.plugins.run_event('build_error', error=1)",
        "config.plugins.pop('search')",
        "values.append(1)",
        "run('it')",
        "(config | attr('validate'))()",
        "([path] | map(attribute='read_text') | first)()",
    ],
)
def test_a_template_runs_nothing(tmp_path: Path, expression: str) -> None:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.plugins import PluginCollection

    config = MkDocsConfig()
    config.load_dict({"site_name": "A site"})
    config.plugins = PluginCollection()
    ran: list[str] = []
    values = {
        "path": tmp_path / "file",
        "config": config,
        "values": [1],
        "run": lambda word: ran.append(word),
    }
    (tmp_path / "file").write_text("the content")
    (tmp_path / "page.j2").write_text(f"{{{{ {expression} }}}}")
    made = engine(tmp_path, lambda value: value, escapes=False)
    with pytest.raises(TemplateError, match=r"unsafe|not safely callable"):
        made.get_template("page.j2").render(**values)
    assert (tmp_path / "file").exists()
    assert values["values"] == [1]
    assert ran == []
    assert not config.get("hooks")


def test_an_attribute_that_is_safe_on_one_type_is_not_on_another(tmp_path: Path) -> None:
    plain, changed = SimpleNamespace(append="kept", format="text"), [1]
    (tmp_path / "page.j2").write_text("{{ of.append }}{{ of.append }}{{ of.format }}")
    (tmp_path / "call.j2").write_text("{{ of.append(2) }}")
    (tmp_path / "text.j2").write_text("{{ of.upper() }}{{ of.format(1) }}")
    made = engine(tmp_path, lambda value: value, escapes=False)
    assert made.get_template("page.j2").render(of=plain) == "keptkepttext"
    for _ in range(2):  # the second time from memory
        with pytest.raises(TemplateError, match="unsafe"):
            made.get_template("call.j2").render(of=changed)
        with pytest.raises(TemplateError, match=r"unsafe|not safely callable"):
            made.get_template("text.j2").render(of="{0.__class__}")
    assert changed == [1]


def test_a_template_does_what_templates_do(tmp_path: Path) -> None:
    (tmp_path / "page.j2").write_text(
        "{% macro twice(a) %}{{ a }}{{ a }}{% endmacro %}{{ twice('x') }}{{ counted(2, 'paper') }}"
        "{% for k, v in names.items() %}{{ loop.index }}{{ k.upper() }}{{ ', '.join(v) }}{% endfor %}"
        "{{ names.get('a') | length }}{{ cycler('o', 'e').next() }}{{ range(3) | list | length }}"
    )
    made = engine(tmp_path, lambda value: value, escapes=True)
    assert made.get_template("page.j2").render(names={"a": ["b", "c"]}) == "xx2 papers1Ab, c2o3"
    assert isinstance(made, Sandbox)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Return a project each of whose files tries to write outside of it."""
    root = tmp_path / "p"
    shutil.copytree(ROOT / "site_templates", root / "site_templates")
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = config[: config.index("nav:")] + "extra_templates: [extra.html]\n"
    (root / "mkdocs.yml").write_text(config.replace("  - assets/", "  #"), encoding="utf-8")
    mark = f"open({str(tmp_path / 'mark')!r}, 'a').write(__name__)\n"
    # Names of modules that mkdocs imports, where it runs.
    for name in ("threading", "jinja2", "yaml", "markdown"):
        (root / f"{name}.py").write_text(mark)
    (root / "hook.py").write_text(mark)
    docs = root / "build" / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# Home\n")
    return root


EVIL = "{{ cycler.__init__.__globals__.os.mkdir('mark') }}"


@pytest.mark.parametrize("where", ["build/docs/extra.html", "site_templates/overrides/main.html"])
def test_mkdocs_runs_nothing_that_lies_in_the_project(hostile: Path, where: str) -> None:
    with (hostile / where).open("a") as file:
        file.write(EVIL if where.endswith("extra.html") else "{% block styles %}" + EVIL + "{% endblock %}")
    with pytest.raises(
        SiteError, match=r"cannot be rendered: access to attribute .* is unsafe; fix"
    ) as error:
        run_mkdocs(MkdocsOptions(hostile), hostile / "build" / "docs", hostile / "build" / "site")
    assert "\n" not in str(error.value)
    assert ("main.html, line " in str(error.value)) == where.endswith("main.html")
    assert not (hostile / "mark").exists()
    assert not (hostile.parent / "mark").exists()


def test_who_trusts_a_project_runs_its_hooks(hostile: Path) -> None:
    with (hostile / "mkdocs.yml").open("a") as config:
        config.write("hooks: [hook.py]\n")
    docs, site = hostile / "build" / "docs", hostile / "build" / "site"
    with pytest.raises(SiteError, match=r"hooks: hook\.py"):
        publish(MkdocsOptions(hostile), docs, site)
    assert not (hostile.parent / "mark").exists()
    run_mkdocs(MkdocsOptions(hostile, trusted=True), docs, site)
    assert (hostile.parent / "mark").read_text() == "hook.py"


def test_a_record_of_pages_removes_nothing_outside_of_its_folder(tmp_path: Path) -> None:
    folder, mine = tmp_path / "p" / "build" / "answers", tmp_path / "mine.txt"
    mine.write_text("mine")
    manifest = Manifest(folder, "common")
    manifest.write("a/old/index.html", "old", lambda: "old")
    manifest.close()
    record = next(folder.glob(".*.json"))
    written = json.loads(record.read_text())
    written["content"]["files"] |= {"../../../mine.txt": "x", str(mine): "x"}
    record.write_text(json.dumps(written))
    assert Manifest(folder, "common").close() == 1  # what it made itself
    assert mine.read_text() == "mine"
