"""YARA over every version of every file: which rules fit, since which night, on which hosts, under which
names.

Each content is scanned once ever: what fitted is kept by the rules and the content. Smallest first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import yara_x

from firstbell.base.clock import format_time
from firstbell.base.errors import Error
from firstbell.base.pathtext import show_path
from firstbell.investigate.hunts.batches import STOPPED
from firstbell.investigate.hunts.host_records import Unread
from firstbell.investigate.hunts.hostnights import group_hosts
from firstbell.investigate.hunts.match.patterns import HuntRuleError
from firstbell.investigate.hunts.nights.trees import TreeWalk
from firstbell.investigate.hunts.records import HeldRecords, HuntReading, HuntRecord
from firstbell.investigate.hunts.store import HuntStore
from firstbell.processes.fence import FencedCode, ProcessFence, ProcessLimits, Stopped
from firstbell.processes.zygote import FencedAnswer, FencedRequest
from firstbell.record.readers import BlobReader
from firstbell.repository import Repository, Snapshot

_LIMITS = ProcessLimits(memory_bytes=1 << 30, seconds=30.0, seconds_per_mib=0.5)
_MOST_PATHS = 50


@dataclass
class FileStay:
    """Where one content stood: (host, path) -> times of the first and last night, in nanoseconds."""

    size_bytes: int
    blobs: tuple[bytes, ...]
    places: dict[tuple[str, bytes], list[int]] = field(default_factory=dict)
    snapshots: tuple[str, str] = ("", "")
    bounds: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class YaraMatch:
    """One rule that fits one content."""

    rule: str
    content: str
    stay: FileStay


@dataclass
class ScanResult:
    """What a scan found. `scanned`: contents that were read; `known`: contents scanned before."""

    matches: list[YaraMatch] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    scanned: int = 0
    known: int = 0
    too_large: int = 0


def compile_rules(source: str) -> yara_x.Rules:
    """YARA rules, compiled. Raises: HuntRuleError."""
    compiler = yara_x.Compiler()
    try:
        compiler.add_source(source)
        return compiler.build()
    except yara_x.CompileError as error:
        first = str(error).strip().splitlines()[0]
        raise HuntRuleError(f"the YARA rules cannot be used: {first}") from None


def scan_versions(
    repository: Repository, store: HuntStore, source: str, *, most_bytes: int, on_content: Callable[[], None]
) -> ScanResult:
    """Scan every content of all snapshots. Raises: HuntRuleError; what listing snapshots does."""
    compile_rules(source)  # here, so that what is wrong with them is told as such
    digest = hashlib.sha256(b"yara\0" + source.encode()).digest()
    stays = list_contents(repository)
    result = ScanResult()

    with ProcessFence(FencedCode(f"{__name__}:begin_scan", source.encode()), limits=_LIMITS) as fence:
        for content, stay in sorted(stays.items(), key=lambda pair: pair[1].size_bytes):
            if stay.size_bytes > most_bytes:
                result.too_large += 1
                continue
            _scan_one(repository, store, fence, content=content, stay=stay, digest=digest, result=result)
            on_content()
    return result


def begin_scan(setup: bytes) -> FencedAnswer:
    """What scans contents in a fence, whose rules `setup` is. Time is the fence's to bound."""
    rules = compile_rules(setup.decode())

    def answer(request: FencedRequest) -> bytes:
        found = yara_x.Scanner(rules).scan(request.data).matching_rules
        return msgspec.msgpack.encode([rule.identifier for rule in found])

    return answer


def _scan_one(repository: BlobReader, store: HuntStore, fence: ProcessFence, **told: Any) -> None:
    content, stay, digest, result = told["content"], told["stay"], told["digest"], told["result"]
    key = bytes.fromhex(content)
    kept = store.find_reading(key, digest)
    names = [item.kind for item in kept.items] if kept is not None else None
    if names is None:
        try:
            names = msgspec.msgpack.decode(
                fence.ask(b"".join(map(repository.load_blob, stay.blobs))), type=list[str]
            )
        except (Stopped, Error, msgspec.DecodeError) as error:
            (host, path), _ = next(iter(stay.places.items()))
            code = STOPPED if isinstance(error, (Stopped, msgspec.DecodeError)) else "hunt.content_missing"
            result.unread.append(Unread(host, path, stay.snapshots[0], code, str(error)))
            return
        store.keep_reading(key, digest, HuntReading(items=[HuntRecord(name, "", 0, {}) for name in names]))
        result.scanned += 1
    else:
        result.known += 1
    result.matches.extend(YaraMatch(name, content, stay) for name in names)


def list_contents(repository: Repository) -> dict[str, FileStay]:
    """Every content of every file over all snapshots, by the SHA-256 of its list of blobs."""
    stays: dict[str, FileStay] = {}
    walk = TreeWalk(repository.load_tree)
    for host, snapshots in group_hosts(repository.list_snapshots()).items():
        for snapshot in snapshots:
            for held in _list_files(walk, snapshot):
                _note(stays, host, snapshot, held)
    return stays


def _list_files(walk: TreeWalk, snapshot: Snapshot) -> Iterator[HeldRecords]:
    for _, held in walk.list_changed(None, bytes.fromhex(snapshot.tree)):
        if held is not None and held.content:
            yield held


def _note(stays: dict[str, FileStay], host: str, snapshot: Snapshot, held: HeldRecords) -> None:
    key = hashlib.sha256(held.content.encode()).hexdigest()
    stay = stays.get(key)
    if stay is None:
        stay = stays[key] = FileStay(held.size_bytes, tuple(held.blob_ids))
    times = stay.places.setdefault((host, held.path), [snapshot.time_ns, snapshot.time_ns])
    times[1] = max(times[1], snapshot.time_ns)
    first, last = stay.bounds
    if not first or snapshot.time_ns < first:
        stay.snapshots = (snapshot.hex_id, stay.snapshots[1])
    if snapshot.time_ns >= last:
        stay.snapshots = (stay.snapshots[0], snapshot.hex_id)
    stay.bounds = (min(first or snapshot.time_ns, snapshot.time_ns), max(last, snapshot.time_ns))


def describe_match(match: YaraMatch) -> dict[str, Any]:
    """A match as an object for JSON. Shape: docs/hunts.md."""
    stay = match.stay
    return {
        "message_type": "yara",
        "rule": match.rule,
        "size": stay.size_bytes,
        "hosts": sorted({host for host, _ in stay.places}),
        "paths": _show(path for _, path in stay.places),
        "first_seen": format_time(stay.bounds[0]),
        "last_seen": format_time(stay.bounds[1]),
        "first_snapshot": stay.snapshots[0],
        "last_snapshot": stay.snapshots[1],
        "reference": f"snapshot:{stay.snapshots[0]}",
    }


def _show(paths: Iterable[bytes]) -> Sequence[str]:
    return sorted({show_path(path) for path in paths})[:_MOST_PATHS]
