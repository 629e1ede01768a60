"""By which time a snapshot counts, and what an invented time gets its inventor."""

from __future__ import annotations

import pytest

from firstbell.base.clock import parse_time
from firstbell.record.arrivals import Arrival
from firstbell.repository.arrivals import JoinedArrivals, NotedArrivals
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.moments import PolicyTreatment, find_moments, order_newest_first
from firstbell.repository.retention import Policy, apply_policy

NOW_NS = parse_time("2023-03-01T00:00:00Z")
LOOK, NEXT_LOOK = "2023-02-20T03:00:00Z", "2023-02-21T03:00:00Z"


def snap(
    time: str, hex_id: str = "", *, original: str | None = None, tags: list[str] | None = None
) -> Snapshot:
    return Snapshot(time=time, tree="", hex_id=hex_id or time, original=original, tags=tags)


def exact(time: str) -> Arrival:
    """An arrival of which the moment is known."""
    return Arrival(time, time)


def standing(snapshot: Snapshot, arrival: Arrival | None) -> PolicyTreatment:
    noted = NotedArrivals({snapshot.hex_id: arrival} if arrival else {})
    return find_moments([snapshot], now_ns=NOW_NS, arrivals=noted)[snapshot.hex_id].standing


@pytest.mark.parametrize(
    ("time", "arrival", "wanted"),
    [
        ("2023-02-20T06:00:00Z", None, PolicyTreatment.COUNTED),
        ("2023-02-20T06:00:00Z", exact("2023-02-20T07:00:00Z"), PolicyTreatment.COUNTED),
        ("2023-02-20T06:00:00Z", exact("2023-02-21T05:59:00Z"), PolicyTreatment.COUNTED),
        ("2023-02-20T06:00:00Z", exact("2023-02-21T06:01:00Z"), PolicyTreatment.APART),
        ("2023-02-20T06:00:00Z", exact("2023-02-20T05:01:00Z"), PolicyTreatment.COUNTED),
        ("2023-02-20T06:00:00Z", exact("2023-02-20T04:59:00Z"), PolicyTreatment.APART),
        ("2023-02-20T06:00:00Z", exact("2023-03-02T06:00:00Z"), PolicyTreatment.APART),
        ("2023-03-01T00:59:00Z", exact("2023-03-01T00:00:00Z"), PolicyTreatment.COUNTED),
        ("2023-03-01T01:01:00Z", exact("2023-03-01T00:00:00Z"), PolicyTreatment.EXEMPT),
        ("2020-01-01T06:00:00Z", Arrival(LOOK, None), PolicyTreatment.COUNTED),
        ("2023-02-20T06:00:00Z", Arrival(NEXT_LOOK, LOOK), PolicyTreatment.COUNTED),
        ("2023-02-19T03:01:00Z", Arrival(NEXT_LOOK, LOOK), PolicyTreatment.COUNTED),
        ("2023-02-19T02:59:00Z", Arrival(NEXT_LOOK, LOOK), PolicyTreatment.APART),
        ("2023-02-21T04:01:00Z", Arrival(NEXT_LOOK, LOOK), PolicyTreatment.APART),
        ("2023-02-21T04:01:00Z", Arrival(NEXT_LOOK, None), PolicyTreatment.APART),
    ],
)
def test_a_time_must_fit_when_the_snapshot_came(
    time: str, arrival: Arrival | None, wanted: PolicyTreatment
) -> None:
    assert standing(snap(time), arrival) is wanted


@pytest.mark.parametrize(
    ("time", "began", "wanted"),
    [
        ("2023-02-15T06:00:00Z", "2023-02-15T06:00:04Z", PolicyTreatment.COUNTED),
        ("2023-02-15T05:01:00Z", "2023-02-15T06:00:00Z", PolicyTreatment.COUNTED),
        ("2023-02-15T04:59:00Z", "2023-02-15T06:00:00Z", PolicyTreatment.APART),
        ("2023-02-20T01:00:00Z", "2023-02-20T05:00:00Z", PolicyTreatment.COUNTED),
        ("2023-02-15T06:00:00Z", None, PolicyTreatment.APART),
        ("2023-02-20T06:59:00Z", "2023-02-15T06:00:00Z", PolicyTreatment.APART),
    ],
)
def test_a_backup_that_took_days_fits_when_its_host_began_to_send(
    time: str, began: str | None, wanted: PolicyTreatment
) -> None:
    received = "2023-02-20T05:30:00Z"
    assert standing(snap(time), Arrival(received, received, began=began)) is wanted


def test_a_composed_snapshot_and_one_in_the_future_are_exempt() -> None:
    assert standing(snap("2023-02-20T06:00:00Z", tags=["firstbell:composed"]), None) is PolicyTreatment.EXEMPT
    assert standing(snap("2024-02-20T06:00:00Z"), None) is PolicyTreatment.EXEMPT


def test_the_time_received_is_the_one_that_counts() -> None:
    """Two backups that began on one day and ended on two are one of each day, on the vault's clock."""
    late = snap("2023-02-20T05:00:00Z")
    later = snap("2023-02-20T05:30:00Z")
    noted = NotedArrivals(
        {late.hex_id: exact("2023-02-19T23:30:00-06:00"), later.hex_id: exact("2023-02-20T00:30:00-06:00")}
    )
    moments = find_moments([late, later], now_ns=NOW_NS, arrivals=noted)
    rulings = apply_policy([late, later], Policy(daily=1, last=1), now_ns=NOW_NS, moments=moments)
    assert [(r.snapshot, r.reasons) for r in rulings] == [
        (later, ("last snapshot", "daily snapshot")),
        (late, ()),
    ]
    kept = apply_policy([late, later], Policy(daily=2), now_ns=NOW_NS, moments=moments)
    assert [ruling.is_kept for ruling in kept] == [True, True]
    assert [r.is_kept for r in apply_policy([late, later], Policy(daily=2), now_ns=NOW_NS)] == [True, True]


@pytest.mark.parametrize(
    "policy",
    [
        Policy(last=5),
        Policy(hourly=5),
        Policy(daily=5),
        Policy(weekly=2),
        Policy(monthly=2),
        Policy(yearly=1),
    ],
    ids=str,
)
def test_what_is_ruled_on_apart_takes_nobodys_place_and_is_ruled_on_all_the_same(policy: Policy) -> None:
    real = [snap(f"2023-02-{day:02}T06:00:00Z") for day in range(1, 20)]
    planted = [snap(f"2023-02-{day:02}T23:59:{n:02}Z") for day in range(1, 20) for n in range(3)]
    sightings = {s.hex_id: Arrival(LOOK, None) for s in real}
    sightings |= {s.hex_id: Arrival("2023-02-23T03:00:00Z", "2023-02-22T03:00:00Z") for s in planted}
    moments = find_moments([*real, *planted], now_ns=NOW_NS, arrivals=NotedArrivals(sightings))

    rulings = apply_policy([*real, *planted], policy, now_ns=NOW_NS, moments=moments)
    alone = {r.snapshot.hex_id: r.reasons for r in apply_policy(real, policy, now_ns=NOW_NS)}

    assert {r.snapshot.hex_id: r.reasons for r in rulings if r.snapshot in real} == alone
    apart = [ruling for ruling in rulings if ruling.snapshot in planted]
    assert 0 < sum(ruling.is_kept for ruling in apart) < len(planted)
    assert all(ruling.moment.why == "came after 2023-02-22T03:00:00Z" for ruling in apart)


def test_a_snapshot_whose_tags_were_changed_came_when_the_one_came_that_it_was() -> None:
    time = "2023-02-01T06:00:00Z"
    tagged = snap(time, "new", original="old")
    known = {"old": Arrival(LOOK, None, time), "new": Arrival(NEXT_LOOK, LOOK, time)}

    def standings(*snapshots: Snapshot) -> list[PolicyTreatment]:
        moments = find_moments(snapshots, now_ns=NOW_NS, arrivals=NotedArrivals(known))
        return [moments[snapshot.hex_id].standing for snapshot in snapshots]

    assert standings(tagged) == [PolicyTreatment.COUNTED]
    # the one that it was is still there: nothing was changed, somebody lays claim to it
    assert standings(tagged, snap(time, "old")) == [PolicyTreatment.APART, PolicyTreatment.COUNTED]
    # two lay claim to one
    rival = snap(time, "rival", original="old")
    known["rival"] = Arrival(NEXT_LOOK, LOOK, time)
    assert standings(tagged, rival) == [PolicyTreatment.APART, PolicyTreatment.APART]
    # another time than the one that was noted
    known["new"] = Arrival(NEXT_LOOK, LOOK, "2023-02-05T06:00:00Z")
    assert standings(snap("2023-02-05T06:00:00Z", "new", original="old")) == [PolicyTreatment.APART]


def test_the_newest_that_counts_comes_first_whatever_times_others_give_themselves() -> None:
    real, planted = snap("2023-02-01T06:00:00Z"), snap("2023-02-02T06:00:00Z")
    future = snap("2030-01-01T00:00:00Z")
    noted = NotedArrivals({planted.hex_id: exact("2023-02-20T06:00:00Z")})
    moments = find_moments([future, planted, real], now_ns=NOW_NS, arrivals=noted)
    assert order_newest_first([future, planted, real], moments) == [real, planted, future]


def test_the_first_source_that_knows_is_believed() -> None:
    first, second = exact(LOOK), exact(NEXT_LOOK)
    joined = JoinedArrivals([NotedArrivals({"a": first}), NotedArrivals({"a": second, "b": second})])
    assert [joined.find(name) for name in ("a", "b", "c")] == [first, second, None]
