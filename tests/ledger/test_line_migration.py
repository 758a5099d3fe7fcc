"""Lines of an older Answerbook are read, and written in the new form; there is a step for each schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.core import Answer, QuestionWording, canonical_json, digest
from generator.ledger import Ledger
from generator.ledger.ledger_lines import seal_of
from generator.ledger.line_migration import SCHEMA, STEPS, migrate
from tests.ledger.making import an_answer


def line_of_schema_0(answer: Answer) -> bytes:
    data = answer.to_json()
    data["status"] = data["status"].replace("_", " ")
    data["searched"] = [s["id"] for s in data["searched"]]
    for name in ("provenance", "measured", "reason"):
        del data[name]
    return canonical_json({"schema": 0, **data}).encode() + b"\n"


def test_every_older_schema_has_a_step() -> None:
    assert set(STEPS) == set(range(SCHEMA))


def test_data_of_this_schema_stay_equal() -> None:
    data = {"schema": SCHEMA, **an_answer().to_json()}
    assert migrate(data, SCHEMA) == data


@pytest.mark.parametrize("schema", [-1, SCHEMA + 1])
def test_a_schema_that_there_never_was_is_refused(schema: int) -> None:
    with pytest.raises(ValueError, match="no schema"):
        migrate({}, schema)


def test_an_older_ledger_is_read_and_written_anew_with_the_next_answer(tmp_path: Path) -> None:
    file = tmp_path / "paper-1" / "quotes.jsonl"
    file.parent.mkdir()
    file.write_bytes(line_of_schema_0(an_answer("data", status="partly_reported")))
    ledger = Ledger(tmp_path)
    old = ledger.read("paper-1", "quotes")["data"]
    assert (old.status, old.text, old.searched[0].id) == (
        "partly_reported",
        "The seed was 7.",
        "0123456789abcdef",
    )
    assert file.read_bytes().startswith(b'{"evidence"')  # reading writes nothing
    ledger.append(an_answer("seeds"))
    ledger.settle("paper-1", "quotes")
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [(line["schema"], line["question"]) for line in lines] == [(SCHEMA, "data"), (SCHEMA, "seeds")]
    assert lines[0]["status"] == "partly_reported"
    assert ledger.read("paper-1", "quotes")["data"] == old
    assert ledger.problems == []


def line_of_schema_1(answer: Answer) -> bytes:
    """As it was written before ids covered the question's words, with the question in the provenance."""
    data = answer.to_json()
    for name in ("aliases", "asked", "record", "version", "measured", "id"):
        data.pop(name, None)
    data["provenance"] = {**data["provenance"], "asked": "Which seeds?"}
    evidence = [[e.text, e.place.start, e.place.end] for e in answer.evidence]
    named = {"paper": answer.paper, "question": answer.question, "status": answer.status}
    return canonical_json(
        {"schema": 1, **data, "id": digest({**named, "text": answer.text, "evidence": evidence})}
    ).encode()


def test_the_id_of_an_older_line_becomes_an_alias_and_the_question_moves_out_of_the_provenance(
    tmp_path: Path,
) -> None:
    file = tmp_path / "paper-1" / "quotes.jsonl"
    file.parent.mkdir()
    line = line_of_schema_1(an_answer())
    file.write_bytes(line + b"\n")
    ledger = Ledger(tmp_path)
    found = ledger.read("paper-1", "quotes")["random-seeds"]
    assert found.aliases == (json.loads(line)["id"],)
    assert len(found.aliases[0]) == 16
    assert len(found.id) == 24
    assert found.asked == QuestionWording("Which seeds?")
    assert "asked" not in found.provenance
    assert ledger.bring_up_to_date() == {"paper-1"}
    assert Ledger(tmp_path).read("paper-1", "quotes")["random-seeds"] == found
    assert seal_of(file.read_bytes().rstrip())


def test_an_older_line_whose_id_belongs_to_something_else_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "paper-1" / "quotes.jsonl"
    file.parent.mkdir()
    file.write_bytes(line_of_schema_1(an_answer()).replace(b"seed was 7", b"seed was 8") + b"\n")
    ledger = Ledger(tmp_path)
    assert ledger.read("paper-1", "quotes") == {}
    assert "does not belong to this content" in str(ledger.problems[0])


def test_an_older_line_that_lacks_what_its_schema_had_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "paper-1" / "quotes.jsonl"
    file.parent.mkdir()
    file.write_bytes(b'{"schema":0}\n')
    ledger = Ledger(tmp_path)
    assert ledger.read("paper-1", "quotes") == {}
    assert "the field 'status' is missing" in str(ledger.problems[0])
