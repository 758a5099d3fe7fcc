"""The numbers and the names of a sentence, each with the features of its place in the context."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.checking.acronyms import introductions, spelled_out
from generator.checking.equivalents import is_generic
from generator.checking.names import ADDRESS, Name, is_version, occurrences, stands_in
from generator.checking.numbers import Number
from generator.checking.parsed import Parsed
from generator.checking.placement import (
    Item,
    Placement,
    Rival,
    Scene,
    Spot,
    beside,
    form_of_name,
    form_of_number,
    signs,
)
from generator.checking.retold import is_sum, stands_for
from generator.checking.synonyms import canonical
from generator.core.words import stem

# Between two names of one thing: "Herbarium Senckenbergianum (FR)", "FR: Herbarium Senckenbergianum".
_JOINING = re.compile(r"[^\w,;/.&+]{0,3}(?:[A-Z][a-z]+ )?")
_ALIAS = 24  # characters
# Larger numbers are hardly ever spelled out, so that none of them stands where a spelled one should.
_MAX_COUNTED = 100
_RAISED = re.compile(r"\d{1,3}$")
_MIN_BARE = 4
_ABBREVIATED = 6  # content words before a bracket
_STRONG_SIGNS = ("%", "x", ":")


def numbers_placed(scene: Scene) -> list[tuple[Item, Placement]]:
    """Every number of the sentence, with the features of its place."""
    # A year of a citation stands in no place of its own.
    said = scene.claim.stated_numbers
    if not said:
        return []
    stated = [(n, i) for i, piece in enumerate(scene.context) for n in piece.stated_numbers]
    rivals = [
        Rival(n.text, Spot(i, n.start, n.end), form_of_number(n), _countable(n))
        for n, i in stated
        if not any(stands_for(mine, scene.claim, n, scene.context[i]) for mine in said)
    ]
    found = []
    for number in said:
        if is_sum(number, scene.claim, scene.context):
            continue  # a total stands nowhere
        own = tuple(
            Spot(i, n.start, n.end) for n, i in stated if stands_for(number, scene.claim, n, scene.context[i])
        )
        item = Item(number.text, number.start, number.end, form_of_number(number), own)
        placement = scene.placement(item, [r for r in rivals if r.countable] if number.spelled else rivals)
        before, behind = signs(scene.claim.text, item.start, item.end)
        there = [signs(scene.context[s.piece].text, s.start, s.end) for s in own]
        features = {
            **placement.features,
            "same sign before": float(any(b == before for b, _ in there)),
            "same sign behind": float(any(b == behind for _, b in there)),
            "same strong sign": float(
                any((b in _STRONG_SIGNS) == (behind in _STRONG_SIGNS) for _, b in there)
            ),
            "spelled": float(number.spelled),
            "small": float(item.form == "digit"),
        }
        found.append((item, Placement(features, placement.rival)))
    return found


def _countable(number: Number) -> bool:
    return any(v == int(v) and 0 < v <= _MAX_COUNTED for v in number.values)


def names_placed(scene: Scene, names: Sequence[Name]) -> list[tuple[Item, Placement]]:
    """Every name of the sentence but addresses, with the features of its place.

    Names that stand next to one another ("Google Earth") are one.
    """
    claim, context = scene.claim, scene.context
    joined: list[list[Name]] = []
    for name in names:
        if ADDRESS.search(name.text) or is_version(name.text):
            continue
        if joined and claim.text[joined[-1][-1].end : name.start] in (" ", "-"):
            joined[-1].append(name)
        else:
            joined.append([name])
    if not joined:
        return []
    rivals = _other_names(scene)
    found = []
    for group in joined:
        start, end = group[0].start, group[-1].end
        whole = Name(claim.text[start:end], start, end)
        own = _spots(whole, context)
        in_parts = not own
        if in_parts:
            own = [spot for name in group for spot in _spots(name, context)]
        if not own and all(any(stands_in(n, piece.raw) for piece in context) for n in group):
            continue  # it stands there in other words
        long_forms = _introduced(rivals, own, context)
        own += [r.spot for r in rivals if r.text in long_forms]
        item = Item(whole.text, start, end, form_of_name(whole.text), tuple(own))
        aliases = _aliases(own, context)
        kind = all(is_generic(name.text) for name in group)
        placement = scene.placement(
            item,
            [r for r in rivals if r.text not in aliases and (kind or not is_generic(r.text))],
        )
        features = {
            **placement.features,
            "in parts": float(in_parts),
            **_introduction(item, scene),
            "also plain": float(all(_also_plain(n, context) for n in group)),
            **{f"form {f}": float(item.form == f) for f in ("known", "acronym", "capital")},
        }
        found.append((item, Placement(features, placement.rival)))
    return found


def _introduction(item: Item, scene: Scene) -> dict[str, float]:
    """Whether the sentence brackets the item behind words that the context abbreviates so, or otherwise."""
    claim = scene.claim.text
    own = item.text.lower().removesuffix("s")
    found = {"introduced alike": 0.0, "words introduced otherwise": 0.0}
    if claim[item.start - 1 : item.start] != "(" or claim[item.end : item.end + 1] != ")":
        return found
    before, _ = beside(scene.claim.rows[scene.claim.row_at(item.start)], item.start, item.end, _ABBREVIATED)
    if not before:
        return found
    there = [i for piece in scene.context for i in introductions(piece.raw)]
    alike = any(canonical(i.words[-1]) == before[-1] for i in there if i.acronym == own)
    found["introduced alike"] = float(alike)
    found["words introduced otherwise"] = float(
        not alike
        and item.form in ("acronym", "capital")  # "a convolutional network (ResNet-50)" is an instance
        and any(tuple(map(canonical, i.words[-2:])) == tuple(before[-2:]) for i in there if i.acronym != own)
    )
    return found


def _spots(name: Name, context: Sequence[Parsed]) -> list[Spot]:
    return [
        Spot(i, at, at + len(name.text)) for i, p in enumerate(context) for at in occurrences(name, p.raw)
    ]


def _aliases(own: Sequence[Spot], context: Sequence[Parsed]) -> frozenset[str]:
    """Names that stand for the item or belong to its name: next to it, or to one another, but for a bracket.

    "Herbarium Senckenbergianum (FR)", "FR: Herbarium Senckenbergianum"; not so in a list, "Keras, Theano".
    """
    pieces = {spot.piece for spot in own}
    left = [(n.text, Spot(i, n.start, n.end)) for i in pieces for n, _ in context[i].stated_names]
    found: set[str] = set()
    reached = list(own)
    while reached:
        close = [(text, spot) for text, spot in left if any(_adjoins(spot, s, context) for s in reached)]
        found.update(text for text, _ in close)
        reached = [spot for _, spot in close]
        left = [pair for pair in left if pair not in close]
    return frozenset(found)


def _adjoins(one: Spot, other: Spot, context: Sequence[Parsed]) -> bool:
    if one.piece != other.piece:
        return False
    first, last = (one, other) if one.start < other.start else (other, one)
    if not 0 <= last.start - first.end <= _ALIAS:
        return False
    return _JOINING.fullmatch(context[one.piece].text, first.end, last.start) is not None


def _introduced(rivals: Sequence[Rival], own: Sequence[Spot], context: Sequence[Parsed]) -> frozenset[str]:
    """Names that the item is introduced for in brackets: "Herbarium Senckenbergianum (FR)"."""
    return frozenset(
        r.text
        for r in rivals
        for s in own
        if s.piece == r.spot.piece and context[s.piece].text[r.spot.end : s.start] == " ("
    )


def _other_names(scene: Scene) -> list[Rival]:
    """The names of the context that the sentence does not mention."""
    claim, context, weights = scene.claim, scene.context, scene.weights
    found = []
    for i, piece in enumerate(context):
        spelled = spelled_out(piece.raw, claim.raw) | _introduced_by(piece, claim)
        for name, opening in piece.stated_names:
            term = stem(name.text.lower())
            if (opening and weights.knows(term)) or is_version(name.text):
                continue
            if term in spelled:
                continue
            if _mentioned(name, claim) or _also_plain(name, context):
                continue
            found.append(Rival(name.text, Spot(i, name.start, name.end), form_of_name(name.text)))
    return found


def _introduced_by(piece: Parsed, claim: Parsed) -> frozenset[str]:
    """Words for which ``piece`` introduces a name of the sentence: "Common Objects in Context (COCO)"."""
    said = {n.text.lower().removesuffix("s") for n, _ in claim.names}
    return frozenset(
        word
        for i in introductions(piece.raw)
        if i.acronym in said
        for word in i.words[-len(i.acronym) :]
        if word[0] in i.acronym
    )


def _mentioned(name: Name, claim: Parsed) -> bool:
    """Whether the sentence mentions ``name``, which may end in the raised number of a reference."""
    if stands_in(name, claim.raw):
        return True
    if (address := ADDRESS.search(name.text)) is not None:  # of a site that the sentence names
        site = address["place"].split("/")[0].rpartition(".")[0]
        return bool(site) and site.lower() in claim.text.lower()
    bare = _RAISED.sub("", name.text)
    return len(bare) >= _MIN_BARE and bare != name.text and stands_in(Name(bare, 0, len(bare)), claim.raw)


def _also_plain(name: Name, context: Sequence[Parsed]) -> bool:
    """Whether the context writes ``name`` in lower case as well: a word that happened to bear a capital."""
    return name.plain and any(name.text.lower() in piece.plain_words for piece in context)
