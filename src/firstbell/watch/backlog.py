"""What came and is not judged yet: the journal of arrivals, followed, as one queue a host."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from firstbell.vault import Vault
from firstbell.vault.entries import DESK, Added, ArrivalEntry, Found
from firstbell.vault.inventory import JUDGED
from firstbell.vault.journal import Journal

PACKS = "data"
_LOCKS = "locks"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One object that waits to be judged. `seq`: of its entry. `by`: who sent it, "" where nobody knows."""

    seq: int
    host: str
    type: str
    name: str
    by: str


class Backlog:
    """One queue a host, in the order things came. Belongs to one thread.

    `done`: up to which entry packs and locks were judged before. `on_entry` is called with every entry.
    """

    def __init__(self, vault: Vault, *, done: int, on_entry: Callable[[ArrivalEntry], None]) -> None:
        self._vault = vault
        self._done = done
        self._on_entry = on_entry
        self._queues: OrderedDict[str, deque[Waiting]] = OrderedDict()
        self._journal: Journal[ArrivalEntry] = Journal(
            vault.folder / "arrivals.jsonl",
            ArrivalEntry,
            vault_id=vault.about.id,
            clock=vault.clock,
            apply=self._take,
        )

    def close(self) -> None:
        """Let go of the journal."""
        self._journal.close()

    def refresh(self) -> None:
        """Take in what came. Raises: VaultError."""
        self._journal.refresh()

    @property
    def last_seq(self) -> int:
        """Of the last entry that was taken in."""
        return self._journal.seq

    def __len__(self) -> int:
        return sum(map(len, self._queues.values()))

    def list_hosts(self) -> list[str]:
        """The hosts that have something waiting; who was served last comes last."""
        return [host for host, queue in self._queues.items() if queue]

    def peek(self, host: str, most: int) -> list[Waiting]:
        """The first of a host's queue: several packs, or one of anything else."""
        return list(_take_alike(self._queues[host], most))

    def drop(self, host: str, count: int) -> None:
        """The first so many of a host's queue are judged; it is the others' turn."""
        queue = self._queues[host]
        for _ in range(count):
            queue.popleft()
        self._queues.move_to_end(host)
        if not queue:
            del self._queues[host]

    def _take(self, entry: ArrivalEntry) -> None:
        self._on_entry(entry)
        if isinstance(entry, Added | Found) and self._has_to_be_judged(entry):
            by = entry.by if isinstance(entry, Added) else ""
            queue = self._queues.setdefault(entry.host, deque())
            queue.append(Waiting(entry.seq, entry.host, entry.type, entry.name, by))

    def _has_to_be_judged(self, entry: Added | Found) -> bool:
        if isinstance(entry, Added) and entry.by == DESK:
            return False
        judgements = self._vault.judgements
        if entry.type in JUDGED:
            return not judgements.is_judged(entry.host, entry.type, entry.name)
        is_new = entry.seq > self._done and entry.type in {PACKS, _LOCKS}
        return is_new and not judgements.is_set_aside(entry.host, entry.type, entry.name)


def _take_alike(queue: deque[Waiting], most: int) -> Iterator[Waiting]:
    for at, waiting in enumerate(queue):
        if at and (waiting.type != PACKS or queue[0].type != PACKS or at >= most):
            return
        yield waiting
