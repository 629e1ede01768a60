"""Reading every pack of a repository once within so many days, a share of them each time.

A pack that nobody reads for years may be gone when it is needed. Each time those come first that were read
longest ago; how many grows with the time since the last time, so that a timer of any pace covers all in time.
When each was read is derived: where that is lost, reading begins anew.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from firstbell.base.clock import DAY_NS
from firstbell.base.errors import UNREADABLE
from firstbell.base.ids import parse_hex_id
from firstbell.base.output_file import replace_file
from firstbell.base.progress import Progress
from firstbell.repository import Repository
from firstbell.repository.pack_check import PackTable
from firstbell.repository.pack_reader import PackBuffer, begin_reading
from firstbell.store import Kind


@dataclass(frozen=True, slots=True)
class Covered:
    """What was read. `unread`: packs not read within the days; `problems`: a line for each bad one."""

    packs: int
    packs_read: int
    bytes_read: int
    unread: int
    oldest_days: float
    problems: tuple[str, ...] = ()


class _Times(msgspec.Struct):
    """`last_ns`: when packs were read last; `packs`, `seen`: hex id -> when it was read last, came first.

    Times are nanoseconds since the epoch.
    """

    last_ns: int = 0
    packs: dict[str, int] = msgspec.field(default_factory=dict)
    seen: dict[str, int] = msgspec.field(default_factory=dict)


@dataclass(slots=True)
class Coverage:
    """When each pack of one repository was read, kept in a file."""

    path: Path
    times: _Times = field(default_factory=_Times)

    @classmethod
    def load(cls, path: Path) -> Coverage:
        """What is known; nothing where the file is not there or damaged."""
        try:
            return cls(path, msgspec.json.decode(path.read_bytes(), type=_Times))
        except (OSError, *UNREADABLE):
            return cls(path)

    def choose(self, sizes: Mapping[bytes, int], now_ns: int, *, days: float) -> list[bytes]:
        """The packs to read now: those that are due, and as many as keep the pace, the longest waiting first.

        A pack is due so many days after it was read, or was seen first.
        """
        span_ns = days * DAY_NS
        elapsed_ns = now_ns - self.times.last_ns if self.times.last_ns else DAY_NS
        share = min(max(elapsed_ns, 0) / span_ns, 1.0)
        waiting = {pack_id: self._find_wait(pack_id, now_ns) for pack_id in sizes}
        ordered = sorted(waiting, key=lambda pack_id: (waiting[pack_id], pack_id))
        due = sum(at <= now_ns - span_ns for at in waiting.values())
        return ordered[: max(math.ceil(len(sizes) * share), due)]

    def _find_wait(self, pack_id: bytes, now_ns: int) -> int:
        name = pack_id.hex()
        return self.times.packs.get(name) or self.times.seen.setdefault(name, now_ns)

    def cover(self, repository: Repository, now_ns: int, *, days: float, progress: Progress) -> Covered:
        """Read the packs whose turn it is, and prove every blob in them. Raises: StoreError."""
        store = repository.store
        sizes = {parse_hex_id(info.name): info.size_bytes for info in store.list(Kind.DATA)}
        table = PackTable(repository.index)
        numbers = {pack_id: number for number, pack_id in enumerate(table.pack_ids) if pack_id in sizes}
        chosen = self.choose({pack_id: sizes[pack_id] for pack_id in numbers}, now_ns, days=days)
        shelf = PackBuffer(store, repository.sealer)
        problems = [
            f"pack {pack_id.hex()[:16]}: the index lists it, but it is missing"
            for pack_id in table.pack_ids
            if pack_id not in sizes
        ]
        total_bytes = sum(sizes[pack_id] for pack_id in chosen)
        progress.start("read packs", total_files=len(chosen), total_bytes=total_bytes)
        try:
            with begin_reading(shelf, sizes, early=False) as reading:
                reading.want(table, [numbers[pack_id] for pack_id in chosen], sizes)
                for pack_id, proof in zip(chosen, reading.list_proofs(), strict=True):
                    result = shelf.judge(table, numbers[pack_id], proof)
                    progress.advance(files=1, size_bytes=sizes[pack_id])
                    problems += [f"pack {pack_id.hex()[:16]}: {one.message}" for one in result.findings]
                    if not result.findings:
                        self.times.packs[pack_id.hex()] = now_ns
            self.times.last_ns = now_ns
        finally:
            # what was read before it was stopped need not be read again
            self._keep(frozenset(pack_id.hex() for pack_id in sizes))
        progress.finish()
        known = [self.times.packs.get(pack_id.hex(), 0) for pack_id in numbers]
        unread = sum(at <= now_ns - int(days * DAY_NS) for at in known)
        read = [at for at in known if at]
        oldest_days = (now_ns - min(read)) / DAY_NS if read else 0.0
        return Covered(len(numbers), len(chosen), total_bytes, unread, round(oldest_days, 2), tuple(problems))

    def _keep(self, there: frozenset[str]) -> None:
        """Write it down, of the packs that are still there, by their hex ids."""
        for times in (self.times.packs, self.times.seen):
            for name in [name for name in times if name not in there]:
                del times[name]
        self._save()

    def _save(self) -> None:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self.path, msgspec.json.encode(self.times))
        except OSError:
            return  # derived: the next time reads some of them again
