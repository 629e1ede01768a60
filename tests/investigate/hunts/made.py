"""Made hosts for the tests of hunts: logs, nights, and a hunt over them in this process."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from firstbell.base.clock import format_time
from firstbell.base.progress import Silent
from firstbell.drill.intrusion.eventlogs import Event, write_log
from firstbell.investigate.hunts.hunt import Hunt, HuntOptions, HuntResult
from firstbell.investigate.hunts.match.rules import HuntRule
from firstbell.investigate.hunts.match.signs import list_rules, load_signs
from firstbell.investigate.hunts.store import HuntStore
from firstbell.repository import Repository
from firstbell.repository.format.node import Node
from firstbell.repository.format.pack import BlobKind
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.format.tree import render_tree
from firstbell.store import MemoryStore
from tests.cli.district import CHEAP

START_NS = 1_700_000_000 * 1_000_000_000
SECOND_NS = 1_000_000_000
DAY_NS = 86_400 * SECOND_NS
LOGS = "/C/Windows/System32/winevt/Logs"
SECURITY = f"{LOGS}/Security.evtx"
AUDITING = "Microsoft-Windows-Security-Auditing"


def security(record_id: int, event_id: int = 4688, *, at_s: float = -1, **data: str) -> Event:
    """A record of the log Security; by itself harmless."""
    time_ns = START_NS + int((record_id if at_s < 0 else at_s) * SECOND_NS)
    filled = data or {"NewProcessName": r"C:\Windows\System32\notepad.exe", "CommandLine": "notepad"}
    return Event(record_id, time_ns, event_id, "Security", AUDITING, filled, "dc01.district.example")


def cleared(record_id: int, by: str = "bob") -> Event:
    """The record that clearing the log Security leaves."""
    return Event(
        record_id,
        START_NS + record_id * SECOND_NS,
        1102,
        "Security",
        "Microsoft-Windows-Eventlog",
        {"SubjectUserName": by},
        "dc01.district.example",
        user_data="LogFileCleared",
    )


@dataclass
class MadeHost:
    """A repository in memory, to which nights are added."""

    host: str = "dc01"
    repository: Repository = field(
        default_factory=lambda: Repository.init(MemoryStore(), "a password", kdf=CHEAP)
    )
    store: HuntStore = field(default_factory=lambda: HuntStore(None))
    nights: int = 0

    def add_night(
        self,
        files: Mapping[str, bytes | Sequence[Event]],
        *,
        paths: Sequence[str] = ("/C",),
        host: str = "",
        times_ns: Mapping[str, int] | None = None,
    ) -> str:
        """One snapshot that holds these files; its hex id."""
        self.nights += 1
        time_ns = START_NS + self.nights * DAY_NS
        with self.repository.writer() as writer:
            tree = self._save(
                writer,
                {name: data if isinstance(data, bytes) else write_log(data) for name, data in files.items()},
                times_ns or {},
            )
        snapshot = Snapshot(
            time=format_time(time_ns), tree=tree.hex(), paths=list(paths), hostname=host or self.host
        )
        # nobody else is there, and a lock takes its time to settle
        return self.repository.snapshots.save(snapshot)

    def _save(self, writer: Any, files: Mapping[str, bytes], times_ns: Mapping[str, int]) -> bytes:
        folders: dict[str, dict[str, bytes]] = {}
        nodes: list[Node] = []
        for path, data in files.items():
            head, _, rest = path.lstrip("/").partition("/")
            if rest:
                folders.setdefault(head, {})[rest] = data
                continue
            pieces = [data[at : at + (1 << 20)] for at in range(0, len(data), 1 << 20)]
            ids = [writer.save_blob(BlobKind.DATA, piece).id.hex() for piece in pieces]
            stamp = format_time(times_ns.get(path, START_NS))
            nodes.append(
                Node(head, "file", mode=0o644, mtime=stamp, ctime=stamp, size=len(data), content=ids)
            )
        for name, inner in folders.items():
            subtree = self._save(writer, inner, times_ns)
            nodes.append(Node(name, "dir", mode=0o755, subtree=subtree.hex()))
        nodes.sort(key=lambda node: node.name)
        saved: bytes = writer.save_tree(render_tree(nodes)).id
        return saved

    def hunt(self, *rules: HuntRule, **options: Any) -> HuntResult:
        """A hunt over everything, by our signs and these rules."""
        signs = load_signs()
        every = [*list_rules(signs), *rules]
        digest = hashlib.sha256("\0".join(sorted(rule.key for rule in every)).encode()).digest()
        hunt = Hunt(self.repository, self.store, every, signs=signs, digest=digest)
        return hunt.run(HuntOptions(workers=1, **options), Silent())


def signs_of(result: HuntResult) -> list[str]:
    """The signs of all traces, sorted."""
    return sorted(trace.sign for trace in result.traces)
