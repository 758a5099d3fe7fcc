"""The records of the site in the ledger: written once, merged by day, and damage is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.site_record import DatedSiteRecord, SiteRecord, with_site_record
from generator.errors import LedgerError
from generator.ledger.ledger_merging import merge_files, merge_ledgers
from generator.ledger.site_file import SITE_FILE, damaged_sites, read_sites, site_names, write_sites

FIRST = DatedSiteRecord("2026-01-01", SiteRecord("Small things", "https://a.example/"))
RENAMED = DatedSiteRecord("2026-02-01", SiteRecord("Big things", "https://a.example/"))
MOVED = DatedSiteRecord("2026-03-01", SiteRecord("Small things", "https://b.example/"))


def written(folder: Path, *records: DatedSiteRecord) -> bytes:
    folder.mkdir(exist_ok=True)
    write_sites(folder, records)
    return (folder / SITE_FILE).read_bytes()


def test_a_record_is_written_only_if_it_is_another(tmp_path: Path) -> None:
    assert with_site_record([FIRST], FIRST.record, "2030-01-01") == (FIRST,)
    assert with_site_record([FIRST], RENAMED.record, RENAMED.since) == (FIRST, RENAMED)
    assert write_sites(tmp_path, [FIRST])
    assert not write_sites(tmp_path, [FIRST])


@given(st.lists(st.builds(DatedSiteRecord, st.text(), st.builds(SiteRecord, *[st.text(min_size=1)] * 5))))
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, records: list[DatedSiteRecord]
) -> None:
    folder = tmp_path_factory.mktemp("sites")
    write_sites(folder, records)
    assert list(read_sites(folder)) == records


def test_two_branches_keep_both_and_the_newer_change_lasts(tmp_path: Path) -> None:
    base = written(tmp_path / "base", FIRST)
    ours, theirs = written(tmp_path / "ours", FIRST, RENAMED), written(tmp_path / "theirs", FIRST, MOVED)
    both, conflicts = merge_files(base, ours, theirs, f"content/answers/{SITE_FILE}")
    assert conflicts == []
    (tmp_path / "base" / SITE_FILE).write_bytes(both)
    assert set(read_sites(tmp_path / "base")) == {FIRST, RENAMED, MOVED}
    alone, _ = merge_files(base, base, theirs, SITE_FILE)
    assert alone == theirs


def test_merged_ledgers_have_the_records_of_both(tmp_path: Path) -> None:
    written(tmp_path / "ours", FIRST)
    written(tmp_path / "theirs", FIRST, RENAMED)
    merge_ledgers(tmp_path / "ours", [tmp_path / "theirs"])
    assert read_sites(tmp_path / "ours") == (FIRST, RENAMED)
    again = (tmp_path / "ours" / SITE_FILE).stat().st_mtime_ns
    merge_ledgers(tmp_path / "ours", [tmp_path / "theirs"])
    assert (tmp_path / "ours" / SITE_FILE).stat().st_mtime_ns == again


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("{}", "no record of the site"),
        ('{"schema":1,"since":"","title":5}', "no record of the site"),
        ('{"schema":"1","since":"","title":"x"}', "no record of the site"),
        ("[" * 100_000, "no record of the site"),
        ("<<<<<<< HEAD", "the beginning of a merge conflict"),
    ],
)
def test_damage_is_named_and_the_other_records_count(tmp_path: Path, line: str, wrong: str) -> None:
    data = written(tmp_path, FIRST)
    (tmp_path / SITE_FILE).write_bytes(line.encode() + b"\n" + data)
    assert damaged_sites(tmp_path) == [(1, wrong)]
    assert site_names(tmp_path) == {FIRST.record.name}
    if "conflict" in wrong:
        assert read_sites(tmp_path) == (FIRST,)
    else:
        with pytest.raises(LedgerError, match=r"site\.jsonl:1: is no record of the site"):
            read_sites(tmp_path)


def test_a_line_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    line = json.dumps({"schema": 2, "since": "2026-01-01", "title": "Small"})
    (tmp_path / SITE_FILE).write_text(f"{line}\n")
    with pytest.raises(LedgerError, match="a newer Answerbook"):
        read_sites(tmp_path)
