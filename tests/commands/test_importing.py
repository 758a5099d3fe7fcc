from __future__ import annotations

import json
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.answering import parse_reply
from generator.build import BuildOptions, build
from generator.commands.importing import ImportReport, Transcripts, import_transcripts, transcripts
from generator.commands.importing.chunks import MAX_CHUNK_CHARS, PaperVocabulary, recover_chunks, tidy_chunk
from generator.commands.importing.name_matching import doi_in, named_in
from generator.commands.importing.prompts import context_and_reply
from generator.commands.importing.relevance import RELEVANT
from generator.core import Answer, Draft
from generator.errors import AnswerbookError, UnreadablePaper
from generator.ledger import Ledger
from generator.project import Project
from generator.project.paper_loading import collect_papers
from generator.reading.plain.passages_file import passage_texts

SEEDS = "CQ24"
# The words of the project's paper, as another reader of the same file might have broken them.
BEETLE_CHUNKS = (
    "All models were trained with the Adam optimiser at a learning rate of 0.001 and a\n"
    "batch size of 32 for at most 50 epochs. Training stopped when the vali-\n"
    "dation loss had not improved for\nfive epochs. Random seeds were fixed to 1, 2 and 3 for Python, "
    "NumPy and Py-\nTorch.",
    "The network reached an accuracy of 91.5 % and a macro-averaged F1 score\nof 0.89 on the test set.",
)
MOTH_CHUNKS = (
    "We photographed moths at light traps in twelve gardens.\n\nEvery trap was run on three nights.",
    "The network was trained for 40 epochs on one graphics card. The random seed was set to 7.",
    "Thresholds were tuned for each species on an independent set of pictures.",
)
LOST = "The provided context does not explicitly mention strategies to handle randomness."
ADVICE = (
    "However, based on general practices in machine learning, common strategies include setting fixed "
    "seeds and using cross-validation."
)


def prompt(chunks: Sequence[str], reply: str) -> str:
    """Return a prompt with its answer, as a pipeline saves it."""
    context = "\n\n".join(chunks)
    return (
        "Use the following pieces of context to answer the question at the end. If you don't know the "
        f"answer, just say so.\n\n{context}\n\nQuestion: %INSTRUCTIONS:\nUse the context.\n\n%Query\nQuery: "
        '"Which?"\n\nProvide your answer as follows:\n\nAnswer:::\nAnswer: (provide your answer to query)\n\n'
        f"Answer:::\n\nHelpful Answer:\n{reply}"
    )


def saved(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


def imported(
    source: Path, root: Path, model: str | None = None, contexts: Path | None = None, **more: Any
) -> ImportReport:
    found = Transcripts(source, model, contexts)
    return import_transcripts(found, Project.find(root), **{"jobs": 1, **more})


def answer(root: Path, paper: str, model: str, question: str = "random-seeds") -> Answer:
    return Ledger(root / "content/answers").read(paper, model)[question]


def content(root: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in sorted(root.glob("content/**/*")) if p.is_file()}


@pytest.fixture
def two_models(tmp_path: Path) -> Path:
    """One model that saved its prompts, and one that saved its answers only, on two papers."""
    return saved(
        tmp_path / "transcripts",
        {
            "big/beetles.pdf_CQ24.txt": prompt(
                BEETLE_CHUNKS, "Random seeds were fixed to 1, 2 and 3. All models were trained with Adam."
            ),
            "big/Publication_9.pdf_CQ24.txt": prompt(MOTH_CHUNKS, f"{LOST} {ADVICE}"),
            "small/beetles.pdf_CQ24.txt": f"Answer:::\n{LOST}",
            "small/Publication_9.pdf_CQ24.txt": "Answer:::\nAnswer: The random seed was set to 7 [1].",
        },
    )


def test_answers_are_checked_against_the_contexts_of_their_prompts(
    project_folder: Path, two_models: Path
) -> None:
    report = imported(two_models, project_folder)
    assert (report.answers, report.recorded, report.unread) == (4, 4, [])
    assert (report.papers, report.new_papers) == (2, ["publication_9"])
    seeds = answer(project_folder, "beetles", "big")
    assert seeds.status == "reported"
    assert [(s.support, s.reason) for s in seeds.sentences] == [
        ("supported", ""),
        ("unsupported", "true to the paper, but its evidence is not about the question"),
    ]
    assert answer(project_folder, "beetles", "small").status == "not_reported"
    # The context is that of the prompt of the same name in the other folder; [1] in the reply is no
    # number of ours.
    assert answer(project_folder, "publication_9", "small").text == "The random seed was set to 7."


def test_who_abstains_and_then_advises_has_reported_nothing(project_folder: Path, two_models: Path) -> None:
    imported(two_models, project_folder)
    padded = answer(project_folder, "publication_9", "big")
    assert padded.status == "not_reported"
    assert "withheld" in padded.reason
    assert [s.support for s in padded.sentences] == ["unsupported"]
    assert "general remark" in padded.sentences[0].reason
    assert len(padded.searched) >= len(MOTH_CHUNKS)


def test_evidence_stands_in_the_papers_at_its_place(project_folder: Path, two_models: Path) -> None:
    imported(two_models, project_folder)
    found = collect_papers(Project.find(project_folder), strict=True, jobs=1, progress=lambda *_: None)
    papers = {p.id: p for p in found.papers}
    assert papers["publication_9"].format == "passages"
    for paper, model in (("beetles", "big"), ("publication_9", "small")):
        made = answer(project_folder, paper, model)
        for evidence in made.evidence:
            start, end = evidence.place.start, evidence.place.end
            assert papers[paper].text[start:end] == evidence.text
        assert all(s.place.end > 0 and s.text == "" for s in made.searched)
    seeds = answer(project_folder, "beetles", "big").evidence[0]
    assert seeds.place.section == "Methods"
    assert "PyTorch." in seeds.text


def test_where_an_answer_came_from_is_recorded(project_folder: Path, two_models: Path) -> None:
    imported(two_models, project_folder)
    made = answer(project_folder, "beetles", "small")
    assert made.provenance["kind"] == "imported"
    assert made.provenance["source"] == "beetles.pdf_CQ24.txt"
    assert made.provenance["sha256"].startswith(made.fingerprint["source"] or "?")
    assert set(made.fingerprint) == {"source", "context", "question", "checking"}
    assert made.raw == f"Answer:::\n{LOST}"


def test_a_second_import_changes_no_byte_and_a_changed_file_replaces_its_answer(
    project_folder: Path, two_models: Path
) -> None:
    imported(two_models, project_folder)
    before = content(project_folder)
    again = imported(two_models, project_folder)
    assert (again.answers, again.recorded) == (4, 0)
    assert content(project_folder) == before
    saved(two_models, {"small/beetles.pdf_CQ24.txt": "Random seeds were fixed to 1, 2 and 3."})
    changed = imported(two_models, project_folder)
    assert (changed.answers, changed.recorded) == (4, 1)
    assert answer(project_folder, "beetles", "small").status == "reported"
    different = {p.name for p, data in content(project_folder).items() if before.get(p) != data}
    assert different == {"small.jsonl", "history.jsonl"}


def test_new_passages_are_appended_and_leave_the_answers_of_before_fresh(
    project_folder: Path, two_models: Path
) -> None:
    imported(two_models, project_folder)
    more = saved(
        two_models.parent / "more",
        {"big/Publication_9.pdf_random-seeds.txt": prompt(["Seeds were never reset."], "No seeds.")},
    )
    before = answer(project_folder, "publication_9", "small")
    imported(more, project_folder, "big")
    file = project_folder / "content/papers/publication_9.passages.json"
    assert json.loads(file.read_text(encoding="utf-8"))["passages"][-1] == "Seeds were never reset."
    assert imported(two_models / "small", project_folder).recorded == 0
    assert answer(project_folder, "publication_9", "small") == before


def test_the_paper_itself_takes_the_place_of_its_passages(project_folder: Path, two_models: Path) -> None:
    imported(two_models, project_folder)
    text = "# Moths\n\n## Methods\n\n" + "\n\n".join(MOTH_CHUNKS) + "\n"
    (project_folder / "content/papers/Publication 9.md").write_text(text, encoding="utf-8")
    assert len(Project.find(project_folder).papers()) == 4  # "publication-9" is another name
    (project_folder / "content/papers/Publication 9.md").unlink()
    (project_folder / "content/papers/Publication_9.md").write_text(text, encoding="utf-8")
    project = Project.find(project_folder)
    assert "publication_9.passages.json" not in {p.name for p in project.papers()}
    report = imported(two_models, project_folder)
    assert (report.recorded, report.new_papers) == (2, [])
    assert answer(project_folder, "publication_9", "small").evidence[0].place.section == "Methods"


def test_words_that_the_paper_does_not_hold_are_kept_without_a_place(
    project_folder: Path, tmp_path: Path
) -> None:
    strange = "This random seed sentence of another version was never printed in the paper."
    source = saved(
        tmp_path / "m", {"beetles.pdf_CQ24.txt": prompt([BEETLE_CHUNKS[0] + "\n\n" + strange], strange)}
    )
    report = imported(source, project_folder)
    assert report.unplaced == 1
    made = answer(project_folder, "beetles", "m")
    assert [s.text for s in made.searched if s.text] == [strange]
    assert made.evidence[0].text == strange
    assert (made.evidence[0].place.start, made.evidence[0].place.end) == (0, 0)


def test_a_list_of_references_supports_nothing_but_links(project_folder: Path, tmp_path: Path) -> None:
    references = (
        "Example, A.B., Sample, C., 2019. Random seed handling in deep learning. J. Made Up 12 (3), 45-67. "
        "Miller, D.E., Smith, F., Jones, G.H., 2020. Seeds. Ann. Invent. 3, 1-9. Ray, K., Lee, M., 2021. "
        "Code of the lines. https://github.com/example/lines. In: Proc. of Nothing, pp. 4-8."
    )
    source = saved(
        tmp_path / "m",
        {
            "other.pdf_CQ24.txt": prompt([references], "Random seed handling in deep learning."),
            "other.pdf_code-link.txt": prompt(
                [references], "Code of the lines. https://github.com/example/lines"
            ),
        },
    )
    imported(source, project_folder)
    assert answer(project_folder, "other", "m").status == "not_reported"
    assert answer(project_folder, "other", "m", "code-link").status == "reported"


def nothing_specific(
    question_text: str, draft: Draft, context: Sequence[str], *, cues: Sequence[str] = ()
) -> tuple[bool, float]:
    assert question_text
    assert context
    assert "seed" in cues
    return "seed" not in draft.raw, 0.9


def test_a_decision_that_nothing_is_told_withholds_what_was_supported(
    project_folder: Path, two_models: Path
) -> None:
    imported(two_models, project_folder)
    report = imported(two_models, project_folder, decide=nothing_specific)
    assert report.recorded == 4
    made = answer(project_folder, "publication_9", "small")
    assert (made.status, made.text) == ("not_reported", "")
    assert "nothing specific" in made.reason
    assert made.sentences[0].reason


def test_workers_record_what_one_process_records(
    project_folder: Path, two_models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copytree(project_folder, tmp_path / "other"))
    imported(two_models, project_folder)
    monkeypatch.setattr(transcripts, "_MIN_ANSWERS_FOR_WORKERS", 1)
    steps: list[tuple[str, int, int]] = []
    imported(two_models, other, jobs=2, progress=lambda *step: steps.append(step))
    assert steps[-1] == ("Checking", 4, 4)
    ours, theirs = content(project_folder), content(other)
    assert {p.relative_to(project_folder): d for p, d in ours.items()} == {
        p.relative_to(other): d for p, d in theirs.items()
    }


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("m/notes.txt", "Adam.", "its name does not give a paper and a question"),
        ("m/beetles.pdf_CQ24.txt", "", "no answer found"),
        ("m/beetles.pdf_CQ24.txt", "  \n ", "no answer found"),
        ("m/beetles.pdf_CQ24.txt", prompt(BEETLE_CHUNKS, ""), "no answer found"),
        ("m/beetles.pdf_CQ24.txt", prompt(BEETLE_CHUNKS, "x").split("Helpful")[0], "no answer found"),
        ("m/beetles.pdf_CQ24.txt", b"\x00\x01\x02\x03" * 100, "is not text but binary data"),
        ("m/beetles.pdf_optimizer.txt", "Adam.", "no context to check the answer against"),
        ("m/beetles.pdf_CQ99.txt", "Adam.", "not a question of this project (1 answer left out)"),
        ("m/Beetles.pdf_CQ24.txt", prompt(BEETLE_CHUNKS, "x"), "second answer of this model"),
        (
            "m/beetles.pdf_random-seeds.txt",
            prompt(BEETLE_CHUNKS, "x"),
            "same question in this project as 'CQ24', whose answers were imported (1 answer left out)",
        ),
        ("loose.pdf_CQ1.txt", "Adam.", "not in the folder of a model"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_goes_on(
    project_folder: Path, tmp_path: Path, name: str, data: str | bytes, why: str
) -> None:
    source = saved(
        tmp_path / "transcripts",
        {
            "n/trees.pdf_CQ24.txt": prompt(BEETLE_CHUNKS, LOST),
            "m/beetles.pdf_CQ24.txt": prompt(MOTH_CHUNKS, LOST),
        },
    )
    saved(source, {name: data})
    report = imported(source, project_folder)
    assert len(report.unread) == 1
    assert why in report.unread[0].reason
    assert "\n" not in str(report.unread[0])
    assert report.statuses["n", "not_reported"] == 1


@pytest.mark.parametrize(
    "data",
    [
        prompt(BEETLE_CHUNKS, "Random seeds were fixed to 1, 2 and 3.").encode("utf-16"),
        b"\xef\xbb\xbf" + prompt(BEETLE_CHUNKS, "Random seeds were fixed to 1, 2 and 3.").encode(),
        prompt([*BEETLE_CHUNKS, "Müller et al."], "Random seeds were fixed to 1, 2 and 3.").encode("cp1252"),
        prompt(BEETLE_CHUNKS, "Random seeds were fixed to 1, 2 and 3.").replace("\n", "\r\n").encode(),
    ],
)
def test_encodings_are_told_apart(project_folder: Path, tmp_path: Path, data: bytes) -> None:
    report = imported(saved(tmp_path / "m", {"beetles.pdf_CQ24.txt": data}), project_folder)
    assert report.unread == []
    assert answer(project_folder, "beetles", "m").text == "Random seeds were fixed to 1, 2 and 3."


REPLY = "Random seeds were fixed to 1, 2 and 3."
ROW = {"paper": "beetles", "question": "cq24", "model": "M", "answer": REPLY, "context": BEETLE_CHUNKS[0]}

BARE = {name: value for name, value in ROW.items() if name != "context"}


def cells(*rows: Sequence[str], separator: str = ",") -> str:
    quoted = [[f'"{cell}"' for cell in row] for row in rows]
    return "\n".join(separator.join(row) for row in quoted) + "\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", json.dumps(ROW)),
        ("a.jsonl", "\ufeff\n" + json.dumps({**ROW, "paper": "beetles.pdf", "question": "CQ 24"})),
        ("a.jsonl", json.dumps({**BARE, "chunks": [{"text": t} for t in BEETLE_CHUNKS]})),
        (
            "a.jsonl",
            json.dumps(
                {
                    "Doc ID": "10.1234/beetles.1",
                    "CQ": 24,
                    "LLM": "M",
                    "Response": REPLY,
                    "contexts": [*BEETLE_CHUNKS],
                    "query": "As it was put to the model.",
                }
            ),
        ),
        ("a.csv", "\ufeff" + cells(list(ROW), list(ROW.values()))),
        ("a.csv", cells([n.upper() for n in ROW], list(ROW.values()), separator=";")),
        ("a.tsv", cells(list(ROW), list(ROW.values()), separator="\t")),
        (
            "a.csv",
            cells(list(ROW), [*list(ROW.values())[:4], json.dumps([*BEETLE_CHUNKS]).replace('"', '""')]),
        ),
    ],
)
def test_tables_are_read_by_the_names_of_their_columns(
    project_folder: Path, tmp_path: Path, name: str, text: str
) -> None:
    report = imported(saved(tmp_path, {name: text}) / name, project_folder)
    assert (report.unread, report.answers) == ([], 1)
    made = answer(project_folder, "beetles", "m")
    assert (made.status, made.text) == ("reported", REPLY)
    assert str(made.provenance["source"]).startswith(f"{name}:")


def test_lines_that_are_no_answers_are_named(project_folder: Path, tmp_path: Path) -> None:
    lines = [
        json.dumps(ROW),
        '{"paper": ',
        "[1]",
        json.dumps({**ROW, "question": "random-seeds", "model": "other", "answer": ""}),
        json.dumps({**ROW, "paper": ""}),
        json.dumps({**ROW, "model": ""}),
        json.dumps({**ROW, "question": "cq77"}),
        json.dumps({**ROW, "model": "other", "context": ""}),
    ]
    report = imported(saved(tmp_path, {"a.jsonl": "\n".join(lines)}) / "a.jsonl", project_folder)
    assert report.answers == 1
    assert [u.where for u in report.unread] == [
        "a.jsonl:2", "a.jsonl:3", "a.jsonl:4", "a.jsonl:5", "a.jsonl:6", "a.jsonl:8", "question 'cq77'",
    ]  # fmt: skip
    assert "not valid JSON" in report.unread[0].reason


def test_contexts_may_come_from_a_table_of_their_own(project_folder: Path, tmp_path: Path) -> None:
    saved(
        tmp_path,
        {
            "a.jsonl": json.dumps(BARE),
            "c.jsonl": json.dumps({"paper": "beetles", "question": "cq24", "context": BEETLE_CHUNKS[0]}),
        },
    )
    report = imported(tmp_path / "a.jsonl", project_folder, contexts=tmp_path / "c.jsonl")
    assert (report.unread, report.answers) == ([], 1)
    alone = imported(tmp_path / "a.jsonl", project_folder)
    assert "use --contexts" in alone.unread[0].reason


@pytest.mark.parametrize(
    ("source", "model", "words"),
    [
        ("nowhere", None, "no such file or folder"),
        ("empty", None, "no answers found"),
        ("paper.pdf", None, "not a folder of answers"),
        ("columns.csv", None, "no column 'paper' and no column 'question' (found: 'a', 'answer')"),
        ("binary.jsonl", None, "is not text but binary data"),
        ("transcripts", "huge", "no folder for the model 'huge'; use --model with one of big, small"),
        ("transcripts/big", "quotes", "the settings already have a model 'quotes'"),
        ("transcripts/big", "***", "not a name for a model"),
    ],
)
def test_a_wrong_source_is_told_in_one_sentence(
    project_folder: Path, two_models: Path, source: str, model: str | None, words: str
) -> None:
    folder = two_models.parent
    (folder / "empty").mkdir()
    saved(
        folder, {"paper.pdf": b"%PDF-1.4", "columns.csv": "a,answer\n1,2\n", "binary.jsonl": b"\x00\x01" * 99}
    )
    before = content(project_folder)
    with pytest.raises(AnswerbookError) as caught:
        imported(folder / source, project_folder, model)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert content(project_folder) == before


def test_damaged_passages_are_not_overwritten(project_folder: Path, two_models: Path) -> None:
    file = project_folder / "content/papers/publication_9.passages.json"
    file.write_text("{", encoding="utf-8")
    report = imported(two_models, project_folder)
    assert [str(u) for u in report.unread] == [
        "paper 'Publication_9': its file in the project cannot be read (2 answers left out); fix the file"
    ]
    assert file.read_text(encoding="utf-8") == "{"
    assert report.answers == 2


def test_a_frozen_build_shows_imported_answers_and_asks_passages_nothing(
    project_folder: Path, two_models: Path
) -> None:
    (project_folder / "content/papers/beetles.md").unlink()
    (project_folder / "content/papers/trees.md").unlink()
    imported(two_models, project_folder)
    build(Project.find(project_folder), BuildOptions.publishing(jobs=1))  # begins the list of what is shown
    report = build(Project.find(project_folder), BuildOptions.frozen(jobs=1))
    assert (report.papers, report.computed, report.reused, report.imported) == (2, 0, 0, 4)
    site = project_folder / "build/site"
    page = lxml.html.parse(str(site / "papers/publication_9.html")).getroot().text_content()
    assert "The paper itself is not in this collection." in page
    assert "1 of 2 models disagrees." in page
    assert "This paper has not been asked this question yet." in page
    assert "Answered by big" in page
    assert "Excerpt 2" in page
    about = lxml.html.parse(str(site / "about.html")).getroot().text_content()
    assert "the answers were imported" in about
    # What nobody asks again is shown with the parts that changed since.
    questions = project_folder / "content/questions/five.yml"
    text = questions.read_text(encoding="utf-8").replace("Which random seeds were set?", "Which seeds?")
    questions.write_text(text, encoding="utf-8")
    build(Project.find(project_folder), BuildOptions.frozen(jobs=1))
    page = lxml.html.parse(str(site / "papers/publication_9.html")).getroot().text_content()
    assert "Changed since this answer was made: question." in page


# ------------------------------------------------------------ the parsers


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Publication_33.pdf_CQ24.txt", ("Publication_33", "CQ24")),
        ("Publication_10.1016_j.ecoinf.2021.1.pdf_CQ1.txt", ("Publication_10.1016_j.ecoinf.2021.1", "CQ1")),
        ("33_cq07.txt", ("33", "cq07")),
        ("a b.PDF_random-seeds.txt", ("a b", "random-seeds")),
        ("paper-Q3.md", ("paper", "Q3")),
        ("Publication_33.pdf.txt", None),
        ("CQ24.txt", None),
        ("Publication_33.pdf_CQ24.json", None),
        ("", None),
    ],
)
def test_names_of_files(name: str, expected: tuple[str, str] | None) -> None:
    assert named_in(name) == expected


@given(
    st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1).filter(
        lambda t: any(c.isalnum() for c in t) and ".pdf" not in t.lower()
    ),
    st.integers(1, 999),
)
def test_paper_and_question_come_back_from_a_files_name(paper: str, number: int) -> None:
    assert named_in(f"{paper}.pdf_CQ{number}.txt") == (paper, f"CQ{number}")


@given(st.text())
def test_any_name_is_read_or_refused(name: str) -> None:
    named_in(name)
    doi_in(name)


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1), st.text(min_size=1)
)
def test_context_and_reply_come_back_from_a_prompt(chunks: list[str], reply: str) -> None:
    context, said = context_and_reply(prompt(chunks, reply))
    if "Question:" not in "".join(chunks) and "Helpful" not in "".join(chunks):
        assert context == "\n\n".join(chunks).strip("\n")
        assert said == reply.strip()


@given(st.text())
def test_any_saved_text_is_read(saved_text: str) -> None:
    context, reply = context_and_reply(saved_text)
    assert context is not None or reply in ("", saved_text)


def test_a_context_that_quotes_a_question_is_cut_at_the_last_one() -> None:
    context, reply = context_and_reply(prompt(["Question: what?\nWhy?", "B."], "C.\nQuestion: D?"))
    assert (context, reply) == ("Question: what?\nWhy?\n\nB.", "C.\nQuestion: D?")


def test_chunks_are_recovered_from_what_comes_back() -> None:
    """Chunks with blank lines in them; each context shows four of twelve."""
    draw = random.Random(7)
    document = [
        "\n\n".join(f"Piece {n}.{k} " + "x" * draw.randrange(20, 250) for k in range(draw.randrange(1, 5)))
        for n in range(12)
    ]
    shown = [tuple(draw.sample(document, 4)) for _ in range(28)]
    found = recover_chunks(["\n\n".join(chunks) for chunks in shown])
    assert sum(a == b for a, b in zip(found, shown, strict=True)) >= 26


@given(st.lists(st.lists(st.text("ab\n ", min_size=1, max_size=30), max_size=8), max_size=5))
def test_nothing_is_lost_when_contexts_are_cut(contexts: list[list[str]]) -> None:
    texts = ["\n\n".join(c) for c in contexts]
    for text, chunks in zip(texts, recover_chunks(texts), strict=True):
        assert "".join(" ".join(chunks).split()) == "".join(text.split())
        assert all(len(c) <= MAX_CHUNK_CHARS or "\n\n" not in c for c in chunks)


@pytest.mark.parametrize(
    ("chunk", "expected"),
    [
        ("We used a re-\nsponse of the net-\nwork.", "We used a response of the network."),
        ("a state-of-\nthe-art method", "a state-of-the-art method"),
        ("in a semi-\nsupervised way", "in a semi-supervised way"),  # the paper writes it so elsewhere
        ("the Mann-\nWhitney test", "the Mann-Whitney test"),
        ("words  (cid:0) of\n\n|\n\nthe paper.", "words of the paper."),
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("which is\n\ncut by a figure.", "which is cut by a figure."),
        ("EcoInf80(2024)1024998\fS. Example et al.      \n\nwhat counts", "what counts"),
        ("\fA page that begins with text.", "A page that begins with text."),
        ("half \ud800 a character", "half ? a character"),
    ],
)
def test_chunks_as_running_text(chunk: str, expected: str) -> None:
    words = PaperVocabulary.of(["A semi-supervised method. The response was fast.", chunk])
    assert tidy_chunk(chunk, words) == expected


@given(st.text())
def test_any_chunk_becomes_text_that_can_be_written(chunk: str) -> None:
    text = tidy_chunk(chunk, PaperVocabulary.of([chunk]))
    text.encode("utf-8")
    assert "\n\n\n" not in text
    assert text == text.strip()


# ------------------------------------------------------------ the transcripts of a published study

MODELS = ("gemma-2-9b", "llama-3-70b", "llama-3.1-70b", "mixtral-8x22b", "mixtral-8x7b")


@pytest.fixture(scope="module")
def three_papers(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[ImportReport, Path]:
    """Return a project with the answers of five models to 28 questions about three papers."""
    from generator.commands.init import create_project

    folder = tmp_path_factory.mktemp("study")
    for model in MODELS:
        (folder / "transcripts" / model).mkdir(parents=True)
        for paper in ("Publication_33", "Publication_108", "Publication_10.1016_j.ecoinf.2023.102403"):
            for file in (shared_data / "transcripts" / model).glob(f"{paper}.pdf_*"):
                shutil.copy(file, folder / "transcripts" / model)
    create_project(folder / "project", "Study")
    return imported(folder / "transcripts", folder / "project", jobs=2), folder / "project"


def test_the_founding_example_is_reported_by_no_model(three_papers: tuple[ImportReport, Path]) -> None:
    _, root = three_papers
    for model in MODELS:
        made = answer(root, "publication_33", model)
        assert made.status == "not_reported", model
        assert all(s.support == "unsupported" and s.reason for s in made.sentences), model
    padded = answer(root, "publication_33", "mixtral-8x22b").sentences
    assert [s.text.split(",")[0] for s in padded] == ["However"]


def test_all_transcripts_are_read_and_placed(three_papers: tuple[ImportReport, Path]) -> None:
    report, root = three_papers
    # Three of the 28 questions ask for the same as another one: the first answer stays, which is said.
    assert (report.answers, len(report.unread), report.unplaced) == (3 * 25 * 5, 3, 0)
    assert report.new_papers == ["10.1016_j.ecoinf.2023.102403", "publication_108", "publication_33"]
    file = root / "content/papers/10.1016_j.ecoinf.2023.102403.passages.json"
    assert json.loads(file.read_text(encoding="utf-8"))["doi"] == "10.1016/j.ecoinf.2023.102403"


def test_to_abstain_first_and_to_go_on_reports_little(three_papers: tuple[ImportReport, Path]) -> None:
    """Of all 2,800 answers, 1,165 abstain first and go on, 81 % of which are `not_reported`; what is left
    says something of the paper that is about the question."""
    _, root = three_papers
    statuses = []
    for paper in (root / "content/answers").iterdir():
        for model in MODELS:
            for made in Ledger(paper.parent).read(paper.name, model).values():
                sentences = parse_reply(made.raw).sentences
                if sentences and sentences[0].abstains and not all(s.abstains for s in sentences):
                    statuses.append(made.status)
                    if made.status != "not_reported":
                        assert made.status == "partly_reported"
                        assert any(s.score >= RELEVANT for s in made.searched)
    assert len(statuses) > 100
    assert statuses.count("not_reported") / len(statuses) >= 0.68


def test_the_papers_of_a_table_are_those_of_the_folders(
    three_papers: tuple[ImportReport, Path], shared_data: Path, tmp_path: Path
) -> None:
    lines = (shared_data / "gold/decisions.jsonl").read_text(encoding="utf-8").splitlines()
    some = [line for line in lines if json.loads(line)["paper"] == "33"][:56]
    saved(tmp_path, {"decisions.jsonl": "\n".join(some)})
    root = Path(shutil.copytree(three_papers[1], tmp_path / "project"))
    contexts = shared_data / "gold/contexts.jsonl"
    report = imported(tmp_path / "decisions.jsonl", root, contexts=contexts)
    assert report.answers == 2 * 25
    assert report.new_papers == []
    assert (root / "content/answers/publication_33/gemma-2-9b.jsonl").exists()


def test_a_passages_file_of_a_newer_version_stops_nobody(project_folder: Path, two_models: Path) -> None:
    file = project_folder / "content/papers/publication_9.passages.json"
    file.write_text('{"version": 9, "passages": ["a"]}', encoding="utf-8")
    assert imported(two_models, project_folder).answers == 2
    with pytest.raises(UnreadablePaper, match="newer Answerbook"):
        passage_texts(file)
