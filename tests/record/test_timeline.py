"""Lines of a timeline: the same id wherever the same is said, one order whatever order they come in."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from firstbell.record.evidence import Evidence
from firstbell.record.timeline import LineKind, TimelineLine, say_line_kind

LINE = TimelineLine(
    1_771_400_000_123_456_789,
    LineKind.SNAPSHOT,
    "a backup was made",
    "by the host's clock",
    "office",
    b"/srv/caf\xe9",
    "desk",
    "snapshot:ab",
    {"b": 1, "a": [2, {"d": 3, "c": 4}]},
)


@pytest.mark.parametrize(
    "change",
    [
        {"time_ns": LINE.time_ns + 1},
        {"kind": LineKind.ARRIVAL},
        {"message": "another"},
        {"timestamp_desc": "by ours"},
        {"host": "Office"},
        {"path": b"/srv/caf\xc3\xa9"},
        {"source": ""},
        {"reference": "entry:ab"},
        {"fields": {"b": 1}},
    ],
)
def test_a_line_that_says_something_else_has_another_id(change: dict[str, object]) -> None:
    assert replace(LINE, **change).hex_id != LINE.hex_id  # type: ignore[arg-type]


def test_the_id_is_of_what_is_said_and_not_of_how_fields_are_ordered() -> None:
    turned = replace(LINE, fields={"a": [2, {"c": 4, "d": 3}], "b": 1})
    assert turned.hex_id == LINE.hex_id
    # ids stand in exports and reviews: a change of this value breaks them
    assert LINE.hex_id == "d60feda052598043bbe2b7e539da3dda"


def test_what_moves_from_one_field_to_the_next_is_not_the_same() -> None:
    one = replace(LINE, host="ab", path=b"", source="c")
    other = replace(LINE, host="a", path=b"", source="bc")
    assert one.hex_id != other.hex_id


def test_lines_have_one_order_in_whatever_order_they_come() -> None:
    lines = [
        replace(LINE, time_ns=time_ns, host=host, path=path, kind=kind)
        for time_ns in (1, 2)
        for host in ("", "office")
        for path in (b"", b"/\xff", b"/a")
        for kind in (LineKind.NOTE, LineKind.ENTRY)
    ]
    ordered = sorted(lines, key=lambda line: line.sort_key)
    for seed in range(5):
        mixed = random.Random(seed).sample(lines, len(lines))
        assert sorted(mixed, key=lambda line: line.sort_key) == ordered
    assert [line.time_ns for line in ordered] == sorted(line.time_ns for line in lines)
    assert [line.path for line in ordered[:6:2]] == [b"", b"/a", b"/\xff"]


def test_a_time_is_told_to_the_nanosecond_in_utc() -> None:
    assert LINE.time == "2026-02-18T07:33:20.123456789Z"


def test_a_count_that_was_not_made_is_none() -> None:
    evidence = Evidence(facts=(("changed", 3), ("damaged", 0)))
    assert [evidence.count(fact) for fact in ("changed", "damaged", "renamed")] == [3, 0, 0]


def test_every_kind_of_line_has_words_of_its_own() -> None:
    words = [kind.words for kind in LineKind]
    assert len(set(words)) == len(words)
    assert [one for one in words if "." in one or not one[0].isupper()] == []
    assert (say_line_kind("coverage.gap"), say_line_kind("none.ours")) == ("Coverage gap", "none.ours")
