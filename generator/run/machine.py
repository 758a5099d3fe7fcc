"""The machine that a build ran on, in the words that figures of time need. No names, no paths."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

_CPU_INFO = Path("/proc/cpuinfo")


def machine() -> dict[str, str | int]:
    """cpu: its name as it calls itself, empty where not told. cores: usable ones. python, platform."""
    return {
        "cpu": cpu_name(_CPU_INFO) or platform.processor(),
        "cores": cores(),
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}".strip(),
    }


def cpu_name(info: Path) -> str:
    """The first ``model name`` of a file like ``/proc/cpuinfo``; empty where there is none."""
    try:
        text = info.read_text(encoding="utf-8", errors="replace")
    except OSError:  # not told on this platform
        return ""
    names = [line.partition(":")[2] for line in text.splitlines() if line.startswith("model name")]
    return " ".join(names[0].split()) if names else ""


def cores() -> int:
    """Return the cores that this process may use, which a container can make fewer than there are."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
