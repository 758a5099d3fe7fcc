"""One spelling for what British and American authors, typesetters and headings in capitals spell differently.

Both texts are changed in the same way before they are compared, so a wrong guess does no harm.

>>> one_spelling("The fibre melted at 20 degrees C.")
'The fiber melted at 20 °C.'
"""

from __future__ import annotations

import re
from functools import lru_cache

# Each line: a British spelling within a word, and the American one.
_SPELLINGS = """
aem=em oedem=edem oestr=estr foet=fet diarrhoe=diarrhe oesoph=esoph anaesth=anesth gynaec=gynec paed=ped
caesar=cesar faec=fec aetiol=etiol manoeuvred=maneuvered manoeuvre=maneuver
manoeuvr=maneuver plough=plow catalogue=catalog programme=program
archaeo=archeo palaeo=paleo sulph=sulf aluminium=aluminum grey=gray mould=mold dialogue=dialog
analogue=analog fibre=fiber sceptic=skeptic ageing=aging judgement=judgment coelia=celia orrhoea=orrhea
homoeo=homeo dyspnoea=dyspnea apnoea=apnea
"""
_TABLE = dict(pair.split("=") for pair in _SPELLINGS.split())
_BRITISH = re.compile(
    # "programmed" and "programmer" are spelt alike everywhere.
    "|".join(f"{word}{'(?![dr])' * (word == 'programme')}" for word in sorted(_TABLE, key=len, reverse=True)),
    re.IGNORECASE,
)
# Typesetters use a masculine ordinal and a ring as the degree sign; others write the sign in words.
_DEGREE = re.compile(r"(?<=\d)(\s?)[º˚∘°]\s?(?=[CF]\b)|(?<=\d)(\s)degrees? (?=[CF]\b)")
_DEGREES_NAMED = re.compile(
    r"(?<=\d)\s?(?:degrees?|°|º|˚)\s?(?:centigrade|(?P<c>celsius)|(?P<f>fahrenheit))\b", re.IGNORECASE
)
# Thousands in Swiss notation: 1'200.
_APOSTROPHES = re.compile(r"(?<![\w.,'’])\d{1,3}(?:['’]\d{3})+(?![\w'’])")
_MIN_CAPITALS, _MIN_BLANKS = 8, 3  # letters and blanks of a sentence in capitals
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")


@lru_cache(maxsize=8192)
def one_spelling(text: str) -> str:
    """Return ``text`` in American spelling, with plain degree signs and commas between thousands."""
    text = _DEGREES_NAMED.sub(lambda m: " °F" if m["f"] else " °C", text)
    text = _DEGREE.sub(lambda m: f"{m.group(1) or m.group(2) or ''}°", text)
    text = _APOSTROPHES.sub(lambda m: re.sub("['’]", ",", m.group()), text)
    return _BRITISH.sub(_american, text)


def without_capitals(text: str) -> str:
    """Return ``text`` with sentences in capitals alone put in small letters: "20 MG" is 20 mg."""
    return _SENTENCE.sub(_small, text)


def _american(match: re.Match[str]) -> str:
    """Return the American spelling of a match, in the same case."""
    word, instead = match.group(), _TABLE[match.group().lower()]
    if word.isupper():
        return instead.upper()
    return instead.capitalize() if word[0].isupper() else instead


def _small(match: re.Match[str]) -> str:
    """Return a sentence in small letters if it is in capitals alone and long enough."""
    text = match.group()
    letters = sum(c.isalpha() for c in text)
    return (
        text.lower()
        if text.isupper() and letters >= _MIN_CAPITALS and text.count(" ") >= _MIN_BLANKS
        else text
    )
