"""A script, run by its path: mkdocs with sandboxed templates, which ends if the build that started it ends.

``mkdocs_child.py sandboxed|trusted ARGUMENTS OF MKDOCS``. It imports nothing from this package: that would
take longer than mkdocs itself takes to start.
"""

from __future__ import annotations

import gc
import os
import runpy
import sys
import threading
from pathlib import Path

_SANDBOX = Path(__file__).resolve().parents[1] / "content" / "template_sandbox.py"


def _end_with_parent() -> None:
    """End with the build, in whatever way that ends, so that no child keeps writing during the next one.

    Nothing is ever written to the pipe; it closes with the build. It is read with `os.read`, because a stream
    that a thread waits on cannot be closed at exit.
    """
    os.read(0, 1)
    os._exit(1)


def _sandbox_templates() -> None:
    """Make mkdocs render theme, overrides and extra templates with our sandboxed engine."""
    import jinja2

    sandbox = runpy.run_path(str(_SANDBOX))["Sandbox"]
    jinja2.Environment = sandbox  # type: ignore[misc]
    jinja2.Template.environment_class = sandbox


if __name__ == "__main__":
    # Garbage collection took 2.8 of 47 s at 1,500 pages; with these thresholds memory was 3 % higher.
    gc.set_threshold(100_000, 50, 50)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if sys.argv.pop(1) != "trusted":
        _sandbox_templates()
    runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)
