"""How far do random seeds move the test accuracy of a small network on handwritten digits?

Run ``python digits_seeds.py``: writes ``digits_seeds.json``, the record behind ``digits-seeds.pdf``.

Three sources of chance have a generator each: the split of the data, the initial weights, and the
training (order of the batches and dropout masks). Each source is varied alone over thirty seeds
while the other two stand still, then all three together, once more with a network of half the
width. All draws come from NumPy and all arithmetic is done in double precision, so that neither
the vector instructions of the processor nor the version of a kernel decides a digit.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from recording import BOOTSTRAP_RESAMPLES, bootstrap_interval, generator_for, record, standard_deviation
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch.nn import functional

HELD_SEED = 0  # of the sources that stand still
RUN_SEEDS = range(1, 31)
SEARCH_SEEDS = (101, 102, 103)
LEARNING_RATES = (0.001, 0.003, 0.01)
DROPOUTS = (0.0, 0.2, 0.4)
WIDTH, NARROW_WIDTH = 64, 32
BATCH, WEIGHT_DECAY, MAX_EPOCHS, PATIENCE = 64, 0.01, 60, 6
VALIDATION_SHARE = TEST_SHARE = 0.2
TARGET_HALF_WIDTH = 0.0025  # of the 95 % interval of a mean accuracy: a quarter of a percentage point


@dataclass(frozen=True, slots=True)
class Seeds:
    """One seed for each source of chance."""

    split: int = HELD_SEED
    weights: int = HELD_SEED
    training: int = HELD_SEED


@dataclass(frozen=True, slots=True)
class Settings:
    """The hyperparameters of one network."""

    learning_rate: float
    dropout: float
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class Run:
    """What one training run gave: loss and accuracy at the best epoch, and that epoch's number."""

    validation_loss: float
    accuracy: float
    epoch: int


Part = tuple[torch.Tensor, torch.Tensor]


def split_digits(seed: int) -> tuple[Part, Part, Part]:
    """Training, validation and test part, each (images [n, 64] in 0..1, labels [n]), stratified by digit."""
    digits = load_digits()
    images, labels = digits.data / 16.0, digits.target
    rest, test = train_test_split(
        np.arange(len(labels)), test_size=TEST_SHARE, stratify=labels, random_state=seed
    )
    train, validation = train_test_split(
        rest,
        test_size=VALIDATION_SHARE / (1 - TEST_SHARE),
        stratify=labels[rest],
        random_state=seed,
    )
    train_part, validation_part, test_part = (
        (torch.from_numpy(images[rows]), torch.from_numpy(labels[rows])) for rows in (train, validation, test)
    )
    return train_part, validation_part, test_part


def initial_weights(width: int, seed: int) -> list[torch.Tensor]:
    """Weights and biases of both layers, uniform within one over the root of the fan-in."""
    chance = generator_for("weights", seed)
    shapes = [(64, width), (width,), (width, 10), (10,)]
    bounds = [1 / np.sqrt(64), 1 / np.sqrt(64), 1 / np.sqrt(width), 1 / np.sqrt(width)]
    return [
        torch.from_numpy(chance.uniform(-bound, bound, shape)).requires_grad_()
        for shape, bound in zip(shapes, bounds, strict=True)
    ]


def logits(images: torch.Tensor, weights: list[torch.Tensor], mask: torch.Tensor | None) -> torch.Tensor:
    """Scores [n, 10]; ``mask`` [n, width] scales the hidden units (dropout), None at evaluation."""
    hidden = torch.relu(images @ weights[0] + weights[1])
    if mask is not None:
        hidden = hidden * mask
    return hidden @ weights[2] + weights[3]


def train(settings: Settings, seeds: Seeds, parts: tuple[Part, Part, Part]) -> Run:
    """Train until the validation loss has not fallen for PATIENCE epochs; judge the best epoch's weights."""
    (images, labels), (held_images, held_labels), (test_images, test_labels) = parts
    weights = initial_weights(settings.width, seeds.weights)
    optimiser = torch.optim.AdamW(weights, lr=settings.learning_rate, weight_decay=WEIGHT_DECAY)
    chance = generator_for("training", seeds.training)
    best = Run(float("inf"), 0.0, 0)
    for epoch in range(1, MAX_EPOCHS + 1):
        order = torch.from_numpy(chance.permutation(len(labels)))
        for rows in torch.split(order, BATCH):
            kept = chance.random((len(rows), settings.width)) >= settings.dropout
            mask = torch.from_numpy(kept / (1 - settings.dropout))
            loss = functional.cross_entropy(logits(images[rows], weights, mask), labels[rows])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
        with torch.no_grad():
            held_loss = functional.cross_entropy(logits(held_images, weights, None), held_labels).item()
            if held_loss < best.validation_loss:
                hits = logits(test_images, weights, None).argmax(1) == test_labels
                best = Run(held_loss, hits.double().mean().item(), epoch)
        if epoch - best.epoch >= PATIENCE:
            break
    return best


def search(parts: tuple[Part, Part, Part]) -> tuple[Settings, list[dict[str, float]]]:
    """Return the grid point with the lowest mean validation loss on the held split, and the whole grid."""
    grid = []
    for rate, dropout in itertools.product(LEARNING_RATES, DROPOUTS):
        runs = [train(Settings(rate, dropout), Seeds(0, seed, seed), parts) for seed in SEARCH_SEEDS]
        loss = float(np.mean([run.validation_loss for run in runs]))
        grid.append({"learning_rate": rate, "dropout": dropout, "validation_loss": loss})
    best = min(grid, key=lambda point: point["validation_loss"])
    return Settings(best["learning_rate"], best["dropout"]), grid


def spread(runs: list[Run], seed: int) -> dict[str, Any]:
    """Summary of the test accuracies of one design; the interval is that of the standard deviation."""
    accuracies = [run.accuracy for run in runs]
    low, high = bootstrap_interval(accuracies, lambda sample: sample.std(axis=1, ddof=1), seed)
    return {
        "mean": float(np.mean(accuracies)),
        "sd": standard_deviation(accuracies),
        "sd_low": low,
        "sd_high": high,
        "lowest": min(accuracies),
        "highest": max(accuracies),
        "range": max(accuracies) - min(accuracies),
        "epochs_median": float(np.median([run.epoch for run in runs])),
        "at_epoch_limit": sum(run.epoch > MAX_EPOCHS - PATIENCE for run in runs),
    }


def comparison(wide: list[Run], narrow: list[Run], seed: int) -> dict[str, Any]:
    """Wide against narrow network: paired by seed, then any run against any other, as single runs are."""
    gains = [a.accuracy - b.accuracy for a, b in zip(wide, narrow, strict=True)]
    low, high = bootstrap_interval(gains, lambda sample: sample.mean(axis=1), seed)
    pairs = [(a.accuracy, b.accuracy) for a in wide for b in narrow]
    return {
        "gain": float(np.mean(gains)),
        "gain_low": low,
        "gain_high": high,
        "pairings": len(pairs),
        "narrow_ahead": float(np.mean([b > a for a, b in pairs])),
        "narrow_ahead_by_seed": sum(gain < 0 for gain in gains),
        "level": float(np.mean([a == b for a, b in pairs])),
    }


def experiment() -> dict[str, Any]:
    """Search, the five designs, and their summaries."""
    torch.set_num_threads(1)
    parts = {seed: split_digits(seed) for seed in (HELD_SEED, *RUN_SEEDS)}
    chosen, grid = search(parts[HELD_SEED])
    narrow = replace(chosen, width=NARROW_WIDTH)
    designs = {
        "weights": (chosen, [Seeds(weights=s) for s in RUN_SEEDS]),
        "training": (chosen, [Seeds(training=s) for s in RUN_SEEDS]),
        "split": (chosen, [Seeds(split=s) for s in RUN_SEEDS]),
        "all": (chosen, [Seeds(s, s, s) for s in RUN_SEEDS]),
        "narrow": (narrow, [Seeds(s, s, s) for s in RUN_SEEDS]),
    }
    runs = {
        name: [train(settings, seeds, parts[seeds.split]) for seeds in plan]
        for name, (settings, plan) in designs.items()
    }
    everything = [run.accuracy for run in runs["all"]]
    gaps = [abs(a - b) for a, b in itertools.combinations(everything, 2)]
    sizes = [len(labels) for _, labels in parts[HELD_SEED]]
    mean = float(np.mean(everything))
    spreads = {name: spread(one, number) for number, (name, one) in enumerate(runs.items())}
    singly = [spreads[source]["sd"] for source in ("weights", "training", "split")]
    return {
        "settings": {
            "images": sum(sizes),
            "train": sizes[0],
            "validation": sizes[1],
            "test": sizes[2],
            "pixels": 64,
            "classes": 10,
            "width": WIDTH,
            "narrow_width": NARROW_WIDTH,
            "parameters": sum(w.numel() for w in initial_weights(WIDTH, 0)),
            "narrow_parameters": sum(w.numel() for w in initial_weights(NARROW_WIDTH, 0)),
            "batch": BATCH,
            "weight_decay": WEIGHT_DECAY,
            "max_epochs": MAX_EPOCHS,
            "patience": PATIENCE,
            "learning_rates": list(LEARNING_RATES),
            "dropouts": list(DROPOUTS),
            "search_seeds": list(SEARCH_SEEDS),
            "run_seeds": [RUN_SEEDS[0], RUN_SEEDS[-1]],
            "runs_per_design": len(RUN_SEEDS),
            "held_seed": HELD_SEED,
            "search_runs": len(grid) * len(SEARCH_SEEDS),
            "runs": sum(map(len, runs.values())),
            "bootstrap_resamples": BOOTSTRAP_RESAMPLES,
        },
        "results": {
            "learning_rate": chosen.learning_rate,
            "dropout": chosen.dropout,
            "grid": grid,
            "grid_lowest_loss": min(point["validation_loss"] for point in grid),
            "grid_highest_loss": max(point["validation_loss"] for point in grid),
            "designs": spreads,
            "root_sum_of_squares": float(np.linalg.norm(singly)),
            "one_image": 1 / sizes[2],
            "sampling_error": float(np.sqrt(mean * (1 - mean) / sizes[2])),
            "pairs": len(gaps),
            "pairs_a_point_apart": float(np.mean([gap >= 0.01 for gap in gaps])),
            "mean_gap": float(np.mean(gaps)),
            "target_half_width": TARGET_HALF_WIDTH,
            "runs_for_target": math.ceil((1.96 * spreads["all"]["sd"] / TARGET_HALF_WIDTH) ** 2),
            "widths": comparison(runs["all"], runs["narrow"], 10),
        },
        "runs": {
            name: {"accuracy": [run.accuracy for run in one], "epoch": [run.epoch for run in one]}
            for name, one in runs.items()
        },
    }


if __name__ == "__main__":
    record(__file__, ("numpy", "scikit-learn", "torch"), experiment)
