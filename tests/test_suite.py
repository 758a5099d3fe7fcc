"""What all tests share: the order of their files, and workers that are forked."""

from __future__ import annotations

import pytest

from generator.run.engines import JobMessage, run
from tests.conftest import LONGEST, ROOT
from tests.run.engines import jobs


def test_the_files_that_are_begun_first_are_there() -> None:
    assert [name for name in LONGEST if not (ROOT / "tests" / name).is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST)


def test_a_forked_worker_has_the_environment_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("first", "then"):
        monkeypatch.setenv("ANSWERBOOK_TEST", value)
        assert JobMessage(0, value) in list(run(jobs.tell, ["ANSWERBOOK_TEST"], workers=1))
