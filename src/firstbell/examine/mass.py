"""What a host lost at once or over weeks, against what that host loses anyway.

Losses add up for 90 days, for the host, each top folder and each type. There is no count below which they
are forgotten: a file a day adds up as a hundred in one night. A twentieth of the host's files is `suspect`,
whatever the new contents decode as. An intruder who takes a little every day makes no habit of it: what a
host loses anyway is measured by its calmest week, which nobody can raise afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec

from firstbell.base.counts import choose_word, say_count, say_share
from firstbell.examine.weights import make_sign
from firstbell.record.evidence import MOST_DAYS_BETWEEN, WINDOW_DAYS, Evidence, Loss, Sign

HOST_SHARE = 0.05
LEAST_HOST = 8
_GROUP_SHARE = 0.5
LEAST_GROUP = 20
# files that differed and hold one and the same now are few before they are a deed
_LEAST_ALIKE = 8
_CALM_SNAPSHOTS = 7
# what a person released comes again a little larger
_RELEASED_GROWTH = 1.25
_MOST_TOLD = 3
_Key = tuple[str, str]
_HOST: _Key = ("host", "")
_GROWTH: _Key = ("growth", "")
# files that hold other numbers add up by themselves: people change a few each day, mostly in the same files
_REFIGURED: _Key = ("refigured", "")
_REFIGURED_SHARE = 0.075


class MassTally(msgspec.Struct, frozen=True):
    """Losses of one group that are in mind: pairs of the day and a count. `held`: the most it held."""

    days: tuple[tuple[float, int], ...] = ()
    held: int = 0

    @property
    def total(self) -> int:
        """Files lost, less those that came back."""
        return max(0, sum(count for _, count in self.days))


class MassWindow(msgspec.Struct, frozen=True):
    """Losses of the last 90 days by group. `day`: where its clock stands; `snapshots`: days of those seen."""

    day: float = 0.0
    snapshots: tuple[float, ...] = ()
    tallies: Mapping[_Key, MassTally] = msgspec.field(default_factory=lambda: MappingProxyType({}))


EMPTY = MassWindow()


def pass_time(window: MassWindow, days: float) -> MassWindow:
    """The window when the next snapshot comes: what is older than 90 days has left it."""
    day = window.day + min(max(0.0, days), MOST_DAYS_BETWEEN)
    first = day - WINDOW_DAYS
    kept = {}
    for key, tally in window.tallies.items():
        left = tuple(entry for entry in tally.days if entry[0] >= first)
        if left:
            kept[key] = msgspec.structs.replace(tally, days=left)
    return MassWindow(day, tuple(one for one in window.snapshots if one >= first), kept)


def count_outstanding(window: MassWindow, key: _Key) -> int:
    """Files of the group that were lost in the window and did not come back."""
    tally = window.tallies.get(key)
    return tally.total if tally else 0


def has_losses(window: MassWindow) -> bool:
    """Whether something is in mind that may come back."""
    return any(key not in (_GROWTH, _REFIGURED) for key in window.tallies)


def add_losses(window: MassWindow, losses: Iterable[Loss]) -> MassWindow:
    """The window with what one snapshot lost."""
    tallies = dict(window.tallies)
    for loss in losses:
        key = (loss.kind, loss.what)
        before = tallies.get(key, MassTally())
        count = loss.lost - loss.back
        if count and loss.days_ago <= WINDOW_DAYS:
            days = tuple(sorted((*before.days, (window.day - loss.days_ago, count))))
            tallies[key] = MassTally(days, max(before.held, loss.held))
    return MassWindow(window.day, (*window.snapshots, window.day), tallies)


def weigh_losses(
    evidence: Evidence, window: MassWindow, *, usual: Mapping[str, int]
) -> tuple[list[Sign], MassWindow]:
    """The sign of what was lost, if there is one, and what is in mind afterwards.

    Once told, counting begins anew, so that one deed is told once. `window`: as `pass_time` gives it.
    """
    lost = evidence.count("lost")
    if lost and lost <= usual.get("lost.released", 0) * _RELEASED_GROWTH:
        return [], add_losses(window, ())
    after = add_losses(window, evidence.losses)
    if not lost and not evidence.count("refigured"):
        return [], after
    signs = [
        *_weigh_host(evidence, after, usual),
        *_weigh_groups(evidence, after),
        *_weigh_alike(evidence),
        *_weigh_refigured(evidence, after),
    ]
    return signs[:1], forget_losses(after) if signs else after


def forget_losses(window: MassWindow) -> MassWindow:
    """The window with nothing lost in it, after it was told or released; how the host grew stays."""
    grown = {key: tally for key, tally in window.tallies.items() if key == _GROWTH}
    return msgspec.structs.replace(window, tallies=grown)


def _weigh_host(evidence: Evidence, after: MassWindow, usual: Mapping[str, int]) -> list[Sign]:
    tally = after.tallies.get(_HOST)
    if tally is None or not tally.held or not evidence.count("lost"):
        return []
    # files that came meanwhile do not water the share down: somebody may have put them there for that
    held = tally.held - count_outstanding(after, _GROWTH)
    least = max(LEAST_HOST, held * HOST_SHARE)
    now = evidence.count("lost")
    if tally.total < least + usual.get("lost.calm", 0) * len(after.snapshots):
        return []
    if now >= least:
        return [make_sign("mass.change", f"{_say_lost(now, tally.held)}: {_tell_ways(evidence)}", now)]
    detail = f"{_say_lost(tally.total, tally.held)} over {_say_days(tally)}"
    return [make_sign("mass.slow", f"{detail}, {now:,} of them now: {_tell_ways(evidence)}", tally.total)]


def _weigh_groups(evidence: Evidence, after: MassWindow) -> list[Sign]:
    """Most of one folder, or of one type, that is too small a part of the host to be told by its share."""
    signs = []
    for loss in evidence.losses:
        tally = after.tallies.get((loss.kind, loss.what))
        if loss.kind in ("host", "growth", "refigured") or loss.days_ago or tally is None or not tally.held:
            continue
        if tally.total >= max(LEAST_GROUP, tally.held * _GROUP_SHARE):
            where = f"in {loss.what}" if loss.kind == "folder" else f"of type {loss.what}"
            detail = f"{_say_lost(tally.total, tally.held, where)} over {_say_days(tally)}"
            told = f"{detail}, {loss.lost:,} of them now: {_tell_ways(evidence)}"
            signs.append(make_sign("mass.part", told, tally.total))
    return signs


def _weigh_alike(evidence: Evidence) -> list[Sign]:
    """One content over many files that differed, however small a part of the host they are."""
    alike = evidence.count("lost.alike")
    if alike < _LEAST_ALIKE:
        return []
    detail = f"{alike:,} files that differed hold one and the same content now"
    return [make_sign("mass.alike", detail, alike)]


def _weigh_refigured(evidence: Evidence, after: MassWindow) -> list[Sign]:
    """Other numbers and dates in files that had never changed, a few each day."""
    tally, now = after.tallies.get(_REFIGURED), evidence.count("refigured")
    if not now or tally is None or tally.total < max(LEAST_HOST, tally.held * _REFIGURED_SHARE):
        return []
    share = say_share(tally.total, tally.held, "file")
    was = choose_word(tally.total, "was", "were")
    detail = f"{share} {was} left with all of their words and other numbers or dates over {_say_days(tally)}"
    return [make_sign("mass.slow", f"{detail}, {now:,} of them now", tally.total)]


def _say_lost(lost: int, held: int, where: str = "") -> str:
    said = say_share(lost, held, "file")
    return f"{said} {where + ' ' if where else ''}{choose_word(lost, 'was', 'were')} lost"


def _say_days(tally: MassTally) -> str:
    return say_count(max(1, round(tally.days[-1][0] - tally.days[0][0]) + 1), "day")


def _tell_ways(evidence: Evidence) -> str:
    ways = [(name.partition(".")[2], count) for name, count in evidence.facts if name.startswith("lost.")]
    ways.sort(key=lambda way: -way[1])
    return ", ".join(f"{count:,} {WAYS.get(name, name)}" for name, count in ways[:_MOST_TOLD] if count)


WAYS = {
    "gone": "deleted",
    "renamed": "renamed to a name unlike the old one, or to an ending that no program knows",
    "opaque": "encrypted",
    "broken": "cut, emptied or unreadable",
    "alike": "overwritten with one content",
    "swapped": "exchanged with other files",
    "rewritten": "rewritten or cut so that much of the old content is gone",
    "refigured": "left with all of their words and other numbers or dates",
    "rolled_back": "put back to an older version",
}


def measure_calm(counts: Sequence[int]) -> int:
    """How many files the host loses a snapshot anyway: the median of its calmest week of snapshots.

    A host with fewer snapshots has no habits yet: 0.
    """
    weeks = range(len(counts) - _CALM_SNAPSHOTS + 1)
    medians = [sorted(counts[at : at + _CALM_SNAPSHOTS])[_CALM_SNAPSHOTS // 2] for at in weeks]
    return min(medians, default=0)
