"""The numbers and the names of a sentence, each with the features of its place in the context."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.checking.acronyms import acronym_definitions, spelled_out_stems
from generator.checking.equivalents import is_generic
from generator.checking.named_things import ADDRESS, Name, is_named_in, is_version, occurrences
from generator.checking.number_values import Number
from generator.checking.parsed import Parsed
from generator.checking.placement import (
    ClaimItem,
    ContextSpan,
    Placement,
    Rival,
    Scene,
    adjacent_signs,
    adjacent_words,
    form_of_name,
    form_of_number,
)
from generator.checking.restated_numbers import is_sum, restates
from generator.checking.synonyms import canonical
from generator.core.vocabulary import stem

# Between two names of one thing: "Herbarium Senckenbergianum (FR)", "FR: Herbarium Senckenbergianum".
_JOINING = re.compile(r"[^\w,;/.&+]{0,3}(?:[A-Z][a-z]+ )?")
_MAX_ALIAS_GAP = 24  # characters between two names of one thing
# Larger numbers are hardly ever spelled out, so none of them can be meant by a spelled one.
_MAX_COUNTED = 100
_RAISED = re.compile(r"\d{1,3}$")
_MIN_BARE_NAME_CHARS = 4  # of a name without the raised number of a reference
_MAX_DEFINED_WORDS = 6  # content words before a bracket that an acronym may abbreviate
_LEGAL_FORMS = frozenset(["inc", "ltd", "llc", "gmbh", "corp", "co", "plc", "ag", "bv", "sas", "srl"])
_STRONG_SIGNS = ("%", "x", ":")


def numbers_placed(scene: Scene) -> list[tuple[ClaimItem, Placement]]:
    """Return every number of the sentence with the features of its place."""
    # The year of a citation has no place of its own.
    said = scene.claim.numbers_without_references
    if not said:
        return []
    stated = [(n, i) for i, piece in enumerate(scene.context) for n in piece.numbers_without_references]
    rivals = [
        Rival(n.text, ContextSpan(i, n.start, n.end), form_of_number(n), _countable(n))
        for n, i in stated
        if not any(restates(mine, scene.claim, n, scene.context[i]) for mine in said)
    ]
    found = []
    for number in said:
        if is_sum(number, scene.claim, scene.context):
            continue  # a total is nowhere in the evidence
        own = tuple(
            ContextSpan(i, n.start, n.end)
            for n, i in stated
            if restates(number, scene.claim, n, scene.context[i])
        )
        item = ClaimItem(number.text, number.start, number.end, form_of_number(number), own)
        placement = scene.placement(item, [r for r in rivals if r.countable] if number.spelled else rivals)
        before, after = adjacent_signs(scene.claim.text, item.start, item.end)
        there = [adjacent_signs(scene.context[s.piece].text, s.start, s.end) for s in own]
        features = {
            **placement.features,
            "same sign before": float(any(b == before for b, _ in there)),
            "same sign behind": float(any(b == after for _, b in there)),
            "same strong sign": float(
                any((b in _STRONG_SIGNS) == (after in _STRONG_SIGNS) for _, b in there)
            ),
            "spelled": float(number.spelled),
            "small": float(item.form == "digit"),
        }
        found.append((item, Placement(features, placement.rival)))
    return found


def _countable(number: Number) -> bool:
    """Return True if a spelled-out number may mean ``number``."""
    return any(v == int(v) and 0 < v <= _MAX_COUNTED for v in number.values)


def names_placed(scene: Scene, names: Sequence[Name]) -> list[tuple[ClaimItem, Placement]]:
    """Return every name of the sentence, addresses and versions aside, with the features of its place.

    Names that are next to each other ("Google Earth") are one.
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
        own = _spans(whole, context)
        in_parts = not own
        if in_parts:
            # "Google Earth" may be in the evidence as "Earth", after "Google" in the sentence before.
            own = [span for name in group for span in _spans(name, context)]
        if not own and all(any(is_named_in(n, piece.raw) for piece in context) for n in group):
            continue  # the evidence has it in other words
        long_forms = _defined_names(rivals, own, context)
        own += [r.span for r in rivals if r.text in long_forms]
        item = ClaimItem(whole.text, start, end, form_of_name(whole.text), tuple(own))
        aliases = _aliases(own, context)
        kind = all(is_generic(name.text) for name in group)
        placement = scene.placement(
            item,
            [r for r in rivals if r.text not in aliases and (kind or not is_generic(r.text))],
        )
        features = {
            **placement.features,
            "in parts": float(in_parts),
            **_definition_features(item, scene),
            "also plain": float(all(_also_plain(n, context) for n in group)),
            **{f"form {f}": float(item.form == f) for f in ("known", "acronym", "capital")},
        }
        found.append((item, Placement(features, placement.rival)))
    return found


def _definition_features(item: ClaimItem, scene: Scene) -> dict[str, float]:
    """Return how the context defines the item, if the sentence has it in brackets after its words.

    Two features: the same acronym for the same last word, and another acronym for the same words.
    """
    claim = scene.claim.text
    own = item.text.lower().removesuffix("s")
    found = {"introduced alike": 0.0, "words introduced otherwise": 0.0}
    if claim[item.start - 1 : item.start] != "(" or claim[item.end : item.end + 1] != ")":
        return found
    before, _ = adjacent_words(
        scene.claim.rows[scene.claim.row_at(item.start)], item.start, item.end, _MAX_DEFINED_WORDS
    )
    if not before:
        return found
    there = [i for piece in scene.context for i in acronym_definitions(piece.raw)]
    alike = any(canonical(i.words[-1]) == before[-1] for i in there if i.acronym == own)
    found["introduced alike"] = float(alike)
    found["words introduced otherwise"] = float(
        not alike
        and item.form in ("acronym", "capital")  # "a convolutional network (ResNet-50)" is an instance
        and any(tuple(map(canonical, i.words[-2:])) == tuple(before[-2:]) for i in there if i.acronym != own)
    )
    return found


def _spans(name: Name, context: Sequence[Parsed]) -> list[ContextSpan]:
    """Return the places of ``name`` in the context."""
    return [
        ContextSpan(i, at, at + len(name.text))
        for i, p in enumerate(context)
        for at in occurrences(name, p.raw)
    ]


def _aliases(own: Sequence[ContextSpan], context: Sequence[Parsed]) -> frozenset[str]:
    """Return names of the same thing, next to the item or to each other but for a bracket or the like.

    "Herbarium Senckenbergianum (FR)", "FR: Herbarium Senckenbergianum"; but not in a list, "Keras, Theano".
    """
    pieces = {span.piece for span in own}
    left = [
        (n.text, ContextSpan(i, n.start, n.end))
        for i in pieces
        for n, _ in context[i].names_without_references
    ]
    found: set[str] = set()
    reached = list(own)
    while reached:
        close = [(text, span) for text, span in left if any(_adjoins(span, s, context) for s in reached)]
        found.update(text for text, _ in close)
        reached = [span for _, span in close]
        left = [pair for pair in left if pair not in close]
    return frozenset(found)


def _adjoins(one: ContextSpan, other: ContextSpan, context: Sequence[Parsed]) -> bool:
    """Return True if only a bracket or the like is between two places."""
    if one.piece != other.piece:
        return False
    first, last = (one, other) if one.start < other.start else (other, one)
    if not 0 <= last.start - first.end <= _MAX_ALIAS_GAP:
        return False
    return _JOINING.fullmatch(context[one.piece].text, first.end, last.start) is not None


def _defined_names(
    rivals: Sequence[Rival], own: Sequence[ContextSpan], context: Sequence[Parsed]
) -> frozenset[str]:
    """Return the names that the item abbreviates in brackets: "Herbarium Senckenbergianum (FR)"."""
    return frozenset(
        r.text
        for r in rivals
        for s in own
        if s.piece == r.span.piece and context[s.piece].text[r.span.end : s.start] == " ("
    )


def _other_names(scene: Scene) -> list[Rival]:
    """Return the names of the context that the sentence does not mention."""
    claim, context, weights = scene.claim, scene.context, scene.weights
    found = []
    for i, piece in enumerate(context):
        spelled = spelled_out_stems(piece.raw, claim.raw) | _defining_words(piece, claim)
        for name, opening in piece.names_without_references:
            term = stem(name.text.lower())
            if (opening and weights.uses(term)) or is_version(name.text):
                continue
            if term in spelled or name.text.lower().rstrip(".") in _LEGAL_FORMS:
                continue
            if _mentioned(name, claim) or _also_plain(name, context) or _is_maker(name, piece, claim):
                continue
            found.append(Rival(name.text, ContextSpan(i, name.start, name.end), form_of_name(name.text)))
    return found


def _defining_words(piece: Parsed, claim: Parsed) -> frozenset[str]:
    """Return words that a name of the sentence abbreviates in ``piece``: "Common Objects (COCO)"."""
    said = {n.text.lower().removesuffix("s") for n, _ in claim.names}
    return frozenset(
        word
        for i in acronym_definitions(piece.raw)
        if i.acronym in said
        for word in i.words[-len(i.acronym) :]
        if word[0] in i.acronym
    )


def _mentioned(name: Name, claim: Parsed) -> bool:
    """Return True if the sentence mentions ``name``, which may end in a reference's raised number."""
    if is_named_in(name, claim.raw):
        return True
    if (address := ADDRESS.search(name.text)) is not None:  # of a site that the sentence names
        site = address["place"].split("/")[0].rpartition(".")[0]
        return bool(site) and site.lower() in claim.text.lower()
    bare = _RAISED.sub("", name.text)
    return (
        len(bare) >= _MIN_BARE_NAME_CHARS
        and bare != name.text
        and is_named_in(Name(bare, 0, len(bare)), claim.raw)
    )


def _is_maker(name: Name, piece: Parsed, claim: Parsed) -> bool:
    """Return True if ``name`` begins a longer one of which the sentence has the rest: "IBM" of "IBM SPSS"."""
    following = next((n for n, _ in piece.names if n.start == name.end + 1), None)
    return following is not None and is_named_in(following, claim.raw)


def _also_plain(name: Name, context: Sequence[Parsed]) -> bool:
    """Return True if the context also has ``name`` in lower case: a word that happened to have a capital."""
    return name.is_capitalised_word and any(name.text.lower() in piece.plain_words for piece in context)
