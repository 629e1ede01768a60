"""Canaries: planted and recorded, listed with what became of them, taken up again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firstbell.base.errors import UsageError
from firstbell.compose.canaries import pick_canaries, read_canaries, record_planted, record_removed
from firstbell.ledger import Entry, Ledger
from firstbell.record.canaries import Canary

if TYPE_CHECKING:
    from firstbell.catalog import Catalog


@dataclass(frozen=True, slots=True)
class CanaryPlan:
    """One canary before it is written. `at_ns`: the time of change it gets."""

    place: Path
    content: bytes
    at_ns: int

    @property
    def digest(self) -> bytes:
        """SHA-256 of the content."""
        return hashlib.sha256(self.content).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class CanariesRequest:
    """Canaries of a host to put on the ledger. `listed`: path in snapshots, SHA-256.

    `plans`: those that are to be written to this machine, too; none where they stand already.
    """

    host: str
    listed: Sequence[tuple[str, bytes]]
    plans: Sequence[CanaryPlan] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CanaryRemovalRequest:
    """Canaries to take up: by their paths in snapshots, all where none is named; of all hosts or one."""

    why: str
    paths: Sequence[str] = ()
    everything: bool = False
    host: str | None = None


@dataclass(frozen=True, slots=True)
class CanaryState:
    """A canary and what became of it. `problem`: why its file was left, "" where it was not."""

    canary: Canary
    state: str
    problem: str = ""

    def describe(self) -> dict[str, Any]:
        """What `--json` prints of it."""
        return {
            "message_type": "canary",
            "path": self.canary.path.decode(),
            "host": self.canary.host,
            "sha256": self.canary.digest.hex(),
            "planted": self.canary.planted,
            "state": self.state,
        }


def plant_canaries(ledger: Ledger, request: CanariesRequest) -> Entry:
    """Put canaries on the ledger and write those planned; the entry. Raises: LedgerError; OSError."""
    # first the record: a file that stands without it would be a document like any other
    entry = record_planted(ledger, request.host, request.listed)
    try:
        write_canaries(request.plans)
    except OSError:
        paths = [path for path, _ in request.listed]
        record_removed(ledger, request.host, paths=paths, why="the files could not be written")
        raise
    return entry


def list_canaries(catalog: Catalog, entries: Iterable[Entry], host: str | None = None) -> list[CanaryState]:
    """The standing canaries, and what the newest snapshot shows: `stands`, `touched`, `gone`, `not seen`."""
    standing = pick_canaries(read_canaries(entries), (), host)
    return [CanaryState(one, _find_state(catalog, one)) for one in standing]


def remove_canaries(ledger: Ledger, request: CanaryRemovalRequest) -> list[CanaryState]:
    """Say that canaries stand no more; delete those files of this machine that are still the planted ones.

    Raises: UsageError where none is named and not all are meant, or both; CanaryNotFoundError; LedgerError.
    """
    if bool(request.paths) == request.everything:
        raise UsageError("name canaries, or use --all")
    chosen = pick_canaries(read_canaries(ledger.read()), request.paths, request.host)
    for name in sorted({canary.host for canary in chosen}):
        taken = [one.path.decode() for one in chosen if one.host == name]
        record_removed(ledger, name, paths=taken, why=request.why)
    problems = [(canary, take_up(Path(canary.path.decode()), canary.digest)) for canary in chosen]
    return [CanaryState(canary, "left" if problem else "removed", problem) for canary, problem in problems]


def write_canaries(plans: Sequence[CanaryPlan]) -> None:
    """Write them, over nothing; where one cannot be written, none stays. Raises: OSError."""
    written = []
    try:
        for plan in plans:
            fd = os.open(plan.place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
            written.append(plan.place)
            with os.fdopen(fd, "wb") as file:
                file.write(plan.content)
            os.utime(plan.place, ns=(plan.at_ns, plan.at_ns))
    except OSError:
        for place in written:
            with suppress(OSError):
                place.unlink()
        raise


def take_up(place: Path, digest: bytes) -> str:
    """Remove a canary's file if it is the one that was planted; "" or why it was left."""
    try:
        if hashlib.sha256(place.read_bytes()).digest() != digest:
            return "the file has changed since, so it was not removed"
        place.unlink()
    except FileNotFoundError:
        return "this machine has no such file"
    except OSError as error:
        return str(error.strerror)
    return ""


def _find_state(catalog: Catalog, canary: Canary) -> str:
    states = set()
    for line, spelled in catalog.list_holders(canary.path):
        if line.host != canary.host:
            continue
        newest = catalog.load_versions(line.id, [spelled])[spelled][-1]
        if newest.gone is not None:
            states.add("gone")
        else:
            states.add("stands" if newest.content == canary.digest else "touched")
    return next((state for state in ("touched", "gone", "stands") if state in states), "not seen")
