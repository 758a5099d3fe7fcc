"""Units of measure: which unit a number has, and whether two quantities are the same.

A number without its unit is half a statement: 30 m is not 30 km. Units of the same kind are converted ("60
minutes" is one hour); others never agree.

>>> unit_after("30 km apart", end=2)
Unit(kind='length', size=1000.0)
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.checking.aligned import Pairing, Statement
from generator.checking.number_values import Number
from generator.checking.parsed import Parsed

# Each line: what is measured, then unit names with their size in terms of the first. Names of more than three
# lower-case letters are words, in any case and number. The others are symbols, whose case counts.
_TABLE = """
length m=1 km=1e3 cm=1e-2 mm=1e-3 dm=1e-1 μm=1e-6 um=1e-6 nm=1e-9 pm=1e-12 metre=1 meter=1
length kilometre=1e3 kilometer=1e3 centimetre=1e-2 centimeter=1e-2 millimetre=1e-3
length millimeter=1e-3 micrometre=1e-6 micrometer=1e-6 micron=1e-6 nanometre=1e-9
length nanometer=1e-9 mile=1609.344 inch=0.0254 foot=0.3048 feet=0.3048
mass g=1 kg=1e3 mg=1e-3 μg=1e-6 ug=1e-6 mcg=1e-6 ng=1e-9 pg=1e-12 gram=1 kilogram=1e3
mass milligram=1e-3 microgram=1e-6 tonne=1e6 pound=453.592
volume L=1 l=1 mL=1e-3 ml=1e-3 dL=1e-1 dl=1e-1 μL=1e-6 μl=1e-6 uL=1e-6 ul=1e-6 nL=1e-9 nl=1e-9
volume litre=1 liter=1 millilitre=1e-3 milliliter=1e-3 microlitre=1e-6 microliter=1e-6
time s=1 sec=1 ms=1e-3 min=60 h=3600 hr=3600 hrs=3600 d=86400 second=1 minute=60 mins=60
time hour=3600 day=86400 days=86400 week=604800 wk=604800 wks=604800 millisecond=1e-3 month=2629800
time y=31557600 mo=2629800
time year=31557600 yr=31557600 yrs=31557600 decade=315576000 century=3155760000
amount mol=1 mmol=1e-3 μmol=1e-6 umol=1e-6 nmol=1e-9 pmol=1e-12
molarity M=1 mM=1e-3 μM=1e-6 uM=1e-6 nM=1e-9 pM=1e-12
frequency Hz=1 kHz=1e3 MHz=1e6 GHz=1e9 hertz=1
celsius °C=1 °c=1 C=1 ℃=1 celsius=1
fahrenheit °F=1 fahrenheit=1
kelvin K=1 kelvin=1
percent %=1 percent=1
points pp=1 percentage_point=1
permille ‰=1
energy J=1 kJ=1e3 MJ=1e6 kcal=4184 cal=4.184 joule=1 eV=1.602e-19 keV=1.602e-16
power W=1 kW=1e3 MW=1e6 GW=1e9 mW=1e-3 watt=1 kilowatt=1e3 megawatt=1e6
voltage V=1 mV=1e-3 kV=1e3 volt=1 millivolt=1e-3
current A=1 mA=1e-3 μA=1e-6
pressure Pa=1 kPa=1e3 hPa=1e2 MPa=1e6 bar=1e5 mbar=1e2 mmHg=133.322 atm=101325 psi=6894.76
bytes B=1 kB=1e3 KB=1e3 MB=1e6 GB=1e9 TB=1e12 gigabyte=1e9 megabyte=1e6 terabyte=1e12
bases bp=1 kb=1e3 kbp=1e3 Mb=1e6 Mbp=1e6 Gb=1e9 Gbp=1e9
dalton Da=1 kDa=1e3 MDa=1e6
area ha=1e4 m2=1 km2=1e6 cm2=1e-4 mm2=1e-6 hectare=1e4 acre=4046.86
force N=1 kN=1e3 newton=1
angle degree=1 radian=57.29578
dose Gy=1 mGy=1e-3 Sv=1
pixel px=1 pixel=1
spread standard_deviation=1
decibel dB=1
activity IU=1 U=1
"""
_MAX_SYMBOL_LETTERS = 3
_TOLERANCE = 0.01  # relative: "52 weeks" is a year, to a writer


@dataclass(frozen=True, slots=True)
class Unit:
    """What is measured (``length``, ``mass/volume``), and the size of the unit."""

    kind: str
    size: float


def _tables() -> tuple[dict[str, Unit], dict[str, Unit]]:
    """Return the units by symbol, and by name in words."""
    symbols: dict[str, Unit] = {}
    spelled: dict[str, Unit] = {}
    for line in _TABLE.strip().splitlines():
        kind, *names = line.split()
        for name, _, size in (n.partition("=") for n in names):
            unit = Unit(kind, float(size))
            if len(name) > _MAX_SYMBOL_LETTERS and name.islower():
                spelled[name.replace("_", " ")] = unit
            else:
                symbols[name] = unit
    return symbols, spelled


_SYMBOLS, _SPELLED = _tables()
_ONE = "|".join(
    [f"(?i:{re.escape(n)})(?:e?s)?" for n in sorted(_SPELLED, key=len, reverse=True)]
    + [re.escape(n) for n in sorted(_SYMBOLS, key=len, reverse=True)]
)
_PER = r"\s?/\s?|\s?[·.]\s?|\sper\s|\s"
_UNIT = re.compile(
    rf"(?:\s?[±-]\s?\d[\d.,]*)?(?:[\s-]?(?:an?|of)\s|[\s-]?)(?P<unit>{_ONE}|per cent)(?![^\W\d_])"
    rf"(?:(?:\s?/\s?|\sper\s)(?P<per>{_ONE})(?![^\W\d_])|(?:\s|[·.])?(?P<inverse>{_ONE})\s?\^?-1)?"
)
# "10, 20 and 30 m", "10 to 20 m", "10 (5) m": a unit belongs to all numbers of its list.
_MORE = re.compile(r"\s?(?:,|;|/|-|x|±|to\b|and\b|or\b|vs\.?|versus\b|\+/-|by\b|\(|\)){1,2}\s?(?=[\d.(])")
_NUMERAL = re.compile(r"[\d][\d.,]*")
_MAX_LISTED_NUMBERS = 6  # that share the unit after the last one
_SIGNED = re.compile(
    r"(?P<currency>[$€£¥])\s?(?P<behind>\d[\d,]{0,12}(?:\.\d{1,6})?)"
    r"|(?<![\w.,])(?P<before>\d[\d,]{0,12}(?:\.\d{1,6})?) (?P<symbol>[mµμnk]?[AVW])(?![\w-])"
)
_PER_CENT = re.compile(r"%|percent|per cent|\brates?\b|\bpoints?\b|\d\s?pp\b")
# Share in the same order, from which on the words around a number are the evidence's own.
_MIN_COPIED = 0.7
# Symbols of one letter are units only if nothing else is likely ("30 A", "Group 3 C").
_AMBIGUOUS = frozenset("ABCJKLMNUVWdghlms")


def unit_after(text: str, end: int) -> Unit | None:
    """Return the unit of the number that ends at ``end`` of the normalised ``text``, or None."""
    for _ in range(_MAX_LISTED_NUMBERS):
        if (match := _UNIT.match(text, end)) is not None and _is_unit(match, text):
            return _unit(match)
        if (more := _MORE.match(text, end)) is None or (numeral := _NUMERAL.match(text, more.end())) is None:
            return None
        end = numeral.end()
    return None


def unit_of(number: Number, piece: Parsed) -> Unit | None:
    """Return the unit of a number of ``piece``, or None."""
    if number.percent:
        return Unit("percent", 1.0)
    return _unit_at(piece.text, number.end - (number.text[-1] in "kKMB"))


@lru_cache(maxsize=16_384)
def _unit_at(text: str, end: int) -> Unit | None:
    return unit_after(text, end)


def same_quantity(one: Number, unit: Unit | None, other: Number, its: Unit | None) -> bool:
    """Return True if ``other`` is ``one`` in another unit: 60 minutes, one hour."""
    if unit is None or its is None or unit.kind != its.kind or unit.size == its.size:
        return False
    return any(
        math.isclose(a * unit.size, b * its.size, rel_tol=_TOLERANCE)
        for a in one.values
        for b in other.values
    )


def units_differ(one: Unit | None, other: Unit | None) -> bool:
    """Return True if a number in these two units is not the same quantity."""
    if one is None or other is None:
        return False
    return one.kind != other.kind or not math.isclose(one.size, other.size, rel_tol=1e-6)


def unit_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to each number that the evidence has only with another unit."""
    for number in numbers_of(pair.claim):
        unit = unit_of(number, pair.claim.piece)
        alike = [n for n in numbers_of(pair.evidence) if number.same_magnitude(n)]
        units = [unit_of(n, pair.evidence.piece) for n in alike]
        if any(
            same_quantity(number, unit, n, unit_of(n, pair.evidence.piece)) for n in numbers_of(pair.evidence)
        ):
            continue
        if _drops_percent(pair, number, alike) or (
            unit not in units and any(units_differ(unit, its) for its in units)
        ):
            yield f"its {number.text} has another unit than the {alike[0].text} of the evidence"
        elif (
            units
            and unit is not None
            and unit.kind != "percent"
            and not any(units)
            and unit.kind not in _kinds(pair.evidence)
        ):
            yield f"the {alike[0].text} of the evidence has no such unit"


def money_objections(pair: Pairing) -> Iterator[str]:
    """Yield an objection to a sum of money, or a number with a prefix less, in another unit: "€25", "9 A"."""
    said, there = _signs(pair.claim), _signs(pair.evidence)
    for value, signs in said.items():
        theirs = there.get(value)
        if theirs and signs.isdisjoint(theirs):
            yield f"its {value} has another unit than the {value} of the evidence"


def _signs(statement: Statement) -> dict[str, set[str]]:
    """Return the sign of a currency before, or the symbol of a unit of current behind, each numeral."""
    text = statement.piece.text[statement.begin : statement.end]
    found: dict[str, set[str]] = {}
    for match in _SIGNED.finditer(text):
        sign = match["currency"] or match["symbol"]
        found.setdefault(match["before"] or match["behind"], set()).add(sign)
    return found


def _drops_percent(pair: Pairing, number: Number, alike: list[Number]) -> bool:
    """Return True if a copy leaves out the per cent sign of a number: an accuracy of 91.2."""
    return (
        bool(alike)
        and unit_of(number, pair.claim.piece) is None
        and pair.ordered >= _MIN_COPIED
        and _PER_CENT.search(pair.claim.text) is None
        and all(n.percent and max(n.values) == max(number.values) for n in alike)
    )


def numbers_of(statement: Statement) -> list[Number]:
    """Return the numbers of a sentence, in one reading each, without those of figures and references."""
    return [
        n
        for n in statement.piece.numbers_without_pointers
        if statement.begin <= n.start and n.end <= statement.end and not n.is_alternative
    ]


def _kinds(statement: Statement) -> frozenset[str]:
    """Return what is measured anywhere in a sentence, units in brackets included."""
    text = statement.piece.text[statement.begin : statement.end]
    named = (_UNIT.fullmatch(word.strip("(),.;:")) for word in text.split())
    units = [unit_of(n, statement.piece) for n in numbers_of(statement)] + [
        _unit(m) for m in named if m is not None
    ]
    return frozenset(u.kind for u in units if u is not None)


def _is_unit(match: re.Match[str], text: str) -> bool:
    """Return True unless a symbol of one letter is more likely a name than a unit."""
    name = match["unit"]
    if name not in _AMBIGUOUS or match["per"] or match["inverse"]:
        return True
    # "3 C" is a temperature only if a blank, a stop or the end of the text follows it.
    after = text[match.end() : match.end() + 1]
    return after in ("", " ", ".", ",", ";", ")") and (name in "mghslLKCVWMd")


def _unit(match: re.Match[str]) -> Unit:
    """Return the unit of a match, "per" or its inverse included."""
    unit = _named(match["unit"])
    below = match["per"] or match["inverse"]
    if below is None:
        return unit
    per = _named(below)
    return Unit(f"{unit.kind}/{per.kind}", unit.size / (per.size or 1.0))


def _named(name: str) -> Unit:
    """Return the unit of a symbol or a word."""
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    word = name.lower()
    if word == "per cent":
        return Unit("percent", 1.0)
    for form in (word, word.removesuffix("s"), word.removesuffix("es")):
        if form in _SPELLED:
            return _SPELLED[form]
    return Unit(word, 1.0)


UNITS: Mapping[str, Unit] = _SYMBOLS | _SPELLED
