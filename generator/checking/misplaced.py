"""Numbers, names and directions that the paper puts elsewhere than the sentence does.

Example: "The learning rate was 0.9 and the momentum 0.01." against "The learning rate was 0.01 and the
momentum 0.9." The objection is: it exchanges 0.9 and 0.01.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from generator.checking.aligned import Pairing, sources, statements
from generator.checking.compared import has_turned_sides
from generator.checking.fitted import SupportModels
from generator.checking.named_things import Name, candidate_names, is_named_in, is_version, occurrences
from generator.checking.parsed import Parsed
from generator.checking.placement import (
    NEXT_WORDS,
    OTHER_SIDE,
    ClaimItem,
    ContextSpan,
    Placement,
    Scene,
    adjacent_words,
)
from generator.checking.polarity import DirectionalWord
from generator.checking.sides import is_turned_twice
from generator.checking.slots import NearbyTerms
from generator.checking.term_places import names_placed, numbers_placed
from generator.core import LinearModel
from generator.core.vocabulary import stem

# How much better another number, name or direction must fit the place to be the one meant: a factor and a
# margin, which is larger in a sentence that has the item itself.
CLEARLY_BETTER = 1.2
MARGIN, MARGIN_IN_SAME_SENTENCE = 0.05, 0.3
MARGIN_OF_EXCHANGE, MARGIN_OF_EXCHANGED_NAMES = 0.1, 0.25
MIN_FIT = 0.2
# A rival in another sentence that fits this well decides without the model.
MIN_FIT_WITHOUT_MODEL = 0.7
# Probability, for names of several words that the evidence has only apart ("NVIDIA Xp").
MIN_PROBABILITY_OF_SPLIT = 0.97
MIN_FIT_OF_OPPOSITES = 0.35
# The same if the sentence has both sides of a pair.
MIN_FIT_BEYOND_DOUBT, MARGIN_BEYOND_DOUBT = 0.6, 0.35
_MAX_BEARER_CHARS = 60  # before a version, in which the name that bears it is
_BEFORE_VERSION = re.compile(
    r"(?P<bearer>[^\W\d_][\w+#.-]*)\W{0,2}(?:(?:version|release|ver\.?|v\.?)\s?)?$", re.IGNORECASE
)
_MAX_HEAD_DISTANCE = 4  # content words after a direction, one of which it may describe


def placement_objections(scene: Scene, names: Sequence[Name], models: SupportModels) -> Iterator[str]:
    """Yield an objection for each item that the context puts elsewhere."""
    placed = numbers_placed(scene)
    for item, placement in placed:
        if _elsewhere(item, placement, models.numbers):
            yield f"where it says {item.text}, the evidence says {placement.rival}"
    for one, other in _exchanged(scene, [item for item, _ in placed], MARGIN_OF_EXCHANGE):
        yield f"it exchanges {one.text} and {other.text}"
    placed = names_placed(scene, names)
    for item, placement in placed:
        if _elsewhere(item, placement, models.names):
            yield f"where it says “{item.text}”, the evidence says “{placement.rival}”"
        elif placement.features["in parts"] and _surely_elsewhere(placement, models.names):
            yield f"“{item.text}” does not stand together in the evidence"
    for one, other in _exchanged(scene, [item for item, _ in placed], MARGIN_OF_EXCHANGED_NAMES):
        yield f"it exchanges “{one.text}” and “{other.text}”"
    yield from _of_other_version(scene, names)
    for reason in _turned(scene):
        if not _turned_twice(scene):
            yield reason


def _turned_twice(scene: Scene) -> bool:
    """Return True if the sentence turns both a word and its sides, which leaves the meaning as it was."""
    return any(
        is_turned_twice(alike[0]) or has_turned_sides(alike[0])
        for statement in statements(scene.claim)
        for alike in sources(
            [Pairing(statement, t, scene.weights) for piece in scene.context for t in statements(piece)]
        )[:1]
    )


def _elsewhere(item: ClaimItem, placement: Placement, model: LinearModel | None) -> bool:
    """Return True if the context puts the rival where the sentence puts the item.

    The rival must fit better, whatever the model makes of the other features.
    """
    f = placement.features
    own, rival = f["own wide"], f["rival wide"]
    if not placement.rival or rival + f["rival narrow"] <= own + f["own narrow"]:
        return False
    better = own * CLEARLY_BETTER
    elsewhere = f["rival elsewhere wide"] > better + MARGIN
    if model is not None:
        return model.holds(f) or (elsewhere and f["rival elsewhere wide"] >= MIN_FIT_WITHOUT_MODEL)
    return rival >= MIN_FIT and (elsewhere or rival > better + MARGIN_IN_SAME_SENTENCE)


def _surely_elsewhere(placement: Placement, model: LinearModel | None) -> bool:
    """Return True if the model is sure that the context puts the rival there."""
    return model is not None and model.probability(placement.features) >= MIN_PROBABILITY_OF_SPLIT


def _of_other_version(scene: Scene, names: Sequence[Name]) -> Iterator[str]:
    """Yield objections to a name with a version that the context gives to others: "Python 2.7.12"."""
    for name, version in itertools.pairwise(names):
        if not is_version(version.text) or "." not in version.text:
            continue
        if scene.claim.text[name.end : version.start].strip(" (").lower() not in ("", "v", "version"):
            continue
        bearers = [_bearer(piece, at) for piece in scene.context for at in occurrences(version, piece.raw)]
        others = [b.text for b in bearers if b is not None and not _is_same_thing(name, b)]
        if others and len(others) == len(bearers):
            yield f"where it says “{name.text}”, the evidence says “{others[0]}”"


def _bearer(piece: Parsed, version: int) -> Name | None:
    """Return the name right before the version at ``version``, which bears it, or None."""
    match = _BEFORE_VERSION.search(piece.text[max(0, version - _MAX_BEARER_CHARS) : version])
    if match is None:
        return None
    return next((n for n, _ in candidate_names(match["bearer"])), None)


def _is_same_thing(one: Name, other: Name) -> bool:
    """Return True if one of two names stands for the other."""
    return is_named_in(one, other.text) or is_named_in(other, one.text)


def _exchanged(
    scene: Scene, items: Sequence[ClaimItem], margin: float
) -> Iterator[tuple[ClaimItem, ClaimItem]]:
    """Yield pairs of items, each of which fits the place of the other clearly better than its own."""
    # The words next to an item, on the same side, tell its place from that of a similar item.
    around = [
        NearbyTerms.of(
            scene.claim, item.start, item.end, scene.weights, window=NEXT_WORDS, other_side=OTHER_SIDE
        )
        for item in items
    ]

    def best(item: int, of: int) -> float:
        return max(around[item].fit(scene.row(span), span.start) for span in items[of].own)

    for one, other in itertools.combinations(range(len(items)), 2):
        here, there = items[one], items[other]
        if not here.own or not there.own or set(here.own) & set(there.own):
            continue
        if best(one, other) > best(one, one) + margin and best(other, one) > best(other, other) + margin:
            yield here, there


def _turned(scene: Scene) -> Iterator[str]:
    """Yield an objection to each word whose opposite the context has in its place."""
    said = scene.claim.directional_words
    if not said:
        return
    there = [
        (stem(w.text.lower()), ContextSpan(i, w.start, w.end))
        for i, p in enumerate(scene.context)
        for w in p.directional_words
    ]
    for word in said:
        if _denied(word, scene):
            continue  # "not complete" is no opposite of "incomplete"
        rivals = [s for t, s in there if t in word.opposite and not _is_denied_there(scene, s)]
        if not rivals or _is_few(word, scene, rivals) or _is_bound(word, scene):
            continue
        own = [span for t, span in there if t in word.same]
        if any(stem(w.text.lower()) in word.opposite for w in said):
            # A sentence with both sides ("input and output") hardly tells which is which.
            turned = _opposite_surely_fits(scene, word, own, rivals)
        else:
            turned = _opposite_fits(scene, word, own, rivals) or _opposite_of_same(scene, word, own, rivals)
        if turned:
            yield f"the evidence says the opposite of “{word.text}”"


def _denied(word: DirectionalWord, scene: Scene) -> bool:
    """Return True if the sentence denies ``word``: "not complete"."""
    return any(stem(word.text.lower()) in d.reach[:2] and d.end <= word.start for d in scene.claim.negations)


def _is_few(word: DirectionalWord, scene: Scene, rivals: Sequence[ContextSpan]) -> bool:
    """Return True for "most do not", which says "few do"."""
    return (
        word.text.lower() in ("most", "many")
        and any(d.start > word.end for d in scene.claim.negations)
        and not any(scene.context[span.piece].negations for span in rivals)
    )


def _is_denied_there(scene: Scene, span: ContextSpan) -> bool:
    """Return True if the context denies the word: "did not change", for "unchanged"."""
    piece = scene.context[span.piece]
    return any(0 <= span.start - n.end <= 1 for n in piece.negations if not n.mild)


def _is_bound(word: DirectionalWord, scene: Scene) -> bool:
    """Return True for "at least four", which the evidence may call "four or more"."""
    before = scene.claim.text[max(0, word.start - len("at the ")) : word.start].lower()
    return word.text.lower() in ("least", "most") and before.rstrip().endswith(("at", "at the"))


def _opposite_surely_fits(
    scene: Scene, word: DirectionalWord, own: Sequence[ContextSpan], rivals: Sequence[ContextSpan]
) -> bool:
    """Return True if the opposite fits the place of the word beyond doubt."""
    around = NearbyTerms.of(scene.claim, word.start, word.end, scene.weights)

    def best(spans: Sequence[ContextSpan]) -> float:
        return max((around.fit(scene.row(span), span.start) for span in spans), default=0.0)

    theirs = best(rivals)
    return theirs >= MIN_FIT_BEYOND_DOUBT and theirs > best(own) + MARGIN_BEYOND_DOUBT


def _opposite_fits(
    scene: Scene, word: DirectionalWord, own: Sequence[ContextSpan], rivals: Sequence[ContextSpan]
) -> bool:
    """Return True if the opposite fits the place of the word, by all words around it."""
    around = NearbyTerms.of(scene.claim, word.start, word.end, scene.weights)
    best = max((around.fit(scene.row(span), span.start) for span in own), default=0.0)
    beside_own = {id(scene.row(span)) for span in own}
    for span in rivals:
        row = scene.row(span)
        theirs = around.fit(row, span.start)
        margin = MARGIN_IN_SAME_SENTENCE if id(row) in beside_own else MARGIN
        if theirs >= MIN_FIT_OF_OPPOSITES and theirs > best * CLEARLY_BETTER + margin:
            return True
    return False


def _opposite_of_same(
    scene: Scene, word: DirectionalWord, own: Sequence[ContextSpan], rivals: Sequence[ContextSpan]
) -> bool:
    """Return True if the opposite, and never the word, is next to what the word describes."""
    row = scene.claim.rows[scene.claim.row_at(word.start)]
    _, after = adjacent_words(row, word.start, word.end, 1)
    if not after:
        return False

    def describes_it(span: ContextSpan, within: int) -> bool:
        return after[0] in adjacent_words(scene.row(span), span.start, span.end, within)[1]

    return any(describes_it(span, NEXT_WORDS) for span in rivals) and not any(
        describes_it(span, _MAX_HEAD_DISTANCE) for span in own
    )
