"""The map by headers says what the whole hunt says of the same logs, and names what it cannot see."""

from __future__ import annotations

import pytest

from firstbell.investigate.hunts.header_coverage import HeaderMap, map_headers
from firstbell.investigate.hunts.pieces import FileContent
from firstbell.investigate.hunts.records import HeldRecords
from tests.investigate.hunts.made import LOGS, SECURITY, MadeHost, cleared, security


def map_host(made: MadeHost) -> HeaderMap:
    """The map of everything that was saved."""
    return map_headers(made.repository, made.store)


def tell(made: MadeHost) -> list[tuple[str, int, int]]:
    """State, records and missing of each stretch."""
    return [(one.state, one.records, one.missing) for one in map_host(made).coverage]


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (range(100, 400), range(100, 900), [("covered", 800, 0)]),
        # rotated, and the ids meet
        (range(100, 400), range(300, 900), [("covered", 800, 0)]),
        (range(100, 400), range(450, 900), [("covered", 300, 0), ("gap", 0, 50), ("covered", 450, 0)]),
        # a log that counts from the beginning again
        (range(500, 900), range(1, 90), [("covered", 400, 0), ("gap", 0, 0), ("covered", 89, 0)]),
    ],
)
def test_two_nights_meet_or_leave_a_counted_hole(
    first: range, second: range, wanted: list[tuple[str, int, int]]
) -> None:
    made = MadeHost()
    for night, numbers in enumerate((first, second)):
        # a log that begins again goes on in time
        later_s = 1000 * night * (second[0] < first[0])
        made.add_night({SECURITY: [security(number, at_s=number + later_s) for number in numbers]})
    assert tell(made) == wanted
    whole = [one for one in made.hunt().coverage if one.source == "eventlog/Security"]
    told = map_host(made).coverage
    assert [(one.from_ns, one.until_ns) for one in told] == [(one.from_ns, one.until_ns) for one in whole]


def test_the_headers_cannot_say_that_a_log_was_cleared() -> None:
    made = MadeHost()
    made.add_night({SECURITY: [security(number) for number in range(100, 200)]})
    made.add_night({SECURITY: [cleared(300), *(security(number) for number in range(301, 320))]})
    (_, gap, _) = map_host(made).coverage
    assert (gap.state, gap.missing, gap.why) == ("gap", 100, "by the headers, no backup holds these records")


def test_a_log_is_named_by_its_file_and_each_stands_for_itself() -> None:
    made = MadeHost()
    files = {
        f"{LOGS}/{name}.evtx": [security(7)] for name in ("System", "Microsoft-Windows-WinRM%4Operational")
    }
    made.add_night(files)
    sources = {one.source for one in map_host(made).coverage}
    assert sources == {"eventlog/System", "eventlog/Microsoft-Windows-WinRM/Operational"}


def test_what_holds_no_headers_is_unread_and_the_other_logs_are_mapped() -> None:
    made = MadeHost()
    made.add_night({SECURITY: b"noise" * 40_000, f"{LOGS}/System.evtx": [security(7), security(8)]})
    told = map_host(made)
    assert [(one.path.rpartition(b"/")[2], one.code) for one in told.unread] == [
        (b"Security.evtx", "hunt.unreadable")
    ]
    assert sorted((one.source, one.state) for one in told.coverage) == [
        ("eventlog/Security", "unreadable"),
        ("eventlog/System", "covered"),
    ]


def test_a_part_that_two_nights_share_is_looked_at_once() -> None:
    made = MadeHost()
    records = [security(number) for number in range(100, 2000)]
    made.add_night({SECURITY: records})
    once = map_host(made).log_bytes
    made.add_night({SECURITY: records, f"{LOGS}/System.evtx": [security(7)]})
    assert 0 < map_host(made).log_bytes - once <= 0x10000


def test_a_range_of_a_file_names_the_blobs_it_lies_in() -> None:
    made = MadeHost()
    made.add_night({SECURITY: bytes(3 << 20)})
    ids = made.repository.list_snapshots()
    assert len(ids) == 1
    (held,) = [one for one in _list_files(made) if one.path.endswith(b"Security.evtx")]
    content = FileContent(made.repository, held)
    mib = 1 << 20
    spans = [
        content.span(*one)
        for one in ((0, 1), (0, mib), (mib - 1, mib + 1), (mib, 3 * mib), (3 * mib, 3 * mib))
    ]
    assert spans == [[0], [0], [0, 1], [1, 2], []]


def _list_files(made: MadeHost) -> list[HeldRecords]:
    map_host(made)
    return [
        one
        for snapshot in made.repository.list_snapshots()
        for one in made.store.find_night(snapshot.hex_id) or []
    ]
