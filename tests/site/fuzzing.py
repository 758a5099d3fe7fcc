"""Hostile strings by a grammar, a collection that holds one in every place where text lands, and its twin.

The twin says a word of its own in each of these places. A page of the collection must be the page of the twin
with the strings in place of the words: the same elements, the same attributes, the same text.
"""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from generator.core import (
    Answer,
    AnswerSentence,
    Consensus,
    Metadata,
    Paper,
    Person,
    Place,
    Question,
    QuestionSet,
    Review,
    SearchedPassage,
    Snippet,
    SupersededAnswer,
)
from generator.core.paper import Section
from generator.core.status import Status
from generator.site import Collection, ModelCard
from generator.site.content.encoding import clean
from tests.site.hostile import TOKENS
from tests.site.small_collection import small_collection

_TAGS = (
    "script",
    "img",
    "svg",
    "a",
    "details",
    "style",
    "p",
    "div",
    "section",
    "article",
    "textarea",
    "title",
)
_TAGS += ("iframe", "object", "math", "template", "noscript", "select", "table", "td", "meta", "base", "link")
_HANDLERS = ("onerror", "onload", "onmouseover", "ontoggle", "onfocus", "style", "srcdoc", "formaction")
_BETWEEN = (" ", "/", "\n", "")
_SCHEMES = (
    "javascript:",
    "JaVaScRiPt:",
    "java\tscript:",
    "\x01javascript:",
    "vbscript:",
    "data:text/html,",
    "//",
)
_QUOTES = ('"', "'", "`", "", "&quot;", "”")
_MARKS = (
    "*",
    "_",
    "`",
    "~~",
    "==",
    "^^",
    "$",
    "$$",
    "||",
    "++",
    "{++",
    "{--",
    "{>>",
    "[[",
    "|",
    "\\",
    "^",
    "~",
)
_STARTS = (
    "# ",
    "- ",
    "1. ",
    "> ",
    "    ",
    "\t",
    "!!! note\n    ",
    '??? "x"\n    ',
    "=== ",
    "/// details\n",
    ": ",
)
_STARTS += (
    "[^1]: ",
    "[x]: ",
    "*[x]: ",
    "---\n",
    "```\n",
    "~~~\n",
    "|a|\n|-|\n",
    '--8<-- "',
    ";--8<--\n",
    "[TOC]\n",
)
_TEMPLATES = (
    "{{%s}}",
    "{%% %s %%}",
    "{# %s #}",
    "${%s}",
    "<%%= %s %%>",
    "{%%raw%%}%s",
    "{{ config.%s }}",
    "%s | safe",
)
_STASH = (
    "\x02wzxhzdk:%d\x03",
    "\x02klzzwxh:%04d\x03",
    "\x02%d\x03",
    "\x02amp\x03%d",
    "wzxhzdk:%d",
    "klzzwxh:%d",
)
_ATTRIBUTES = (
    "{: #i%d .c onclick=x }",
    "{#i%d}",
    "{ .c data-x=%d }",
    "{:.ab-withheld #page.title%d}",
    "{: hidden%d }",
)
_CHARACTERS = (
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\x00",
    "\x1b",
    "\u2028",
    "\ud800",
    "\ufffe",
    "\U000e0041",
    "\r\n",
)
_CHARACTERS += ("a\u0338", "％", "＜", "ﬁ", "🏳️‍🌈", "\x85", "\x0b", "\xad", "İ", "ß", "\u0345")
_EMOJI = (":smile:", ":material-account:", ":fontawesome-brands-github:", ":+1:", ":x%d:")


def strings(seed: int) -> Iterator[str]:
    """Endless hostile strings; the known ones come first, alone and in turn."""
    chance = random.Random(seed)
    first = seed % len(TOKENS)
    yield from TOKENS[first:] + TOKENS[:first]
    while True:
        yield "".join(_piece(chance) for _ in range(chance.randint(1, 4)))


def _piece(chance: random.Random) -> str:
    pick = chance.choice
    number = chance.randrange(100)
    forms: tuple[Callable[[], str], ...] = (
        lambda: pick(TOKENS[:-1]),  # the last is long
        lambda: (
            f"<{pick(('', '/'))}{pick(_TAGS)}{pick(_BETWEEN)}{pick(_HANDLERS)}={pick(_QUOTES)}x({number})>"
        ),
        lambda: f"{pick(_QUOTES)} {pick(_HANDLERS)}={pick(_QUOTES)}x{pick(_QUOTES)} {pick(('>', '/>', ''))}",
        lambda: f"[x{number}]({pick(_SCHEMES)}alert({number}))",
        lambda: f"<{pick(_SCHEMES)}x{number}>",
        lambda: f"{pick(_MARKS)}x{number}{pick(_MARKS)}",
        lambda: f"\n{pick(('', chr(10)))}{pick(_STARTS)}x{number}",
        lambda: pick(_TEMPLATES) % f"x{number}",
        lambda: pick(_STASH) % number,
        lambda: pick(_ATTRIBUTES) % number,
        lambda: pick(_EMOJI).replace("%d", str(number)),
        lambda: f"&{pick(('#', '#x', '', 'amp;', 'lt', 'colon'))}{number}{pick((';', ''))}",
        lambda: f"x{pick(_CHARACTERS)}y",
        lambda: f"[^{number}] ![x](//evil.example/{number}.png) www.evil{number}.example",
    )
    return pick(forms)()


@dataclass
class Speaker:
    """Says a new string for every place. ``each``: how many hostile strings it puts into one value."""

    seed: int
    each: int
    hostile: bool
    said: dict[str, str] = field(default_factory=dict)  # the twin's word -> the hostile text
    places: int = 0
    count: int = 0

    def __post_init__(self) -> None:
        self._strings = strings(self.seed)

    def say(self, each: int = 0, *, bare: bool = False) -> str:
        """Return a text for one place. Both speakers of a seed say the same number of strings.

        bare: a hostile string stands first. Elsewhere the word does, so that what the site puts in order
        has the same order in both.
        """
        self.places += 1
        wanted = each or self.each
        self.count += wanted
        # The words between tell the strings apart and keep a text from being empty once it is cleaned.
        text = "w".join(f"{next(self._strings)} q " for _ in range(wanted))
        word = f"qz{self.places:06d}zq"
        text = f"{'' if bare else word}{text}w"
        self.said[word] = clean(text)
        return text if self.hostile else word


QUESTIONS = ("random-seeds", "hardware")


def spoiled_paper(
    identifier: str, say: Callable[..., str], models: tuple[str, str]
) -> tuple[Paper, list[Answer]]:
    """Return a paper whose every text is said, and answers of two models to two questions about it."""
    near, focus, after = f"{say(bare=True)} ", say(bare=True), f" {say(bare=True)}"
    body = near + focus + after
    answering = ((len(near), len(near) + len(focus)),)
    metadata = Metadata(
        title=say(), authors=(Person(say(), say()),), year=2020, venue=say(), doi=say(), arxiv=say(),
        url=say(), licence=say(), abstract=say(), type=say(),
    )  # fmt: skip
    section = Section("methods", say(), 1, ())
    paper = Paper(identifier, "pdf", say(), metadata, body, (section,), pages=1)
    place = Place(0, len(body), say(), "methods", 1)
    answers = []
    for question, model in itertools.product(QUESTIONS, models):
        evidence = tuple(
            Snippet(body, dataclasses.replace(place, section=say()), 0.5, (say(),), answering)
            for _ in range(2)
        )
        sentences = (
            AnswerSentence(f"{say(bare=True)} no quote", "supported", evidence=(0, 1)),
            AnswerSentence(say(bare=True), "unsupported", say(bare=True), evidence=(1,)),
        )
        answers.append(
            Answer(
                identifier,
                question,
                model,
                "partly_reported",
                say(bare=True),
                sentences,
                evidence,
                (SearchedPassage("x", place, 0.1, say()),),
                raw=say(),
                fingerprint={"prompt": say(), "extra": say()},
                provenance={"made": say(), "note": {"inner": say()}},
                measured={"engine": say()},
            )
        )
    return paper, answers


def spoiled_review(answer: Answer, say: Callable[..., str]) -> Review:
    """Return a person's correction of an answer, its texts said; in order it is where the twin's is."""
    return Review(
        answer.paper,
        answer.question,
        answer.id,
        "corrected",
        say(),
        datetime.date(2026, 11, 23),
        "partly_reported",
        say(bare=True),
        say(bare=True),
    )


def spoiled_collection(speaker: Speaker, *, papers: int, others: int, wide: int) -> Collection:
    """Return a collection whose every text is said.

    others: sets of one question each that nobody answered, models, and files that could not be read.
    wide: strings in a text that stands once in the collection.
    """
    say = speaker.say
    names = (say(), say())
    made = [spoiled_paper(f"paper-{n:04d}", say, names) for n in range(papers)]
    answers = tuple(a for _, group in made for a in group)
    sets = tuple(
        QuestionSet(f"set-{n}", say(), say(), say(), (Question(f"other-{n}", say(), say(), (say(),)),))
        for n in range(others)
    )
    questions = tuple(Question(q, say(), say(), (say(),)) for q in QUESTIONS)
    history = tuple(
        SupersededAnswer(
            dataclasses.replace(a, sentences=(AnswerSentence(say(), "supported", evidence=(0,)),)),
            "2026-11-01",
            (say(),),
            a.id,
        )
        for a in answers[:: 2 * len(QUESTIONS)]
    )
    reviews = tuple(spoiled_review(a, say) for a in answers)
    reviews += tuple(dataclasses.replace(spoiled_review(s.answer, say), verdict="disputed") for s in history)
    votes: tuple[tuple[str, Status], ...] = ((names[0], "partly_reported"), (names[1], "reported"))
    values: dict[str, Any] = {
        "title": say(wide),
        "description": say(wide),
        "repository": say(wide),
        "question_sets": (QuestionSet("set", say(), say(), say(), questions), *sets),
        "papers": tuple(p for p, _ in made),
        "answers": answers,
        "models": tuple(
            ModelCard(name, say(), say(), say(), say()) for name in (*names, *(say() for _ in range(others)))
        ),
        "unreadable": tuple((say(), say()) for _ in range(others)),
        "stale": {(p.id, "hardware", names[0]): (say(), "model") for p, _ in made},
        "source_links": {p.id: "https://example.org/source" for p, _ in made},
        "consensus": {
            (p.id, "hardware"): Consensus(p.id, "hardware", "partly_reported", votes, names[0], 0.5)
            for p, _ in made
        },
        "version": say(wide),
        "files": {},
        "history": history,
        "reviews": reviews,
    }
    return small_collection(**values)


_WORD = re.compile(r"qz\d{6}zq", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
# Ids of answers and sizes of files come from the content, which differs.
_OF_CONTENT = re.compile(r"\b[0-9a-f]{24}\b|\b[\d.,]+ (?:[kMG]?B|bytes)\b")


def plain(text: str) -> str:
    """For comparison: white space collapsed, case folded, low lines as blanks, as labels have them."""
    return _BLANKS.sub(" ", clean(without_content(text)).replace("_", " ")).strip().casefold()


def without_content(text: str) -> str:
    """Return a text without what is counted or hashed from the content."""
    return _OF_CONTENT.sub("0", text)


def says_the_same(shown: str, twin: str, said: dict[str, str]) -> bool:
    """Whether a text is the twin's, strings for words, perhaps shortened (ellipsis, date)."""
    left = plain(shown)

    def string(word: re.Match[str]) -> str:
        text = said.get(word[0].lower(), word[0])
        return text if "…" in shown or plain(text) in left else text[: len("2026-11-23")]

    right = plain(_WORD.sub(string, twin))
    pieces = [piece.strip() for piece in left.split("…")]
    return left == right or ("…" in left and bool(pieces[0]) and _in_order(pieces, right))


def _in_order(pieces: list[str], text: str) -> bool:
    """Whether a text begins with the first piece and goes on with all others."""
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0 or (at == 0 and found > 0):
            return False
        at = found + len(piece)
    return True
