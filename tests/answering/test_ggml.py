"""The `ctransformers` kind: answers that hang on nothing but the prompt, and a child that may die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.answering.models.ggml import gguf
from generator.answering.models.ggml.model import GgmlModel, GgmlOptions, ggml_fingerprint
from generator.answering.models.model_protocol import Completion, Prompt
from generator.errors import ModelError
from tests.answering.tiny_models import (
    byte_level_vocabulary,
    sentence_piece_vocabulary,
    tiny_ggml_gpt2,
    tiny_ggml_llama,
    tiny_model,
)

ROOT = Path(__file__).resolve().parents[2]

pytest.importorskip("ctransformers")

OPTIONS = GgmlOptions(context=512, threads=1, max_new_tokens=16, timeout=60)
ABOUT_SEEDS = Prompt("Rules.", "Quotes:\n[1] The seed was 7.\n\n", "Question: Which seed was used?")


def about(own: str, shared: str = ABOUT_SEEDS.shared) -> Prompt:
    return Prompt("Rules.", shared, own)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a LLaMA file that needs no conversion; its tokens are mostly single bytes."""
    folder = tmp_path_factory.mktemp("ggml")
    return tiny_model(folder / "tiny.gguf", sentence_piece_vocabulary(), tied=False)


@pytest.fixture(scope="module")
def model(file: Path) -> Iterator[GgmlModel]:
    model = GgmlModel(file, OPTIONS)
    yield model
    model.close()


def test_an_answer_does_not_depend_on_what_was_asked_before(model: GgmlModel) -> None:
    prompts = [
        ABOUT_SEEDS,
        about("Question: Which data?"),
        about("Question: Which data?", "Quotes:\n[1] The seed was 8.\n\n"),
        about("Question: Which seed was used?", ""),
        about("Q"),
    ]
    first = {prompt: model.complete(prompt).text for prompt in prompts}
    assert len(set(first.values())) == len(prompts)
    for prompt in [*reversed(prompts), *prompts, prompts[2], prompts[2]]:
        assert model.complete(prompt).text == first[prompt]


def test_an_answer_is_the_same_in_another_process(model: GgmlModel, file: Path) -> None:
    other = GgmlModel(file, OPTIONS)
    try:
        other.complete(about("Question: Which data?"))
        assert other.complete(ABOUT_SEEDS).text == model.complete(ABOUT_SEEDS).text
    finally:
        other.close()


def test_what_questions_share_is_evaluated_once(model: GgmlModel) -> None:
    model.complete(about("Question: something else?", "Quotes:\n[1] Other.\n\n"))
    first, second = model.complete(ABOUT_SEEDS), model.complete(about("Question: Which data were used?"))
    assert first.reused_tokens == 0
    assert second.reused_tokens > 30
    assert first.prompt_tokens == model.tokens(ABOUT_SEEDS)
    assert second.prompt_tokens + second.reused_tokens == model.tokens(
        about("Question: Which data were used?")
    )
    assert 0 < first.new_tokens <= OPTIONS.max_new_tokens
    assert first.seconds > 0


def test_a_draw_depends_on_the_seed_alone(file: Path) -> None:
    said: list[str] = []
    for seed in (1, 2):
        model = GgmlModel(
            file, GgmlOptions(context=512, threads=1, max_new_tokens=16, temperature=1.5, seed=seed)
        )
        said += [model.complete(ABOUT_SEEDS).text, model.complete(ABOUT_SEEDS).text]
        model.close()
    assert said[0] == said[1] != said[2] == said[3]


def test_a_prompt_that_does_not_fit_is_an_error_and_never_cut(model: GgmlModel) -> None:
    assert 480 < model.room < 512
    long = about("d " * 400)
    count = model.tokens(long)
    assert count > model.room
    with pytest.raises(
        ModelError,
        match=rf"^the prompt needs {count} tokens and there is room for {model.room}; raise .*prompt_chars`$",
    ):
        model.complete(long)
    fits = about("d " * 150)
    assert model.tokens(fits) <= model.room
    assert model.complete(fits).new_tokens > 0


@pytest.mark.parametrize(
    "own", ["🙂训练" * 30, "a\udc00b\0c", "\0" * 50, "</s><s>[INST]", "\n \t", "d" * 300]
)
def test_any_text_is_asked(model: GgmlModel, own: str) -> None:
    assert model.tokens(about(own)) > 0
    assert model.complete(about(own)).prompt_tokens > 0
    assert model.complete(ABOUT_SEEDS).text == model.complete(ABOUT_SEEDS).text


def test_text_of_more_tokens_than_characters_is_counted_in_full(model: GgmlModel) -> None:
    # The library's own `tokenize` makes room for one token a character, and writes beyond it.
    text = "🙂训练" * 30
    assert model.tokens(about(text)) - model.tokens(about("?")) == len(text.encode()) - 1


@pytest.mark.parametrize(
    ("make", "kind"), [(tiny_ggml_llama, "llama"), (tiny_ggml_gpt2, "gpt2")], ids=["llama", "gpt2"]
)
def test_files_of_the_ggml_generation_answer(make: Callable[[Path], Path], kind: str, tmp_path: Path) -> None:
    options = GgmlOptions(context=512, threads=1, max_new_tokens=16, model_type=kind)
    model = GgmlModel(make(tmp_path / "tiny.bin"), options)
    try:
        long = about("Question: 🙂?", "Quotes: the seed was 7.\n" * 8)
        assert 150 < model.tokens(long) <= model.room
        first = model.complete(long)
        model.complete(ABOUT_SEEDS)
        assert model.complete(long).text == first.text
        assert first.new_tokens > 0
    finally:
        model.close()


@pytest.mark.parametrize(
    ("kind", "match"),
    [
        ("", "is not a GGUF file"),
        ("nosuch", "cannot be loaded by ctransformers"),
        ("mpt", "cannot be loaded by ctransformers|was ended by|ended with exit code"),
    ],
)
def test_a_ggml_file_of_another_kind_is_one_sentence(kind: str, match: str, tmp_path: Path) -> None:
    file = tiny_ggml_llama(tmp_path / "tiny.bin")
    with pytest.raises(ModelError, match=match):
        GgmlModel(file, GgmlOptions(context=512, threads=1, model_type=kind))


def test_a_file_that_must_be_converted_says_so(tmp_path: Path) -> None:
    file = tiny_model(tmp_path / "new.gguf", byte_level_vocabulary())
    with pytest.raises(ModelError, match="run `answerbook models convert`"):
        GgmlModel(file, OPTIONS)


def test_a_file_that_another_version_converted_says_so(tmp_path: Path) -> None:
    later = {"answerbook__converted": gguf.number(gguf.U32, 99)}
    file = tiny_model(tmp_path / "later.gguf", byte_level_vocabulary(), **later)
    with pytest.raises(ModelError, match="convert the original again"):
        GgmlModel(file, OPTIONS)


def test_a_damaged_file_is_one_sentence(file: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.gguf"
    damaged.write_bytes(file.read_bytes()[:60_000])
    with pytest.raises(ModelError, match="ends too early"):
        GgmlModel(damaged, OPTIONS)


class Stopped:
    """A question put to a child that stands still: what comes of it."""

    def __init__(self, model: GgmlModel) -> None:
        assert model.pid is not None
        self.pid = model.pid
        os.kill(self.pid, signal.SIGSTOP)
        self.said: Completion | None = None
        self.error: ModelError | None = None
        self._asking = threading.Thread(target=self._ask, args=(model,))
        self._asking.start()

    def _ask(self, model: GgmlModel) -> None:
        try:
            self.said = model.complete(ABOUT_SEEDS)
        except ModelError as error:
            self.error = error

    def outcome(self) -> str:
        self._asking.join(timeout=30)
        assert not self._asking.is_alive()
        return str(self.error or self.said)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("blow", [signal.SIGSEGV, signal.SIGABRT, signal.SIGILL, signal.SIGKILL])
def test_the_question_after_a_crash_is_answered(model: GgmlModel, blow: signal.Signals) -> None:
    expected = model.complete(ABOUT_SEEDS).text
    question = Stopped(model)
    time.sleep(0.1)
    os.kill(question.pid, blow)
    os.kill(question.pid, signal.SIGCONT)
    assert f"the process of the model tiny.gguf was ended by {blow.name}" in question.outcome()
    assert ("want of memory" in question.outcome()) == (blow == signal.SIGKILL)
    assert model.complete(ABOUT_SEEDS).text == expected
    assert model.pid != question.pid


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_child_that_dies_between_two_questions_costs_none(model: GgmlModel) -> None:
    expected, before = model.complete(ABOUT_SEEDS).text, model.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    time.sleep(0.2)
    assert model.complete(ABOUT_SEEDS).text == expected
    assert model.pid != before


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_child_that_hangs_is_ended(file: Path) -> None:
    model = GgmlModel(file, GgmlOptions(context=512, threads=1, max_new_tokens=4, timeout=15))
    try:
        model._options = GgmlOptions(context=512, threads=1, max_new_tokens=4, timeout=0.5)
        hanging = Stopped(model)
        assert "took longer than 0.5 s and was ended; raise `timeout`" in hanging.outcome()
        with pytest.raises(ProcessLookupError):
            os.kill(hanging.pid, 0)
        model._options = OPTIONS
        assert model.complete(ABOUT_SEEDS).text
    finally:
        model.close()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_the_last_words_of_a_crash_are_told(tmp_path: Path, file: Path) -> None:
    # A tensor of another size than the metadata say: the library refuses, or ends the process.
    layout = gguf.read_layout(file)
    values = dict(layout.values) | {"llama.embedding_length": gguf.number(gguf.U32, 64)}
    other = tmp_path / "other.gguf"
    gguf.write(other, values, [(t, gguf.tensor_copier(file, layout, t)) for t in layout.tensors])
    with pytest.raises(ModelError, match=r"other\.gguf"):
        GgmlModel(other, OPTIONS)


def test_a_closed_model_says_so_and_leaves_no_process(file: Path) -> None:
    model = GgmlModel(file, OPTIONS)
    pid = model.pid
    assert pid is not None
    model.close()
    model.close()
    with pytest.raises(ModelError, match=r"tiny\.gguf was closed"):
        model.complete(ABOUT_SEEDS)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_child_does_not_outlive_its_parent(file: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path\n"
        "from generator.answering.models.ggml.model import GgmlModel, GgmlOptions\n"
        "model = GgmlModel(Path(sys.argv[1]), GgmlOptions(context=512, threads=1))\n"
        "print(model.pid, flush=True)\n"
        "os._exit(0)\n"
    )
    parent = subprocess.run(
        [sys.executable, "-c", code, str(file)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    child = int(parent.stdout)
    for _ in range(100):
        if not _alive(child):
            return
        time.sleep(0.1)
    pytest.fail("the child lives on")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # An orphan that has ended stays in the table where nobody collects it.
    status = Path(f"/proc/{pid}/stat")
    return not (status.is_file() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def test_the_fingerprint_names_what_changes_answers() -> None:
    one = ggml_fingerprint("a" * 64, GgmlOptions())
    assert one["model"] == "a" * 16
    assert str(one["engine"]).startswith("ctransformers 0.")
    assert ggml_fingerprint("a" * 64, GgmlOptions(threads=3, timeout=5.0)) == one
    assert ggml_fingerprint(None, GgmlOptions())["model"] is None
    for changed in (GgmlOptions(context=1024), GgmlOptions(seed=2), GgmlOptions(model_type="llama")):
        assert ggml_fingerprint("a" * 64, changed)["sampling"] != one["sampling"]
