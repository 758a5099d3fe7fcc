"""What answers depend on: the options of a run, and the named hashes that show when an answer is stale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator import checking, reading, retrieval
from generator.core import Fingerprint, Question
from generator.core.fingerprint import question_hash

__all__ = ["CheckOptions", "Fingerprints", "RetrievalOptions"]


@dataclass(frozen=True, slots=True)
class RetrievalOptions:
    """budget: characters of snippets for each question. The other fields are as in the settings."""

    budget: int = 3600
    encoder: str = retrieval.PACKAGED
    scorer: str = retrieval.PACKAGED_SCORER
    calibration: str = ""

    @property
    def version(self) -> str:
        """The part ``retrieval`` of the fingerprint."""
        learned = retrieval.learned_weights(self.scorer, self.calibration).id
        return f"{retrieval.RETRIEVAL} {learned}/{retrieval.scorer_hash(self.scorer)} {self.budget}"


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """second_opinion: folder of a model that may reject sentences; empty for none."""

    second_opinion: str = ""
    threshold: float = 0.5

    @property
    def version(self) -> str:
        """The part ``checking`` of the fingerprint, with the hash of the second model if its files exist."""
        if not self.second_opinion:
            return checking.CHECKING
        return f"{checking.CHECKING} {checking.opinion_hash(self.second_opinion, self.threshold)}"


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Fingerprints of answers; the parts shared by all answers of a build are computed once."""

    shared: Mapping[str, str | None]
    models: Mapping[str, Mapping[str, str | None]]  # by model name

    @classmethod
    def today(
        cls,
        options: RetrievalOptions,
        models: Mapping[str, Mapping[str, str | None]],
        check: CheckOptions | None = None,
    ) -> Fingerprints:
        """Return the fingerprints of this version. models: `answering.fingerprint` by model name."""
        return cls(
            shared={
                "reader": reading.READER_VERSION,
                "retrieval": options.version,
                "encoder": retrieval.encoder_hash(options.encoder),
                "checking": (check or CheckOptions()).version,
            },
            models=models,
        )

    def of(self, paper_hash: str, question: Question, model: str, applies: bool | None = None) -> Fingerprint:
        """Return the fingerprint of one answer. paper_hash: see `generator.core.fingerprint`.

        applies: True if the gates of the question are open; None if unknown.
        """
        gate = None if applies is None else "yes" if applies else "no"
        return Fingerprint(
            {
                "paper_text": paper_hash,
                "question": question_hash(question),
                **({"applies": gate} if question.applies_to else {}),
                **self.shared,
                **self.models[model],
            }
        )
