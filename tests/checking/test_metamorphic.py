"""A sentence loses its support when what it says is changed, and keeps it when only how it is written is.

The sentences are made up from parts, so that no rule can have been written for one of them.
"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator.checking import TermWeights, support

quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

SUBJECTS = ("The participants", "The nurses", "The seedlings", "The older beetles", "The control plots")
VERBS = ("were given", "received", "were treated with")
UNITS = ("mg", "kg", "mL", "L")
THINGS = ("the drug", "clean water", "the extract", "a sugar solution")
TIMES = ("days", "weeks", "hours", "months")
PLACES = ("in the clinic", "in a warm room", "at the field station", "under bright lamps")
OTHERS = (
    "Moths were counted every night at the lamps.",
    "The survey was sent to all schools of the region.",
    "Two experts read every report.",
)


@st.composite
def sentences(draw: st.DrawFn) -> dict[str, str]:
    """Return the parts of a sentence."""
    amount, time = draw(st.lists(st.integers(3, 980), min_size=2, max_size=2, unique=True))
    return {
        "who": draw(st.sampled_from(SUBJECTS)),
        "did": draw(st.sampled_from(VERBS)),
        "amount": str(amount),
        "unit": draw(st.sampled_from(UNITS)),
        "what": draw(st.sampled_from(THINGS)),
        "time": str(time),
        "times": draw(st.sampled_from(TIMES)),
        "where": draw(st.sampled_from(PLACES)),
    }


def text(parts: dict[str, str]) -> str:
    return "{who} {did} {amount} {unit} of {what} for {time} {times} {where}.".format(**parts)


def supported(sentence: str, evidence: str) -> bool:
    """Whether a sentence is supported, as it stands and told as the authors'."""
    weights = TermWeights.of([evidence, *OTHERS])
    told = f"The authors report that {sentence[0].lower()}{sentence[1:]}"
    return any(support(said, evidence, weights).supported for said in (sentence, told))


@quick
@given(sentences())
def test_a_sentence_of_the_paper_is_supported(parts: dict[str, str]) -> None:
    assert supported(text(parts), text(parts))


@quick
@given(sentences(), st.sampled_from(["amount", "time"]), st.integers(2, 2000))
def test_another_number_is_refused(parts: dict[str, str], which: str, other: int) -> None:
    assume(str(other) not in (parts["amount"], parts["time"]))
    assert not supported(text({**parts, which: str(other)}), text(parts))


@quick
@given(sentences())
def test_numbers_that_change_places_are_refused(parts: dict[str, str]) -> None:
    changed = {**parts, "amount": parts["time"], "time": parts["amount"]}
    assert not supported(text(changed), text(parts))


@quick
@given(sentences(), st.sampled_from([("unit", UNITS), ("times", TIMES)]), st.data())
def test_another_unit_is_refused(
    parts: dict[str, str], units: tuple[str, tuple[str, ...]], data: st.DataObject
) -> None:
    name, known = units
    other = data.draw(st.sampled_from([unit for unit in known if unit != parts[name]]))
    assert not supported(text({**parts, name: other}), text(parts))


@quick
@given(sentences(), st.sampled_from(["not ", "never "]))
def test_a_denial_that_the_evidence_lacks_is_refused(parts: dict[str, str], word: str) -> None:
    assume(parts["did"].startswith("were "))
    changed = {**parts, "did": parts["did"].replace("were ", f"were {word}")}
    assert not supported(text(changed), text(parts))
    assert not supported(text(parts), text(changed))


@quick
@given(
    sentences(),
    st.sampled_from(["Some of ", "Most of ", "Few of "]),
    st.sampled_from(["All of ", "None of "]),
)
def test_all_or_none_for_some_is_refused(parts: dict[str, str], some: str, all_: str) -> None:
    who = parts["who"].replace("The", "the")
    there = text({**parts, "who": some + who})
    assert not supported(text({**parts, "who": all_ + who}), there)


@quick
@given(sentences(), st.sampled_from(["will be", "may be", "should be", "could have been"]))
def test_what_is_planned_or_possible_is_not_told_as_done(parts: dict[str, str], mood: str) -> None:
    assume(parts["did"].startswith("were "))
    there = text({**parts, "did": parts["did"].replace("were", mood)})
    assert not supported(text(parts), there)


@quick
@given(sentences(), st.sampled_from(["Lane et al. (2019) reported that", "Best and Lane [12] found that"]))
def test_what_others_found_is_not_told_as_own(parts: dict[str, str], source: str) -> None:
    said = text(parts)
    there = f"{source} {said[0].lower()}{said[1:]}"
    assert not supported(f"In this study, {said[0].lower()}{said[1:]}", there)


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        (" ", "  "),
        (" ", "\u00a0"),
        (" ", "\n"),
        ("fi", "\ufb01"),
        ("", ""),
    ],
    ids=["two blanks", "no-break", "line ends", "ligature", "other digits"],
)
@quick
@given(parts=sentences())
def test_how_it_is_written_does_not_count(plain: str, written: str, parts: dict[str, str]) -> None:
    said = text(parts)
    if plain:
        other = said.replace(plain, written)
    else:  # digits of mathematical letters
        other = "".join(chr(0x1D7CE + int(c)) if c in "0123456789" else c for c in said)
    weights = TermWeights.of([said, *OTHERS])
    assert support(other, said, weights).supported
    assert support(said, other, weights).supported


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@quick
@given(parts=sentences(), name=st.sampled_from(["Müller", "Šimůnek", "Ångström", "Peña"]))
def test_accents_may_stand_apart(form: str, parts: dict[str, str], name: str) -> None:
    said = f"With the method of {name}, {text(parts)[0].lower()}{text(parts)[1:]}"
    weights = TermWeights.of([said, *OTHERS])
    assert support(unicodedata.normalize(form, said), said, weights).supported
    assert support(said, unicodedata.normalize(form, said), weights).supported
