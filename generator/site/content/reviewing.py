"""Links with which a reader proposes a review of an answer: a new file or an issue at the repository's host.

The host identifies readers by their accounts, and shows proposals to the maintainers. A proposal is an entry
of a file of reviews, as `generator.project.review_files` reads it, and `answerbook reviews import`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from generator.core import Answer, Verdict
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, web_link
from generator.site.content.language import message, translated
from generator.site.content.reporting import filled_form, report_form

_FOLDER = "content/reviews"
# Only GitHub fills in a new file from its address, and makes the fork that an outsider's proposal needs.
_FILES = "github.com"
_NAME_DIGITS = 8
_WORDS: dict[Verdict, str] = {
    "confirmed": message("Confirm"),
    "corrected": message("Correct"),
    "disputed": message("Dispute"),
}
# Further keys to fill in: until they are, the file is refused, with the line and what belongs there.
_MORE: dict[Verdict, Sequence[str]] = {
    "confirmed": (),
    "corrected": ("status:", "quotes: []"),
    "disputed": (),
}


class Proposal(NamedTuple):
    """A link by which an answer is confirmed, corrected or disputed."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Where reviews are proposed. files: address for new files at the host. issues: its form for issues."""

    files: str = ""
    issues: str = ""

    @classmethod
    def of(cls, collection: Collection) -> Reviewing:
        """Return where reviews of a collection's answers are proposed."""
        repository = web_link(collection.repository)
        try:
            parts = urlsplit(repository)
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            return cls(issues=report_form(collection.report_url, collection.repository))
        path = parts.path.strip("/").removesuffix(".git")
        branch = quote(collection.review_branch, safe="/")
        files = (
            f"https://{host}/{path}/new/{branch}/{_FOLDER}" if host == _FILES and path.count("/") == 1 else ""
        )
        return cls(files, report_form(collection.report_url, collection.repository))

    def proposals(self, answer: Answer) -> tuple[Proposal, ...]:
        """Return a link for each verdict; none if reviews cannot be proposed anywhere."""
        found = ((words, self._link(answer, verdict)) for verdict, words in _WORDS.items())
        return tuple(Proposal(translated(words), href) for words, href in found if href)

    def _link(self, answer: Answer, verdict: Verdict) -> str:
        text = entry(answer, verdict)
        if self.files:
            name = f"{clean(answer.paper)}.{answer.id[:_NAME_DIGITS]}.yml"
            return web_link(f"{self.files}?filename={_encoded(name)}&value={_encoded(text)}")
        title = f"Review: {verdict}, {clean(answer.question)}, {clean(answer.paper)}"
        return filled_form(self.issues, title, f"```yaml\n{text}```\n")


def form_query(answer: Answer) -> str:
    """Return the query that fills in the form for reviews for an answer."""
    return f"?review={answer.id}&{clean(answer.paper)}&{clean(answer.question)}"


def entry(answer: Answer, verdict: Verdict) -> str:
    """Return a review as text for a file; what its author must fill in is left empty."""
    lines = [
        f"- paper: {clean(answer.paper)}",
        f'answer: "{answer.id}"',
        f"question: {clean(answer.question)}",
        "name:",
        "date:",
        # Last, so that the three links of a page begin alike and compress well.
        f"verdict: {verdict}",
        *_MORE[verdict],
    ]
    return "\n  ".join(lines) + "\n"


def _encoded(text: str) -> str:
    return quote(text, safe="")
