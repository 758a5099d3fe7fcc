"""How often the support check accepts each kind of planted error, and keeps true sentences, by field.

    python -m tests.benchmarks.kinds [--data DIR] [--field NAME]... [--most N] [--json] [--show KIND]

Fields: `development` (papers/pdf, jats and markdown: rules were written by looking at these), and those of
record, at which nobody looked: `general` (papers/reporting without what is also in papers/jats),
`trials` (190 trials), `field` (papers/pdf-field). Every false sentence is judged by the sentence into
which its error was planted and the five nearest others of its paper, with the models of the package.
Printed with the 95 % interval by Wilson.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.checking import TermWeights, check
from generator.core import Draft, DraftSentence, Place, Snippet
from generator.core.vocabulary import stems
from generator.reading import read_papers
from tests.benchmarks.planted_meaning import MEANING, UNSEEN
from tests.benchmarks.planted_stance import RETOLD, STANCES
from tests.benchmarks.planted_words import WORDS, Pair

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FIELDS = {
    "development": ("papers/pdf", "papers/jats", "papers/markdown"),
    "general": ("papers/reporting",),
    "trials": ("trials/papers",),
    "field": ("papers/pdf-field",),
}
OF_RECORD = ("general", "trials", "field")
# Planted: kinds that rules were written against; meaning: kinds first measured without a rule, against which
# rules were written later; unseen: kinds of which no example was read.
GROUPS: dict[str, dict[str, Callable[[str], Pair | None]]] = {
    "planted": WORDS | STANCES,
    "meaning": MEANING,
    "unseen": UNSEEN,
    "true": RETOLD,
}
NEIGHBOURS = 5
MAX_COUNT = 150  # of each kind and field
_KINDS = ("abstract", "introduction", "methods", "results", "discussion", "availability", "other")


Rates = dict[str, dict[str, dict[str, "Rate"]]]


@dataclass(frozen=True)
class Text:
    """The statements of a paper, their stems, and the weights of its words."""

    paper: str
    sentences: tuple[str, ...]
    stems: tuple[frozenset[str], ...]
    weights: TermWeights

    def near(self, sentence: str) -> list[str]:
        """Return the sentences that share most words with ``sentence``, but for itself."""
        wanted = frozenset(stems(sentence))
        order = sorted(
            range(len(self.sentences)),
            key=lambda i: -len(wanted & self.stems[i]) / math.sqrt(5 + len(self.stems[i])),
        )
        return [s for i in order[: NEIGHBOURS + 1] if (s := self.sentences[i]) != sentence][:NEIGHBOURS]


@dataclass(frozen=True)
class Rate:
    """How many of ``n`` were judged supported."""

    n: int
    supported: int

    @property
    def share(self) -> float:
        return self.supported / self.n if self.n else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval by Wilson."""
        if not self.n:
            return (0.0, 1.0)
        z, n, p = 1.96, self.n, self.share
        middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def texts(data: Path, field: str) -> list[Text]:
    """Return the papers of a field; those of `general` that are also in the development set are left out."""
    seen = {f.name for f in (data / "papers" / "jats").glob("*.xml")} if field == "general" else set()
    files = sorted(
        f
        for folder in FIELDS[field]
        for f in (data / folder).iterdir()
        if f.suffix in (".pdf", ".xml", ".md") and f.name not in seen
    )
    found = []
    for _, paper in read_papers(files):
        if isinstance(paper, Exception):
            continue
        sentences = tuple(
            dict.fromkeys(
                sentence.text
                for section in paper.sections
                if section.kind in _KINDS
                for paragraph in section.paragraphs
                if paragraph.role == "prose"
                for sentence in paragraph.sentences
                if is_statement(sentence.text)
            )
        )
        if len(sentences) >= 10:
            found.append(
                Text(
                    paper.id,
                    sentences,
                    tuple(frozenset(stems(s)) for s in sentences),
                    TermWeights.of(sentences),
                )
            )
    return found


def is_statement(text: str) -> bool:
    """Whether ``text`` is a whole sentence of usual length."""
    return 7 <= len(text.split()) <= 50 and text.endswith(".") and text[0].isupper() and "\ufffd" not in text


def planted(
    of: Sequence[Text], kind: str, plant: Callable[[str], Pair | None], most: int
) -> Iterator[tuple[Text, str, str, str]]:
    """At most ``most`` of a kind: paper, sentence, evidence, claim; drawn evenly over the papers."""
    everything = [(text, s) for text in of for s in text.sentences]
    random.Random(kind).shuffle(everything)
    left = most
    for text, sentence in everything:
        if left and (pair := plant(sentence)) is not None and (pair[0] != pair[1] or kind == "word for word"):
            left -= 1
            yield text, sentence, *pair


def accepted(text: Text, sentence: str, evidence: str, claim: str) -> tuple[bool, str]:
    """Whether the check accepts ``claim``, and its reason if not."""
    shown = [evidence, *text.near(sentence)]
    snippets = [Snippet(t, Place(0, len(t))) for t in shown]
    checked = check(Draft(raw=claim, sentences=(DraftSentence(claim, (1,)),)), snippets, text.weights)
    return checked.sentences[0].support == "supported", checked.sentences[0].reason


def measure(of: Sequence[Text], most: int, show: str = "") -> dict[str, dict[str, Rate]]:
    """Rates by group and kind."""
    found: dict[str, dict[str, Rate]] = {}
    for group, kinds in GROUPS.items():
        found[group] = {}
        for kind, plant in kinds.items():
            n = supported = 0
            for text, sentence, evidence, claim in planted(of, kind, plant, most):
                good, reason = accepted(text, sentence, evidence, claim)
                n, supported = n + 1, supported + good
                if show and re.search(show, kind) and good == (group != "true"):
                    print(f"{kind} | {text.paper}\n   E {evidence}\n   C {claim}\n   {reason}")
            found[group][kind] = Rate(n, supported)
    return found


def summed(parts: Sequence[dict[str, dict[str, Rate]]]) -> dict[str, dict[str, Rate]]:
    """Several fields as one."""
    first = parts[0]
    return {
        group: {
            kind: Rate(sum(p[group][kind].n for p in parts), sum(p[group][kind].supported for p in parts))
            for kind in first[group]
        }
        for group in first
    }


def by_field(data: Path, fields: Sequence[str] = OF_RECORD, most: int = MAX_COUNT, show: str = "") -> Rates:
    """Rates by field, group and kind; `all` are the fields as one."""
    of = {field: measure(texts(data, field), most, show) for field in fields}
    return {**of, "all": summed(list(of.values()))}


def table(of: Rates) -> str:
    """Return the rates of each kind in each field, for people."""
    lines = []
    for group in GROUPS:
        lines.append(f"{group + ', share accepted':42}" + "".join(f"{field:>18}" for field in of) + "   95 %")
        for kind, rate in of["all"][group].items():
            row = "".join(f"{f[group][kind].share:12.3f} /{f[group][kind].n:4}" for f in of.values())
            low, high = rate.interval
            lines.append(f"  {kind:40}{row}   {low:.3f}-{high:.3f}")
        shares = [[r.share for r in f[group].values() if r.n] for f in of.values()]
        lines.append(f"  {'mean of kinds':40}" + "".join(f"{sum(s) / len(s):12.3f}      " for s in shares))
        edge = min if group == "true" else max
        lines.append(f"  {'worst kind':40}" + "".join(f"{edge(s):12.3f}      " for s in shares))
    return "\n".join(lines)


def plain(rates: dict[str, dict[str, Rate]]) -> dict[str, dict[str, dict[str, float]]]:
    """Return the rates as plain data, with the 95 % interval."""
    return {
        group: {
            kind: {
                "n": r.n,
                "share": round(r.share, 3),
                "low": round(r.interval[0], 3),
                "high": round(r.interval[1], 3),
            }
            for kind, r in of.items()
            if r.n
        }
        for group, of in rates.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--field", action="append", choices=FIELDS, help="default: those of record")
    parser.add_argument("--most", type=int, default=MAX_COUNT, help="sentences of each kind and field")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", default="", help="print what was judged wrongly, of kinds that match this")
    options = parser.parse_args()
    of = by_field(options.data, options.field or OF_RECORD, options.most, options.show)
    if options.json:
        print(json.dumps({field: plain(rates) for field, rates in of.items()}, indent=1))
    else:
        print(table(of))


if __name__ == "__main__":
    main()
