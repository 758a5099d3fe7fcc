"""What goes into the ledger comes out of it, whatever happens to the process or to the file between."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core import Answer, AnswerSentence, Place, SearchedPassage, Snippet, canonical_json
from generator.core.paper import SECTION_KINDS
from generator.core.status import STATUSES
from generator.errors import LedgerError
from generator.ledger import Ledger
from generator.ledger.ledger_lines import canonical_line, seal_of, sealed_line
from generator.ledger.line_migration import SCHEMA
from tests.ledger.making import an_answer

texts = st.text(st.characters(), max_size=20)  # surrogates among them
filled = st.text(st.characters(), min_size=1, max_size=20)
numbers = st.floats(allow_nan=False, allow_infinity=False)
offsets = st.integers(0, 10**9)
places = st.builds(
    Place,
    start=offsets,
    end=offsets,
    section=texts,
    kind=st.sampled_from(SECTION_KINDS),
    page=st.none() | st.integers(1, 2000),
    box=st.none() | st.tuples(numbers, numbers, numbers, numbers),
    element=st.none() | texts,
)
answers = st.builds(
    Answer,
    paper=st.just("paper-1"),
    question=st.sampled_from(["a", "b-c", "d.e", "ü"]) | texts,
    model=st.just("quotes"),
    status=st.sampled_from(STATUSES),
    reason=texts,
    sentences=st.lists(
        st.builds(
            AnswerSentence,
            text=texts,
            support=st.sampled_from(["supported", "unsupported"]),
            reason=texts,
            evidence=st.lists(st.integers(0, 9), max_size=3).map(tuple),
            coverage=numbers,
        ),
        max_size=3,
    ).map(tuple),
    evidence=st.lists(
        st.builds(
            Snippet,
            text=filled,
            place=places,
            score=numbers,
            links=st.lists(texts, max_size=2).map(tuple),
            focus=st.lists(st.tuples(offsets, offsets), max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    searched=st.lists(
        st.builds(SearchedPassage, id=filled, place=places, score=numbers, text=texts), max_size=3
    ).map(tuple),
    raw=texts,
    fingerprint=st.dictionaries(texts, st.none() | texts, max_size=3),
    provenance=st.dictionaries(texts, texts | numbers | st.integers(), max_size=3),
)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def encodable(answer: Answer) -> Answer:
    """``answer`` with question marks for what UTF-8 cannot carry."""
    data = canonical_json(answer.to_json()).encode("utf-8", "replace")
    plain = json.loads(data)
    del plain["id"]
    return Answer.from_json(plain)


@quick
@given(st.lists(answers, max_size=4))
def test_answers_come_back_as_they_went_in(tmp_path: Path, made: list[Answer]) -> None:
    ledger = Ledger(tmp_path / os.urandom(4).hex())
    for answer in made:
        ledger.append(answer)
    wanted = {encodable(a).question: encodable(a) for a in made}
    assert ledger.read("paper-1", "quotes") == wanted
    ledger.settle("paper-1", "quotes")
    assert ledger.read("paper-1", "quotes") == wanted
    assert ledger.problems == []


def test_times_are_not_recorded(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.append(dataclasses.replace(an_answer(), measured={"seconds": 1.5}))
    assert ledger.read("paper-1", "quotes")["random-seeds"].measured == {}


def test_the_settled_file_is_sorted_and_canonical_whatever_the_order(tmp_path: Path) -> None:
    made = [an_answer(q) for q in ("seeds", "code", "data", "Code")]
    bodies = set()
    for seed in range(5):
        ledger = Ledger(tmp_path / str(seed))
        for answer in random.Random(seed).sample(made, len(made)):
            ledger.append(answer)
        ledger.settle("paper-1", "quotes")
        file = tmp_path / str(seed) / "paper-1" / "quotes.jsonl"
        assert [p.name for p in file.parent.iterdir()] == ["quotes.jsonl"]
        bodies.add(file.read_bytes())
    (body,) = bodies
    lines = body.decode().splitlines()
    assert [json.loads(line)["question"] for line in lines] == sorted(["seeds", "code", "data", "Code"])
    assert all(
        sealed_line({k: v for k, v in json.loads(line).items() if k != "seal"}) == line for line in lines
    )
    assert all(seal_of(line.encode()) for line in lines)
    assert body.endswith(b"}\n")


def test_settling_twice_changes_nothing_and_touches_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.append(an_answer())
    ledger.settle("paper-1", "quotes")
    file = tmp_path / "paper-1" / "quotes.jsonl"
    before = file.read_bytes(), file.stat().st_mtime_ns
    ledger.settle("paper-1", "quotes")
    ledger.settle_all()
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_settling_nothing_makes_no_file(tmp_path: Path) -> None:
    Ledger(tmp_path).settle("paper-1", "quotes")
    assert list(tmp_path.iterdir()) == []


def test_a_new_answer_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.append(an_answer(text="The seed was 7."))
    ledger.settle("paper-1", "quotes")
    ledger.append(an_answer(text="The seed was 8."))
    assert ledger.read("paper-1", "quotes")["random-seeds"].text == "The seed was 8."
    ledger.settle("paper-1", "quotes")
    assert ledger.read("paper-1", "quotes")["random-seeds"].text == "The seed was 8."


def test_the_next_build_finds_what_a_killed_one_left(tmp_path: Path) -> None:
    Ledger(tmp_path).append(an_answer("code"))
    Ledger(tmp_path).append(an_answer("data", model="smollm2"))
    later = Ledger(tmp_path)
    assert set(later.read("paper-1", "quotes")) == {"code"}
    later.settle_all()
    assert sorted(p.name for p in (tmp_path / "paper-1").iterdir()) == ["quotes.jsonl", "smollm2.jsonl"]
    assert set(later.read("paper-1", "smollm2")) == {"data"}


@pytest.mark.parametrize("keep", [1, 10, 0.5, -3, -2])
def test_a_torn_last_line_is_passed_over_and_goes_with_the_next_answer(tmp_path: Path, keep: float) -> None:
    ledger = Ledger(tmp_path)
    ledger.append(an_answer("code"))
    whole = (tmp_path / "paper-1" / "quotes.jsonl.new").read_bytes()
    torn = whole[: int(keep * len(whole))] if isinstance(keep, float) else whole[:keep]
    journal = tmp_path / "paper-1" / "quotes.jsonl.new"
    journal.write_bytes(whole + torn.replace(b"code", b"data"))
    assert set(ledger.read("paper-1", "quotes")) == {"code"}
    ledger.append(an_answer("seeds"))
    assert set(ledger.read("paper-1", "quotes")) == {"code", "seeds"}
    ledger.settle("paper-1", "quotes")
    assert set(ledger.read("paper-1", "quotes")) == {"code", "seeds"}
    assert ledger.problems == []


def test_a_last_line_that_lacks_nothing_but_its_line_break_counts(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.append(an_answer("code"))
    journal = tmp_path / "paper-1" / "quotes.jsonl.new"
    journal.write_bytes(journal.read_bytes()[:-1])
    assert set(ledger.read("paper-1", "quotes")) == {"code"}
    ledger.append(an_answer("data"))
    assert set(ledger.read("paper-1", "quotes")) == {"code", "data"}


DAMAGED = {
    "no JSON": b"{",
    "no UTF-8": b"\xff\xfe\x00",
    "no object": b"[1, 2]",
    "a text": b'"schema"',
    "a field is missing": b'{"schema":1}',
    "a schema that is no number": b'{"schema":"1"}',
    "deep": b"[" * 100_000,
    "a number beyond all": b'{"schema":' + b"1" * 5000 + b"}",
}


@pytest.mark.parametrize("line", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_line_is_reported_and_kept_and_the_others_count(tmp_path: Path, line: bytes) -> None:
    ledger = Ledger(tmp_path)
    for question in ("a", "c"):
        ledger.append(an_answer(question))
    ledger.settle("paper-1", "quotes")
    file = tmp_path / "paper-1" / "quotes.jsonl"
    first, second = file.read_bytes().splitlines()
    file.write_bytes(first + b"\n\n" + line + b"\n" + second + b"\n")
    for _ in range(2):
        assert set(ledger.read("paper-1", "quotes")) == {"a", "c"}
    (problem,) = ledger.problems
    assert (problem.file, problem.line) == (str(file), 3)
    assert "\n" not in str(problem)
    ledger.append(an_answer("b"))
    ledger.settle("paper-1", "quotes")
    assert set(ledger.read("paper-1", "quotes")) == {"a", "b", "c"}
    assert file.read_bytes().splitlines()[-1] == line


def changed(answer: Answer, **fields: object) -> bytes:
    return sealed_line({"schema": SCHEMA, **answer.to_json(), **fields}).encode()


def without_id(part: str, **fields: object) -> bytes:
    """Return a line under a good seal without its id, fields of its first sentence or evidence changed."""
    data = json.loads(json.dumps(an_answer().to_json()))
    del data["id"]
    data[part][0].update(fields)
    return sealed_line({"schema": SCHEMA, **data}).encode()


PLACE = {"start": 10, "end": 26}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (without_id("evidence", focus=[["a", "b"]]), "whole number"),
        (without_id("evidence", marks=[[1.5, 2]]), "whole number"),
        (without_id("evidence", text=7), "must be a text"),
        (without_id("evidence", links=[None]), "must be a text"),
        (without_id("evidence", score="high"), "must be a number"),
        (without_id("evidence", place={**PLACE, "page": "iv"}), "whole number"),
        (without_id("evidence", place={**PLACE, "box": "abcd"}), "must be a number"),
        (without_id("evidence", place={**PLACE, "section": {}}), "must be a text"),
        (without_id("sentences", evidence=[True]), "whole number"),
        (without_id("sentences", support=None), "must be a text"),
        (without_id("searched", place={"start": "0", "end": 1}), "whole number"),
        (changed(an_answer(), status="maybe"), "unknown status"),
        (changed(an_answer(), id="0" * 16), "does not belong"),
        (changed(an_answer(), reason=None, status="failed"), "does not belong"),
        (changed(an_answer(paper="paper-2")), "it is of paper-2 / quotes"),
        (changed(an_answer(model="other")), "it is of paper-1 / other"),
        (changed(an_answer(), raw=float("1e308")).replace(b"1e+308", b"1e999"), ""),
        (changed(an_answer(), question=["a"]), ""),
        (changed(an_answer(), sentences=3), ""),
        (changed(an_answer(), provenance=[1]), ""),
    ],
)
def test_a_line_that_says_what_no_answer_can_is_damaged(tmp_path: Path, line: bytes, why: str) -> None:
    file = tmp_path / "paper-1" / "quotes.jsonl"
    file.parent.mkdir()
    file.write_bytes(line + b"\n")
    ledger = Ledger(tmp_path)
    assert ledger.read("paper-1", "quotes") == {}
    assert why in str(ledger.problems[0])


def test_nothing_is_written_over_the_marks_of_a_merge_conflict(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.append(an_answer("a"))
    ledger.settle("paper-1", "quotes")
    file = tmp_path / "paper-1/quotes.jsonl"
    here, there = file.read_bytes(), canonical_line(an_answer("a", text="The seed was 8."))
    marked = b"<<<<<<< HEAD\n" + here + b"=======\n" + there + b">>>>>>> theirs\n"
    file.write_bytes(marked)
    ledger.append(an_answer("b"))
    for write in (
        lambda: ledger.settle("paper-1", "quotes"),
        lambda: ledger.remove("paper-1", "quotes", ()),
        lambda: ledger.record([an_answer("c")]),
    ):
        with pytest.raises(LedgerError, match=r"quotes.jsonl:1: contains merge conflict markers"):
            write()
    assert file.read_bytes() == marked
    assert set(ledger.read("paper-1", "quotes")) == {"a", "b"}  # what was made meanwhile waits beside it


junk = st.lists(
    st.binary(max_size=30)
    | st.sampled_from([changed(an_answer("a")), changed(an_answer("b")), changed(an_answer("c"))[:-9], b""]),
    max_size=6,
).map(b"\n".join)


@quick
@given(junk, junk)
def test_no_bytes_raise_anything_but_a_ledger_error(tmp_path: Path, settled: bytes, journal: bytes) -> None:
    folder = tmp_path / os.urandom(4).hex()
    file = folder / "paper-1" / "quotes.jsonl"
    file.parent.mkdir(parents=True)
    file.write_bytes(settled)
    (file.parent / "quotes.jsonl.new").write_bytes(journal)
    ledger = Ledger(folder)
    known = dict(ledger.read("paper-1", "quotes"))
    ledger.append(an_answer("z"))
    with contextlib.suppress(LedgerError):  # marks of a conflict of versions are not written over
        ledger.settle_all()
    after = dict(ledger.read("paper-1", "quotes"))
    assert after.keys() >= known.keys() | {"z"}
    assert all(after[q] == a for q, a in known.items() if q != "z")
    body = file.read_bytes()
    lines = [line.removesuffix(b"\r") for line in settled.split(b"\n") if line.strip()]
    assert all(line in body for line in lines if b'"schema":2' not in line)


@pytest.mark.parametrize("name", ["quotes.jsonl", "quotes.jsonl.new"])
def test_a_line_of_a_newer_version_stops_everything(tmp_path: Path, name: str) -> None:
    file = tmp_path / "paper-1" / name
    file.parent.mkdir()
    file.write_bytes(changed(an_answer(), schema=99) + b"\n")
    before = file.read_bytes()
    for use in (Ledger(tmp_path).read, Ledger(tmp_path).settle):
        if use.__name__ == "settle" and name == "quotes.jsonl":
            continue  # nothing to settle
        with pytest.raises(LedgerError, match=r"newer Answerbook \(schema 99, this one knows 2\); upgrade"):
            use("paper-1", "quotes")
    assert file.read_bytes() == before


def test_a_folder_that_cannot_be_written_gives_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("in the way")
    ledger = Ledger(tmp_path / "answers")
    with pytest.raises(LedgerError, match="cannot be written") as caught:
        ledger.append(an_answer())
    assert "\n" not in str(caught.value)
    with pytest.raises(LedgerError, match="cannot be read"):
        ledger.read("paper-1", "quotes")


def test_a_folder_in_the_place_of_the_file_gives_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "paper-1" / "quotes.jsonl").mkdir(parents=True)
    ledger = Ledger(tmp_path)
    with pytest.raises(LedgerError, match=r"cannot be read \(Is a directory\)"):
        ledger.read("paper-1", "quotes")
    ledger.append(an_answer())
    with pytest.raises(LedgerError, match=r"cannot be read \(Is a directory\)"):
        ledger.settle("paper-1", "quotes")


@pytest.mark.parametrize("name", ["", "..", "a/b", "../a", "a\\b", ".hidden", "a\0b"])
def test_names_that_would_leave_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    for paper, model in ((name, "quotes"), ("paper-1", name)):
        with pytest.raises(LedgerError, match="cannot name a file"):
            Ledger(tmp_path).append(an_answer(paper=paper, model=model))
    assert list(tmp_path.iterdir()) == []


def test_no_finished_answer_is_lost_to_a_kill(tmp_path: Path) -> None:
    dice = random.Random(7)
    finished = 0
    for _ in range(20):
        command = [sys.executable, "-m", "tests.ledger.appending", str(tmp_path), str(finished)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()  # it is at work
        time.sleep(dice.random() * 0.05)
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split()
        process.wait()
        finished = int(rest[-1]) + 1 if rest else finished + 1
        found = Ledger(tmp_path).read("paper-1", "quotes")
        missing = {f"q{n:05}" for n in range(finished)} - set(found)
        assert missing == set()
        finished = len(found)  # one more may have been written than was told
    ledger = Ledger(tmp_path)
    ledger.settle_all()
    assert len(ledger.read("paper-1", "quotes")) == finished
    assert ledger.problems == []


def append_many(folder: str, prefix: str) -> None:
    ledger = Ledger(Path(folder))
    for number in range(40):
        ledger.append(an_answer(f"{prefix}{number:03}", text="x" * 30_000))
        if number % 10 == 9:
            ledger.settle("paper-1", "quotes")


def test_workers_that_share_a_paper_do_not_harm_each_other(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        list(pool.map(append_many, [str(tmp_path)] * 3, "abc"))
    ledger = Ledger(tmp_path)
    ledger.settle_all()
    wanted = {f"{prefix}{number:03}" for prefix in "abc" for number in range(40)}
    assert set(ledger.read("paper-1", "quotes")) == wanted
    assert ledger.problems == []
