"""What other settings of llama.cpp would bring on a processor, and what they would change.

    python -m tests.benchmarks.engine [--data DIR] [--tokens N] [--questions N] [--json]

- attention: tokens read and written in a second of processor time, by one thread, with and without flash
  attention, and in batches of two sizes; a model of the shape of 1.1 billion parameters with two of its
  layers and random weights, whose memory fits this measurement into a minute.
- speculation: the packaged model on questions to a real paper, with and without drafts looked up in the
  prompt (n-grams of 3, drafts of 8): processor time, tokens drafted and accepted, and how many replies stay
  the same. A reply that changes makes recorded answers stale.

Seconds of processor time, because they stay about the same where other work shares the machine.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from pathlib import Path
from typing import Any

from generator.answering.models.model_files import PACKAGED, model_file
from generator.answering.prompt import build_prompt, grammar
from generator.evaluation.markdown_report import markdown
from generator.reading.pdf import read_pdf
from generator.run.fingerprints import RetrievalOptions
from generator.run.pipeline import Pipeline
from tests.benchmarks import random_llama
from tests.benchmarks.models import ROOT, alone, questions

LAYERS, WRITTEN = 2, 4
SETTINGS = {
    "no flash attention, batches of 128 (ours)": (False, 128),
    "no flash attention, batches of 512": (False, 512),
    "flash attention, batches of 128": (True, 128),
    "flash attention, batches of 512": (True, 512),
}
NGRAM, DRAFT = 3, 8
LONGEST_REPLY, PROMPT_CHARS = 80, 1000  # as the built-in model `smollm2`


def attention(model: Path, tokens: int, flash: bool, batch: int) -> dict[str, Any]:
    """Return tokens a second of processor time, read and written, after a prompt of random ``tokens``."""
    server = _server(model, flash=flash, batch=batch)
    draw = random.Random(1)
    prompt = [draw.randrange(1000, 40_000) for _ in range(tokens)]
    body = {"prompt": prompt, "temperature": 0.0, "ignore_eos": True}
    began = time.process_time()
    server.handle_completions({**body, "n_predict": 0, "cache_prompt": False})
    read = time.process_time()
    server.handle_completions({**body, "n_predict": WRITTEN, "cache_prompt": True})
    written = time.process_time()
    return {"tokens read": tokens / (read - began), "tokens written": WRITTEN / (written - read)}


def replies(prompts: list[tuple[str, str, str]], drafted: int) -> dict[str, Any]:
    """Return the replies to prompts of system, user and grammar, and what they cost."""
    server = _server(model_file(PACKAGED), flash=False, batch=128, drafted=drafted)
    began = time.process_time()
    said = [
        server.handle_chat_completions(
            {
                "messages": [{"role": "system", "content": rules}, {"role": "user", "content": user}],
                "max_tokens": LONGEST_REPLY,
                "temperature": 0.0,
                "grammar": form,
                "cache_prompt": False,
            }
        )
        for rules, user, form in prompts
    ]
    timings = [reply["timings"] for reply in said]
    return {
        "processor seconds": time.process_time() - began,
        "tokens written": sum(t["predicted_n"] for t in timings),
        "tokens drafted": sum(t.get("draft_n", 0) for t in timings),
        "of them accepted": sum(t.get("draft_n_accepted", 0) for t in timings),
        "replies": [reply["choices"][0]["message"]["content"] for reply in said],
    }


def prompts_of(paper: Path, count: int) -> list[tuple[str, str, str]]:
    """Return prompts as the pipeline would send them, with their grammars."""
    read = read_pdf(paper, id=paper.stem)
    pipeline = Pipeline(RetrievalOptions(), questions=questions(0))
    made = [build_prompt(q, pipeline.retrieved(read, q), PROMPT_CHARS) for q in questions(count)]
    pipeline.close()
    return [(m.prompt.system, m.prompt.user, grammar(m.cited)) for m in made if m.cited]


def _server(model: Path, *, flash: bool, batch: int, drafted: int = 0) -> Any:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(model)
    parameters.n_ctx, parameters.n_parallel, parameters.n_batch, parameters.n_ubatch = 8192, 1, 2048, batch
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    parameters.verbosity, parameters.cache_ram_mib = -1, 0
    kinds = xllamacpp.llama_flash_attn_type
    parameters.flash_attn_type = (
        kinds.LLAMA_FLASH_ATTN_TYPE_ENABLED if flash else kinds.LLAMA_FLASH_ATTN_TYPE_DISABLED
    )
    if drafted:
        parameters.speculative.types = [
            xllamacpp.common_speculative_type.COMMON_SPECULATIVE_TYPE_NGRAM_SIMPLE
        ]
        parameters.speculative.ngram_simple.size_n = NGRAM
        parameters.speculative.ngram_simple.size_m = drafted
    return xllamacpp.Server(parameters)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--paper", default="biodiv-18")
    parser.add_argument("--tokens", type=int, default=3800)
    parser.add_argument("--questions", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    random_llama.LAYERS = LAYERS
    with tempfile.TemporaryDirectory() as folder:
        file = random_llama.write_random_llama(
            Path(folder) / "layers.gguf", vocabulary_of=model_file(PACKAGED)
        )
        speeds = {name: alone(attention, file, options.tokens, *how) for name, how in SETTINGS.items()}
    paper = options.data / "papers" / "pdf" / f"{options.paper}.pdf"
    prompts = alone(prompts_of, paper, options.questions)
    plain, drafted = alone(replies, prompts, 0), alone(replies, prompts, DRAFT)
    said = plain.pop("replies"), drafted.pop("replies")
    plain["replies that stay the same"] = len(prompts)
    drafted["replies that stay the same"] = sum(a == b for a, b in zip(*said, strict=True))
    found = {"attention": speeds, "speculation": {"none": plain, "from the prompt": drafted}}
    print(json.dumps(found, indent=1) if options.json else markdown("Engine", found))


if __name__ == "__main__":
    main()
