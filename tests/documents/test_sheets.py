"""Workbooks: cells as people read them, comments beside what they are on, and what no library can open."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
import python_calamine
from openpyxl.comments import Comment

from firstbell.documents import sheets
from firstbell.documents.extraction import (
    DocumentLimits,
    DocumentSource,
    LimitError,
    OtherReaderError,
    UnreadableError,
)
from firstbell.documents.sheets import read_sheet, render_cell
from tests.documents.drafts import GatheredParts, begin, read
from tests.processes.least_time import take_least_s


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
    assert take_least_s(lambda: sheets._NAME.fullmatch(word), 0.5) < 0.5


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Ana Olson", True),
        ("Olson, Ana", True),
        ("Ana-María O'Neil", True),
        ("J. Olson", False),
        ("Ana Olson Roe Vang", True),
        ("Olson, A. 200001", True),
        ("Room 200001", False),
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


def stretch(data: bytes, corner: str, *, told: str) -> bytes:
    """The workbook with one more cell, and what its sheet says of its own size."""
    row = corner.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                far = (
                    f'<row r="{row}"><c r="{corner}" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'
                )
                text = text.replace(b"</sheetData>", far.encode())
                text = re.sub(rb'(<dimension ref=")[^"]*', rb"\g<1>" + told.encode(), text)
            new.writestr(part, text)
    return out.getvalue()


@pytest.mark.parametrize("told", ["A1:ZZ60000", "A1:B2"])
def test_cells_too_far_apart_for_one_rectangle_are_read_one_by_one(
    told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Any) -> Any:
        raise AssertionError("the rectangle was asked for")

    monkeypatch.setattr(python_calamine.CalamineWorkbook, "from_filelike", refuse)
    data = stretch(make([["Name", "Born"], ["Ana", "2008-03-04"]]), "ZZ60000", told=told)
    rows = read("a.xlsx", data, by=read_sheet).rows
    assert [[cell for cell in row if cell] for row in rows if any(row)] == [
        ["Name", "Born"],
        ["Ana", "2008-03-04"],
        ["far"],
    ]


@pytest.mark.parametrize("corner", ["XFD9", "Z60000", "AZ900"])
def test_a_wide_or_a_long_sheet_is_read_at_once(corner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_read_slowly", None)
    data = stretch(make([["Name"], ["Ana"]]), corner, told="A1:A2")
    assert [cell for row in read("a.xlsx", data, by=read_sheet).rows for cell in row if cell] == [
        "Name",
        "Ana",
        "far",
    ]


def test_a_workbook_that_expands_too_far_is_refused_before_it_is_expanded() -> None:
    out = io.BytesIO(make([["Name"], ["Ana"]]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/blank.bin", bytes(3 << 20))
    limits = DocumentLimits(expanded_bytes=2 << 20, ratio_from_bytes=2 << 20)
    with pytest.raises(LimitError, match="it expands to more than 2 MiB"):
        read("a.xlsx", out.getvalue(), limits=limits, by=read_sheet)


def test_comments_of_a_vast_sheet_are_read_without_its_cells() -> None:
    data = stretch(make([["Name"], ["Ana Olson"]], {"A2": "asthma"}), "ZZ60000", told="A1:ZZ60000")
    assert "asthma" in read("a.xlsx", data).text
