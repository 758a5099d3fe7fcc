"""What the commands print: for people as text, for programs as data that becomes JSON.

The JSON of `retrieve`, `find` and `ask` is documented in the guide (content/pages/guide.md).
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from generator.core import Answer, Paper, Question, Retrieved, Snippet
from generator.core.answer import STATUS_WORDS
from generator.core.counting import counted

if TYPE_CHECKING:
    from generator.commands.ask import Asked
    from generator.commands.find import Found
    from generator.commands.plan import ModelPlan
    from generator.run.jobs import Effort
    from generator.run.report import BuildReport

WIDTH = 96
_IN = " " * 7  # below a score


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


def found_text(found: Sequence[Found]) -> str:
    """Sentences of papers, each with its cosine, paper and place."""
    lines: list[str] = []
    for one in found:
        name = f"{one.paper}: {one.title}" if one.title else one.paper
        lines += textwrap.wrap(
            name, WIDTH, initial_indent=f"{one.snippet.score:.3f}  ", subsequent_indent=_IN
        )
        lines += [_IN + _place(one.snippet), *_wrapped(one.snippet.text, _IN), ""]
    return "\n".join(lines).rstrip() or "(no sentences)"


def found_json(found: Sequence[Found]) -> list[dict[str, Any]]:
    """Each sentence with its paper, the cosine and its place."""
    rows = []
    for one in found:
        snippet = _snippet(one.snippet)
        del snippet["focus"]  # the whole of it
        rows.append({"paper": one.paper, "title": one.title, "cosine": snippet.pop("score"), **snippet})
    return rows


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


def answers_json(asked: Asked) -> dict[str, Any]:
    """Paper id, model, and by question the answer with its evidence."""
    return {
        "paper": asked.paper.id,
        "model": asked.model.name,
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
            for question, answer in zip(asked.questions, asked.answers, strict=True)
        ],
    }


def build_summary(report: BuildReport) -> str:
    """What a build did, in a few lines."""
    lines = ["nothing has changed since the last build"] if report.unchanged else []
    papers = counted(report.papers, "paper")
    if report.unreadable:
        papers += f" ({len(report.unreadable)} could not be read)"
    imported = f", {report.imported} imported" if report.imported else ""
    lines.append(f"{papers}: {counted(report.computed, 'answer')} computed, {report.reused} reused{imported}")
    for model in dict.fromkeys(model for model, _ in report.statuses):
        counts = [
            f"{report.statuses[model, status]} {words}"
            for status, words in STATUS_WORDS.items()
            if report.statuses[model, status]
        ]
        line = f"  {model}: {', '.join(counts)}"
        if sentences := report.sentences[model]:
            line += f"; {report.withheld[model]} of {counted(sentences, 'sentence')} withheld"
        lines.append(line)
        if cost := _cost(report.effort, model):
            lines.append(f"    {cost}")
    if report.stale:
        causes = ", ".join(f"{part} {count}" for part, count in report.stale.most_common())
        lines.append(f"stale: {counted(report.stale.total(), 'answer')}, shown with a mark ({causes})")
    if report.missing:
        lines.append(f"missing: {counted(report.missing, 'answer')}, shown as not asked")
    if report.pages is not None:
        lines.append(f"pages: {report.pages.written} written, {report.pages.unchanged} unchanged")
    phases = ", ".join(f"{phase} {seconds:.1f} s" for phase, seconds in report.seconds.items())
    lines.append(f"time: {phases}; {sum(report.seconds.values()):.1f} s in all")
    if report.effort.joules is not None:
        lines.append(f"energy: {report.effort.joules / 3600:.1f} Wh while answering, all of the processor's")
    if report.peak_memory:
        lines.append(f"memory: {report.peak_memory / 1e9:.2f} GB in the largest process")
    if report.site is not None:
        lines.append(f"site: {report.site / 'index.html'}")
    return "\n".join(lines)


def plan_json(plan: ModelPlan) -> dict[str, Any]:
    """What a model has to do, and what that would cost, as plain data."""
    cost = plan.estimate
    return {
        "model": plan.model,
        "fresh": plan.fresh,
        "to_do": plan.answers,
        "papers": plan.papers,
        "causes": dict(plan.causes.most_common()),
        "sampled": len(plan.sample.costs),
        "problem": plan.sample.problem if cost is None else "",
        "estimate": None
        if cost is None
        else {
            "seconds": round(cost.seconds, 1),
            "prompt_tokens": cost.prompt,
            "reused_tokens": cost.reused,
            "new_tokens": cost.new,
        },
    }


def plan_text(plan: ModelPlan) -> str:
    """The same for a reader: one line, and one for the cost."""
    if not plan.answers:
        return f"{plan.model}: nothing to do, {counted(plan.fresh, 'answer is', 'answers are')} fresh"
    causes = ", ".join(f"{count} {cause}" for cause, count in plan.causes.most_common())
    answers, papers = counted(plan.answers, "answer"), counted(plan.papers, "paper")
    line = f"{plan.model}: {answers} about {papers} ({causes}); fresh: {plan.fresh}"
    cost = plan.estimate
    if cost is None:
        return f"{line}\n  no estimate: {plan.sample.problem}"
    tokens = f"{cost.prompt:,} tokens to read, {cost.new:,} to write" if cost.tokens else "no tokens"
    made = len(plan.sample.costs)
    return f"{line}\n  about {duration(cost.seconds)}, {tokens} (from {counted(made, 'answer')} made here)"


def duration(seconds: float) -> str:
    """A time as people say it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _cost(effort: Effort, model: str) -> str:
    """Tokens and time of a model in a build; empty where it needed none."""
    seconds, read, new = effort.seconds.get(model, 0.0), effort.prompt[model], effort.new[model]
    if not seconds or not read + new:
        return ""
    reused = f" ({effort.reused[model]} more reused)" if effort.reused[model] else ""
    return (
        f"{counted(effort.answers[model], 'answer')}: {read} tokens read{reused}, {new} written in "
        f"{seconds:.1f} s ({(read + new) / seconds:.0f} tokens/s)"
    )


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
