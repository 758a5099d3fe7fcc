"""The settings in ``content/answerbook.yml``, each with its default and its meaning.

The descriptions here are the only ones: a new project's file, the documentation and a test of both are made
from them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from generator.core.cluster_settings import Cluster
from generator.project.model_settings import LlamaSettings, ModelSettings, QuotesSettings
from generator.project.problems import did_you_mean
from generator.project.question_files import PaperGate, Slug
from generator.project.yaml_file import FileModel, Finding, load_model
from generator.storage.plain_yaml import NO_TEXT

__all__ = [
    "CheckingSettings",
    "FetchingSettings",
    "ReadingSettings",
    "RetrievalSettings",
    "Settings",
    "SiteSettings",
    "load_settings",
    "settings_yaml",
]


def _web_address(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s<>\"]+", value):
        raise ValueError(f"{value!r} is not a web address; write it in full, like https://example.org/")
    if "@" in value.partition("//")[2].partition("/")[0]:
        raise ValueError("holds a name or a password before its host, which pages would show; remove it")
    return value


def _short(value: str) -> str:
    if len(value) > _MAX_SITE_CHARS:
        raise ValueError(
            f"has {len(value):,} characters; every page shows it, so write at most {_MAX_SITE_CHARS}"
        )
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty; write a text")
    return value.strip()


def _mail_address(value: str) -> str:
    if value and not re.fullmatch(
        r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", value
    ):
        raise ValueError(f"{value!r} is not an e-mail address; write it like ada@example.org")
    return value


def _some(value: tuple[Any, ...]) -> tuple[Any, ...]:
    # Not pydantic's min_length: it also complains if there are items that have problems.
    if not value:
        raise ValueError("is empty; name at least one, or delete the key")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]
MailAddress = Annotated[str, AfterValidator(_mail_address)]
Text = Annotated[str, AfterValidator(_not_blank)]
_MAX_SITE_CHARS = 1000  # of the name and the description of a site


class RetrievalSettings(FileModel):
    """How the passages that may answer a question are found."""

    budget: int = Field(3600, ge=200, description="Snippets kept for a question, in characters.")
    encoder: Text = Field(
        "packaged:all-minilm-l6-v2",
        description="Folder with a sentence-transformers model, or packaged:all-minilm-l6-v2.",
    )
    scorer: str = Field(
        "packaged:answerbook-scorer",
        description="Folder with a cross-encoder, or packaged:answerbook-scorer; empty for none.",
    )
    calibration: str = Field(
        "",
        description="File of `answerbook evaluate calibrate`, for another encoder or scorer; empty for none.",
    )


class CheckingSettings(FileModel):
    """A second opinion on sentences that pass the check; none unless a model is named."""

    second_opinion: str = Field(
        "", description="Folder with a cross-encoder for natural language inference; empty for none."
    )
    threshold: float = Field(
        0.5, gt=0.0, lt=1.0, description="Sentences with a lower probability of being entailed are withheld."
    )


class ReadingSettings(FileModel):
    """Limits on reading one paper; a paper that exceeds them is reported, and the others are still read."""

    max_megabytes: int = Field(100, ge=1, description="Maximum size of a file.")
    seconds: int = Field(60, ge=1, description="Maximum time for one paper.")
    memory_megabytes: int = Field(2048, ge=256, description="Maximum memory for one paper.")


class FetchingSettings(FileModel):
    """How `answerbook add` queries services."""

    contact: MailAddress = Field(
        "",
        description="Your e-mail address, sent to the services that papers come from; Unpaywall requires it.",
    )


class ClusterSettings(FileModel):
    """A Ray cluster, for builds with `--engine ray`."""

    address: str = Field(
        "",
        description="As Ray takes it: auto, or ray://host:10001; empty: one on this machine.",
    )
    workers: int = Field(0, ge=0, description="Number of workers; 0: as many as there is room for.")
    cpus: int = Field(2, ge=1, description="Processor cores of one worker, and threads of its models.")
    gpus: float = Field(0.0, ge=0.0, description="GPUs of one worker; a part of one is shared.")
    wait: int = Field(600, ge=1, description="Seconds to wait for room for the first worker.")

    @property
    def cluster(self) -> Cluster:
        """The cluster as the engine takes it."""
        return Cluster(self.address, self.workers, self.cpus, self.gpus, self.wait)


def _bool_to_word(value: object) -> object:
    """Return the word for ``true`` and ``false``: the setting was boolean before it had three values."""
    return {True: "all", False: "none"}[value] if isinstance(value, bool) else value


class SiteSettings(FileModel):
    """The content of the site besides the answers. Its appearance is set in mkdocs.yml."""

    copy_papers: bool = Field(
        False,
        description="Publish the papers' files too, so that evidence opens in them; check the licences.",
    )
    pictures: bool = Field(
        True,
        description="Pictures of quotes in PDF papers that are copied or have an open licence.",
    )
    report_url: str = Field(
        "",
        description="Where readers report errors, with {title} and {body}; empty: the repository's issues.",
    )
    review_branch: str = Field(
        "main",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$",
        description="Branch of the repository at which readers propose reviews of answers.",
    )
    licence: str = Field(
        "",
        description="Licence of the collection's own text, as an SPDX id or an address; empty: not stated.",
    )
    search: Literal["auto", "builtin", "pagefind"] = Field(
        "auto",
        description="Search of the site; auto: the built-in one up to 500 pages, Pagefind above.",
    )
    embeds: Annotated[Literal["auto", "all", "none"], BeforeValidator(_bool_to_word)] = Field(
        "auto",
        description="Badge and oEmbed record of each answer, for other sites; auto: up to 10,000 answers.",
    )
    language: Literal["en", "de"] = Field(
        "en", description="Language of the interface; papers, questions and answers stay in theirs."
    )
    builder: Literal["mkdocs", "zensical"] = Field(
        "mkdocs",
        description="Site builder: mkdocs, or its successor zensical (answerbook[zensical]).",
    )
    texts: bool = Field(
        True,
        description="A page with the text of each paper with an open licence, or copied, its quotes marked.",
    )
    with_private: bool = Field(
        False, description="Also show papers with visibility: private; for a site that only you read."
    )
    quote_length: int = Field(
        300,
        ge=0,
        description="Maximum characters of a quote from a paper without an open licence; 0: no limit.",
    )
    open_licences: tuple[Text, ...] = Field(
        ("CC0", "PDM", "public domain", "CC-BY", "CC-BY-SA", "MIT", "Apache-2.0"),
        strict=False,
        description="Licences, in any version, of papers that are quoted in full.",
    )


class Settings(FileModel):
    """The settings of a project."""

    title: Annotated[Text, AfterValidator(_short)] = Field("Answerbook", description="Name of the site.")
    description: Annotated[str, AfterValidator(_short)] = Field(
        "", description="One sentence about the collection, for the home page."
    )
    site_url: WebAddress = Field("", description="Where the site will be published; needed for citations.")
    repository: WebAddress = Field("", description="Where the project's files are kept; shown as a link.")
    question_sets: Annotated[tuple[Slug, ...], AfterValidator(_some)] = Field(
        ("deep-learning",),
        strict=False,
        description="Question sets asked of every paper, by their files in content/questions; "
        "`answerbook questions list` shows those that can be added.",
    )
    applies_to: dict[str, PaperGate] = Field(
        {},
        description="Papers that a question set is asked of, if not all: `set: {tags: [...]}`, or kinds, or "
        "not_kinds.",
    )
    models: Annotated[tuple[ModelSettings, ...], AfterValidator(_some)] = Field(
        (QuotesSettings(name="quotes", kind="quotes"),),
        strict=False,
        description="Models that answer; the first one's answers come first.",
    )
    retrieval: RetrievalSettings = Field(
        RetrievalSettings(), description="How the passages that may answer a question are found."
    )
    checking: CheckingSettings = Field(
        CheckingSettings(), description="A second model that may reject sentences that passed the check."
    )
    reading: ReadingSettings = Field(
        ReadingSettings(), description="Limits on one paper; a paper beyond them is left out."
    )
    fetching: FetchingSettings = Field(
        FetchingSettings(), description="How `answerbook add` requests papers."
    )
    cluster: ClusterSettings = Field(ClusterSettings(), description="Where `--engine ray` runs.")
    site: SiteSettings = Field(SiteSettings(), description="What the site contains besides the answers.")


def load_settings(path: Path) -> Settings:
    """Return the settings in a file. Raises InvalidFile with all problems of the file."""
    return load_model(path, Settings, _repeated_names)


def _repeated_names(data: Any) -> Iterable[Finding]:
    """Yield names that occur twice: answers are filed under their model's name, for example."""
    if not isinstance(data, dict):
        return
    seen: set[str] = set()
    for number, model in enumerate(_listed(data, "models")):
        name = model.get("name") if isinstance(model, dict) else None
        if isinstance(name, str):
            if name in seen:
                yield ("models", number, "name"), f"two models are named {name!r}; rename one"
            seen.add(name)
    listed = _listed(data, "question_sets")
    sets = [name for name in listed if isinstance(name, str)]  # others are problems of their own
    for number, name in enumerate(listed):
        if isinstance(name, str) and name in listed[:number]:
            yield ("question_sets", number), f"the set {name!r} is listed twice; delete one"
    gates = data.get("applies_to")
    for name in gates if isinstance(gates, dict) and sets else ():
        if name not in sets:
            yield ("applies_to", name), f"{name!r} is not among the question_sets; {did_you_mean(name, sets)}"


def _listed(data: dict[str, Any], key: str) -> list[Any]:
    value = data.get(key)
    return value if isinstance(value, list) else []


def settings_yaml(settings: Settings) -> str:
    """Return a settings file that ``load_settings`` reads back, each setting under its description."""
    lines = [
        "# Settings of this answerbook. Anything you leave out keeps the default shown here.",
        *_mapping_lines(settings, ""),
    ]
    return "\n".join(lines) + "\n"


def _mapping_lines(model: FileModel, indent: str) -> Iterator[str]:
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        if not indent:
            yield ""
        if info.description:
            yield f"{indent}# {info.description}"
        if isinstance(value, FileModel):
            yield f"{indent}{name}:"
            yield from _mapping_lines(value, indent + "  ")
        elif isinstance(value, tuple):
            yield f"{indent}{name}:"
            for item in value:
                yield from _item_lines(item, indent + "  ")
            if name == "models" and not any(isinstance(item, LlamaSettings) for item in value):
                yield from _llama_example(indent + "  ")
        else:
            yield f"{indent}{name}: {_scalar(value)}"


def _item_lines(item: Any, indent: str) -> Iterator[str]:
    if not isinstance(item, FileModel):
        yield f"{indent}- {_scalar(item)}"
        return
    mark = "- "
    for name in type(item).model_fields:
        yield f"{indent}{mark}{name}: {_scalar(getattr(item, name))}"
        mark = "  "


def _llama_example(indent: str) -> Iterator[str]:
    """Yield a commented-out language model with all its settings."""
    yield f"{indent}# A language model as well: remove the #, and name a file that you have."
    example = LlamaSettings(name="qwen3-4b", kind="llama", file="models/qwen3-4b-q4_k_m.gguf")
    mark = "- "
    for name, info in LlamaSettings.model_fields.items():
        setting = f"{mark}{name}: {_scalar(getattr(example, name))}"
        yield f"{indent}# {setting:<45} # {info.description}" if info.description else f"{indent}# {setting}"
        mark = "  "


def _scalar(value: Any) -> str:
    # JSON is YAML; only words that every YAML reader takes as text are written without quotes.
    if isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9]*-[a-z0-9-]*[a-z0-9]", value):
        return value
    if isinstance(value, dict):
        plain = {k: v.model_dump(exclude_defaults=True) for k, v in value.items() if isinstance(v, FileModel)}
        value = value | plain
    return _flow(value)


def _flow(value: Any) -> str:
    """Return JSON that YAML reads the same way: YAML would read 1e-07, without a point, as text."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(name)}: {_flow(item)}" for name, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_flow, value)) + "]"
    written = json.dumps(NO_TEXT.sub(" ", value) if isinstance(value, str) else value, ensure_ascii=False)
    return re.sub(r"^(-?\d+)e", r"\1.0e", written) if isinstance(value, float) else written
