"""A host's nights: all its snapshots by time, whatever their paths, and the sources that each holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from firstbell.base.errors import UnknownIdError
from firstbell.base.ids import parse_hex_id
from firstbell.catalog import is_composed
from firstbell.investigate.hunts.nights.trees import Reach, TreeWalk
from firstbell.investigate.hunts.records import HeldRecords
from firstbell.investigate.hunts.store import HuntStore
from firstbell.repository import Snapshot


@dataclass(frozen=True)
class Night:
    """One snapshot of a host. `number`: its place among the host's nights, from 0."""

    number: int
    snapshot: Snapshot
    sources: Sequence[HeldRecords]
    reach: Reach

    @property
    def time_ns(self) -> int:
        """When it was taken, by the host's clock."""
        return self.snapshot.time_ns

    @property
    def hex_id(self) -> str:
        """The id of the snapshot."""
        return self.snapshot.hex_id

    @property
    def tree_id(self) -> bytes:
        """The id of its tree."""
        return parse_hex_id(self.snapshot.tree)


@dataclass(frozen=True)
class HostNights:
    """All nights of one host, oldest first. `unreadable`: (snapshot, path, why) of folders nobody could
    list.
    """

    host: str
    nights: Sequence[Night]
    unreadable: Sequence[tuple[str, bytes, str]] = ()

    def find_before(self, night: Night, path: bytes) -> Night | None:
        """The last night before that could have held the path."""
        earlier = reversed(self.nights[: night.number])
        return next((one for one in earlier if one.reach.covers(path)), None)


def group_hosts(snapshots: Iterable[Snapshot], hosts: Sequence[str] = ()) -> dict[str, list[Snapshot]]:
    """The snapshots of each host by time; composed ones are left out. `hosts`: only these, if any.

    Raises: UnknownIdError for a host of which there is no snapshot: nothing found would tell nothing.
    """
    grouped: dict[str, list[Snapshot]] = {}
    for snapshot in snapshots:
        if not is_composed(snapshot):
            grouped.setdefault(snapshot.hostname, []).append(snapshot)
    unknown = [host for host in hosts if host not in grouped]
    if unknown:
        there = ", ".join(sorted(grouped)) or "none"
        raise UnknownIdError(f"no snapshot of host {unknown[0]!r}", hint=f"there are: {there}")
    grouped = {host: members for host, members in grouped.items() if not hosts or host in hosts}
    for members in grouped.values():
        members.sort(key=lambda snapshot: (snapshot.time_ns, snapshot.hex_id))
    return dict(sorted(grouped.items()))


def load_nights(
    host: str,
    snapshots: Sequence[Snapshot],
    *,
    walk: TreeWalk,
    store: HuntStore,
    on_night: Callable[[], None],
) -> HostNights:
    """The nights of a host, with the sources that each holds; what was listed once is not listed again."""
    nights: list[Night] = []
    unreadable: list[tuple[str, bytes, str]] = []
    for number, snapshot in enumerate(snapshots):
        sources = store.find_night(snapshot.hex_id)
        if sources is None:
            walk.unreadable.clear()
            sources = list(walk.list_sources(parse_hex_id(snapshot.tree)))
            unreadable.extend((snapshot.hex_id, path, why) for path, why in walk.unreadable)
            if not walk.unreadable:
                store.keep_night(snapshot.hex_id, sources)
        reach = Reach(snapshot, walk.list_names(parse_hex_id(snapshot.tree)))
        nights.append(Night(number, snapshot, sources, reach))
        on_night()
    return HostNights(host, nights, unreadable)
