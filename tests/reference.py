"""The pages of the book that the code writes: `python -m tests.reference` writes them.

Commands come from click, settings from pydantic, question sets from their files, and the book's page for
contributors from CONTRIBUTING.md. The pages are committed; `tests/test_book.py` fails where one differs from
what this module would write today.
"""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click
from pydantic.fields import FieldInfo

from generator.cli import main as cli
from generator.core.question import QuestionSet
from generator.project import model_settings, settings
from generator.project.question_files import load_question_set
from generator.project.yaml_file import FileModel

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "docs" / "book"
GENERATED = "<!-- Written by `python -m tests.reference`. Change the code, not this page. -->"

# Pages that say more about a command.
SEE: Mapping[str, str] = {
    "add": "../how-to/add-papers.md",
    "ask": "../how-to/try-and-find.md#without-a-project",
    "build": "../how-to/keep-fresh.md#again",
    "deploy": "../how-to/publish.md#deploy",
    "diff": "../how-to/keep-fresh.md#diff",
    "doctor": "../how-to/models.md#cost",
    "evaluate": "../how-to/evaluate.md",
    "find": "../how-to/try-and-find.md#find",
    "import": "../how-to/import-answers.md",
    "init": "project.md",
    "mcp": "../how-to/assistants.md",
    "merge": "../how-to/many-machines.md#merging",
    "merge-driver": "../how-to/many-machines.md#branches",
    "models": "../how-to/models.md#ctransformers",
    "notices": "../how-to/notices.md",
    "plan": "../how-to/models.md#cost",
    "prune": "../how-to/keep-fresh.md#prune",
    "publish": "../how-to/keep-fresh.md#publish",
    "questions": "../how-to/question-sets.md",
    "read": "papers.md",
    "refresh": "../how-to/keep-fresh.md#again",
    "release": "../how-to/releases.md",
    "rename": "../explanation/ledger.md#papers",
    "retrieve": "../how-to/try-and-find.md#without-a-project",
    "reviews": "../how-to/review.md",
    "serve": "../tutorial.md#look",
    "status": "../how-to/keep-fresh.md#status",
    "templates": "../how-to/change-the-site.md#templates",
    "try": "../how-to/try-and-find.md#try",
    "verify": "../how-to/keep-fresh.md#verify",
    "why": "../how-to/keep-fresh.md#status",
    "zotero": "../how-to/zotero.md#notes",
}

# What a setting's one sentence leaves out.
MORE: Mapping[str, str] = {
    "question_sets": "See [Choose and write questions](../how-to/question-sets.md).",
    "applies_to": "See [Ask some papers only](../how-to/question-sets.md#applies).",
    "retrieval.scorer": "A folder needs a `calibration`.",
    "retrieval.calibration": "Empty takes the weights that come with Answerbook.",
    "checking.second_opinion": "See [A second opinion](../how-to/models.md#second-opinion).",
    "reading.seconds": (
        "Of processor time (on Windows: of time); ten times as long ends it as well, whatever it waits for."
    ),
    "fetching.contact": "See [Manners](../how-to/add-papers.md#manners).",
    "cluster.address": (
        "Counts only with `--trust-project`. See [A Ray cluster](../how-to/many-machines.md#ray)."
    ),
    "cluster.wait": "Raise it where nodes of an autoscaling cluster take longer to start.",
    "site.copy_papers": "See [How much is quoted](../how-to/closed-papers.md#quotes).",
    "site.pictures": "See [Pictures of quotes](../how-to/change-the-site.md#pictures).",
    "site.report_url": "Empty works where `repository` is on a host whose form is known.",
    "site.review_branch": "See [From the page](../how-to/review.md#page).",
    "site.licence": "Shown on the page Data.",
    "site.search": (
        "`builtin` also works from a disk; `pagefind` needs the [extra](extras.md) `search`; `auto` counts "
        "papers and questions."
    ),
    "site.embeds": "They need `site_url`. See [Show an answer elsewhere](../how-to/embed.md).",
    "site.language": "See [Change the language](../how-to/languages.md).",
    "site.builder": "See [Zensical](../how-to/change-the-site.md#zensical).",
    "site.with_private": "See [Keep papers private](../how-to/private-papers.md).",
    "site.quote_length": "See [How much is quoted](../how-to/closed-papers.md#quotes).",
    "llama.threads": "The cores are shared among the jobs.",
    "ctransformers.threads": "The cores are shared among the jobs.",
    "llama.timeout": "See [When a model is away](../how-to/models.md#away).",
    "server.key_variable": "See [Keys](../how-to/models.md#keys).",
    "server.concurrency": "For each job.",
    "context_mode": "See [What a model is shown](../explanation/prompts.md).",
}

COMMANDS_HEAD = """\
# Commands

Every command has `--help`, and `--verbose` (`-v`), which says what is being done and shows causes of errors;
`answerbook --version` prints the version. How commands end is on the page [Exit codes](exit-codes.md), what
`--json` prints on [JSON of the commands](json.md).

Shells complete commands and options with one line in `~/.bashrc`, `~/.zshrc` or `~/.config/fish/config.fish`:

```sh
eval "$(_ANSWERBOOK_COMPLETE=bash_source answerbook)"      # zsh: zsh_source
_ANSWERBOOK_COMPLETE=fish_source answerbook | source       # fish
```

A question is named by its id or alias, or, for `ask` and `retrieve`, by a text of at least three words. A
paper is named by id, file name or DOI. Without `--jobs`, as many processes work as there are cores, and
memory for them.
"""

SETTINGS_HEAD = """\
# Settings

All settings are in `content/answerbook.yml`. What is left out has its default; all problems of the file are
reported at once, each with its line. `answerbook init` writes a file with every setting under its meaning.
"""

SETS_HEAD = """\
# Question sets

The sets that come with Answerbook. Their wording is ours; where a question goes back to items of a guideline,
it names them. `answerbook questions add NAME` [puts one into a project](../how-to/question-sets.md).
"""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command that does something by its whole name, such as `evaluate evidence`."""
    for name, command in sorted(cli.commands.items()):
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", c) for inner, c in sorted(command.commands.items()))
        else:
            yield name, command


def commands_page() -> str:
    """Return the page of all commands."""
    rows = [
        f"| [`answerbook {name}`](#{anchor(name)}) | {cell(paragraphs(c)[0])} |" for name, c in commands()
    ]
    table = "\n".join(["| command | does |", "|---|---|", *rows])
    parts = [command_section(name, command) for name, command in commands()]
    return page("Commands", "Every command with its options.", COMMANDS_HEAD, table, *parts)


def command_section(name: str, command: click.Command) -> str:
    """Return what the page says of one command."""
    context = click.Context(command, info_name=f"answerbook {name}")
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    lines = [f"## `answerbook {name}` {{ #{anchor(name)} }}", f"```text\n{usage}\n```"]
    lines += [text(paragraph) for paragraph in paragraphs(command)]
    rows = [
        option_row(p) for p in command.params if isinstance(p, click.Option) and "--verbose" not in p.opts
    ]
    if rows:
        lines.append("\n".join(["| option | meaning |", "|---|---|", *rows]))
    lines.append(f"More: [{titled(SEE[name.split()[0]])}]({SEE[name.split()[0]]}).")
    return "\n\n".join(lines)


def option_row(option: click.Option) -> str:
    """Return an option's row: its names and value, its meaning and what it is if it is not given."""
    names = sorted((*option.opts, *option.secondary_opts), key=lambda name: not name.startswith("--"))
    value = "" if option.is_flag else f" {option.metavar or kind_of_value(option.type)}"
    shown = ", ".join(f"`{name}{value}`" for name in names)
    meaning = re.sub(r"\s*\[default: (.+)\]", r" Default: \1.", (option.help or "").strip())
    sentences = [meaning]
    if isinstance(option.type, click.Choice):
        sentences.append("One of " + ", ".join(f"`{choice}`" for choice in option.type.choices) + ".")
    if option.multiple and not re.search("may be repeated|as often", meaning):
        sentences.append("May be repeated.")
    if option.required:
        sentences.append("Needed.")
    if isinstance(option.default, int | str) and not option.is_flag and "Default: " not in meaning:
        sentences.append(f"Default: `{option.default}`." if option.default != "" else "")
    return f"| {shown} | {cell(' '.join(filter(None, sentences)))} |"


def kind_of_value(type_: click.ParamType) -> str:
    """Return the word that stands for a value of this type."""
    if isinstance(type_, click.types.IntParamType):
        return "N"
    if isinstance(type_, click.Choice):
        return "NAME"
    return "PATH" if isinstance(type_, click.Path) else "TEXT"


def paragraphs(command: click.Command) -> list[str]:
    """Return the paragraphs of a command's help, each on one line."""
    blocks = inspect.cleandoc((command.help or "").replace("\b", "")).split("\n\n")
    return [" ".join(block.split()) for block in blocks if block.strip()]


def settings_page() -> str:
    """Return the page of all settings."""
    fields = settings.Settings.model_fields
    groups = {name: group for name, info in fields.items() if (group := group_of(info))}
    plain = [name for name in fields if name not in groups and name != "models"]
    parts = [
        "## The project { #project }",
        setting_table(settings.Settings, "", plain),
        "## `models` { #models }",
        "A list; the first model's answers come first. What each kind does is in "
        "[Choose models and servers](../how-to/models.md#kinds). `quotes` has only `name` and `kind`.",
        "### All language models { #language-models }",
        setting_table(model_settings.LanguageModelSettings, "", None),
    ]
    common = set(model_settings.LanguageModelSettings.model_fields)
    for kind in ("llama", "server", "ctransformers", "plugin"):
        model = model_of(kind)
        parts.append(f"### `kind: {kind}` {{ #{kind} }}\n\n{inspect.cleandoc(model.__doc__ or '')}")
        parts.append(setting_table(model, kind, [n for n in model.model_fields if n not in common]))
    for name, group in groups.items():
        parts.append(f"## `{name}` {{ #{name} }}\n\n{fields[name].description}")
        parts.append(setting_table(group, name, None))
    return page("Settings", "Every setting of content/answerbook.yml.", SETTINGS_HEAD, *parts)


def model_of(kind: str) -> type[FileModel]:
    """Return the settings of a kind of model."""
    found: type[FileModel] = getattr(model_settings, f"{kind.capitalize()}Settings")
    return found


def group_of(info: FieldInfo) -> type[FileModel] | None:
    """Return the class of a group of settings; None if the setting is none."""
    kind = info.annotation
    return kind if isinstance(kind, type) and issubclass(kind, FileModel) else None


def setting_table(model: type[FileModel], group: str, names: list[str] | None) -> str:
    """Return a table of settings. group: the prefix under which `MORE` knows them."""
    rows = ["| setting | default | meaning |", "|---|---|---|"]
    for name in names if names is not None else model.model_fields:
        info = model.model_fields[name]
        key = f"{group}.{name}" if group else name
        values = choices(info.annotation)
        sentences = [
            info.description or WITHOUT_DESCRIPTION.get(name, ""),
            f"One of {', '.join(f'`{value}`' for value in values)}." if values else "",
            MORE.get(key, ""),
        ]
        rows.append(f"| `{name}` | {default(info)} | {cell(' '.join(filter(None, sentences)))} |")
    return "\n".join(rows)


WITHOUT_DESCRIPTION = {"name": "Name under which its answers are recorded.", "kind": "See below."}


def choices(annotation: object) -> tuple[str, ...]:
    """Return the words that a setting may have; empty if it is no choice of words."""
    found = typing.get_args(annotation) if typing.get_origin(annotation) is typing.Literal else ()
    return found if len(found) > 1 else ()


def default(info: FieldInfo) -> str:
    """Return the default as the table shows it."""
    value = info.default
    if info.is_required():
        return "needed"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return ", ".join(f"`{item}`" for item in value)
    return "" if value in ("", {}) else f"`{value}`"


def question_sets_page() -> str:
    """Return the page of all question sets that come with Answerbook."""
    sets = [load_question_set(file) for file in sorted((ROOT / "content/questions").glob("*.yml"))]
    rows = [f"| [`{s.id}`](#{s.id}) | {len(s.questions)} | {cell(s.description)} |" for s in sets]
    table = "\n".join(["| set | questions | for |", "|---|---|---|", *rows])
    return page(
        "Question sets", "The sets that come with Answerbook.", SETS_HEAD, table, *map(set_section, sets)
    )


def set_section(questions: QuestionSet) -> str:
    """Return what the page says of one set."""
    facts = [("Source", questions.source), ("Licence of the wording", questions.licence)]
    facts.append(("Measured", questions.measured or "not measured"))
    lines = [f"## {questions.title} {{ #{questions.id} }}", text(questions.description)]
    lines.append("\n".join(f"- {name}: {text(value)}" for name, value in facts if value))
    rows = [f"| `{q.id}` | {cell(q.text)} | {q.kind} | {cell(q.source)} |" for q in questions.questions]
    lines.append("\n".join(["| id | question | kind | goes back to |", "|---|---|---|---|", *rows]))
    return "\n\n".join(lines)


def contributing_page() -> str:
    """Return CONTRIBUTING.md with its links as the book has them."""
    written = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    body = written.replace("](docs/book/", "](")
    body = re.sub(r"\[([^\]]+)\]\((?:[A-Z_]+\.md|LICENSE)\)", r"\1", body)
    return page("Contributing", "How to change the code, and how it is tested.", body)


def page(title: str, description: str, *parts: str) -> str:
    """Return a page with its front matter."""
    head = f'---\ntitle: "{title}"\ndescription: "{description}"\n---\n\n{GENERATED}\n'
    return "\n".join([head, *("\n" + part.strip() + "\n" for part in parts)]).replace("\n\n\n", "\n\n")


def anchor(name: str) -> str:
    """Return the anchor of a command."""
    return name.replace(" ", "-")


def titled(link: str) -> str:
    """Return the title of the page that a link leads to."""
    file = (BOOK / "reference" / link.partition("#")[0]).resolve()
    found = re.search(r'^title: "(.+)"$', file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert found, file
    return found[1]


def text(prose: str) -> str:
    """Return prose in which nothing is taken for HTML."""
    return prose.replace("<", "&lt;")


def cell(prose: str) -> str:
    """Return prose for a cell of a table."""
    return text(" ".join(prose.split())).replace("|", "\\|")


PAGES: Mapping[str, Callable[[], str]] = types.MappingProxyType(
    {
        "reference/commands.md": commands_page,
        "reference/settings.md": settings_page,
        "reference/question-sets.md": question_sets_page,
        "contributing.md": contributing_page,
    }
)


def main() -> None:
    """Write the pages, and name those that changed."""
    for name, make in PAGES.items():
        file, made = BOOK / name, make()
        if not file.is_file() or file.read_text(encoding="utf-8") != made:
            file.write_text(made, encoding="utf-8")
            print(f"wrote {file.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
