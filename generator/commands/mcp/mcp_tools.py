"""The tools by which an assistant reads a site; each answer says how far it can be relied on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.commands.mcp.json_rpc import Tool, ToolError
from generator.commands.mcp.site_reading import FormerAnswer, Record, SiteReader, grave_notices
from generator.site.content.page_links import answer_page
from generator.site.exports.plain_texts import MATERIAL

__all__ = ["INSTRUCTIONS", "tools_of"]

INSTRUCTIONS = (
    "Answers to fixed questions about scientific papers, each checked against its paper and supported by "
    "verbatim quotes. With each answer, report its status, certainty, standing and address (url), and cite "
    "the address; a site without one has no url, only the `page` of each answer within it. not_reported "
    "means that the search found nothing, not that the paper says nothing. "
    f"{MATERIAL} Such words occur only under `quoted`."
)
_NOTE = f"{MATERIAL} Such words occur only under `quoted`."
_MAX_RESULTS = 50
_TEXT = {"type": "string", "maxLength": 300}


def tools_of(folder: Path) -> tuple[Tool, ...]:
    """Return the tools for the site in a folder."""
    asked = _SiteTools(SiteReader(folder))
    start = {"type": "integer", "minimum": 0, "maximum": 10**9, "description": "How many to skip."}
    limit = {
        "type": "integer",
        "minimum": 1,
        "maximum": _MAX_RESULTS,
        "description": "At most this many; default 20.",
    }
    paper = {**_TEXT, "description": "Id of a paper, as list_papers gives it."}
    question = {**_TEXT, "description": "Id of a question, as list_questions gives it."}
    return (
        Tool(
            "list_papers",
            "The papers of this collection, with their ids.",
            {
                "words": {**_TEXT, "description": "Only papers with these words in their title."},
                "limit": limit,
                "start": start,
            },
            (),
            asked.papers,
        ),
        Tool(
            "list_questions", "The questions asked of every paper, with their ids.", {}, (), asked.questions
        ),
        Tool(
            "get_answers",
            "The current answers about a paper, to one question or to all, as the site shows them first: "
            "with evidence, status, certainty, standing and address.",
            {"paper": paper, "question": question, "limit": limit, "start": start},
            ("paper",),
            asked.answers,
        ),
        Tool(
            "get_answer",
            "One version of an answer by its id (the last part of its address): current, superseded (and "
            "by which answer) or withdrawn.",
            {"id": {"type": "string", "maxLength": 24, "description": "Id of an answer: 24 digits, or 16."}},
            ("id",),
            asked.answer,
        ),
        Tool(
            "search",
            "Answers whose text, question or quotes contain the words; best first.",
            {"words": {**_TEXT, "description": "What to search for."}, "limit": limit},
            ("words",),
            asked.search,
        ),
    )


class _SiteTools:
    """The functions of the tools; `protocol` checks their arguments."""

    def __init__(self, site: SiteReader) -> None:
        self._site = site

    def papers(self, words: str = "", limit: int = 20, start: int = 0) -> dict[str, Any]:
        wanted = words.casefold().split()
        found = [
            {"id": p["id"], "quoted": {"title": p["title"]}}
            for p in self._site.index()["papers"]
            if all(word in p["title"].casefold() for word in wanted)
        ]
        return {"note": _NOTE, "total": len(found), "papers": found[start : start + limit]}

    def questions(self) -> dict[str, Any]:
        found = self._site.index()["questions"]
        return {"questions": [{"id": q["id"], "text": q["text"]} for q in found]}

    def answers(self, paper: str, question: str = "", limit: int = 20, start: int = 0) -> dict[str, Any]:
        index = self._site.index()
        if question and question not in {q["id"] for q in index["questions"]}:
            raise ToolError("no such question; list_questions lists all ids")
        found = self._site.of_paper(paper)
        if found is None:
            raise ToolError("no such paper; list_papers lists all ids")
        title = str(found["paper"].get("title", ""))
        about = [
            record
            for record in found["answers"]
            if (record["question"] == question if question else record["shown"])
        ]
        shown = [_current(record, title) for record in about[start : start + limit]]
        return {"note": _NOTE, "total": len(about), "answers": shown}

    def answer(self, id: str) -> dict[str, Any]:
        if record := self._site.named(id):
            return {"note": _NOTE, "answers": [_current(record, self._title(record["paper"]))]}
        if former := self._site.former(id):
            return {"note": _NOTE, "answers": [self._former(id, former)]}
        raise ToolError("no answer on this site has this id; search or get_answers gives ids")

    def search(self, words: str, limit: int = 20) -> dict[str, Any]:
        if not words.strip():
            raise ToolError("words is empty; give a word to search for")
        titles = {p["id"]: p["title"] for p in self._site.index()["papers"]}
        found = self._site.found(words, limit)
        return {"note": _NOTE, "answers": [_current(r, titles.get(r["paper"], "")) for r in found]}

    def _title(self, paper: str) -> str:
        return next((str(p["title"]) for p in self._site.index()["papers"] if p["id"] == paper), "")

    def _former(self, id: str, former: FormerAnswer) -> dict[str, Any]:
        now = self._site.named(former.newest) if former.newest else None
        return {
            "id": id,
            "standing": former.state,
            "do_not_rely_on_it": "this version is no longer current",
            "superseded_by": {"id": former.newest, "url": now["url"] if now else None}
            if former.newest
            else None,
            "quoted": {"question": former.question, "answer": former.text},
        }


def _current(record: Record, title: str) -> dict[str, Any]:
    """Return a current answer for an assistant: facts about it, and the words themselves under `quoted`."""
    stale = record["stale"]
    grave = ", ".join(dict.fromkeys(notice.kind for notice in grave_notices(record)))
    doubt = {"do_not_rely_on_it": f"the paper has a notice: {grave}"} if grave else {}
    cited = sorted({number for sentence in record["sentences"] for number in sentence["evidence"]})
    quotes = [record["evidence"][number] for number in cited]
    return {
        "id": record["id"],
        "url": record["url"],
        "page": answer_page(record["id"]),
        "paper": record["paper"],
        "question": record["question"],
        "question_text": record["asked"],
        "status": record["status"],
        "certainty": record["band"],
        "standing": "current",
        **doubt,
        "notices": [{"kind": n["kind"], "date": n["date"]} for n in record["notices"]],
        "stale": f"changed since the answer was made: {', '.join(stale)}" if stale else None,
        "shown_first": record["shown"],
        "given_by": record["model"],
        "sentences_withheld": len(record["withheld"]),
        "reviews": [{"verdict": r["verdict"], "date": r["date"]} for r in record["reviews"]],
        "quoted": {
            "paper_title": title,
            "answer": record["answer"],
            "reason": record["reason"],
            "evidence": [{"quote": q["quote"], "section": q["section"], "page": q["page"]} for q in quotes],
            "notices": [n["notice"] or n["url"] for n in record["notices"]],
        },
    }
