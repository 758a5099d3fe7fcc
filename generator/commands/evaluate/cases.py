"""Gold evidence joined with its papers, read and indexed, and with its questions."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator import reading
from generator.core import Paper, Question, QuestionSet
from generator.core.formats import named_format
from generator.errors import AnswerbookError, InvalidFile, UnreadablePaper
from generator.evaluation.gold_evidence import GoldEvidence
from generator.evaluation.metrics import shingles, squeezed
from generator.project import Project, shipped
from generator.project.question_files import load_question_set, load_question_sets
from generator.retrieval import Encoder, PaperIndex, QueryVectors, Scorer, SentenceTransformerEncoder
from generator.storage.files import files_within

if TYPE_CHECKING:
    import numpy as np

log = logging.getLogger(__name__)

# A passage is gold if it contains this share of a gold passage's shingles, or if it is a part of a gold
# passage and not a mere scrap.
_MIN_SHARE = 0.5
_MIN_PART_CHARS = 20


@dataclass(frozen=True)
class Case:
    """A gold row with our form of the question and the index of the paper."""

    gold: GoldEvidence
    question: Question
    index: PaperIndex

    def labels(self) -> np.ndarray:
        """Return for each passage of the paper whether it is gold evidence: shape (passages,), bool."""
        import numpy as np

        gold = np.zeros(len(self.index.passages), dtype=bool)
        bare = [squeezed(p.text) for p in self.index.passages]
        for quote in self.gold.passages:
            whole, pieces = squeezed(quote), shingles(quote)
            for i, text in enumerate(bare):
                inside = len(text) >= _MIN_PART_CHARS and text in whole
                shared = sum(piece in text for piece in pieces)
                gold[i] |= inside or shared >= _MIN_SHARE * max(1, len(pieces))
        return gold


def join_cases(
    gold: Sequence[GoldEvidence],
    folder: Path,
    jobs: int = 1,
    sets: Sequence[QuestionSet] = (),
    encoder: Encoder | None = None,
    scorer: Scorer | None = None,
) -> tuple[list[Case], list[str]]:
    """Return cases in the order of ``gold``, and a sentence for each paper or question that is missing.

    sets: where to look up questions by id or alias, in this order; empty for the built-in sets. encoder: None
    for the built-in one. scorer: reads passages together with their question. Raises AnswerbookError if no
    case is left.
    """
    names = list(dict.fromkeys(g.paper for g in gold))
    papers, missing = read_gold_papers(names, folder, jobs)
    asked: dict[str, Question] = {}
    sets = sets or shipped_sets()
    for name in dict.fromkeys(g.question for g in gold):
        question = next((q for s in sets if (q := s.find(name)) is not None), None)
        if question is None:
            missing.append(f"question {name!r}: not in any question set; its rows are left out")
        else:
            asked[name] = question
    encoder = encoder or SentenceTransformerEncoder()
    queries = QueryVectors(encoder)
    indices = {name: PaperIndex(paper, encoder, queries, scorer) for name, paper in papers.items()}
    cases = [
        Case(g, asked[g.question], indices[g.paper])
        for g in gold
        if g.paper in indices and g.question in asked
    ]
    if not cases:
        raise AnswerbookError(
            f"{folder}: no file matches a paper of the gold file; name files after the papers, like "
            f"{names[0]}.pdf"
        )
    return cases, missing


def shipped_sets() -> tuple[QuestionSet, ...]:
    """Return the question sets that come with Answerbook, by the names of their files."""
    return tuple(load_question_set(file) for file in sorted(shipped("content/questions").glob("*.yml")))


def question_sets(files: Sequence[Path], folder: Path) -> tuple[QuestionSet, ...]:
    """Return the sets in ``files``; without files, those of the project in ``folder`` and the built-in ones.

    Raises AnswerbookError if files or the project cannot be used.
    """
    if files:
        return load_question_sets(files)
    try:
        project = Project.find(folder)
    except InvalidFile:
        raise
    except AnswerbookError:  # no project here
        return shipped_sets()
    own = project.question_sets()
    return (*own, *(s for s in shipped_sets() if s.id not in {o.id for o in own}))


def read_gold_papers(names: Sequence[str], folder: Path, jobs: int) -> tuple[dict[str, Paper], list[str]]:
    """Return the papers of these names in ``folder``, and a sentence for each that cannot be read."""
    if not folder.is_dir():
        raise AnswerbookError(f"{folder}: not a folder; give the one that holds the papers")
    files = [
        folder / path for path, _ in files_within(folder) if named_format(path) not in (None, "passages")
    ]
    ids = reading.paper_ids(files)
    by_name = {**{ids[f]: f for f in files}, **{f.stem: f for f in files}, **{f.name: f for f in files}}
    missing = [
        f"{folder}: no file for the paper {n!r}; its rows are left out" for n in names if n not in by_name
    ]
    wanted = {by_name[n]: n for n in names if n in by_name}
    papers = {}
    for file, paper in reading.read_papers(list(wanted), ids=ids, jobs=jobs):
        if isinstance(paper, UnreadablePaper):
            missing.append(str(paper))
        else:
            papers[wanted[file]] = paper
    return papers, missing


def variants(question: Question) -> Iterator[Question]:
    """Yield the question, then two variants with half of its queries and cues each.

    Weights fitted only on our own complete wordings rely on them more than the questions of others allow.
    """
    yield question
    for part in (0, 1):
        yield replace(question, queries=question.queries[part::2], cues=question.cues[part::2])


def bare(question: Question) -> Question:
    """Return the question with its text as the only query, and without cues."""
    return Question(
        question.id,
        question.text,
        question.group,
        queries=(question.text,),
        references=question.references,
        kind=question.kind,
    )
