"""What the commands print: for people as text, for programs as data that becomes JSON.

The JSON of `retrieve` and `ask` is documented in the guide (content/pages/guide.md).
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from generator.core import Answer, Paper, Question, Retrieved, Snippet

if TYPE_CHECKING:
    from generator.answering import ModelSpec
    from generator.build import BuildReport

WIDTH = 96
STATUS_WORDS = {
    "reported": "reported",
    "partly_reported": "partly reported",
    "not_reported": "not reported",
    "failed": "failed",
}


def outline(paper: Paper) -> str:
    """A paper's metadata and sections, with the number of sentences and the pages of each."""
    data = paper.metadata
    lines = [data.title or "(no title)"]
    if data.authors:
        lines.append(", ".join(map(str, data.authors)))
    facts = [data.venue, str(data.year or ""), data.doi, data.licence]
    lines.append(" · ".join(f for f in facts if f) or "(no bibliographic data)")
    pages = f", {paper.pages} pages" if paper.pages else ""
    lines.append(
        f"{paper.id} ({paper.format}{pages}): {len(paper.sentences)} sentences, {len(paper.text)} characters"
    )
    lines.append("")
    for section in paper.sections:
        sentences = list(section.sentences)
        at = [s.page for s in sentences if s.page]
        where = f"  p. {min(at)}" + (f"-{max(at)}" if max(at) != min(at) else "") if at else ""
        title = section.title or "(untitled)"
        indent = "  " * section.level
        lines.append(f"{section.kind:<13}{indent}{title}  [{len(sentences)}]{where}")
    lines += [f"note: {warning}" for warning in paper.warnings]
    return "\n".join(lines)


def snippets_text(found: Sequence[tuple[Question, Retrieved]]) -> str:
    """Snippets by question, each with its score and place."""
    lines: list[str] = []
    for question, retrieved in found:
        lines += [f"# {question.id}: {question.text}", f"  answered: {retrieved.answered:.0%} likely"]
        for snippet in retrieved.snippets:
            lines += [f"  {snippet.score:.3f}  {_place(snippet)}", *_wrapped(snippet.text, "         ")]
        if not retrieved.snippets:
            lines.append("  (no passages)")
        lines.append("")
    return "\n".join(lines).rstrip()


def answer_text(question: Question, answer: Answer) -> str:
    """One answer with its evidence and what was withheld."""
    lines = [
        f"# {question.id}: {question.text}",
        f"  {STATUS_WORDS[answer.status]}. {answer.reason}".rstrip(),
    ]
    for sentence in answer.sentences:
        if sentence.support == "supported":
            numbers = "".join(f" [{n + 1}]" for n in sentence.evidence)
            lines += _wrapped(sentence.text + numbers, "  ")
    for number, snippet in enumerate(answer.evidence, start=1):
        lines += [f"    [{number}] {_place(snippet)}", *_wrapped(f"“{snippet.text}”", "        ")]
    for sentence in answer.withheld:
        lines += _wrapped(f"withheld: {sentence.text} ({sentence.reason})", "    ")
    return "\n".join([*lines, ""])


def snippets_json(paper: Paper, found: Sequence[tuple[Question, Retrieved]]) -> dict[str, Any]:
    """Paper id, and by question the likelihood of an answer and the snippets, best first."""
    return {
        "paper": paper.id,
        "questions": [
            {
                **_question(question),
                "answered": retrieved.answered,
                "snippets": [_snippet(s) for s in retrieved.snippets],
            }
            for question, retrieved in found
        ],
    }


def answers_json(
    paper: Paper, spec: ModelSpec, questions: Sequence[Question], answers: Sequence[Answer]
) -> dict[str, Any]:
    """Paper id, model, and by question the answer with its evidence."""
    return {
        "paper": paper.id,
        "model": spec.name,
        "answers": [
            {
                **_question(question),
                "id": answer.id,
                "status": answer.status,
                "reason": answer.reason,
                "text": answer.text,
                "sentences": [
                    {
                        "text": s.text,
                        "support": s.support,
                        "reason": s.reason,
                        "evidence": list(s.evidence),
                        "coverage": s.coverage,
                    }
                    for s in answer.sentences
                ],
                "evidence": [_snippet(e) for e in answer.evidence],
                "searched": [
                    {"start": s.place.start, "end": s.place.end, "score": s.score} for s in answer.searched
                ],
                "raw": answer.raw,
                "measured": dict(answer.measured),
            }
            for question, answer in zip(questions, answers, strict=True)
        ],
    }


def build_summary(report: BuildReport) -> str:
    """What a build did, in a few lines."""
    lines = []
    papers = f"{report.papers} paper{'' if report.papers == 1 else 's'}"
    if report.unreadable:
        papers += f" ({len(report.unreadable)} could not be read)"
    imported = f", {report.imported} imported" if report.imported else ""
    lines.append(f"{papers}: {report.computed} answers computed, {report.reused} reused{imported}")
    for model in dict.fromkeys(model for model, _ in report.statuses):
        counts = [
            f"{report.statuses[model, status]} {words}"
            for status, words in STATUS_WORDS.items()
            if report.statuses[model, status]
        ]
        line = f"  {model}: {', '.join(counts)}"
        if sentences := report.sentences[model]:
            line += f"; {report.withheld[model]} of {sentences} sentences withheld"
        lines.append(line)
        if (seconds := report.effort.seconds.get(model, 0.0)) and report.effort.tokens[model]:
            tokens = report.effort.tokens[model]
            lines.append(f"    {tokens} tokens in {seconds:.1f} s ({tokens / seconds:.0f} tokens/s)")
    if report.pages is not None:
        lines.append(f"pages: {report.pages.written} written, {report.pages.unchanged} unchanged")
    phases = ", ".join(f"{phase} {seconds:.1f} s" for phase, seconds in report.seconds.items())
    lines.append(f"time: {phases}; {sum(report.seconds.values()):.1f} s in all")
    if report.peak_memory:
        lines.append(f"memory: {report.peak_memory / 1e9:.2f} GB in the largest process")
    if report.site is not None:
        lines.append(f"site: {report.site / 'index.html'}")
    return "\n".join(lines)


def _question(question: Question) -> dict[str, Any]:
    return {"question": question.id, "aliases": list(question.aliases), "text_of_question": question.text}


def _snippet(snippet: Snippet) -> dict[str, Any]:
    place = snippet.place
    return {
        "id": snippet.id,
        "text": snippet.text,
        "score": snippet.score,
        "section": place.section,
        "kind": place.kind,
        "page": place.page,
        "start": place.start,
        "end": place.end,
        "box": place.box,
        "element": place.element,
        "links": list(snippet.links),
        "focus": [list(span) for span in snippet.focus],
    }


def _place(snippet: Snippet) -> str:
    place = snippet.place
    parts = [place.section or place.kind, f"p. {place.page}" if place.page else ""]
    return ", ".join(p for p in parts if p)


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent) or [indent]
