"""A second opinion on support: an NLI cross-encoder says whether the evidence entails the sentence.

It is asked only about sentences that the check found supported, and can only withdraw support. So a model
that is too generous does no harm, and one that is too strict costs answers, not trust.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from generator.checking.support_status import Checked
from generator.core.answer import AnswerSentence
from generator.core.fingerprint import digest
from generator.core.sentences import sentence_spans
from generator.errors import ModelError
from generator.storage.files import files_within, hash_of
from generator.storage.installed import install_command

__all__ = ["Opinion", "SecondOpinion", "opinion_hash", "with_second_opinion"]

# Names that models give to the label "the evidence supports the sentence". The latter are those of models
# with two labels that judge faithfulness rather than inference.
_ENTAILED = frozenset({"entailment", "entailed", "entail", "entails", "supported", "support", "supports"})
_FAITHFUL = frozenset({"consistent", "faithful", "factual"})
# Kinds of files that define a model, for its hash.
_FILES = frozenset({".safetensors", ".bin", ".json", ".txt", ".model"})
_MIN_EVIDENCE_TOKENS = 16  # that must fit next to a sentence
_USUAL_TOKENS = 512  # of a pair, for models that do not say
_BATCH_SIZE = 16  # pairs
_MAX_CAUSE_CHARS = 160  # of a library's error in our message


class Opinion(Protocol):
    """A judge of how likely evidence supports a sentence."""

    @property
    def threshold(self) -> float:
        """The lowest probability at which a sentence keeps its support."""

    def supported(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return, for each pair (evidence, sentence), the probability of support, 0 to 1."""


class SecondOpinion:
    """A cross-encoder of sentence-transformers.

    name_or_path: a folder, or a model in the local cache of the hub. Its configuration must name its labels:
    three of inference (one of them `entailment`), two (one of them `entailment`, `supported` or the like),
    or one, whose logit then means support. Raises ModelError if the model is not available, or its labels do
    not show which one means support. Nothing is downloaded, and no code of the model is run.
    """

    def __init__(self, name_or_path: str, threshold: float = 0.5) -> None:
        if not 0.0 < threshold < 1.0:
            raise ModelError(f"the threshold of {name_or_path} is {threshold}; choose one between 0 and 1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        folder = _folder(name_or_path)
        try:
            from sentence_transformers import CrossEncoder
            from transformers.utils.logging import disable_progress_bar
        except ImportError as error:
            raise ModelError(
                f"the check model {name_or_path} needs packages that are not installed ({error.name}); "
                f"run `{install_command('models')}`"
            ) from error
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        disable_progress_bar()
        try:
            self._model: Any = CrossEncoder(str(folder), device="cpu", local_files_only=True)
            config = self._model.config
            self._column = _entailed(config.id2label, int(config.num_labels), name_or_path)
        except (OSError, ValueError, KeyError, RuntimeError, TypeError, AttributeError) as error:
            why = " ".join(str(error).split())[:_MAX_CAUSE_CHARS].rstrip(".")
            raise ModelError(
                f"the check model {name_or_path} cannot be loaded ({why}); name a cross-encoder's folder"
            ) from error
        self.name = name_or_path
        self.threshold = threshold
        self._length = self._model.tokenizer.model_max_length = _length(self._model)

    def supported(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return, for each pair (evidence, sentence), the probability of support, 0 to 1.

        Evidence that is longer than the model reads is judged in pieces, of which the best one counts.
        """
        import torch

        asked: list[tuple[str, str]] = []
        owners: list[int] = []
        for number, (evidence, sentence) in enumerate(pairs):
            for piece in self._pieces(evidence, sentence):
                asked.append((piece, sentence))
                owners.append(number)
        found = [0.0] * len(pairs)
        if not asked:
            return found
        logits = self._model.predict(
            asked,
            batch_size=_BATCH_SIZE,
            show_progress_bar=False,
            activation_fn=torch.nn.Identity(),  # not the model's own: probabilities are computed here
            convert_to_tensor=True,
        ).float()
        if self._column is None:
            likely = torch.sigmoid(logits.reshape(len(asked)))
        else:
            likely = torch.softmax(logits, dim=1)[:, self._column]
        for number, probability in zip(owners, likely.tolist(), strict=True):
            found[number] = max(found[number], float(probability))
        return found

    def close(self) -> None:
        """Release the memory."""
        self._model = None

    def _pieces(self, evidence: str, sentence: str) -> list[str]:
        """Return ``evidence`` in overlapping runs of sentences that fit next to ``sentence``."""
        if self._fits(evidence, sentence):
            return [evidence]
        if self._tokens("", sentence) + _MIN_EVIDENCE_TOKENS > self._length:
            return []  # no room to judge in: not supported
        pieces: list[str] = []
        run: list[str] = []
        for start, end in sentence_spans(evidence):
            for following in self._cut(evidence[start:end], sentence):
                if run and not self._fits(" ".join([*run, following]), sentence):
                    pieces.append(" ".join(run))
                    run = run[-1:] if self._fits(f"{run[-1]} {following}", sentence) else []
                run.append(following)
        return [*pieces, " ".join(run)]

    def _cut(self, text: str, sentence: str) -> list[str]:
        """Return ``text`` whole, or halved until each part fits next to ``sentence``."""
        middle = text.rfind(" ", 0, len(text) // 2 + 1)
        if self._fits(text, sentence) or middle <= 0:
            return [text]
        return [*self._cut(text[:middle], sentence), *self._cut(text[middle + 1 :], sentence)]

    def _fits(self, evidence: str, sentence: str) -> bool:
        return self._tokens(evidence, sentence) <= self._length

    def _tokens(self, evidence: str, sentence: str) -> int:
        return len(self._model.tokenizer(evidence, sentence, truncation=False, verbose=False)["input_ids"])


def with_second_opinion(checked: Checked, opinion: Opinion) -> Checked:
    """Return ``checked`` without support for sentences that ``opinion`` finds less likely than its threshold.

    Sentences that are in their evidence word for word are not asked about. Evidence that no sentence rests
    on any longer is left out. No unsupported sentence becomes supported.
    """
    texts = [_joined(checked, sentence) for sentence in checked.sentences]
    asked = [
        number
        for number, sentence in enumerate(checked.sentences)
        if sentence.support == "supported" and not _verbatim(sentence, checked)
    ]
    likely = opinion.supported([(texts[n], checked.sentences[n].text) for n in asked])
    doubted = {n: p for n, p in zip(asked, likely, strict=True) if not p >= opinion.threshold}
    if not doubted:
        return checked
    sentences = [
        _withdrawn(sentence, doubted[number]) if number in doubted else sentence
        for number, sentence in enumerate(checked.sentences)
    ]
    used = list(dict.fromkeys(place for sentence in sentences for place in sentence.evidence))
    sentences = [replace(s, evidence=tuple(used.index(place) for place in s.evidence)) for s in sentences]
    status, reason = checked.status, checked.reason
    if not any(sentence.support == "supported" for sentence in sentences):
        count = len(sentences)
        status = "not_reported"
        reason = (
            f"The model wrote {count} sentence{'' if count == 1 else 's'}, none of which both checks find "
            f"supported; {'it is' if count == 1 else 'they are'} withheld."
        )
    return Checked(status, reason, tuple(sentences), tuple(checked.evidence[place] for place in used))


def opinion_hash(name_or_path: str, threshold: float) -> str | None:
    """Return the hash of the model's files and the threshold, for the fingerprint; the model is not loaded.

    None if the model is not on this machine.
    """
    try:
        folder = _folder(name_or_path)
    except ModelError:
        return None
    hashes: dict[str, str] = {}
    for path, _ in files_within(folder):
        if Path(path).suffix in _FILES:
            hashes[path] = hash_of(folder / path)
    return digest([hashes, threshold])


def _withdrawn(sentence: AnswerSentence, likely: float) -> AnswerSentence:
    return AnswerSentence(
        sentence.text,
        support="unsupported",
        reason=f"a second model finds it not entailed ({likely:.2f})",
        coverage=sentence.coverage,
    )


def _joined(checked: Checked, sentence: AnswerSentence) -> str:
    """Return the evidence of a sentence as one text, in the order of the paper."""
    used = sorted((checked.evidence[place] for place in sentence.evidence), key=lambda s: s.place.start)
    return " ".join(" ".join(snippet.evidence.split()) for snippet in used)


def _verbatim(sentence: AnswerSentence, checked: Checked) -> bool:
    """Return True if a piece of evidence has the sentence as one or several whole sentences."""
    wanted = " ".join(sentence.text.split())
    for place in sentence.evidence:
        text = " ".join(checked.evidence[place].text.split())
        spans = sentence_spans(text)
        starts, ends = {start for start, _ in spans}, {end for _, end in spans}
        at = text.find(wanted)
        while at >= 0:
            if at in starts and at + len(wanted) in ends:
                return True
            at = text.find(wanted, at + 1)
    return False


def _entailed(labels: Mapping[int, str], count: int, name: str) -> int | None:
    """Return the column of the label that means support; None for a model of one logit.

    Raises ModelError if not exactly one label means support.
    """
    if count == 1:
        return None
    named = {int(column): str(label).strip().casefold() for column, label in labels.items()}
    found = [c for c, label in named.items() if label in _ENTAILED | _FAITHFUL and c < count]
    if len(found) != 1:
        raise ModelError(
            f"the check model {name} calls its labels {', '.join(labels.values())}, and one of them must be "
            "`entailment` (or `supported`); fix id2label in its config.json, or name another model"
        )
    return found[0]


def _length(model: Any) -> int:
    """Return the number of tokens of a pair that the model can read."""
    limit = int(model.tokenizer.model_max_length)  # huge if the model's files do not say
    positions = getattr(model.config, "max_position_embeddings", None) or _USUAL_TOKENS
    # Models of the RoBERTa family count positions from 2.
    return limit if limit <= positions else int(positions) - 2


def _folder(name: str) -> Path:
    """Return the folder of a model, as named or in the local cache of the hub. Raises ModelError."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    where = "name a folder with a cross-encoder"
    if name.count("/") == 1 and not name.startswith((".", "/", "~")):
        try:
            from huggingface_hub import snapshot_download
        except ImportError as error:
            raise ModelError(
                f"the check model {name} needs huggingface_hub; run `{install_command('models')}`"
            ) from error
        try:
            repo, _, revision = name.partition("@")
            return Path(snapshot_download(repo, revision=revision or None, local_files_only=True))
        except (OSError, ValueError):
            where = f"run `hf download {repo}` where there is a network, or {where}"
    raise ModelError(f"the check model {name} is not on this machine; {where}")
