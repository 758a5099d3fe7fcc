"""Do Python packages that ship type information also state their licence for machines?

Run ``python package_metadata.py``: writes ``package_metadata.json``, the record behind
``package-metadata.html``. The packages are those that this project needs, as installed where the script
runs, so that another day or another machine gives another sample: the record is dated and kept.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import Distribution, distribution
from pathlib import PurePosixPath
from typing import Any

import numpy as np
from packaging.requirements import Requirement
from recording import record

PROJECT = "answerbook"
EXTRAS = ("models", "search", "ocr", "ray", "test")  # all but the one for comparisons with other tools
NORMAL_QUANTILE = 1.96
COMPILED = (".so", ".pyd")
MODULES = (".py", *COMPILED)
EXPRESSION_SINCE = (2, 4)  # the version of core metadata that brought License-Expression

Row = dict[str, Any]


def canonical(name: str) -> str:
    """Return a name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed() -> list[Distribution]:
    """Every distribution that the project needs here, directly or through others, by name; not itself.

    Raises PackageNotFoundError where one of them is not installed.
    """
    seen: dict[str, frozenset[str]] = {}
    waiting = [(PROJECT, frozenset(EXTRAS))]
    while waiting:
        name, extras = waiting.pop()
        if name in seen and extras <= seen[name]:
            continue
        seen[name] = seen.get(name, frozenset()) | extras
        for line in distribution(name).requires or []:
            required = Requirement(line)
            asked = [{"extra": extra} for extra in ("", *sorted(extras))]
            if required.marker is None or any(required.marker.evaluate(each) for each in asked):
                waiting.append((canonical(required.name), frozenset(required.extras)))
    return [distribution(name) for name in sorted(seen) if name != PROJECT]


def observed(package: Distribution) -> Row:
    """Return the record of one package. Sizes are in bytes, without what installers compile (``*.pyc``)."""
    files = [file for file in package.files or [] if file.suffix != ".pyc"]
    outside = [PurePosixPath(file) for file in files if ".dist-info" not in file.parts[0]]
    tags = re.findall(r"^Tag: (\S+)$", package.read_text("WHEEL") or "", re.MULTILINE)
    metadata = package.metadata
    return {
        "name": canonical(metadata["Name"]),
        "version": package.version.split("+")[0],
        "module": any(path.suffix in MODULES for path in outside),
        # Deeper ones belong to copies of other projects.
        "typed": any(path.name == "py.typed" and len(path.parts) == 2 for path in outside),
        "expression": bool(metadata.get("License-Expression")),
        "classifier": any(line.startswith("License ::") for line in metadata.get_all("Classifier") or []),
        "platform": not all(tag.endswith("-any") for tag in tags)
        or any(path.suffix in COMPILED for path in outside),
        "metadata": metadata["Metadata-Version"],
        "bytes": sum(file.size or 0 for file in files),
    }


def exact_p(table: Sequence[Sequence[int]]) -> float:
    """Two-sided p of Fisher's exact test of a table [2][2]: the sum of all tables no likelier than it."""
    (a, b), (c, d) = table
    first, column, total = a + b, a + c, a + b + c + d

    def chance(hits: int) -> float:
        return math.comb(column, hits) * math.comb(total - column, first - hits) / math.comb(total, first)

    possible = range(max(0, first + column - total), min(first, column) + 1)
    slack = 1 + 1e-7  # tables that tie with it but for rounding
    return sum(chance(hits) for hits in possible if chance(hits) <= chance(a) * slack)


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """95 % score interval of a share (Wilson 1927)."""
    square = NORMAL_QUANTILE**2
    centre = (hits + square / 2) / (trials + square)
    half = NORMAL_QUANTILE / (trials + square) * math.sqrt(hits * (trials - hits) / trials + square / 4)
    return centre - half, centre + half


def compared(rows: Sequence[Row], group: Callable[[Row], bool]) -> dict[str, Any]:
    """Share with a licence expression inside and outside a group; interval of Newcombe's method 10."""
    counts = Counter((group(row), row["expression"]) for row in rows)
    table = [[counts[side, True], counts[side, False]] for side in (True, False)]
    (inside, outside), trials = [row[0] for row in table], [sum(row) for row in table]
    shares = [inside / trials[0], outside / trials[1]]
    (low, high), (low_outside, high_outside) = wilson(inside, trials[0]), wilson(outside, trials[1])
    difference = shares[0] - shares[1]
    return {
        "table": table,
        "trials": trials,
        "shares": shares,
        "difference": difference,
        "low": difference - math.hypot(shares[0] - low, high_outside - shares[1]),
        "high": difference + math.hypot(high - shares[0], shares[1] - low_outside),
        "p": exact_p(table),
    }


def sizes(rows: Sequence[Row]) -> dict[str, float]:
    """Median and quartiles of installed size, in megabytes of 10^6 bytes."""
    low, middle, high = np.percentile([row["bytes"] / 1e6 for row in rows], [25, 50, 75])
    return {"low": float(low), "median": float(middle), "high": float(high)}


def newer(row: Row) -> bool:
    """Return whether a package's metadata are of the version that brought licence expressions, or later."""
    return tuple(map(int, row["metadata"].split("."))) >= EXPRESSION_SINCE


def experiment() -> dict[str, Any]:
    """Observe every package and compare groups."""
    found = [observed(package) for package in needed()]
    rows = [row for row in found if row["module"]]
    typed, untyped = ([row for row in rows if row["typed"] is side] for side in (True, False))
    recent = [row for row in rows if newer(row)]
    silent = [row for row in rows if not row["expression"]]
    return {
        "settings": {"observed": datetime.now(UTC).date().isoformat(), "extras": list(EXTRAS)},
        "results": {
            "found": len(found),
            "left_out": [row["name"] for row in found if not row["module"]],
            "packages": len(rows),
            "typed": len(typed),
            "typed_share": len(typed) / len(rows),
            "platform": sum(row["platform"] for row in rows),
            "expression": sum(row["expression"] for row in rows),
            "expression_share": sum(row["expression"] for row in rows) / len(rows),
            "expression_interval": list(wilson(sum(row["expression"] for row in rows), len(rows))),
            "classifier_alone": sum(row["classifier"] for row in silent),
            "neither": sum(not row["classifier"] for row in silent),
            "by_typed": compared(rows, lambda row: row["typed"]),
            "by_platform": compared(rows, lambda row: row["platform"]),
            "recent": len(recent),
            "old": len(rows) - len(recent),
            "expression_in_old": sum(row["expression"] for row in rows if not newer(row)),
            "recent_typed": [sum(map(newer, group)) / len(group) for group in (typed, untyped)],
            "recent_by_typed": compared(recent, lambda row: row["typed"]),
            "sizes": {"typed": sizes(typed), "untyped": sizes(untyped)},
        },
        "runs": rows,
    }


if __name__ == "__main__":
    record(__file__, ("numpy", "packaging"), experiment)
