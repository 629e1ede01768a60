"""Event logs that somebody exported are read as what they are: XML, JSON of other programs, tables."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from firstbell.drill.intrusion.eventlogs import Event
from firstbell.investigate.hunts.hunt import HuntResult
from firstbell.investigate.hunts.readers.exports import is_export
from firstbell.investigate.hunts.sources.table import find_kind
from tests.investigate.hunts.made import AUDITING, LOGS, MadeHost, security, signs_of

NAMES = "http://schemas.microsoft.com/win/2004/08/events/event"
MEMBER = {
    "MemberName": "CN=svc-print,DC=district,DC=example",
    "MemberSid": "S-1-5-21-1-2-3-1234",
    "TargetUserName": "Domain Admins",
    "TargetSid": "S-1-5-21-1-2-3-512",
    "SubjectUserName": "bob",
}
TIME = "2023-11-14T22:13:20.1234567Z"
TIME_NS = 1_700_000_000_123_456_700


def render_event(number: int, data: Mapping[str, str] = MEMBER, event_id: int = 4728) -> str:
    values = "".join(f"<Data Name='{name}'>{value}</Data>" for name, value in data.items())
    return (
        f"<Event xmlns='{NAMES}'><System><Provider Name='{AUDITING}'/><EventID>{event_id}</EventID>"
        f"<TimeCreated SystemTime='{TIME}'/><EventRecordID>{number}</EventRecordID>"
        f"<Channel>Security</Channel><Computer>dc01</Computer></System><EventData>{values}</EventData></Event>"
    )


WHOLE = (
    f"<?xml version='1.0'?>\r\n<Events>{render_event(77)}\r\n{render_event(78, {'A': 'b'}, 4688)}</Events>"
)


def made_member() -> Event:
    """The same record, as it stands in the log."""
    return replace(security(77, 4728), data=MEMBER)


BEAT: dict[str, Any] = {
    "@timestamp": TIME,
    "winlog": {
        "channel": "Security", "event_id": 4728, "record_id": 77, "computer_name": "dc01",
        "provider_name": AUDITING, "event_data": MEMBER,
    },
}  # fmt: skip
DOTTED = {f"winlog.{name}": value for name, value in BEAT["winlog"].items() if name != "event_data"} | {
    f"winlog.event_data.{name}": value for name, value in MEMBER.items()
}
SIDE_BY_SIDE = {
    "EventTime": "2023-11-14 22:13:20", "@timestamp": TIME, "Hostname": "dc01", "EventID": 4728,
    "Channel": "Security", "RecordNumber": 77, "SourceName": AUDITING, **MEMBER,
}  # fmt: skip
READER = {
    "Event": {
        "System": {
            "Provider": {"#attributes": {"Name": AUDITING}}, "EventID": 4728, "EventRecordID": 77,
            "Channel": "Security", "Computer": "dc01", "TimeCreated": {"#attributes": {"SystemTime": TIME}},
        },
        "EventData": MEMBER,
    }
}  # fmt: skip
LINES = {
    "elastic": {"@timestamp": TIME, **DOTTED}, "beat": BEAT, "found": {"_source": BEAT}, "flat": SIDE_BY_SIDE,
    "reader": READER, "splunk": {"result": {"_raw": render_event(77)}},
}  # fmt: skip


def write_table(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    table = csv.DictWriter(out, fieldnames=list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    return out.getvalue().encode()


PAYLOAD = {"EventData": {"Data": [{"@Name": name, "#text": value} for name, value in MEMBER.items()]}}
TABLE = write_table(
    [
        {
            "RecordNumber": "1", "EventRecordId": "77", "TimeCreated": TIME, "EventId": "4728",
            "Provider": AUDITING, "Channel": "Security", "Computer": "dc01", "UserName": "x",
            "Payload": json.dumps(PAYLOAD),
        }
    ]
)  # fmt: skip
FILES = {
    "Security.xml": WHOLE.encode(),
    "security-utf16.xml": WHOLE.encode("utf-16"),
    "events.xml": render_event(77).encode(),
    "Security.csv": TABLE,
    "dc01_security.xml.gz": gzip.compress(WHOLE.encode()),
    "eventlog-list.json": json.dumps([BEAT, BEAT]).encode(),
    "eventlog-wide.json": ("Record 1\n" + json.dumps(READER, indent=2)).encode(),
    **{f"winlogbeat-{name}.ndjson": json.dumps(one).encode() + b"\n" for name, one in LINES.items()},
}


def hunt(files: Mapping[str, bytes]) -> HuntResult:
    made = MadeHost()
    made.add_night({f"/C/Exports/{name}": data for name, data in files.items()})
    return made.hunt()


@pytest.mark.parametrize("name", FILES)
def test_an_exported_record_raises_its_sign_as_in_the_log(name: str) -> None:
    result = hunt({name: FILES[name]})
    (trace,) = result.traces
    assert (trace.sign, trace.source) == ("account.raised", "eventlog/Security")
    assert (trace.records, trace.time_ns) == ([77], TIME_NS)
    assert not result.unread


def test_a_record_of_the_log_and_of_its_export_is_one_trace() -> None:
    made = MadeHost()
    event = made_member()
    told = WHOLE.replace(TIME, "2023-11-14T22:14:37Z").replace(">dc01<", ">dc01.district.example<")
    made.add_night({f"{LOGS}/Security.evtx": [event], "/C/Exports/Security.xml": told.encode()})
    (trace,) = made.hunt().traces
    assert trace.count == 1


def test_an_export_covers_only_where_its_numbers_go_on() -> None:
    told = "".join(
        render_event(number, {"A": "b"}, 4688).replace("22:13:20", f"22:13:{number:02}")
        for number in (1, 2, 3, 9, 20, 21)
    )
    covered = [
        one for one in hunt({"Security.xml": told.encode()}).coverage if one.source == "eventlog/Security"
    ]
    assert [(one.records, (one.until_ns - one.from_ns) // 10**9) for one in covered] == [(3, 2), (2, 1)]


def test_records_without_named_values_are_told_as_unread_though_their_numbers_count() -> None:
    told = {"Id": 1102, "LogName": "Security", "RecordId": 5, "TimeCreated": "/Date(1700000000000)/",
            "MachineName": "dc01",
            "ProviderName": "Microsoft-Windows-Eventlog", "Properties": [{"Value": "bob"}],
            "Message": "cleared"}  # fmt: skip
    result = hunt({"Security.json": json.dumps(told).encode()})
    assert signs_of(result) == ["hide.cleared"]
    assert [one.reason for one in result.unread] == ["1 of its records cannot be read"]


def test_an_export_that_is_cut_off_gives_what_stands_in_it_and_is_told() -> None:
    result = hunt({"Security.xml": WHOLE.encode()[:-60]})
    assert signs_of(result) == ["account.raised"]
    assert len(result.unread) == 1
    lines = json.dumps(BEAT).encode() + b"\n" + json.dumps(BEAT).encode()[:90]
    assert [one.reason for one in hunt({"winlogbeat.json": lines}).unread] == [
        "1 of its records cannot be read"
    ]


def test_other_files_of_such_names_are_no_source_and_nothing_is_told_of_them() -> None:
    result = hunt(
        {"system.json": b'{"Id": 4, "Name": "x"}', "Security.csv": b"a,b\n1,2\n", "events.xml": b"<a/>"}
    )
    assert (result.records, result.unread) == (0, [])
    assert not is_export(b'{"EventID": 5}')


def test_what_programs_keep_of_their_own_is_not_looked_at() -> None:
    assert find_kind(b"/C/Program Files/App/Security.xml") is None
    assert find_kind(b"/usr/share/doc/system.json") is None
    assert find_kind(b"/C/Users/bob/ecosystem.json") is None


@pytest.mark.parametrize(
    "path",
    ["/C/Temp/Security.evtx.bak", "/C/Temp/Security.evtx_old", f"{LOGS}/Security.save", f"{LOGS}/Archive-x"],
)
def test_a_log_under_another_name_is_read(path: str) -> None:
    made = MadeHost()
    made.add_night({path: [made_member()]})
    assert signs_of(made.hunt()) == ["account.raised"]


def test_other_files_beside_logs_are_passed_over_and_packed_logs_are_told() -> None:
    made = MadeHost()
    made.add_night(
        {f"{LOGS}/readme.txt": b"hello", "/C/Temp/Security.evtx.gz": gzip.compress(b"ElfFile\0" * 99)}
    )
    result = made.hunt()
    assert [(one.path, one.reason) for one in result.unread] == [
        (b"/C/Temp/Security.evtx.gz", "it is packed by gzip, and nothing here unpacks it")
    ]
