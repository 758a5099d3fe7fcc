from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import UnreadablePaper
from generator.reading import PaperCache, paper_ids, read_paper
from generator.reading.plain.passages_file import (
    is_reference_list,
    passage_texts,
    passages_json,
    read_passages,
)

FIELD = "We counted birds at dawn.\n\nTwo observers walked each line, 12 of them in\nspring."
REFERENCES = (
    "Example, A.B., Sample, C., 2019. Birds at dawn. J. Made Up 12 (3), 45-67. https://doi.org/10.1000/a. "
    "Miller, D.E., Smith, F., Jones, G.H., 2020. Counting. Ann. Invent. 3, 1-9. Ray, K., Lee, M., 2021. "
    "Lines. In: Proceedings of Nothing, pp. 4-8."
)


def written(folder: Path, **changes: Any) -> Path:
    data = json.loads(
        passages_json(id="survey-1", title="Survey 1", doi="10.1000/birds", source="x", passages=[FIELD])
    )
    file = folder / "survey-1.passages.json"
    file.write_text(json.dumps({**data, **changes}), encoding="utf-8")
    return file


def test_each_passage_is_a_section_with_sentences_that_know_their_place(tmp_path: Path) -> None:
    paper = read_paper(written(tmp_path, passages=[FIELD, REFERENCES]))
    assert (paper.id, paper.format, paper.source) == ("survey-1", "passages", "survey-1.passages.json")
    assert (paper.metadata.title, paper.metadata.doi) == ("Survey 1", "10.1000/birds")
    assert [(s.title, s.kind) for s in paper.sections] == [
        ("Excerpt 1", "other"),
        ("Excerpt 2", "references"),
    ]
    assert [s.text for s in paper.sections[0].sentences] == [
        "We counted birds at dawn.",
        "Two observers walked each line, 12 of them in spring.",
    ]
    assert all(paper.text[s.start : s.end] == s.text for s in paper.sentences)


def test_passages_that_are_appended_move_nothing(tmp_path: Path) -> None:
    short = read_paper(written(tmp_path))
    longer = read_paper(written(tmp_path, passages=[FIELD, "More came later."]))
    assert longer.text.startswith(short.text)
    assert longer.sections[: len(short.sections)] == short.sections


def test_a_passage_that_is_given_twice_stays_two_sections(tmp_path: Path) -> None:
    assert len(read_paper(written(tmp_path, passages=[FIELD, FIELD])).sections) == 2


def test_the_id_is_the_name_before_the_double_suffix() -> None:
    paths = [Path("publication_33.passages.json"), Path("10.1016_j.ecoinf.2021.1.PASSAGES.JSON")]
    assert list(paper_ids(paths).values()) == ["publication_33", "10.1016_j.ecoinf.2021.1"]


def test_it_is_cached_like_any_paper(tmp_path: Path) -> None:
    file = written(tmp_path)
    cache = PaperCache(tmp_path / "cache")
    paper = read_paper(file)
    cache.put(file, paper)
    assert cache.get(file, paper.id) == paper


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"{", "is not JSON (line 1"),
        (b"[" * 100_000, "is not readable JSON"),
        (b'"text"', "holds no object"),
        (b"\xff\xfe{}", "is not UTF-8"),
        (b"{}", "which version"),
        (b'{"version": true, "passages": "x"}', "no list of texts"),
        (b'{"version": 1}', "no list of texts"),
        (b'{"version": 1, "passages": [1]}', "no list of texts"),
        (b'{"version": 1, "title": 3, "passages": ["a"]}', "under 'title'"),
        (b'{"version": 2, "passages": ["a"]}', "newer Answerbook"),
        (b'{"version": 1, "passages": []}', "holds no passages"),
        (b'{"version": 1, "passages": ["  "]}', "holds no passages"),
        (b"", "is empty"),
    ],
)
def test_a_damaged_file_is_told_in_one_sentence(tmp_path: Path, content: bytes, what: str) -> None:
    file = tmp_path / "a.passages.json"
    file.write_bytes(content)
    with pytest.raises(UnreadablePaper) as caught:
        read_paper(file)
    assert what in str(caught.value)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.lists(st.text(), max_size=5))
def test_any_list_of_texts_is_read_or_refused_in_one_sentence(passages: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.passages.json"
        file.write_text(
            passages_json(id="a", title="A", doi="", source="s", passages=passages),
            encoding="utf-8",
            errors="replace",
        )
        assert len(passage_texts(file)) == len(passages)
        try:
            paper = read_passages(file, id="a")
        except UnreadablePaper:
            assert not any(any(c.isalnum() for c in p) for p in passages)
        else:
            assert all(paper.text[s.start : s.end] == s.text for s in paper.sentences)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (REFERENCES, True),
        (FIELD, False),
        ("", False),
        # Text that cites much is no list of references.
        (
            "Birds were counted (Example et al., 2019; Sample and Miller, 2020; Ray, 2021) along lines "
            "(Lee, 2018), as in J. Made Up 12 (3), with care (Jones et al., 2017; Smith, 2016).",
            False,
        ),
        # Nor are the authors of a paper with their initials.
        ("Example, A.B., Sample, C., Miller, D.E., Smith, F., Jones, G.H., Ray, K., Lee, M.", False),
        # Vancouver style: initials without points, the year behind a stop.
        (
            "12. Example AB, Sample C. Birds at dawn. Made Up. 2019;12:45-67. 13. Miller DE, Smith F, Jones "
            "GH. Counting. Ann Invent. 2020;3:1-9. 14. Ray K, Lee M. Lines. Nothing. 2021;4:8-9.",
            True,
        ),
    ],
)
def test_what_is_plainly_a_list_of_references(text: str, expected: bool) -> None:
    assert is_reference_list(text) is expected


def test_signs_that_no_page_can_show_are_left_out(tmp_path: Path) -> None:
    paper = read_paper(written(tmp_path, title="Slow\x1b lamps\ud800", passages=["Moths\x01 fly.\uffff"]))
    assert paper.metadata.title == "Slow lamps"
    assert [s.text for s in paper.sentences] == ["Moths fly."]
