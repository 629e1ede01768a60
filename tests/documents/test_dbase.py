"""dBASE and FoxPro: tables with every type of field, records that were deleted, code pages, memos; what is
torn, too long or turned around stays within bounds.
"""

from __future__ import annotations

import random
import struct

import pytest

from firstbell.documents.dbase import is_dbase
from firstbell.documents.extraction import DocumentSource, UnreadableError
from firstbell.documents.formats import find_format
from tests.documents.drafts import read

FIELDS = (("LNAME", "C", 12), ("FNAME", "C", 10), ("DOB", "D", 8), ("BAL", "N", 8), ("FREE", "L", 1))
ROWS = (
    (b" ", "Olson", "Ada", "20150302", "12.50", "T"),
    (b"*", "Roe", "Ben", "20160430", "-3.25", "F"),
    (b" ", "Vang", "Cam", "", "0.00", "?"),
)
EXPECTED = [
    ["LNAME", "FNAME", "DOB", "BAL", "FREE"],
    ["Olson", "Ada", "2015-03-02", "12.50", "Y"],
    ["Roe", "Ben", "2016-04-30", "-3.25", "N"],
    ["Vang", "Cam", "", "0.00", ""],
]


def make(
    fields: tuple[tuple[str, str, int], ...] = FIELDS,
    rows: list[bytes] | None = None,
    *,
    version: int = 3,
    page: int = 0,
    encoding: str = "cp437",
) -> bytes:
    """A table; `rows`: each with its flag, as the bytes of all fields."""
    if rows is None:
        rows = [
            flag
            + b"".join(cell.encode(encoding).ljust(one[2]) for cell, one in zip(cells, fields, strict=True))
            for flag, *cells in ROWS
        ]
    told = b"".join(
        struct.pack("<11sc4xBB14x", name.encode(), kind.encode(), size, 0) for name, kind, size in fields
    )
    size, header = 1 + sum(one[2] for one in fields), 32 + len(told) + 1
    head = struct.pack("<4BIHH", version, 112, 9, 1, len(rows), header, size).ljust(29, b"\0") + bytes(
        [page, 0, 0]
    )
    return head + told + b"\x0d" + b"".join(rows) + b"\x1a"


@pytest.mark.parametrize("version", [0x03, 0x30, 0x83, 0x8B, 0xF5])
def test_a_table_is_read_with_what_was_deleted(version: int) -> None:
    assert read("PUPILS.DBF", make(version=version)).rows == EXPECTED
    assert find_format(DocumentSource("no ending", make(version=version))) == "dbase"


def test_a_table_has_as_many_records_as_the_file_whatever_its_header_says() -> None:
    data = bytearray(make())
    data[4:8] = struct.pack("<I", 1)
    assert read("a.dbf", bytes(data)).rows == EXPECTED
    data[4:8] = struct.pack("<I", 4_000_000_000)
    assert read("a.dbf", bytes(data)).rows == EXPECTED
    assert read("a.dbf", bytes(data[:-10])).rows == EXPECTED[:-1]


@pytest.mark.parametrize(
    ("page", "encoding"),
    [(0, "cp437"), (0, "cp1252"), (0, "utf-8"), (0x02, "cp850"), (0x03, "cp1252"), (0x57, "cp1252")],
)
def test_letters_with_marks_are_read_by_the_code_page_or_by_what_makes_letters(
    page: int, encoding: str
) -> None:
    rows = [b" " + name.encode(encoding).ljust(12) for name in ("Peña", "Núñez", "Müller")]
    told = read("a.dbf", make((("NAME", "C", 12),), rows, page=page)).rows
    assert told == [["NAME"], ["Peña"], ["Núñez"], ["Müller"]]


def test_numbers_days_and_hours_in_bytes_are_read_as_a_person_would() -> None:
    fields = (("ID", "I", 4), ("PAY", "Y", 8), ("GPA", "B", 8), ("AT", "T", 8), ("NOTE", "M", 4))
    row = b" " + struct.pack("<iqdII", -7, 421_199_00, 3.5, 2_451_545, 9 * 3_600_000) + bytes(4)
    parts = read("a.dbf", make(fields, [row], version=0x30))
    assert parts.rows == [["ID", "PAY", "GPA", "AT"], ["-7", "4211.99", "3.5", "2000-01-01 9:00:00"]]
    assert parts.missing == ["its memos stand in a file of their own (.dbt, .fpt)"]


def test_what_only_begins_like_one_is_none() -> None:
    assert not is_dbase(b"0123456789 is a number that begins like a version of FoxPro, and no table\n" * 4)
    assert not is_dbase(b"\x03" + bytes(100))
    assert not is_dbase(make()[:40])
    assert find_format(DocumentSource("a.dbf", b"Could it be? No: it is a letter.\n" * 9)) == "text"


def test_whatever_is_changed_in_a_table_it_is_read_within_bounds() -> None:
    rng = random.Random(11)
    good = make()
    for _ in range(400):
        data = bytearray(good)
        for _ in range(rng.randint(1, 6)):
            data[rng.randrange(180)] = rng.randrange(256)
        data = data[: rng.randint(64, len(data))]
        if not is_dbase(bytes(data)):
            continue
        try:
            rows = read("a.dbf", bytes(data)).rows
        except UnreadableError:
            continue
        assert sum(len(cell) for row in rows for cell in row) <= 8 * len(data)


def make_foxpro(texts: list[bytes], block: int = 64) -> bytes:
    out = struct.pack(">IHH", 9, 0, block).ljust(512, b"\0")
    for text in texts:
        item = struct.pack(">II", 1, len(text)) + text
        out += item.ljust(-(-len(item) // block) * block, b"\0")
    return out


def make_newer(texts: list[bytes], block: int = 512) -> bytes:
    out = struct.pack("<I", 3).ljust(20, b"\0") + struct.pack("<H", block)
    out = out.ljust(block, b"\0")
    for text in texts:
        item = b"\xff\xff\x08\0" + struct.pack("<I", len(text) + 8) + text
        out += item.ljust(-(-len(item) // block) * block, b"\0")
    return out


def make_old(texts: list[bytes]) -> bytes:
    out = struct.pack("<I", 3).ljust(512, b"\0")
    for text in texts:
        out += (text + b"\x1a\x1a").ljust(-(-(len(text) + 2) // 512) * 512, b"\0")
    return out


MEMOS = [b"Ada Olson carries an\x8d\ninhaler.", b"Pe\xf1a: see the nurse.\r\nTwice.", b"x" * 1500]
TOLD = ["Ada Olson carries an inhaler.", "Peña: see the nurse.\nTwice.", "x" * 1500]


@pytest.mark.parametrize(
    ("name", "data"),
    [("NOTES.FPT", make_foxpro(MEMOS)), ("n.dbt", make_newer(MEMOS)), ("n.dbt", make_old(MEMOS))],
    ids=["foxpro", "dbase 4", "dbase 3"],
)
def test_memos_are_passages_of_their_own(name: str, data: bytes) -> None:
    assert [text for _, text in read(name, data).texts] == TOLD
    torn = read(name, data[:-600]).texts
    assert [text for _, text in torn][:2] == TOLD[:2]


def test_memos_that_say_they_are_longer_than_the_file_end_nothing() -> None:
    data = bytearray(make_foxpro([b"Ada has asthma."] * 3))
    data[516:520] = b"\xff\xff\xff\xff"
    assert [text for _, text in read("a.fpt", bytes(data)).texts] == ["Ada has asthma."] * 2
    with pytest.raises(UnreadableError):
        read("a.fpt", make_foxpro([]) + bytes(64))


def test_a_table_that_ends_before_its_header_says_is_read_in_part() -> None:
    data = bytearray(make())
    assert read("a.dbf", bytes(data)).missing == []
    data[4:8] = struct.pack("<I", 1_200)
    parts = read("a.dbf", bytes(data))
    assert parts.rows == EXPECTED
    assert parts.missing == ["its header tells of 1,200 records, and the file ends after 3"]
    parts = read("a.dbf", bytes(make()[:-30]))
    assert parts.missing == ["its header tells of 3 records, and the file ends after 2"]
