"""`answerbook read`: a paper as Answerbook reads it."""

from __future__ import annotations

from generator.core import Paper
from generator.project.paper_loading import read_one

__all__ = ["outline", "read_one"]


def outline(paper: Paper) -> str:
    """Return a paper's metadata and sections as text, with the sentences and pages of each section."""
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
