"""The chain: one JSON object a line, each holding the hash of the one before it.

| field | |
|---|---|
| `version` | 1 |
| `seq` | 0, 1, 2, ... |
| `time` | RFC 3339, UTC |
| `kind` | dotted, what the entry says |
| `body` | an object, by kind |
| `prev` | `hash` of the entry before, 64 zeros for the first |
| `hash` | hex; SHA-256 of the line `firstbell ledger entry`, a newline, and the other fields |

For the hash the fields are JSON with sorted keys and no spaces, UTF-8.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from firstbell.base.errors import Error
from firstbell.base.ids import hash_id

VERSION = 1
FIRST_PREV = "0" * 64
_DOMAIN = b"firstbell ledger entry\n"


class LedgerError(Error):
    """The root of this room's errors."""

    code = "ledger.failed"


class LedgerDamagedError(LedgerError):
    """An entry that is not what was written: `seq` is the place in the chain, from 0."""

    code = "ledger.damaged"

    def __init__(self, seq: int, problem: str) -> None:
        super().__init__(
            f"entry {seq} of the ledger: {problem}",
            hint="someone or something changed the file; put it back from a backup, do not edit it",
        )
        self.seq = seq


class NewerLedgerError(LedgerError):
    """An entry of a version that this program does not know."""

    code = "ledger.newer"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `hash`: hex, over everything else."""

    seq: int
    time: str
    kind: str
    body: Mapping[str, Any]
    prev: str
    hash: str


def make_entry(last: Entry | None, time: str, kind: str, *, body: Mapping[str, Any]) -> Entry:
    """A new entry after the last one, None for the first."""
    seq, prev = (last.seq + 1, last.hash) if last else (0, FIRST_PREV)
    draft = Entry(seq, time, kind, dict(body), prev, "")
    return replace(draft, hash=_hash_fields(_list_fields(draft)))


def _list_fields(entry: Entry) -> dict[str, Any]:
    """Every field but the hash."""
    return {
        "version": VERSION,
        "seq": entry.seq,
        "time": entry.time,
        "kind": entry.kind,
        "body": dict(entry.body),
        "prev": entry.prev,
    }


def _hash_fields(fields: Mapping[str, Any]) -> str:
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hash_id(_DOMAIN + text.encode()).hex()


def render_entry(entry: Entry) -> bytes:
    """The line of an entry, with its newline."""
    return json.dumps({**_list_fields(entry), "hash": entry.hash}, ensure_ascii=False).encode() + b"\n"


def parse_entry(line: bytes, seq: int, prev: str) -> Entry:
    """The entry in a line, checked against its place in the chain.

    Raises: LedgerDamagedError, NewerLedgerError.
    """
    try:
        fields = json.loads(line)
        version = fields["version"]
        entry = Entry(
            fields["seq"], fields["time"], fields["kind"], fields["body"], fields["prev"], fields["hash"]
        )
    except (ValueError, TypeError, KeyError) as error:
        raise LedgerDamagedError(seq, f"it does not read ({error})") from None
    if version != VERSION:
        raise NewerLedgerError(f"entry {seq} of the ledger is of version {version!r}, not {VERSION}")
    if entry.seq != seq or entry.prev != prev:
        raise LedgerDamagedError(seq, "it does not follow the entry before it")
    fields.pop("hash")
    if _hash_fields(fields) != entry.hash:
        raise LedgerDamagedError(seq, "its hash is not that of its content")
    return entry
