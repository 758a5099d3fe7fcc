"""Where a reader tells that an answer is wrong: a form elsewhere, filled in beforehand."""

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
# Addresses above some 2,000 characters are cut or refused on the way by some servers and mail programs.
_LIMIT = 1_900
_ASKED = "What is wrong, and what does the paper say (section or page)?"


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says before the reader has written anything. link: to the answer's own page."""

    answer: str
    model: str
    question: str
    question_text: str
    paper: str
    link: str


def report_form(report_url: str, repository: str) -> str:
    """The address to report at, with ``{title}`` and ``{body}``; empty where there is none.

    The project's own ``report_url`` goes first, else the form for issues of ``repository`` on a host
    that is known. Both names may stand only behind the ``?`` or ``#``, so that nothing put in their
    place changes where the address leads.
    """
    address = clean(report_url) or _issues(repository)
    bare = address
    for name in _PLACES:
        bare = bare.replace(name, "x")
    target = address.replace("#", "?", 1).split("?", 1)[0]
    fine = web_link(bare) and "{" not in target and any(name in address for name in _PLACES)
    return address if fine and len(address) < _LIMIT // 2 else ""


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


def report_link(form: str, report: Report) -> str:
    """The form's address with title and body filled in, percent-encoded, of at most 1,900 characters.

    Empty where ``form`` is. Long questions and titles are cut, never the id or the address of an answer.
    """
    if not form:
        return ""
    tries = (_filled(form, report, limit) for limit in (200, 80, 30, 10))
    return next((link for link in tries if len(link) <= _LIMIT), form.split("?")[0])


def _filled(form: str, report: Report, limit: int) -> str:
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
    """A form's address with a title and a body, percent-encoded; empty where the form is."""
    # One pass: text that itself reads "{body}" is text.
    pieces = form.split("{body}")
    filled = [piece.replace("{title}", _encoded(title)) for piece in pieces]
    return web_link(_encoded(body).join(filled))


def _encoded(text: str) -> str:
    return quote(text, safe="")
