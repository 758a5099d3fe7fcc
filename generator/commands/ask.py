"""`answerbook ask` and `retrieve`: one paper, its answers and the snippets for them; nothing is recorded."""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.answering import BUILT_IN, ModelSpec
from generator.commands.asked_paper import AskedPaper
from generator.commands.named import DEFAULT_BUDGET
from generator.commands.snippets import place_text, quoted, snippet_json, wrapped
from generator.core import Answer, Bands, Paper, Question, QuestionSet, Retrieved
from generator.core.phrasing import kind_of
from generator.core.status import STATUS_WORDS
from generator.errors import AnswerbookError
from generator.project import Project, shipped
from generator.project.paper_loading import project_of, read_one
from generator.project.question_files import load_question_set
from generator.reading.dispatch import ReadingLimits, checked_format
from generator.retrieval import cache_folder, query_lists
from generator.run.applicability import closed_reason
from generator.run.config import RunConfig
from generator.run.fingerprints import RetrievalOptions
from generator.run.pipeline import Pipeline

__all__ = [
    "AskResult",
    "answer_text",
    "answers_json",
    "ask",
    "choose_model",
    "choose_questions",
    "how_sure",
    "retrieve",
    "slug_of",
    "snippets_json",
    "snippets_text",
]

DEFAULT_SET = "deep-learning"
_MIN_TYPED_WORDS = 3  # of a question of one's own: a single word is rather an id with a slip
_MAX_SLUG_CHARS = 60
_MAX_SUGGESTIONS = 3  # ids that an error names


@dataclass(frozen=True, slots=True)
class AskResult:
    """Questions asked of one paper, each with its answer, in order."""

    paper: Paper
    model: ModelSpec
    questions: tuple[Question, ...]
    answers: tuple[Answer, ...]


def retrieve(
    about: AskedPaper, names: Sequence[str], budget: int | None
) -> tuple[Paper, list[tuple[Question, Retrieved]]]:
    """Return the paper, and for each question the snippets that may answer it, best first.

    names: see `choose_questions`. budget: characters of snippets per question, None for that of the project.
    Raises AnswerbookError.
    """
    questions = choose_questions(names, about.project)
    with _pipeline(about, questions, budget) as pipeline:
        paper = read_one(about.file)
        asked = _applying(questions, paper, names)
        return paper, [(question, pipeline.retrieved(paper, question)) for question in asked]


def ask(
    about: AskedPaper,
    names: Sequence[str],
    model: str,
    budget: int | None,
    *,
    on_step: Callable[[int, int], None],
) -> AskResult:
    """Answer questions about a paper; nothing is recorded.

    names, model: see `choose_questions` and `choose_model`. budget: see `retrieve`. on_step: called with the
    number of answers so far and in total. Raises AnswerbookError.
    """
    questions, spec = choose_questions(names, about.project), choose_model(model, about.project)
    answers: list[Answer] = []
    with _pipeline(about, questions, budget) as pipeline:
        paper = read_one(about.file)
        questions = _applying(questions, paper, names)
        on_step(0, len(questions))
        for answer in pipeline.answers(paper, questions, spec, {}):
            answers.append(answer)
            on_step(len(answers), len(questions))
    return AskResult(paper, spec, questions, tuple(answers))


@contextlib.contextmanager
def _pipeline(about: AskedPaper, questions: Sequence[Question], budget: int | None) -> Iterator[Pipeline]:
    """Yield what answers ``questions`` about a paper, while its models are being loaded.

    In a project it is what a build uses, so that the answers are the same; vectors and scores of its own
    papers are kept there. Raises UnreadablePaper for a file that is no paper at a first look, before anything
    is loaded.
    """
    checked_format(about.file, ReadingLimits())
    if about.project is None:
        opened = Pipeline(RetrievalOptions(budget=budget or DEFAULT_BUDGET))
    else:
        config = RunConfig.of(about.project)
        options = config.options if budget is None else replace(config.options, budget=budget)
        opened = Pipeline(
            options,
            config.check,
            cache=config.cache,
            questions=config.questions,
            kept=cache_folder(config.cache),
            keeps=project_of(about.file) is not None,
        )
    with contextlib.closing(opened) as pipeline:
        pipeline.indexer.load_ahead(query_lists(questions))
        yield pipeline


def _applying(questions: tuple[Question, ...], paper: Paper, names: Sequence[str]) -> tuple[Question, ...]:
    """Return the questions that apply to a paper of this kind; all of those that were named."""
    if names:
        return questions
    return tuple(q for q in questions if not closed_reason(q, paper.metadata, {}))


def choose_questions(names: Sequence[str], project: Project | None = None) -> tuple[Question, ...]:
    """Return the questions that ``names`` mean.

    Each is the id or alias of a question of the project or a built-in one, the id of a set, the path of a
    set's file, or a text of three words or more. Without names: all questions of the project, or without a
    project of the set `deep-learning`. Raises AnswerbookError for any other name, and for a file that is no
    set.
    """
    folder = shipped("content/questions")
    own = project.question_sets() if project is not None else ()
    if not names and project is not None:
        return tuple(question for each in own for question in each.questions)
    if not names:  # the other sets need not be read, which takes longer than one
        return load_question_set(folder / f"{DEFAULT_SET}.yml").questions
    ids = {each.id for each in own}
    built_in = [load_question_set(file) for file in sorted(folder.glob("*.yml")) if file.stem not in ids]
    sets = [*own, *built_in]
    found: list[Question] = []
    for name in names:
        found += _meant(name, sets)
    return tuple(dict.fromkeys(found))


def _meant(name: str, sets: Sequence[QuestionSet]) -> Sequence[Question]:
    """Return the questions that one name means. Raises AnswerbookError if it means none."""
    is_file = Path(name).suffix.lower() in (".yml", ".yaml")
    if is_file and (Path(name).is_file() or len(name.split()) < _MIN_TYPED_WORDS):
        return load_question_set(Path(name)).questions
    whole = next((s.questions for s in sets if s.id == name), None)
    if whole is not None:
        return whole
    known = next((q for s in sets if (q := s.find(name)) is not None), None)
    if known is not None:
        return [known]
    if len(name.split()) >= _MIN_TYPED_WORDS:
        return [typed_question(name)]
    near = _similar_ids(name, {q.id for s in sets for q in s.questions} | {s.id for s in sets})
    hint = f"did you mean {', '.join(near)}?" if near else "see `answerbook questions list`."
    raise AnswerbookError(
        f"no question or set {name!r}; {hint} A question of your own needs at least three words"
    )


def _similar_ids(name: str, ids: Collection[str]) -> list[str]:
    """Return some ids that contain ``name``, or else the one that is spelled most like it, if any.

    >>> _similar_ids("seed", ["random-seeds", "hardware"]), _similar_ids("hardwear", ["hardware"])
    (['random-seeds'], ['hardware'])
    """
    lower = name.casefold()
    containing = sorted(id for id in ids if lower and lower in id)
    return containing[:_MAX_SUGGESTIONS] or difflib.get_close_matches(lower, sorted(ids), n=1)


# The group of questions that belong to no set.
TYPED = "asked"


def typed_question(text: str) -> Question:
    """Return the question that consists of its text alone, as typed on the command line."""
    asked = text.strip()
    return Question(id=slug_of(text), text=asked, group=TYPED, queries=(asked,), kind=kind_of(asked))


def choose_model(name: str, project: Project | None = None) -> ModelSpec:
    """Return the model of this name, of the project or built in, or the model in the GGUF file at this path.

    Raises AnswerbookError if there is none.
    """
    own = {spec.name: spec for spec in RunConfig.of(project).specs} if project is not None else {}
    known = {**BUILT_IN, **own}
    if name in known:
        return known[name]
    if Path(name).suffix.lower() == ".gguf":
        return ModelSpec(name=slug_of(Path(name).stem), kind="llama", file=name)
    raise AnswerbookError(f"no model {name!r}; use {', '.join(known)}, or the path of a .gguf file")


def slug_of(text: str) -> str:
    """Return an id made of the words of ``text``."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:_MAX_SLUG_CHARS].rstrip("-") or "question"


def snippets_text(found: Sequence[tuple[Question, Retrieved]]) -> str:
    """Return the snippets by question as text, each with its score and place."""
    lines: list[str] = []
    for question, retrieved in found:
        lines += [f"# {question.id}: {question.text}", f"  likely to be answered: {retrieved.answered:.0%}"]
        for snippet in retrieved.snippets:
            lines += [f"  {snippet.score:.3f}  {place_text(snippet)}", *quoted(snippet, "         ")]
        if not retrieved.snippets:
            lines.append("  (no passages)")
        lines.append("")
    return "\n".join(lines).rstrip()


def snippets_json(paper: Paper, found: Sequence[tuple[Question, Retrieved]]) -> dict[str, Any]:
    """Return the paper id and, by question, the likelihood of an answer and the snippets, best first."""
    return {
        "paper": paper.id,
        "questions": [
            {
                **_question(question),
                "answered": retrieved.answered,
                "snippets": [snippet_json(s) for s in retrieved.snippets],
            }
            for question, retrieved in found
        ],
    }


def answer_text(question: Question, answer: Answer) -> str:
    """Return one answer as text, with its evidence and the sentences that were withheld."""
    # Here, because it comes with all of the site's modules.
    from generator.site.content.reason_texts import translate_reason

    lines = [
        f"# {question.id}: {question.text}",
        f"  {STATUS_WORDS[answer.status]}{how_sure(answer)}. {translate_reason(answer.reason)}".rstrip(),
    ]
    texts = {part.id: part.text for part in question.parts}
    for part in answer.parts:
        lines.append(f"  {'reported' if part.reported else 'not reported'}: {texts.get(part.id, part.id)}")
    for sentence in answer.sentences:
        if sentence.support == "supported":
            numbers = "".join(f" [{n + 1}]" for n in sentence.evidence)
            lines += wrapped(sentence.text + numbers, "  ")
    for number, snippet in enumerate(answer.evidence, start=1):
        lines += [f"    [{number}] {place_text(snippet)}", *wrapped(f"“{snippet.text}”", "        ")]
    for sentence in answer.withheld:
        lines += wrapped(f"withheld: {sentence.text} ({translate_reason(sentence.reason)})", "    ")
    return "\n".join([*lines, ""])


def how_sure(answer: Answer) -> str:
    """Return how sure an answer is, in brackets, to follow its status; empty if that is unknown."""
    band = Bands().of_answer(answer)
    return "" if band is None else f" ({band}: {answer.probability:.0%} that the paper reports it)"


def answers_json(asked: AskResult) -> dict[str, Any]:
    """Return the paper id, the model and, by question, the answer with its evidence, as plain data."""
    return {
        "paper": asked.paper.id,
        "model": asked.model.name,
        "answers": [
            {
                **_question(question),
                "id": answer.id,
                "status": answer.status,
                "reason": answer.reason,
                "probability": answer.probability,
                "band": Bands().of_answer(answer),
                "parts": [
                    {"id": p.id, "reported": p.reported, "probability": p.probability} for p in answer.parts
                ],
                "text": answer.text,
                "sentences": [
                    {
                        "text": s.text,
                        "support": s.support,
                        "reason": s.reason,
                        "evidence": list(s.evidence),
                        "coverage": s.coverage,
                    }
                    for s in answer.sentences
                ],
                "evidence": [snippet_json(e) for e in answer.evidence],
                "searched": [
                    {"start": s.place.start, "end": s.place.end, "score": s.score} for s in answer.searched
                ],
                "raw": answer.raw,
                "measured": dict(answer.measured),
            }
            for question, answer in zip(asked.questions, asked.answers, strict=True)
        ],
    }


def _question(question: Question) -> dict[str, Any]:
    return {"question": question.id, "aliases": list(question.aliases), "text_of_question": question.text}
