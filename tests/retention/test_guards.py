"""What guards keep, and for how long: events, pins, holds, the newest clean one, what was before a mass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.clock import DAY_NS, format_time, parse_time
from firstbell.catalog import EncryptionEvent, ExaminationRow, HostDamage, SnapshotRow, find_events
from firstbell.record.examination import Reason, Verdict
from firstbell.record.pins import Pin, PinnedSnapshot
from firstbell.repository import Snapshot
from firstbell.retention.guard_set import Guards
from firstbell.retention.guards import (
    HOLD_DAYS,
    MASS_DAYS,
    find_before_mass_changes,
    find_held,
    find_newest_clean,
    find_on_hold,
)

START_NS = parse_time("2026-03-01T05:00:00Z")
FAR_NS = START_NS + 10_000 * DAY_NS


def hex_id(number: int) -> str:
    return f"{number + 1:064x}"


def make_snapshot(number: int, *, at_ns: int | None = None, original: str | None = None) -> Snapshot:
    at = START_NS + number * DAY_NS if at_ns is None else at_ns
    return Snapshot(format_time(at), "f" * 64, original=original, hex_id=hex_id(number))


def make_row(
    number: int,
    verdict: Verdict = Verdict.CLEAN,
    *,
    changed: int = 1,
    codes: Sequence[str] = (),
    line: int = 1,
    at_ns: int | None = None,
) -> ExaminationRow:
    at = START_NS + number * DAY_NS if at_ns is None else at_ns
    snapshot = SnapshotRow(
        bytes.fromhex(hex_id(number)), line, "office", number, at, format_time(at), b"\xff" * 32
    )
    reasons = tuple(Reason(code, "as it was seen", 1) for code in codes)
    return ExaminationRow(snapshot, verdict, reasons, changed, 0, (), (), (), ())


def make_event(rows: Sequence[ExaminationRow], name: str = "0123456789abcdef") -> EncryptionEvent:
    line = rows[0].snapshot.line
    return EncryptionEvent(name, (HostDamage("office", line, tuple(rows), (), None),))


def make_pin(snapshot: Snapshot, *, first: str = "", why: str = "counsel asked for it") -> Pin:
    pinned = PinnedSnapshot(snapshot.hex_id, first or snapshot.hex_id, snapshot.tree, snapshot.time, "office")
    return Pin("ab" * 32, "2026-03-02T00:00:00Z", why, (pinned,))


def by_id(rows: Iterable[ExaminationRow]) -> dict[bytes, ExaminationRow]:
    return {row.snapshot.id: row for row in rows}


def test_while_an_event_is_open_every_snapshot_stays_those_of_other_hosts_too() -> None:
    snapshots = [make_snapshot(number) for number in range(4)]
    held = find_held(snapshots, open_events=[make_event([make_row(90, Verdict.EVENT)])], pins=[])
    assert held == {one.hex_id: "encryption event 0123456789abcdef is open" for one in snapshots}


def test_a_pin_keeps_the_snapshot_and_names_itself_and_its_reason() -> None:
    pinned, other = make_snapshot(0), make_snapshot(1)
    assert find_held([pinned, other], open_events=[], pins=[make_pin(pinned)]) == {
        pinned.hex_id: "pin abababab: counsel asked for it"
    }


def test_a_pinned_snapshot_stays_when_its_tags_change_as_often_as_they_do() -> None:
    first = make_snapshot(0)
    second = make_snapshot(1, original=first.hex_id)
    third = make_snapshot(2, original=first.hex_id)
    # pinned under its second id: restic keeps only the first as `original`
    pin = make_pin(second, first=first.hex_id)
    assert list(find_held([first, second, third], open_events=[], pins=[pin])) == [
        first.hex_id,
        second.hex_id,
        third.hex_id,
    ]
    stranger = make_snapshot(3, original=hex_id(77))
    assert find_held([stranger], open_events=[], pins=[pin]) == {}


def test_a_pins_reason_is_told_before_an_events_and_an_events_before_a_holds() -> None:
    pinned, other = make_snapshot(0), make_snapshot(1)
    on_hold = {pinned.hex_id: "on hold", other.hex_id: "on hold", hex_id(50): "on hold"}
    event = make_event([make_row(9, Verdict.EVENT)])
    held = find_held([pinned, other], open_events=[event], pins=[make_pin(pinned)], on_hold=on_hold)
    assert [reason.split()[0] for reason in held.values()] == ["pin", "encryption"]
    held = find_held([pinned, other], open_events=[], pins=[make_pin(pinned)], on_hold=on_hold)
    assert held[other.hex_id] == "on hold"
    # what is not asked about is not listed
    assert set(held) == {pinned.hex_id, other.hex_id}


def test_of_two_open_events_the_first_is_the_reason_for_snapshots_and_for_all_else() -> None:
    events = [make_event([make_row(at, Verdict.EVENT)], name) for at, name in ((5, "aa" * 8), (7, "bb" * 8))]
    reason = f"encryption event {'aa' * 8} is open"
    guards = Guards(open_events=events)
    snapshot = make_snapshot(0)

    assert guards.hold([snapshot]) == {snapshot.hex_id: reason}
    assert guards.hold_all(["01", "02"]) == {"01": reason, "02": reason}
    assert Guards().hold_all(["01"]) == {}


@pytest.mark.parametrize(
    ("newest_day", "now_day", "holds"),
    [
        (HOLD_DAYS, HOLD_DAYS, True),
        (HOLD_DAYS + 1, HOLD_DAYS + 1, False),
        # the clock of a host that runs ahead lets nothing go, nor does ours
        (HOLD_DAYS + 500, HOLD_DAYS, True),
        (HOLD_DAYS, HOLD_DAYS + 500, True),
    ],
)
def test_a_hold_ends_after_thirty_days_by_both_clocks(newest_day: int, now_day: int, holds: bool) -> None:
    suspect = make_row(0, Verdict.SUSPECT)
    members = [suspect.snapshot, make_row(newest_day).snapshot]
    held = find_on_hold([suspect], {1: members}, now_ns=START_NS + now_day * DAY_NS)
    assert bool(held) is holds
    if holds:
        assert held == {one.hex_id: "snapshot 00000000 of office is suspect" for one in members}


def test_a_hold_lasts_to_the_last_nanosecond_of_its_days() -> None:
    suspect = make_row(0, Verdict.SUSPECT)
    end_ns = START_NS + HOLD_DAYS * DAY_NS
    lines = {1: [suspect.snapshot, make_row(1, at_ns=FAR_NS).snapshot]}
    assert find_on_hold([suspect], lines, now_ns=end_ns)
    assert not find_on_hold([suspect], lines, now_ns=end_ns + 1)


def test_a_hold_keeps_its_own_line_and_no_other() -> None:
    suspect = make_row(3, Verdict.SUSPECT, line=1)
    calm = [make_row(number, line=2).snapshot for number in (1, 2)]
    held = find_on_hold([suspect], {1: [suspect.snapshot], 2: calm}, now_ns=START_NS + 4 * DAY_NS)
    assert set(held) == {suspect.snapshot.hex_id}
    # a line all of whose snapshots were forgotten holds nothing
    assert find_on_hold([suspect], {1: [], 2: calm}, now_ns=START_NS + 4 * DAY_NS) == {}


@pytest.mark.parametrize(("suspect_at", "holds"), [(1, False), (4, False), (5, True)])
def test_a_closed_event_ends_the_holds_of_what_came_before_its_end_only(suspect_at: int, holds: bool) -> None:
    rows = [make_row(number) for number in range(6)]
    rows[2] = make_row(2, Verdict.EVENT)
    rows[4] = make_row(4, Verdict.EVENT)
    rows[suspect_at] = make_row(suspect_at, Verdict.EVENT if suspect_at in (2, 4) else Verdict.SUSPECT)
    names = {event.hex_id for event in find_events(rows)}
    lines = {1: [row.snapshot for row in rows]}
    held = find_on_hold(rows, lines, closed=names, now_ns=START_NS + 6 * DAY_NS)
    assert bool(held) is holds
    if suspect_at == 1:
        assert find_on_hold(rows, lines, closed=(), now_ns=START_NS + 6 * DAY_NS)


def test_the_newest_clean_snapshot_of_each_group_stays_however_many_struck_ones_follow() -> None:
    rows = by_id(
        [
            make_row(0),
            make_row(1),
            *(make_row(number, Verdict.EVENT) for number in range(2, 9)),
            make_row(20, Verdict.SUSPECT),
        ]
    )
    groups = [
        [make_snapshot(number) for number in range(8, -1, -1)],
        [make_snapshot(20)],  # none is clean
        [make_snapshot(30)],  # never examined
        [],
    ]
    assert find_newest_clean(rows, groups) == {hex_id(1): "the newest clean snapshot of its group"}


def find_before(rows: Sequence[ExaminationRow], *, now_ns: int = FAR_NS) -> dict[str, str]:
    members = [make_snapshot(row.snapshot.position) for row in reversed(rows)]
    return find_before_mass_changes(by_id(rows), [members], now_ns=now_ns)


def test_the_snapshot_before_a_mass_change_stays_and_it_is_said_which() -> None:
    rows = [make_row(0, changed=900), *(make_row(n, changed=2) for n in (1, 2, 3)), make_row(4, changed=400)]
    assert find_before(rows) == {
        hex_id(3): "the newest before 00000000 of 2026-03-05T05:00:00Z, which changed 400 files at once"
    }


@pytest.mark.parametrize(("changed", "keeps"), [(19, False), (20, True)])
def test_fewer_than_twenty_changed_files_are_no_mass(changed: int, keeps: bool) -> None:
    assert bool(find_before([make_row(0), make_row(1), make_row(2, changed=changed)])) is keeps


@pytest.mark.parametrize(
    ("busy", "changed", "keeps"),
    # one busy day in twenty is not what is usual, two are
    [(0, 75, False), (0, 76, True), (1, 75, False), (1, 76, True), (2, 199, False), (2, 200, True)],
)
def test_a_mass_is_four_times_what_nine_in_ten_snapshots_changed(
    busy: int, changed: int, keeps: bool
) -> None:
    usual = [make_row(n, changed=19 if n <= 20 - busy else 50) for n in range(1, 21)]
    assert bool(find_before([make_row(0), *usual, make_row(21, changed=changed)])) is keeps


def test_all_in_the_first_snapshot_is_new_and_no_mass_change() -> None:
    assert find_before([make_row(0, changed=100_000)]) == {}
    assert find_before([make_row(0, changed=100_000), make_row(1)]) == {}


def test_a_mass_change_that_a_person_ruled_benign_keeps_nothing() -> None:
    rows = [make_row(0), make_row(1), make_row(2, changed=400, codes=["ruled.benign"])]
    assert find_before(rows) == {}
    # and from then on as many files are what is usual there
    assert find_before([*rows, make_row(3, changed=400)]) == {}


def test_one_mass_change_does_not_make_the_next_one_usual() -> None:
    rows = [make_row(0), make_row(1), make_row(2, changed=400), make_row(3, changed=400)]
    assert set(find_before(rows)) == {hex_id(1), hex_id(2)}


@pytest.mark.parametrize(("now_day", "keeps"), [(2 + MASS_DAYS, True), (3 + MASS_DAYS, False)])
def test_what_was_before_a_mass_change_stays_for_ninety_days(now_day: int, keeps: bool) -> None:
    rows = [make_row(0), make_row(1), make_row(2, changed=400), make_row(2 + MASS_DAYS + 30)]
    assert bool(find_before(rows, now_ns=START_NS + now_day * DAY_NS)) is keeps


def test_a_host_whose_clock_stands_still_loses_nothing_by_ours() -> None:
    rows = [make_row(0), make_row(1), make_row(2, changed=400)]
    assert set(find_before(rows, now_ns=FAR_NS)) == {hex_id(1)}


def test_guards_without_anything_keep_nothing() -> None:
    guards = Guards()
    snapshots = [make_snapshot(1), make_snapshot(0)]
    assert guards.hold(snapshots) == {}
    assert guards.keep_newest_clean([snapshots, []]) == {}


def test_guards_take_groups_from_an_iterator_and_say_of_a_clean_one_that_it_is_the_newest() -> None:
    rows = [make_row(0), make_row(1), make_row(2, Verdict.SUSPECT, changed=500)]
    guards = Guards(examinations=by_id(rows), now_ns=FAR_NS)
    kept = guards.keep_newest_clean(iter([[make_snapshot(n) for n in (2, 1, 0)]]))
    # both guards keep it; that it is the newest clean one never ends
    assert kept == {hex_id(1): "the newest clean snapshot of its group"}


ROWS = st.lists(
    st.tuples(st.sampled_from(list(Verdict)), st.integers(0, 500), st.booleans()), min_size=1, max_size=12
)


@given(ROWS, st.integers(0, 400))
def test_what_is_kept_is_of_the_group_and_a_clean_one_is_always_among_it(
    told: list[tuple[Verdict, int, bool]], now_day: int
) -> None:
    rows = [
        make_row(number, verdict, changed=changed, codes=["ruled.benign"] if benign else ())
        for number, (verdict, changed, benign) in enumerate(told)
    ]
    members = [make_snapshot(row.snapshot.position) for row in reversed(rows)]
    guards = Guards(examinations=by_id(rows), now_ns=START_NS + now_day * DAY_NS)
    kept = guards.keep_newest_clean([members])
    assert set(kept) <= {one.hex_id for one in members}
    clean = [row.snapshot.hex_id for row in rows if row.verdict is Verdict.CLEAN]
    assert set(clean[-1:]) <= set(kept)


@given(ROWS, st.integers(0, 400), st.integers(0, 400))
def test_a_guard_lets_go_as_time_passes_and_never_takes_more(
    told: list[tuple[Verdict, int, bool]], day: int, later: int
) -> None:
    rows = [make_row(n, verdict, changed=2) for n, (verdict, _, _) in enumerate(told)]
    lines = {1: [row.snapshot for row in rows] + [make_row(900).snapshot]}
    held = [
        find_on_hold(rows, lines, now_ns=START_NS + at * DAY_NS)
        for at in (max(day, 12), max(day, 12) + later)
    ]
    assert set(held[1]) <= set(held[0])
