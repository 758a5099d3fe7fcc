"""Sentences of running text, as offsets.

There is a rule for each thing that looks like the end of a sentence in academic prose and is none:
abbreviations, initials, list numbers, labels of captions, brackets. General splitters cut at "Eq. (3)",
"spp." and "et al. (2020)". For the cases behind each rule see tests/reading/test_sentences.py.
"""

from __future__ import annotations

import re

# Numbers of references or notes: "12,13", "3–5".
_NUMBERS = r"\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,30}"
_HIGH = r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[,⁻˒ʼ–-]{1,2}[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}){0,30}"
# A mark of a reference or a note right after the stop: "lamps.[1,2]", ".[^note]", ".^3^", ".³", ".†", ".(4)";
# also bare raised numbers ("studies.12,13 The"), but only where they cannot be the decimals of a number.
_MARK = (
    r"(?:(?:,?\[{1,2}[^\[\]\n]{1,120}\]{1,2}){1,6}"
    rf"|\({_NUMBERS}\)|\^[(\[]?{_NUMBERS}[)\]]?\^?|{_HIGH}|[*†‡§¶]{{1,3}}"
    rf"|(?<=[a-z)\]”\"%]\.){_NUMBERS}|(?<=[a-z]\.[)\]”\"’»]){_NUMBERS}|(?<=[A-Z][A-Z]\.){_NUMBERS})"
)
_CLOSING = r"[\"'”’»›“)\]}]{0,6}"
# A stop, closing brackets or quotes, a mark, and white space.
_CANDIDATE = re.compile(
    rf"(?P<stop>(?<![.!?…])[.!?…]++|[。！？])(?P<close>{_CLOSING})(?P<mark>{_MARK}{_CLOSING})?"
    # "... of engines. (Fig. 1) The next": the reference belongs to the sentence before it.
    r"(?:\s\((?i:figs?\b|figures?|tables?|suppl)[^()]{0,60}\)(?=\s+[A-Z]))?(?P<blank>\s+)(?=\S)"
)
_OPENING = "([{\"'“‘«<"

# The beginning of a sentence: a capital, a digit, a bracket or quote, a letter without case, a bullet.
_OPENER = re.compile(r"[\"'“‘«(\[{¿¡]*(?:[^\W\d_a-zà-öø-ÿα-ω]|\d|[•●–—−<>≥≤~±$#@*†‡])")

# Words that open sentences, and never follow an initial or an abbreviation within one.
_STARTER = re.compile(
    r"[\"“‘(\[]?(?:The|We|This|These|Those|That|In|It|Its|However|For|Our|A|An|To|Here|As|At|On|By"
    r"|Of|With|From|Both|When|While|Where|Although"
    r"|Though|Their|They|There|Then|Thus|Therefore|Hence|Moreover|Furthermore|Finally|First|Second"
    r"|Third|Next|If|Since|Because|After|Before"
    r"|During|Among|Between|Under|Using|Based|Such|Some|Many|Most|More|Each|All|Only|One|Two|Three"
    r"|Another|Other|Several|No|Not|Also|But|And"
    r"|Or|So|Yet|Instead|Overall|Similarly|Additionally|Consequently|Nevertheless|Conversely"
    r"|Specifically|Importantly|Interestingly|Note|Let"
    r"|He|She|His|Her|You|I|Is|Are|Was|Were|Did|Do|Does|Can|Could|May|Might|Should|Will|What|Which"
    r"|Who|Why|How|Unlike|Despite|Given|Due"
    r"|Table|Figure|Fig|Data|Results|Methods|Further|Previous|Recent|Recently|Currently|Even|Once"
    r"|Until|Through|Within|Without|About|Over|"
    r"Like|Any|Every|Either|Neither|Same|Different|New|Compared|Following|According|Taken|Together"
    r"|Indeed|Rather|Subsequently)\b(?!\.)"
)

# After these a sentence always continues.
_NEVER_ENDS = frozenset({
    "e.g", "eg", "i.e", "ie", "cf", "vs", "viz", "fig", "figs", "eq", "eqs", "eqn", "eqns", "sect",
    "tab", "tabs", "ref", "refs", "suppl", "ca", "approx", "dr", "prof", "mr", "mrs", "ms", "messrs",
    "st", "mt", "ft", "chap", "ch", "dept", "univ", "fam", "ord", "gen", "a.k.a", "w.r.t", "c.f", "v",
    "ver", "incl", "excl", "resp", "aff", "nr", "art", "para",
})  # fmt: skip
# After these it continues before a number (or a single letter: "App. A"), and ends otherwise.
_BEFORE_NUMBER = frozenset({
    "no", "nos", "vol", "vols", "p", "pp", "sec", "secs", "app", "appx", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ed", "eds", "lot", "cat", "art", "nr",
    "n", "ext", "box", "bd", "max", "min", "step", "exp", "obs", "version", "table", "figure",
    "section", "grade", "stage", "type", "model",
})  # fmt: skip
# After these it continues, unless the next word opens sentences.
_MAY_END = frozenset({
    "al", "spp", "sp", "subsp", "ssp", "var", "cv", "inc", "ltd", "corp", "co", "jr", "sr", "inst",
    "assoc", "bros", "avg", "std", "wt", "conc", "temp", "coeff", "lat", "alt", "elev", "unpubl", "pers",
    "subgen", "ph.d", "etc", "u.s", "u.k", "u.s.a", "e.u", "d.c", "et", "seq", "ibid", "nov", "sensu",
    "dr", "hon", "rev",
})  # fmt: skip
_ENDS_BEFORE_CAPITAL = frozenset(["etc", "spp", "sp", "subsp", "ssp", "jr", "sr", "ibid"])

# Abbreviations with a capital in the names of journals, institutions and ranks: "Nat. Commun.".
_CAPITAL_ABBREVIATIONS = frozenset({
    "Acad", "Adv", "Agric", "Am", "Amer", "Ann", "Appl", "Arch", "Assn", "Ave", "Biochem", "Biol", "Br",
    "Brit", "Bull", "Chem", "Clin", "Col", "Comm", "Commun", "Comp", "Comput", "Conf", "Ecol", "Econ",
    "Educ", "Eng", "Entomol", "Environ", "Epidemiol", "Eur", "Evol", "Genet", "Geogr", "Gov", "Hist",
    "Immunol", "Int", "Intern", "Lett", "Lond", "Lt", "Mag", "Mater", "Math", "Mech", "Med", "Microbiol",
    "Mol", "Nat", "Natl", "Neurol", "Neurosci", "Oceanogr", "Opt", "Pharmacol", "Phil", "Philos", "Phys",
    "Physiol", "Proc", "Psychol", "Rep", "Res", "Sc", "Sci", "Soc", "Stat", "Surg", "Symp", "Tech",
    "Technol", "Trans", "Zool",
})  # fmt: skip

_PLAIN_WORD = re.compile(r"(?<![\w.-])[a-zà-ÿ]{6,}$")
_LATIN = re.compile(r"(?:i\.e|e\.g|cf|viz)\.")  # they open no sentence
_LONG_ABBREVIATIONS = frozenset(["approx", "equiv", "unpubl", "respect", "suppl", "mediterr", "publ"])
_DOTTED = re.compile(
    r"(?<![A-Za-z]\.)(?:[A-Za-z]\.)+[A-Za-z]$|\b[A-Z]\.[A-Z]?[a-z]{1,3}$|\b[A-Z]\.-[A-Z]$"
)  # "U.S", "M.Sc", "B.Eng", "M.-Y"
_LIST_MARK = re.compile(r"^\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})[.)]+$")
_LABEL = re.compile(
    r"^(?:supp?l?(?:ementary|\.)?\s+)?(?:fig(?:ure|\.)?|table|tab\.|scheme|box|plate|chart"
    r"|algorithm|listing|appendix|suppl\.\s+material|note|theorem"
    r"|lemma|definition|proposition|corollary|equation|eq\.|section|chapter"
    r"|step)\s*[A-Z]{0,2}-?\d{0,3}(?:\.\d{1,3})*[A-Za-z]?\.$",
    re.IGNORECASE,
)
# Before the letter of a list ("; b. The"), or within an abbreviation ("i. e. The"): no variable.
_NO_VARIABLE = ("", ".", ";", ":", "(", "[")
_FLOAT_NAME = re.compile(r"(?:Table|Figure|Fig)\b")  # behind "s." for "see", in German
_PARTS = re.compile(r"[-–/(\[,;]")
_NUMBERING = re.compile(r"[(\[]?(?:\d|[A-Z]\b(?!\.\s[A-Z])|[IVX]+\b)")
_LAST_REMARK = re.compile(r"\((?i:figs?\b|figures?|tables?|suppl|see)[^()]{0,60}\)\s*")
_MAX_TOKEN_CHARS = 40  # characters before a stop in which its word is searched
_MAX_BRACKET_CHARS = 160  # a stop is within a bracket if that closes within so many characters
_MIN_CHARS_BEFORE_LONE_STOP = 20  # a stop without a word before it ends nothing shorter
_MAX_LABEL_CHARS = 40  # list marks ("3.1.") and labels ("Supplementary Table S2.") are shorter


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets (start, end) of the sentences of ``text``, in order, without surrounding space.

    Every character that is not white space belongs to exactly one sentence.

    >>> text = "As in Eq. (3), n was 12. We (cf. Fig. 2) stopped."
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['As in Eq. (3), n was 12.', 'We (cf. Fig. 2) stopped.']
    """
    start, last = _trimmed(text, 0, len(text))
    if start >= last:
        return []
    spans: list[tuple[int, int]] = []
    for match in _CANDIDATE.finditer(text, start, last):
        end = match.start("blank")
        if end > start and _ends(text, start, match):
            spans.append((start, end))
            start = match.end()
    spans.append((start, last))
    return spans


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Return True if the sentence that began at ``start`` ends with this stop."""
    following = match.end()
    stop, close = match["stop"], match["close"]
    if stop in "。！？":
        return True
    if _OPENER.match(text, following) is None and not _after_plain_word(text, start, match):
        return False
    if _in_bracket(text, start, match) or _LAST_REMARK.fullmatch(text, following):
        return False
    if stop[0] in "!?":
        return True
    if len(stop) > 1 or stop == "…":
        return _STARTER.match(text, following) is not None
    at = match.start("stop")
    while at > start and match.start("stop") - at < _MAX_TOKEN_CHARS and not text[at - 1].isspace():
        at -= 1
    token = text[at : match.start("stop")].lstrip(_OPENING)
    if not token:
        # A lone stop: one that a raised mark has pushed away ("project* . We"), or no end.
        long_enough = match.end("stop") - start >= _MIN_CHARS_BEFORE_LONE_STOP
        return long_enough and _STARTER.match(text, following) is not None
    if match.end("stop") - start < _MAX_LABEL_CHARS:
        whole = text[start : match.end("stop")]
        if _LIST_MARK.match(whole) or _LABEL.match(whole):
            return False
    return _ends_after(token, text, following, at, ")" in close)


def _after_plain_word(text: str, start: int, match: re.Match[str]) -> bool:
    """Return True if a sentence may begin here with a small letter ("scikit-learn").

    It may only after a word that is too long to be an abbreviation.
    """
    if match["stop"] != "." or not text[match.end()].isalpha() or _LATIN.match(text, match.end()):
        return False
    word = _PLAIN_WORD.search(text, max(start, match.start("stop") - _MAX_TOKEN_CHARS), match.start("stop"))
    return word is not None and word[0] not in _LONG_ABBREVIATIONS


def _ends_after(token: str, text: str, following: int, at: int, closed: bool) -> bool:
    # "Hyphen-Inc" and "(cf": the last part decides.
    part = _PARTS.split(token.casefold())[-1]
    starter = _STARTER.match(text, following) is not None
    number = text[following].isdigit() or _NUMBERING.match(text[following : following + 8]) is not None
    if len(token) == 1 and token.isalpha():
        if token.islower():
            # A unit after a number ("1 m. Files") ends a sentence; "p. 12" and "c. 300" do not.
            # So does a Greek letter: "of delays τ. A procedure".
            greek = "α" <= token <= "ω"
            before = text[max(0, at - 4) : at].rstrip()
            # The letter of a variable ends a sentence as well ("of robot i. We"); that of a list does not.
            variable = before[-1:] not in _NO_VARIABLE and not _FLOAT_NAME.match(text, following)
            return (starter and (greek or variable)) or before[-1:].isdigit()
        if re.search(r"\d\s$", text[max(0, at - 3) : at]):
            return True  # a unit too: "from 12 V to 5 V. Then"
        return starter and not _initial_of_name(text, at)
    if part in _NEVER_ENDS:
        return part in ("resp", "ft", "incl") and starter and not closed
    if part in _MAY_END:
        if closed:
            return False
        if part in _ENDS_BEFORE_CAPITAL and not number and text[following].isupper():
            return True
        return starter
    if token[0].isupper() and _PARTS.split(token)[-1] in _CAPITAL_ABBREVIATIONS:
        return starter and not closed
    if part in _BEFORE_NUMBER and number:
        return not (text[following].isdigit() or token[0].isupper())
    if _DOTTED.search(token):
        return starter and not closed
    return True


def _initial_of_name(text: str, at: int) -> bool:
    """Return True if the single letter at ``at`` follows another initial, as in "J. A. The"."""
    return re.search(r"\b[A-Z]\.\s?$", text[max(0, at - 4) : at]) is not None


def _in_bracket(text: str, start: int, match: re.Match[str]) -> bool:
    """Return True if the stop is within a bracket that closes soon."""
    end = match.start("blank")
    start = max(start, end - 4 * _MAX_BRACKET_CHARS)
    for opening, closing in ("()", "[]"):
        opened = text.count(opening, start, end)
        if opened and opened > text.count(closing, start, end):
            closes = text.find(closing, end, end + _MAX_BRACKET_CHARS)
            opens = text.find(opening, end, end + _MAX_BRACKET_CHARS)
            if closes >= 0 and (opens < 0 or closes < opens):
                return True
    return False


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
