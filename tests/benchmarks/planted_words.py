"""Errors of unit, scope, mood and order, planted into true sentences by a change of a few words.

Each function takes a sentence and gives (evidence, false claim), or None where its kind cannot be
planted. The evidence is the sentence itself, but where papers seldom hold the weaker wording: there it
is written into the evidence, and the sentence as it stood is the claim. As in `planted`, every choice is
drawn from a generator seeded with the sentence, and no code of the check is used.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Pair = tuple[str, str]

_UNITS_TEXT = """
mm>cm, cm>mm, m>km, km>m, µm>mm, μm>mm, nm>µm, mg>g, g>mg, kg>g, µg>mg, μg>mg, ng>µg, ml>l, mL>L,
L>mL, µl>ml, µL>mL, μl>ml, μL>mL, l>ml, mM>µM, µM>mM, μM>mM, nM>µM, M>mM, h>min, min>h, s>min, ms>s,
hours>minutes, minutes>hours, hour>minute, seconds>minutes, days>weeks, weeks>days, months>weeks,
years>months, day>week, week>month, month>year, year>month, Hz>kHz, kHz>Hz, MHz>GHz, °C>K, K>°C, %>
mg, kb>Mb, bp>kb, GB>MB, MB>GB, ha>km, kDa>Da, mg/kg>µg/kg, mg/ml>µg/ml, mg/mL>µg/mL, ng/ml>µg/ml,
mg/dL>g/dL, mg/dl>g/dl, kg/m2>g/m2, mmol/L>mol/L, mmol/l>mol/l, mmHg>kPa, V>mV, mV>V, W>kW
"""
_UNITS = dict(p.split(">") for p in " ".join(_UNITS_TEXT.split()).split(", "))
_ANY_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?<![\w.,])\d[\d.,]*(?P<gap>[ -]?)(?P<unit>{_ANY_UNIT})"
    rf""
    rf""
    r"(?![\w/·-]|\s?[/·]|\s?[−-]1|\^)"
)
_NUMBER = re.compile(r"(?<![\w.,/–-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w/–-]|\.\d|,\d)")
_REFERENCE = re.compile(
    r"\([^()]*\b(?:19|20)\d\d[^()]*\)|\[[^\[\]]*\]|(?:Fig|Figs|Figure|Table|Tables|Section"
    r"|Eq)\.?\s*[\w.]+|\bet al\.?\s*\(?\d+"
)
_RANGE = 12  # characters
_SOME = re.compile(
    r"\b(?P<some>some|most|many|several|a few|few|certain|a majority of(?: the)?|the majority of(?: the)?"
    r"|most of the|some of the"
    r"|many of the|half of the|part of the|a subset of(?: the)?)\s+(?=[a-z-]{4,})",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    r"\b(?:often|usually|sometimes|frequently|typically|generally|occasionally|mostly|mainly|rarely)\b"
)
_MOOD = re.compile(
    r"\b(?P<mood>(?:can|could|may|might|will|would|should)(?: also| then| further| only)? be"
    r"|(?:is|are) (?:expected|planned|intended|scheduled|designed|thought|believed"
    r"|likely) to be)\s+(?=[a-z]+(?:ed|en|wn|ne|ade|ound)\b)"
)
_DONE = re.compile(r"\b(?P<be>was|were)\s+(?=(?:then |also |first )?[a-z]+ed\b)")
_NOT_YET = (
    "will be",
    "are to be",
    "could be",
    "may be",
    "should be",
    "are expected to be",
    "are planned to be",
    "might be",
)
_PLURAL_START = re.compile(
    r"^(?:The |These )?(?P<noun>[A-Z]?[a-z-]+(?: [a-z-]+)? ?)(?=\b(?:were|are|have|had) )"
)
_HEDGE = re.compile(
    r"\b(?P<hedge>suggest(?:s|ed|ing)? that|may|might|could|possibly|probably|perhaps|appear(?:s|ed)? to"
    r"|seem(?:s|ed)? to"
    r"|tend(?:s|ed)? to|potentially|presumably)\b"
)
_CAUSE = re.compile(
    r"\b(?P<link>(?:(?:was|were|is|are) )?(?:significantly |strongly |positively |independently |closely )?"
    r"(?:associated|correlated|linked|related) (?:with|to)|coincided with|correlate[sd]? with)\b"
)
_SCALE = {
    "million": "thousand",
    "thousand": "million",
    "billion": "million",
    "millions": "thousands",
    "thousands": "millions",
    "hundreds": "thousands",
    "hundred": "thousand",
}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]
_TENFOLD = re.compile(rf"\b(?:{'|'.join(_SCALE)})\b")
_NAMED_DATE = re.compile(rf"\b(?:{'|'.join(_MONTHS)}|{'|'.join(_ORDINALS)})\b")
_NP = r"(?:the |a |an |our |their )?(?:[\w%/-]+ ){0,3}?[\w%/-]+"
_THAN = re.compile(
    rf"\b(?P<p>in|for|among|with|of|by|from|on|at) (?P<a>{_NP}) (?P<mid>(?:compared (?:to|with)"
    rf"|than) (?:(?P=p) ))(?P<b>{_NP})(?=[,.;:)]|$| and\b| \()"
)
_BETTER = re.compile(
    r"^(?P<a>(?:The |Our |In )?[\w /-]{3,60}?) (?P<v>(?:was|were|is|are|had|has|have|showed?|gave|performed)"
    r" (?:[\w-]+ ){0,3}?(?:more|less|fewer|\w+er|better|worse)(?: [\w-]+){0,4}? than|outperform(?:s|ed)?"
    r"|exceed(?:s|ed)?|surpass(?:es|ed)?)"
    r" (?P<b>(?:the |that of the |those of |in )?[\w /-]{3,50}?)(?=[,.;:(]|$)"
)
_ACTS = re.compile(
    r"^(?P<a>(?:[\w/-]+ ){1,5})(?P<v>(?:significantly |strongly |directly )?(?:causes?d?|affect(?:s|ed)?"
    r"|influence[sd]?|predict(?:s|ed)?"
    r"|induce[sd]?|inhibit(?:s|ed)?|activate[sd]?|regulate[sd]?|increase[sd]?|reduce[sd]?|produce[sd]?"
    r"|generate[sd]?|improve[sd]?"
    r"|replace[sd]?|follow(?:s|ed)?|precede[sd]?|contain(?:s|ed)?|include[sd]?|bind(?:s)?|bound"
    r"|promote[sd]?|prevent(?:s|ed)?"
    r"|determine[sd]?|led to|leads? to|depend(?:s|ed)? on|detect(?:s|ed)?)) "
    r"(?P<b>(?:the |a |an )?(?:[\w/-]+ ){0,3}[\w/-]+)(?=[,.;:(]| in\b| by\b| of\b| and\b| for\b| with\b"
    r"| to\b| at\b| from\b|$)"
)
_FROM_TO = re.compile(rf"\bfrom (?P<a>{_NP}) (?P<mid>to|into) (?P<b>{_NP})(?=[,.;:)]|$| and\b| \()")
_ROLES = re.compile(
    rf"\b(?P<v1>\w+ed) (?P<p1>on|in|with|by|from|for|at|to"
    rf"|using) (?P<a>{_NP}),? and (?P<v2>(?:\w+ )?\w+ed (?:on|in|with|by|from|for|at|to"
    rf"|using)) (?P<b>{_NP})(?=[,.;:)]|$)"
)
_NO_ROLE = re.compile(
    r"(?i)^(?:we|it|this|they|these|that|there|which|in|to|as|if|by|from|on|although|while|when|both|with"
    r"|for|at|after|since|because|even|here|using)\b"
    r"|\b(?:is|are|was|were|be|been|to|can|could|may|not|has|have|had|that|which|who|of|in|and|from|by"
    r"|also|will|only|then|largely|by|with)$"
)
_CONDITION = re.compile(
    r",?\s+(?:if|unless|provided that|as long as|only when|only if|except when"
    r"|in cases? where)\s[^,.;()]{8,}(?=[.]$)"
)
_LEADING_CONDITION = re.compile(
    r"^(?:If|Unless|Provided that|In cases? where) [^,;()]{8,},\s+(?:then\s+)?(?=[a-z])"
)
_COUNT = re.compile(
    r"(?<![,.\d(])(?<!these )(?<!last )(?<!first )(?<!every )(?<!and )(?<!than )(?<!over )(?<!of )"
    r"(?<!about )(?<!another )\b(?P<n>\d{2,4}|two|three|four|five|ten|twenty) (?=[a-z]{4,}s\b)"
)
_LIST = re.compile(r"\b(?P<a>[a-z-]{4,}), (?P<b>[a-z-]{4,}),? and (?P<c>[a-z-]{4,})\b")
_FOREIGN_ITEMS = (
    "turbines",
    "saxophones",
    "glaciers",
    "passports",
    "lipids",
    "zebras",
    "volcanoes",
    "invoices",
    "helmets",
    "orchids",
)
_NEGATABLE_TEXT = """
able>unable, available>unavailable, significant>insignificant, effective>ineffective,
consistent>inconsistent, complete>incomplete, dependent>independent, likely>unlikely, known>unknown,
clear>unclear, related>unrelated, affected>unaffected, stable>unstable, possible>impossible,
similar>dissimilar, linear>nonlinear, regular>irregular, adjusted>unadjusted, treated>untreated,
paired>unpaired, published>unpublished, reliable>unreliable, sufficient>insufficient,
common>uncommon, changed>unchanged, with>without, showed>failed to show, had>lacked, found>failed to
find, reached>failed to reach, used>avoided, included>lacked, contains>lacks, provides>fails to
provide, have>lack
"""
_NEGATABLE = dict(p.split(">") for p in " ".join(_NEGATABLE_TEXT.split()).split(", "))
_NONE = re.compile(r"\b(?P<q>a few|few|none of the|none|no|little|hardly any)\s+(?=[a-z]{3,})", re.IGNORECASE)


def unit_changed(sentence: str) -> Pair | None:
    """Another unit behind one number."""
    found = list(_QUANTITY.finditer(sentence))
    if not found:
        return None
    match = _dice("unit", sentence).choice(found)
    return _replaced(sentence, match.span("unit"), _UNITS[match["unit"]])


def numbers_exchanged(sentence: str) -> Pair | None:
    """Two numbers of the sentence in each other's place."""
    apart = [m.span() for m in _REFERENCE.finditer(sentence)]
    found = [m for m in _NUMBER.finditer(sentence) if not any(a <= m.start() < b for a, b in apart)]
    if len({m.group() for m in found}) < 2:
        return None
    dice = _dice("exchanged", sentence)
    one = dice.choice(found)
    # "8 to 15" the other way round is only odd.
    others = [m for m in found if m.group() != one.group() and abs(m.start() - one.start()) > _RANGE]
    if not others:
        return None
    two = dice.choice(others)
    return _exchanged(sentence, one.span(), two.span())


def made_all(sentence: str) -> Pair | None:
    """Turn some, most and many into all; often and sometimes into always."""
    if (match := _SOME.search(sentence)) is not None:
        word = _dice("all", sentence).choice(
            ["all", "all", "every one of the" if "of" in match["some"] else "all"]
        )
        return _replaced(
            sentence, match.span("some"), word.capitalize() if match["some"][0].isupper() else word
        )
    if (match := _OFTEN.search(sentence)) is not None:
        return _replaced(sentence, match.span(), "always")
    return None


def scope_written_in(sentence: str) -> Pair | None:
    """Let the evidence say it of some, and the claim of all, only, each or without a limit."""
    match = _PLURAL_START.match(sentence)
    if (
        match is None
        or not match["noun"].strip().endswith("s")
        or match["noun"].split()[0] in ("These", "Others")
    ):
        return None
    dice = _dice("scope", sentence)
    noun = match["noun"].strip()
    noun = noun[0].lower() + noun[1:]
    rest = sentence[match.end() :]
    some = dice.choice(
        ["Some of the", "Most of the", "Many of the", "A subset of the", "Half of the", "A few of the"]
    )
    every = dice.choice(["All", "All of the", "All the", "Only the"])
    return f"{some} {noun} {rest}", f"{every} {noun} {rest}"


def made_done(sentence: str) -> Pair | None:
    """Turn what could, may or will be into what was."""
    found = list(_MOOD.finditer(sentence))
    if not found:
        return None
    match = _dice("done", sentence).choice(found)
    return _replaced(sentence, match.span("mood"), _dice("be", sentence).choice(["was", "were"]))


def mood_written_in(sentence: str) -> Pair | None:
    """Let the evidence say that it will, could or should be done, and the claim that it was."""
    found = list(_DONE.finditer(sentence))
    if not found:
        return None
    dice = _dice("mood", sentence)
    match = dice.choice(found)
    weaker = sentence[: match.start("be")] + dice.choice(_NOT_YET) + sentence[match.end("be") :]
    return weaker, sentence


def hedge_dropped(sentence: str) -> Pair | None:
    """Suggests: shows; may: does."""
    match = _HEDGE.search(sentence)
    if match is None or sentence[match.end() :].startswith(" not"):
        return None
    hedge, rest = match["hedge"], sentence[match.end() :]
    instead = ""
    if hedge.startswith("suggest"):
        instead = {"suggest": "show", "suggests": "shows", "suggested": "showed"}.get(
            hedge.split()[0], "showing"
        ) + " that"
    elif hedge in ("may", "might", "could") and rest.startswith((" be ", " have ")):
        instead = {"be": "was" if hedge == "could" else "is", "have": "has"}[rest.split()[0]]
        rest = rest.split(" ", 2)[2]
        return sentence, f"{sentence[: match.start()]}{instead} {rest}"
    elif "to" in hedge.split():
        rest = re.sub(r"^ be\b", " are", rest)
    return sentence, re.sub(r"\s+", " ", sentence[: match.start()] + instead + rest)


def made_cause(sentence: str) -> Pair | None:
    """Associated with: caused by."""
    match = _CAUSE.search(sentence)
    if match is None:
        return None
    return _replaced(
        sentence, match.span("link"), _dice("cause", sentence).choice(["caused", "led to", "was caused by"])
    )


def scale_changed(sentence: str) -> Pair | None:
    """Million: thousand."""
    match = _TENFOLD.search(sentence)
    return None if match is None else _replaced(sentence, match.span(), _SCALE[match.group()])


def date_changed(sentence: str) -> Pair | None:
    """Another month, or another ordinal."""
    match = _NAMED_DATE.search(sentence)
    if match is None:
        return None
    words = _MONTHS if match.group() in _MONTHS else _ORDINALS
    new = _dice("date", sentence).choice([w for w in words if not re.search(rf"\b{w}\b", sentence)])
    return _replaced(sentence, match.span(), new)


def comparison_exchanged(sentence: str) -> Pair | None:
    """Put the two sides of a comparison in each other's place."""
    match = _THAN.search(sentence) or _BETTER.match(sentence)
    if match is None or match["a"].strip().lower() == match["b"].strip().lower():
        return None
    return _exchanged(sentence, match.span("a"), match.span("b"), start=match.start("a") == 0)


def roles_swapped(sentence: str) -> Pair | None:
    """Trained on A and tested on B: trained on B and tested on A; A affects B: B affects A; from A to B."""
    match = _ROLES.search(sentence) or _ACTS.match(sentence) or _FROM_TO.search(sentence)
    if match is None or _NO_ROLE.search(match["a"].strip()):
        return None
    first = match.start("a"), match.start("a") + len(match["a"].rstrip())
    return _exchanged(sentence, first, match.span("b"), start=match.start("a") == 0)


def condition_dropped(sentence: str) -> Pair | None:
    """Leave out the condition."""
    match = _CONDITION.search(sentence) or _LEADING_CONDITION.match(sentence)
    if match is None:
        return None
    rest = (sentence[: match.start()] + sentence[match.end() :]).strip()
    return sentence, rest[0].upper() + rest[1:]


def subset_told_as_whole(sentence: str) -> Pair | None:
    """Let the evidence say it of a part of a number of things, and the claim of all of them."""
    found = list(_COUNT.finditer(sentence))
    if not found:
        return None
    dice = _dice("subset", sentence)
    match = dice.choice(found)
    part = dice.choice(["the first", "half of the", "some of the", "the last", "up to", "at most"])
    return sentence[: match.start()] + f"{part} " + sentence[match.start() :], sentence


def false_item(sentence: str) -> Pair | None:
    """One item of a list is another."""
    found = list(_LIST.finditer(sentence))
    if not found:
        return None
    dice = _dice("item", sentence)
    match = dice.choice(found)
    return _replaced(sentence, match.span(dice.choice("abc")), dice.choice(_FOREIGN_ITEMS))


def negated_in_word(sentence: str) -> Pair | None:
    """Let the evidence deny by a prefix or a verb what the claim affirms, or the other way round."""
    found = [m for m in re.finditer(r"\b[a-z]+\b", sentence) if m.group() in _NEGATABLE]
    if not found:
        return None
    dice = _dice("in word", sentence)
    match = dice.choice(found)
    _, other = _replaced(sentence, match.span(), _NEGATABLE[match.group()])
    return (sentence, other) if dice.random() < 0.5 else (other, sentence)


def few_made_many(sentence: str) -> Pair | None:
    """None, few, a few: many, some."""
    match = _NONE.search(sentence)
    if match is None:
        return None
    new = _dice("few", sentence).choice(
        ["many", "most", "some"] if match["q"].lower()[0] in "nlh" else ["many", "most", "all"]
    )
    return _replaced(sentence, match.span("q"), new.capitalize() if match["q"][0].isupper() else new)


def _dice(kind: str, sentence: str) -> random.Random:
    return random.Random(f"{kind} {sentence}")


def _replaced(sentence: str, span: tuple[int, int], new: str) -> Pair:
    return sentence, sentence[: span[0]] + new + sentence[span[1] :]


def _exchanged(sentence: str, one: tuple[int, int], two: tuple[int, int], start: bool = False) -> Pair:
    """Exchange the pieces ``one`` and ``two``. start: whether the first opens the sentence."""
    (a, b), (c, d) = sorted((one, two))
    first, second = sentence[a:b], sentence[c:d]
    if start:
        second = second[0].upper() + second[1:]
        first = first[0].lower() + first[1:] if first[1:2].islower() or first[1:2] == " " else first
    return sentence, sentence[:a] + second + sentence[b:c] + first + sentence[d:]


WORDS: dict[str, Callable[[str], Pair | None]] = {
    "unit changed": unit_changed,
    "numbers exchanged": numbers_exchanged,
    "some made all": made_all,
    "some made all, written in": scope_written_in,
    "could or will made was": made_done,
    "could or will made was, written in": mood_written_in,
    "comparison exchanged": comparison_exchanged,
    "roles swapped": roles_swapped,
    "hedge dropped": hedge_dropped,
    "coincidence made cause": made_cause,
    "scale changed": scale_changed,
    "date or ordinal changed": date_changed,
    "condition dropped": condition_dropped,
    "subset told as the whole": subset_told_as_whole,
    "false item in a list": false_item,
    "negated by a prefix or verb": negated_in_word,
    "none or few made many": few_made_many,
}
