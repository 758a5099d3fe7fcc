"""Words that were added to, or exchanged in, a sentence that is nearly its evidence.

Who copies a sentence copies its words. If nearly all words are in the same order, each word that is nowhere
in the evidence was put there, however rare it is and however many words around it are true: "the placebo
group" for "the treated group", "were randomly chosen" for "were chosen".

Example: "The rats of the placebo group were weighed." against "The rats of the treated group were weighed."
The objection is: where it says “placebo”, the evidence says “treated”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from generator.checking.acronyms import spelled_out_stems
from generator.checking.aligned import Pairing, StatementToken, is_table_row
from generator.checking.coverage import MIN_SENTENCES_FOR_RARITY
from generator.checking.polarity import equals, opposites, opposites_of_stem
from generator.checking.quantities import UNITS
from generator.checking.synonyms import canonical, count_words, light_words
from generator.core.vocabulary import stem

# Share of the sentence, function words included, in the same order, from which on it is a copy with changes.
MIN_COPIED = 0.7
# Shorter sentences have the same words by chance.
_MIN_TOKENS = 4
# Another sentence of the evidence explains an added word if it holds this share of the sentence.
MIN_EXPLAINING_SHARE = 0.5
# It explains a word that replaces another if it holds this share of what the copied sentence holds.
MIN_OF_COPY = 0.85
_MIN_WORD_LETTERS = 3
_MIN_SLIP_RATIO = 0.9  # similarity, 0 to 1, from which on one word is a misspelling of the other
# Words that a writer adds to join and to point, and that a paper need not have.
_JOINING_WORDS = """
study studies paper article work author authors researcher researchers present current here text section
therefore thus hence moreover furthermore additionally also specifically particular respectively namely
explicitly overall finally subsequently then first next together aforementioned mentioned
initial way part case cases feature featured order total year years
"""
# Words that say almost nothing themselves, and may replace words that say more.
_WEAK = """
every each any another other come came go went gone keep kept put become became remain remained stay stayed
turn turned seem seemed time times show shows involve involved involves aim aims ensure regarding concerning
relate related account accounts amount amounts
reach reached achieve achieved attain yield yielded score scored
"""
# Kinds of things, which a writer adds to a name for readers: "the dataset SoilGrids".
_KINDS = """
dataset data metric metrics score scores system tool tools framework algorithm algorithms value values model
models instance instances example examples process step steps sample item items set proposed individual
network networks classifier classifiers
specific particular given selected available relevant corresponding aspect aspects factor factors approach
platform application feature features element elements component components feature information purpose
"""
# Each line: words that careful writers exchange, led by the one that represents them.
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
only alone solely exclusively
find found occur occurred
fix fixed repair repaired correct corrected
significantly markedly considerably substantially clearly
person people persons individual individuals human humans subject subjects
"""
_ALIKE = {
    canonical(stem(verb)): line.split()[0] for line in _VERBS.strip().split("\n") for verb in line.split()
}
# Words of time, by meaning: exchanged, they mean another time.
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
_PLAIN = (light_words() - {canonical("main")}) | {canonical(stem(word)) for word in _WEAK.split()}
_HYPHENATED = re.compile(r"-\s+")
_JOINING = frozenset(canonical(stem(word)) for word in (_JOINING_WORDS + _KINDS).split())


def edit_objections(pairs: Sequence[Pairing]) -> Iterator[str]:
    """Yield an objection to a word that none of the copied sentences of the evidence has.

    pairs: the sentence with every sentence of the evidence.
    """
    close = [
        p
        for p in pairs
        if p.share >= MIN_COPIED * MIN_COPIED and p.ordered >= MIN_COPIED and not is_table_row(p.evidence)
    ]
    if not close or len(close[0].spine) < _MIN_TOKENS:
        return
    close.sort(key=lambda p: -p.ordered)
    reasons = [next(_edits(pair, pairs), "") for pair in close]
    if all(reasons):
        yield reasons[0]


def _edits(pair: Pairing, pairs: Sequence[Pairing]) -> Iterator[str]:
    """Yield an objection for each word that the sentence adds to, or exchanges in, one sentence."""
    for tag, a, b, c, d in pair.blocks:
        if tag not in ("replace", "insert"):
            continue
        old = [pair.evidence.tokens[j] for j in pair.evidence_spine[a:b] if j not in pair.matched]
        yield from _at_another_time(pair, range(a, b), range(c, d))
        done = {_ALIKE.get(t.term) for t in pair.evidence.tokens} - {None}
        every = [pair.evidence.tokens[j] for j in pair.evidence_spine[a:b]]
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
        if any(_has_opposite(pair.claim.tokens[i], pair) for i in new):
            continue  # left to the rules on opposites
        if instead:
            yield f"where it says “{word}”, the evidence says “{instead}”"
        else:
            yield f"“{word}” does not stand in the evidence"


def _at_another_time(pair: Pairing, old: range, new: range) -> Iterator[str]:
    """Yield an objection to a word of time that replaces another."""
    there = [t for j in old if (t := pair.evidence.tokens[pair.evidence_spine[j]].text) in _TIMES]
    said = [t for i in new if (t := pair.claim.tokens[pair.spine[i]].text) in _TIMES]
    if len(there) == len(said) == 1 and len(old) == len(new) and _TIMES[there[0]] != _TIMES[said[0]]:
        yield f"where it says “{said[0]}”, the evidence says “{there[0]}”"


def _is_foreign(index: int, pair: Pairing, pairs: Sequence[Pairing], replaced: bool) -> bool:
    """Return True if a word of the sentence carries meaning, and nothing in the evidence explains it.

    replaced: whether it replaces another word that carries meaning.
    """
    token = pair.claim.tokens[index]
    if not token.content or not token.text.isalpha() or len(token.text) < _MIN_WORD_LETTERS:
        return False
    if stem(token.text) in count_words() or token.text in UNITS or token.text.removesuffix("s") in UNITS:
        return False  # left to the rules on numbers and units
    if index in pair.places or token.term in _PLAIN or (not replaced and token.term in _JOINING):
        return False
    if token.term in spelled_out_stems(pair.claim.text, pair.evidence.piece.raw) or stem(
        token.text
    ) in spelled_out_stems(pair.evidence.piece.raw, pair.claim.piece.raw):
        return False
    if _is_broken(token.text, pair.evidence.text):
        return False
    if not equals(token.text).isdisjoint({stem(t.text) for t in pair.evidence.tokens}):
        return False  # "low" for "small"
    least = MIN_OF_COPY * pair.share if replaced else MIN_EXPLAINING_SHARE
    return not any(other.share >= least and index in other.places for other in pairs)


def _adds_little(new: Sequence[int], pair: Pairing) -> bool:
    """Return True for a single added word that the paper uses and that is no adverb: "the insect crops"."""
    if len(new) > 1:
        return False
    token = pair.claim.tokens[new[0]]
    return (
        not token.text.endswith("ly")
        and pair.weights.sentences >= MIN_SENTENCES_FOR_RARITY
        and pair.weights.uses(token.term)
    )


def _misspelled(word: str, there: str) -> bool:
    """Return True if one word is a misspelling of the other: "nvdia"."""
    return (
        word[0] == there[0]
        and word[-1] == there[-1]
        and len(word) != len(there)
        and SequenceMatcher(None, word, there, autojunk=False).ratio() >= _MIN_SLIP_RATIO
    )


def _is_broken(word: str, text: str) -> bool:
    """Return True if ``text`` has the word broken at the end of a line, or with a footnote's mark."""
    return re.search(rf"\b{word}(?:\d|\b)", _HYPHENATED.sub("", text)) is not None


def _has_opposite(token: StatementToken, pair: Pairing) -> bool:
    """Return True if the evidence has an opposite of ``token``: "not available", "unavailable"."""
    against = opposites(token.text) | opposites_of_stem(token.term)
    return any(stem(t.text) in against or t.term in against for t in pair.evidence.tokens)
