"""Entries of a directory of accounts."""

from __future__ import annotations

import base64

import pytest

from firstbell.documents.records.directory_records import read_directory


def encode(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("version: 1\ndn: uid=a\nmail: a@x.example\n", [["Email"], ["a@x.example"]]),
        ("version: 1\n\ndn: uid=a\nmail: a@x.example\n", [["Email"], ["a@x.example"]]),
        ("# made at noon\n\ndn: uid=a\nuid: a\n", [["uid"], ["a"]]),
        (
            "dn: uid=a\r\nuid: a\r\nsn: Ols\r\n on\r\n\r\ndn: uid=b\r\nuid: b\r\n",
            [["uid", "Last name"], ["a", "Olson"], ["b", ""]],
        ),
        (f"dn:: {encode('uid=ñ')}\nsn:: {encode('Muñoz')}\n", [["Last name"], ["Muñoz"]]),
        ("dn: uid=a\nsn:: not base64!\n", [["Last name"], ["not base64!"]]),
        ("dn: uid=a\nmail: a@x.example\nmail: b@x.example\n", [["Email"], ["a@x.example"]]),
        ("dn: uid=a\nobjectClass: person\n", []),
        ("dn: uid=a\nuid:\n", []),
        ("uid: a\ndn: uid=a\n", []),
        ("", []),
    ],
)
def test_entries_are_rows_with_headers_in_words(text: str, table: list[list[str]]) -> None:
    assert read_directory(text) == table


def test_columns_have_an_end() -> None:
    text = "dn: uid=a\n" + "".join(f"a{number}: {number}\n" for number in range(300))
    assert {len(row) for row in read_directory(text)} == {200}
