"""The state beside a ledger: what an append has to know of all that stands before it. Derived.

One line of JSON, and its SHA-256 on the next. It is believed only where the file's last entry and head are
those it speaks of, and the tree it holds has the root which that head signs; else the whole ledger is read
again.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from firstbell.base.errors import UNREADABLE
from firstbell.ledger.chain import Chain
from firstbell.ledger.errors import LedgerError
from firstbell.ledger.lines import (
    PASSKEY_VERSION,
    VERSION,
    HeaderLine,
    LedgerHeader,
    decode_entry,
    hash_entry,
    hash_line,
    parse_head,
    render_line,
)
from firstbell.ledger.tree import Frontier

STATE_NAME = "state"


class _State(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`start_bytes`, `end_bytes`: where the last entry begins, where the last head ends. `keys`: bodies."""

    version: int
    header: LedgerHeader
    start_bytes: int
    end_bytes: int
    peaks: list[str]
    heads: int
    keys: list[dict[str, Any]]


def save_state(folder: Path, chain: Chain, *, start_bytes: int, end_bytes: int) -> None:
    """Keep what is known behind the last head. Where it cannot be written there is none afterwards."""
    assert chain.header is not None
    state = _State(
        VERSION,
        chain.header,
        start_bytes,
        end_bytes,
        [peak.hex() for peak in chain.frontier.peaks],
        chain.heads,
        [dict(body) for body in chain.roster.log],
    )
    text = msgspec.json.encode(state)
    path = folder / STATE_NAME
    try:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with open(fd, "wb") as file:
            file.write(text + b"\n" + hashlib.sha256(text).hexdigest().encode() + b"\n")
    except OSError:
        with suppress(OSError):
            path.unlink()


def load_chain(folder: Path, fd: int, size_bytes: int) -> tuple[Chain, int] | None:
    """The chain at the last head that the state knows, and where that ends; None where it is not believed."""
    try:
        text, digest = (folder / STATE_NAME).read_bytes().split(b"\n")[:2]
        if hashlib.sha256(text).hexdigest().encode() != digest:
            return None
        state = msgspec.json.decode(text, type=_State)
        begun = render_line(HeaderLine(state.header)) + b"\n"
        if os.pread(fd, len(begun), 0) != begun or state.end_bytes > size_bytes:
            return None
        return _resume(
            state, os.pread(fd, state.end_bytes - state.start_bytes, state.start_bytes)
        ), state.end_bytes
    except (OSError, *UNREADABLE, LookupError, LedgerError):
        return None


def _resume(state: _State, tail: bytes) -> Chain:
    """Raises: ValueError, LookupError, LedgerError when the tail is not what the state speaks of."""
    entry_line, head_line, nothing = tail.split(b"\n")
    chain = Chain()
    chain.header = state.header
    chain.roster.track = state.header.track
    chain.roster.takes_passkeys = state.header.version >= PASSKEY_VERSION
    for body in state.keys:
        chain.roster.apply(body)
    entry = decode_entry(entry_line)
    parsed = parse_head(head_line, entry.seq)
    peaks = [bytes.fromhex(peak) for peak in state.peaks]
    frontier = Frontier(entry.seq + 1, peaks)
    fits = len(peaks) == frontier.count.bit_count() and frontier.root().hex() == parsed.head.root
    if nothing or not fits or parsed.head.size != frontier.count or parsed.head.ledger != state.header.id:
        raise ValueError("not the tail of this state")
    chain.frontier, chain.heads = frontier, state.heads
    chain.last, chain.last_hex_id, chain.last_time = entry, hash_entry(entry_line), entry.time
    chain.head, chain.head_hash = parsed, hash_line(head_line)
    chain.finish()
    return chain
