"""Canaries on the desk's ledger: planted, taken up again. Bodies: docs/formats/ledger.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from firstbell.compose.entries import CanariesPlanted, CanariesRemoved, PlantedFile
from firstbell.compose.errors import CanaryNotFoundError
from firstbell.ledger import Entry, Ledger
from firstbell.record.canaries import Canary


def read_canaries(entries: Iterable[Entry]) -> list[Canary]:
    """All canaries that ever stood, as they stand at the end of these entries, oldest first."""
    found: list[Canary] = []
    for entry in entries:
        if planted := CanariesPlanted.find(entry):
            found += [
                Canary(one.path.encode(), bytes.fromhex(one.sha256), planted.host, entry.time)
                for one in planted.canaries
            ]
        elif removed := CanariesRemoved.find(entry):
            gone = {path.encode() for path in removed.paths}
            found = [
                msgspec.structs.replace(one, removed=entry.time)
                if one.host == removed.host and one.path in gone and not one.removed
                else one
                for one in found
            ]
    return found


def record_planted(ledger: Ledger, host: str, canaries: Sequence[tuple[str, bytes]]) -> Entry:
    """Put planted canaries on the ledger. `canaries`: path in snapshots, SHA-256. Raises: LedgerError."""
    listed = tuple(PlantedFile(path, digest.hex()) for path, digest in canaries)
    return CanariesPlanted(host=host, canaries=listed).append_to(ledger)


def record_removed(ledger: Ledger, host: str, *, paths: Sequence[str], why: str) -> Entry:
    """Say that canaries stand no more: from now on nothing is made of what becomes of them.

    Raises: LedgerError.
    """
    return CanariesRemoved(host=host, paths=tuple(paths), why=why).append_to(ledger)


def pick_canaries(canaries: Sequence[Canary], paths: Sequence[str], host: str | None) -> list[Canary]:
    """The standing canaries with these paths, of all hosts or one; all standing ones where no path is given.

    Raises: CanaryNotFoundError.
    """
    standing = [one for one in canaries if not one.removed and (host is None or one.host == host)]
    if not paths:
        return standing
    by_path: dict[str, list[Canary]] = {}
    for one in standing:
        by_path.setdefault(one.path.decode(), []).append(one)
    for path in paths:
        if path not in by_path:
            raise CanaryNotFoundError(
                f"{path}: no canary stands there", hint="`firstbell canary list` shows them"
            )
    return [one for path in dict.fromkeys(paths) for one in by_path[path]]
