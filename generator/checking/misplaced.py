"""Numbers, names and directions that the paper puts elsewhere than the sentence does."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from generator.checking.aligned import Pairing, sources, statements
from generator.checking.fitted import SupportModels
from generator.checking.names import Name, candidates, is_version, occurrences, stands_in
from generator.checking.parsed import Parsed
from generator.checking.placement import Item, Placement, Scene, Spot, beside
from generator.checking.placing import names_placed, numbers_placed
from generator.checking.polarity import Sided
from generator.checking.sides import turned_twice
from generator.checking.slots import Surroundings
from generator.core import LinearModel
from generator.core.words import stem

# By how much another number, name or direction must fit the place better, to be the one meant: a
# factor and a margin, which is larger beside the item itself.
CLEARLY_BETTER = 1.2
MARGIN, MARGIN_BESIDE = 0.05, 0.3
MARGIN_OF_EXCHANGE, MARGIN_OF_EXCHANGED_NAMES = 0.1, 0.25
MIN_FIT = 0.2
# A rival in another sentence that fits so well needs no model to tell.
NEARLY_WHOLE = 0.7
# For names of several words that the evidence has only apart ("NVIDIA Xp").
SURELY = 0.97
MIN_FIT_OF_OPPOSITES = 0.35
# The same where the sentence says both sides of a pair.
MIN_FIT_BEYOND_DOUBT, MARGIN_BEYOND_DOUBT = 0.6, 0.35
_MAX_BEARER_CHARS = 60  # characters
_BEFORE_VERSION = re.compile(
    r"(?P<bearer>[^\W\d_][\w+#.-]*)\W{0,2}(?:(?:version|release|ver\.?|v\.?)\s?)?$", re.IGNORECASE
)
_NEXT = 2  # content words on either side
_NEAR = 4  # content words behind a direction, the last of which it may be said of


def misplaced(scene: Scene, names: Sequence[Name], models: SupportModels) -> Iterator[str]:
    """Reasons against the sentence, one for each item that the context puts elsewhere."""
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
    """Whether the sentence turns both the word and its sides: that is no turn at all."""
    return any(
        turned_twice(alike[0])
        for statement in statements(scene.claim)
        for alike in sources(
            [Pairing(statement, t, scene.weights) for piece in scene.context for t in statements(piece)]
        )[:1]
    )


def _elsewhere(item: Item, placement: Placement, model: LinearModel | None) -> bool:
    """Whether the context puts the rival where the sentence puts the item.

    The rival must fit better, whatever the model makes of the rest.
    """
    f = placement.features
    own, rival = f["own wide"], f["rival wide"]
    if not placement.rival or rival + f["rival narrow"] <= own + f["own narrow"]:
        return False
    better = own * CLEARLY_BETTER
    elsewhere = f["rival elsewhere wide"] > better + MARGIN
    if model is not None:
        return model.holds(f) or (elsewhere and f["rival elsewhere wide"] >= NEARLY_WHOLE)
    return rival >= MIN_FIT and (elsewhere or rival > better + MARGIN_BESIDE)


def _surely_elsewhere(placement: Placement, model: LinearModel | None) -> bool:
    return model is not None and model.probability(placement.features) >= SURELY


def _of_other_version(scene: Scene, names: Sequence[Name]) -> Iterator[str]:
    """Names with a version that the context gives to other names only: "Python 2.7.12"."""
    for name, version in itertools.pairwise(names):
        if not is_version(version.text) or "." not in version.text:
            continue
        if scene.claim.text[name.end : version.start].strip(" (").lower() not in ("", "v", "version"):
            continue
        bearers = [_bearer(piece, at) for piece in scene.context for at in occurrences(version, piece.raw)]
        others = [b.text for b in bearers if b is not None and not _one_thing(name, b)]
        if others and len(others) == len(bearers):
            yield f"where it says “{name.text}”, the evidence says “{others[0]}”"


def _bearer(piece: Parsed, version: int) -> Name | None:
    """The name that bears the version at ``version``: the one right before it."""
    match = _BEFORE_VERSION.search(piece.text[max(0, version - _MAX_BEARER_CHARS) : version])
    if match is None:
        return None
    return next((n for n, _ in candidates(match["bearer"])), None)


def _one_thing(one: Name, other: Name) -> bool:
    return stands_in(one, other.text) or stands_in(other, one.text)


def _exchanged(scene: Scene, items: Sequence[Item], margin: float) -> Iterator[tuple[Item, Item]]:
    """Pairs of items, each of which fits the place of the other clearly better than its own."""

    # What stands next to an item, on the same side, tells its place from that of its like.
    around = [
        Surroundings.of(scene.claim, item.start, item.end, scene.weights, window=_NEXT, other_side=0.3)
        for item in items
    ]

    def best(item: int, of: int) -> float:
        return max(around[item].fit(scene.row(spot), spot.start) for spot in items[of].own)

    for one, other in itertools.combinations(range(len(items)), 2):
        here, there = items[one], items[other]
        if not here.own or not there.own or set(here.own) & set(there.own):
            continue
        if best(one, other) > best(one, one) + margin and best(other, one) > best(other, other) + margin:
            yield here, there


def _turned(scene: Scene) -> Iterator[str]:
    said = scene.claim.sided
    if not said:
        return
    there = [
        (stem(w.text.lower()), Spot(i, w.start, w.end)) for i, p in enumerate(scene.context) for w in p.sided
    ]
    for word in said:
        if _denied(word, scene):
            continue  # "not complete" is no opposite of "incomplete"
        rivals = [spot for t, spot in there if t in word.opposite]
        if not rivals:
            continue
        own = [spot for t, spot in there if t in word.same]
        if any(stem(w.text.lower()) in word.opposite for w in said):
            # What says both sides ("input and output") can hardly be told apart.
            turned = _opposite_stands_there(scene, word, own, rivals)
        else:
            turned = _opposite_fits(scene, word, own, rivals) or _opposite_of_same(scene, word, own, rivals)
        if turned:
            yield f"the evidence says the opposite of “{word.text}”"


def _denied(word: Sided, scene: Scene) -> bool:
    return any(stem(word.text.lower()) in d.reach[:2] and d.end <= word.start for d in scene.claim.denials)


def _opposite_stands_there(scene: Scene, word: Sided, own: Sequence[Spot], rivals: Sequence[Spot]) -> bool:
    """Whether the opposite stands where the sentence has the word beyond all doubt."""
    around = Surroundings.of(scene.claim, word.start, word.end, scene.weights)

    def best(spots: Sequence[Spot]) -> float:
        return max((around.fit(scene.row(spot), spot.start) for spot in spots), default=0.0)

    theirs = best(rivals)
    return theirs >= MIN_FIT_BEYOND_DOUBT and theirs > best(own) + MARGIN_BEYOND_DOUBT


def _opposite_fits(scene: Scene, word: Sided, own: Sequence[Spot], rivals: Sequence[Spot]) -> bool:
    """Whether the opposite stands where the sentence has the word, by all that is around."""
    around = Surroundings.of(scene.claim, word.start, word.end, scene.weights)
    best = max((around.fit(scene.row(spot), spot.start) for spot in own), default=0.0)
    beside_own = {id(scene.row(spot)) for spot in own}
    for spot in rivals:
        row = scene.row(spot)
        theirs = around.fit(row, spot.start)
        margin = MARGIN_BESIDE if id(row) in beside_own else MARGIN
        if theirs >= MIN_FIT_OF_OPPOSITES and theirs > best * CLEARLY_BETTER + margin:
            return True
    return False


def _opposite_of_same(scene: Scene, word: Sided, own: Sequence[Spot], rivals: Sequence[Spot]) -> bool:
    """Whether the opposite, and never the word, stands beside what the sentence says it of."""
    row = scene.claim.rows[scene.claim.row_at(word.start)]
    _, behind = beside(row, word.start, word.end, 1)
    if not behind:
        return False

    def said_of_it(spot: Spot, within: int) -> bool:
        return behind[0] in beside(scene.row(spot), spot.start, spot.end, within)[1]

    return any(said_of_it(spot, _NEXT) for spot in rivals) and not any(
        said_of_it(spot, _NEAR) for spot in own
    )
