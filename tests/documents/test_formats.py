"""Which format bytes are of: their content speaks before their name."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from firstbell.documents.extraction import DocumentSource
from firstbell.documents.formats import find_format
from firstbell.documents.registry import READERS
from tests.documents.formats import make_zip


def find(data: bytes, name: str = "a.txt") -> str:
    return find_format(DocumentSource(name, data))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"{\\rtf1 hello}", "rtf"),
        (b"\x1f\x8b\x08", "gz"),
        (b"BZh9", "bz2"),
        (b"\xfd7zXZ\x00", "xz"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
        (b"SQLite format 3\x00", "sqlite"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "media"),
        (b"\x00\x00\x00\x18ftypheic", "image"),
        (b"\x00\x00\x00\x18ftypisom", "media"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (b"\x00\x01\x00\x00Standard ACE DB\x00", "access"),
        (b"!BDN", "pst"),
        (b"MZ\x90\x00", "program"),
        (b"\n\n%PDF-1.7", "pdf"),
        (b"x" * 1020 + b"%PDF-1.7", "text"),
        (bytes(257) + b"ustar\x0000", "tar"),
        (b"\xef\xbb\xbf  <!DOCTYPE HTML><p>", "html"),
        (b'<?xml version="1.0"?><html>', "html"),
        (b'<?xml version="1.0"?><pupils>', "xml"),
        (b"BEGIN:VCALENDAR\r\n", "vcard"),
        (b"From a@b.org Mon Feb 5\nFrom: a@b.org\n", "mbox"),
        (b"From a distance, all is well.\n", "text"),
        (b"Received: by mail\nSubject: bus\n", "mail"),
        (b"From: the office\nDear parents\n", "text"),
        (b"", "text"),
    ],
)
def test_content_tells_the_format_whatever_the_name_says(data: bytes, expected: str) -> None:
    assert find(data) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("a.CSV", "table"), ("a.jsonl", "json"), ("a.ics", "vcard"), ("a.mbx", "mbox")]
)
def test_the_ending_tells_where_content_says_nothing(name: str, expected: str) -> None:
    assert find(b"whatever it is", name) == expected


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"word/document.xml": b""}, "docx"),
        ({"xl/workbook.bin": b""}, "sheet"),
        ({"ppt/presentation.xml": b""}, "pptx"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "sheet"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text-template"}, "odt"),
        ({"mimetype": b"application/epub+zip", "a.xhtml": b""}, "zip"),
        ({"notes/word/document.xml": b""}, "zip"),
        ({}, "zip"),
    ],
)
def test_a_package_is_told_by_its_parts(members: dict[str, bytes], expected: str) -> None:
    assert find(make_zip(members), "a.docx") == expected


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_package_whose_type_is_damaged_is_a_zip(method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("mimetype", b"application/vnd.oasis.opendocument.text")
    data = bytearray(out.getvalue())
    data[40:60] = b"\xff" * 20
    assert find(bytes(data), "a.odt") == "zip"


def test_a_type_that_expands_to_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int | None] = []
    read = zipfile.ZipExtFile.read

    def note(self: zipfile.ZipExtFile, n: int | None = -1) -> bytes:
        taken.append(n)
        return read(self, n)

    monkeypatch.setattr(zipfile.ZipExtFile, "read", note)
    assert find(make_zip({"mimetype": b"opendocument.text" + b" " * (4 << 20)}), "a.odt") == "odt"
    assert taken == [100]


@given(st.binary(max_size=600))
@example(b"PK\x03\x04")
@example(b"PK\x05\x06" + bytes(18))
@example(b"PK\x05\x06" + b"\xff" * 18)
def test_any_bytes_are_of_a_format_that_has_a_reader(data: bytes) -> None:
    assert find(data) in READERS
