"""Evidence as the record has it, also where an entry was not put down by this program."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.case.bodies import EvidenceTaken, LinesImported
from firstbell.case.case import Case
from firstbell.case.custody import find_exhibit, list_exhibits, take_outside_file
from firstbell.case.errors import EntryNotFoundError
from firstbell.case.timeline import import_file, list_sources, outline_case
from firstbell.investigate.timeline import join_lines
from firstbell.ledger.errors import PersonalValueError


def test_entries_that_describe_no_evidence_are_passed_over(case: Case, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    exhibit = take_outside_file(case, tmp_path / "a")
    for body in ({}, {"evidence": None}, {"evidence": {"by": "value", "sha256": "../../etc/passwd"}}):
        strange = case.main.append(EvidenceTaken.KIND, body)
        case.main.append(LinesImported.KIND, {"evidence": strange.hex_id})
    case.main.append("evidence.checked", {})
    case.main.append(LinesImported.KIND, {})

    entries = case.main.read()
    assert [one.hex_id for one in list_exhibits(entries)] == [exhibit.hex_id]
    assert find_exhibit(entries, exhibit.hex_id[:6]).evidence == exhibit.evidence
    with pytest.raises(EntryNotFoundError, match="evidence"):
        find_exhibit(entries, entries[0].hex_id)
    assert len(list(join_lines(list_sources(case, entries)))) == len(entries)
    (row,) = outline_case(case, entries).evidence
    assert (row.size_bytes, row.taken_by) == (1, "Ada")


def test_a_path_with_a_persons_number_is_told_apart_from_a_reason(case: Case, tmp_path: Path) -> None:
    (tmp_path / "219-09-9998").write_text("a")
    with pytest.raises(PersonalValueError, match="the path") as told:
        take_outside_file(case, tmp_path / "219-09-9998")
    assert "take the copy" in told.value.hint
    with pytest.raises(PersonalValueError, match="--why"):
        take_outside_file(case, tmp_path / "x", why="of 219-09-9998")


def test_lines_of_one_file_come_once_for_each_source(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("message,datetime,timestamp_desc\na login,2023-02-06T03:00:00+00:00,Logon\n")
    for source in ("the firm", "the firm", "us"):
        assert import_file(case, path, source=source).lines == 1
    lines = [line for line in join_lines(list_sources(case, case.main.read())) if line.kind == "imported"]
    assert sorted(line.source for line in lines) == ["the firm", "us"]
