"""What hunts found, on the timeline and in what other tools read; records whose time the backups refute."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from stix2 import parse

from firstbell.drill.intrusion.eventlogs import Event
from firstbell.investigate.hunts.indicators.indicator import HuntIndicator
from firstbell.investigate.hunts.lines import list_hunt_lines
from firstbell.investigate.timeline import join_lines
from firstbell.record.timeline import LineKind, TimelineLine
from tests.investigate.exported import export
from tests.investigate.hunts.made import DAY_NS, SECOND_NS, SECURITY, START_NS, MadeHost, security

TOOL = b"MZ a tool of theirs"
CREATED = {"TargetUserName": "svc-print", "SubjectUserName": "bob", "TargetSid": "S-1-5-21-9"}


def hunted() -> list[TimelineLine]:
    """The lines of a hunt that found an account that was made, and a file that an indicator names."""
    made = MadeHost()
    made.add_night({SECURITY: [security(number) for number in range(1, 9)]})
    events = [*(security(number) for number in range(1, 9)), security(9, 4720, at_s=40_000, **CREATED)]
    made.add_night({SECURITY: events, "/C/ProgramData/netscan.bin": TOOL})
    result = made.hunt(
        indicators=[
            HuntIndicator("name", "netscan.bin", "scanner", "list.csv"),
            HuntIndicator("address", "203.0.113.5"),
        ]
    )
    return list(join_lines([list(list_hunt_lines(result.list_messages()))]))


def test_a_trace_is_a_line_with_bounds_that_the_intruder_cannot_move() -> None:
    lines = hunted()
    (line,) = [one for one in lines if one.fields.get("sign") == "account.created"]
    assert (line.kind, line.host, line.source) == (LineKind.TRACE, "dc01", "hunt")
    assert line.fields["claimed"] is True
    assert line.fields["known_after"] < line.fields["known_by"]
    assert (line.fields["records"], line.fields["attack"], line.fields["attack_version"]) == (
        [9],
        ["T1136"],
        "18.1",
    )
    (named,) = [one for one in lines if one.fields.get("sign") == "indicator.name"]
    assert named.fields["claimed"] is False
    assert named.time == named.fields["known_by"]


def test_what_nobody_could_look_at_is_a_line_for_each_hole() -> None:
    gaps = [one for one in hunted() if one.kind is LineKind.GAP]
    assert {one.fields["log"] for one in gaps} >= {"srum/network", "flow"}
    assert all("Nobody could look at" in one.message for one in gaps)


def test_every_time_in_a_line_has_its_zone() -> None:
    times = [time for line in hunted() for time in re.findall(r"\b\d{4}-\d\d-\d\dT[\d:.]+\w*", line.message)]
    assert times
    assert [time for time in times if not re.search(r":\d\dZ$", time)] == []


def test_exports_carry_traces() -> None:
    lines = hunted()
    rows = [json.loads(line) for line in export("timesketch-jsonl", lines).splitlines()]
    assert any(row["kind"] == "trace" and row["sign"] == "account.created" for row in rows)
    bundle = json.loads(export("stix", lines))
    objects = [parse(one) for one in bundle["objects"]]
    sightings = [one for one in objects if one.type == "sighting"]
    by_id = {one.id: one for one in objects}
    sighted = {by_id[one.sighting_of_ref].name for one in sightings}
    assert sighted == {"T1136", "scanner"}
    assert {by_id[one.where_sighted_refs[0]].name for one in sightings} == {"dc01"}
    alert = json.loads(export("thehive", lines))
    assert [one["data"] for one in alert["observables"] if one["dataType"] == "filename"] == ["netscan.bin"]
    assert "account.created" in alert["description"]
    case = json.loads(export("iris", lines))
    assert ("netscan.bin", "filename") in {(one["ioc_value"], one["type_name"]) for one in case["iocs"]}
    assert "Credential Access" in {one["category"] for one in case["timeline"]}


def made_event(number: int, at_ns: int) -> Event:
    return replace(security(number, 4720, at_s=-1, **CREATED), time_ns=at_ns)


def test_a_record_that_contradicts_its_bounds_is_itself_a_trace() -> None:
    made = MadeHost()
    night = [security(number, at_s=number * 3000.0) for number in range(1, 29)]
    made.add_night({SECURITY: night})
    backdated = made_event(29, START_NS + 6000 * SECOND_NS)
    made.add_night({SECURITY: [*night, backdated]})
    (trace,) = [one for one in made.hunt().traces if one.sign == "hide.times"]
    assert (list(trace.records), trace.strength) == ([29], "shown")
    assert trace.bounds.known_after_ns is not None
    assert trace.time_ns < trace.bounds.known_after_ns


def test_a_record_of_a_time_to_come_is_refuted_and_a_late_one_is_not() -> None:
    made = MadeHost()
    night = [security(number, at_s=number * 3000.0) for number in range(1, 29)]
    made.add_night({SECURITY: night})
    late = made_event(29, START_NS + DAY_NS + 3600 * SECOND_NS)
    ahead = made_event(30, START_NS + 9 * DAY_NS)
    made.add_night({SECURITY: [*night, late, ahead]})
    (trace,) = [one for one in made.hunt().traces if one.sign == "hide.times"]
    assert list(trace.records) == [30]
