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
