"""The network of a scorer, and the file with the changes that training made to the packaged encoder.

A change is stored as small integers, with one scale per row: ``weight = encoder's weight + scale * number``.
The changes are small and noisy, so two to three bits per number keep what matters. Compressed, the file takes
a fifth of the space of 16-bit floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import ModelError
from generator.retrieval.encoder import PACKAGED, encoder_folder

if TYPE_CHECKING:
    import torch

# The scale of a row's integers, in standard deviations of its changes, and the largest integer.
STEP_IN_DEVIATIONS = 0.7
MAX_STEP = 7
CHANGES_FILE = "scorer.npz"
# Prefixes of arrays in the file: integers and their scales, or plain values.
_NUMBERS, _SCALES, _PLAIN = "n:", "s:", "p:"


def packaged_network(changes: bytes | None = None) -> tuple[Any, Any]:
    """Return the packaged scorer, or one with other ``changes``, and its tokenizer.

    Raises ImportError if packages are missing.
    """
    network, tokenizer = untrained_network()
    add_changes(network, changes or (files("generator.retrieval") / "models" / CHANGES_FILE).read_bytes())
    return network.eval(), tokenizer


def untrained_network() -> tuple[Any, Any]:
    """Return the packaged encoder with a head of zeros that scores pairs, and its tokenizer.

    The head reads the state of the first token and the mean of all. Raises ImportError if packages are
    missing.
    """
    import torch
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    folder = encoder_folder(PACKAGED)

    class EncoderScorer(torch.nn.Module):
        """Log-odds of pairs, from token ids, segments and mask of shape (pairs, tokens)."""

        def __init__(self) -> None:
            super().__init__()
            self.bert = AutoModel.from_pretrained(str(folder), local_files_only=True)
            self.bert.pooler = None
            self.head = torch.nn.Linear(2 * self.bert.config.hidden_size, 1)
            torch.nn.init.zeros_(self.head.weight)
            torch.nn.init.zeros_(self.head.bias)

        def forward(self, attention_mask: torch.Tensor, **tokens: torch.Tensor) -> torch.Tensor:
            states = self.bert(attention_mask=attention_mask, **tokens).last_hidden_state
            counted = attention_mask.unsqueeze(-1).to(states.dtype)
            mean = (states * counted).sum(1) / counted.sum(1)
            scores: torch.Tensor = self.head(torch.cat([states[:, 0], mean], 1)).squeeze(-1)
            return scores

    return EncoderScorer(), AutoTokenizer.from_pretrained(str(folder), local_files_only=True)


def network_of(folder: Path) -> tuple[Any, Any]:
    """Return the cross-encoder in a folder and its tokenizer. Raises ModelError if there is none.

    For a model with more than one label, the log-odds are those of the last label against the first.
    """
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    if not folder.is_dir():
        raise ModelError(
            f"the scorer {folder} is not a folder here; name a folder with a cross-encoder, "
            "or packaged:answerbook-scorer"
        )
    try:
        # A folder may contain code; unless it is refused here, the library asks on the terminal to run it.
        options: Any = {"local_files_only": True, "trust_remote_code": False}
        model = AutoModelForSequenceClassification.from_pretrained(
            str(folder), use_safetensors=True, **options
        )
        tokenizer = AutoTokenizer.from_pretrained(str(folder), **options)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"the scorer {folder} cannot be loaded ({str(error).splitlines()[0]}); name another folder"
        ) from error

    class ClassifierScorer(torch.nn.Module):
        """Log-odds of pairs, with the same inputs as the network of `untrained_network`."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, **tokens: torch.Tensor) -> torch.Tensor:
            logits: torch.Tensor = self.model(**tokens).logits
            return logits[:, -1] - logits[:, 0] if logits.shape[1] > 1 else logits[:, 0]

    return ClassifierScorer().eval(), tokenizer


def changes_of(network: Any, before: Mapping[str, torch.Tensor]) -> bytes:
    """Return what training changed since ``before``, a copy of the state, as a file for `add_changes`."""
    import numpy as np

    arrays: dict[str, Any] = {}
    for name, tensor in network.state_dict().items():
        if not tensor.is_floating_point():
            continue
        change = (tensor - before[name]).float().numpy()
        if not change.any():
            continue
        if change.ndim < 2 or change.shape[0] == 1:
            arrays[_PLAIN + name] = change.astype(np.float16)
            continue
        scale = np.maximum(STEP_IN_DEVIATIONS * change.std(axis=1, keepdims=True), 1e-9).astype(np.float16)
        numbers = np.clip(np.rint(change / scale.astype(np.float32)), -MAX_STEP, MAX_STEP)
        arrays[_NUMBERS + name], arrays[_SCALES + name] = numbers.astype(np.int8), scale
    stream = BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def add_changes(network: Any, data: bytes) -> None:
    """Add changes written by `changes_of` to the weights of ``network``. Raises KeyError for other files."""
    import numpy as np
    import torch

    state = network.state_dict()
    with np.load(BytesIO(data)) as arrays:
        for key in arrays.files:
            kind, name = key[:2], key[2:]
            if kind == _SCALES:
                continue
            change = arrays[key].astype(np.float32)
            if kind == _NUMBERS:
                change *= arrays[_SCALES + name].astype(np.float32)
            state[name].add_(torch.from_numpy(change))
