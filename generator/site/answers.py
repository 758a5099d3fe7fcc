"""One answer as a page shows it: sentences with numbered evidence, what was withheld, where we looked."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core import Answer, AnswerSentence, Paper, Question
from generator.site.collection import Collection
from generator.site.encoding import Markdown, clean, shortened
from generator.site.links import Links, anchor, question_page
from generator.site.origins import Row, fingerprint_rows, origin_rows, part_names
from generator.site.quotes import Looked, Quote, closest, quotes_of, sections_searched
from generator.site.statuses import Look, look
from generator.site.votes import agreement
from generator.site.wording import label

# Characters of an answer that stand in one line beside others.
_GIST = 120


@dataclass(frozen=True, slots=True)
class Cite:
    """A numbered reference from a sentence to a quote on the same page."""

    number: int
    href: Markdown


@dataclass(frozen=True, slots=True)
class ShownSentence:
    text: str
    cites: tuple[Cite, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The answer of one model.

    verbatim: the answer is nothing but words of the quotes, so the quotes alone are shown. quotes:
    those that supported sentences rest on; withheld_quotes: those that only withheld ones cite;
    closest: of a search in vain.
    """

    anchor: Markdown
    id: str
    model: str
    look: Look
    reason: str
    stale: str
    verbatim: bool
    sentences: tuple[ShownSentence, ...]
    quotes: tuple[Quote, ...]
    withheld: tuple[ShownSentence, ...]
    withheld_quotes: tuple[Quote, ...]
    searched: tuple[Looked, ...]
    searched_count: int
    closest: tuple[Quote, ...]
    origin: tuple[Row, ...]
    fingerprint: tuple[Row, ...]

    @property
    def gist(self) -> str:
        """Its beginning, for a line in which it stands beside others."""
        return shortened(" ".join(s.text for s in self.sentences) or self.reason, _GIST)

    @property
    def told(self) -> bool:
        """Whether there is anything to show as the answer."""
        return bool(self.sentences)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a paper with its answers: the one shown, and those of the other models."""

    anchor: Markdown
    label: Markdown
    text: str
    href: Markdown
    aliases: str
    look: Look
    answer: AnswerView | None
    others: tuple[AnswerView, ...]
    agreement: str

    @property
    def searchable(self) -> bool:
        """Whether the search should find it: there is an answer, which may be that nothing was reported."""
        return self.answer is not None and self.look.key != "failed"


def asked(collection: Collection, paper: Paper, question: Question, links: Links) -> Asked:
    """A question about a paper, ready for the paper's page at ``links.page``."""
    answers = collection.answers_to(paper.id, question.id)
    source = links.to_source(collection.source_links.get(paper.id, ""))
    views = tuple(
        answer_view(
            collection, paper, answer, anchor(question.id, f"m{n}") if n > 1 else anchor(question.id), source
        )
        for n, answer in enumerate(answers, 1)
    )
    return Asked(
        anchor=anchor(question.id),
        label=label(question.id),
        text=clean(question.text),
        href=links.to(question_page(question.id), paper.id),
        aliases=", ".join(clean(a) for a in question.aliases),
        look=look(answers[0].status if answers else None),
        answer=views[0] if views else None,
        others=views[1:],
        agreement=agreement(answers),
    )


def answer_view(
    collection: Collection, paper: Paper, answer: Answer, name: Markdown, source: str
) -> AnswerView:
    """An answer as a page shows it; ``name``: what the ids of its quotes begin with."""
    supported = [s for s in answer.sentences if s.support == "supported" and clean(s.text)]
    count = len(answer.evidence)
    cited = _cited(supported, count)
    only_withheld = [n for n in _cited(list(answer.withheld), count) if n not in cited]

    def quotes(numbers: list[int]) -> tuple[Quote, ...]:
        return quotes_of({n + 1: answer.evidence[n] for n in numbers}, name, source)

    return AnswerView(
        anchor=name,
        id=answer.id,
        model=clean(answer.model),
        look=look(answer.status),
        reason=clean(answer.reason),
        stale=part_names(collection.stale.get((answer.paper, answer.question, answer.model), ())),
        verbatim=_verbatim(supported, answer),
        sentences=tuple(_shown(s, name, count) for s in supported),
        quotes=quotes(cited),
        withheld=tuple(_shown(s, name, count) for s in answer.withheld if clean(s.text)),
        withheld_quotes=quotes(only_withheld),
        searched=sections_searched(answer.searched),
        searched_count=len(answer.searched),
        closest=() if supported else closest(answer.searched, paper, name, source),
        origin=origin_rows(answer, collection.card(answer.model)),
        fingerprint=fingerprint_rows(answer),
    )


def _shown(sentence: AnswerSentence, name: Markdown, count: int) -> ShownSentence:
    numbers = [n for n in dict.fromkeys(sentence.evidence) if 0 <= n < count]
    cites = tuple(Cite(n + 1, Markdown(f"#{anchor(name, f'e{n + 1}')}")) for n in numbers)
    return ShownSentence(clean(sentence.text), cites, clean(sentence.reason))


def _cited(sentences: list[AnswerSentence], count: int) -> list[int]:
    """Indices of the evidence that sentences cite, in the order of the evidence."""
    return sorted({n for s in sentences for n in s.evidence if 0 <= n < count})


def _verbatim(sentences: list[AnswerSentence], answer: Answer) -> bool:
    """Whether every sentence is, word for word, a part of a passage that it cites."""
    passages = [clean(e.text) for e in answer.evidence]
    return bool(sentences) and all(
        any(clean(s.text) in passages[n] for n in s.evidence if 0 <= n < len(passages)) for s in sentences
    )
