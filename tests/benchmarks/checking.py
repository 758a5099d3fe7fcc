"""How much the support check keeps of what is true, and lets through of what is not, on real papers.

    python -m tests.benchmarks.checking [--data DIR] [--json] [--show KIND] [--only KIND] [--as-shipped]
        [--kinds]

True sentences: sentences of an abstract against the body of their paper; the short answers that
people wrote by hand against the passages on which they wrote them; sentences of the body in the
third person, as models retell them. Planted errors are made of the true sentences that the check
keeps: of what it throws away anyway, nothing can slip through. Every sentence is judged by the
same snippets, those that are nearest to the true one in words, as a model would have seen them;
"quotes alone" by nothing but the gold passages, as an answer is that was imported with its context.
The learned parts are fitted without the paper in question, unless ``--as-shipped`` is given.

A lay summary is told in other words on purpose: most of it no check by words can support. An answer
of another paper to the same question may happen to be true ("The code is available on GitHub").

With ``--kinds`` the table of `tests.benchmarks.kinds` follows: further kinds of error, and true sentences
retold, in the papers of three fields that took no part in fitting or in writing rules.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.answering import abstains
from generator.checking import TermWeights, check
from generator.checking.fitted import SupportModels
from generator.core import Draft, DraftSentence, Paper, Place, Snippet
from generator.core.vocabulary import stems
from generator.reading import read_paper
from tests.benchmarks import kinds, planted

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
# What the models of the package were fitted on, and rules written beside; other fields see `kinds`.
FITTED, KINDS = ("jats", "markdown", "pdf"), (".pdf", ".xml", ".md")
# As many sentences as a prompt of 3,600 characters holds.
SHOWN = 20
CITED = 2
ALONE = "gold answer, quotes alone"
_BODY = ("introduction", "methods", "results", "discussion", "availability", "other", "back")


@dataclass(frozen=True)
class Source:
    """A paper as the check sees it: the sentences of its body, and the weights of its words.

    findings: sentences that state what no other paper does; competing interests are none.
    """

    id: str
    sentences: tuple[str, ...]
    abstract: tuple[str, ...]
    summary: tuple[str, ...]  # for lay readers: in other words than the paper's on purpose
    weights: TermWeights
    stems: tuple[frozenset[str], ...]
    findings: tuple[str, ...]

    @classmethod
    def of(cls, paper: Paper) -> Source:
        body: list[str] = []
        abstract: list[str] = []
        summary: list[str] = []
        findings: list[str] = []
        for section in paper.sections:
            for paragraph in section.paragraphs:
                for sentence in paragraph.sentences:
                    if section.kind == "abstract" and paragraph.role == "prose":
                        (summary if "summary" in section.title.lower() else abstract).append(sentence.text)
                    elif section.kind in _BODY and 15 <= len(sentence.text) <= 1200:
                        body.append(sentence.text)
                        if (
                            section.kind not in ("back", "other", "availability")
                            and paragraph.role == "prose"
                        ):
                            findings.append(sentence.text)
        # A conference abstract is all abstract: there is no body that could support it.
        if len(body) < 5 * len(abstract):
            body, abstract = body + abstract, []
        return cls(
            paper.id,
            tuple(body),
            tuple(t for t in abstract if _is_statement(t) and "Creative Commons" not in t),
            tuple(t for t in summary if _is_statement(t)),
            TermWeights.of(body),
            tuple(frozenset(stems(t)) for t in body),
            tuple(t for t in findings or body if _is_statement(t)),
        )

    def nearest(self, claim: str, count: int = SHOWN) -> tuple[str, ...]:
        """Return the sentences that share most with ``claim``, by the weight of the shared words."""
        wanted = set(stems(claim))

        def score(i: int) -> float:
            shared = sum(self.weights.weight(t) for t in wanted & self.stems[i])
            return shared / math.sqrt(5 + len(self.stems[i]))

        order = sorted(range(len(self.sentences)), key=lambda i: (-score(i), i))
        return tuple(self.sentences[i] for i in order[:count])


def _is_statement(text: str) -> bool:
    return 8 <= len(text.split()) <= 60 and text.endswith(".") and text[0].isupper()


@dataclass(frozen=True)
class Claim:
    """A true sentence with the snippets that support it."""

    kind: str
    text: str
    source: Source
    snippets: tuple[str, ...]
    cited: int = CITED
    question: str = ""
    alone: bool = False  # nothing but the snippets is known of the paper, as of an imported answer

    @cached_property
    def weights(self) -> TermWeights:
        return TermWeights.of(self.snippets) if self.alone else self.source.weights


@dataclass
class Rate:
    """How many of ``n`` were judged supported."""

    n: int = 0
    supported: int = 0

    def add(self, supported: bool) -> None:
        self.n += 1
        self.supported += supported

    @property
    def share(self) -> float:
        return self.supported / self.n if self.n else math.nan


def read_sources(data: Path) -> list[Source]:
    files = sorted(f for folder in FITTED for f in (data / "papers" / folder).iterdir() if f.suffix in KINDS)
    return [Source.of(read_paper(f)) for f in files]


def claims(sources: Sequence[Source], data: Path) -> Iterator[Claim]:
    """All true sentences, with their snippets."""
    by_id = {s.id: s for s in sources}
    for source in sources:
        for text in source.abstract:
            yield Claim("abstract", text, source, source.nearest(text))
        for text in source.summary:
            yield Claim("lay summary", text, source, source.nearest(text))
        long_enough = [t for t in source.sentences if _is_statement(t)]
        for text in random.Random(f"retold {source.id}").sample(long_enough, min(12, len(long_enough))):
            if (retold := in_third_person(text)) is not None:
                yield Claim("retold", retold, source, source.nearest(text))
    for line in (data / "gold" / "evidence.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        gold_source = by_id.get(gold["paper"])
        if gold_source is None or not gold["answer"]:
            continue
        quotes = tuple(e["quote"] for e in gold["evidence"])
        for text in re.split(r"(?<=[.;])\s+(?=[A-Z])", gold["answer"]):
            if not abstains(text):
                # People wrote whole answers on all their quotes at once, and knew the rest of the paper.
                shown = dict.fromkeys([*quotes, *gold_source.nearest(text)])
                yield Claim("gold answer", text, gold_source, tuple(shown), len(quotes), gold["question"])
                yield Claim(
                    ALONE,
                    text,
                    gold_source,
                    tuple(dict.fromkeys(quotes)),
                    question=gold["question"],
                    alone=True,
                )


_TELLING = ((r"\bwe\b", "the authors"), (r"\bour\b", "their"), (r"\bus\b", "them"))


def in_third_person(sentence: str) -> str | None:
    """Return the sentence as a model retells it, or None if that would not change it."""
    retold = re.sub(r"\s*\([^()]*\)", "", sentence)
    for pattern, instead in _TELLING:
        retold = re.sub(pattern, instead, retold, flags=re.IGNORECASE)
    retold = retold[0].upper() + retold[1:]
    return retold if retold != sentence else None


def supported(
    claim: Claim, text: str, snippets: Sequence[str] | None = None, models: SupportModels | None = None
) -> tuple[bool, str]:
    """Whether ``text`` passes the check with the snippets of ``claim``, and the reason where it does not."""
    shown = [Snippet(t, Place(0, len(t))) for t in (claim.snippets if snippets is None else snippets)]
    draft = Draft(raw=text, sentences=(DraftSentence(text, tuple(range(1, claim.cited + 1))),))
    sentences = check(draft, shown, claim.weights, models=models).sentences
    return sentences[0].support == "supported", sentences[0].reason


def errors(claim: Claim, others: Sequence[Source]) -> Iterator[tuple[str, str]]:
    """Kind and text of each error that can be planted in ``claim``."""
    seen = " ".join(claim.snippets)
    foreign = random.Random(f"foreign {claim.text}").choice(others)
    kinds: dict[str, Callable[[], str | None]] = {
        "number: a slip": lambda: planted.other_number(claim.text),
        "number: another of the same snippets": lambda: planted.number_from(claim.text, seen),
        "name: of another paper": lambda: planted.name_from(claim.text, _names(foreign), seen),
        "name: of the same paper": lambda: planted.name_from(claim.text, _names(claim.source), seen),
        "name: of the same snippets": lambda: planted.name_from(claim.text, planted.names(seen), seen),
        "negation": lambda: planted.negation_flipped(claim.text),
        "direction": lambda: planted.direction_turned(claim.text),
    }
    for kind, plant in kinds.items():
        if (text := plant()) is not None and text != claim.text:
            yield kind, text


def _names(source: Source) -> list[str]:
    return planted.names("\n".join(source.sentences))


def measure(data: Path, show: str = "", only: str = "", held_out: bool = True) -> dict[str, dict[str, Rate]]:
    """Rates by group (``true``, ``planted``) and kind. only: true sentences of kinds that hold this."""
    sources = read_sources(data)
    true = list(claims(sources, data))
    models = _models(sources, data) if held_out else lambda paper: None
    kept: dict[str, Rate] = {}
    passed: dict[str, Rate] = {}
    why: Counter[str] = Counter()

    def note(table: dict[str, Rate], kind: str, claim: Claim, text: str, wrong: bool) -> bool:
        good, reason = supported(claim, text, models=models(claim.source.id))
        table.setdefault(kind, Rate()).add(good)
        if good == wrong:
            why[f"{kind}: {re.sub('“.*”|[0-9.]+ ?%?', '…', reason)}"] += 1
            if show and show in kind:
                print(f"{kind} | {claim.source.id} | {text} | {reason}")
        return good

    for claim in true:
        if only not in claim.kind or not note(kept, claim.kind, claim, claim.text, wrong=False):
            continue
        others = [s for s in sources if s is not claim.source]
        for kind, text in errors(claim, others):
            note(passed, f"{kind}{', quotes alone' if claim.alone else ''}", claim, text, wrong=True)
    for claim, text in answers_to_the_same(true):
        kind = f"another paper's answer{', quotes alone' if claim.alone else ''}"
        note(passed, kind, claim, text, wrong=True)
    for source in sources:
        others = [s for s in sources if s is not source and s.findings]
        dice = random.Random(f"other papers {source.id}")
        for _ in range(20):
            text = dice.choice(dice.choice(others).findings)
            if text not in source.sentences:  # "No competing interests exist" is true of many a paper
                note(passed, "sentence of another paper", _about(source, text), text, wrong=True)
        for text in planted.ADVICE:
            note(passed, "general advice", _about(source, text), text, wrong=True)
    if show:
        for reason, count in why.most_common():
            print(count, reason)
    return {"true": kept, "planted": passed}


def _about(source: Source, text: str) -> Claim:
    return Claim("", text, source, source.nearest(text))


def answers_to_the_same(true: Sequence[Claim]) -> Iterator[tuple[Claim, str]]:
    """For each gold answer, the answer of another paper to the same question, with what is shown for it."""
    alone = [c for c in true if c.alone]
    for claim in alone:
        others = [c for c in alone if c.question == claim.question and c.source is not claim.source]
        if others:
            text = random.Random(f"another {claim.text}").choice(others).text
            shown = tuple(dict.fromkeys([*claim.snippets, *claim.source.nearest(text)]))
            yield claim, text
            yield Claim("", text, claim.source, shown, len(claim.snippets)), text


def _models(sources: Sequence[Source], data: Path) -> Callable[[str], SupportModels | None]:
    from tests.benchmarks.fitting_support import all_rows, without_each_paper

    return without_each_paper(all_rows(sources, data))


def together(rates: dict[str, Rate]) -> Rate:
    """Of all kinds."""
    return Rate(sum(r.n for r in rates.values()), sum(r.supported for r in rates.values()))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", default="", help="print what was judged wrongly, of kinds that hold this")
    parser.add_argument("--only", default="", help="true sentences of kinds that hold this, such as gold")
    parser.add_argument("--as-shipped", action="store_true", help="the models of the package, which saw all")
    parser.add_argument("--kinds", action="store_true", help="further kinds, in fields of record")
    options = parser.parse_args()
    rates = measure(options.data, options.show, options.only, not options.as_shipped)
    if options.json:
        plain = {
            f"{group}, {word}": {
                kind: {"n": rate.n, "share": round(rate.share, 3)}
                for kind, rate in [("all", together(rates[group])), *rates[group].items()]
            }
            for group, word in (("true", "kept"), ("planted", "passed"))
        }
        if options.kinds:
            of = {f"kinds, {field}": kinds.plain(r) for field, r in kinds.by_field(options.data).items()}
            plain = {**plain, **of}
        print(json.dumps(plain, indent=1))
        return
    for group, word in (("true", "kept"), ("planted", "passed")):
        for kind, rate in rates[group].items():
            print(f"{word:7}{kind:40}{rate.share:6.1%}  of {rate.n}")
        total = together(rates[group])
        print(f"{word:7}{'all':40}{total.share:6.1%}  of {total.n}\n")
    if options.kinds:
        print(kinds.table(kinds.by_field(options.data)))


if __name__ == "__main__":
    main()
