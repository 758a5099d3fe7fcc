"""A project on disk: found from within, its settings checked, its papers and question sets listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from generator.answering import PluginOptions, ServerOptions
from generator.core import Gate
from generator.errors import AnswerbookError, InvalidFile
from generator.project import Project, shipped
from generator.project.model_settings import (
    CtransformersSettings,
    LlamaSettings,
    PluginSettings,
    QuotesSettings,
    ServerSettings,
)
from generator.project.question_files import PaperGate
from generator.project.settings import Settings, load_settings, settings_yaml
from generator.project.template_folders import merge_templates
from generator.run.config import RunConfig


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], Project]:
    def _project(settings: str = "title: Tea\n") -> Project:
        (tmp_path / "content").mkdir(exist_ok=True)
        (tmp_path / "content" / "answerbook.yml").write_text(settings, encoding="utf-8")
        return Project.find(tmp_path)

    return _project


def put(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")


def test_a_project_is_found_from_any_folder_within(project: Callable[..., Project]) -> None:
    root = project().root
    put(root, "content/papers/deep/down/x.txt")
    assert Project.find(root / "content" / "papers" / "deep" / "down").root == root


def test_outside_of_a_project_the_error_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(AnswerbookError, match="answerbook init DIR"):
        Project.find(tmp_path)


def test_what_a_file_leaves_out_has_its_default(project: Callable[..., Project]) -> None:
    assert project("title: Tea\n").settings == Settings(title="Tea")
    assert project("title: Tea\n").settings.models == (QuotesSettings(name="quotes", kind="quotes"),)


ONE_OF_EACH = """\
models:
  - {name: quotes, kind: quotes}
  - {name: a, kind: llama, file: "hf:owner/repo/a.gguf@main", slots: 2, context_mode: whole}
  - {name: b, kind: ctransformers, file: old/b.bin, model_type: llama}
  - {name: c, kind: server, url: "https://example.org/v1", key_variable: THE_KEY, grammar: gbnf}
  - {name: d, kind: plugin, plugin: parrot, options: {word: hello, times: 3}, temperature: 0.5}
"""


def test_each_kind_of_model_becomes_what_the_answering_stage_takes(project: Callable[..., Project]) -> None:
    found = project(ONE_OF_EACH)
    quotes, a, b, c, d = RunConfig.of(found).specs
    assert [s.kind for s in (quotes, a, b, c, d)] == ["quotes", "llama", "ctransformers", "server", "plugin"]
    assert (a.file, a.context_mode, a.concurrency) == ("hf:owner/repo/a.gguf@main", "whole", 2)
    assert b.file == str(found.root / "old" / "b.bin")
    assert isinstance(c.options, ServerOptions)
    assert (c.options.url, c.options.key_variable) == ("https://example.org/v1", "THE_KEY")
    assert (c.options.concurrency, c.concurrency) == (0, 64)  # found out; 64 at most
    assert d.options == PluginOptions.of("parrot", {"times": 3, "word": "hello"})


def test_models_of_both_kinds_are_read(project: Callable[..., Project]) -> None:
    found = project(
        "models:\n"
        "  - {name: quotes, kind: quotes}\n"
        "  - {name: small, kind: llama, file: models/a.gguf, context: 2048, seed: 7}\n"
    )
    small = found.settings.models[1]
    assert small == LlamaSettings(name="small", kind="llama", file="models/a.gguf", context=2048, seed=7)
    assert found.located(small.file) == str(found.root / "models" / "a.gguf")
    assert found.located("/elsewhere/b.gguf") == "/elsewhere/b.gguf"
    assert found.located("packaged:smollm2-135m") == "packaged:smollm2-135m"


@pytest.mark.parametrize(
    ("settings", "line", "words"),
    [
        ("titel: Tea\n", 1, "titel: unknown key; did you mean 'title'?"),
        ("title: ''\n", 1, "title: is empty"),
        ("title: 2024\n", 1, 'put it in quotes: "2024"'),
        ("site_url: example.org\n", 1, "is not a web address"),
        ("site_url: javascript:alert(1)\n", 1, "is not a web address"),
        ('repository: "https://a.org/\\"><b>"\n', 1, "is not a web address"),
        ("question_sets: []\n", 1, "question_sets: is empty"),
        ("question_sets: deep-learning\n", 1, "question_sets: must be a list"),
        ("question_sets: [../secret]\n", 1, "cannot be part of a link"),
        ("question_sets:\n  - reporting\n  - reporting\n", 3, "'reporting' is listed twice"),
        ("applies_to: {deep-learning: {}}\n", 1, "states no condition"),
        (
            "question_sets: [reporting]\napplies_to: {reportin: {tags: [a]}}\n",
            2,
            "'reportin' is not among the question_sets; did you mean 'reporting'?",
        ),
        ("models: []\n", 1, "models: is empty"),
        ("models:\n  - kind: lama\n", 2, "did you mean 'llama'?"),
        ("models:\n  - {name: a, kind: llama}\n", 2, "file: is missing"),
        ("models:\n  - name: A B\n    kind: quotes\n", 2, "cannot name a file"),
        ("models:\n  - name: ../a\n    kind: quotes\n", 2, "cannot name a file"),
        ("models:\n  - name: history\n    kind: quotes\n", 2, "'history' is reserved"),
        (
            "models:\n  - {name: a, kind: quotes}\n  - {kind: quotes, name: a}\n",
            3,
            "two models are named 'a'",
        ),
        ("models:\n  - name: a\n    kind: llama\n    file: x\n    contxt: 5\n", 5, "did you mean 'context'?"),
        (
            "models:\n  - name: a\n    kind: llama\n    file: x\n    temperature: -1\n",
            5,
            "greater than or equal",
        ),
        (
            'models:\n  - {name: a, kind: server, url: "http://example.org", key_variable: KEY}\n',
            2,
            "would send the key to example.org for anyone to read on the way; write https://",
        ),
        ("models:\n  - {name: a, kind: plugin, plugin: x, options: {y: [1]}}\n", 2, "'y' must have a plain"),
        ("models:\n  - {name: a, kind: llama, file: x, context_mode: all}\n", 2, "context_mode: "),
        ("checking:\n  threshold: 1.5\n", 2, "checking.threshold: "),
        ("retrieval:\n  budget: 0\n", 2, "retrieval.budget: "),
        ("retrieval:\n  budget: many\n", 2, "must be a number without quotes"),
        ("reading:\n  seconds: 0\n", 2, "reading.seconds: "),
        ("site:\n  copy_papers: 'yes'\n", 2, "must be true or false"),
    ],
)
def test_a_wrong_setting_is_named_with_its_line_and_mend(
    project: Callable[..., Project], settings: str, line: int, words: str
) -> None:
    with pytest.raises(InvalidFile) as caught:
        project(settings)
    (problem,) = caught.value.problems
    assert problem.line == line
    assert words in problem.message


def test_a_number_among_the_question_sets_is_named(project: Callable[..., Project]) -> None:
    with pytest.raises(InvalidFile) as caught:
        project("question_sets: [1.5, reporting]\napplies_to: {a: {tags: [b]}}\n")
    assert next(p.line for p in caught.value.problems if "question_sets" in p.message) == 1


def fields(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    for name, info in model.model_fields.items():
        yield f"{model.__name__}.{name}", info
        if isinstance(info.default, BaseModel):
            yield from fields(type(info.default))


KINDS = (QuotesSettings, LlamaSettings, CtransformersSettings, ServerSettings, PluginSettings)


def test_every_setting_says_what_it_is_in_one_line() -> None:
    described = {
        name: info.description
        for model in (Settings, *KINDS)
        for name, info in fields(model)
        if not name.endswith(".kind")
    }
    assert len(described) > 20
    assert [n for n, text in described.items() if not text or not text.endswith(".") or "\n" in text] == []


def test_every_setting_of_a_project_has_a_default() -> None:
    assert [name for name, info in fields(Settings) if info.is_required()] == []


@pytest.mark.parametrize(
    "settings",
    [
        Settings(),
        Settings(title='A "book": #1 – ünïcode\\', site_url="https://a.org/x", question_sets=("a-b", "no")),
        Settings(applies_to={"deep-learning": PaperGate(tags=["dl"], not_kinds=["review"])}),
        Settings(models=(LlamaSettings(name="m.1", kind="llama", file="~/x: y.gguf", temperature=0.5),)),
        Settings(models=(PluginSettings(name="m", kind="plugin", plugin="p", options={"a": 1, "b": "c: "}),)),
        Settings(
            models=(PluginSettings(name="m", kind="plugin", plugin="p", options={"a": 1e-7, "b": -2e30}),)
        ),
        Settings(models=(ServerSettings(name="m", kind="server", url="http://localhost:1"),)),
    ],
)
def test_settings_written_are_the_settings_read(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "answerbook.yml"
    file.write_text(settings_yaml(settings), encoding="utf-8")
    assert load_settings(file) == settings


def test_the_written_example_of_a_language_model_works_once_uncommented(tmp_path: Path) -> None:
    file = tmp_path / "answerbook.yml"
    lines = settings_yaml(Settings()).splitlines()
    start = next(i for i, line in enumerate(lines) if "remove the #" in line)
    example = [
        line.replace("  # ", "  ", 1) if start < i and line.startswith("  # ") and i < start + 20 else line
        for i, line in enumerate(lines[: lines.index("", start)])
    ]
    file.write_text("\n".join(example), encoding="utf-8")
    models = load_settings(file).models
    assert [m.kind for m in models] == ["quotes", "llama"]


def test_papers_are_the_files_that_a_reader_knows_by_name(project: Callable[..., Project]) -> None:
    found = project()
    papers = ["a.pdf", "B.PDF", "c.xml", "d.jats", "e.nxml", "f.html", "g.htm", "h.xhtml", "i.md"]
    papers += ["j.markdown", "k.txt", "emoji 🦋.pdf", "l.qmd", "m.Rmd", "n.text"]
    others = ["a.yml", "papers.bib", ".hidden.pdf", "README.md", "figure.png", "folder.pdf/x", ".sub/l.pdf"]
    put(found.papers_dir, *papers, *others)
    assert [p.name for p in found.papers()] == sorted(papers)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("thesis.odt", "no paper ends in .odt; save it as .docx or PDF"),
        ("figure.png", "no paper ends in .png; a paper is PDF"),
        ("NOTES", "its name has no ending; a paper is PDF"),
        ("others.bib", "papers.bib alone"),
        ("README.pdf", "README is not read as a paper"),
        ("2019/a.csv", "it is a folder, of 1 file; no file in it is a paper"),
        ("whole.passages.json", "whole.pdf is the paper itself"),
    ],
)
def test_each_file_that_is_not_read_has_a_sentence(
    project: Callable[..., Project], name: str, says: str
) -> None:
    found = project()
    put(found.papers_dir, "whole.pdf", name)
    (sentence,) = found.paper_files().left_out
    assert sentence.startswith(f"{found.papers_dir / Path(name).parts[0]}: is not read: ")
    assert says in sentence


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "readme",
        ".DS_Store",
        ".git/x",
        "papers.bib",
        "papers.ris",
        "2019/a.pdf",
        "whole.yml",
        "b.text",
    ],
)
def test_what_is_read_or_no_paper_by_custom_has_no_sentence(
    project: Callable[..., Project], name: str
) -> None:
    found = project()
    put(found.papers_dir, "whole.pdf", name)
    assert found.paper_files().left_out == ()


def test_a_project_without_a_papers_folder_has_no_papers(project: Callable[..., Project]) -> None:
    assert project().papers() == ()


def test_a_projects_own_set_comes_before_the_shipped_one(project: Callable[..., Project]) -> None:
    found = project("question_sets: [reporting, deep-learning]\n")
    own = "id: reporting\ntitle: Own\nquestions:\n  - {id: own, text: 'What?', group: Own}\n"
    put(found.root, "content/questions/reporting.yml")
    (found.questions_dir / "reporting.yml").write_text(own, encoding="utf-8")
    sets = found.question_sets()
    assert [(s.id, len(s.questions)) for s in sets] == [("reporting", 1), ("deep-learning", 25)]


def test_a_set_can_be_put_to_some_papers_only(project: Callable[..., Project]) -> None:
    found = project("question_sets: [reporting, deep-learning]\napplies_to: {deep-learning: {tags: [dl]}}\n")
    reporting, deep = found.question_sets()
    assert {q.applies_to[:1] for q in deep.questions} == {(Gate(tags=("dl",)),)}
    assert Gate(tags=("dl",)) not in {gate for q in reporting.questions for gate in q.applies_to}


def test_a_set_that_is_nowhere_is_a_problem_of_the_settings(project: Callable[..., Project]) -> None:
    with pytest.raises(InvalidFile) as caught:
        project("title: Tea\nquestion_sets:\n  - deep-learning\n  - reportin\n").question_sets()
    (problem,) = caught.value.problems
    assert problem.line == 4
    assert "did you mean 'reporting'?" in problem.message


def test_templates_are_the_projects_own_where_it_has_any(project: Callable[..., Project]) -> None:
    found = project()
    assert found.templates_dir == shipped("site_templates") / "pages"
    put(found.root, "site_templates/pages/home.md.j2")
    merge_templates(found)
    assert found.templates_dir == found.root / "build" / "templates" / "pages"
    assert {p.name for p in found.templates_dir.glob("*.j2")} == {
        p.name for p in (shipped("site_templates") / "pages").glob("*.j2")
    }


def test_everything_that_a_build_makes_lies_in_the_build_folder(project: Callable[..., Project]) -> None:
    found = project()
    made = [found.docs_dir, found.site_dir, found.cache_dir]
    assert [p.relative_to(found.root).as_posix() for p in made] == ["build/docs", "build/site", "build/cache"]


def test_the_demonstration_of_this_repository_is_a_good_project() -> None:
    root = Path(__file__).resolve().parents[2]
    found = Project.find(root)
    assert found.root == root
    assert {m.kind for m in found.settings.models} == {"quotes", "llama"}
    assert sum(len(s.questions) for s in found.question_sets()) >= 25
