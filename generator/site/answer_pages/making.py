"""Who gave an answer, and how each of them made it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core import Answer
from generator.site.content.changes import made_on
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean
from generator.site.content.language import translated
from generator.site.content.reasons import reason_said
from generator.site.content.versions import Version
from generator.site.views.answers import AnswerView, ShownSentence
from generator.site.views.origins import Row, fingerprint_rows, origin_rows


@dataclass(frozen=True, slots=True)
class Maker:
    """A model that gives (or gave) this very answer, and how it made it."""

    model: str
    kind: str
    made: str
    withheld: tuple[ShownSentence, ...]
    origin: tuple[Row, ...]
    fingerprint: tuple[Row, ...]


def makers_of(collection: Collection, version: Version, shown: AnswerView) -> tuple[Maker, ...]:
    """Whoever gives (or gave) a version, first whose answer is ``shown``."""
    return (
        _maker(collection, version.answer, shown.origin, shown.fingerprint),
        *(
            _maker(collection, a, origin_rows(a, collection.card(a.model)), fingerprint_rows(a))
            for a in version.answers[1:]
        ),
    )


def models_of(version: Version) -> str:
    """Who gives (or gave) it, in words."""
    names = [clean(a.maker) for a in version.answers]
    return f" {translated('and')} ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _maker(
    collection: Collection, answer: Answer, origin: tuple[Row, ...], fingerprint: tuple[Row, ...]
) -> Maker:
    return Maker(
        model=clean(answer.maker),
        kind=translated(clean(collection.card(answer.model).kind)),
        made=made_on(answer),
        withheld=tuple(
            ShownSentence(clean(s.text), (), reason_said(s.reason)) for s in answer.withheld if clean(s.text)
        ),
        origin=origin,
        fingerprint=fingerprint,
    )
