"""What the evidence does with a clause within it: it denies, asks, plans, conditions or reports it.

"Reviewer 2 asked whether X", "If X", "It is not true that X": X is there word for word, but the paper does
not say it. "That", "whether" or "if" introduces the clause, and the words before it show the stance.

Example: "Pruning raises the yield of vines." against "Reviewers asked whether pruning raises the yield of
vines." The objection is: the evidence asks what it affirms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.checking.aligned import Pairing, Statement, has_unmatched

# Part of the shared content that must be within the clause.
MIN_SHARE_IN_CLAUSE = 0.45
# Or the share of a clause that the sentence must repeat in the same order, if it has so many content words.
MIN_SHARE_REPEATED, MIN_WORDS_REPEATED = 0.8, 3
_MAX_LEAD_CHARS = 90  # before a clause, in which its stance is

# Words that take a clause: verbs, nouns and adjectives of saying, thinking and showing.
_TAKERS = (
    r"say|says|said|show|shows|showed|shown|showing|find|finds|found|state|states|stated|report|reports"
    r"|reported|claim|claims|claimed|argue|argues|argued"
    r"|suggest|suggests|suggested|suggesting|conclude|concludes|concluded|deny|denies|denied|mean|means"
    r"|meant|true|untrue|false|correct|incorrect|wrong|right|case"
    r"|evidence|opinion|impression|suspicion|idea|notion|hypothesis|view|claim|assumption|assertion|statement|belief|myth|possibility"
    r"|believe|believes|believed|think|thinks|thought"
    r"|hold|holds|held|maintain|maintains|maintained|assert|asserts|asserted|contend|contends|contended"
    r"|speculate|speculates|speculated|know|knows|knew|known"
    r"|demonstrate|demonstrates|demonstrated|verify|verifies|verified|confirm|confirms|confirmed|ensure"
    r"|ensures|ensured|guarantee|guarantees|foresee|foresees"
    r"|foresaw|predict|predicts|predicted|expect|expects|expected|assume|assumes|assumed|assuming|suppose"
    r"|supposes|supposed|supposing|imply|implies|implied"
    r"|propose|proposes|proposed|hypothesize|hypothesise|hypothesized|hypothesised|postulate|postulated"
    r"|doubt|doubts|doubted|dispute|disputes|disputed|reject|rejects"
    r"|rejected|indicate|indicates|indicated|indicating|note|notes|noted|observe|observes|observed|reveal"
    r"|reveals|revealed|establish|established|agree|agrees|agreed"
    r"|deem|worry|worried|feared|fear|concern|concerned|complain|complained|warn|warned|insist|insists"
    r"|insisted|recommend|recommended|require|requires|required"
    r"|clear|unclear|evident|likely|unlikely|possible|impossible|plausible|conceivable|probable|sure"
    r"|certain|obvious|fact|finding|observation|conclusion|argument"
    r"|(?:belief|view|idea|claim|hypothesis|hope|concern|fear|argument|assumption|point|criticism|opinion"
    r"|aim|plan|goal|question) (?:is|was|are|were)|suspect|suspected|accept|accepts|accepted|admit|admits"
    r"|acknowledge|acknowledged|imagine|pretend|allege|alleged|advertise|advertised|provided|given"
)
_THAT = re.compile(rf"\b(?P<taker>{_TAKERS})(?:\s*(?:\[[\d,;–\s-]+\]|\([^()]*\)))?,?\s+(?P<by>that)\b")
_ASKED = re.compile(r"\b(?P<by>whether|if)\b")
_ASKING = re.compile(
    r"\b(?:ask\w*|question\w*|unclear|unknown|unsure|uncertain|undecided|wonder\w*|test\w*|examin\w*"
    r"|investigat\w*|determin\w*|assess\w*|know|knows|debat\w*|explor\w*|see|evaluat\w*"
    r"|check\w*|verif\w*|stud(?:y|ies|ied)|doubt\w*|discuss\w*|decide\w*|establish\w*|consider\w*"
    r"|find out|clear|matter|clarif\w*|address\w*|judge\w*|analy[sz]e\w*|learn|tell|inquir\w*)\b"
)
_ASKED_IF = re.compile(rf"{_ASKING.pattern}(?: \w+)?\s+$")
_CONDITION = re.compile(
    r"(?:^|[,;:(]\s*(?:and |but |or )?|\bonly )(?P<by>if|unless|provided(?: that)?|assuming(?: that)?"
    r"|suppose(?: that)?|supposing(?: that)?|in case|as long as"
    r"|had(?= (?:we|it|the|they|this)\b)|were(?= (?:we|it|the|they|this)\b)|should(?= (?:we|it|the|they"
    r"|this)\b)|as if|on condition that|given that)\b"
)
_LATE_CONDITION = re.compile(
    r"\b(?:only (?:if|when)|if|unless|provided that|as long as|except (?:when|if|for)|on condition that"
    r"|in cases? where|in case of|in the event|depending on|subject to|contingent on|except)\b"
)
_CONDITIONAL = re.compile(
    rf"{_LATE_CONDITION.pattern}|\b(?:provided|assuming|when|whenever|depend\w*|in case|given|where"
    rf"|should|once|under)\b"
)
_NEXT_CLAUSE = re.compile(r";\s|,? (?:and that|whereas|while|but)\s|, and (?=\w+ \w+ (?:was|were|is|are) )")
_ACCORDING = re.compile(
    r"^(?:according to|in the (?:view|opinion|words) of|as claimed by) (?P<who>[^,]{3,60}),"
)
_DENYING = re.compile(
    r"\b(?:not|no|never|neither|nor|cannot|nothing|nobody|hardly|false|untrue|wrong|incorrect|den(?:y|ies"
    r"|ied)|doubt\w*|myth|reject\w*|refut\w*|disprov\w*"
    r"|contrary|unlikely|impossible|disput\w*|fail\w*|lack\w*|without|mistaken\w*|erroneous\w*|rul(?:e|es"
    r"|ed) out|dismiss\w*|misconception|fallacy|contradict\w*|retract\w*|withdr\w+)\b|n't\b"
)
_PLANNING = re.compile(
    r"\b(?:plan\w*|will|shall|intend\w*|hope\w*|aim\w*|goal|purpose|foresee\w*|foresaw|future"
    r"|next version|follow-up|going to|wish\w*|expect\w*|would|should|could|may|might|must"
    r"|seek\w*|remain\w*|need\w*|predict\w*|anticipat\w*|propos\w*|promis\w*|recommend\w*|requir\w*"
    r"|design\w* to|trying|try|attempt\w*|in order to|to (?:show|demonstrate|ensure|verify|confirm|prove"
    r"|establish))\b"
)
_SUPPOSING = re.compile(
    r"\b(?:hypothes\w*|postulat\w*|suppos\w*|assum\w*|believ\w*|belief|think|thinks|thought|speculat\w*"
    r"|suggest\w*|possib\w*|likely|plausib\w*|conceiv\w*|probabl\w*|suspect\w*|imply|implies|implied"
    r"|idea|notion|opinion|impression|view|claim\w*|argu\w*|contend\w*|assert\w*|maintain\w*|hold|holds|allege\w*|worr\w*"
    r"|fear\w*|concern\w*|complain\w*|insist\w*|imagin\w*|pretend\w*|warn\w*|advertis\w*)\b"
)
_SUGGESTING = re.compile(r"\b(?:suggest|impl|indicat|hypothes|possib|likely|plausib|probab)")
_CLAIMING = re.compile(r"\b(?:claim|argu|assert|maintain|contend|insist|complain|allege|advertis)")
_SAYING = re.compile(
    r"\b(?:sa(?:y|ys|id)|stat(?:e|es|ed)|told|tells?|wr(?:ote|ites?)|announc\w+|declar\w+|remark\w+)\b"
)
_OWN = re.compile(
    r"\b(?:we|our|us|i|this (?:study|paper|work|article|analysis)|the present|results?|findings?|data"
    r"|analys[ie]s|figure|fig|table|model|models|test|tests|it is|it was|here|experiments?|simulations?)\b"
)
_OTHERS = re.compile(
    r"\b(?:critics?|reviewers?|referees?|editors?|opponents?|proponents?|manufacturers?|vendors?"
    r"|suppliers?|blogger|press|media|politicians?|people|sceptics|skeptics|(?:some|many|other|others"
    r"|several|previous|earlier|prior|past|recent) "
    r"(?:authors?|researchers?|stud(?:y|ies)|scholars?|works?|scientists|investigators|reports|experts"
    r"|groups?)|et al|others|colleagues|[a-z]+ and [a-z]+ \(\d{4}|it (?:has|had)(?: \w+)? been)\b"
    r"|\(?(?:19|20)\d\d[a-z]?\)|\[\d"
)

# Words of a sentence that show that it takes the same stance.
_ALSO = {
    "denies": re.compile(
        r"\b(?:not|no|never|neither|nor|none|cannot|false|untrue|den(?:y|ies|ied)|reject\w*|doubt\w*"
        r"|without|un\w+|lack\w*|fail\w*)\b|n't\b"
    ),
    "asks": re.compile(
        r"\b(?:whether|if|ask\w*|question\w*|unclear|unknown|not known|uncertain|wonder\w*|test\w*"
        r"|examin\w*|investigat\w*|assess\w*|debat\w*|evaluat\w*|explor\w*|aim\w*|determin\w*|open)\b|\?"
    ),
    "plans": re.compile(
        r"\b(?:plan\w*|will|intend\w*|hope\w*|aim\w*|goal|objective|purpose|foresee\w*|future|would"
        r"|should|could|may|might|expect\w*|predict\w*|seek\w*|propos\w*|promis\w*|anticipat\w*|remain\w*"
        r"|need\w*|recommend\w*|requir\w*|to)\b"
    ),
    "makes it a condition": re.compile(
        r"\b(?:if|unless|provided|assum\w*|suppos\w*|would|depend\w*|when|case|whether|condition\w*"
        r"|should|given|once)\b"
    ),
    "only supposes": re.compile(
        r"\b(?:hypothes\w*|postulat\w*|suppos\w*|assum\w*|believ\w*|belief|think|thinks|thought"
        r"|speculat\w*|suggest\w*|possib\w*|likely|plausib\w*|probabl\w*|suspect\w*|impl\w+|idea|view"
        r"|claim\w*|argu\w*|may"
        r"|might|could|can|potential\w*|would|indicat\w*|appear\w*|seem\w*|perhaps|expect\w*|propos\w*"
        r"|contend\w*|assert\w*|maintain\w*|according|worr\w*|concern\w*|warn\w*)\b"
    ),
    "reports as others' claim": re.compile(
        r"\b(?:critics?|reviewers?|referees?|editors?|opponents?|proponents?|manufacturers?|others|et al"
        r"|previous\w*|earlier|prior|literature|according|claim\w*|argu\w*|suggest\w*|some (?:authors?"
        r"|researchers?|stud)\w*"
        r"|other (?:authors?|researchers?|stud)\w*|has been|have been|is known|known|cite[sd]?|believ\w*"
        r"|thought|past|existing|recent|related work|and colleagues|\w+ and \w+ \(\d{4})\b|\[\d"
        r"|\(\w+[^()]*\d{4}\)"
    ),
}

# "We suggest that it may help": it may help.
_SUPPOSED = "only supposes"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause within a sentence, tokens ``begin`` to ``end``, and the sentence's stance to it."""

    stance: str
    begin: int
    end: int


@lru_cache(maxsize=8192)
def clauses(statement: Statement) -> tuple[Clause, ...]:
    """Return the clauses of a sentence that it does not affirm as its own."""
    found = []
    text = statement.text
    if text.rstrip(" \"')").endswith("?"):
        found.append(Clause("asks", 0, len(statement.tokens)))
    for match in _THAT.finditer(text):
        if stance := _stance_of(_lead(text, match.start("by"))):
            found.append(Clause(stance, statement.index_at(match.end()), _end(statement, match.end())))
    for match in _ASKED.finditer(text):
        if match["by"] == "whether" or _ASKED_IF.search(text[: match.start()]):
            found.append(Clause("asks", statement.index_at(match.end()), _end(statement, match.end())))
    for match in _CONDITION.finditer(text):
        # An opening condition may have commas of its own; its consequence is after the last one.
        last = text.rfind(", ") if match.start("by") == 0 else -1
        end = statement.index_at(last) if last > match.end() else _end(statement, match.end(), comma=True)
        found.append(Clause("makes it a condition", statement.index_at(match.end()), end))
    if (source := _ACCORDING.match(text)) is not None and not _OWN.search(source["who"]):
        found.append(
            Clause(
                "reports as others' claim",
                statement.index_at(source.end()),
                _end(statement, source.end()),
            )
        )
    return tuple(found)


def stance_objections(pair: Pairing) -> Iterator[str]:
    """Yield objections to a sentence that affirms what its evidence does not affirm itself."""
    for clause in clauses(pair.evidence):
        if _says_so(pair, clause):
            continue
        if pair.share_within(clause.begin, clause.end) >= MIN_SHARE_IN_CLAUSE or _repeats_whole(pair, clause):
            yield _message(clause.stance)
    yield from _condition_dropped(pair)


def _repeats_whole(pair: Pairing, clause: Clause) -> bool:
    """Return True if the sentence repeats, among other words, nearly all of the clause."""
    inside = [j for j in pair.evidence.content if clause.begin <= j < clause.end]
    return len(inside) >= MIN_WORDS_REPEATED and sum(
        j in pair.aligned for j in inside
    ) >= MIN_SHARE_REPEATED * len(inside)


def _says_so(pair: Pairing, clause: Clause) -> bool:
    """Return True if the sentence takes the same stance, in words that are not those of the clause."""
    tokens = pair.evidence.tokens
    source = _ACCORDING.match(pair.evidence.text)
    if clause.stance == "reports as others' claim" and source is not None:
        who = range(pair.evidence.index_at(source.start("who")), pair.evidence.index_at(source.end("who")))
        if any(j in pair.matched for j in who if tokens[j].text.isalpha()):
            return True  # it names the source
    inside = ""
    if clause.stance != _SUPPOSED and clause.begin < clause.end:
        first, last = tokens[clause.begin].start, tokens[clause.end - 1].end
        inside = pair.evidence.text[first - pair.evidence.begin : last - pair.evidence.begin]
    return any(m.group() not in inside for m in _ALSO[clause.stance].finditer(pair.claim.text))


def _message(stance: str) -> str:
    """Return the objection for a stance."""
    if stance == "makes it a condition":
        return "the evidence makes a condition of what it affirms"
    if stance == "reports as others' claim":
        return "the evidence reports as the claim of others what it affirms"
    return f"the evidence {stance} what it affirms"


def _condition_dropped(pair: Pairing) -> Iterator[str]:
    """Yield an objection if the evidence holds under a condition that the sentence does not mention."""
    for match in _LATE_CONDITION.finditer(pair.evidence.text):
        if has_unmatched(pair, _CONDITIONAL, match.group()):
            continue
        begin, end = pair.evidence.index_at(match.end()), _end(pair.evidence, match.end(), comma=True)
        inside = [j for j in pair.evidence.content if begin <= j < end]
        if _is_aside(pair, match.start()) or _is_of_other_clause(pair, match.start()):
            continue
        inside_claim = {js[0] for js in pair.places.values() if all(begin <= j < end for j in js)}
        # A sentence with more than a third of the condition mentions it.
        if inside and len(inside_claim) <= len(inside) / 3 and pair.share >= MIN_SHARE_IN_CLAUSE:
            yield f"the evidence says it only under a condition (“{match.group()} ...”)"
            return


def _is_aside(pair: Pairing, place: int) -> bool:
    """Return True if ``place`` is within brackets of which the sentence has nothing."""
    begin, end = pair.evidence.text.rfind("(", 0, place), pair.evidence.text.find(")", place)
    if begin < pair.evidence.text.rfind(")", 0, place) or begin < 0 or end < 0:
        return False
    first, last = pair.evidence.index_at(begin), pair.evidence.index_at(end)
    return not any(all(first <= j < last for j in js) for js in pair.places.values())


def _is_of_other_clause(pair: Pairing, place: int) -> bool:
    """Return True if a clause begins before ``place`` of which the sentence has hardly a word to itself."""
    begins = [m.end() for m in _NEXT_CLAUSE.finditer(pair.evidence.text, 0, place)]
    if not begins:
        return False
    begin, end = pair.evidence.index_at(begins[-1]), pair.evidence.index_at(place)
    own = [j for j in pair.evidence.content if begin <= j < end]
    if own and 2 * sum(j in pair.matched for j in own) >= len(own):
        return False  # the sentence tells what holds under the condition
    return pair.share_within(0, begin) > 1 - MIN_SHARE_IN_CLAUSE


def _stance_of(lead: str) -> str:
    """Return the stance to the clause after ``lead``; nothing if it is affirmed."""
    if _DENYING.search(lead):
        return "denies"
    if re.search(r"\b(?:suppose|supposing|assuming|provided|if|unless|had we)\b", lead):
        return "makes it a condition"
    if _OTHERS.search(lead) and not re.search(r"\b(?:we|our)\b", lead):
        return "reports as others' claim"
    if _PLANNING.search(lead):
        return "plans"
    if _SUPPOSING.search(lead):
        own = _OWN.search(lead) or _SUGGESTING.search(lead)
        return _SUPPOSED if own and not _CLAIMING.search(lead) else "reports as others' claim"
    if _SAYING.search(lead) and not _OWN.search(lead):
        return "reports as others' claim"
    return ""


def _lead(text: str, end: int) -> str:
    """Return the text before ``end`` in the same clause."""
    lead = text[max(0, end - _MAX_LEAD_CHARS) : end]
    return re.split(r"[;:]\s|(?<!al)\.\s", lead)[-1]


def _end(statement: Statement, place: int, comma: bool = False) -> int:
    """Return the index of the token at which a clause that begins at ``place`` ends."""
    rest = statement.text[place:]
    stop = re.search(r";|, (?:but|whereas)\b" + (r"|, (?!and\b|or\b)" if comma else ""), rest)
    return statement.index_at(place + stop.start()) if stop else len(statement.tokens)
