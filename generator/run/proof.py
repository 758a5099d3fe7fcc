"""Whether a worker on another machine would give the answers that were requested.

The fingerprint of an answer is made where the build was started. An answer given by another version, another
encoder or another file of the same name would be recorded under hashes that are not its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from generator import __version__, answering
from generator.errors import AnswerbookError
from generator.run.fingerprints import CheckOptions, Fingerprints, RetrievalOptions
from generator.storage.code_version import code_of

__all__ = ["BuildEnvironment", "environment_differences"]

# The packages that answers depend on; not readers, since papers were read before.
_PACKAGES = ("core", "answering", "retrieval", "checking", "run")
# Parts of a fingerprint that depend on more than the worker: on the paper, and on all questions.
_JOB_PARTS = frozenset({"paper_text", "question", "applies", "prompt"})
_WORDS = {
    "encoder": "the encoder",
    "retrieval": "retrieval, its scorer or calibration",
    "checking": "the check, or its second opinion",
    "model": "the model file",
    "sampling": "the sampling",
    "engine": "the engine",
}


class _Job(Protocol):
    """The part of a job that is examined, see `generator.run.jobs.PaperJob`."""

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
    """The environment of the machine that started the build. parts: of fingerprints, by model."""

    version: str
    code: str
    options: RetrievalOptions
    check: CheckOptions
    cache: Path | None
    parts: tuple[tuple[answering.ModelSpec, tuple[tuple[str, str | None], ...]], ...]

    @classmethod
    def of(cls, jobs: Sequence[_Job]) -> BuildEnvironment:
        """Return the environment in which ``jobs``, all of one build, were made."""
        parts = {}
        for job in jobs:
            for spec, _ in job.tasks:
                named = next(iter(job.fingerprints[spec.name].values()), {})
                parts[spec] = tuple(item for item in named.items() if item[0] not in _JOB_PARTS)
        first = jobs[0]
        return cls(__version__, _code(), first.options, first.check, first.cache, tuple(parts.items()))


def environment_differences(expected: BuildEnvironment) -> str:
    """Return what differs on this worker from ``expected``, in words; empty if nothing does."""
    if __version__ != expected.version:
        return f"its Answerbook is {__version__}, but the build's is {expected.version}"
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
        if different := list(_differences(spec, dict(parts), here)):
            return f"{'; '.join(different)} ({spec.name})"
    return ""


def _differences(
    spec: answering.ModelSpec, parts: Mapping[str, str | None], here: Mapping[str, str | None]
) -> Iterator[str]:
    """Yield each part that differs here, except what the build or a server does not report."""
    for name, wanted in parts.items():
        found = here.get(name)
        if wanted is None or wanted == found or (found is None and spec.kind == "server"):
            continue
        if found is None:
            yield f"{_WORDS.get(name, name)} is missing"
        else:
            yield f"{_WORDS.get(name, name)} is {found}, but the build's is {wanted}"


def _code() -> str:
    return code_of(*(f"generator.{name}" for name in _PACKAGES))
