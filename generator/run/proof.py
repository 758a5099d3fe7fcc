"""Whether a worker on another machine would give the answers that were asked for.

The fingerprint of an answer is made where the build was started. An answer that another version, another
encoder or another file of the same name gave would be recorded under hashes that are not its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from generator import __version__, answering
from generator.errors import AnswerbookError
from generator.run.fingerprints import CheckOptions, Fingerprints, RetrievalOptions
from generator.storage.code import code_of

__all__ = ["BuildEnvironment", "environment_differences"]

# What answers hang on; readers are not among them, for papers were read before.
_PACKAGES = ("core", "answering", "retrieval", "checking", "run")
# Parts of a fingerprint that hang on more than the worker: on the paper, and on all questions.
_OF_THE_JOB = frozenset({"paper_text", "question", "applies", "prompt"})
_WORDS = {
    "encoder": "the encoder",
    "retrieval": "retrieval, its scorer or calibration",
    "checking": "the check, or its second opinion",
    "model": "the model file",
    "sampling": "the sampling",
    "engine": "the engine",
}


class _Job(Protocol):
    """The part of a job that is looked at, see `generator.run.jobs.PaperJob`."""

    @property
    def tasks(self) -> Sequence[tuple[answering.ModelSpec, Sequence[object]]]: ...
    @property
    def fingerprints(self) -> Mapping[str, Mapping[str, Mapping[str, str | None]]]: ...
    @property
    def options(self) -> RetrievalOptions: ...
    @property
    def check(self) -> CheckOptions: ...
    @property
    def cache(self) -> Path | None: ...


@dataclass(frozen=True, slots=True)
class BuildEnvironment:
    """What the machine that started the build is like. parts: of fingerprints, by model."""

    version: str
    code: str
    options: RetrievalOptions
    check: CheckOptions
    cache: Path | None
    parts: tuple[tuple[answering.ModelSpec, tuple[tuple[str, str | None], ...]], ...]

    @classmethod
    def of(cls, jobs: Sequence[_Job]) -> BuildEnvironment:
        """What ``jobs``, all of one build, were made with."""
        parts = {}
        for job in jobs:
            for spec, _ in job.tasks:
                said = next(iter(job.fingerprints[spec.name].values()), {})
                parts[spec] = tuple(item for item in said.items() if item[0] not in _OF_THE_JOB)
        first = jobs[0]
        return cls(__version__, _code(), first.options, first.check, first.cache, tuple(parts.items()))


def environment_differences(expected: BuildEnvironment) -> str:
    """In a worker: what is other here than ``expected``, in words; empty where nothing is."""
    if __version__ != expected.version:
        return f"its Answerbook is {__version__}, and the build's is {expected.version}"
    if _code() != expected.code:
        return f"its Answerbook {__version__} is not the same code as the build's"
    for spec, parts in expected.parts:
        try:
            found = Fingerprints.today(
                expected.options,
                {spec.name: answering.rehashed_fingerprint(spec, expected.cache)},
                expected.check,
            )
        except (AnswerbookError, OSError) as error:
            return f"{spec.name}: {error}"
        here = {**found.shared, **found.models[spec.name]}
        if other := list(_other(spec, dict(parts), here)):
            return f"{'; '.join(other)} ({spec.name})"
    return ""


def _other(
    spec: answering.ModelSpec, parts: Mapping[str, str | None], here: Mapping[str, str | None]
) -> Iterator[str]:
    """Name each part that is known to the build and other here; what a server does not tell now is none."""
    for name, wanted in parts.items():
        found = here.get(name)
        if wanted is None or wanted == found or (found is None and spec.kind == "server"):
            continue
        if found is None:
            yield f"{_WORDS.get(name, name)} is not there"
        else:
            yield f"{_WORDS.get(name, name)} is {found}, and the build's is {wanted}"


def _code() -> str:
    return code_of(*(f"generator.{name}" for name in _PACKAGES))
