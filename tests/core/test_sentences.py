"""Where sentences of academic prose end, and where they only seem to."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.sentences import sentence_spans

# Each case is one text with ¦ where a sentence ends.
CASES = [
    "We used a CNN.¦ It was trained on 653 images.",
    "We worked on the Guided Network project* .¦ We continue in another* .",
    "This follows, e.g. Smith et al. (2020).¦ It was J. Smith who did.",
    "As in Smith et al. (2020) and Lee et al. [12], we used dropout.¦ Training took 3 h.",
    "See Fig. 3A.¦ The loss fell.",
    "See Eq. (3) and Sec. 4.2 for details.¦ We then stopped.",
    "Isolates of E. coli and S. Typhimurium grew.¦ B. subtilis did not.",
    "Mosquitoes (Culex spp.) were caught.¦ Carex spp. are sedges.",
    "We saw Larus spp.¦ The gulls were counted.",
    "The rate was 0.05 and then 1.5.¦ After 10 epochs it was 0.01.",
    "Code is at https://github.com/a/b.git.¦ Data are at doi:10.5281/zenodo.123.¦ Both are open.",
    "Whales have always thrilled humans1,2.¦ They had value3.",
    "It was shown in several studies.12,13 ¦The rest is new.",
    "1. Cities support unique communities.¦ They matter.",
    "(a) First we cut. ¦Then we paste.",
    "2.1. Data were collected in May.¦ They are open.",
    "Figure 1. Map of the study area.¦ Dots are sites.",
    "Table S2. Species by site.¦ Counts are in brackets.",
    "Suppl. material 2: see there.¦ It is a file.",
    "A microphone stood at a height of 1 m.¦ Files were saved in .wav format.",
    "It went from 12 V to 5 V.¦ Motors ran at 5 V.¦ Then they stopped.",
    "It ran in 0.977 s.¦ With that speed, 60 s of audio suffice.",
    "Conditions held (see Methods. Also Table 2) throughout.¦ We agree.",
    "We found errors in most engines. (Fig. 1)",
    "We found errors in most engines. (Table 2) ¦They were mended.",
    "Is it deep?¦ Yes, it is!¦ Good.",
    "They used R v. 3.4.1 and ggplot2 ver. 2.¦ We did too.",
    "Recorders (Wildlife Acoustics, Inc., Concord, MA, USA) ran.¦ Google Inc. Mountain View made them.",
    "We thank Dr. Smith and Prof. Lee.¦ M.S. and A.B. Jones drew the maps.",
    "The U.S. Geological Survey helped.¦ It is in the U.S.¦ We thank them.",
    "Values are approx. 5 cm vs. 7 cm.¦ N.s. means not significant.",
    "Group A. smithii was absent.¦ Vitamin C.¦ The end.",
    "Trees, shrubs, etc.¦ Herbs were left out, etc. by plan.",
    "The list goes on ... and on.¦ It ends… ¦The rest is silence.",
    "See Table 3 (p. 12).¦ No. 5 is missing, nos. 6 and 7 are not.",
    "The answer was no.¦ We stopped.",
    "Sampling ended in Oct. 2019.¦ It began in Sept. 2018.",
    "He said “It works.” ¦We agree.",
    "Accuracy was 95%.¦ 653 images were used.",
    "(Table 2).¦ However, CityNet failed.",
    "It is described in Section 2.¦ Results follow.",
    "Parameters: α = 0.1, β = 2.¦ Then ε was fixed.",
    "Let V denote the voltage of robot i.¦ We define its width w.¦ This holds for all i < j.¦ It was shown.",
    "We need (a) a lamp; b. The moths must come, i. e. The lamp is on, as shown in fig. 1, s. Table 3.",
    "We follow LeCun et al.¦ We differ in one point.",
    "Images (ca. 9600 by 6500 pixels) are enormous.¦ scikit-learn resized them.",
]

MARKS = [
    "[1,2]", "[1][2]", "[1],[2]", "[^1]", "[^note-b]", "[@smith2020; @lee, p. 3]", "[Smith 2020]", "[[7]]",
    "^1^", "^1,2^", "^[3]^", "¹", "¹⁻³", "*", "†", "(1,2)", "1,2", "12–14",
]  # fmt: skip


@pytest.mark.parametrize("mark", MARKS)
def test_marks_behind_the_stop_belong_to_the_sentence_that_they_end(mark: str) -> None:
    first, second = f"Moths fly to lamps.{mark}", "Nobody knows why."
    text = f"{first} {second}"
    assert [text[a:b] for a, b in sentence_spans(text)] == [first, second]


# As above: ¦ where a sentence ends.
CLOSED = [
    "He called it “a lamp.”3 ¦It was dark.",
    "He called it ``a lamp.'' ¦It was dark.",
    "He called it „a lamp.“ ¦It was dark.",
    "He called it «a lamp.» ¦It was dark.",
    "He called it [a lamp.] ¦It was dark.",
    "(He called it a lamp.[4]) ¦It was dark.",
    "Who knows?[3] ¦It was dark.",
    "It was approved by the FDA.12 ¦It was dark.",
    "It rose to 95%.12 ¦It was dark.",
    "Smith et al.[12] showed it.¦ Lee et al.^13^ in bees.",
    "We saw an effect (p < .05) in bees.¦ It was p < .05.¦ So was p = .03.",
    "See Figs. 3 and 4 of ref. 5, e.g. Smith, i.e. 0.5 mg.¦ J. R. R. Lee said so.",
    "In Proc. Natl. Acad. Sci. USA, Nat. Commun. and Phys. Rev. Lett. they wrote.¦ The rest is here.",
    "M.Sc. Students and Ph.D. Students took part.¦ They were paid.",
    "The lamps of M.-Y. Lind burnt.¦ They were red.",
    "We counted all of them i.e. Every lamp in the street.",
    "It returns after a delay τ.¦ A procedure finds it.",
    "The std. Error and the avg. Temperature differ.¦ They should.",
    "The code 3.14 Adam and v2.1 Beta ran.",
]


def _case(marked: str) -> tuple[str, list[str]]:
    return marked.replace("¦", ""), [piece.strip() for piece in marked.split("¦")]


@pytest.mark.parametrize("marked", CASES + CLOSED)
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    text, wanted = _case(marked)
    assert [text[a:b] for a, b in sentence_spans(text)] == wanted


def test_text_of_blanks_has_no_sentence() -> None:
    assert sentence_spans(" \n\t ") == []


@pytest.mark.parametrize("piece", [".", "x.[", "x.[a]", "x.1,", "x.¹", "x.) ", "x.[1 ", "…. ", "x.^1"])
def test_splitting_takes_time_in_proportion_to_the_text(piece: str) -> None:
    def seconds(copies: int) -> float:
        started = time.thread_time()
        sentence_spans(piece * copies)
        return time.thread_time() - started

    assert min(seconds(40_000) for _ in range(2)) < 9 * min(seconds(10_000) for _ in range(2)) + 0.3


@given(st.text(alphabet=st.sampled_from("aB1.?! \n()[]“”'…,;eg—éα"), max_size=80))
def test_every_character_belongs_to_exactly_one_sentence(text: str) -> None:
    spans = sentence_spans(text)
    covered = [i for a, b in spans for i in range(a, b)]
    assert covered == sorted(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    assert all(text[a:b].strip() == text[a:b] and a < b for a, b in spans)
