"""What answers depend on, as options of a run and as the named hashes that say when one is stale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator import checking, reading, retrieval
from generator.core import Fingerprint, Question
from generator.core.fingerprint import question_hash

__all__ = ["CheckOptions", "Fingerprints", "RetrievalOptions"]


@dataclass(frozen=True, slots=True)
class RetrievalOptions:
    """budget: characters of snippets for each question. The others: as the settings name them."""

    budget: int = 3600
    encoder: str = retrieval.PACKAGED
    scorer: str = retrieval.PACKAGED_SCORER
    calibration: str = ""

    @property
    def version(self) -> str:
        """What the fingerprint says of retrieval."""
        learned = retrieval.learned(self.scorer, self.calibration).id
        return f"{retrieval.RETRIEVAL} {learned}/{retrieval.scorer_hash(self.scorer)} {self.budget}"


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """second_opinion: folder of a model that may withdraw support, see `generator.checking`; empty: none."""

    second_opinion: str = ""
    threshold: float = 0.5

    @property
    def version(self) -> str:
        """What the fingerprint says of the check; the hash of the second model where it is here."""
        if not self.second_opinion:
            return checking.CHECKING
        return f"{checking.CHECKING} {checking.opinion_hash(self.second_opinion, self.threshold)}"


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Fingerprints of answers, with the parts that all answers of a build share computed once."""

    shared: Mapping[str, str | None]
    models: Mapping[str, Mapping[str, str | None]]  # by model name

    @classmethod
    def today(
        cls,
        options: RetrievalOptions,
        models: Mapping[str, Mapping[str, str | None]],
        check: CheckOptions | None = None,
    ) -> Fingerprints:
        """Those of this version of Answerbook; ``models``: `answering.fingerprint` by model name."""
        return cls(
            shared={
                "reader": reading.READER,
                "retrieval": options.version,
                "encoder": retrieval.encoder_hash(options.encoder),
                "checking": (check or CheckOptions()).version,
            },
            models=models,
        )

    def of(self, paper_hash: str, question: Question, model: str, applies: bool | None = None) -> Fingerprint:
        """The fingerprint of one answer; ``paper_hash``: see `generator.core.fingerprint`.

        applies: whether the gates of the question are open, where that is known.
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
