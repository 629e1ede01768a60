"""What attached documents say at a look, without unpacking more of them than a little."""

from __future__ import annotations

import io
import zipfile

import pytest

from firstbell.documents.attachments import read_document
from tests.documents.formats import make_zip
from tests.documents.test_archives import METHODS
from tests.documents.test_archives import make_zip as make_packed

WORD = b"<w:document><w:p><w:t>Pay by</w:t><w:t>Friday</w:t></w:p><w:p><w:t>Or else</w:t></w:p></w:document>"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("A.TXT", "Muñoz".encode(), "Muñoz"),
        ("a.csv", "Muñoz".encode("cp1252"), "Muñoz"),
        ("a.log", "Muñoz".encode("utf-16"), "Muñoz"),
        ("a.md", "Muñoz".encode("utf-8-sig"), "Muñoz"),
        ("a.svg", b"", ""),
        ("a.exe", b"MZ words", ""),
        ("a.docx", b"no zip", ""),
        ("a.pptx", make_zip({"word/document.xml": WORD}), ""),
    ],
)
def test_a_text_is_read_in_its_encoding_and_other_files_say_nothing(
    name: str, data: bytes, said: str
) -> None:
    assert read_document(name, data) == said


def test_words_of_a_paragraph_share_a_line_and_paragraphs_do_not() -> None:
    said = read_document("a.docx", make_zip({"word/document.xml": WORD}))
    assert [" ".join(line.split()) for line in said.strip().splitlines()] == ["Pay by Friday", "Or else"]


def test_strings_and_first_sheet_of_a_workbook_are_read_and_a_missing_one_is_passed_over() -> None:
    assert "Ana" in read_document("a.xlsx", make_zip({"xl/sharedStrings.xml": b"<si><t>Ana</t></si>"}))


@pytest.mark.parametrize("method", METHODS[1:])
def test_a_part_that_is_damaged_says_nothing(method: int) -> None:
    data = bytearray(make_packed({"word/document.xml": WORD * 9}, method))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.infolist()[0].compress_size
    start = 30 + len("word/document.xml")
    for at in range(start + 6, start + size):
        data[at] = 0xFF
    assert read_document("a.docx", bytes(data)) == ""


def test_no_more_than_a_mebibyte_is_unpacked() -> None:
    data = make_zip({"word/document.xml": b"<w:t>" + b"a" * (5 << 20)})
    assert len(read_document("a.docx", data)) <= 1 << 20
    assert len(read_document("a.txt", b"a" * (5 << 20))) == 1 << 20
