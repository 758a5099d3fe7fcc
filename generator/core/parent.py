"""A process of ours that ends with the one that started it, however that ends."""

from __future__ import annotations

import multiprocessing
import os
import threading


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
