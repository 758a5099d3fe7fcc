"""How sure an answer is, and which parts of its question the paper reports, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.core import Answer
from generator.core.certainty import Band
from generator.site.content.collection import Collection
from generator.site.content.encoding import Markdown, clean
from generator.site.content.language import format_message, message, translated
from generator.site.content.then import part_texts

# From here on a probability is given as "over 99 %": no model is right every time.
_CERTAIN = 0.995
_BANDS: Mapping[Band, str] = {
    "sure": message("Sure"),
    "likely": message("Likely"),
    "unsure": message("Unsure"),
}


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure an answer is. key: the band. sentence: what it rests on."""

    key: Markdown
    label: str
    sentence: str

    @property
    def words(self) -> str:
        """The band in lower case, as it is written within a line."""
        return self.label.lower()


def sureness_of(collection: Collection, answer: Answer) -> Sureness | None:
    """Return how sure ``answer`` is; None if it has no band."""
    band = collection.band(answer)
    if band is None:
        return None
    return Sureness(Markdown(band), translated(_BANDS[band]), _why(collection, answer, band))


def _why(collection: Collection, answer: Answer, band: Band) -> str:
    if (agreed := collection.people_agree(answer)) is not None:
        if answer.by_people and agreed:
            return translated("a reviewer read the paper and gave this answer.")
        if agreed and collection.corrects(answer):
            return translated("a reviewer who corrected this answer found the same status.")
        return translated(
            message("a reviewer checked it.") if agreed else message("a reviewer who checked it disagrees.")
        )
    return format_message(
        "the probability that the paper reports this is %(percent)s.",
        percent=percent(answer.probability or 0.0),
    )


def percent(probability: float) -> str:
    """Return a probability in per cent, never 0 or 100 %."""
    if probability >= _CERTAIN:
        return translated("over 99 %")
    return translated("under 1 %") if probability < 1 - _CERTAIN else f"{100 * probability:.0f} %"


def parts_line(collection: Collection, answer: Answer) -> str:
    """Return which parts of its question an answer reports and which not; empty if it has no parts."""
    return " ".join(
        f"{translated(head)}: {words}."
        for head, reported in ((message("Reported"), True), (message("Not reported"), False))
        if (words := _parts(collection, answer, reported))
    )


def open_line(collection: Collection, answer: Answer) -> str:
    """Return the parts that an answer leaves open, if it reports others; else an empty string."""
    words = _parts(collection, answer, reported=False)
    return (
        f"{translated('Not reported')}: {words}." if words and any(p.reported for p in answer.parts) else ""
    )


def _parts(collection: Collection, answer: Answer, reported: bool) -> str:
    names = part_texts(collection, answer)
    found = [names.get(p.id, p.id.replace("-", " ")) for p in answer.parts if p.reported == reported]
    return "; ".join(clean(name).rstrip("?.") for name in found)
