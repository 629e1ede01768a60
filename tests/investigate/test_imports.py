from __future__ import annotations

import io
import tracemalloc

import pytest

from firstbell.investigate.imports import ImportProblem, open_import
from firstbell.investigate.imports.problems import UnknownImportError
from tests.investigate.imported import read

JSONL = b'{"message":"m","datetime":"2023-02-18T06:30:00Z","timestamp_desc":"T"}\n'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"\xef\xbb\xbf",
        b"just words\n",
        b"name,size\na,1\n",
        b"\x00\xff" * 500,
        b"{}\n",
        b"a|b|c\n",
    ],
)
def test_a_file_of_no_known_format_is_refused_by_what_it_begins_with(data: bytes) -> None:
    with pytest.raises(UnknownImportError, match=r"empty|of no format that is known"):
        read(data)


def test_a_format_that_was_named_must_be_the_one_that_is_found() -> None:
    assert read(JSONL, format="timesketch")[1].format == "timesketch-jsonl"
    with pytest.raises(UnknownImportError, match="the file is timesketch-jsonl, not bodyfile"):
        read(JSONL, format="bodyfile")
    with pytest.raises(UnknownImportError, match="no import format is called 'evtx'"):
        read(JSONL, format="evtx")


def test_who_it_is_from_and_every_problem_are_told() -> None:
    told: list[ImportProblem] = []
    lines, opened = read(JSONL + b"broken\n" * 1500, source="forensic firm", on_problem=told.append)
    assert lines[0].source == "forensic firm"
    assert (opened.problem_count, len(opened.problems), len(told)) == (1500, 1000, 1500)
    assert opened.lines_read == 1501


def test_the_stream_is_left_open_and_may_begin_anywhere() -> None:
    stream = io.BytesIO(b"head" + JSONL)
    stream.seek(4)
    assert len(list(open_import(stream, "id"))) == 1
    assert not stream.closed


def test_the_same_line_twice_is_two_lines() -> None:
    lines, _ = read(JSONL * 2)
    assert lines[0].hex_id != lines[1].hex_id


def test_memory_does_not_grow_with_the_file() -> None:
    """Twenty thousand lines of 2 KiB are 40 MiB; what is held at once is a small part of that."""

    def peak(lines: int) -> int:
        stream = io.BytesIO(JSONL.replace(b'"m"', b'"' + b"m" * 2000 + b'"') * lines)
        tracemalloc.start()
        assert sum(1 for _ in open_import(stream, "id")) == lines
        _, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak_bytes

    peak(10)
    assert peak(20_000) < peak(2_000) + (2 << 20)
