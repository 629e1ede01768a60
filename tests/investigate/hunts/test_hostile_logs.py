"""Logs into which an intruder may write any line: one line hides no other one of its file."""

from __future__ import annotations

import contextlib
import gzip
import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.investigate.hunts.readers.found import FoundRecords, UnreadableSourceError
from firstbell.investigate.hunts.readers.lines import WRITTEN, read_lines, read_time
from firstbell.investigate.hunts.readers.table import READERS
from firstbell.investigate.hunts.readers.transfers import read_size
from tests.investigate.hunts.made import MadeHost

_ROOMS = {"audit", "exports", "proxies", "textlogs", "transfers"}
_TEXTUAL = sorted(name for name, one in READERS.items() if one.read.__module__.rpartition(".")[2] in _ROOMS)
LOGON = "Nov 14 03:00:00 web1 sshd[9]: Accepted password for deploy from 203.0.113.9 port 5022 ssh2"
ACCOUNT = (
    "Nov 14 03:01:00 web1 useradd[9]: new user: name=sys0, UID=1005, GID=1005, home=/home/sys0, "
    "shell=/bin/bash, from=none"
)
FAR = [
    "9999-12-31T23:59:59Z web1 sshd[9]: hello",
    "2999-01-01T00:00:00+05:30 web1 sshd[9]: Accepted password for x from 203.0.113.9 port 1 ssh2",
    "0001-01-01T00:00:00+23:59 web1 sshd[9]: hello",
    "2023-11-14T03:00:00+99:99 web1 sshd[9]: hello",
    '203.0.113.9 - - [14/Nov/9999:03:00:00 +0000] "GET / HTTP/1.1" 200 5',
    "Nov 31 03:00:00 web1 sshd[9]: hello",
]


@pytest.mark.parametrize("line", FAR)
def test_a_line_from_the_end_of_time_hides_no_trace_of_its_file(line: str) -> None:
    made = MadeHost()
    text = "\n".join([LOGON, line, ACCOUNT]) + "\n"
    made.add_night({"/var/log/auth.log": text.encode()}, paths=["/"], host="web1")
    told = made.hunt()
    assert told.unread == []
    assert {("entry.remote_logon", "deploy"), ("account.created", "sys0")} <= {
        (trace.sign, trace.account) for trace in told.traces
    }


def read(name: str, data: bytes, path: str = "/var/log/x.log") -> list[FoundRecords]:
    return list(READERS[name].read(data, path, {WRITTEN: b"1700000000000000000"}))


@pytest.mark.parametrize(
    "ts", ["1e300", "inf", "-inf", "nan", "9999999999999", "-1e18", "1e999", "x", "", "\u0668"]
)
def test_a_connection_of_any_time_is_counted(ts: str) -> None:
    row = {"ts": ts, "id.orig_h": "10.0.0.5", "id.resp_h": "203.0.113.9", "orig_bytes": 5_000_000}
    good = row | {"ts": "1700000000.5"}
    lines = "\n".join(json.dumps(one) for one in (good, row, good)) + "\n"
    found = read("zeek", lines.encode())
    assert [one.fields["BytesSent"] for one in found] == ["5000000"] * 3
    assert [one.time_ns for one in found][::2] == [1_700_000_000_500_000_000] * 2
    assert_fit(found)


@pytest.mark.parametrize("seconds", ["99999999999.999", "100000000.0", "17000000000.1"])
def test_a_request_of_any_time_is_told(seconds: str) -> None:
    line = f"{seconds}    123 10.0.0.5 TCP_MISS/200 512 GET http://evil.example/x - DIRECT/203.0.113.9"
    (found,) = read("proxy", line.encode())
    assert found.fields["Host"] == "evil.example"
    assert_fit([found])


@pytest.mark.parametrize("sent", ["\u00b2", "9" * 5000, "-5", "1e9", "", "5 000"])
def test_a_count_of_bytes_that_is_none_makes_no_flow(sent: str) -> None:
    line = f"2023-11-14 03:00:00 src=10.0.0.5 dst=203.0.113.9 sentbytes={sent} url=http://evil.example/"
    for found in read("proxy", line.encode()):
        assert found.source == "text/proxy"
        assert "BytesSent" not in found.fields


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1.5 GiB", 3 << 29), ("12 Bytes", 12), ("700 kB", 700 << 10), ("1.2.3 GiB", 0), ("1. B", 1),
        (". B", 0), ("... MB", 0), ("x", 0), ("", 0), ("5", 0), ("\u0668 GiB", 8 << 30),
    ],
)  # fmt: skip
def test_a_size_that_is_none_is_no_error(text: str, size: int) -> None:
    told = read_size(text)
    assert told == size or (size == 0 and told >= 0)


@pytest.mark.parametrize("summed", ["1..2 G", "1.2.3 GiB", ". B", "9" * 400 + " T", "1 GiB"])
def test_a_sum_of_rclone_that_is_none_hides_no_file_that_it_copied(summed: str) -> None:
    lines = [
        "2023/11/14 03:00:00 INFO  : payroll.xlsx: Copied (new)",
        f"Transferred:   \t  {summed} / 1 GiB, 100%, 1 MiB/s",
        "2023/11/14 03:00:09 INFO  : grades.xlsx: Copied (new)",
    ]
    told = [one.item.fields for one in read("rclone", "\n".join(lines).encode()) if one.item]
    assert [fields["File"] for fields in told if "File" in fields] == ["payroll.xlsx", "grades.xlsx"]


@pytest.mark.parametrize(
    "moment",
    ["@999999999999999999", "@-999999999999999999", "@--5", "@\u00b2", "9999-12-31T23:59:59Z", "", "x"],
)
def test_an_event_of_any_time_is_read_with_those_beside_it(moment: str) -> None:
    def event(number: object, at: str) -> str:
        return json.dumps(
            {"Channel": "Security", "EventID": 4624, "EventRecordID": number, "TimeCreated": at}
        )

    lines = [event(1, "2023-11-14T03:00:00Z"), event("\u00b2", moment), event(3, "2023-11-14T03:00:02Z")]
    found = [one for one in read("exports", "\n".join(lines).encode()) if one.source]
    assert len(found) == 3
    assert_fit(found)


def assert_fit(found: list[FoundRecords]) -> None:
    """What is found goes to the desk in 64 bits, as UTF-8."""
    for one in found:
        assert -(2**63) <= one.time_ns < 2**63
        msgspec.msgpack.encode((one.time_ns, one.record, one.mark, one.fields, one.item))


_GRAINS = st.sampled_from(
    ["2023-11-14T03:00:00Z ", "9999-12-31 23:59:59 ", "Nov 14 03:00:00 ", "Feb 30 99:99:99 ", "src=", "dst=",
     "[14/Nov/2023:03:00:00 +0000] ", "sentbytes=", "10.0.0.5 ", "\u00b2", "9" * 30, "-", "1e999", "{", "}",
     "[", "]", '"', ",", "=", ":", " ", "\t", "#Fields: date time cs-bytes c-ip cs-host", "\n", "\n",
     "Transferred: ",
     "#fields\tts\tid.orig_h\torig_bytes", "CEF:0|a|b|c|d|e|5|", "1.2.3 GiB / 1 GiB, 100%", "Copied (new)",
     "INFO : x: ", "url=http://[", "http://a:99999999/", "GET ", "TCP_MISS/200 ", "type=EXECVE ",
     "msg=audit(",
     "9999999999999999.999:1): ", "argc=", "a0=", "<Event>", "</Event>", "Record ", '"EventID": ', "\ud7ff",
     '"Channel": "Security"', "\x00", "\ufeff", "Accepted password for x from ", "Host name: ",
     "Transfer done: 'C:\\a' => '/b' ["]
)  # fmt: skip


@pytest.mark.parametrize("name", _TEXTUAL)
@settings(max_examples=40)
@given(text=st.lists(_GRAINS, max_size=30).map("".join), packed=st.booleans())
def test_no_lines_end_in_an_error_of_python(name: str, text: str, packed: bool) -> None:
    data = gzip.compress(text.encode(), 1) if packed else text.encode()
    with contextlib.suppress(UnreadableSourceError):
        assert_fit(read(name, data))


@given(st.lists(_GRAINS, max_size=6).map("".join), st.integers(-(2**63), 2**63 - 1))
def test_a_time_is_read_from_any_line_in_64_bits(line: str, written_ns: int) -> None:
    assert -(2**63) <= read_time(line, written_ns) < 2**63


@pytest.mark.parametrize("cut", [1, 5, 11, 40, 200])
def test_of_a_compressed_log_that_was_cut_off_what_is_there_is_read(cut: int) -> None:
    lines = [f"Nov 14 03:00:00 web1 line {number}" for number in range(2000)]
    packed = gzip.compress("\n".join(lines).encode())
    read_back = list(read_lines(packed[:-cut], "/var/log/x.log.gz"))
    assert read_back[: len(read_back) - 1] == lines[: len(read_back) - 1]
    assert len(read_back) > 1000


@pytest.mark.parametrize(
    ("data", "path"),
    [(b"\x1f\x8b\x08junk", "/x.gz"), (b"plain", "/x.gz"), (b"\xfd7zXZ\0", "/x.xz"), (b"\0" * 100, "/x.log")],
)
def test_what_is_no_text_is_told_in_words(data: bytes, path: str) -> None:
    with pytest.raises(UnreadableSourceError, match=r"^it (cannot be decompressed|is )"):
        list(read_lines(data, path))
