"""Links with which a reader reports an error in an answer: a form on another site, filled in already."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from generator.site.content.encoding import clean, shortened, web_link

# The forms for new issues of the hosts whose parameters are documented: GitHub and Forgejo (Codeberg)
# take title and body, GitLab takes issue[title] and issue[description].
_FORMS = {
    "github.com": "/issues/new?title={title}&body={body}",
    "codeberg.org": "/issues/new?title={title}&body={body}",
    "gitlab.com": "/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={body}",
}
_PLACES = ("{title}", "{body}")
# Some servers and mail programs cut or refuse addresses of more than about 2,000 characters.
_MAX_ADDRESS = 1_900
# Characters of question and title: the first of these with which the address is short enough.
_LENGTHS = (200, 80, 30, 10)
_ASKED = "What is wrong, and what does the paper say (section or page)?"


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """The contents of a report before the reader adds anything. link: to the answer's own page."""

    answer: str
    model: str
    question: str
    question_text: str
    paper: str
    link: str


def report_form(report_url: str, repository: str) -> str:
    """Return the address to report at, with ``{title}`` and ``{body}``; empty if there is none.

    The project's own ``report_url`` comes first, then the form for issues of ``repository`` on a known host.
    Both placeholders must come after the ``?`` or ``#``, so that nothing filled in changes the target of the
    address.
    """
    address = clean(report_url) or _issues(repository)
    bare = address
    for name in _PLACES:
        bare = bare.replace(name, "x")
    target = address.replace("#", "?", 1).split("?", 1)[0]
    fine = web_link(bare) and "{" not in target and any(name in address for name in _PLACES)
    return address if fine and len(address) < _MAX_ADDRESS // 2 else ""


def _issues(repository: str) -> str:
    try:
        parts = urlsplit(web_link(repository))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    path = parts.path.strip("/").removesuffix(".git")
    if host not in _FORMS or path.count("/") < 1:
        return ""
    return f"https://{host}/{path}{_FORMS[host]}"


def report_link(form: str, report: ErrorReport) -> str:
    """Return the form's address with title and body filled in, percent-encoded, at most 1,900 characters.

    Empty if ``form`` is. Long questions and titles are cut, but never the id or the address of an answer.
    """
    if not form:
        return ""
    tries = (_filled(form, report, limit) for limit in _LENGTHS)
    return next((link for link in tries if len(link) <= _MAX_ADDRESS), form.split("?")[0])


def _filled(form: str, report: ErrorReport, limit: int) -> str:
    paper = shortened(report.paper, limit)
    title = shortened(f"Wrong answer: {report.question}, {paper}", limit)
    body = "\n".join(
        [
            f"- Answer: {shortened(report.answer, 80)} ({shortened(report.model, limit)})",
            f"- Question: {shortened(report.question, 120)} – {shortened(report.question_text, limit)}",
            f"- Paper: {paper}",
            f"- Link: {shortened(report.link, 300)}",
            "",
            _ASKED,
            "",
            "",
        ]
    )
    return filled_form(form, title, body)


def filled_form(form: str, title: str, body: str) -> str:
    """Return a form's address with title and body filled in, percent-encoded; empty if the form is."""
    # One pass: text that itself reads "{body}" is text.
    pieces = form.split("{body}")
    filled = [piece.replace("{title}", _encoded(title)) for piece in pieces]
    return web_link(_encoded(body).join(filled))


def _encoded(text: str) -> str:
    return quote(text, safe="")
