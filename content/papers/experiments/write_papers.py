"""Write the five demonstration papers from the records of their experiments.

Run ``python write_papers.py``: fills ``templates/`` with numbers from the five JSON records and
writes ``digits-seeds.pdf``, ``early-stopping-tabular.xml``, ``few-labels-augmentation.md``,
``richness-intervals.xml`` and ``package-metadata.html`` into the folder above, and the figures of all but
the first into this one. No number of a result is written in a template. The same records give the same
bytes, with the same version of reportlab.

The papers report with unequal care, as real papers do. ``digits-seeds`` reports all that its
reader needs to repeat it. ``early-stopping-tabular`` names splits, stopping, search and tests, but no
seeds and no hardware, and has no section on code, ethics or funding. ``few-labels-augmentation``
says nothing of seeds, number of updates, validation, the choice of its settings, hardware, versions,
code, intervals or tests. ``richness-intervals``, a simulation, reports fully, and has no ethics to report.
``package-metadata``, an observational study, names its software without versions, the size of its
sample without how it was decided, and its tests without a threshold, and says nothing of data, code,
registration, funding or interests. What is left out is not mentioned; what is stated is true of the scripts.
"""

from __future__ import annotations

import argparse
import json
import math
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from charts import DotChart, svg
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from journal_pdf import COLUMN, article, figure, register_fonts, table
from recording import FOLDER, write_atomically

Record = Mapping[str, Any]
PUBLISHED = datetime(2026, 11, 23, tzinfo=UTC)


def fixed(value: float, digits: int) -> str:
    """Return a number with so many decimals and a true minus sign."""
    return f"{value:.{digits}f}".replace("-", "−")


def pc(value: float, digits: int = 1) -> str:
    """Return a share as per cent or percentage points, without a unit."""
    return fixed(100 * value, digits)


def thousands(value: int) -> str:
    """1797 as 1,797."""
    return f"{value:,}"


def general(value: float) -> str:
    """Return a setting as people write it: 10, 0.1, 20.5."""
    return f"{value:g}"


def plain(value: float) -> str:
    """Return a small number without an exponent: 0.0001."""
    return f"{value:.6f}".rstrip("0")


def p_value(value: float) -> str:
    """``= 0.012``, or ``&lt; 0.001`` below that (for XML)."""
    return f"= {fixed(value, 3)}" if value >= 0.001 else "&lt; 0.001"


def commonest(counts: Mapping[str, int]) -> str:
    """Return the key that was counted most often."""
    return max(counts, key=lambda key: counts[key])


FILTERS = (fixed, pc, thousands, general, plain, p_value, commonest)


def templates() -> Environment:
    """Templates that fail on any name that a record does not hold."""
    # The records are our own and hold numbers: nothing to escape.
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
    )
    environment.filters.update({function.__name__: function for function in FILTERS})
    return environment


def filled(template: str, record: Record) -> str:
    """Return a template with settings ``s``, results ``r``, environment ``e`` and, if there, cells ``c``."""
    results = record["results"]
    return (
        templates()
        .get_template(template)
        .render(s=record["settings"], r=results, e=record["environment"], c=results.get("cells"))
    )


def digits_seeds(record: Record) -> dict[str, bytes]:
    """Return the PDF, and nothing else: figure and table are in it."""
    register_fonts()
    # reportlab takes the date of a document from here, and from the clock only without it.
    os.environ["SOURCE_DATE_EPOCH"] = str(int(PUBLISHED.timestamp()))
    settings, designs = record["settings"], record["results"]["designs"]
    names = {
        "weights": "Weights",
        "training": "Training",
        "split": "Split",
        "all": "All three",
        "narrow": "All, narrow",
    }
    rows = [["Varied", "Mean", "SD (95 % interval)", "Lowest", "Highest", "Epochs"]]
    for key, name in names.items():
        one = designs[key]
        interval = f"{pc(one['sd'], 2)} ({pc(one['sd_low'], 2)}–{pc(one['sd_high'], 2)})"
        lowest, highest = pc(one["lowest"]), pc(one["highest"])
        rows.append([name, pc(one["mean"], 2), interval, lowest, highest, general(one["epochs_median"])])
    runs = settings["runs_per_design"]
    chart = DotChart(
        labels=["Initial\nweights", "Course of\ntraining", "Split", "All\nthree", "All three,\nnarrow"],
        groups=[[100 * a for a in record["runs"][key]["accuracy"]] for key in names],
        axis="Test accuracy (%)",
        ticks=[95, 96, 97, 98, 99, 100],
        digits=0,
    )
    floats = {
        "table": table(
            rows,
            f"<b>Table 1.</b> Test accuracy in per cent over {runs} runs by what was varied. SD is the "
            "sample standard deviation in percentage points with its bootstrap interval. Epochs are the "
            "median number of the epoch whose weights were kept.",
            [0.2, 0.11, 0.3, 0.12, 0.13, 0.14],
        ),
        "figure": figure(
            chart.drawing(COLUMN, 180, "Vera"),
            "<b>Figure 1.</b> Test accuracy of every run by what was varied. Each dot is one of "
            f"{runs} runs; equal values stand side by side, and bars mark means.",
        ),
    }
    return {"digits-seeds.pdf": article(filled("digits-seeds.txt.j2", record), floats)}


def early_stopping_tabular(record: Record) -> dict[str, bytes]:
    """Return the JATS article and its figure."""
    losses = record["runs"]["diabetes"]["loss"]
    chart = DotChart(
        labels=["No\nregularisation", "Early\nstopping", "Weight\ndecay", "Both"],
        groups=[losses[method] for method in ("none", "stopping", "decay", "both")],
        axis="Root mean squared error",
        ticks=[40, 50, 60, 70, 80],
        digits=0,
    )
    text = filled("early-stopping-tabular.xml.j2", record)
    return {
        "early-stopping-tabular.xml": text.encode("utf-8"),
        "experiments/early-stopping-tabular-figure-1.svg": svg(chart),
    }


def few_labels_augmentation(record: Record) -> dict[str, bytes]:
    """Return the Markdown article and its figure."""
    runs = record["runs"]
    chart = DotChart(
        labels=[f"{each} labels" for each in runs],
        groups=[
            [100 * (a - b) for a, b in zip(row["both"], row["none"], strict=True)] for row in runs.values()
        ],
        axis="Gain (percentage points)",
        ticks=[-5, 0, 5, 10, 15],
        digits=0,
        zero=True,
    )
    text = filled("few-labels-augmentation.md.j2", record)
    return {
        "few-labels-augmentation.md": text.encode("utf-8"),
        "experiments/few-labels-augmentation-figure-1.svg": svg(chart),
    }


def richness_intervals(record: Record) -> dict[str, bytes]:
    """Return the JATS article on numbers of species, and its figure."""
    chart = DotChart(
        labels=[f"{size} individuals" for size in record["runs"]["steep"]],
        groups=list(record["runs"]["steep"].values()),
        axis="Estimated number of species",
        ticks=[0, 50, 100, 150, 200],
        digits=0,
    )
    text = filled("richness-intervals.xml.j2", record)
    return {
        "richness-intervals.xml": text.encode("utf-8"),
        "experiments/richness-intervals-figure-1.svg": svg(chart),
    }


def package_metadata(record: Record) -> dict[str, bytes]:
    """Return the article in HTML on packages, and its figure."""
    chart = DotChart(
        labels=["Type information", "None"],
        groups=[
            [math.log10(row["bytes"]) for row in record["runs"] if row["typed"] is side]
            for side in (True, False)
        ],
        axis="Installed size (power of ten of bytes)",
        ticks=[3, 4, 5, 6, 7, 8, 9],
        digits=0,
    )
    text = filled("package-metadata.html.j2", record)
    return {
        "package-metadata.html": text.encode("utf-8"),
        "experiments/package-metadata-figure-1.svg": svg(chart),
    }


PAPERS = (digits_seeds, early_stopping_tabular, few_labels_augmentation, richness_intervals, package_metadata)


def main() -> None:
    """Write all papers and figures."""
    parser = argparse.ArgumentParser(description="Write the demonstration papers from their records.")
    parser.add_argument("--into", type=Path, default=FOLDER.parent, help="folder of the papers")
    parser.add_argument("--records", type=Path, default=FOLDER, help="folder of the records")
    arguments = parser.parse_args()
    (arguments.into / "experiments").mkdir(parents=True, exist_ok=True)
    for paper in PAPERS:
        record = json.loads((arguments.records / f"{paper.__name__}.json").read_text(encoding="utf-8"))
        for name, content in paper(record).items():
            write_atomically(arguments.into / name, content)


if __name__ == "__main__":
    main()
