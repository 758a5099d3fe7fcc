"""The models that gave an answer, and how each of them made it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core import Answer
from generator.site.content.answer_changes import made_on
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean
from generator.site.content.language import translated
from generator.site.content.reason_texts import translate_reason
from generator.site.content.versions import Version
from generator.site.views.answer_view import AnswerView, ShownSentence
from generator.site.views.origins import FactRow, fingerprint_rows, origin_rows


@dataclass(frozen=True, slots=True)
class AnsweredBy:
    """A model that gives, or gave, exactly this answer, and how it made it."""

    model: str
    kind: str
    made: str
    withheld: tuple[ShownSentence, ...]
    origin: tuple[FactRow, ...]
    fingerprint: tuple[FactRow, ...]


def answered_by(collection: Collection, version: Version, shown: AnswerView) -> tuple[AnsweredBy, ...]:
    """Return who gives, or gave, a version; first the one whose answer is ``shown``."""
    return (
        _maker(collection, version.answer, shown.origin, shown.fingerprint),
        *(
            _maker(collection, a, origin_rows(a, collection.card_of(a)), fingerprint_rows(a))
            for a in version.answers[1:]
        ),
    )


def model_names(version: Version) -> str:
    """Return the names of those who give, or gave, a version, as a phrase."""
    names = [clean(a.maker) for a in version.answers]
    return f" {translated('and')} ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _maker(
    collection: Collection, answer: Answer, origin: tuple[FactRow, ...], fingerprint: tuple[FactRow, ...]
) -> AnsweredBy:
    return AnsweredBy(
        model=clean(answer.maker),
        kind=translated(clean(collection.card_of(answer).kind)),
        made=made_on(answer),
        withheld=tuple(
            ShownSentence(clean(s.text), (), translate_reason(s.reason))
            for s in answer.withheld
            if clean(s.text)
        ),
        origin=origin,
        fingerprint=fingerprint,
    )
