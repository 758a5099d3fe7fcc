"""Jobs for the tests of the engine: they run in worker processes, which import them by name."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from generator.core import Answer
from generator.errors import ModelError
from generator.ledger import Ledger
from generator.run.engines import send
from generator.run.jobs import PaperJob
from generator.run.usage import AnswerUsage


def threads(_: object) -> None:
    send(os.environ["OMP_NUM_THREADS"])


def talk(count: int) -> None:
    """Send the numbers below ``count``."""
    for number in range(count):
        send(number)


def tell(variable: str) -> None:
    """Send the value of an environment variable."""
    send(os.environ.get(variable))


def fail(message: str) -> None:
    """Say something, then raise ValueError."""
    send("before")
    raise ValueError(message)


def die(words: str) -> None:
    """Say something, then be killed at once; "talk" lives on."""
    send(words)
    if words != "talk":
        os.kill(os.getpid(), signal.SIGKILL)


def leave_trace(folder: str) -> None:
    """Say the process id, then work for long, and leave a file at the end."""
    send(os.getpid())
    time.sleep(30)
    Path(folder, "done").touch()


def unlike_on(nodes: str) -> str:
    """In a worker on a cluster: that it is unlike, where its node is one of ``nodes``."""
    import ray

    return "its Answerbook is 0.0" if ray.get_runtime_context().get_node_id() in nodes else ""


def tell_node(seconds: float) -> None:
    """Send the id of the node on a cluster, and take a while."""
    import ray

    send(ray.get_runtime_context().get_node_id())
    time.sleep(seconds)


def answer_or_die(job: PaperJob) -> None:
    """As `work_on_paper`, with a model that is killed at questions whose text says so."""
    _answer(job, _die_at)


def answer_slowly(job: PaperJob) -> None:
    """As `work_on_paper`, with a model that takes its time."""
    _answer(job, lambda text: time.sleep(0.3))


def _die_at(text: str) -> None:
    if text == "kill the worker":
        os.kill(os.getpid(), signal.SIGKILL)
    if text.startswith("kill one worker "):
        mark = Path(text.removeprefix("kill one worker "), "dead")
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    if text == "raise":
        raise ModelError("the model cannot be loaded")


def _answer(job: PaperJob, think: Callable[[str], None]) -> None:
    for spec, questions in job.tasks:
        for question in questions:
            send(("begun", spec.name, question.id))
            think(question.text)
            parts = job.fingerprints[spec.name][question.id]
            made = Answer(job.paper.id, question.id, spec.name, "reported", fingerprint=dict(parts))
            if job.ledger is None:
                send(("answered", spec.name, "reported", AnswerUsage(0.5, 8, 0, 2), made))
            else:
                Ledger(job.ledger).append(made)
                send(("answered", spec.name, "reported", AnswerUsage(0.5, 8, 0, 2)))
