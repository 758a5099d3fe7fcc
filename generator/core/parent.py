"""Starting our own processes safely, and ending them together with the process that started them."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Sequence
from multiprocessing.context import BaseContext, SpawnContext

# With this variable, Python imports nothing from the current folder. Otherwise a worker, which is started
# with code on its command line, would import a `pickle` or `threading` from there: a project's folder, and
# perhaps a stranger's project.
_SAFE_PATH = "PYTHONSAFEPATH"


def import_safely() -> None:
    """Keep Python processes started from here from importing modules that are in the current folder."""
    os.environ[_SAFE_PATH] = "1"


def spawning() -> SpawnContext:
    """Return the context for workers that are each a new Python.

    A fork would copy the threads' locks of a model library, and the memory of the parent.
    """
    import_safely()
    return multiprocessing.get_context("spawn")


def forking(loaded: Sequence[str] = ()) -> BaseContext:
    """Return the context for workers forked from one new Python without threads; on Windows, as `spawning`.

    loaded: modules to import before the fork, so that each worker has them. Only the first call sets them.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return spawning()
    import_safely()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(loaded))
    return context


def end_with_parent() -> None:
    """End this process at once when its parent has gone; for processes that `multiprocessing` started.

    So a killed build leaves no worker behind that writes at the same time as the next build. In other
    processes this does nothing.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, name="end-with-parent", daemon=True).start()
