"""A ledger of a million entries: how fast it is appended to, how long verifying takes, whole and damaged.

Each work runs in a process of its own (`python -m benchmarks.ledger WORK FOLDER ENTRIES`), so that nothing
else weighs.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from firstbell.base.clock import monotonic_s
from firstbell.ledger import EntryDraft, Ledger, verify
from firstbell.ledger.verifier import render_verifier

BATCH = 1_000
# as many as are added one by one, each synced and signed
SINGLES = 2_000


@dataclass(frozen=True)
class LedgerFigures:
    """What a ledger of `entries` entries took, in batches of a thousand.

    `damaged_s`: one entry in the middle was changed, and is named. `verifier_s`: by the verifier of one file.
    `singles_s`: `SINGLES` entries one by one, `single_verify_s`: verifying these, a signature each.
    """

    entries: int
    size_bytes: int
    append_s: float
    verify_s: float
    verify_peak_bytes: int
    damaged_s: float
    damaged_peak_bytes: int
    verifier_s: float
    singles_s: float
    single_verify_s: float


class Took(msgspec.Struct, frozen=True):
    """What a work took."""

    wall_s: float
    peak_bytes: int


def measure_ledger(folder: Path, *, entries: int) -> LedgerFigures:
    """Makes a ledger and does everything to it."""
    whole, single = folder / "whole", folder / "single"
    path = whole / "ledger" / "entries.jsonl"
    append = _run("append", whole, entries)
    verified = _run("verify", whole, entries)
    program = folder / "verify.py"
    program.write_text(render_verifier(), encoding="utf-8")
    start_s = monotonic_s()
    subprocess.run([sys.executable, "-I", program, path], check=True, capture_output=True)
    verifier_s = monotonic_s() - start_s
    _change_one(path)
    damaged = _run("find", whole, entries)
    singles, single_verify = _run("single", single, SINGLES), _run("verify", single, SINGLES)
    return LedgerFigures(
        entries,
        path.stat().st_size,
        append.wall_s,
        verified.wall_s,
        verified.peak_bytes,
        damaged.wall_s,
        damaged.peak_bytes,
        verifier_s,
        singles.wall_s,
        single_verify.wall_s,
    )


def _run(work: str, folder: Path, entries: int) -> Took:
    words = [sys.executable, "-m", "benchmarks.ledger", work, str(folder), str(entries)]
    told = subprocess.run(words, cwd=Path(__file__).parents[1], capture_output=True, check=True).stdout
    return msgspec.json.decode(told, type=Took)


def _change_one(path: Path) -> None:
    """Change one letter of an entry in the middle."""
    with path.open("r+b") as file:
        at = path.stat().st_size // 2
        file.seek(at)
        at += file.read(4096).index(b"opened") + 1
        file.seek(at)
        file.write(b"P")


def _append(folder: Path, entries: int) -> None:
    ledger = Ledger(folder / "ledger")
    for start in range(0, entries, BATCH):
        ledger.append_many([_make_draft(number) for number in range(start, min(start + BATCH, entries))])


def _append_singly(folder: Path, entries: int) -> None:
    ledger = Ledger(folder / "ledger")
    for number in range(entries):
        ledger.append_many([_make_draft(number)])


def _make_draft(number: int) -> EntryDraft:
    text = f"the door of room {number % 97} was opened by badge {number * 7919 % 10007}"
    return EntryDraft("note", {"text": text, "at": "2023-02-18T06:30:00Z", "number": number})


def _verify(folder: Path, _: int) -> None:
    assert verify(folder / "ledger").holds


def _find(folder: Path, _: int) -> None:
    (problem,) = verify(folder / "ledger").problems
    assert problem.kind == "changed"


WORKS: dict[str, Callable[[Path, int], None]] = {
    "append": _append,
    "single": _append_singly,
    "verify": _verify,
    "find": _find,
}


def main(work: str, folder: str, entries: str) -> None:
    """Does one work and says what it took."""
    start_s = monotonic_s()
    WORKS[work](Path(folder), int(entries))
    took = Took(monotonic_s() - start_s, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    sys.stdout.buffer.write(msgspec.json.encode(took))


if __name__ == "__main__":
    main(*sys.argv[1:])
