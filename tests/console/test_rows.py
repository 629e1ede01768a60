"""Tables: narrowed, ordered, by parts; and what of people is on them."""

from __future__ import annotations

import csv
import doctest
import io

import pytest

from firstbell.console.key_process import people, rows
from firstbell.console.key_process.people import mask_line
from firstbell.console.key_process.rows import PART, cut_part, select_rows, write_csv
from firstbell.console.pages import PageRows
from firstbell.console.web import words

SHAPE = PageRows("hosts", "host", "host", ("schedule",), ("host",))
LINES = [
    {"message_type": "host", "host": f"h{n:03}", "schedule": ("kept", "missed")[n % 2], "size": n * 7 % 120}
    for n in range(120)
] + [{"message_type": "summary", "hosts": 120}]


@pytest.mark.parametrize("module", [people, rows, words])
def test_examples_in_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_parts_follow_each_other_by_key_without_a_gap() -> None:
    seen: list[str] = []
    query: dict[str, str] = {}
    while True:
        part = cut_part(select_rows(LINES, SHAPE, query), LINES, shape=SHAPE, query=query)
        seen += [row["host"] for row in part.rows]
        assert part.total == 120
        assert len(part.rows) <= PART
        if not part.next:
            break
        query = {"after": part.next}
    assert seen == [line["host"] for line in LINES[:-1]]


def test_a_part_behind_a_row_that_is_gone_is_the_first() -> None:
    part = cut_part(select_rows(LINES, SHAPE, {}), LINES, shape=SHAPE, query={"after": "no-such-host"})
    assert part.rows[0]["host"] == "h000"


def test_rows_without_a_key_begin_at_the_first() -> None:
    lines = [{"message_type": "host", "host": None, "size": n} for n in range(3)]
    assert len(cut_part(lines, lines, shape=SHAPE, query={}).rows) == 3


def test_filters_words_and_order_go_together() -> None:
    query = {"schedule": "missed", "q": "H01", "sort": "-size"}
    chosen = select_rows(LINES, SHAPE, query)
    assert {row["host"] for row in chosen} == {"h011", "h013", "h015", "h017", "h019"}
    assert [row["size"] for row in chosen] == sorted((row["size"] for row in chosen), reverse=True)
    assert cut_part(chosen, LINES, shape=SHAPE, query=query).choices == {"schedule": ["kept", "missed"]}


def test_nothing_comes_before_numbers_and_numbers_before_texts() -> None:
    lines = [
        {"message_type": "host", "host": str(n), "size": size}
        for n, size in enumerate(["b", 10, None, 9, "A"])
    ]
    assert [row["size"] for row in select_rows(lines, SHAPE, {"sort": "size"})] == [None, 9, 10, "A", "b"]


def test_a_spreadsheet_runs_nothing() -> None:
    text = write_csv(
        [{"message_type": "x", "name": "=HYPERLINK(1)", "list": [1, 2]}, {"other": "-1"}]
    ).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["name", "list", "other"],
        ["'=HYPERLINK(1)", "[1,2]", ""],
        ["", "", "'-1"],
    ]


def test_a_masked_line_names_nobody() -> None:
    line = {
        "message_type": "exposure",
        "name": "Ada Hill",
        "sourcedId": "200109",
        "paths": ["/iep/Ada Hill plan.docx"],
        "places": ["row of Hill"],
        "note": "Hill, A.",
        "kinds": ["health"],
    }
    masked = mask_line(line)
    assert masked == {
        "message_type": "exposure",
        "name": "A. H.",
        "sourcedId": "...09",
        "paths": ["a .docx file"],
        "kinds": ["health"],
    }
    assert line["name"] == "Ada Hill"


@pytest.mark.parametrize("name", ["", "  ", "1234", "..."])
def test_odd_names_are_masked_too(name: str) -> None:
    assert not set(mask_line({"name": name})["name"]) & set("1234")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"count": 324, "final": False}, "324; not final"),
        (["dob", "health"], "date of birth, health"),
        ("a\u202etxt.exe", "a\\u202etxt.exe"),
        (True, "yes"),
        ({"text": "the phones work"}, "the phones work"),
    ],
)
def test_what_an_entry_holds_reads_as_words(value: object, shown: str) -> None:
    assert words.say_body(value) == shown
