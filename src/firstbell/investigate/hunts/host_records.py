"""What all nights of a host say: records that fit rules, each once, its logs night by night, what is
unread.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from firstbell.investigate.hunts.hostnights import HostNights, Night
from firstbell.investigate.hunts.nights.logs import LogKey, LogNight, join_parts
from firstbell.investigate.hunts.nights.trees import NAMED
from firstbell.investigate.hunts.pieces import FileReading, PieceDesk
from firstbell.investigate.hunts.reader import EVENTLOG
from firstbell.investigate.hunts.readers.table import READERS
from firstbell.investigate.hunts.records import HeldRecords, Hit, HuntRecord, LogPart
from firstbell.investigate.hunts.sources.table import BESIDE


@dataclass
class DatedRecord:
    """A record that fits a rule: in which file, and from which night to which it stood there."""

    hit: Hit
    path: bytes
    first: int
    last: int


@dataclass(frozen=True)
class Unread:
    """What could not be read, and in which snapshot it stood first."""

    host: str
    path: bytes
    snapshot: str
    code: str
    reason: str


@dataclass
class FileNight:
    """One file of one night that is no event log: its items, and the times its records span."""

    night: Night
    held: HeldRecords
    items: list[HuntRecord]
    parts: list[LogPart]
    first_ns: int
    last_ns: int
    records: int
    is_whole: bool


@dataclass
class Gathered:
    """What a host's nights hold. `logs`: the nights of each event log; `files`: of each other source."""

    nights: HostNights
    placed: dict[tuple[object, ...], DatedRecord] = field(default_factory=dict)
    logs: dict[LogKey, list[LogNight]] = field(default_factory=dict)
    files: dict[bytes, list[FileNight]] = field(default_factory=dict)
    unread: dict[tuple[bytes, str, str], Unread] = field(default_factory=dict)
    pieces: int = 0
    pieces_read: int = 0
    records: int = 0
    seen: set[str] = field(default_factory=set)

    def list_hits(self, rule: str) -> list[DatedRecord]:
        """The records that fit a rule."""
        return [one for key, one in self.placed.items() if key[0] == rule]


def gather_host(nights: HostNights, desk: PieceDesk) -> Gathered:
    """Read what all nights of a host hold, each piece once."""
    gathered = Gathered(nights)
    before: dict[tuple[bytes, str], FileReading] = {}
    for night in nights.nights:
        before = _gather_night(gathered, night, desk, before)
    for snapshot, path, why in nights.unreadable:
        gathered.unread[path, "hunt.folder", why] = Unread(nights.host, path, snapshot, "hunt.folder", why)
    return gathered


def _gather_night(
    gathered: Gathered, night: Night, desk: PieceDesk, before: Mapping[tuple[bytes, str], FileReading]
) -> dict[tuple[bytes, str], FileReading]:
    readings: dict[tuple[bytes, str], FileReading] = {}
    parts: dict[LogKey, list[tuple[LogPart, bytes]]] = {}
    doubtful: set[LogKey] = set()
    is_whole = True
    desk.read_ahead(
        held for held in night.sources if held.source == EVENTLOG and (held.path, held.content) not in before
    )
    for held in night.sources:
        if held.source in (NAMED, BESIDE):
            continue
        beside = dict(_find_beside(held, night.sources))
        # what lies beside a file belongs to it: it may change while the file does not
        content = "/".join((held.content, *(one.content for _, one in sorted(beside.items()))))
        known = before.get((held.path, content))
        reading = known or desk.read_file(held, beside)
        readings[held.path, content] = reading
        if known is None:
            gathered.pieces += reading.pieces
            gathered.pieces_read += reading.pieces_read
        _note_problems(gathered, night, held, reading)
        _note_hits(gathered, night, held, reading, is_new=known is None)
        if held.source == EVENTLOG:
            is_whole = is_whole and not reading.problems
            for one in reading.readings:
                for part in one.logs:
                    key = LogKey(part.channel, part.computer)
                    parts.setdefault(key, []).append((part, held.path))
                    if reading.problems:
                        doubtful.add(key)
        else:
            _note_file(gathered, night, held, reading)
    for key, found in parts.items():
        paths = tuple(sorted({path for _, path in found}))
        log = join_parts(
            night.number, [part for part, _ in found], is_whole=is_whole and key not in doubtful, paths=paths
        )
        gathered.logs.setdefault(key, []).append(log)
    return readings


def _find_beside(held: HeldRecords, sources: Sequence[HeldRecords]) -> Iterator[tuple[str, HeldRecords]]:
    """The files that belong to one, by the ending of their name (those that the walk listed as sources)."""
    reader = READERS.get(held.source)
    for ending in reader.beside if reader else ():
        for other in sources:
            if other.path.lower() == held.path.lower() + ending.lower().encode():
                yield ending, other


def _note_problems(gathered: Gathered, night: Night, held: HeldRecords, reading: FileReading) -> None:
    for code, reason in reading.problems:
        key = (held.path, code, reason)
        if key not in gathered.unread:
            gathered.unread[key] = Unread(gathered.nights.host, held.path, night.hex_id, code, reason)


def _note_hits(
    gathered: Gathered, night: Night, held: HeldRecords, reading: FileReading, *, is_new: bool
) -> None:
    for one in reading.readings:
        if is_new:
            gathered.records += one.records
        for hit in one.hits:
            key = _identify(hit, held.path)
            placed = gathered.placed.get(key)
            if placed is None:
                gathered.placed[key] = DatedRecord(hit, held.path, night.number, night.number)
            else:
                placed.last = night.number


def _identify(hit: Hit, path: bytes) -> tuple[object, ...]:
    if hit.record >= 0:
        return (hit.rule, hit.computer, hit.source, hit.record, hit.time_ns)
    return (hit.rule, path, hit.source, hit.time_ns, tuple(sorted(hit.fields.items())))


def _note_file(gathered: Gathered, night: Night, held: HeldRecords, reading: FileReading) -> None:
    firsts = [one.first_ns for one in reading.readings if one.first_ns]
    gathered.files.setdefault(held.path, []).append(
        FileNight(
            night,
            held,
            [item for one in reading.readings for item in one.items],
            [part for one in reading.readings for part in one.logs],
            min(firsts, default=0),
            max((one.last_ns for one in reading.readings), default=0),
            sum(one.records for one in reading.readings),
            not reading.problems,
        )
    )
