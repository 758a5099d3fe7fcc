"""Training of the packaged scorer: once without each field, which is how it is judged, and once on all.

    python -m tests.benchmarks.scorer [--data ../shared/data] [--only NAME] [--share SHARE] [--ship]

Writes what training changed to build/benchmarks/scorers/NAME.npz, which `tests.benchmarks.fields` reads:
``trials`` (the start of the others that saw trials), ``all``, ``fold-0`` to ``fold-2`` (each without a third
of the papers of the small fields), ``without-deep-learning``, ``without-general-science`` and
``without-trials``. Thirty trials take part in none of them. ``trials`` and ``all`` take about 80 minutes on
two cores, all eight about four hours. ``--share 0.33`` trains on a third of the cells, for an estimate in a
third of the time. ``--ship`` trains nothing and copies ``all`` into the package, with its card.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from generator.commands.evaluate.cases import Case, shipped_sets
from generator.core import Question
from generator.retrieval import ScoredText, learned_weights, passage_features
from generator.retrieval.encoder import has_bfloat16
from generator.retrieval.network import CHANGES_FILE, add_changes, changes_of, untrained_network
from generator.retrieval.scorer import tokenized, with_title
from generator.retrieval.searchable import ONLY_FOR_LINKS
from tests.benchmarks.kept_vectors import KeptVectors
from tests.benchmarks.own_labels import FREE

ROOT = Path(__file__).resolve().parents[2]
SCORERS = ROOT / "build" / "benchmarks" / "scorers"
# Those trained without a field cost hours, so they are kept; the card there says what they saw.
KEPT_SCORERS = Path(__file__).parent / "scorers"
MODELS = ROOT / "generator" / "retrieval" / "models"
COMMAND = "python -m tests.benchmarks.scorer; python -m tests.benchmarks.scorer --ship"
SEED = 1
UNSEEN_TRIALS = 30
BATCH = 32
# What the loss of a passage that answers counts, against one that does not: there are six of these to one.
POSITIVE = 1.5
# Of the trials that a scorer has seen already, this share is shown again beside the small fields.
AGAIN = 0.1


@dataclass(frozen=True)
class Run:
    """One training. start: the run that it goes on from. fields: what it learns from, with the free questions
    of their papers. passes: over the questions of sets.

    again: whether some trials are shown again beside them. fold: the third of the papers that is left out.
    """

    fields: tuple[str, ...]
    start: str = ""
    rate: float = 1e-4
    passes: int = 2
    again: bool = False
    fold: int | None = None


def scorer_file(name: str) -> Path:
    """Return the file of a run: as trained in this tree, else the kept one."""
    trained_here = SCORERS / f"{name}.npz"
    return trained_here if trained_here.is_file() else KEPT_SCORERS / f"{name}.npz"


FOLDS = 3
DEEP = ("biodiversity", "deep learning", "further deep learning")
SCIENCE = ("general science", "further science")
SMALL_FIELDS = (*DEEP, *SCIENCE)
RUNS = {
    "trials": Run(("trials",), passes=1),
    "all": Run(SMALL_FIELDS, "trials", 5e-5, again=True),
    **{f"fold-{n}": Run(SMALL_FIELDS, "trials", 5e-5, again=True, fold=n) for n in range(FOLDS)},
    "without-deep-learning": Run(SCIENCE, "trials", 5e-5, again=True),
    "without-general-science": Run(DEEP, "trials", 5e-5, again=True),
    "without-trials": Run(SMALL_FIELDS, rate=1e-4),
}


@dataclass(frozen=True)
class Share:
    """How many passages of a cell are shown in one pass: of those that answer, and of the others."""

    right: int
    wrong: int


TRIALS, SMALL = Share(3, 6), Share(6, 9)


@dataclass
class Pairs:
    """Questions and passages, and whether the passage answers, in order."""

    questions: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    labels: list[float] = field(default_factory=list)

    def add(self, question: str, passage: ScoredText, label: bool) -> None:
        self.questions.append(question)
        self.texts.append(with_title(passage))
        self.labels.append(float(label))


def unseen(papers: Sequence[str]) -> set[str]:
    """Return the trials that no scorer is trained on."""
    return set(random.Random(7).sample(sorted(papers), UNSEEN_TRIALS))


def dealt(papers: Sequence[str]) -> dict[str, int]:
    """Return the fold of each paper, dealt out in turn."""
    return {paper: n % FOLDS for n, paper in enumerate(papers)}


def folds_of(cases: dict[str, list[Case]]) -> dict[str, int]:
    """Return the fold of each paper of the small fields."""
    found: dict[str, int] = {}
    for name in SMALL_FIELDS:
        found |= dealt(sorted({c.gold.paper for c in cases[name]}))
    return found


@cache
def other_wordings() -> dict[str, list[str]]:
    """Other wordings of the shipped questions that have labels, by their text."""
    found = json.loads((Path(__file__).parent / "labels" / "wordings.json").read_text("utf-8"))
    names = {f"{s.id}/{q.id}": q.text for s in shipped_sets() for q in s.questions}
    return {text: found[name] for name, text in names.items() if name in found}


def wording(question: Question, dice: random.Random) -> str:
    """Return the question as it is, in other words, or now and then as a few keywords."""
    others = other_wordings().get(question.text)
    if others is None:
        return question.text
    words = question.id.replace("-", " ")
    return dice.choice([*[question.text] * 5, *others, words, f"{question.group}: {words}"])


def add_pairs(pairs: Pairs, case: Case, share: Share, dice: random.Random) -> None:
    """Add some passages of a case: those that answer, hard others by their signs, and others by chance."""
    right = case.labels()
    if case.gold.answered and not right.any():
        return
    found = passage_features(case.index, case.question)
    order = learned_weights().ranking.log_odds(found.values) + dice.choice([0, 4]) * found.values["question"]
    passages = case.index.passages
    asked = case.question.references
    others = [
        int(i)
        for i in np.argsort(-order, kind="stable")
        if not right[i] and (passages[i].kind not in ONLY_FOR_LINKS or (asked and passages[i].sentence.links))
    ]
    hard = share.wrong * 2 // 3
    near = others[: 2 * hard]
    wrong = near[: hard // 2] + dice.sample(near[hard // 2 :], min(len(near[hard // 2 :]), hard - hard // 2))
    wrong += dice.sample(others, min(len(others), share.wrong - hard))
    answers = [int(i) for i in np.flatnonzero(right)]
    for i in [*dice.sample(answers, min(len(answers), share.right)), *dict.fromkeys(wrong)]:
        text = ScoredText(passages[i].section, passages[i].words)
        pairs.add(wording(case.question, dice), text, bool(right[i]))


def pairs_of(run: Run, cases: dict[str, list[Case]], part: float = 1.0) -> Pairs:
    """Return the pairs of a run, drawn by a fixed seed. part: the share of the cells that it learns from."""
    dice, pairs = random.Random(SEED), Pairs()
    left_out = unseen(sorted({c.gold.paper for c in cases["trials"]}))
    folds = folds_of(cases)

    def taken() -> bool:
        return part >= 1 or dice.random() < part

    def add(some: Sequence[Case], share: Share, passes: int) -> None:
        for case in some:
            paper = case.gold.paper
            if paper not in left_out and (run.fold is None or folds.get(paper) != run.fold) and taken():
                for _ in range(passes):
                    add_pairs(pairs, case, share, dice)

    for name in run.fields:
        add(cases[name], TRIALS if name == "trials" else SMALL, run.passes)
    papers = {c.gold.paper for name in run.fields for c in cases[name]}
    add([c for c in cases[FREE] if c.gold.paper in papers], SMALL, 1)
    if run.again:
        for case in cases["trials"]:
            if case.gold.paper not in left_out and dice.random() < AGAIN and taken():
                add_pairs(pairs, case, TRIALS, dice)
    return pairs


def batches(pairs: Pairs, dice: random.Random) -> Iterator[list[int]]:
    """Yield indices of pairs of like length, in random order."""
    order = list(range(len(pairs.labels)))
    dice.shuffle(order)
    for start in range(0, len(order), BATCH * 64):
        near = sorted(
            order[start : start + BATCH * 64], key=lambda i: len(pairs.questions[i] + pairs.texts[i])
        )
        found = [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
        dice.shuffle(found)
        yield from found


def train(network: Any, tokenizer: Any, pairs: Pairs, rate: float) -> None:
    """Train ``network`` on all pairs once. The vectors of words stay as they are."""
    import torch

    torch.manual_seed(SEED)
    network.bert.embeddings.word_embeddings.weight.requires_grad = False
    body = [p for n, p in network.named_parameters() if p.requires_grad and not n.startswith("head")]
    head = max(3 * rate, 3e-4)
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": network.head.parameters(), "lr": head}], weight_decay=0.01
    )
    steps = list(batches(pairs, random.Random(SEED)))
    warm = max(1, len(steps) // 16)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / warm, max(0.02, (len(steps) - n) / max(1, len(steps) - warm)))
    )
    loss_of = torch.nn.BCEWithLogitsLoss(pos_weight=torch.tensor(POSITIVE))
    network.train()
    started, total = time.perf_counter(), 0.0
    for number, batch in enumerate(steps, 1):
        given = tokenized(tokenizer, [pairs.questions[i] for i in batch], [pairs.texts[i] for i in batch])
        # Processors without bfloat16 work it out fourteen times slower than 32 bits.
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_bfloat16()):
            scores = network(**given)
        loss = loss_of(scores.float(), torch.tensor([pairs.labels[i] for i in batch]))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(body, 1.0)
        optimizer.step()
        schedule.step()
        total += loss.item()
        if number % 100 == 0 or number == len(steps):
            seconds = time.perf_counter() - started
            print(f"{number} of {len(steps)}, loss {total / number:.3f}, {seconds:.0f} s", flush=True)


def trained(name: str, cases: dict[str, list[Case]], part: float = 1.0) -> bytes:
    """Return what the run of this name changes in the encoder; the run that it goes on from must be there.

    part: see `pairs_of`.
    """
    run = RUNS[name]
    network, tokenizer = untrained_network()
    before = {k: v.clone() for k, v in network.state_dict().items()}
    if run.start:
        add_changes(network, (SCORERS / f"{run.start}.npz").read_bytes())
    pairs = pairs_of(run, cases, part)
    print(f"{name}: {len(pairs.labels)} pairs, of which {sum(pairs.labels):.0f} answer", flush=True)
    train(network, tokenizer, pairs, run.rate)
    return changes_of(network, before)


def ship(data: bytes, cases: dict[str, list[Case]]) -> None:
    """Write the packaged scorer and its card."""
    papers = {c.gold.paper for found in cases.values() for c in found}
    papers -= unseen(sorted({c.gold.paper for c in cases["trials"]}))
    card = {
        "what": "What training changed in the packaged encoder, all-MiniLM-L6-v2, as a cross-encoder of "
        "questions and sentences.",
        "command": COMMAND,
        "seed": SEED,
        "hash": hashlib.sha256(data).hexdigest()[:16],
        "data": [
            "CONSORT-TM, SPIRIT-CONSORT-TM and SPIRIT-CONSORT-ELM: 160 of 190 randomised trials, protocols",
            "8 papers on deep learning x 28 questions, 17 articles of general science x 14 questions, "
            "labelled for this project",
            "47 papers on deep learning and of other kinds x 25 or 14 questions, 774 free questions about "
            "them, and 740 other wordings of the shipped questions, all by a language model "
            "(tests/benchmarks/labels/README.md)",
        ],
        "licence": "Weights as the package; the encoder Apache-2.0; labels of the trials MIT, their articles "
        "PMC open access; no text of any paper is in this file.",
        "papers": sorted(papers),
        "figures": "python -m tests.benchmarks.fields, by scorers that saw nothing of the field judged",
    }
    (MODELS / CHANGES_FILE).write_bytes(data)
    (MODELS / "scorer.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    from tests.benchmarks.fields import all_cases

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--only", choices=tuple(RUNS), action="append")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--ship", action="store_true")
    options = parser.parse_args()
    encoder = KeptVectors(ROOT / "build" / "benchmarks")
    cases = all_cases(options.data, encoder, whole=True)
    encoder.keep()
    if not options.ship:
        SCORERS.mkdir(parents=True, exist_ok=True)
        for name in options.only or RUNS:
            (SCORERS / f"{name}.npz").write_bytes(trained(name, cases, options.share))
    else:
        ship((SCORERS / "all.npz").read_bytes(), cases)


if __name__ == "__main__":
    main()
