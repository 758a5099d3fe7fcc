"""The machine of a build, as far as figures of time need it. No names, no paths."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

_CPU_INFO = Path("/proc/cpuinfo")


def machine() -> dict[str, str | int]:
    """Return cpu (its model name; empty if unknown), cores (usable ones), python and platform."""
    return {
        "cpu": cpu_name(_CPU_INFO) or platform.processor(),
        "cores": cores(),
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}".strip(),
    }


def cpu_name(info: Path) -> str:
    """Return the first ``model name`` in a file like ``/proc/cpuinfo``; empty if there is none."""
    try:
        text = info.read_text(encoding="utf-8", errors="replace")
    except OSError:  # not available on this platform
        return ""
    names = [line.partition(":")[2] for line in text.splitlines() if line.startswith("model name")]
    return " ".join(names[0].split()) if names else ""


def cores() -> int:
    """Return the number of cores that this process may use; a container may allow fewer than exist."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
