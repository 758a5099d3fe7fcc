"""Check the machine itself: Python, processor, memory, disk, and other programs."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from generator.commands.doctor.check_result import Finding, readable_size
from generator.run.energy import POWERCAP, domains
from generator.run.machine import machine

CPU_INFO = Path("/proc/cpuinfo")
MEMORY_INFO = Path("/proc/meminfo")
# The limit of a container, which the machine's own figure does not show (control groups, versions 2 and 1).
MEMORY_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))

MIN_PYTHON = (3, 11)
# Flags of a processor that matter to the engines. On ARM64, Linux calls NEON `asimd`.
_FLAGS = ("avx", "avx2", "avx512f", "avx512_bf16", "amx_tile", "f16c", "fma", "asimd", "neon", "sve")
_SHOWN = {"avx512f": "avx512", "asimd": "neon"}
_INTEL = frozenset({"x86_64", "amd64", "i686", "i386"})

# Bytes. A worker with the encoder and a small model takes about 1 GB; a site and a cache take little.
MIN_MEMORY = 2e9
MIN_DISK = 2e9
NO_DISK = 1e8

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def python_version(version: tuple[int, int, int] | None = None) -> Finding:
    """Check whether Python is new enough."""
    major, minor, micro = version or sys.version_info[:3]
    found = f"{major}.{minor}.{micro}"
    if (major, minor) < MIN_PYTHON:
        return Finding("Python", "failing", found, "install Python 3.11 or newer")
    return Finding("Python", "ok", found)


def processor(info: Path = CPU_INFO, kind: str | None = None) -> Finding:
    """Report the processor's cores, name and the flags that engines use. kind: as from `platform.machine`."""
    known = machine()
    kind = (kind or platform.machine()).lower()
    flags = processor_flags(info)
    if not flags and kind in ("arm64", "aarch64"):
        flags = ("neon",)  # every processor of this kind has it
    cores = f"{known['cores']} core{'' if known['cores'] == 1 else 's'}"
    found = ", ".join(part for part in (str(known["cpu"]), cores, " ".join(flags) or kind) if part)
    if flags and kind in _INTEL and "avx2" not in flags:
        return Finding(
            "processor",
            "warning",
            f"{found}; no avx2",
            "engines may be slow, or stop with an illegal instruction; check below which of them start, and "
            "install the others from source",
        )
    return Finding("processor", "ok", found)


def processor_flags(info: Path) -> tuple[str, ...]:
    """Return the flags that matter from a file like /proc/cpuinfo; none if it does not exist or list any."""
    try:
        lines = info.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # this platform has no such file
        return ()
    for line in lines:
        name, _, value = line.partition(":")
        if name.strip() in ("flags", "Features"):
            there = set(value.split())
            return tuple(_SHOWN.get(flag, flag) for flag in _FLAGS if flag in there)
    return ()


def memory(info: Path = MEMORY_INFO, limits: tuple[Path, ...] = MEMORY_LIMITS) -> tuple[int, int]:
    """Return the bytes of memory that this process may use, and those that are free; 0 if unknown."""
    amounts: dict[str, int] = {}
    try:
        for line in info.read_text(encoding="ascii", errors="replace").splitlines():
            name, _, value = line.partition(":")
            number = value.split()[0] if value.split() else ""
            if number.isdigit():
                amounts[name] = int(number) * 1024
    except OSError:  # not Linux
        pass
    total = amounts.get("MemTotal", 0)
    if not total and hasattr(os, "sysconf"):
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    free = amounts.get("MemAvailable", 0)
    for path in limits:
        limit = _number(path)
        if limit is not None and 0 < limit < (total or limit + 1):
            total, free = limit, min(free, limit)
    return total, free


def memory_finding(total: int, free: int) -> Finding:
    """Check whether there is enough memory for a small model. total, free: bytes."""
    if not total:
        return Finding("memory", "ok", "unknown on this platform")
    found = f"{readable_size(total)}, {readable_size(free)} of it free" if free else readable_size(total)
    if (free or total) < MIN_MEMORY:
        return Finding(
            "memory", "warning", found, "close other programs, or build with --jobs 1 and small models"
        )
    return Finding("memory", "ok", found)


def disk(folder: Path) -> Finding:
    """Check the free space on the disk of ``folder``, which need not exist yet."""
    folder = folder.resolve()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    found = f"{readable_size(free)} free"
    if free < NO_DISK:
        return Finding("disk", "failing", found, "free some space for the answers and the site")
    if free < MIN_DISK:
        return Finding("disk", "warning", found, "free some space before models are fetched")
    return Finding("disk", "ok", found)


def git() -> Finding:
    """Check whether answers can be put under version control."""
    program = shutil.which("git")
    if program is None:
        return Finding(
            "git", "warning", "not found", "install git: answers should be kept under version control"
        )
    try:
        output = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=20, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding("git", "warning", f"{program} does not run ({error})", "install git again")
    return Finding("git", "ok", output.strip().removeprefix("git version ") or program)


def browser() -> Finding:
    """Report the browser for the tests, which nothing else needs."""
    found = next((name for name in BROWSERS if shutil.which(name)), None)
    if found is None:
        return Finding("browser", "ok", "no chromium; only the tests of the site's pages need one")
    return Finding("browser", "ok", f"{found} (only for tests)")


def energy(root: Path = POWERCAP) -> Finding:
    """Check whether this user can read the processor's energy counters."""
    found = domains(root)
    if found:
        return Finding("energy", "ok", f"measured by {', '.join(domain.name for domain in found)}")
    if any(root.glob("intel-rapl:*")):
        return Finding(
            "energy",
            "ok",
            "counters not readable by this user; figures of energy are left out",
            f"to include them, allow reading: sudo chmod a+r {root}/intel-rapl:*/energy_uj",
        )
    return Finding("energy", "ok", "not measured by this machine; figures of energy are left out")


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):  # no such file, or `max`
        return None
