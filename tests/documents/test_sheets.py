"""Workbooks: cells as people read them, comments beside what they are on, and what no library can open."""

from __future__ import annotations

import io
import time as clock
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from firstbell.documents import sheets
from firstbell.documents.extraction import DocumentSource, OtherReaderError, UnreadableError
from firstbell.documents.sheets import read_sheet, render_cell
from tests.documents.drafts import GatheredParts, begin, read


def make(rows: list[list[Any]], comments: dict[str, str] | None = None, **further: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "First"
    for title, lines in {"First": rows, **further}.items():
        sheet = book["First"] if title == "First" else book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    for cell, text in (comments or {}).items():
        book["First"][cell].comment = Comment(text, "office")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, ""),
        ("Ana", "Ana"),
        (7.0, "7"),
        (7.5, "7.5"),
        (-0.0, "0"),
        (1e20, "1e+20"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (True, "True"),
        (datetime.fromisoformat("2024-02-05"), "2024-02-05"),
        (datetime.fromisoformat("2024-02-05T08:15"), "2024-02-05 08:15:00"),
        (date(2024, 2, 5), "2024-02-05"),
        (time(8, 15), "08:15:00"),
        (timedelta(hours=1), "1:00:00"),
    ],
)
def test_a_cell_is_shown_as_a_person_reads_it(cell: Any, shown: str) -> None:
    assert render_cell(cell) == shown


@pytest.mark.parametrize("is_slow", [False, True])
def test_both_ways_of_reading_give_the_same_rows(is_slow: bool) -> None:
    data = make([["Name", "Born"], ["Ana", date(2008, 3, 4)], [], ["Ben", 7]])
    parts = GatheredParts()
    draft = begin(parts, len(data))
    draft.is_slow = is_slow
    read_sheet(DocumentSource("a.xlsx", data), draft)
    rows = [[cell for cell in row if cell] for row in parts.rows]
    assert rows == [["Name", "Born"], ["Ana", "2008-03-04"], [], ["Ben", "7"]]
    assert parts.tables[0][0] == "sheet First"


def test_a_comment_stands_with_its_row_and_on_a_name_with_the_name_alone() -> None:
    data = make([["Name", "Room"], ["Ana Olson", "Ben Roe"], ["bus 4", 7]], {"A2": "asthma", "A3": "late"})
    texts = read("a.xlsx", data).texts
    assert texts == [
        ("sheet First, comment on A2", "Ana Olson: asthma"),
        ("sheet First, comment on A3", "bus 4  7: late"),
    ]


@pytest.mark.parametrize("word", ["A" + "a" * 60, "A" + "a" * 60 + "!", "A-" * 40, "Aa'" * 40 + "9"])
def test_a_long_word_under_a_comment_takes_no_time(word: str) -> None:
    began_s = clock.process_time()
    sheets._NAME.fullmatch(word)
    assert clock.process_time() - began_s < 0.5


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Ana Olson", True),
        ("Olson, Ana", True),
        ("Ana-María O'Neil", True),
        ("J. Olson", False),
        ("Ana Olson Roe Vang", True),
        ("Ana", False),
        ("ana olson", False),
        ("Room 4", False),
    ],
)
def test_a_name_is_two_words_or_more(text: str, is_name: bool) -> None:
    assert bool(sheets._NAME.fullmatch(text)) is is_name


def test_small_sheets_get_what_stands_in_those_that_they_refer_to() -> None:
    data = make(
        [["id", "name"], ["1", "Ana"], ["2", "Ben"]],
        Visits=[["Office of health"], [], ["first id", "note"], ["2", "asthma"], ["1", "fever"]],
    )
    tables = dict(read("a.xlsx", data).tables)
    assert tables["sheet Visits"][-2:] == [["2", "asthma", "Ben"], ["1", "fever", "Ana"]]
    assert tables["sheet Visits"][0][0] == "Office of health"


@pytest.mark.parametrize("data", [b"PK\x05\x06" + bytes(18), b"no workbook", b"PK\x03\x04" + b"\xff" * 90])
def test_what_is_no_workbook_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="it is damaged"):
        read("a.xlsx", data, by=read_sheet)


def test_a_locked_workbook_is_told_to_be() -> None:
    with pytest.raises(UnreadableError, match="it is encrypted"):
        read("a.xlsx", b"\xd0\xcf\x11\xe0" + b"EncryptedPackage" + bytes(900), by=read_sheet)


def test_where_no_library_may_read_none_does() -> None:
    draft = begin()
    draft.may_lean = False
    with pytest.raises(OtherReaderError):
        read_sheet(DocumentSource("a.xlsx", make([["x"]])), draft)


def test_text_boxes_are_read_beside_the_cells() -> None:
    out = io.BytesIO(make([["Name"], ["Ana"]]))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", "<a:p><a:t>see nurse</a:t><a:t/></a:p>")
    parts = read("a.xlsx", out.getvalue())
    assert parts.texts == [("drawing1", "see nurse")]
