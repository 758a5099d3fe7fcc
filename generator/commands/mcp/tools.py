"""What an assistant can ask of a site, and how each answer says what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.commands.mcp.protocol import Tool, ToolError
from generator.commands.mcp.reading import Former, Record, SiteData, grave_notices
from generator.site.exports.texts import MATERIAL

__all__ = ["INSTRUCTIONS", "tools_of"]

INSTRUCTIONS = (
    "Answers to fixed questions about scientific papers, each checked against its paper and resting on "
    "quotes, word for word. Report with an answer its status, how sure it is, its standing and its address "
    "(url), and cite the address. not_reported says that the search found nothing, not that the paper is "
    "silent. "
    f"{MATERIAL} Such words stand under `quoted` alone."
)
_NOTE = f"{MATERIAL} Such words stand under `quoted`."
_MAX_COUNT = 50
_TEXT = {"type": "string", "maxLength": 300}


def tools_of(folder: Path) -> tuple[Tool, ...]:
    """The tools over the site in a folder."""
    asked = _Asked(SiteData(folder))
    limit = {"type": "integer", "minimum": 1, "maximum": _MAX_COUNT, "description": "At most so many; 20."}
    paper = {**_TEXT, "description": "Id of a paper, as list_papers gives it."}
    question = {**_TEXT, "description": "Id of a question, as list_questions gives it."}
    return (
        Tool(
            "list_papers",
            "The papers of this collection, with their ids.",
            {
                "words": {**_TEXT, "description": "Only papers with these words in their title."},
                "limit": limit,
                "start": {
                    "type": "integer",
                    "minimum": 0,
                    "maximum": 10**9,
                    "description": "Papers to skip.",
                },
            },
            (),
            asked.papers,
        ),
        Tool("list_questions", "The questions put to every paper, with their ids.", {}, (), asked.questions),
        Tool(
            "get_answers",
            "What stands today about a paper: to one question, or to all; the answer shown first, with its "
            "evidence, status, certainty, standing and address.",
            {"paper": paper, "question": question},
            ("paper",),
            asked.answers,
        ),
        Tool(
            "get_answer",
            "One version of an answer by its id (the last part of its address): whether it stands, was "
            "superseded and by which, or was withdrawn.",
            {"id": {"type": "string", "maxLength": 24, "description": "Id of an answer: 24 digits, or 16."}},
            ("id",),
            asked.answer,
        ),
        Tool(
            "search",
            "Answers whose words, question or quotes hold the words that are searched for; best first.",
            {"words": {**_TEXT, "description": "What to search for."}, "limit": limit},
            ("words",),
            asked.search,
        ),
    )


class _Asked:
    """The tools' functions; their arguments are checked by `protocol`."""

    def __init__(self, site: SiteData) -> None:
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

    def answers(self, paper: str, question: str = "") -> dict[str, Any]:
        index = self._site.index()
        if question and question not in {q["id"] for q in index["questions"]}:
            raise ToolError("there is no such question; list_questions names all")
        found = self._site.of_paper(paper)
        if found is None:
            raise ToolError("there is no such paper; list_papers names all")
        title = str(found["paper"].get("title", ""))
        shown = [
            _standing(record, title)
            for record in found["answers"]
            if (record["question"] == question if question else record["shown"])
        ]
        return {"note": _NOTE, "answers": shown}

    def answer(self, id: str) -> dict[str, Any]:
        if record := self._site.named(id):
            return {"note": _NOTE, "answers": [_standing(record, self._title(record["paper"]))]}
        if former := self._site.former(id):
            return {"note": _NOTE, "answers": [self._no_more(id, former)]}
        raise ToolError("no answer of this site has this id")

    def search(self, words: str, limit: int = 20) -> dict[str, Any]:
        titles = {p["id"]: p["title"] for p in self._site.index()["papers"]}
        found = self._site.found(words, limit)
        return {"note": _NOTE, "answers": [_standing(r, titles.get(r["paper"], "")) for r in found]}

    def _title(self, paper: str) -> str:
        return next((str(p["title"]) for p in self._site.index()["papers"] if p["id"] == paper), "")

    def _no_more(self, id: str, former: Former) -> dict[str, Any]:
        now = self._site.named(former.newest) if former.newest else None
        return {
            "id": id,
            "standing": former.standing,
            "do_not_rely_on_it": "the collection does not stand by this version any more",
            "superseded_by": {"id": former.newest, "url": now["url"] if now else None}
            if former.newest
            else None,
            "quoted": {"question": former.question, "answer": former.text},
        }


def _standing(record: Record, title: str) -> dict[str, Any]:
    """An answer that stands, as an assistant is told it: what is said of it, and under `quoted` its words."""
    stale = record["stale"]
    grave = ", ".join(dict.fromkeys(notice.kind for notice in grave_notices(record)))
    doubt = {"do_not_rely_on_it": f"published about the paper since: {grave}"} if grave else {}
    return {
        "id": record["id"],
        "url": record["url"],
        "paper": record["paper"],
        "question": record["question"],
        "question_text": record["asked"],
        "status": record["status"],
        "certainty": record["band"],
        "standing": "current",
        **doubt,
        "notices": [{"kind": n["kind"], "date": n["date"]} for n in record["notices"]],
        "stale": f"changed since it was made: {', '.join(stale)}" if stale else None,
        "shown_first": record["shown"],
        "given_by": record["model"],
        "sentences_withheld": len(record["withheld"]),
        "reviews": [{"verdict": r["verdict"], "date": r["date"]} for r in record["reviews"]],
        "quoted": {
            "paper_title": title,
            "answer": record["answer"],
            "reason": record["reason"],
            "evidence": list(_evidence(record)),
            "notices": [n["notice"] or n["url"] for n in record["notices"]],
        },
    }


def _evidence(record: Record) -> Iterator[dict[str, Any]]:
    cited = sorted({number for sentence in record["sentences"] for number in sentence["evidence"]})
    for number in cited:
        quote = record["evidence"][number]
        yield {"quote": quote["quote"], "section": quote["section"], "page": quote["page"]}
