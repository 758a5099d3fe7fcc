"""A version as others cite it: a sentence for a list of references, and records for reference managers."""

from __future__ import annotations

from markupsafe import Markup

from generator.core import Answer, Question
from generator.site.answer_pages.making import models_of
from generator.site.answer_pages.parts import PaperPart, QuestionPart, SitePart
from generator.site.content.changes import made_on
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean
from generator.site.content.language import said
from generator.site.content.statuses import look
from generator.site.content.versions import Version
from generator.site.exports.citations import answer_citation, forms


def records_of(
    collection: Collection, paper: PaperPart, question: QuestionPart, answer: Answer
) -> tuple[tuple[str, Markup], ...]:
    """The version as a record for reference managers: name of the form, and its text, lines and all."""
    asked = Question(question.id, question.heading, question.group)
    made = forms(answer_citation(collection, paper.paper, asked, answer))
    named = (("BibTeX", made.bibtex), ("RIS", made.ris))  # with CSL-JSON as well, pages would be 5 % larger
    return tuple((name, Markup.escape(text.strip())) for name, text in named)


def citation_of(
    site: SitePart, paper: PaperPart, question: QuestionPart, version: Version, address: str
) -> str:
    """The version as a sentence for a list of references."""
    made = made_on(version.answer)
    who = f"{paper.authors}, " if paper.authors else ""
    read = (f" ({paper.year})" if paper.year else "") + (f", {paper.version}" if paper.version else "")
    read += f", doi:{paper.doi}" if paper.doi_href else ""
    return clean(
        said(
            "%(site)s: “%(question)s” Answered from %(paper)s: %(status)s. Version %(id)s, by %(by)s. "
            "%(address)s",
            site=site.title,
            question=question.heading.rstrip("."),
            paper=f"{who}“{paper.title}”{read}",
            status=look(version.answer.status).label.lower(),
            id=version.id,
            by=f"{models_of(version)}{f', {made}' if made else ''}",
            address=address,
        )
    )
