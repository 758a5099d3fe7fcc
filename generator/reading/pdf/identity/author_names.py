"""Names of persons in a line of authors: separated, freed of marks and degrees, and other words left out.

>>> [str(person) for person in persons("Ada Lane1,*, B. van Best2 and C. D. Moss, PhD")]
['Ada Lane', 'B. van Best', 'C. D. Moss']
>>> persons("Department of Lamps, University of North")
()
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.core.paper import Person
from generator.reading.metadata.person_names import PARTICLES, person

MAX_AUTHORS = 500  # authors; longer lists are those of collaborations, and no byline
_MIN_WORDS, _MAX_WORDS, _MAX_CHARS = 2, 7, 60  # of a name
_MAX_CAPITAL_WORDS, _MAX_CAPITAL_CHARS = 4, 14  # of a name in capitals, and of each of its words
_MAX_LIKELY_WORDS, _MAX_LIKELY_CHARS = 5, 40  # of a name of an unusual shape
_MIN_NAMES = 0.7  # share of the parts of a line of authors that are names
_MIN_EXCHANGED = 0.5  # share of the parts between semicolons that are "Family, Given"
_MIN_DUTCH = 6  # letters of a family name behind "Van" that is Dutch and not Vietnamese
_MIN_LETTERED, _MIN_WORD = 4, 3  # letters of a family name with the letter of an affiliation behind it

_LETTERS = r"[^\W\d_]"
# Anna, O'Brien, Hadj-Bouziane, deVeer, al-Rashid, d’Arcy; initials as J., J.-P., J.R., JJ.
_NAME_WORD = re.compile(
    rf"(?:(?:al|el|d|l|ad|as|ash)[-'’])?(?:[a-z]{{1,3}})?(?=[^\W\d_a-z]){_LETTERS}{{1,30}}\.?"
    rf"(?:[-'’]\s?{_LETTERS}{{1,30}}\.?){{0,4}}"
)
_INITIALS = re.compile(rf"(?:-?{_LETTERS}\.){{1,5}}-?|{_LETTERS}|[A-Z]{{2,3}}\.?(?:[A-Z]\.?)?")
_PARTICLES = PARTICLES | {
    "al",
    "y",
    "e",
    "i",
    "san",
    "st.",
    "af",
    "av",
    "zum",
    "zur",
    "vom",
    "dal",
    "lo",
    "'t",
}
_CAPITAL_PARTICLES = frozenset(("De", "Del", "Della", "Di", "Da", "Dos", "Von", "El", "Ter", "Ten", "D'"))
# Words of no person's name: the places, kinds and parts of papers around it.
_NO_NAME = re.compile(
    r"\b(?:universit\w*|universid\w*|institut\w*|departments?|departamento|d[ée]partement|dept|colleges?|schools?"
    r"|laborator\w+|centers?|centres?|centro|facult\w*|academy|academia|research|journals?|articles?|artigo"
    r"|received|accepted|published|abstract|summary|resum[oe]n?|copyright|open access|sciences?|ministry"
    r"|hospitals?|museum|groups?|company|corporation|national|international|roads?|streets?|avenue|submitted"
    r"|drafts?|version|dates?|url|stud(?:y|ies)|surveys?|associations?|society|keywords?|key words"
    r"|introduction|background|methods?|results?|editors?|reviewers?|reviews?|authors?|correspond\w+|e-?mail|volume|issue"
    r"|pages|conference|proceedings|workshop|symposium|licen[cs]e|doi|issn|isbn|figure|table|supplement\w*"
    r"|manuscript|preprint|repository|archive|download\w*|available|contents?|publishing|publisher|medical"
    r"|medicine|technolog\w+|engineering|division|section|office|program(?:me)?|project|committee|foundation"
    r"|council|agency|clinics?|health|labs?|inc|ltd|llc|gmbh|united states|united kingdom|usa|new york"
    r"|hong kong|south africa|new zealand|south korea|costa rica|original|letters?|reports?|communication"
    r"|special|equal\w*|contribut\w+|present address|analysis|effects?|check for updates)\b",
    re.I,
)
_NO_NAME_WORD = re.compile(r"\b(?:[Tt]he|of|for|with|from|in|on|at|by|to|[Tt]his|these|is|are|was|were|we)\b")
_GROUP = re.compile(
    r"^(?:and |on behalf of |for )*(?:the )?(?P<name>\w[\w&/.'’ -]{2,90}\b"
    r"(?:study group|working group|research group|consortium|collaboration|collaborators|investigators"
    r"|study team|task force|collaborative(?: group)?|network|initiative|trialists))$",
    re.I,
)
_DEGREES = (
    r"(?:Ph\.?\s?D|M\.?\s?D|Sc\.?\s?D|D\.?\s?Sc|M\.?\s?Sc|B\.?\s?Sc|M\.?P\.?H|D\.?Phil|M\.?Phil|Dr\.?P\.?H"
    r"|MBBS|MBChB|MB|BCh|BS|MS|MA|BA|MBA|Ed\.?D|Psy\.?D|Pharm\.?D|DVM|DMD|DDS|DNP|RN|BSN|MSN|MHS|MHA|MPP|MS[cC]?E"
    r"|M\.?Eng|B\.?Eng|FRCP[A-Z]*|FRCS[A-Z]*|FACS|FACC|FAHA|FRS|MRCP|JD|LLM|LLB|Jr|Sr|II|III"
    r"|Dipl\.?-?Ing|Ing|PD|Priv\.?-?Doz|Prof|Dr(?:\.?\s?med)?"
    r"|(?:(?:Senior|Student|Graduate Student|Life|Associate)\s)?(?:Member|Fellow)|IEEE|ACM)\.?"
)
_ONLY_DEGREES = re.compile(rf"{_DEGREES}(?:[\s/]{{1,2}}{_DEGREES}){{0,4}}")
_TITLES_AHEAD = re.compile(r"^(?:(?:Prof|Dr|Mr|Mrs|Ms|Professor)\b\.?\s{0,2}(?:med\.\s?)?){1,3}")
_DEGREES_BEHIND = re.compile(
    r"(?:\s{1,3}(?:Ph\.?\s?D|M\.D|MD|Sc\.?D|M\.?Sc|D\.?Phil|MPH|MBBS|Jr|Sr|Dr|Prof|III?)\.?){1,4}$"
)
_ASIDE = re.compile(
    r"\([^()]{0,80}\)|\[[^\[\]]{0,40}\]|https?://\S{1,200}|\S{1,80}@\S{1,80}"
    r"|\b(?:ORCID(?:\s?iD)?:?|orcid\.org/)\s?|\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b",
    re.I,
)
ORCID = re.compile(r"\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b")
# Example A. B.; EXAMPLE Ada
_FAMILY_FIRST = re.compile(
    rf"(?<![\w'’-])(?P<family>{_LETTERS}[\w'’-]+(?: {_LETTERS}[\w'’-]+)?)"
    rf" (?P<given>(?:[A-Z]\.-?\s?){{1,4}}|[A-Z]{{1,3}})"
)
_FAMILY_IN_CAPITALS = re.compile(
    r"(?<![A-ZÀ-Þ'’-])(?P<family>(?:(?:van|von|de|da|di|la|le|del|den|der) ){0,4}"
    r"[A-ZÀ-Þ][A-ZÀ-Þ'’-]+(?: [A-ZÀ-Þ'’-]{2,}){0,6})"
    r" (?P<given>[A-ZÀ-Þ][a-zß-ÿ][\w'’-]*(?: (?:[A-ZÀ-Þ]\.?|[A-ZÀ-Þ][\w'’-]+)){0,3})"
)
_LEAD = re.compile(
    r"^\s{0,3}(?:authors?\s?:|(?:written )?by|von|par)\s{1,3}(?=\S)|\b\d(?:st|nd|rd|th)\s(?=[A-Z])", re.I
)
_MARKS = re.compile(r"[\d*∗⁎⋆★†‡§¶#‖∥◊✉✝\u2709♦♠⇤º°¹²³⁰⁴-⁹^~+|\uf000-\uf8ff]+")
_BLANKS = re.compile(r"[^\S\x1f]+")  # \x1f parts names, and counts as a blank too
_ICON = re.compile(r"(?<=[a-zß-ÿ])\s?[iI]D(?![^\W\d_])")  # the sign of ORCID behind a name
_AND = re.compile(
    r"(?:(?<!\s)\s+)?[,;|•&\n\x1f]\s*"
    r"|(?<!\s)\s+(?:[·⋅∙]\s*|(?:and|AND|und|et|og|och)\s+|(?:y|e)\s+(?=\S+\s+\S))"
)


def is_name(text: str) -> bool:
    """Return True if ``text`` is a person's name of two to seven words, given name and family name."""
    words = text.split()
    if not _MIN_WORDS <= len(words) <= _MAX_WORDS or len(text) > _MAX_CHARS or not _may_be_name(text):
        return False
    if text.isupper() and (
        len(words) > _MAX_CAPITAL_WORDS or any(len(w.strip(".")) > _MAX_CAPITAL_CHARS for w in words)
    ):
        return False
    if words[-1].lower() in _PARTICLES and words[-1][0].islower():
        return False
    whole = 0
    for word in words:
        if word in _PARTICLES:
            continue
        if _INITIALS.fullmatch(word):
            whole += len(word) > 2 and text.isupper()
            continue
        if _NAME_WORD.fullmatch(word) is None:
            return False
        whole += 1
    return whole > 0


def _may_be_name(text: str) -> bool:
    """Return True if no word of the text rules out a person's name."""
    return _NO_NAME.search(text) is None and _NO_NAME_WORD.search(text) is None


def group_name(text: str) -> str:
    """Return the name of a group that signs as an author ("the ABC Study Group"), or an empty string."""
    match = _GROUP.match(text)
    return match["name"] if match and match["name"][0].isupper() else ""


def parts_of(text: str) -> list[str]:
    """Return the parts of a line of authors between separators, without marks, degrees and addresses."""
    # One blank at most, so that no pattern below has to try many.
    text = _BLANKS.sub(" ", text.replace("\n", " \x1f "))
    text = _BLANKS.sub(" ", _ASIDE.sub(" ", _LEAD.sub("", text)))
    text = _ICON.sub("\x1f", text)
    text = _MARKS.sub("\x1f", re.sub(r"[()\[\]]", " \x1f ", text))
    if ";" in text:
        blocks = [[p.strip() for p in b.split(",")] for b in text.split(";")]
        plain = [[p for p in b if p and not _ONLY_DEGREES.fullmatch(p.strip(" .\x1f"))] for b in blocks]
        turned = [b for b in plain if len(b) == 2 and not (is_name(b[0]) and is_name(b[1]))]
        if len(turned) > _MIN_EXCHANGED * len([b for b in plain if b]):
            # Family, Given; Family, Given
            text = ";".join(f"{b[1]} {b[0]}" if len(b) == 2 else ", ".join(b) for b in plain)
    found = []
    for part in _AND.split(re.sub(r"(?: ?\x1f ?)+", "\x1f", _BLANKS.sub(" ", text))):
        part = re.sub(r"\s+", " ", part or "").strip(" ,;:–—-\x1f")
        part = re.sub(r"\s[a-z]$", "", part)  # the letter of an affiliation
        part = re.sub(r"^(?:and|AND|und|et)(?:\s+|$)|\s(?:and|AND|und|et|e|y|og|och)$", "", part)
        if not part or _ONLY_DEGREES.fullmatch(part):
            continue
        part = _DEGREES_BEHIND.sub("", _TITLES_AHEAD.sub("", part))
        if len(part) > 1:
            found.append(part)
    return found


def persons(text: str) -> tuple[Person, ...]:
    """Return the persons whom a line of authors names, or nothing if the line holds much else."""
    return to_persons(parts_of(text))


def to_persons(parts: Sequence[str]) -> tuple[Person, ...]:
    """Return ``parts`` as persons and groups, or nothing if less than seven in ten of them are names."""
    for pattern in (_FAMILY_FIRST, _FAMILY_IN_CAPITALS):
        turned = [pattern.fullmatch(part) for part in parts]
        if len(parts) > 1 and all(turned) and all(is_name(part) for part in parts):
            return tuple(Person(m["family"], m["given"].strip()) for m in turned if m)
    found: list[Person] = []
    sure = 0
    for part in parts:
        if is_name(part):
            one = _with_particle(person(part))
            sure += 1
        elif group := group_name(part):
            one = Person(group)
            sure += 1
        elif _is_likely(part):
            one = person(part)
        else:
            continue
        if one is not None:
            found.append(one)
    if not sure or sure < _MIN_NAMES * len(parts) or len(found) > MAX_AUTHORS:
        return ()
    return tuple(found)


def authors_at(lines: Sequence[str]) -> tuple[Person, ...]:
    """Return the authors of lines of one author and institution each: "Ada Lane, University of North"."""
    found: list[Person] = []
    for line in lines:
        name, comma, place = line.partition(",")
        name = _MARKS.sub("", name).replace("\x1f", "").strip()
        if not (comma and is_name(name) and _NO_NAME.search(place)):
            break
        if (one := person(name)) is not None:
            found.append(_with_particle(one) or one)
    return tuple(found)


def _with_particle(name: Person | None) -> Person | None:
    """Return the person with a capital particle given to the family name: Cristiano De Marchis."""
    given, _, last = name.given.rpartition(" ") if name else ("", "", "")
    if name is None or not given:
        return name
    # "Van" is a middle name in Vietnam, where the names around it are written out and short.
    dutch = last == "Van" and (len(name.family) >= _MIN_DUTCH or given.endswith("."))
    if last in _CAPITAL_PARTICLES or dutch:
        return Person(f"{last} {name.family}", given)
    return name


def _is_likely(part: str) -> bool:
    """Return True for a name of an unusual shape, among others that are certain."""
    words = part.split()
    return (
        _MIN_WORDS <= len(words) <= _MAX_LIKELY_WORDS
        and len(part) <= _MAX_LIKELY_CHARS
        and _may_be_name(part)
        and not re.search(r"[\d@:/()]", part)
        and any(w[0].isupper() for w in words)
    )


def as_elsewhere(names: Sequence[str], text: str) -> list[str]:
    """Return ``names`` without their last letter if ``text`` prints them only without it."""
    return [
        name[:-1]
        if name[-1] in "abcdefgh"
        and len(name.split()[-1]) >= _MIN_LETTERED
        and re.search(rf"\b{re.escape(name[:-1])}\b", text)
        else name
        for name in names
    ]


def unlettered(names: Sequence[str], letters: str) -> list[str]:
    """Return ``names`` without the letters of their affiliations: "Anna Lane" for "Anna Lanea".

    letters: those under which the page lists affiliations, "ab" say. A letter is removed only if every name
    ends with one of them and new ones occur in the order of the alphabet.
    """
    if "a" not in letters or len(names) < 2:
        return list(names)
    marks = [n[-1] for n in names]
    if any(m not in letters or len(n.split()[-1]) < _MIN_WORD for m, n in zip(marks, names, strict=True)):
        return list(names)
    new = list(dict.fromkeys(marks))
    if new != sorted(new) or new[0] != "a":
        return list(names)
    return [n[:-1] for n in names]
