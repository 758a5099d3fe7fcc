"""Fixtures that every stage's tests share. Network connections are blocked but for loopback."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings

from generator.core import Metadata, Paper
from generator.reading.compose import PaperBlock, PaperFile, compose
from tests.quick_templates import quick_templates
from tests.quick_workers import quick_workers
from tests.seconds import SecondsRecorder

ROOT = Path(__file__).resolve().parent.parent

# Where tests run on all cores, each process of theirs takes one: threads of several that wait for each other
# by turning in circles are slower than one.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # And where several are what is tested, as in llama.cpp, they sleep while they wait.
    os.environ.setdefault("GOMP_SPINCOUNT", "0")

# Files that take longest, in the order in which they are begun: one that came last would keep one process
# at work while the others have nothing left to do.
LONGEST = (
    "test_repeatable.py",
    "test_every_kind.py",
    "test_demo_cells.py",
    "test_soak.py",
    "test_wheel.py",
    "site/test_hostile_site.py",
    "test_build.py",
    "run/engines/test_cluster.py",
    "cli/test_cli.py",
    "commands/test_ledger_commands.py",
    "answering/test_llama.py",
    "reading/test_bad_input.py",
    "test_incremental.py",
    "test_patterns.py",
    "run/test_unchanged.py",
    "browser/test_site_in_browser.py",
    "browser/test_search.py",
)

# A property that holds holds on a busy machine too, where one example may take long.
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")

BEETLES = """\
---
title: Beetles told apart by a small network
author: [Ada Example, Ben Sample]
date: 2024-05-01
doi: 10.1234/beetles.1
---

# Abstract

We trained a small convolutional network to tell 12 species of ground beetle apart.

# Methods

We photographed 2,400 pinned beetles in the collection with a digital camera. Images were resized to
128 by 128 pixels and normalised. Training images were augmented with random horizontal flips and rotations
of up to 15 degrees. The images were split at random into 70 % for training, 15 % for validation and
15 % for testing. All models were trained with the Adam optimiser at a learning rate of 0.001 and a
batch size of 32 for at most 50 epochs. Training stopped when the validation loss had not improved for
five epochs. Random seeds were fixed to 1, 2 and 3 for Python, NumPy and PyTorch.

# Results

The network reached an accuracy of 91.5 % and a macro-averaged F1 score of 0.89 on the test set.

# Data availability

The photographs are available from Zenodo (https://doi.org/10.5281/zenodo.1234567). The code is
available at https://github.com/example/beetles.

# References

1. LeCun Y, Bengio Y, Hinton G (2015) Deep learning. Nature 521, 436-444. https://doi.org/10.1038/nature14539
"""

TREES = """\
# Leaves of trees

## Abstract

A network was trained on pictures of leaves.

## Methods

Volunteers collected leaves in parks. We used a pretrained ResNet-18 and fine-tuned its last layer.

## Results

It recognised most of the leaves. More leaves would help.
"""


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # processes of xdist report to the one that started them
        config.pluginmanager.register(SecondsRecorder(config), "seconds")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {ROOT / "tests" / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.fixture(scope="session", autouse=True)
def _quick_builds() -> Iterator[None]:
    with quick_workers(), quick_templates():
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real papers and gold labels that lie beside a checkout; tests that need them skip without."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs ../shared/data beside the checkout")
    return folder


@pytest.fixture
def papers_folder(tmp_path: Path) -> Path:
    """Return a folder with two small Markdown papers."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "beetles.md").write_text(BEETLES, encoding="utf-8")
    (folder / "trees.md").write_text(TREES, encoding="utf-8")
    return folder


@pytest.fixture
def project_folder(tmp_path: Path) -> Path:
    """Return a project of two small papers and five questions, to be answered by quotes."""
    return small_project(tmp_path / "project")


@pytest.fixture(scope="session")
def _built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from generator.build import BuildOptions, build
    from generator.project import Project

    root = small_project(tmp_path_factory.mktemp("built") / "project")
    build(Project.find(root), BuildOptions(jobs=1))
    return root


@pytest.fixture
def built_folder(_built_once: Path, tmp_path: Path) -> Path:
    """Return a copy of that project with its answers, pages and site."""
    return Path(shutil.copytree(_built_once, tmp_path / "built"))


def forget(root: Path, *papers: str) -> None:
    """Take away what the ledger keeps of papers for when their files are not here, as in one from before."""
    from generator.ledger.known import known_papers, write_known

    folder = root / "content/answers"
    known = known_papers(folder)
    write_known(folder, [replace(known[paper], kept=None) for paper in papers])


def small_project(root: Path) -> Path:
    from generator.commands.init import create_project

    create_project(root, "Small things")
    settings = "title: Small things\nquestion_sets: [five]\nmodels:\n  - {name: quotes, kind: quotes}\n"
    (root / "content/answerbook.yml").write_text(settings, encoding="utf-8")
    (root / "content/questions/five.yml").write_text(FIVE, encoding="utf-8")
    papers = root / "content" / "papers"
    papers.mkdir(exist_ok=True)
    (papers / "beetles.md").write_text(BEETLES, encoding="utf-8")
    (papers / "trees.md").write_text(TREES, encoding="utf-8")
    return root


FIVE = """\
id: five
title: Five questions
description: For tests.
source: Written for the tests.
questions:
  - id: optimizer
    text: Which optimiser was used?
    group: Training
    queries: [The model was trained with the Adam optimiser.]
    cues: [optimiser, adam, sgd, learning rate]
    sections: [methods]
  - id: random-seeds
    aliases: [cq24]
    text: Which random seeds were set?
    group: Training
    queries: [Random seeds were fixed for reproducibility.]
    cues: [seed, random seed]
    sections: [methods]
  - id: code-link
    text: Where is the code?
    group: Availability
    kind: link
    references: true
    queries: [The code is available on GitHub.]
    cues: [code, github, available]
    sections: [availability]
  - id: hardware
    text: On which hardware was the model trained?
    group: Training
    queries: [Training was done on a single GPU.]
    cues: [gpu, cpu, hardware]
    sections: [methods]
  - id: metrics
    text: Which metrics were used?
    group: Evaluation
    kind: list
    queries: [We report accuracy and F1 score.]
    cues: [accuracy, f1, precision, recall]
    sections: [results]
"""


def paper_of(*sections: tuple[str, str], id: str = "small") -> Paper:
    """Return a paper of (title, text) sections, each text one paragraph."""
    blocks = []
    for title, text in sections:
        blocks += [PaperBlock("heading", title), PaperBlock("prose", text)]
    return compose(PaperFile(id, "text", f"{id}.txt", Metadata(title="Small")), blocks)
