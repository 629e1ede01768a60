"""Two nights of one log: what went, what is rotation, and what nobody can know."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from firstbell.drill.intrusion.eventlogs import CHUNK_BYTES, HEADER_BYTES, Event, write_log
from tests.investigate.hunts.made import LOGS, SECURITY, MadeHost, cleared, security, signs_of

NIGHT = [security(number) for number in range(1000, 1600)]
NEXT = [security(number) for number in range(1600, 1900)]


def test_a_log_that_only_grows_raises_nothing() -> None:
    made = MadeHost()
    made.add_night({SECURITY: NIGHT})
    made.add_night({SECURITY: [*NIGHT, *NEXT]})
    result = made.hunt()
    assert result.traces == []
    (stretch,) = [one for one in result.coverage if one.source == "eventlog/Security"]
    assert (stretch.state, stretch.records) == ("covered", 900)


def test_the_oldest_records_that_made_room_raise_nothing() -> None:
    made = MadeHost()
    made.add_night({SECURITY: NIGHT})
    made.add_night({SECURITY: [*NIGHT[250:], *NEXT]})
    assert made.hunt().traces == []


def test_a_log_that_went_round_wholly_leaves_a_counted_gap() -> None:
    made = MadeHost()
    made.add_night({SECURITY: NIGHT})
    made.add_night({SECURITY: [security(number) for number in range(1650, 2200)]})
    result = made.hunt()
    assert result.traces == []
    gaps = [one for one in result.coverage if one.state == "gap"]
    assert [one.missing for one in gaps] == [50]


def test_an_archived_log_in_another_file_raises_nothing() -> None:
    made = MadeHost()
    made.add_night({SECURITY: NIGHT})
    made.add_night({SECURITY: NEXT, f"{LOGS}/Archive-Security-2023-11-15.evtx": NIGHT})
    assert made.hunt().traces == []


def test_the_folder_that_was_not_backed_up_the_second_night_lost_nothing() -> None:
    made = MadeHost()
    made.add_night({SECURITY: NIGHT})
    made.add_night({"/C/Users/bob/a.txt": b"x"}, paths=["C:\\Users"])
    made.add_night({SECURITY: [*NIGHT, *NEXT]})
    assert made.hunt().traces == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("later", "gone"),
    [
        ([*NIGHT[:200], *NIGHT[220:], *NEXT], list(range(1200, 1220))),
        (NIGHT[:-30], list(range(1570, 1600))),
        ([security(number, CommandLine="other") for number in range(1, 400)], list(range(1000, 1600))),
        ([security(number, CommandLine="other") for number in range(1, 1700)], list(range(1000, 1600))),
        ([security(number) for number in range(1600, 1620)], list(range(1000, 1600))),
    ],
    ids=["cut out", "newest taken", "began again", "began again and grew past", "emptied without a word"],
)
def test_what_went_is_named_record_by_record(later: Sequence[Event], gone: list[int]) -> None:
    made = MadeHost()
    first = made.add_night({SECURITY: NIGHT})
    second = made.add_night({SECURITY: later})
    (trace,) = made.hunt().traces
    assert (trace.sign, trace.question) == ("hide.vanished", "hidden")
    assert trace.records == gone
    assert trace.more == {"missing": len(gone), "held_by": first}
    assert trace.bounds.first_snapshot == second


def test_a_log_that_is_gone_with_its_file_is_told_once() -> None:
    made = MadeHost()
    made.add_night({SECURITY: NIGHT, f"{LOGS}/x.txt": b"x"})
    made.add_night({f"{LOGS}/x.txt": b"x"})
    made.add_night({f"{LOGS}/x.txt": b"xy"})
    (trace,) = made.hunt().traces
    assert (trace.sign, trace.count) == ("hide.vanished", 600)
    assert "whole log" in trace.message


def test_a_cleared_log_says_who_cleared_it_and_which_records_nobody_holds() -> None:
    made = MadeHost()
    first = made.add_night({SECURITY: NIGHT})
    made.add_night({SECURITY: [cleared(1640), *[security(number) for number in range(1641, 1700)]]})
    result = made.hunt()
    (trace,) = result.traces
    assert (trace.sign, trace.account, trace.records) == ("hide.cleared", "bob", [1640])
    assert (trace.more["missing"], trace.more["held_by"]) == (40, first)
    (stretch,) = [one for one in result.coverage if one.state == "cleared"]
    assert stretch.missing == 40


def test_a_hole_inside_the_first_log_is_a_trace_and_in_an_exported_log_is_none() -> None:
    holed = [*NIGHT[:100], *NIGHT[110:]]
    made = MadeHost()
    made.add_night({SECURITY: holed})
    (trace,) = made.hunt().traces
    assert (trace.sign, trace.records, trace.count) == ("hide.vanished", [1099, 1110], 10)
    renumbered = [
        Event(e.record_id, e.time_ns, e.event_id, e.channel, e.provider, e.data, e.computer, number=at)
        for at, e in enumerate(holed, 1)
    ]
    exported = MadeHost()
    exported.add_night({SECURITY: renumbered})
    assert exported.hunt().traces == []


def test_a_chunk_that_cannot_be_read_is_told_and_no_record_is_called_gone() -> None:
    made = MadeHost()
    made.add_night({SECURITY: NIGHT})
    data = bytearray(write_log([*NIGHT, *NEXT]))
    start = HEADER_BYTES + CHUNK_BYTES
    data[start : start + 64] = b"\xa5" * 64
    made.add_night({SECURITY: bytes(data)})
    result = made.hunt()
    assert signs_of(result) == []
    assert [one.code for one in result.unread] == ["hunt.unreadable"]
    assert any(one.state == "unreadable" for one in result.coverage)
    assert result.records > 600


def test_an_encrypted_log_is_unread_and_not_vanished() -> None:
    made = MadeHost()
    made.add_night({SECURITY: NIGHT})
    made.add_night({SECURITY: bytes(range(256)) * 1024})
    result = made.hunt()
    assert signs_of(result) == []
    assert result.unread


@pytest.mark.long
def test_a_second_night_reads_only_what_is_new_and_a_second_hunt_nothing() -> None:
    made = MadeHost()
    many = [security(number) for number in range(1000, 9000)]
    made.add_night({SECURITY: many})
    first = made.hunt()
    made.add_night({SECURITY: [*many, *[security(number) for number in range(9000, 9160)]]})
    second = made.hunt()
    # the last chunk of the first night grew, and what came behind it is new
    assert second.pieces_read <= 4
    assert second.bytes_read < first.bytes_read / 3
    assert second.bytes_read <= second.bytes_loaded
    repeated = made.hunt()
    assert (repeated.bytes_read, repeated.bytes_loaded) == (0, 0)


def test_the_same_chunk_on_two_hosts_is_parsed_once() -> None:
    made = MadeHost()
    made.add_night({SECURITY: NIGHT})
    made.add_night({SECURITY: NIGHT}, host="dc02")
    result = made.hunt()
    assert result.hosts == ["dc01", "dc02"]
    assert result.traces == []


@pytest.mark.parametrize("path", ["/C", "/srv/copy/C", "/srv/copy", "C:\\"])
def test_nights_that_were_saved_by_a_relative_path_are_compared_like_others(path: str) -> None:
    made = MadeHost()
    for files in (
        {SECURITY: [security(number) for number in range(100, 130)]},
        {f"{LOGS}/System.evtx": [security(7)]},
    ):
        made.add_night(files, paths=(path,))
    (gone,) = [trace for trace in made.hunt().traces if trace.sign == "hide.vanished"]
    assert gone.count == 30


def test_a_night_of_another_folder_is_no_night_after() -> None:
    made = MadeHost()
    made.add_night({SECURITY: [security(number) for number in range(100, 130)]}, paths=("/C/Windows",))
    made.add_night({"/D/Shares/a.txt": b"x"}, paths=("/D/Shares",))
    assert [trace.sign for trace in made.hunt().traces] == []
