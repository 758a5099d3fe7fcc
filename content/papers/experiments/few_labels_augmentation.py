"""Do shifts and rotations stand in for labels when a small network learns digits from few of them?

Run ``python few_labels_augmentation.py``: writes ``few_labels_augmentation.json``, the record behind
``few-labels-augmentation.md``.

A small convolutional network learns from a few labelled images of each digit, with and without
random shifts and rotations, for the same number of updates. Double precision and draws from NumPy
keep the figures the same on other processors.
"""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import numpy as np
import torch
from recording import generator_for, record, standard_deviation
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch.nn import functional

LABELS = (2, 5, 10, 20)  # of each digit
REPEATS = 8
SHIFT_PIXELS, ROTATION_DEGREES = 1.0, 15.0
METHODS = {"none": (False, False), "shift": (True, False), "rotate": (False, True), "both": (True, True)}
CHANNELS = (12, 24)
UPDATES, BATCH, LEARNING_RATE, MOMENTUM = 200, 20, 0.05, 0.9
TEST_IMAGES = 797


@cache
def load() -> tuple[torch.Tensor, torch.Tensor]:
    """Images [1797, 1, 8, 8] in 0..1 and their labels [1797]."""
    digits = load_digits()
    return torch.from_numpy(digits.images / 16.0).unsqueeze(1), torch.from_numpy(digits.target)


def augmented(images: torch.Tensor, shift: bool, rotate: bool, chance: np.random.Generator) -> torch.Tensor:
    """Each image [n, 1, 8, 8] shifted and turned by its own random amount, bilinear, zero outside."""
    count, side = len(images), images.shape[-1]
    angle = np.deg2rad(chance.uniform(-ROTATION_DEGREES, ROTATION_DEGREES, count)) * rotate
    moves = chance.uniform(-SHIFT_PIXELS, SHIFT_PIXELS, (count, 2)) * (2 / side) * shift
    matrices = np.empty((count, 2, 3))
    matrices[:, 0] = np.stack([np.cos(angle), -np.sin(angle), moves[:, 0]], axis=1)
    matrices[:, 1] = np.stack([np.sin(angle), np.cos(angle), moves[:, 1]], axis=1)
    grid = functional.affine_grid(torch.from_numpy(matrices), list(images.shape), align_corners=False)
    return functional.grid_sample(images, grid, align_corners=False)


def initial_weights(chance: np.random.Generator) -> list[torch.Tensor]:
    """Two convolutions 3 x 3 and one dense layer on 2 x 2 maps, He uniform, biases zero."""
    first, second = CHANNELS
    weights = []
    for shape in [(first, 1, 3, 3), (second, first, 3, 3), (10, second * 4)]:
        bound = np.sqrt(6 / np.prod(shape[1:]))
        weights.append(torch.from_numpy(chance.uniform(-bound, bound, shape)).requires_grad_())
        weights.append(torch.zeros(shape[0], dtype=torch.float64, requires_grad=True))
    return weights


def logits(images: torch.Tensor, weights: list[torch.Tensor]) -> torch.Tensor:
    """Scores [n, 10] of images [n, 1, 8, 8]."""
    maps = images
    for weight, bias in ((weights[0], weights[1]), (weights[2], weights[3])):
        maps = functional.max_pool2d(torch.relu(functional.conv2d(maps, weight, bias, padding=1)), 2)
    return functional.linear(maps.flatten(1), weights[4], weights[5])


def labelled(labels: np.ndarray, pool: np.ndarray, each: int, chance: np.random.Generator) -> np.ndarray:
    """``each`` rows of the pool for every digit, drawn without replacement."""
    return np.concatenate(
        [chance.choice(pool[labels[pool] == digit], each, replace=False) for digit in range(10)]
    )


def accuracy(each: int, method: str, repeat: int) -> tuple[float, float]:
    """Test accuracy and accuracy on the (plain) labelled images of one run.

    All methods of a repeat share test images, labelled images and initial weights; more labels
    contain fewer ones of the same repeat.
    """
    images, labels = load()
    digits = labels.numpy()
    pool, test = train_test_split(
        np.arange(len(digits)), test_size=TEST_IMAGES, stratify=digits, random_state=repeat
    )
    # The largest draw is made once, so that its first columns are the smaller ones.
    largest = labelled(digits, pool, max(LABELS), generator_for("labels", repeat))
    rows = torch.from_numpy(largest.reshape(10, max(LABELS))[:, :each].reshape(-1))
    weights = initial_weights(generator_for("weights", repeat))
    optimiser = torch.optim.SGD(weights, lr=LEARNING_RATE, momentum=MOMENTUM, nesterov=True)
    chance = generator_for("training", repeat)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, UPDATES)
    for _ in range(UPDATES):
        chosen = rows[torch.from_numpy(chance.permutation(len(rows))[:BATCH])]
        batch = augmented(images[chosen], *METHODS[method], chance)
        loss = functional.cross_entropy(logits(batch, weights), labels[chosen])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    with torch.no_grad():
        hits = [(logits(images[part], weights).argmax(1) == labels[part]).double() for part in (test, rows)]
    return hits[0].mean().item(), hits[1].mean().item()


def experiment() -> dict[str, Any]:
    """All label counts and methods; differences are paired by repeat."""
    torch.set_num_threads(1)
    runs = {
        f"{each}": {
            method: [accuracy(each, method, repeat) for repeat in range(REPEATS)] for method in METHODS
        }
        for each in LABELS
    }
    cells = {
        each: {
            method: {
                "mean": float(np.mean([test for test, _ in one])),
                "sd": standard_deviation([test for test, _ in one]),
                "fitted": float(np.mean([train for _, train in one])),
                "gain": float(np.mean([a - b for (a, _), (b, _) in zip(one, row["none"], strict=True)])),
                "wins": sum(a > b for (a, _), (b, _) in zip(one, row["none"], strict=True)),
            }
            for method, one in row.items()
        }
        for each, row in runs.items()
    }
    return {
        "settings": {
            "images": 1797,
            "labels": list(LABELS),
            "labelled": [10 * each for each in LABELS],
            "test": TEST_IMAGES,
            "pool": 1797 - TEST_IMAGES,
            "repeats": REPEATS,
            "shift_pixels": SHIFT_PIXELS,
            "rotation_degrees": ROTATION_DEGREES,
            "channels": list(CHANNELS),
            "parameters": sum(w.numel() for w in initial_weights(generator_for("weights", 0))),
            "updates": UPDATES,
            "batch": BATCH,
            "learning_rate": LEARNING_RATE,
            "momentum": MOMENTUM,
        },
        "results": {
            "cells": cells,
            "largest_gain": max(c["gain"] for row in cells.values() for c in row.values()),
            "steps": {
                f"{fewer}-{more}": cells[f"{more}"]["none"]["mean"] - cells[f"{fewer}"]["none"]["mean"]
                for fewer, more in itertools.pairwise(LABELS)
            },
        },
        "runs": {
            each: {method: [test for test, _ in one] for method, one in row.items()}
            for each, row in runs.items()
        },
    }


if __name__ == "__main__":
    record(__file__, ("numpy", "scikit-learn", "torch"), experiment)
