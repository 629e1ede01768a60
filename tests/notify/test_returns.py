"""What a mail house sends back: its words for states, its columns, and tables that are none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from firstbell.notify.errors import TextFileError
from firstbell.notify.notices.returns import Returned, list_returns


def read(folder: Path, data: bytes) -> list[Returned | str]:
    path = folder / "returns.csv"
    path.write_bytes(data)
    return list(list_returns(path))


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Mailed", "mailed"),
        ("IN TRANSIT", "mailed"),
        (" delivered ", "mailed"),
        ("Undeliverable", "returned"),
        ("RTS", "returned"),
        ("Nixie", "returned"),
        ("NCOA", "moved"),
        ("Address corrected", "moved"),
    ],
)
def test_the_words_of_mail_houses_are_known_in_any_case(tmp_path: Path, word: str, state: str) -> None:
    (row,) = read(tmp_path, f"letter_id,status\np1-0,{word}\n".encode())

    assert isinstance(row, Returned)
    assert (row.letter, row.state, row.address) == ("p1-0", state, None)


@pytest.mark.parametrize(
    "line", ["p1-0,", "p1-0,lost", ",mailed", "p1-0", ",", "p1-0,mailed twice"], ids=lambda line: repr(line)
)
def test_a_line_that_says_nothing_is_named_by_its_number_and_the_next_is_read(
    tmp_path: Path, line: str
) -> None:
    first, second = read(tmp_path, f"letter_id,status\n{line}\np2-0,mailed\n".encode())

    assert isinstance(first, str)
    assert "returns.csv, line 2: letter " in first
    assert isinstance(second, Returned)


def test_a_new_address_is_taken_where_it_is_whole(tmp_path: Path) -> None:
    head = b"\xef\xbb\xbfSTATUS, Letter_ID ,address_line1,city,state,zip,zip4,ncoa_code,extra\r\n"
    rows = read(
        tmp_path, head + b"moved,p1-0,2 New St,Saint Paul,MN,55101,0001,A,x,y,z\r\nmoved,p2-0,,,,,,,\r\n"
    )

    first, second = (row for row in rows if isinstance(row, Returned))
    assert first.address is not None
    assert (first.address.line1, first.address.postcode, first.detail) == ("2 New St", "551010001", "A")
    assert second.address is None


def test_a_name_that_is_not_utf_8_costs_its_letters_alone(tmp_path: Path) -> None:
    rows = read(tmp_path, b"letter_id,status,reason\np1-0,returned,Ode\xf1o moved\n")

    assert [row.letter for row in rows if isinstance(row, Returned)] == ["p1-0"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "no columns letter_id and status"),
        (b"letter,status\np1,mailed\n", "no columns letter_id and status"),
        (b"letter_id;status\np1;mailed\n", "no columns letter_id and status"),
        ("letter_id,status\np1,mailed\n".encode("utf-16"), "no columns letter_id and status"),
        (b"letter_id,status\np1," + b"x" * 200_000, "no table that can be read"),
        (b"letter_id,status," + b"x" * 200_000, "no table that can be read"),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_what_is_no_such_table_is_refused_in_a_sentence(tmp_path: Path, data: bytes, problem: str) -> None:
    # readers of documents raise the limit for the whole process
    before = csv.field_size_limit(131_072)
    try:
        with pytest.raises(TextFileError, match=problem):
            read(tmp_path, data)
    finally:
        csv.field_size_limit(before)


def test_a_folder_and_what_is_not_there_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(TextFileError):
            list(list_returns(path))
