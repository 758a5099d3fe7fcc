"""What the encoder leaves behind."""

from __future__ import annotations

import subprocess
import sys

_COUNTING = """
import multiprocessing.synchronize as synchronize

made, make = [], synchronize.SemLock.__init__
def counted(self, *given, **named):
    made.append(type(self).__name__)
    make(self, *given, **named)
synchronize.SemLock.__init__ = counted

from generator.retrieval import SentenceTransformerEncoder

SentenceTransformerEncoder().encode(["Seeds were fixed."])
print(len(made))
"""


def test_a_worker_that_is_ended_leaves_no_semaphore_to_the_system() -> None:
    """Python would complain of it at the end of a build, when all is well."""
    done = subprocess.run([sys.executable, "-c", _COUNTING], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0"]
