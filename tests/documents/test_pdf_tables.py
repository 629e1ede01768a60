"""Tables of PDF pages: cells of a row belong together, running text stays text."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
from reportlab.pdfgen import canvas

from firstbell.documents.pdf_tables import read_layout


def draw(lines: list[list[str]]) -> pdfium.PdfDocument:
    out = io.BytesIO()
    page = canvas.Canvas(out)
    for number, cells in enumerate(lines):
        for at, cell in enumerate(cells):
            page.drawString(40 + at * 130, 780 - number * 16, cell)
    page.save()
    return pdfium.PdfDocument(out.getvalue())


def read(lines: list[list[str]]) -> tuple[list[str], list[list[list[str]]]]:
    text_page = draw(lines)[0].get_textpage()
    return read_layout(text_page, text_page.get_text_range().count("\n") + 1)


TABLE = [["Name", "DOB", "Diagnosis"], ["Hassan, Amina", "03/14/2011", "Asthma"], ["Vang, Tou", "", "ADHD"]]


def test_rows_are_read_with_their_cells_apart() -> None:
    lines, tables = read([["Medication log"], *TABLE, ["Nurse's office"]])
    assert tables == [TABLE]
    assert lines == ["Medication log", "Nurse's office"]


def test_running_text_is_no_table() -> None:
    assert read([["This is a letter."], ["It has lines."], ["It has no cells."]]) == ([], [])


def test_two_lines_with_a_gap_are_no_table() -> None:
    assert read([["Name: A", "Date: B"], ["Page", "1"]])[1] == []


def test_cells_that_go_on_are_put_to_their_rows() -> None:
    out = io.BytesIO()
    page = canvas.Canvas(out)
    wrapped = [("7", 700, ["Ada", "Olson"], ["cut hand,", "on glass", "door"]), ("8", 640, ["Ben"], ["fell"])]
    for at, head in zip((40, 120, 260), ("No", "Who", "What"), strict=True):
        page.drawString(at, 730, head)
    for number, top, who, what in wrapped:
        for at, cells in ((40, [number]), (120, who), (260, what)):
            for line, cell in enumerate(cells):
                page.drawString(at, top - 12 * line, cell)
    page.save()
    text_page = pdfium.PdfDocument(out.getvalue())[0].get_textpage()
    assert read_layout(text_page, 9)[1] == [
        [["No", "Who", "What"], ["7", "Ada Olson", "cut hand, on glass door"], ["8", "Ben", "fell"]]
    ]


def test_rows_as_far_apart_as_all_others_are_no_wrapped_cells() -> None:
    rows = [["School", "Room", "Seats"], ["Lake", "101", "20"], ["", "102", "24"], ["Hill", "201", "18"]]
    assert read(rows)[1] == [rows]


def test_what_was_typed_into_a_form_is_read_below_its_labels() -> None:
    out = io.BytesIO()
    page = canvas.Canvas(out)
    for at, label in ((760, "1 Name"), (720, "2 Number"), (680, "3 Town")):
        page.drawString(40, at, label)
    for at, said in ((742, "Ada Roe"), (702, "4471"), (662, "Elm")):
        page.drawString(46, at, said)
    page.save()
    text_page = pdfium.PdfDocument(out.getvalue())[0].get_textpage()
    assert read_layout(text_page, 6) == (["1 Name", "Ada Roe", "2 Number", "4471", "3 Town", "Elm"], [])


def test_columns_of_running_text_are_read_one_behind_the_other() -> None:
    out = io.BytesIO()
    page = canvas.Canvas(out)
    for left in (40, 300):
        for line in range(6):
            page.drawString(left, 760 - 14 * line, f"Words of line {line} in a column.")
    page.save()
    text_page = pdfium.PdfDocument(out.getvalue())[0].get_textpage()
    assert read_layout(text_page, 12) == ([], [])
