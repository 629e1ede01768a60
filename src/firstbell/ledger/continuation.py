"""A record that goes on in a second ledger: how the first one ends, how the second says what it continues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, BinaryIO, Protocol

import msgspec

from firstbell.base.errors import UNREADABLE, say_cause
from firstbell.ledger.chain import Chain
from firstbell.ledger.errors import LedgerDamagedError, LedgerEndedError
from firstbell.ledger.lines import (
    ENTRY_START,
    HEAD_START,
    PASSKEY_VERSION,
    Entry,
    HeadLine,
    decode_entry,
    open_entry,
    read_continued,
)

# the last entry of a ledger whose record goes on in another one
CONTINUED = "case.continued"
_BODY_VERSION = 1


class LedgerFile(Protocol):
    """A ledger as far as its file goes."""

    @property
    def earlier(self) -> object | None:
        """The ledger before it, where it goes on where that one ended."""

    def opened(self) -> AbstractContextManager[BinaryIO | None]:
        """The file; None where there is none."""


def describe_end(ledger_id: str) -> dict[str, Any]:
    """The body of the entry that ends a ledger; the id of the one to come."""
    return {"version": _BODY_VERSION, "ledger": ledger_id, "ledger_version": PASSKEY_VERSION}


def read_end(kind: str, body: Mapping[str, Any]) -> str:
    """The id of the ledger in which the record goes on; "" where this is not the entry that says so."""
    ledger_id = body.get("ledger")
    return ledger_id if kind == CONTINUED and isinstance(ledger_id, str) else ""


def find_end(chain: Chain) -> str:
    """The id of the ledger in which the record goes on behind this one; "" where this one has not ended."""
    last, header = chain.last, chain.header
    if last is None or header is None or header.version >= PASSKEY_VERSION or last.kind != CONTINUED:
        return ""
    return read_end(last.kind, open_entry(last, "").body)


def refuse_ended(chain: Chain) -> None:
    """Raises: LedgerEndedError when nothing may stand behind what the chain has come to."""
    if find_end(chain):
        raise LedgerEndedError(
            "this record goes on in a newer ledger; nothing was added",
            hint="do it again; if that does not help, run `firstbell case upgrade`",
        )


def is_begun(ledger: LedgerFile) -> bool:
    """Whether a batch was written whole, so that there is a ledger. Raises: LedgerError."""
    with ledger.opened() as file:
        return any(line.startswith(HEAD_START) and line.endswith(b"\n") for line in file or ())


def find_continued(ledger: LedgerFile) -> HeadLine | None:
    """The head that the ledger says it continues; None where it says nothing of that.

    Raises: LedgerDamagedError when its first entry does not read; LedgerError.
    """
    with ledger.opened() as file:
        for line in file or ():
            if line.startswith(ENTRY_START):
                return read_continued(_read_body(line.rstrip(b"\n")))
            if line.startswith(HEAD_START):
                break
    return None


def _read_body(line: bytes) -> Mapping[str, Any]:
    try:
        entry = decode_entry(line)
    except UNREADABLE as error:
        raise LedgerDamagedError(0, f"it does not read ({say_cause(error)})") from None
    return open_entry(entry, "").body if entry.kind == "key" else {}


def check_link(ledger: LedgerFile, before: Chain) -> None:
    """See that the ledger continues the one that this chain went through. Raises: LedgerDamagedError."""
    if find_continued(ledger) != before.head:
        raise LedgerDamagedError(0, "it continues something else than the ledger that stands before it")


def count_earlier(ledger: LedgerFile) -> int:
    """How many entries of the record stand in the ledger before this one. Raises: as `find_continued`."""
    continued = find_continued(ledger) if ledger.earlier is not None else None
    return continued.head.size if continued else 0


def count_on(entries: Iterable[Entry], first: int) -> Iterator[Entry]:
    """The entries with numbers that begin at `first`."""
    return (msgspec.structs.replace(entry, seq=entry.seq + first) if first else entry for entry in entries)
