"""Twelve days with an intruder inside, played on made hosts, and what a hunt says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from firstbell.base.clock import DAY_NS, NS_PER_S
from firstbell.base.progress import Progress
from firstbell.drill.intrusion.hosts import INSIDE, NIGHTS, PLANTED, QUIET, MadeHosts, PlantedTrace
from firstbell.drill.intrusion.nights import add_night, open_memory
from firstbell.investigate.hunts.hunt import Hunt, HuntOptions, HuntResult
from firstbell.investigate.hunts.match.signs import digest_signs, list_rules, load_signs
from firstbell.investigate.hunts.store import HuntStore

_BACKUP_HOUR = 23


@dataclass(frozen=True)
class IntrusionResult:
    """What the hunt found. `missed`: what was done and no trace tells; `unreadable`: sources that this
    installation cannot read, with why.
    """

    hunted: HuntResult
    missed: Sequence[PlantedTrace]
    unreadable: Sequence[str] = field(default=())
    planted: int = len(PLANTED)
    days: int = INSIDE
    nights: int = NIGHTS

    @property
    def is_told(self) -> bool:
        """Whether everything that was done is told, but for what this installation cannot read."""
        excused = {"theft.srum"} if self.unreadable else set()
        return not [one for one in self.missed if one.sign not in excused]


def play_intrusion(now_ns: int, seed: int, progress: Progress) -> IntrusionResult:
    """Make the nights, hunt through them, and hold what was found against what was done."""
    repository = open_memory()
    first_ns = now_ns // DAY_NS * DAY_NS - NIGHTS * DAY_NS
    hosts = MadeHosts(first_ns, seed)
    for number in range(NIGHTS):
        time_ns = first_ns + number * DAY_NS + _BACKUP_HOUR * 3600 * NS_PER_S
        for host, files in hosts.list_files(number):
            add_night(repository, files, host=host, time_ns=time_ns)
    signs = load_signs()
    came_ns = first_ns + QUIET * DAY_NS
    with HuntStore(None) as store:
        hunt = Hunt(repository, store, list_rules(signs), signs=signs, digest=digest_signs())
        hunted = hunt.run(HuntOptions(since_ns=came_ns), progress)
    told = {(trace.host, trace.sign) for trace in hunted.traces}
    missed = [one for one in PLANTED if (one.host, one.sign) not in told]
    unreadable = sorted({one.reason for one in hunted.unread})
    return IntrusionResult(hunted, missed, unreadable)
