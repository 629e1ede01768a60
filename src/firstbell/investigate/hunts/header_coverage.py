"""The map of event logs by the headers of their chunks alone: no record is read.

It shows from when to when each log speaks and which numbers no backup holds. Whether a log was cleared, or
was kept silent, stands in records: the headers cannot say it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from firstbell.base.errors import Error
from firstbell.investigate.hunts.batches import UNREADABLE as UNREAD
from firstbell.investigate.hunts.host_records import Unread
from firstbell.investigate.hunts.hostnights import HostNights, Night, group_hosts, load_nights
from firstbell.investigate.hunts.nights.coverage import COVERED, GAP, UNREADABLE, NightCoverage
from firstbell.investigate.hunts.nights.trees import TreeWalk
from firstbell.investigate.hunts.pieces import MISSING, FileContent
from firstbell.investigate.hunts.reader import EVENTLOG
from firstbell.investigate.hunts.readers.eventlog import (
    CHUNK_BYTES,
    CHUNK_MAGIC,
    ChunkSpan,
    list_chunks,
    map_chunk,
)
from firstbell.investigate.hunts.records import HeldRecords
from firstbell.investigate.hunts.store import HuntStore
from firstbell.repository import Repository

_WHY = "by the headers, no backup holds these records"
_BEGAN_AGAIN = "the log began again"


@dataclass
class HeaderMap:
    """What the headers of all logs say. `log_bytes`: how large the logs are whose headers were read."""

    coverage: list[NightCoverage] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    log_bytes: int = 0


def map_headers(
    repository: Repository,
    store: HuntStore,
    *,
    hosts: Sequence[str] = (),
    on_night: Callable[[], None] = lambda: None,
) -> HeaderMap:
    """The map of the event logs of all nights. `hosts`: only these, if any.

    Raises: what listing snapshots does.
    """
    result = HeaderMap()
    walk = TreeWalk(repository.load_tree)
    for host, snapshots in group_hosts(repository.list_snapshots(), hosts).items():
        nights = load_nights(host, snapshots, walk=walk, store=store, on_night=on_night)
        for snapshot, path, why in nights.unreadable:
            result.unread.append(Unread(host, path, snapshot, "hunt.folder", why))
        _HostLogs(repository, nights, result).map_logs()
        result.hosts.append(host)
    return result


class _HostLogs:
    """The logs of one host; a chunk whose bytes are the same in two nights is looked at once."""

    def __init__(self, repository: Repository, nights: HostNights, result: HeaderMap) -> None:
        self._repository = repository
        self._nights = nights
        self._result = result
        self._known: dict[str, list[ChunkSpan]] = {}
        self._spans: dict[tuple[int, bytes], ChunkSpan | None] = {}

    def map_logs(self) -> None:
        """Add the stretches of each log."""
        logs: dict[bytes, list[tuple[Night, list[ChunkSpan]]]] = {}
        for night in self._nights.nights:
            for held in night.sources:
                if held.source == EVENTLOG:
                    logs.setdefault(held.path, []).append((night, self._read_spans(night, held)))
        for path, nights in logs.items():
            mapped = [(night, spans) for night, spans in nights if spans]
            self._result.coverage.extend(_join_nights(self._nights.host, name_log(path), mapped))

    def _read_spans(self, night: Night, held: HeldRecords) -> list[ChunkSpan]:
        if held.content not in self._known:
            try:
                self._known[held.content] = self._read_headers(night, held)
            except Error as error:
                self._known[held.content] = []
                self._tell_unread(night, held, MISSING, str(error))
        return self._known[held.content]

    def _read_headers(self, night: Night, held: HeldRecords) -> list[ChunkSpan]:
        content = FileContent(self._repository, held)
        spans: list[ChunkSpan] = []
        strange = 0
        for start in list_chunks(content.size):
            end = min(start + CHUNK_BYTES, content.size)
            blobs = content.span(start, end)
            # the chunk by where it begins in which blobs: the same in another night is the same
            place = (start - content.starts[blobs[0]], b"".join(content.ids[at] for at in blobs))
            if place not in self._spans:
                chunk = content.load(start, end)
                self._result.log_bytes += len(chunk)
                self._spans[place] = map_chunk(chunk, 0)
                strange += self._spans[place] is None and not _is_unused(chunk)
            span = self._spans[place]
            if span is not None and span.last >= span.first > 0:
                spans.append(span)
        if strange or (content.size and not spans and content.load(0, 8) != b"ElfFile\0"):
            self._tell_unread(night, held, UNREAD, "the headers of some of its chunks are none")
        return spans

    def _tell_unread(self, night: Night, held: HeldRecords, code: str, reason: str) -> None:
        host = self._nights.host
        before = self._nights.find_before(night, held.path)
        self._result.unread.append(Unread(host, held.path, night.hex_id, code, reason))
        since = before.time_ns if before else night.time_ns
        self._result.coverage.append(
            NightCoverage(
                host,
                name_log(held.path),
                since,
                night.time_ns,
                UNREADABLE,
                why=reason,
                reference=night.hex_id,
            )
        )


def _is_unused(chunk: bytes) -> bool:
    """Whether a part of the file holds nothing yet: zeroes, or a header without a record."""
    return not any(chunk[:512]) or (chunk[:8] == CHUNK_MAGIC and not any(chunk[512:536]))


def name_log(path: bytes) -> str:
    """What coverage calls a log by its file: Windows writes the channel's slash as "%4".

    >>> name_log(b"/C/Windows/System32/winevt/Logs/Microsoft-Windows-WinRM%4Operational.evtx")
    'eventlog/Microsoft-Windows-WinRM/Operational'
    """
    name = path.rpartition(b"/")[2].decode(errors="replace")
    stem = name[:-5] if name.lower().endswith(".evtx") else name
    return f"eventlog/{stem.replace('%4', '/')}"


def _join_nights(
    host: str, source: str, held: Sequence[tuple[Night, Sequence[ChunkSpan]]]
) -> Iterator[NightCoverage]:
    """The stretches that a log speaks for over its nights, and the holes between."""
    stretch: ChunkSpan | None = None
    records, reference = 0, ""
    for night, spans in held:
        latest = max(span.last for span in spans)
        if stretch is not None and latest < stretch.last:
            yield _tell(host, source, stretch, records=records, reference=reference)
            first_ns = min(span.first_ns for span in spans)
            yield NightCoverage(
                host, source, stretch.last_ns, first_ns, GAP, 0, 0, _BEGAN_AGAIN, night.hex_id
            )
            stretch, records = None, 0
        for span in sorted(spans):
            if stretch is not None and span.last <= stretch.last:
                continue
            if stretch is not None and span.first > stretch.last + 1:
                yield _tell(host, source, stretch, records=records, reference=reference)
                missing = span.first - stretch.last - 1
                yield NightCoverage(
                    host, source, stretch.last_ns, span.first_ns, GAP, 0, missing, _WHY, night.hex_id
                )
                stretch, records = None, 0
            records += span.last - max(span.first - 1, stretch.last if stretch is not None else 0)
            start = stretch or span
            stretch = ChunkSpan(start.first, span.last, start.first_ns, max(start.last_ns, span.last_ns))
            reference = night.hex_id
    if stretch is not None:
        yield _tell(host, source, stretch, records=records, reference=reference)


def _tell(host: str, source: str, stretch: ChunkSpan, *, records: int, reference: str) -> NightCoverage:
    return NightCoverage(host, source, stretch.first_ns, stretch.last_ns, COVERED, records, 0, "", reference)
