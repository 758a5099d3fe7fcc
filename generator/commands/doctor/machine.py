"""The machine itself: Python, processor, memory, disk, and the programs beside it."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from generator.commands.doctor.finding import Finding, in_words
from generator.run.energy import POWERCAP, domains
from generator.run.machine import machine

CPU_INFO = Path("/proc/cpuinfo")
MEMORY_INFO = Path("/proc/meminfo")
# A container's limit, which the machine's own figure hides (version 2 and 1 of control groups).
MEMORY_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))

MIN_PYTHON = (3, 11)
# Which of a processor's flags matter to the engines. `asimd` is what Linux calls NEON on ARM64.
_FLAGS = ("avx", "avx2", "avx512f", "avx512_bf16", "amx_tile", "f16c", "fma", "asimd", "neon", "sve")
_SHOWN = {"avx512f": "avx512", "asimd": "neon"}
_INTEL = frozenset({"x86_64", "amd64", "i686", "i386"})

# A worker with the encoder and a small model takes about 1 GB; a site, its pages and a cache little.
MIN_MEMORY = 2e9
MIN_DISK = 2e9
NO_DISK = 1e8

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def python_version(version: tuple[int, int, int] | None = None) -> Finding:
    """Whether Python is new enough."""
    major, minor, micro = version or sys.version_info[:3]
    found = f"{major}.{minor}.{micro}"
    if (major, minor) < MIN_PYTHON:
        return Finding("Python", "failing", found, "install Python 3.11 or newer")
    return Finding("Python", "ok", found)


def processor(info: Path = CPU_INFO, kind: str | None = None) -> Finding:
    """Cores, name and the flags that engines use. kind: as `platform.machine` says."""
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
            "engines may stop with an illegal instruction, or be slow; see whether they start below, and "
            "install those that do not from source",
        )
    return Finding("processor", "ok", found)


def processor_flags(info: Path) -> tuple[str, ...]:
    """The flags that matter in a file like /proc/cpuinfo; none where it is not there or does not tell."""
    try:
        lines = info.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # not told on this platform
        return ()
    for line in lines:
        name, _, value = line.partition(":")
        if name.strip() in ("flags", "Features"):
            there = set(value.split())
            return tuple(_SHOWN.get(flag, flag) for flag in _FLAGS if flag in there)
    return ()


def memory(info: Path = MEMORY_INFO, limits: tuple[Path, ...] = MEMORY_LIMITS) -> tuple[int, int]:
    """Bytes of memory: all that this process may use, and those that are free; 0 where not told."""
    told: dict[str, int] = {}
    try:
        for line in info.read_text(encoding="ascii", errors="replace").splitlines():
            name, _, value = line.partition(":")
            number = value.split()[0] if value.split() else ""
            if number.isdigit():
                told[name] = int(number) * 1024
    except OSError:  # no Linux
        pass
    total = told.get("MemTotal", 0)
    if not total and hasattr(os, "sysconf"):
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    free = told.get("MemAvailable", 0)
    for path in limits:
        limit = _number(path)
        if limit is not None and 0 < limit < (total or limit + 1):
            total, free = limit, min(free, limit)
    return total, free


def memory_finding(total: int, free: int) -> Finding:
    """Whether the memory does for a small model. Bytes."""
    if not total:
        return Finding("memory", "ok", "not told on this platform")
    found = f"{in_words(total)}, {in_words(free)} of it free" if free else in_words(total)
    if (free or total) < MIN_MEMORY:
        return Finding(
            "memory", "warning", found, "end other programs, or build with --jobs 1 and small models"
        )
    return Finding("memory", "ok", found)


def disk(folder: Path) -> Finding:
    """Room on the disk that ``folder`` is on, or will be on."""
    folder = folder.resolve()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    found = f"{in_words(free)} free"
    if free < NO_DISK:
        return Finding("disk", "failing", found, "make room for the answers and the site")
    if free < MIN_DISK:
        return Finding("disk", "warning", found, "make room if models are to be fetched")
    return Finding("disk", "ok", found)


def git() -> Finding:
    """Whether answers can be put under version control."""
    program = shutil.which("git")
    if program is None:
        return Finding(
            "git", "warning", "not found", "install git: answers are meant to be kept under version control"
        )
    try:
        said = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=20, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding("git", "warning", f"{program} does not run ({error})", "install git again")
    return Finding("git", "ok", said.strip().removeprefix("git version ") or program)


def browser() -> Finding:
    """The browser of the tests, which nothing else needs."""
    found = next((name for name in BROWSERS if shutil.which(name)), None)
    if found is None:
        return Finding("browser", "ok", "no chromium; only the tests of the site's pages need one")
    return Finding("browser", "ok", f"{found} (only for tests)")


def energy(root: Path = POWERCAP) -> Finding:
    """Whether the processor tells its energy to this user."""
    found = domains(root)
    if found:
        return Finding("energy", "ok", f"told by {', '.join(domain.name for domain in found)}")
    if any(root.glob("intel-rapl:*")):
        return Finding(
            "energy",
            "ok",
            "told, but not to this user; figures of energy are left out",
            f"let it be read, if you want them: sudo chmod a+r {root}/intel-rapl:*/energy_uj",
        )
    return Finding("energy", "ok", "not told by this machine; figures of energy are left out")


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):  # not there, or `max`
        return None
