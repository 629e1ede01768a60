from __future__ import annotations

import pytest

from firstbell.investigate.imports.l2tcsv import COLUMNS
from tests.investigate.imported import number_problems, read

HEADER = ",".join(COLUMNS).encode() + b"\n"
ROW = (
    b"02/18/2023,06:30:00,UTC,M.C.,FILE,NTFS USN,Content Modification Time,-,FILES,short,"
    b"C:\\a.docx renamed,2,NTFS:\\a.docx,812-3,-,usnjrnl,sha256: ab\n"
)


def test_a_line_is_taken_with_its_columns() -> None:
    (line,), opened = read(HEADER + ROW)
    assert opened.format == "l2tcsv"
    assert (line.time, line.message) == ("2023-02-18T06:30:00Z", "C:\\a.docx renamed")
    assert (line.timestamp_desc, line.host, line.path) == (
        "Content Modification Time",
        "FILES",
        b"NTFS:\\a.docx",
    )
    assert line.fields == {
        "macb": "M.C.",
        "source": "FILE",
        "sourcetype": "NTFS USN",
        "host": "FILES",
        "short": "short",
        "filename": "NTFS:\\a.docx",
        "inode": "812-3",
        "format": "usnjrnl",
        "extra": "sha256: ab",
    }


@pytest.mark.parametrize(
    ("zone", "time"),
    [
        (b"UTC", "2023-02-18T06:30:00Z"),
        (b"America/Chicago", "2023-02-18T12:30:00Z"),
        (b"+05:30", "2023-02-18T01:00:00Z"),
        (b"UTC-06:00", "2023-02-18T12:30:00Z"),
        (b"", "2023-02-18T06:30:00Z"),
    ],
)
def test_a_time_is_read_in_its_zone(zone: bytes, time: str) -> None:
    (line,), _ = read(HEADER + ROW.replace(b",UTC,", b"," + zone + b","))
    assert line.time == time


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    row = ROW.replace(b"02/18/2023,06:30:00,UTC", b"11/05/2023,01:30:00,America/Chicago")
    (line,), _ = read(HEADER + row)
    assert line.time == "2023-11-05T06:30:00Z"


def test_fractions_and_early_years_are_read() -> None:
    row = ROW.replace(b"02/18/2023,06:30:00,UTC", b"01/01/1601,00:00:00.25,UTC")
    (line,), _ = read(HEADER + row)
    assert line.time == "1601-01-01T00:00:00.25Z"


def test_plaso_writes_quotes_as_they_are_and_others_quote_cells() -> None:
    bare = ROW.replace(b"C:\\a.docx renamed", b'"C:\\a.docx" renamed')
    quoted = b",".join(b'"' + cell + b'"' for cell in ROW.strip().split(b",")) + b"\n"
    with_comma = quoted.replace(b"C:\\a.docx renamed", b'a, b and ""c""')
    assert read(HEADER + bare)[0][0].message == '"C:\\a.docx" renamed'
    lines, opened = read(HEADER + quoted + with_comma)
    assert [line.message for line in lines] == ["C:\\a.docx renamed", 'a, b and "c"']
    assert opened.problem_count == 0
    lines, _ = read(HEADER + bare + with_comma)
    assert [line.message for line in lines] == ['"C:\\a.docx" renamed', 'a, b and "c"']


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"02/18/2023", b"00/00/0000", "no date"),
        (b"02/18/2023", b"2023-02-18", "no date"),
        (b"02/18/2023", b"02/31/2023", "no time"),
        (b"06:30:00", b"--:--:--", "no time"),
        (b",UTC,", b",Atlantis/City,", "no time zone is called 'Atlantis/City'"),
        (b",UTC,", b",../../etc/passwd,", "no time zone"),
        (b",UTC,", b",America,", "no time zone"),
        (b"short,", b"", "16 cells, not 17"),
        (b"short,", b"sho,rt,", "18 cells, not 17"),
        (b"short,", b'"short,', "quotes do not hold"),
        (b"02/18/2023,06:30:00,UTC", b"01/01/0001,00:00:00,+14:00", "no year"),
    ],
)
def test_a_line_that_does_not_hold_is_named_and_the_rest_is_taken(old: bytes, new: bytes, why: str) -> None:
    bad = ROW.replace(old, new).replace(b"-,usn", b"-,usn" if b'"' not in new else b"-,,usn")
    lines, opened = read(HEADER + ROW + bad + ROW)
    assert len(lines) == 2
    assert number_problems(opened) == [3]
    assert why in opened.problems[0].why


def test_a_file_with_a_header_alone_has_no_lines() -> None:
    lines, opened = read(HEADER)
    assert (lines, opened.format, opened.problem_count) == ([], "l2tcsv", 0)
