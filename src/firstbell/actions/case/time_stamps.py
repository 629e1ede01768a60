"""The head of a case's record, time-stamped (RFC 3161) by an authority; files carry request and answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from firstbell.actions.entries import HeadStamped
from firstbell.base.counts import say_count
from firstbell.base.errors import raising
from firstbell.case.case import Case
from firstbell.case.errors import CaseError, CaseStateError
from firstbell.case.kept_files import write_target
from firstbell.ledger import Entry
from firstbell.ledger.lines import HeadLine
from firstbell.ledger.timestamps import Stamp, keep_answer, keep_request


@dataclass(frozen=True, slots=True)
class StampRequest:
    """A request that was written. `kept`: the case's own copy, by which the answer is checked."""

    kept: Path
    line: HeadLine


@dataclass(frozen=True, slots=True)
class StampedHead:
    """An answer that holds. `kept`: where the case keeps it; `entry`: that it was taken."""

    kept: Path
    line: HeadLine
    stamp: Stamp
    entry: Entry

    @property
    def text(self) -> str:
        """What the entry says."""
        return str(self.entry.body["text"])


def request_stamp(case: Case, file: Path) -> StampRequest:
    """Write the request for the latest head to a new file. Raises: CaseStateError, CaseError, LedgerError."""
    line = case.main.review().head
    if line is None:
        raise CaseStateError("this track has no entries yet")
    kept = keep_request(case.folder.heads, line)
    data = kept.read_bytes()
    write_target(file, lambda out: out.write(data))
    return StampRequest(kept, line)


def take_stamp(case: Case, file: Path, roots: Sequence[Path] = ()) -> StampedHead:
    """Check an authority's answer, keep it, and put it on the record.

    `roots`: certificates (PEM) of authorities to trust. Raises: CaseError for a file that cannot be read;
    StampError; what appending raises.
    """
    case.main.require_right(HeadStamped.KIND)
    trusted = [_read(root) for root in roots]
    kept, line, stamp = keep_answer(case.folder.heads, _read(file), trusted)
    entries = say_count(line.head.size, "entry", "entries")
    entry = HeadStamped(
        text=f"{stamp.authority} time-stamped the head over {entries} at {stamp.time}",
        root=line.head.root,
        size=line.head.size,
        serial=stamp.serial,
        stamped=stamp.time,
        authority=stamp.authority,
    ).append_to(case.main)
    return StampedHead(kept, line, stamp, entry)


def _read(path: Path) -> bytes:
    with raising(CaseError, path):
        return path.read_bytes()
