"""Processes of ours: what they are started with, and that they end with the one that started them."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Sequence
from multiprocessing.context import BaseContext, SpawnContext

# Python then looks for no modules in the current folder. Else a worker, which is started with code on its
# command line, would take `pickle` or `threading` from there: from a project, and perhaps a stranger's.
_SAFE_PATH = "PYTHONSAFEPATH"


def import_safely() -> None:
    """Have no Python process that this one starts import modules that lie in the current folder."""
    os.environ[_SAFE_PATH] = "1"


def spawning() -> SpawnContext:
    """What makes workers, each a new Python.

    A fork would copy the threads' locks of a model library, and the memory of the parent.
    """
    import_safely()
    return multiprocessing.get_context("spawn")


def forking(loaded: Sequence[str] = ()) -> BaseContext:
    """What makes workers, each forked from one new Python that has no threads; on Windows, as `spawning`.

    loaded: modules that it imports first, to be there in each worker; those of the first call hold.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return spawning()
    import_safely()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(loaded))
    return context


def end_with_parent() -> None:
    """In a process that `multiprocessing` started: end at once when its parent is gone, killed or not.

    A killed build leaves no worker behind that would go on writing beside the next build. Elsewhere nothing
    happens.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, name="end-with-parent", daemon=True).start()
