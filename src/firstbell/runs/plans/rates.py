"""How long restoring takes here: measured on what was restored before, else assumed of a small server.

A restore costs so much a file and so much a byte. What was measured scales both by one factor: measured time
over what these costs foretell for the same files and bytes. The newest measurements count, each by its size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from firstbell.base.clock import rank_time
from firstbell.ledger import Entry
from firstbell.runs.entries import RecoverRun, SystemRehearsed, SystemRestored

# two cores, a local disk or one at the other end of a gigabit line
FILE_S = 0.0004
BYTE_S = 1 / 80e6
# what opens before and ends after, and a check where none was measured
START_S = 2.0
CHECK_S = 2.0
# of every restore that was measured: so that small samples do not speak for large systems
BEGIN_S = 0.2
_NEWEST = 20


@dataclass(frozen=True, slots=True)
class Measurement:
    """One restore that was measured. `system`: "" where it was of no system."""

    time: str
    system: str
    files: int
    size_bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Rates:
    """What is known about how long it takes. `measurements`: oldest first."""

    measurements: Sequence[Measurement] = ()

    @property
    def is_measured(self) -> bool:
        """Whether anything was measured."""
        return bool(self.measurements)

    def estimate(self, files: int, size_bytes: int, *, system: str = "") -> float:
        """Seconds to restore so much; by what was measured of the system itself, else of all."""
        own = [one for one in self.measurements if system and one.system == system]
        return foretell(files, size_bytes) * _find_factor(own or self.measurements)


def foretell(files: int, size_bytes: int) -> float:
    """Seconds by the assumed costs alone."""
    return files * FILE_S + size_bytes * BYTE_S


def _find_factor(measurements: Sequence[Measurement]) -> float:
    newest = measurements[-_NEWEST:]
    foretold = sum(foretell(one.files, one.size_bytes) + BEGIN_S for one in newest)
    taken = sum(one.seconds for one in newest)
    return taken / foretold if foretold > 0 and taken > 0 else 1.0


def read_rates(entries: Iterable[Entry]) -> Rates:
    """The rates in the entries of the desk's ledgers."""
    found = []
    for entry in entries:
        if (one := _read(entry)) is not None:
            found.append(one)
    return Rates(sorted(found, key=lambda one: rank_time(one.time)))


def _read(entry: Entry) -> Measurement | None:
    if run := RecoverRun.find(entry):
        system, files, size_bytes, seconds = "", run.files_restored, run.bytes_restored, run.seconds
    elif proof := SystemRestored.find(entry) or SystemRehearsed.find(entry):
        system, files, size_bytes = proof.system, proof.files or 0, proof.size_bytes or 0
        seconds = (proof.seconds if proof.restore_seconds is None else proof.restore_seconds) or 0.0
    else:
        return None
    if files <= 0 or size_bytes < 0 or seconds <= 0:
        return None
    return Measurement(entry.time, system, files, size_bytes, seconds)
