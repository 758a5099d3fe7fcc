"""What the doctor finds, on machines, engines and models that the tests make up."""

from __future__ import annotations

import dataclasses
import http.server
import importlib.util
import json
import os
import shutil
import signal
import socket
import threading
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.answering import ContextMode, LlamaOptions, ModelSpec, PluginOptions, ServerOptions
from generator.answering.models import fetching
from generator.cli.doctor import doctor
from generator.commands.doctor import Finding, engines, failing, readable, verdict
from generator.commands.doctor import machine_checks as machine
from generator.commands.doctor import model_checks as models
from generator.commands.doctor import project_checks as project
from generator.commands.doctor.engines import Probe
from generator.commands.doctor.model_checks import CheckContext
from generator.core import Question
from generator.retrieval import PACKAGED_SCORER
from generator.storage.files import hash_of

COMMIT = "0123456789abcdef0123456789abcdef01234567"
HUB = f"hf:ada/small/model.gguf@{COMMIT}"
QUESTION = Question(id="seeds", text="Which random seeds were set?", group="Training")


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# --- the machine ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "state"),
    [((3, 11, 0), "ok"), ((3, 14, 1), "ok"), ((3, 10, 9), "failing"), ((2, 7, 18), "failing")],
)
def test_python_must_be_new_enough(version: tuple[int, int, int], state: str) -> None:
    finding = machine.python_version(version)
    assert finding.state == state
    assert finding.found == ".".join(map(str, version))
    assert bool(finding.hint) == (state == "failing")


@pytest.mark.parametrize(
    ("info", "kind", "state", "shown"),
    [
        (
            "model name\t: Fast\nflags\t\t: fpu avx f16c avx2 avx512f fma\n",
            "x86_64",
            "ok",
            "avx avx2 avx512 f16c fma",
        ),
        ("flags\t\t: fpu avx f16c\n", "x86_64", "warning", "no avx2"),
        ("flags\t\t: fpu sse2\n", "x86_64", "ok", "x86_64"),
        ("Features\t: fp asimd sve\n", "aarch64", "ok", "neon sve"),
        ("", "arm64", "ok", "neon"),
        ("", "x86_64", "ok", "x86_64"),
    ],
)
def test_a_processor_without_avx2_is_warned_of(
    info: str, kind: str, state: str, shown: str, tmp_path: Path
) -> None:
    finding = machine.processor(written(tmp_path / "cpuinfo", info), kind)
    assert (finding.state, finding.name) == (state, "processor")
    assert shown in finding.found
    assert "core" in finding.found


def test_a_machine_that_tells_no_flags_is_no_warning(tmp_path: Path) -> None:
    assert machine.processor(tmp_path / "nowhere", "x86_64").state == "ok"


MEMINFO = "MemTotal:  8000000 kB\nMemFree: 100 kB\nMemAvailable:  5000000 kB\n"


@pytest.mark.parametrize(
    ("limit", "total", "free"),
    [
        ("max\n", 8_192_000_000, 5_120_000_000),
        ("3000000000\n", 3_000_000_000, 3_000_000_000),
        ("6000000000\n", 6_000_000_000, 5_120_000_000),
        ("9223372036854771712\n", 8_192_000_000, 5_120_000_000),
    ],
)
def test_memory_is_what_the_machine_and_a_container_leave(
    limit: str, total: int, free: int, tmp_path: Path
) -> None:
    info = written(tmp_path / "meminfo", MEMINFO)
    limits = (tmp_path / "nowhere", written(tmp_path / "memory.max", limit))
    assert machine.memory(info, limits) == (total, free)


@pytest.mark.parametrize(
    ("total", "free", "state"), [(8e9, 5e9, "ok"), (8e9, 1e9, "warning"), (1e9, 0, "warning"), (0, 0, "ok")]
)
def test_little_memory_is_warned_of(total: float, free: float, state: str) -> None:
    assert machine.memory_finding(int(total), int(free)).state == state


@pytest.mark.parametrize(("free", "state"), [(9e9, "ok"), (1e9, "warning"), (5e7, "failing")])
def test_a_disk_must_have_room(
    free: float, state: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**10, 0, int(free)))
    assert machine.disk(tmp_path / "not" / "made" / "yet").state == state


def test_a_missing_git_is_a_warning_and_a_missing_browser_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.git().state == "warning"
    assert machine.browser() == Finding(
        "browser", "ok", "no chromium; only the tests of the site's pages need one"
    )


@pytest.mark.parametrize(
    ("zones", "shown"),
    [
        ((), "not measured by this machine"),
        (("locked",), "not readable by this user"),
        (("open",), "measured by package-0"),
    ],
)
def test_energy_is_never_more_than_a_remark(zones: tuple[str, ...], shown: str, tmp_path: Path) -> None:
    for number, how in enumerate(zones):
        zone = tmp_path / f"intel-rapl:{number}"
        written(zone / "name", f"package-{number}\n")
        written(zone / "max_energy_range_uj", "1000000\n")
        if how == "open":
            written(zone / "energy_uj", "5\n")
    finding = machine.energy(tmp_path)
    assert finding.state == "ok"
    assert shown in finding.found


# --- engines --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "problem", "hint"),
    [
        (
            "import os, signal; os.kill(os.getpid(), signal.SIGILL)",
            "illegal instruction (SIGILL)",
            "--no-binary",
        ),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "crashes (SIGSEGV)", "install it again"),
        ("import os, signal; os.abort()", "crashes (SIGABRT)", "install it again"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "lack of memory", "close other programs"),
        (
            "import os; os.write(2, b'ggml: no device\\n'); os._exit(7)",
            "exit code 7): ggml: no device",
            "again",
        ),
        ("import no_such_engine", "not installed", "[models]'"),
        (
            "import no_such_part_of_it",
            "does not start (No module named 'no_such_part_of_it'",
            "install it again",
        ),
        ("raise OSError('libgomp.so.1: cannot open')", "does not start (libgomp.so.1", "install it again"),
        ("import time; time.sleep(60)", "did not start within 1 s", "less busy"),
    ],
)
def test_an_engine_that_does_not_start_is_told_and_never_takes_the_doctor_with_it(
    code: str, problem: str, hint: str
) -> None:
    finding = engines.engine(Probe("no_such_engine", code), (), patience=1.0 if "sleep" in code else 60.0)
    assert finding.state == "failing"
    assert problem in finding.found
    assert hint in finding.hint


def test_an_engine_that_starts_says_its_version_as_its_last_line() -> None:
    finding = engines.engine(Probe("it", "print('noise'); print('1.2, on CPU')"), ())
    assert finding == Finding("it", "ok", "1.2, on CPU")


@pytest.mark.parametrize(("kinds", "state"), [({"quotes"}, "warning"), ({"quotes", "llama"}, "failing")])
def test_an_engine_that_no_model_needs_is_only_a_warning(kinds: set[str], state: str) -> None:
    finding = engines.engine(Probe("no_such_engine", "import no_such_engine", ("llama",)), kinds)
    assert finding.state == state
    assert ("no model here needs it" in finding.found) == (state == "warning")


def test_what_lies_in_the_current_folder_is_not_taken_for_an_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "no_such_engine.py", "print('mine')")
    monkeypatch.chdir(tmp_path)
    assert engines.engine(Probe("no_such_engine", "import no_such_engine"), ()).found == "not installed"


@pytest.mark.slow
@pytest.mark.parametrize("probe", engines.PROBES, ids=lambda probe: probe.package)
def test_the_engines_of_this_machine_start(probe: Probe) -> None:
    if importlib.util.find_spec(probe.package) is None:
        pytest.skip(f"{probe.package} is not installed")
    finding = engines.engine(probe, probe.kinds)
    assert finding.state == "ok", finding
    assert finding.found[0].isdigit()


@pytest.mark.slow
def test_the_packaged_encoder_loads() -> None:
    finding = engines.encoder("packaged:all-minilm-l6-v2")
    assert finding.state == "ok"
    assert "384 dimensions" in finding.found


@pytest.mark.slow
def test_the_packaged_scorer_loads() -> None:
    finding = engines.scorer(PACKAGED_SCORER, "")
    assert finding.state == "ok", finding
    assert finding.found == f"{PACKAGED_SCORER}, loads"


def test_an_error_of_ours_in_a_child_keeps_its_mend() -> None:
    code = "from generator.errors import ModelError\nraise ModelError('no encoder; not here; name a folder')"
    outcome = engines.in_child(code, "it", 60.0)
    assert (outcome.problem, outcome.hint) == ("no encoder; not here", "name a folder")


# --- models ---------------------------------------------------------------------------------------


def examined(spec: ModelSpec, around: CheckContext | None = None) -> list[Finding]:
    return list(models.examine_models([spec], around or CheckContext([QUESTION])))


def llama(file: Path | str, prompt_chars: int = 3600, **options: int) -> ModelSpec:
    return ModelSpec("m", "llama", file=str(file), options=LlamaOptions(**options), prompt_chars=prompt_chars)


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    path = tmp_path / "m.gguf"
    path.write_bytes(b"GGUF" + bytes(1000))
    return path


def test_a_model_file_is_shown_with_size_and_hash(gguf: Path, tmp_path: Path) -> None:
    file, context = examined(llama(gguf), CheckContext([QUESTION], tmp_path / "cache"))
    assert (file.name, file.state) == ("model m", "ok")
    assert "m.gguf" in file.found
    assert hash_of(gguf)[:16] in file.found
    assert (context.name, context.state) == ("model m: context", "ok")


def test_a_missing_model_file_is_failing_with_the_mend() -> None:
    (finding,) = examined(llama("/nowhere/m.gguf"))
    assert finding == Finding(
        "model m",
        "failing",
        "the model file /nowhere/m.gguf is not there",
        "name a GGUF file, or packaged:smollm2-135m",
    )


def test_a_cache_that_cannot_be_written_does_not_keep_a_model_from_being_looked_at(
    gguf: Path, tmp_path: Path
) -> None:
    blocked = written(tmp_path / "blocked", "a file")
    assert examined(llama(gguf), CheckContext([], blocked / "cache"))[0].state == "ok"


def test_a_model_that_does_not_fit_into_memory_is_warned_of(gguf: Path) -> None:
    found = examined(llama(gguf), CheckContext([QUESTION], None, free=900_000_000))
    assert [(f.name, f.state) for f in found][1] == ("model m: memory", "warning")


@pytest.mark.parametrize(
    ("context", "chars", "new", "state", "hint"),
    [
        (4096, 3600, 256, "ok", ""),
        (1024, 3600, 256, "warning", "lower `prompt_chars` to"),
        (1024, 200, 1000, "failing", "max_new_tokens"),
        (512, 200, 80, "ok", ""),
    ],
)
def test_prompt_and_answer_must_fit_into_the_context(
    context: int, chars: int, new: int, state: str, hint: str, gguf: Path
) -> None:
    finding = examined(llama(gguf, chars, context=context, max_new_tokens=new))[-1]
    assert finding.state == state
    assert hint in finding.hint


def test_a_context_that_is_one_token_short_is_warned_of() -> None:
    wanted = models.needed_tokens(3600, [QUESTION], 256)
    assert models.context(llama("m.gguf", context=wanted), [QUESTION], None).state == "ok"
    assert models.context(llama("m.gguf", context=wanted - 1), [QUESTION], None).state == "warning"


def test_a_mend_of_the_context_mends_it() -> None:
    spec = llama("m.gguf", 9000, context=2048)
    finding = models.context(spec, [QUESTION], None)
    raised, lowered = (int(word.rstrip(",")) for word in finding.hint.split() if word.rstrip(",").isdigit())
    assert models.context(llama("m.gguf", 9000, context=raised), [QUESTION], None).state == "ok"
    assert models.context(llama("m.gguf", lowered, context=2048), [QUESTION], None).state == "ok"


@pytest.mark.parametrize(
    ("mode", "pack", "state"),
    [
        ("per_question", 14_000, "ok"),
        ("pack", 14_000, "warning"),
        ("auto", 14_000, "warning"),
        ("auto", 6_000, "ok"),
        ("whole", 14_000, "ok"),
    ],
)
def test_an_evidence_pack_must_fit_where_packs_are_shown(mode: ContextMode, pack: int, state: str) -> None:
    spec = dataclasses.replace(llama("m.gguf", context=4096), context_mode=mode, pack_chars=pack)
    finding = models.context(spec, [QUESTION], None)
    assert finding.state == state
    assert ("`pack_chars`" in finding.hint) == (state == "warning")


def test_the_longest_question_counts() -> None:
    long = Question(id="long", text="Which " + "very " * 400 + "long question?", group="G")
    spec = llama("m.gguf", 600, context=1024)
    assert models.context(spec, [QUESTION], None).state == "ok"
    assert models.context(spec, [QUESTION, long], None).state == "failing"


def test_a_context_beyond_what_the_model_was_trained_for_is_warned_of() -> None:
    assert models.context(llama("m.gguf"), [QUESTION], 2048).hint == "lower `context` to 2048"
    assert models.context(llama("m.gguf"), [QUESTION], 4096).state == "ok"


def test_a_file_of_the_hub_that_is_not_here_yet_says_where_to_put_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    around = CheckContext([QUESTION], tmp_path)
    assert examined(llama(HUB), around)[0].state == "warning"
    place = fetching.parse_hub_name(HUB).place(tmp_path)
    finding = models.offline([llama(HUB)], tmp_path, encoder_here=True)
    assert finding.state == "warning"
    assert str(place) in finding.hint
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert models.offline([llama(HUB)], tmp_path, encoder_here=True).state == "failing"

    place.parent.mkdir(parents=True)
    place.write_bytes(b"GGUF" + bytes(50))
    assert examined(llama(HUB), around)[0].state == "ok"
    assert models.offline([llama(HUB)], tmp_path, encoder_here=True).state == "ok"
    place.write_bytes(b"GGUF" + bytes(60))
    (finding, *_) = examined(llama(HUB), around)
    assert finding.state == "failing"
    assert finding.hint.startswith("delete it")


def test_a_bad_name_of_the_hub_is_failing(tmp_path: Path) -> None:
    for cache in (None, tmp_path):
        (finding,) = examined(llama("hf:model.gguf"), CheckContext([QUESTION], cache))
        assert finding.state == "failing"


def test_offline_needs_the_encoder_too() -> None:
    quotes = ModelSpec("quotes", "quotes")
    assert models.offline([quotes], None, encoder_here=False).state == "warning"
    assert models.offline([quotes], None, encoder_here=True).state == "ok"


def test_quotes_need_nothing() -> None:
    assert [f.state for f in examined(ModelSpec("quotes", "quotes"))] == ["ok"]


def test_a_kind_without_a_check_is_said() -> None:
    (finding,) = examined(ModelSpec("m", "telepathy"))  # type: ignore[arg-type]
    assert finding.state == "warning"
    assert "telepathy" in finding.found


def test_a_plugin_that_is_not_installed_is_failing() -> None:
    (finding,) = examined(ModelSpec("m", "plugin", options=PluginOptions("no-such-plugin")))
    assert finding.state == "failing"
    assert "no-such-plugin" in finding.found


class _Server(http.server.BaseHTTPRequestHandler):
    """Tells of one model in OpenAI's manner, with vLLM's context."""

    def do_GET(self) -> None:
        known = self.path == "/v1/models"
        body = json.dumps({"data": [{"id": "tiny", "max_model_len": 512}]}).encode() if known else b"{}"
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_server_that_answers_is_shown_with_its_model_and_context(address: str) -> None:
    spec = ModelSpec("s", "server", options=ServerOptions(url=address))
    found = examined(spec, CheckContext([QUESTION], network=True))
    assert [(f.name, f.state) for f in found] == [("model s", "ok"), ("model s: context", "warning")]
    assert "tiny" in found[0].found
    assert "512 tokens" in found[1].found


def test_a_server_that_is_not_there_is_failing() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and never listening: nobody else answers there
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        spec = ModelSpec("s", "server", options=ServerOptions(url=address, tries=1))
        (finding,) = examined(spec, CheckContext([QUESTION], network=True))
    assert finding.state == "failing"
    assert finding.hint


# --- the project, and the command -----------------------------------------------------------------


def test_a_place_that_can_be_written_and_one_that_cannot(tmp_path: Path) -> None:
    assert project.write_access("answers", tmp_path).state == "ok"
    assert project.write_access("answers", tmp_path / "a" / "b").state == "ok"
    assert list(tmp_path.iterdir()) == []
    blocked = written(tmp_path / "blocked", "a file")
    for folder in (blocked, blocked / "a"):
        assert project.write_access("answers", folder).state == "failing"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write_is_failing(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert project.write_access("cache", tmp_path).state == "failing"
        assert project.write_access("cache", tmp_path / "a").state == "failing"
    finally:
        tmp_path.chmod(0o700)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines that start at once."""
    monkeypatch.setattr(engines, "PROBES", (Probe("torch", "print('1.0')"),))
    monkeypatch.setattr(engines, "encoder", lambda name: Finding("encoder", "ok", name))
    monkeypatch.setattr(engines, "scorer", lambda name, calibration: Finding("scorer", "ok", name))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(doctor, [str(argument) for argument in arguments])


@pytest.mark.usefixtures("quick")
def test_a_sound_project_is_told_line_by_line_and_ends_well(project_folder: Path) -> None:
    result = run("--project", project_folder)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert any(line.split() == ["ok", "torch", "1.0"] for line in lines)
    assert any("Small things: 2 papers, 5 questions" in line for line in lines)
    for name in ("write answers", "write cache", "write build", "offline", "git", "energy", "model quotes"):
        assert sum(f" {name} " in line for line in lines) == 1, name
    for line in lines[:-2]:
        assert line[33] == " ", line
        assert line[34] != " ", line


@pytest.mark.usefixtures("quick")
def test_a_site_without_an_address_is_a_warning_that_says_what_it_lacks(project_folder: Path) -> None:
    settings = project_folder / "content/answerbook.yml"
    lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("site_url"))
    for address, state in (("", "warning"), ("site_url: https://example.org/a/\n", "ok")):
        settings.write_text(text + address, encoding="utf-8")
        data = json.loads(run("--project", project_folder, "--json").output)
        (found,) = [line for line in data if line["name"] == "site address"]
        assert found["state"] == state
        assert ("badge" in found["found"]) == (not address)


@pytest.mark.usefixtures("quick")
def test_json_is_a_list_of_lines(project_folder: Path) -> None:
    data = json.loads(run("--project", project_folder, "--json").output)
    assert len(data) > 12
    assert {tuple(line) for line in data} == {("name", "state", "found", "mend")}
    assert {line["state"] for line in data} <= {"ok", "warning"}
    assert len({line["name"] for line in data}) == len(data)


@pytest.mark.usefixtures("quick")
def test_something_failing_ends_with_exit_code_1_and_the_mend(project_folder: Path) -> None:
    settings = "models:\n  - {name: lost, kind: llama, file: nowhere.gguf}\nquestion_sets: [five]\n"
    settings += "site_url: https://example.org/\n"
    written(project_folder / "content/answerbook.yml", settings)
    result = run("--project", project_folder)
    assert result.exit_code == 1
    assert "FAILING  model lost" in result.output
    assert "-> name a GGUF file" in result.output
    assert result.output.splitlines()[-1].endswith("1 failed.")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("broken", ["content/answerbook.yml", "content/questions/five.yml"])
def test_settings_or_questions_with_problems_are_a_line_too(broken: str, project_folder: Path) -> None:
    written(project_folder / broken, "colour: [\n")
    result = run("--project", project_folder, "--json")
    assert result.exit_code == 1
    (line,) = [line for line in json.loads(result.output) if line["name"] == "project"]
    assert line["state"] == "failing"
    assert Path(broken).name in line["found"]


@pytest.mark.usefixtures("quick")
def test_a_folder_that_is_named_must_hold_a_project(tmp_path: Path) -> None:
    result = run("--project", tmp_path / "nowhere")
    assert result.exit_code == 1
    assert f"none in {tmp_path / 'nowhere'}" in result.output


@pytest.mark.usefixtures("quick")
def test_outside_of_a_project_the_built_in_models_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run()
    assert "none here; checking the built-in models" in result.output
    assert "model quotes" in result.output
    assert "model smollm2" in result.output
    assert "write answers" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_the_verdict_counts() -> None:
    ok, warning, bad = (Finding("n", state, "f") for state in ("ok", "warning", "failing"))  # type: ignore[arg-type]
    assert verdict([ok, ok]) == "No problems found."
    assert verdict([ok, warning]) == "Of 2 checks, 1 gave a warning."
    assert verdict([bad, bad, warning, warning, ok]) == "Of 5 checks, 2 failed and 2 gave a warning."
    assert failing([ok, warning, bad])
    assert not failing([ok, warning])


def test_a_mend_stands_under_its_line() -> None:
    line, hint = readable(Finding("disk", "warning", "1 GB free", "make room")).splitlines()
    assert line == "warning  disk                     1 GB free"
    assert hint == " " * 34 + "-> make room"


def test_signals_have_names() -> None:
    assert engines._killed(-signal.SIGBUS, "", "p").problem == "crashes (SIGBUS)"
    assert "signal 99" in engines._killed(-99, "", "p").problem
