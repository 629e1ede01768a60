"""Encryption events: struck snapshots that belong together, of one host or of many."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import msgspec

from firstbell.base.clock import DAY_NS
from firstbell.catalog.rows import ExaminationRow, SnapshotRow
from firstbell.record.examination import Verdict

# Struck snapshots this close to each other, on any host, are one event.
JOIN_WITHIN_DAYS = 14
_DOMAIN = b"firstbell encryption event\n"


class HostDamage(msgspec.Struct, frozen=True):
    """What an event did to one line.

    `struck`: its struck snapshots in order. `last_clean`: the newest snapshot before them whose verdict is
    `clean`, the clean point of the line; None where there is none. `suspects`: snapshots whose verdict is
    `suspect`, from there up to the first clean one after the last struck one.
    """

    host: str
    line: int
    struck: tuple[ExaminationRow, ...]
    suspects: tuple[ExaminationRow, ...]
    last_clean: SnapshotRow | None

    @property
    def clean_position(self) -> int:
        """Position of the clean point in the line, -1 where there is none."""
        return self.last_clean.position if self.last_clean else -1

    @property
    def struck_positions(self) -> frozenset[int]:
        """Positions in the line of all snapshots that a change in them is held against."""
        return frozenset(row.snapshot.position for row in (*self.struck, *self.suspects))


class EncryptionEvent(msgspec.Struct, frozen=True):
    """One encryption event. `hex_id`: 16 hex digits, the same on every machine. `damages`: by host."""

    hex_id: str
    damages: tuple[HostDamage, ...]

    @property
    def struck(self) -> tuple[ExaminationRow, ...]:
        """All struck snapshots by time, then id."""
        rows = [row for damage in self.damages for row in damage.struck]
        return tuple(sorted(rows, key=_by_time))

    @property
    def hosts(self) -> tuple[str, ...]:
        """The struck hosts by name."""
        return tuple(sorted({damage.host for damage in self.damages}))

    @property
    def suspect_since(self) -> SnapshotRow | None:
        """The earliest clean point of all lines: damage may have begun any time after it."""
        points = [damage.last_clean for damage in self.damages if damage.last_clean]
        return min(points, key=lambda point: (point.time_ns, point.id)) if points else None


def _by_time(row: ExaminationRow) -> tuple[int, bytes]:
    return row.snapshot.time_ns, row.snapshot.id


def _by_position(row: ExaminationRow) -> int:
    return row.snapshot.position


def name_event(first_struck_hex_id: str) -> str:
    """The id of the event whose first struck snapshot this is."""
    return hashlib.sha256(_DOMAIN + first_struck_hex_id.encode()).hexdigest()[:16]


def find_events(examined: Iterable[ExaminationRow]) -> list[EncryptionEvent]:
    """The encryption events in all examined snapshots, oldest first."""
    rows = sorted(examined, key=_by_time)
    gap_ns = int(JOIN_WITHIN_DAYS * DAY_NS)
    groups: list[list[ExaminationRow]] = []
    for row in rows:
        if row.verdict is not Verdict.EVENT:
            continue
        if groups and row.snapshot.time_ns - groups[-1][-1].snapshot.time_ns <= gap_ns:
            groups[-1].append(row)
        else:
            groups.append([row])
    lines: dict[int, list[ExaminationRow]] = {}
    for row in rows:
        lines.setdefault(row.snapshot.line, []).append(row)
    for members in lines.values():
        members.sort(key=_by_position)
    return [_make_event(group, lines) for group in groups]


def find_suspicion(examined: Iterable[ExaminationRow], line: int) -> HostDamage | None:
    """What suspect snapshots did to a line that no event struck; None where no file of theirs is damaged.

    A few damaged files are no event, and nobody wants them back damaged.
    """
    rows = sorted((row for row in examined if row.snapshot.line == line), key=_by_position)
    damaged = [row for row in rows if row.verdict is Verdict.SUSPECT and row.files_damaged]
    if not damaged:
        return None
    first = damaged[0].snapshot.position
    clean = [row.snapshot for row in rows if row.verdict is Verdict.CLEAN and row.snapshot.position < first]
    return HostDamage(
        host=damaged[0].snapshot.host,
        line=line,
        struck=(),
        suspects=tuple(damaged),
        last_clean=clean[-1] if clean else None,
    )


def _make_event(group: Sequence[ExaminationRow], lines: dict[int, list[ExaminationRow]]) -> EncryptionEvent:
    struck: dict[int, list[ExaminationRow]] = {}
    for row in group:
        struck.setdefault(row.snapshot.line, []).append(row)
    damages = [_assess_line(rows, lines[line]) for line, rows in struck.items()]
    damages.sort(key=lambda damage: (damage.host, damage.line))
    return EncryptionEvent(name_event(group[0].snapshot.hex_id), tuple(damages))


def _assess_line(struck: Sequence[ExaminationRow], line: Sequence[ExaminationRow]) -> HostDamage:
    ordered = sorted(struck, key=_by_position)
    first, last = ordered[0].snapshot.position, ordered[-1].snapshot.position
    last_clean = None
    suspects: list[ExaminationRow] = []
    for row in line:
        position = row.snapshot.position
        if row.verdict is Verdict.CLEAN:
            if position > last:
                break
            if position < first:
                last_clean, suspects = row.snapshot, []
        elif row.verdict is Verdict.SUSPECT:
            suspects.append(row)
    return HostDamage(
        host=ordered[0].snapshot.host,
        line=ordered[0].snapshot.line,
        struck=tuple(ordered),
        suspects=tuple(suspects),
        last_clean=last_clean,
    )
