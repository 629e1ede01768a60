from __future__ import annotations

import json

import pytest

from tests.investigate.imported import number_problems, read

HEADER = b"message,datetime,timestamp_desc,hostname,path,size\n"
ROW = b"opened,2023-02-18T06:30:00-06:00,Access Time,files,/srv/a,12\n"


def test_a_line_of_csv_is_taken_with_all_its_columns() -> None:
    (line,), opened = read(HEADER + ROW)
    assert opened.format == "timesketch-csv"
    assert (line.time, line.message, line.timestamp_desc) == ("2023-02-18T12:30:00Z", "opened", "Access Time")
    assert (line.host, line.path) == ("files", b"/srv/a")
    assert line.fields == {"hostname": "files", "path": "/srv/a", "size": "12"}
    assert line.reference == "import:" + "ab" * 32 + ":2"
    assert line.source == "timesketch-csv"


@pytest.mark.parametrize("bom", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("delimiter", [b";", b"\t", b","])
@pytest.mark.parametrize("newline", [b"\r\n", b"\n"])
def test_what_spreadsheets_make_of_csv_is_read(bom: bytes, delimiter: bytes, newline: bytes) -> None:
    data = bom + (HEADER + ROW).replace(b",", delimiter).replace(b"\n", newline)
    (line,), opened = read(data)
    assert (line.message, line.fields["size"], opened.problem_count) == ("opened", "12", 0)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_text_with_a_byte_order_mark_is_read_in_its_encoding(encoding: str) -> None:
    (line,), _ = read((HEADER + ROW).decode().replace("opened", "geöffnet 校").encode(encoding))
    assert line.message == "geöffnet 校"


def test_bytes_that_are_not_utf_8_stay_visible() -> None:
    (line,), _ = read(HEADER + ROW.replace(b"opened", b"ge\xf6ffnet"))
    assert line.message == "ge\\xf6ffnet"


def test_a_quoted_cell_holds_commas_quotes_and_newlines() -> None:
    row = b'"a, ""b""\nc",2023-02-18T06:30:00Z,Time,files,/srv/a,1\n'
    (first, second), opened = read(HEADER + row + ROW)
    assert first.message == 'a, "b"\nc'
    assert second.reference.endswith(":4")
    assert opened.problem_count == 0


def test_a_quote_that_never_ends_costs_its_own_line_alone() -> None:
    lines, opened = read(HEADER + b'"begins,2023-02-18T06:30:00Z,T,h,/p,1\n' + ROW * 2000)
    assert len(lines) == 2000
    assert number_problems(opened) == [2]
    assert opened.lines_read == 2002


def test_two_stray_quotes_do_not_swallow_the_lines_between() -> None:
    stray = b'"x,2023-02-18T06:30:00Z,T,h,/p,1\n'
    lines, opened = read(HEADER + ROW + stray + ROW * 3 + stray + ROW)
    assert len(lines) == 5
    assert number_problems(opened) == [3, 7]


def test_a_line_that_does_not_hold_is_named_and_the_rest_is_taken() -> None:
    bad = [
        b"x,yesterday,T,h,/p,1\n",
        b"x,,T,h,/p,1\n",
        b"x,2023-02-18T06:30:00Z,T,h,/p,1,2,3\n",
        b"x,2023-02-30T06:30:00Z,T,h,/p,1\n",
        b"x,99999-01-01T00:00:00Z,T,h,/p,1\n",
    ]
    lines, opened = read(HEADER + b"".join(ROW + line for line in bad) + ROW)
    assert len(lines) == 6
    assert number_problems(opened) == [3, 5, 7, 9, 11]
    assert opened.problems[0].why == "'yesterday' is no time"
    assert opened.problems[2].why == "8 cells under a header of 6"


def test_missing_cells_at_the_end_and_blank_lines_are_no_problem() -> None:
    lines, opened = read(HEADER + b"x,2023-02-18T06:30:00Z,T\n\n\r\n" + ROW)
    assert lines[0].fields == {}
    assert (len(lines), opened.problem_count) == (2, 0)


def test_our_own_quote_before_a_formula_is_taken_off_and_others_stay() -> None:
    rows = b"'=1+1,2023-02-18T06:30:00Z,T\n'tis,2023-02-18T06:30:00Z,T\n"
    lines, _ = read(HEADER + rows)
    assert [line.message for line in lines] == ["=1+1", "'tis"]


def make_jsonl(*objects: object) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in objects)


GOOD = {"message": "opened", "datetime": "2023-02-18T06:30:00.123456789Z", "timestamp_desc": "Access Time"}


def test_a_line_of_jsonl_is_taken_with_all_its_fields() -> None:
    (line,), opened = read(
        make_jsonl({**GOOD, "computer_name": "dc1", "pid": 4, "tags": ["a"], "deep": {"x": None}})
    )
    assert opened.format == "timesketch-jsonl"
    assert line.time == "2023-02-18T06:30:00.123456789Z"
    assert line.host == "dc1"
    assert line.fields == {"computer_name": "dc1", "pid": 4, "tags": ["a"], "deep": {"x": None}}


def test_microseconds_serve_where_the_time_is_missing() -> None:
    (line,), _ = read(make_jsonl({"message": "m", "timestamp": 1676701800123456, "timestamp_desc": "T"}))
    assert line.time == "2023-02-18T06:30:00.123456Z"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"message": "cut', "not a JSON object"),
        (b'["a"]', "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'{"message":"a","datetime":"2023-02-18T06:30:00Z"}', "timestamp_desc is missing"),
        (b'{"datetime":"2023-02-18T06:30:00Z","timestamp_desc":"T"}', "message is missing"),
        (b'{"message":"a","timestamp_desc":"T"}', "datetime is missing"),
        (b'{"message":"a","timestamp_desc":"T","datetime":{}}', "is no time"),
        (b'{"message":"a","timestamp_desc":"T","timestamp":"x"}', "no number of microseconds"),
        (b'{"message":"a","timestamp_desc":"T","timestamp":99999999999999999999}', "no year"),
        (
            b'{"message":"\\ud800","timestamp_desc":"T","datetime":"2023-02-18T06:30:00Z"}',
            "not a JSON object",
        ),
        (b'{"message":"a","x":' + b"[" * 900 + b"]" * 900 + b"}", "deeper than 32"),
        (b'{"message":"a","x":' + b"[" * 50_000 + b"]" * 50_000 + b"}", "not a JSON object"),
        (b'{"message":"' + b"a" * 1_100_000 + b'"}', "too long"),
    ],
)
def test_a_line_of_jsonl_that_does_not_hold_is_named(line: bytes, why: str) -> None:
    lines, opened = read(make_jsonl(GOOD) + line + b"\n" + make_jsonl(GOOD))
    assert len(lines) == 2
    assert number_problems(opened) == [2]
    assert why in opened.problems[0].why


def test_a_broken_first_line_does_not_hide_the_format() -> None:
    lines, opened = read(b"\n\x00garbage\n" + make_jsonl(GOOD))
    assert (len(lines), number_problems(opened)) == (1, [2])


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2015-07-24T19:01:01+00:00", "2015-07-24T19:01:01Z"),
        ("2015-07-24 19:01:01", "2015-07-24T19:01:01Z"),
        ("2015-07-24T19:01:01.5", "2015-07-24T19:01:01.5Z"),
        ("2015-07-24 19:01:01.123456 UTC", "2015-07-24T19:01:01.123456Z"),
        ("2015-07-24", "2015-07-24T00:00:00Z"),
        ("20150724T190101Z", "2015-07-24T19:01:01Z"),
        ("2015-07-24T19:01:01+0530", "2015-07-24T13:31:01Z"),
        ("1601-01-01T00:00:00Z", "1601-01-01T00:00:00Z"),
        ("1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ("0001-01-01T00:00:00-01:00", "0001-01-01T01:00:00Z"),
    ],
)
def test_times_of_every_year_and_shape_are_read(text: str, time: str) -> None:
    (line,), _ = read(make_jsonl({**GOOD, "datetime": text}))
    assert line.time == time


def test_a_command_that_removes_recovery_is_a_trace_of_its_technique() -> None:
    command = 'cmd /c "C:\\Windows\\system32\\VSSADMIN.exe" Delete Shadows /all /quiet'
    lines, _ = read(
        make_jsonl({**GOOD, "message": command}, GOOD, {**GOOD, "message": "vssadmin list shadows"})
    )
    assert [line.fields.get("attack") for line in lines] == [["T1490"], None, None]
