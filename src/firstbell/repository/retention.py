"""Which snapshots a policy keeps, by restic's rules. Pure: nothing is read and nothing removed.

Each counting rule walks from the newest snapshot to the oldest and keeps the newest of each period (hour,
day, ISO week, month, year) until its count is used up; where periods run out before the count does, the
oldest snapshot is kept too. A period is one of the clock that the snapshot's own time is written by. Rules
of a span look no further back than so far before the newest snapshot that does not lie in the future.

A composed snapshot is no backup: it is kept, and takes no other snapshot's place in a count. Neither does one
whose time lies in the future. Those whose time is not borne out by when they came are ruled on apart, by the
same policy (`moments.py`): invented times must not push real snapshots out (restic/restic#22057).
Source: restic's documentation, "Removing snapshots according to a policy"; restic 0.18.0's behaviour
(`tests/compat/test_retention.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.moments import PolicyTreatment, RulingTime, find_moments, order_newest_first
from firstbell.repository.spans import TimeSpan

UNLIMITED = -1

Period = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How many to keep of each period (`UNLIMITED`: all), how far back, and which tags keep for ever.

    `tags`: each a comma-separated list; a snapshot that has every tag of one is kept.
    """

    last: int = 0
    hourly: int = 0
    daily: int = 0
    weekly: int = 0
    monthly: int = 0
    yearly: int = 0
    within: TimeSpan | None = None
    within_hourly: TimeSpan | None = None
    within_daily: TimeSpan | None = None
    within_weekly: TimeSpan | None = None
    within_monthly: TimeSpan | None = None
    within_yearly: TimeSpan | None = None
    tags: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, part.name) for part in fields(self))


@dataclass(frozen=True, slots=True)
class RetentionRuling:
    """One snapshot and why it is kept; no reasons: it goes. `moment`: by which time it was ruled on."""

    snapshot: Snapshot
    reasons: tuple[str, ...]
    moment: RulingTime

    @property
    def is_kept(self) -> bool:
        """Whether it stays."""
        return bool(self.reasons)


def _period_of_one(moment: datetime, number: int) -> Period:
    return (number,)


def _hour(moment: datetime, number: int) -> Period:
    return (moment.year, moment.month, moment.day, moment.hour)


def _day(moment: datetime, number: int) -> Period:
    return (moment.year, moment.month, moment.day)


def _week(moment: datetime, number: int) -> Period:
    return moment.isocalendar()[:2]


def _month(moment: datetime, number: int) -> Period:
    return (moment.year, moment.month)


def _year(moment: datetime, number: int) -> Period:
    return (moment.year,)


_PERIODS: dict[str, Callable[[datetime, int], Period]] = {
    "last": _period_of_one,
    "hourly": _hour,
    "daily": _day,
    "weekly": _week,
    "monthly": _month,
    "yearly": _year,
}


@dataclass(slots=True)
class _Rule:
    """One rule at work. `left`: how many it may still keep. `since`: it keeps nothing that is older."""

    name: str
    find_period: Callable[[datetime, int], Period]
    left: int = UNLIMITED
    since: datetime | None = None
    span: TimeSpan | None = None
    _last: Period = ()

    def judge(self, moment: datetime, number: int, *, is_oldest: bool) -> str:
        """Why the rule keeps the snapshot of that time, or ""."""
        if self.left == 0 or (self.since is not None and moment <= self.since):
            return ""
        period = self.find_period(moment, number)
        if period == self._last and not is_oldest:
            return ""
        prefix = "oldest " if period == self._last else ""
        self._last = period
        if self.left > 0:
            self.left -= 1
        if self.name == "within":
            return f"within {self.span}"
        return f"{prefix}{self.name} " + (f"within {self.span}" if self.since is not None else "snapshot")


def apply_policy(
    snapshots: Sequence[Snapshot],
    policy: Policy,
    *,
    now_ns: int,
    moments: Mapping[str, RulingTime] | None = None,
) -> list[RetentionRuling]:
    """A ruling for each snapshot, newest first. An empty policy keeps nothing but composed snapshots.

    `moments`: of all snapshots of the repository; without them each snapshot's own time is believed.
    """
    known = find_moments(snapshots, now_ns=now_ns) if moments is None else moments
    ordered = sorted(snapshots, key=lambda snapshot: (-known[snapshot.hex_id].at_ns, snapshot.hex_id))
    reasons: dict[str, tuple[str, ...]] = {}
    for standing in (PolicyTreatment.COUNTED, PolicyTreatment.APART):
        ruled = [s for s in ordered if known[s.hex_id].standing is standing]
        reasons |= _rule(order_newest_first(ruled, known), policy, known, now_ns=now_ns)
    return [
        RetentionRuling(
            snapshot, reasons.get(snapshot.hex_id, (known[snapshot.hex_id].why,)), known[snapshot.hex_id]
        )
        for snapshot in ordered
    ]


def _rule(
    ordered: Sequence[Snapshot], policy: Policy, moments: Mapping[str, RulingTime], *, now_ns: int
) -> dict[str, tuple[str, ...]]:
    """Why the policy keeps each, by hex id; newest first in, and each takes the place of those after it."""
    rules = _make_rules(policy, _find_reference([moments[s.hex_id] for s in ordered], now_ns))
    reasons = {}
    for number, snapshot in enumerate(ordered):
        wall = moments[snapshot.hex_id].wall
        told = _judge_tags(snapshot, policy)
        told += [rule.judge(wall, number, is_oldest=number == len(ordered) - 1) for rule in rules]
        reasons[snapshot.hex_id] = tuple(reason for reason in told if reason)
    return reasons


def _find_reference(moments: Sequence[RulingTime], now_ns: int) -> datetime | None:
    """The newest that does not lie in the future."""
    return next((moment.wall for moment in moments if moment.at_ns < now_ns), None)


def _make_rules(policy: Policy, reference: datetime | None) -> list[_Rule]:
    rules = []
    if policy.within and reference is not None:
        since = policy.within.before(reference)
        rules.append(_Rule("within", _period_of_one, since=since, span=policy.within))
    for name, find_period in _PERIODS.items():
        count: int = getattr(policy, name)
        if count:
            rules.append(_Rule(name, find_period, left=count))
    for name, find_period in _PERIODS.items():
        span: TimeSpan | None = getattr(policy, f"within_{name}", None)
        if span and reference is not None:
            rules.append(_Rule(name, find_period, since=span.before(reference), span=span))
    return rules


def _judge_tags(snapshot: Snapshot, policy: Policy) -> list[str]:
    own = set(snapshot.tags or ())
    kept_by = [tags for tags in policy.tags if (set(tags.split(",")) <= own if tags else not own)]
    return [f"has tags [{', '.join(tags.split(','))}]" for tags in kept_by]
