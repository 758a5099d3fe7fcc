"""A script, run by its path: mkdocs, with templates sandboxed, which ends with the build that started it.

``mkdocs_child.py sandboxed|trusted ARGUMENTS OF MKDOCS``. It imports none of this package: that would take
longer than mkdocs itself does to start.
"""

from __future__ import annotations

import gc
import os
import runpy
import sys
import threading
from pathlib import Path

_SANDBOX = Path(__file__).resolve().parents[1] / "content" / "sandbox.py"


def _end_with_parent() -> None:
    """End with the build, however that ends: none is left behind that would go on beside the next.

    Nothing is ever written to the pipe; it closes with the build. By `os.read`, for a stream that a thread
    waits on cannot be closed at the end.
    """
    os.read(0, 1)
    os._exit(1)


def _sandbox_templates() -> None:
    """Have mkdocs lay out theme, overrides and extra templates with our engine, wherever it makes one."""
    import jinja2

    sandbox = runpy.run_path(str(_SANDBOX))["Sandbox"]
    jinja2.Environment = sandbox  # type: ignore[misc]
    jinja2.Template.environment_class = sandbox


if __name__ == "__main__":
    # To look for objects in circles took 2.8 of 47 s at 1,500 pages; without, memory was 3 % more.
    gc.set_threshold(100_000, 50, 50)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if sys.argv.pop(1) != "trusted":
        _sandbox_templates()
    runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)
