"""Versions from after a boundary that a person released. The entry's body: docs/formats/ledger.md."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence

import msgspec

from firstbell.base.clock import format_second, parse_time
from firstbell.catalog import Catalog, LineRow, SnapshotRow, VersionRow
from firstbell.compose.entries import ReleaseUndone, VersionsReleased
from firstbell.compose.errors import PathNotInCatalogError, RulingStateError, SeveralPathsError
from firstbell.compose.hosts import is_covering
from firstbell.compose.verdicts import VerdictRulings
from firstbell.examine.verdict import BENIGN
from firstbell.ledger import Entry, Ledger
from firstbell.record.paths import list_places
from firstbell.record.patterns import PathPatterns


class _Release(msgspec.Struct, frozen=True):
    patterns: PathPatterns
    host: str
    time: str
    why: str

    def covers(self, row: VersionRow, snapshot: SnapshotRow, *, line: Sequence[str]) -> bool:
        """What came after a person looked is not what the person looked at. `line`: the paths backed up."""
        return snapshot.time_ns <= parse_time(self.time) and self.patterns.choose(line).match(row.path)


class Releases:
    """What people released for one line: what fits a pattern, and what came in a snapshot ruled benign."""

    def __init__(
        self,
        entries: Iterable[Entry],
        rulings: VerdictRulings,
        *,
        snapshots: Sequence[SnapshotRow],
        line: Sequence[str],
    ) -> None:
        """`line`: the paths of the backup, which tell whether Windows made it."""
        self._line = line
        host = snapshots[-1].host if snapshots else ""
        self._snapshots = snapshots
        self._releases = [release for release in _read(entries) if release.host == host]
        found = ((at, rulings.find(row)) for at, row in enumerate(snapshots))
        self._benign = {at: ruling for at, ruling in found if ruling and ruling.verdict == BENIGN}

    def tell_removal(self, row: VersionRow) -> str:
        """What a person said of the snapshot that lacked the file first, a clause; "" where nobody did."""
        ruling = self._benign.get(row.gone) if row.gone is not None else None
        return f"a person ruled the snapshot benign that it went in: {ruling.why}" if ruling else ""

    def tell(self, row: VersionRow) -> str:
        """What a person said of a version, a clause; "" where nobody did."""
        ruling = self._benign.get(row.first)
        if ruling is not None:
            return f"a person ruled its snapshot benign at {format_second(ruling.time)}: {ruling.why}"
        for release in reversed(self._releases):
            if release.covers(row, self._snapshots[row.first], line=self._line):
                return f"a person released it at {format_second(release.time)}: {release.why}"
        return ""


def _read(entries: Iterable[Entry]) -> Iterable[_Release]:
    for entry, body in _list_standing(list(entries)):
        yield _Release(PathPatterns(list(body.patterns)), body.host, entry.time, body.why)


def _list_standing(entries: Sequence[Entry]) -> list[tuple[Entry, VersionsReleased]]:
    undone = {body.release for _, body in ReleaseUndone.list_all(entries)}
    return [one for one in VersionsReleased.list_all(entries) if one[0].hex_id not in undone]


class SpelledPatterns(msgspec.Struct, frozen=True):
    """Patterns as the snapshots of a host call what is meant; `renamed`: what was typed, and that name."""

    patterns: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]


def spell_patterns(catalog: Catalog, host: str, typed: Sequence[str]) -> SpelledPatterns:
    """Patterns as the snapshots call what is meant: where a relative path was backed up, without the folders
    that stood above it.

    Raises: PathNotInCatalogError where a pattern fits no file that the host ever held; SeveralPathsError.
    """
    held = [(line, catalog.list_touched(line.id, -1)) for line in catalog.list_lines() if line.host == host]
    patterns: list[str] = []
    renamed: list[tuple[str, str]] = []
    for text in typed:
        fitting = [text] if text.startswith("!") else _find_spellings(held, text)
        if not fitting:
            raise PathNotInCatalogError(
                f"no file that {host} ever backed up fits {text!r}",
                hint="give the path as it stands in the snapshot; `firstbell find` looks for a name",
            )
        others = [one for one in fitting if one != text]
        if len(others) > 1:
            raise SeveralPathsError(text, others)
        patterns += fitting
        renamed += [(text, one) for one in others]
    return SpelledPatterns(tuple(patterns), tuple(renamed))


def _find_spellings(held: Iterable[tuple[LineRow, Sequence[bytes]]], text: str) -> list[str]:
    """What was typed, where it fits a file, and the names under which a relative backup has the same."""
    plain = posixpath.normpath(text).encode("utf-8", "surrogateescape")
    found: dict[str, None] = {}
    for line, paths in held:
        for place in list_places(line.paths, plain):
            tried = text if place == plain else place.decode("utf-8", "surrogateescape")
            # what lies in a folder that was backed up by its whole path is another file; all of a snapshot is
            # meant only where nothing less fits
            if tried != text and (is_covering(line.paths, tried) or (tried == "/" and found)):
                continue
            if tried not in found and any(map(PathPatterns([tried]).choose(line.paths).match, paths)):
                found[tried] = None
    return list(found)


def count_damaged(catalog: Catalog, host: str, patterns: Sequence[str]) -> int:
    """How many files of a host that patterns fit came damaged."""
    chosen = {line.id: PathPatterns(patterns).choose(line.paths) for line in catalog.list_lines()}
    return len(
        {
            path
            for snapshot in catalog.list_snapshots()
            if snapshot.host == host
            for path in catalog.list_damaged(snapshot)
            if chosen[snapshot.line].match(path)
        }
    )


def release_paths(ledger: Ledger, host: str, *, patterns: Sequence[str], why: str) -> Entry:
    """Put a release on the ledger. Raises: LedgerError."""
    return VersionsReleased(host=host, patterns=tuple(patterns), why=why).append_to(ledger)


def undo_release(ledger: Ledger, prefix: str, why: str) -> tuple[Entry, VersionsReleased]:
    """Take back the one release that stands and whose entry's id begins so; the new entry, and that release.

    Raises: RulingStateError where that is not one; LedgerError.
    """
    standing = _list_standing(ledger.read())
    found = [one for one in standing if prefix and one[0].hex_id.startswith(prefix.lower())]
    if len(found) != 1:
        known = ", ".join(f"{entry.hex_id[:8]} ({' '.join(body.patterns)})" for entry, body in standing)
        raise RulingStateError(
            f"{prefix!r} is not the id of a release that stands",
            hint=f"those that stand: {known}" if known else "nothing is released",
        )
    ((entry, body),) = found
    undone = ReleaseUndone(release=entry.hex_id, host=body.host, patterns=body.patterns, why=why)
    return undone.append_to(ledger, [entry.hex_id]), body
