"""How to cite a version: a sentence for a list of references, and records for reference managers."""

from __future__ import annotations

from markupsafe import Markup

from generator.core import Answer, Question
from generator.site.answer_pages.answered_by import model_names
from generator.site.answer_pages.shared_parts import PaperPart, QuestionPart, SitePart
from generator.site.content.answer_changes import made_on
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean
from generator.site.content.language import format_message
from generator.site.content.status_styles import style_of
from generator.site.content.versions import Version
from generator.site.exports.citations import answer_citation, citation_forms


def citation_records(
    collection: Collection, paper: PaperPart, question: QuestionPart, answer: Answer
) -> tuple[tuple[str, Markup], ...]:
    """Return the version as records for reference managers: the name of each form, and its text with line
    breaks.
    """
    asked = Question(question.id, question.heading, question.group)
    made = citation_forms(answer_citation(collection, paper.paper, asked, answer))
    named = (("BibTeX", made.bibtex), ("RIS", made.ris))  # with CSL-JSON as well, pages would be 5 % larger
    return tuple((name, Markup.escape(text.strip())) for name, text in named)


def citation_sentence(
    site: SitePart, paper: PaperPart, question: QuestionPart, version: Version, address: str
) -> str:
    """Return the version as a sentence for a list of references."""
    made = made_on(version.answer)
    who = f"{paper.authors}, " if paper.authors else ""
    read = (f" ({paper.year})" if paper.year else "") + (f", {paper.version}" if paper.version else "")
    read += f", doi:{paper.doi}" if paper.doi_href else ""
    return clean(
        format_message(
            "%(site)s: “%(question)s” Answered from %(paper)s: %(status)s. Version %(id)s, by %(by)s. "
            "%(address)s",
            site=site.title,
            question=question.heading.rstrip("."),
            paper=f"{who}“{paper.title}”{read}",
            status=style_of(version.answer.status).label.lower(),
            id=version.id,
            by=f"{model_names(version)}{f', {made}' if made else ''}",
            address=address,
        )
    )
