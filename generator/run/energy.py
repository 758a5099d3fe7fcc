"""Energy of the processor, if the machine reports it (RAPL, through Linux' powercap); never guessed.

It counts everything that the processor does, for any program. Graphics cards, memory outside of the package,
disks and power supply are not included.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["POWERCAP", "Domain", "EnergyMeter", "domains"]

POWERCAP = Path("/sys/class/powercap")

# Whole packages. `intel-rapl:0:0` is a part of one (cores, graphics), and `intel-rapl-mmio:0` is the same
# package listed a second time. AMD processors have the same names.
_ZONE = re.compile(r"intel-rapl:\d+")
# `psys`, the platform, is listed next to the packages and includes them: it would count them twice.
_PACKAGE = re.compile(r"package-\d+(-die-\d+)?")

# More than any package uses, in watts. A counter overflows to 0 at its largest value, after minutes at full
# load: it must be read again before it can have overflowed twice.
_MAX_WATTS = 1000.0


@dataclass(frozen=True, slots=True)
class Domain:
    """A processor package that reports its energy. range_uj: largest value of its counter, in microjoules."""

    name: str
    counter: Path
    range_uj: int

    def read(self) -> int | None:
        """Return the counter, in microjoules; None if it may not be read."""
        return _number(self.counter)


def domains(root: Path = POWERCAP) -> tuple[Domain, ...]:
    """Return the packages whose energy can be read now; none if one of them cannot."""
    found: list[Domain] = []
    try:
        zones = sorted(path for path in root.iterdir() if _ZONE.fullmatch(path.name))
    except OSError:  # not reported on this machine
        return ()
    for zone in zones:
        try:
            name = (zone / "name").read_text(encoding="ascii", errors="replace").strip()
        except OSError:
            return ()
        if not _PACKAGE.fullmatch(name):
            continue
        domain = Domain(name, zone / "energy_uj", _number(zone / "max_energy_range_uj") or 0)
        if domain.read() is None or domain.range_uj <= 0:
            return ()  # a sum without one of the packages would be wrong
        found.append(domain)
    return tuple(found)


class EnergyMeter:
    """Measures the joules that the processor used between `start` and `stop`; a thread reads the counters."""

    def __init__(self, root: Path = POWERCAP, clock: Callable[[], float] = time.monotonic) -> None:
        self.domains = domains(root)
        self._clock = clock
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._last: list[int] = []
        self._last_at = 0.0
        self._joules: float | None = None

    @property
    def readable(self) -> bool:
        """True if this machine reports its energy."""
        return bool(self.domains)

    @property
    def gap(self) -> float:
        """Seconds within which no counter can overflow twice; 0 without counters."""
        return min((d.range_uj for d in self.domains), default=0) / 1e6 / _MAX_WATTS

    def start(self) -> None:
        """Start counting from 0."""
        self.stop()
        if not self.readable:
            return
        self._joules, self._last, self._last_at = 0.0, [], 0.0
        self.look()
        self._stopped.clear()
        self._thread = threading.Thread(target=self._look_on, name="energy", daemon=True)
        self._thread.start()

    def look(self) -> None:
        """Read the counters, and add what they counted since the last reading."""
        with self._lock:
            if self._joules is None:
                return
            at = self._clock()
            values = [domain.read() for domain in self.domains]
            known = [value for value in values if value is not None]
            if len(known) < len(values) or (self._last and at - self._last_at > self.gap):
                self._joules = None  # part of it is not known, so the whole is not
                return
            for domain, value, last in zip(self.domains, known, self._last or known, strict=True):
                took = value - last if value >= last else value - last + domain.range_uj
                self._joules += took / 1e6
            self._last, self._last_at = known, at

    def stop(self) -> float | None:
        """Return the joules since `start`; None if not all could be read, or nothing was started."""
        if self._thread is not None:
            self._stopped.set()
            self._thread.join()
            self._thread = None
            self.look()
        joules, self._joules = self._joules, None
        return joules

    def _look_on(self) -> None:
        while not self._stopped.wait(min(60.0, self.gap / 3)):
            self.look()


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
