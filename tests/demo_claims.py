"""What the demonstration papers say in words, and what must hold in their records for it to be true."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

METHODS = ("none", "stopping", "decay", "both")
HELD_SPLIT = ("weights", "training")  # designs that test on one and the same split
CLAIMS: list[tuple[str, str, Callable[[Any], bool]]] = [
    (
        "digits_seeds",
        "The split moved the accuracy most",
        lambda r: r["designs"]["split"]["sd"] > max(r["designs"][d]["sd"] for d in HELD_SPLIT),
    ),
    (
        "digits_seeds",
        "more than was seen when all varied",
        lambda r: r["root_sum_of_squares"] > r["designs"]["all"]["sd"],
    ),
    (
        "digits_seeds",
        "The split that was held is a hard one",
        lambda r: (
            max(r["designs"][d]["mean"] for d in ("weights", "training")) < r["designs"]["split"]["mean"]
        ),
    ),
    (
        "digits_seeds",
        "The chosen learning rate is the largest of the grid",
        lambda r: r["learning_rate"] == max(point["learning_rate"] for point in r["grid"]),
    ),
    (
        "digits_seeds",
        "about as much as the size of the test set alone would lead one to expect",
        lambda r: 0.8 < r["designs"]["all"]["sd"] / r["sampling_error"] < 1.25,
    ),
    (
        "digits_seeds",
        "missed or reversed in more than a third of single-run comparisons",
        lambda r: r["widths"]["narrow_ahead"] + r["widths"]["level"] > 1 / 3,
    ),
    ("digits_seeds", "it is the better one with little doubt", lambda r: r["widths"]["gain_low"] > 0),
    (
        "early_stopping_tabular",
        "Every remedy helped",
        lambda r: all(test["high"] < 0 for test in r["diabetes"]["against_none"].values()),
    ),
    (
        "early_stopping_tabular",
        "None of the differences from no regularisation was significant",
        lambda r: all(test["p"] > 0.05 for test in r["cancer"]["against_none"].values()),
    ),
    (
        "early_stopping_tabular",
        "Weight decay and early stopping did not differ clearly on either table",
        lambda r: all(r[table]["decay_against_stopping"]["p"] > 0.05 for table in r),
    ),
    (
        "early_stopping_tabular",
        "weight decay was never the worse choice here",
        lambda r: all(r[table]["decay_against_stopping"]["difference"] < 0 for table in r),
    ),
    (
        "early_stopping_tabular",
        "the combination, which was the best on the diabetes table by a hair, was the worst on the breast",
        lambda r: (
            lowest(r["diabetes"], "rmse") == "both"
            and highest(r["cancer"], "log_loss") == "both"
            and lowest(r["cancer"], "log_loss") == "decay"
        ),
    ),
    (
        "few_labels_augmentation",
        "every kind of augmentation helped",
        lambda r: all(r["cells"]["2"][kind]["gain"] > 0 for kind in ("shift", "rotate", "both")),
    ),
    (
        "few_labels_augmentation",
        "was ahead in all",
        lambda r: r["cells"]["5"]["both"]["wins"] == 8,
    ),
    (
        "few_labels_augmentation",
        "Rotations alone never hurt on average",
        lambda r: all(row["rotate"]["gain"] >= 0 for row in r["cells"].values()),
    ),
    (
        "few_labels_augmentation",
        "The gain shrank as labels grew",
        lambda r: (
            (gains := [row["both"]["gain"] for row in r["cells"].values()]) == sorted(gains, reverse=True)
        ),
    ),
    (
        "few_labels_augmentation",
        "about a third of what more than doubling the number of labels brought",
        lambda r: 0.3 < r["cells"]["2"]["both"]["gain"] / r["steps"]["2-5"] < 0.37,
    ),
    (
        "few_labels_augmentation",
        "and all of them with fewer",
        lambda r: all(r["cells"][each]["none"]["fitted"] == 1 for each in ("2", "5", "10")),
    ),
    (
        "richness_intervals",
        "its coverage rose with the size of the sample",
        lambda r: all(rises(coverages(r, community, "chao1")) for community in ("lognormal", "steep")),
    ),
    (
        "richness_intervals",
        "within two and a half points of its nominal level in none",
        lambda r: r["near_nominal"]["jackknife"] == 0,
    ),
    (
        "richness_intervals",
        "The number of species seen fell short everywhere but in the largest samples from the even",
        lambda r: (
            [
                (community, size)
                for community, row in r["cells"].items()
                for size, cell in row.items()
                if cell["observed"]["bias"] > -0.5
            ]
            == [("even", "800")]
        ),
    ),
    (
        "richness_intervals",
        "Chao1 was all but free of bias in the even community, with means between",
        lambda r: (
            (means := [cell["chao1"]["mean"] for cell in r["cells"]["even"].values()])
            and (min(means), max(means)) == (means[0], means[2])
            and abs(min(means) - 100) < 0.5
        ),
    ),
    (
        "richness_intervals",
        "smaller than that of Chao1 in nearly half of the scenarios",
        lambda r: (
            0.4
            < sum(
                cell["jackknife"]["rmse"] < cell["chao1"]["rmse"]
                for row in r["cells"].values()
                for cell in row.values()
            )
            / 15
            < 0.5
        ),
    ),
    (
        "richness_intervals",
        "individuals nearly three of four intervals missed the truth. All that missed it there lay below",
        lambda r: (
            0.7 < r["cells"]["steep"]["50"]["chao1"]["below"] < 0.75
            and r["cells"]["steep"]["50"]["chao1"]["above"] == 0
        ),
    ),
    (
        "richness_intervals",
        "% in the largest samples from the steep community and no more than that in smaller ones",
        lambda r: (steep := coverages(r, "steep", "jackknife"))[-1] == max(steep) < 0.05,
    ),
    (
        "richness_intervals",
        "In the lognormal community it was best at",
        lambda r: (found := coverages(r, "lognormal", "jackknife"))[3] == max(found) and found[4] < found[3],
    ),
    (
        "richness_intervals",
        "nearly all of them the largest ones from the even community",
        lambda r: r["cells"]["even"]["800"]["point_intervals"] / r["point_intervals"] > 0.95,
    ),
    (
        "richness_intervals",
        "the Chao1 interval is honest down to samples of half as many individuals as there are species",
        lambda r: all(cell > 0.925 for cell in coverages(r, "even", "chao1")[:3]),
    ),
    (
        "package_metadata",
        "the difference was smaller, and compatible with none",
        lambda r: (
            r["recent_by_typed"]["low"] < 0 < r["recent_by_typed"]["difference"] < r["by_typed"]["difference"]
        ),
    ),
    (
        "package_metadata",
        "by a margin that chance alone would seldom produce",
        lambda r: r["by_typed"]["p"] < 0.02 and r["by_typed"]["low"] > 0,
    ),
    (
        "package_metadata",
        "did not differ clearly",
        lambda r: r["by_platform"]["low"] < 0 < r["by_platform"]["high"],
    ),
    (
        "package_metadata",
        "the difference shrank by about half",
        lambda r: 0.45 < r["recent_by_typed"]["difference"] / r["by_typed"]["difference"] < 0.55,
    ),
    (
        "package_metadata",
        "Little more than half of the packages can be read by a machine",
        lambda r: 0.5 < r["expression_share"] < 0.58,
    ),
    (
        "package_metadata",
        "For most of the rest there is a category, which narrows the choice; for about one package in ten",
        lambda r: r["classifier_alone"] > r["neither"] and 0.08 < r["neither"] / r["packages"] < 0.12,
    ),
    (
        "package_metadata",
        "One was left out because it holds no module",
        lambda r: len(r["left_out"]) == 1,
    ),
]


def coverages(r: Any, community: str, name: str) -> list[float]:
    """By size of the sample, rising."""
    return [cell[name]["coverage"] for cell in r["cells"][community].values()]


def rises(values: list[float]) -> bool:
    return values == sorted(values)


def lowest(table: Any, metric: str) -> str:
    return min(METHODS, key=lambda method: table["methods"][method][metric]["mean"])


def highest(table: Any, metric: str) -> str:
    return max(METHODS, key=lambda method: table["methods"][method][metric]["mean"])
