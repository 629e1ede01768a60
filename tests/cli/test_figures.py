"""Figures as people read them."""

from __future__ import annotations

import pytest

from firstbell.cli.terminal.figures import format_bytes, format_count, format_duration, format_table


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.000 KiB"),
        (3_000_014, "2.861 MiB"),
        (5 << 60, "5.000 EiB"),
        (5000 << 60, "5000.000 EiB"),
    ],
)
def test_bytes_are_in_binary_units(size_bytes: int, text: str) -> None:
    assert format_bytes(size_bytes) == text


def test_counts_and_durations() -> None:
    assert format_count(1234567) == "1,234,567"
    assert [format_duration(s) for s in (0, 59.6, 61, 3723)] == ["0:00", "1:00", "1:01", "1:02:03"]


def test_a_table_sets_cells_of_several_lines() -> None:
    assert format_table(["ID", "Size"], [["a\nbb", "10"], ["c", "200000"]], right="S") == [
        "ID    Size",
        "----------",
        "a       10",
        "bb",
        "c   200000",
        "----------",
    ]
    assert format_table(["ID"], []) == ["ID", "--", "--"]
