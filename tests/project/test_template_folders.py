"""Templates of a project in place of those that come with Answerbook, file by file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build import BuildOptions, build
from generator.cli import main
from generator.commands.doctor.project_checks import own_templates
from generator.errors import AnswerbookError, SiteError
from generator.project import Project
from generator.project.template_folders import ORIGINALS, copy_template, merge_templates, originals, overrides

QUOTE = "pages/parts/quote.md.j2"


def states(project: Project) -> dict[str, str]:
    return {override.name: override.state for override in overrides(project)}


def test_a_project_without_templates_takes_those_of_answerbook(project_folder: Path) -> None:
    project = Project.find(project_folder)
    assert overrides(project) == []
    merge_templates(project)
    assert not (project_folder / "build/templates").exists()
    assert own_templates(project).state == "ok"


def test_what_a_copy_is_compared_with_its_original(project_folder: Path) -> None:
    project = Project.find(project_folder)
    for name in ("quote.md.j2", "pages/about.md.j2", "overrides/assets/paper.css", "pages/data.md.j2"):
        copy_template(project, name)
    own = project_folder / "site_templates"
    (own / "pages/mine.md.j2").write_text("mine", encoding="utf-8")
    (own / "pages/about.md.j2").write_text("changed", encoding="utf-8")
    # As if both had been copied from an earlier version, of which one was changed here.
    told = (own / ORIGINALS).read_text(encoding="utf-8")
    for name, text in (("overrides/assets/paper.css", "old"), ("pages/data.md.j2", "old too")):
        today = hashlib.sha256((own / name).read_bytes()).hexdigest()
        told = told.replace(today, hashlib.sha256(text.encode()).hexdigest())
        (own / name).write_text(text if name.endswith("css") else "changed", encoding="utf-8")
    (own / ORIGINALS).write_text(told, encoding="utf-8")
    assert states(project) == {
        "overrides/assets/paper.css": "copy",
        "pages/about.md.j2": "changed",
        "pages/data.md.j2": "newer",
        "pages/mine.md.j2": "own",
        QUOTE: "same",
    }
    finding = own_templates(project)
    assert (
        finding.state,
        "the original has changed since it was copied: pages/data.md.j2" in finding.found,
    ) == (
        "warning",
        True,
    )
    run = CliRunner()
    shown = run.invoke(main, ["templates", "list", "--project", str(project_folder)]).output
    assert "pages/about.md.j2" in shown
    assert "changed here; the original has also changed since it was copied" in shown
    where = ["--project", str(project_folder)]
    assert "2 files would be deleted" in run.invoke(main, ["templates", "prune", *where]).output
    assert "Deleted 2 files." in run.invoke(main, ["templates", "prune", "--yes", *where]).output
    assert set(states(project)) == {"pages/about.md.j2", "pages/data.md.j2", "pages/mine.md.j2"}
    assert not (own / "overrides").exists()


def test_a_copy_of_all_templates_can_go_at_once(project_folder: Path) -> None:
    own = project_folder / "site_templates"
    for name, source in originals().items():
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_bytes(source.read_bytes())
    project = Project.find(project_folder)
    assert set(states(project).values()) == {"same"}
    done = CliRunner().invoke(main, ["templates", "prune", "--yes", "--project", str(project_folder)])
    assert done.exit_code == 0, done.output
    assert not own.exists()


def test_a_template_is_named_once_and_never_overwritten(project_folder: Path) -> None:
    project = Project.find(project_folder)
    copy_template(project, QUOTE)
    with pytest.raises(AnswerbookError, match="already exists"):
        copy_template(project, QUOTE)
    with pytest.raises(AnswerbookError, match=r"did you mean 'pages/home\.md\.j2'"):
        copy_template(project, "pages/hom.md.j2")
    with pytest.raises(AnswerbookError, match="no template"):
        copy_template(project, "../../mkdocs.yml")


def test_one_override_changes_its_page_and_a_fault_in_it_is_named_where_it_is(built_folder: Path) -> None:
    project = Project.find(built_folder)
    file = copy_template(project, "pages/about.md.j2")
    style = copy_template(project, "paper.css")
    file.write_text(f"{file.read_text(encoding='utf-8')}\nMade by the lab of seeds.\n", encoding="utf-8")
    style.write_text(f"{style.read_text(encoding='utf-8')}\n.lab {{ color: teal }}\n", encoding="utf-8")
    build(project, BuildOptions.publishing())
    site = built_folder / "build/site"
    assert "Made by the lab of seeds." in (site / "about.html").read_text(encoding="utf-8")
    assert ".lab { color: teal }" in (site / "assets/paper.css").read_text(encoding="utf-8")
    assert (site / "papers/beetles.html").is_file()  # of templates that come with Answerbook
    file.write_text("{{ nothing.like.it }}", encoding="utf-8")
    with pytest.raises(SiteError) as caught:
        build(project, BuildOptions.publishing())
    assert str(caught.value).startswith(f"{file}: ")
