"""Playing an attack or an honest day: calm days first, then it, each backed up; verdicts, then recoveries."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from firstbell.base.clock import NS_PER_S, format_time, parse_time
from tests.adversary.catalogue import Attack
from tests.adversary.hosts import Files, live_a_day, make_host
from tests.adversary.scratch import Host, open_host
from tests.adversary.stage import Backup, Stage

_START = parse_time("2026-01-05T20:00:00Z")
_DAY_NS = 86_400 * NS_PER_S
CALM_DAYS = 6
_SEVERITY = ("clean", "suspect", "event")


@dataclass(frozen=True)
class Given:
    """What a recovery gave back. `right`: files as they are wanted; `extra`: files that nobody wants."""

    status: int
    right: int
    wrong: int
    missing: int
    extra: int

    @property
    def is_exact(self) -> bool:
        """Whether it is what a person would want, to the file."""
        return not (self.wrong or self.missing or self.extra)


@dataclass
class Played:
    """What an attack came to. `verdicts`, `shares`: of each day of it, the share of files gone by then.

    `default`, `ruled`: recovery by itself, and after the first day was ruled an event.
    """

    attack: Attack
    files: int
    verdicts: list[str] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    reason: str = ""
    default: Given | None = None
    ruled: Given | None = None

    @property
    def seen_on(self) -> int:
        """The first day with a verdict other than clean, from 1; 0 where there was none."""
        return next((day for day, one in enumerate(self.verdicts, 1) if one != "clean"), 0)

    @property
    def worst(self) -> str:
        """The gravest verdict of all days."""
        return max(self.verdicts, key=_SEVERITY.index)

    @property
    def is_in_time(self) -> bool:
        """Whether it was at least suspect by the day on which 10 % were gone; also where 5 % never were."""
        if self.shares[-1] <= 0.05:
            return True
        day = next((day for day, share in enumerate(self.shares, 1) if share >= 0.1), len(self.shares))
        return 0 < self.seen_on <= day


class _Days:
    """The dates of the backups of one host."""

    def __init__(self) -> None:
        self._at_ns = _START

    def next(self, days_later: float = 0.0) -> str:
        self._at_ns += _DAY_NS
        return format_time(self._at_ns + int(days_later * _DAY_NS))


@dataclass(frozen=True)
class Scale:
    """How large a host is, None for as large as its seed says, and how many calm days it has had."""

    files: int | None = None
    calm_days: int = CALM_DAYS


FULL = Scale()


def live_calmly(host: Host, tree: Files, source: random.Random, dates: _Days, *, days: int) -> Files:
    """Back up the tree, and calm days after it; the tree at their end."""
    host.put(tree)
    host.back_up(dates.next())
    for day in range(1, days):
        tree = live_a_day(tree, source, day=day)
        host.put(tree)
        host.back_up(dates.next())
    return tree


def play_attack(attack: Attack, *, seed: int, recovers: bool = True, scale: Scale = FULL) -> Played:
    """The attack on the host of that seed, from its first day to the recoveries."""
    source = random.Random(f"attack {seed}")
    dates = _Days()
    with open_host() as host:
        tree = make_host(seed, files=scale.files)
        stage = Stage(live_calmly(host, tree, source, dates, days=scale.calm_days), source)
        played = Played(attack, len(stage.targets))
        saved: list[list[str]] = []
        for day in range(1, attack.days + 1):
            stage.day = day
            spared = frozenset(stage.touched)
            stage.take_in_honest(live_a_day(stage.tree, source, day=scale.calm_days + day, spared=spared))
            attack.deed(stage)
            if stage.backup.host == "files":  # else nothing of that day is stored for the host
                stage.settle()
            host.put(stage.tree)
            saved.append(_back_up(host, stage.backup, dates))
            played.shares.append(stage.share)
        told = host.examine()
        days = [[told[one] for one in ids] for ids in saved]
        played.verdicts = [max((one["verdict"] for one in rows), key=_SEVERITY.index) for rows in days]
        played.reason = _tell_reason([one for rows in days for one in rows])
        if recovers:
            played.default = _judge(*host.recover("default"), stage)
            for one in saved[0]:
                host.rule(one, "event")
            played.ruled = _judge(*host.recover("ruled"), stage)
    return played


def _back_up(host: Host, backup: Backup, dates: _Days) -> list[str]:
    time = dates.next(backup.days_later)
    sets = [(path,) for path in backup.paths]
    return [host.back_up(time, host=backup.host, paths=paths, extra=backup.extra) for paths in sets]


def _tell_reason(told: Sequence[Mapping[str, Any]]) -> str:
    """The code of the heaviest reason of the first day that was not clean."""
    for one in told:
        if one["verdict"] != "clean" and one["reasons"]:
            return str(max(one["reasons"], key=lambda reason: reason.get("weight", 0))["code"])
    return ""


def _judge(status: int, given: dict[str, bytes], stage: Stage) -> Given:
    """What was given back, beside what is wanted. A move that a ruling undid is right under the old name."""
    wanted = stage.wanted
    for path, old in stage.moved.items():
        if path not in given and old in given:
            given[path] = given.pop(old)
    right = sum(given.get(path) == content for path, content in wanted.items())
    missing = len(wanted.keys() - given.keys())
    return Given(status, right, len(wanted) - right - missing, missing, len(given.keys() - wanted.keys()))


Work = Callable[[Files, random.Random], Files]


@dataclass(frozen=True)
class HonestDay:
    """Bulk work that people or programs do in one day."""

    name: str
    work: Work
    shape: int | None = None


@dataclass(frozen=True)
class Judged:
    """The verdict on an honest day, that on the ordinary day after it, and the heaviest reason.

    `released`: the verdict once a person ruled the day benign, "" where it was clean.
    """

    name: str
    files: int
    changed: int
    verdict: str
    after: str
    reason: str
    released: str


def play_honest(day: HonestDay, *, seed: int, scale: Scale = FULL) -> Judged:
    """The day on the host of that seed, after calm days, and one ordinary day after it."""
    source = random.Random(f"honest {seed}")
    dates = _Days()
    with open_host() as host:
        tree = make_host(seed, files=scale.files)
        tree = live_calmly(host, tree, source, dates, days=scale.calm_days)
        after = day.work(dict(tree), source)
        changed = sum(tree.get(path) != after.get(path) for path in tree.keys() | after.keys())
        saved = []
        for state in (after, live_a_day(after, source, day=scale.calm_days + 1)):
            host.put(state)
            saved.append(host.back_up(dates.next()))
        first, second = (host.examine()[one] for one in saved)
        released = ""
        if first["verdict"] != "clean":
            host.rule(saved[0], "benign")
            released = str(host.examine()[saved[0]]["verdict"])
        return Judged(
            day.name,
            len(tree),
            changed,
            first["verdict"],
            second["verdict"],
            _tell_reason([first]),
            released,
        )
