"""content/notices.yml: people and commands write it, and neither undoes what the other wrote."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.core.notice import NoticeCheck, PaperNotice
from generator.errors import AnswerbookError, InvalidFile
from generator.project.notices_file import NoticesFile, add_notices, load_notices

NOTICE = PaperNotice(
    "10.1000/a",
    "retraction",
    "Retraction Watch",
    "2026-11-29",
    "2024",
    "10.1000/n",
    "https://example.org/n",
    'Reasons: "no" # none - {x: y}',
    "a" * 64,
)
CHECK = NoticeCheck("Crossref", "2026-11-29", 18)
OWN = """\
# ours
checked:
- {source: arXiv, taken: 2026-01-02, papers: 3}
notices:
# the first
- {paper: "arXiv:2401.00010v2", kind: correction, source: Ada, taken: 2024-01-01, date: 2024-01}  # mail
# the end
"""


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "notices.yml"
    assert load_notices(file) == NoticesFile()
    written = add_notices(file, [NOTICE], [CHECK])
    assert written == load_notices(file) == NoticesFile((NOTICE,), (CHECK,))
    hostile = replace(NOTICE, notice="10.1000/n2", note="one\u2028- x\x1b[31m\n two")
    assert add_notices(file, [hostile], []).notices[1].note == "one - x [31m two"
    written = load_notices(file)
    before = file.read_bytes()
    assert add_notices(file, [NOTICE], [CHECK]) == written
    assert file.read_bytes() == before


def test_what_people_wrote_stays_and_each_source_has_its_last_day(tmp_path: Path) -> None:
    file = tmp_path / "notices.yml"
    file.write_text(OWN)
    own = PaperNotice("2401.00010", "correction", "Ada", "2024-01-01", "2024-01")
    found = add_notices(file, [NOTICE], [CHECK, NoticeCheck("arXiv", "2026-11-29", 4)])
    assert found == load_notices(file)
    assert found == NoticesFile((own, NOTICE), (CHECK, NoticeCheck("arXiv", "2026-11-29", 4)))
    text = file.read_text()
    for line in OWN.splitlines()[3:]:
        assert line in text
    assert text.startswith("# ours\n")


@pytest.mark.parametrize(
    "text", ["notices: [{paper: 10.1000/z, kind: correction, source: A, taken: 2024-01-01}]"]
)
def test_a_file_that_cannot_be_added_to_stays_as_it_is(tmp_path: Path, text: str) -> None:
    file = tmp_path / "notices.yml"
    file.write_text(text)
    with pytest.raises(AnswerbookError, match="its layout"):
        add_notices(file, [NOTICE], [])
    assert file.read_text() == text


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("{paper: smith-2021, kind: correction, source: A, taken: 2024-01-01}", "neither a DOI"),
        ("{paper: 10.1000/a, kind: corection, source: A, taken: 2024-01-01}", "did you mean 'correction'"),
        ("{paper: 10.1000/a, kind: correction, source: A, taken: today}", "is not a date"),
        ("{paper: 10.1000/a, kind: correction, source: A, taken: 2024-01-01, date: soon}", "is not a date"),
        (
            "{paper: 10.1000/a, kind: correction, source: A, taken: 2024-01-01, url: ftp:x}",
            "not a web address",
        ),
        ("{paper: 10.1000/a, kind: correction, taken: 2024-01-01}", "source: is missing"),
        ("{paper: 10.1000/a, kind: correction, source: A, taken: 2024-01-01, sha256: abc}", "not a SHA-256"),
    ],
)
def test_problems_name_line_and_mend(tmp_path: Path, entry: str, problem: str) -> None:
    file = tmp_path / "notices.yml"
    file.write_text(f"notices:\n- {entry}\n")
    with pytest.raises(InvalidFile, match=problem) as error:
        load_notices(file)
    assert [p.line for p in error.value.problems] == [2]


def test_one_notice_twice_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "notices.yml"
    entry = "- {paper: 10.1000/a, kind: correction, source: A, taken: 2024-01-01}\n"
    file.write_text(f"notices:\n{entry}{entry}")
    with pytest.raises(InvalidFile, match="same notice as entry 1"):
        load_notices(file)
