"""Links with which a reader proposes a review of an answer: a file, or an issue, at the repository's host.

Who a reader is, is the host's business: it asks for an account, and shows the proposal to the maintainers.
What is proposed is an entry of a file of reviews, as `generator.project.reviews` reads it; `answerbook
reviews import` takes it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from generator.core import Answer, Verdict
from generator.site.content.collection import Collection
from generator.site.content.encoding import clean, web_link
from generator.site.content.reporting import filled_form, report_form

_FOLDER = "content/reviews"
# Only GitHub fills in a new file from its address (and makes the fork that a stranger's proposal needs).
_FILES = "github.com"
_NAME_DIGITS = 8
_WORDS: dict[Verdict, str] = {"confirmed": "Confirm", "corrected": "Correct", "disputed": "Dispute"}
# What is to be filled in: until it is, the file is refused, with its line and what is to be written there.
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
    """Where reviews are proposed: a folder of new files at the host, or its form for issues; else nowhere."""

    files: str = ""
    issues: str = ""

    @classmethod
    def of(cls, collection: Collection) -> Reviewing:
        """Where reviews of a collection's answers are proposed."""
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
        """A link for each verdict; none where there is no such place."""
        found = ((words, self._link(answer, verdict)) for verdict, words in _WORDS.items())
        return tuple(Proposal(words, href) for words, href in found if href)

    def _link(self, answer: Answer, verdict: Verdict) -> str:
        text = entry(answer, verdict)
        if self.files:
            name = f"{answer.paper}.{answer.id[:_NAME_DIGITS]}.yml"
            return web_link(f"{self.files}?filename={_encoded(name)}&value={_encoded(text)}")
        title = f"Review: {verdict}, {clean(answer.question)}, {clean(answer.paper)}"
        return filled_form(self.issues, title, f"```yaml\n{text}```\n")


def form_query(answer: Answer) -> str:
    """What is added to the address of the form for reviews, so that it is filled in for an answer."""
    return f"?review={answer.id}&{answer.paper}&{answer.question}"


def entry(answer: Answer, verdict: Verdict) -> str:
    """A review as the text of a file, with what its author has to fill in left open."""
    lines = [
        f"- paper: {answer.paper}",
        f'answer: "{answer.id}"',
        f"question: {answer.question}",
        "name:",
        "date:",
        # Last: so much of the links is equal that a page with three of them is hardly longer than with one.
        f"verdict: {verdict}",
        *_MORE[verdict],
    ]
    return "\n  ".join(lines) + "\n"


def _encoded(text: str) -> str:
    return quote(text, safe="")
