"""A sentence that is nearly its evidence: each word that was put in or exchanged must be explained.

Who copies a sentence copies its words. Where nearly all of them stand in their order, a word that stands
nowhere in the evidence was put there, and neither its rarity nor the many words around it make it true:
"the placebo group" for "the treated group", "were randomly chosen" for "were chosen".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from generator.checking.acronyms import spelled_out
from generator.checking.aligned import Pairing, Token, is_row
from generator.checking.polarity import opposites, opposites_of_stem
from generator.checking.quantities import UNITS
from generator.checking.synonyms import canonical, counts, light
from generator.checking.weights import FEW
from generator.core.words import stem

# How much of the sentence, function words among it, must stand in its order to be a copy with changes.
COPIED = 0.7
# Shorter sentences are told in the same words by chance.
_MIN_TOKENS = 4
# Another sentence of the evidence explains a word where it holds so much of the sentence as well.
EXPLAINS = 0.5
# A word that stands for another one is explained by what is as close to the sentence as its copy is.
AS_CLOSE = 0.85
_MIN_LETTERS = 3
_SLIP = 0.9  # how alike two words are of which one is a slip of the other
# Words that a writer puts in to join and to point, and that no paper need have.
_JOINING_WORDS = """
study studies paper article work author authors researcher researchers present current here text section
therefore thus hence moreover furthermore additionally also specifically particular respectively namely
explicitly overall finally subsequently then first next together aforementioned mentioned
initial way part case cases feature featured order total year years
"""
# Words that say next to nothing themselves, and may stand for what says more.
_WEAK = """
every each any another other come came go went gone keep kept put become became remain remained stay stayed
turn turned seem seemed time times show shows involve involved involves aim aims ensure regarding concerning
relate related account accounts amount amounts
reach reached achieve achieved attain yield yielded score scored
"""
# What kind of thing a name stands for, which a writer adds for readers: "the dataset SoilGrids".
_KINDS = """
dataset data metric metrics score scores system tool tools framework algorithm algorithms value values model
models instance instances example examples process step steps sample item items set proposed individual
network networks classifier classifiers
specific particular given selected available relevant corresponding aspect aspects factor factors approach
platform application feature features element elements component components feature information purpose
"""
# Each line: verbs that careful writers take for one another, of doing what the line's first one says.
_VERBS = """
measure evaluate assess determine compute calculate estimate quantify record examine establish derive
combine add sum integrate join merge incorporate include
do perform conduct carry execute undertake implement run
make create produce generate construct build prepare develop
give provide offer present supply deliver
prevent reduce avoid minimise minimize limit mitigate
get obtain acquire receive collect gather take
keep store hold maintain retain place put
use employ apply utilise utilize leverage adopt
switch switched turn turned
significantly markedly considerably substantially clearly
person people persons individual individuals human humans subject subjects
"""
_ALIKE = {
    canonical(stem(verb)): line.split()[0] for line in _VERBS.strip().split("\n") for verb in line.split()
}
# Words that set things in order of time, by what they say: exchanged they tell of another time.
_TIMES = {
    word: line.split()[0]
    for line in (
        "first initial initially early",
        "last final finally late end",
        "before prior previous preceding former previously",
        "after following next subsequent subsequently afterwards later",
        "during throughout",
        "since",
        "until till",
        "current present",
    )
    for word in line.split()
}
# "The main trial" is not the pilot.
_PLAIN = (light() - {canonical("main")}) | {canonical(stem(word)) for word in _WEAK.split()}
_HYPHENATED = re.compile(r"-\s+")
_JOINING = frozenset(canonical(stem(word)) for word in (_JOINING_WORDS + _KINDS).split())


def edit_objections(pairs: Sequence[Pairing]) -> Iterator[str]:
    """Reasons against a sentence with a word that its nearest copies in the evidence do not have.

    pairs: the sentence beside every sentence of the evidence.
    """
    close = [p for p in pairs if p.share >= COPIED * COPIED and p.ordered >= COPIED and not is_row(p.there)]
    if not close or len(close[0].spine) < _MIN_TOKENS:
        return
    close.sort(key=lambda p: -p.ordered)
    reasons = [next(_edits(pair, pairs), "") for pair in close]
    if all(reasons):
        yield reasons[0]


def _edits(pair: Pairing, pairs: Sequence[Pairing]) -> Iterator[str]:
    for tag, a, b, c, d in pair.blocks:
        if tag not in ("replace", "insert"):
            continue
        old = [pair.there.tokens[j] for j in pair.spine_there[a:b] if j not in pair.matched]
        yield from _at_another_time(pair, range(a, b), range(c, d))
        done = {_ALIKE.get(t.term) for t in pair.there.tokens} - {None}
        every = [pair.there.tokens[j] for j in pair.spine_there[a:b]]
        telling = any(t.content and t.term not in _PLAIN | _JOINING for t in every)
        new = [
            i
            for i in pair.spine[c:d]
            if _is_foreign(i, pair, pairs, telling)
            and not any(_misspelled(pair.claim.tokens[i].text, t.text) for t in old)
            and _ALIKE.get(pair.claim.tokens[i].term) not in done
        ]
        if not new:
            continue
        if not any(t.content and t.term not in _PLAIN for t in every) and _adds_little(new, pair):
            continue
        word = pair.claim.tokens[new[0]].text
        instead = next((t.text for t in old if t.content), "")
        if any(_turns(pair.claim.tokens[i], pair) for i in new):
            continue  # the business of the rules on opposites
        if instead:
            yield f"where it says “{word}”, the evidence says “{instead}”"
        else:
            yield f"“{word}” does not stand in the evidence"


def _at_another_time(pair: Pairing, old: range, new: range) -> Iterator[str]:
    """One word of time in the place of another."""
    there = [t for j in old if (t := pair.there.tokens[pair.spine_there[j]].text) in _TIMES]
    said = [t for i in new if (t := pair.claim.tokens[pair.spine[i]].text) in _TIMES]
    if len(there) == len(said) == 1 and len(old) == len(new) and _TIMES[there[0]] != _TIMES[said[0]]:
        yield f"where it says “{said[0]}”, the evidence says “{there[0]}”"


def _is_foreign(index: int, pair: Pairing, pairs: Sequence[Pairing], replaced: bool) -> bool:
    """Whether a word of the sentence says something, and nothing of the evidence says it.

    replaced: whether it stands in the place of another word that says something.
    """
    token = pair.claim.tokens[index]
    if not token.content or not token.text.isalpha() or len(token.text) < _MIN_LETTERS:
        return False
    if stem(token.text) in counts() or token.text in UNITS or token.text.removesuffix("s") in UNITS:
        return False  # the business of the rules on numbers and units
    if index in pair.places or token.term in _PLAIN or (not replaced and token.term in _JOINING):
        return False
    if token.term in spelled_out(pair.claim.text, pair.there.piece.raw) or stem(token.text) in spelled_out(
        pair.there.piece.raw, pair.claim.piece.raw
    ):
        return False
    if _stands_broken(token.text, pair.there.text):
        return False
    least = AS_CLOSE * pair.share if replaced else EXPLAINS
    return not any(other.share >= least and index in other.places for other in pairs)


def _adds_little(new: Sequence[int], pair: Pairing) -> bool:
    """Whether but one word was put in, which the paper uses and which tells no manner: "the insect crops"."""
    if len(new) > 1:
        return False
    token = pair.claim.tokens[new[0]]
    return not token.text.endswith("ly") and pair.weights.sentences >= FEW and pair.weights.knows(token.term)


def _misspelled(word: str, there: str) -> bool:
    """Whether one of two words is a slip of the other: "nvdia"."""
    return (
        word[0] == there[0]
        and word[-1] == there[-1]
        and len(word) != len(there)
        and SequenceMatcher(None, word, there, autojunk=False).ratio() >= _SLIP
    )


def _stands_broken(word: str, text: str) -> bool:
    """Whether ``text`` has the word parted at the end of a line, or with the mark of a footnote."""
    return re.search(rf"\b{word}(?:\d|\b)", _HYPHENATED.sub("", text)) is not None


def _turns(token: Token, pair: Pairing) -> bool:
    """Whether the evidence has an opposite of ``token``: "not available", "unavailable"."""
    against = opposites(token.text) | opposites_of_stem(token.term)
    return any(stem(t.text) in against or t.term in against for t in pair.there.tokens)
