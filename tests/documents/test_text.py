"""Text in any encoding, tables with any separator, and runs of text in bytes of nobody knows what."""

from __future__ import annotations

import csv
import mmap
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.documents import text as texts
from firstbell.documents.extraction import UnreadableError
from firstbell.documents.text import decode, decode_pieces, find_encoding, find_separator
from tests.documents.drafts import read

SPANISH = "La señora Muñoz llamó a las tres; ¿quién contestó?"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"plain", "utf-8"),
        (b"", "utf-8"),
        (SPANISH.encode(), "utf-8"),
        (SPANISH.encode("utf-8-sig"), "utf-8-sig"),
        (SPANISH.encode("cp1252"), "cp1252"),
        (SPANISH.encode("utf-16"), "utf-16"),
        (SPANISH.encode("utf-32"), "utf-32"),
        (SPANISH.encode("utf-16-le"), "utf-16-le"),
        (SPANISH.encode("utf-16-be"), "utf-16-be"),
        (SPANISH.encode() * 9 + b"\xf1", "utf-8"),
        (bytes(range(32)) * 3, None),
        (bytes(400), None),
    ],
)
def test_the_encoding_is_told_from_the_bytes(data: bytes, encoding: str | None) -> None:
    assert find_encoding(data) == encoding
    if encoding and b"\xf1" not in data[-1:]:
        assert decode(data, encoding) in {"plain", "", SPANISH}


def test_bytes_of_another_encoding_within_utf8_are_read_as_what_they_most_likely_are() -> None:
    assert decode("Ngũ ".encode() + b"Mu\xf1oz \x81", "utf-8") == "Ngũ Muñoz \ufffd"


@given(
    lines=st.lists(st.text("añ語\U0001f600 ", max_size=9), max_size=12),
    encoding=st.sampled_from(["utf-8", "utf-16-le", "utf-16", "utf-32", "cp1252"]),
    size=st.integers(1, 9),
)
def test_pieces_together_are_the_text_and_end_where_lines_do(
    lines: list[str], encoding: str, size: int
) -> None:
    data = "\n".join(lines).encode(encoding, "replace")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "PIECE_BYTES", size)
        pieces = list(decode_pieces(data, encoding))
    whole = decode(data, encoding)
    assert "".join(pieces) == whole
    if " " not in whole and all(len(line) < size for line in lines):
        assert all(piece.endswith("\n") for piece in pieces[:-1] if "\n" in piece)


def test_a_mapped_text_is_read_whole_though_its_pages_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "PIECE_BYTES", mmap.PAGESIZE)
    content = "".join(f"line {number} of the log\n" for number in range(1500))
    held = mmap.mmap(-1, len(content))  # shared: the pages of a private one would be lost
    held.write(content.encode())
    assert "".join(decode_pieces(held, "utf-8")) == content


@pytest.mark.parametrize(
    ("head", "separator"),
    [
        ("a,b,c\n1,2,3\n4,5,6\n", ","),
        ("a;b;c\n1,5;2;3\n4,5;5;6\n", ";"),
        ("a\tb\tc\nx, y\t2\t3\nz, w\t5\t6\n", "\t"),
        ("a|b|c\n1|2|3\n4|5|6\n", "|"),
        ('name,"note, long",c\n1,"2, 3",4\n1,"2, 3",4\n', ","),
        ("# exported, at, noon, by, me\na;b;c\n1;2;3\n4;5;6\n", ";"),
        ("Dear parents,\nthe bus is late.\nYours,\n", None),
        ("one\ntwo\nthree\n", None),
        ("", None),
        ("a,b,c\n1,2,3\n", None),
    ],
)
def test_what_parts_the_cells_is_what_does_so_alike_on_most_lines(head: str, separator: str | None) -> None:
    assert find_separator(head, strict=True) == separator


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("within", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_a_sign_within_a_cell_ends_no_row(ending: str, within: str) -> None:
    rows = [["Name", "Address", "Phone"], ["Ana", f"12 Elm St{within}Apt 4", "218-555-0101"]]
    data = ending.join(",".join(row) for row in rows * 2)
    assert read("a.csv", data.encode()).rows == rows * 2


def test_quoted_cells_keep_their_lines_and_zero_bytes_are_passed_over() -> None:
    data = b'Name,Note,Room\nA\x00na,"late\nagain, ""twice""",4\nBen,,5\n'
    assert read("a.csv", data).rows == [
        ["Name", "Note", "Room"],
        ["Ana", 'late\nagain, "twice"', "4"],
        ["Ben", "", "5"],
    ]


def test_a_cell_that_is_too_long_costs_its_row_alone() -> None:
    before = csv.field_size_limit(70_000)
    try:
        parts = read("a.csv", b"a,b\n" * 20_000 + b"1," + b"x" * 80_000 + b"\n2,y\n")
    finally:
        csv.field_size_limit(before)
    assert parts.rows[:20_000] == [["a", "b"]] * 20_000
    assert parts.rows[-1] == ["2", "y"]
    assert len(parts.rows) <= 20_002


def test_a_table_that_has_no_separator_is_text() -> None:
    parts = read("a.csv", b"only words\nin lines\n")
    assert parts.text == "only words\nin lines\n"
    assert not parts.tables


@pytest.mark.parametrize(("name", "is_table"), [("a.txt", True), ("a.log", False), ("a.md", False)])
def test_a_text_that_looks_like_a_table_is_one_unless_its_name_says_otherwise(
    name: str, is_table: bool
) -> None:
    parts = read(name, b"a,b,c\n1,2,3\n4,5,6\n")
    assert bool(parts.tables) is is_table


def test_runs_of_text_are_found_in_bytes_of_no_known_format() -> None:
    data = b"\x00\x01\x02" * 9 + b"Muster roll of room 4" + b"\x00\x07" + "Wide words too".encode("utf-16-le")
    parts = read("a.dat", data + b"~~~~--==++//")
    assert parts.text == "Muster roll of room 4\nWide words too"
    assert parts.missing == ["its format is not known: only runs of text in it were read"]


def test_noise_is_unreadable_as_a_whole() -> None:
    data = bytes(number * 167 % 251 ^ number >> 8 & 255 for number in range(6000))
    with pytest.raises(UnreadableError, match="not known, or it is encrypted") as caught:
        read("a.dat", data)
    assert caught.value.is_all


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.csv", "a.log"]))
def test_any_bytes_are_text_or_named_unreadable(data: bytes, name: str) -> None:
    with suppress(UnreadableError):
        parts = read(name, data, by=texts.read_table if name == "a.csv" else texts.read_text)
        for _, text in parts.texts:
            text.encode("utf-8")
