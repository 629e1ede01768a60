"""The lines of a ledger: the first one, entries, signed heads. Bytes in, values out. docs/formats/ledger.md.

A line is JSON with sorted keys and without spaces, UTF-8. What is hashed are the bytes that stand on the
line, so no reader has to write JSON as we do.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from firstbell.base.errors import UNREADABLE, say_cause
from firstbell.ledger.errors import LedgerDamagedError, LedgerError, NewerLedgerError
from firstbell.ledger.tree import hash_leaf

VERSION = 2
# in which a key may be a passkey
PASSKEY_VERSION = 3
FIRST_PREV = "0" * 64
# of the first entry of a ledger that goes on where another ended: the last head of that
CONTINUES = "continues"
MAX_LINE_BYTES = 16 << 20
ENTRY_START = b'{"actor":'
HEAD_START = b'{"head":'
_HEAD_DOMAIN = b"firstbell ledger head\n"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z\Z", re.ASCII)

is_time = _TIME.match


class LedgerHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the first line says. `id`: random, hex. `kind`: desk or case. `track`: main or privileged."""

    id: str
    kind: str
    made: str
    track: str
    version: int


class HeaderLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line."""

    ledger: LedgerHeader


class EntryLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry's line; the body as it stands there."""

    actor: str
    body: msgspec.Raw
    kind: str
    prev: str
    refs: tuple[str, ...]
    seq: int
    time: str


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an actor signs after each batch: the tree over all entries so far. Hashes and ids are hex.

    `key`: fingerprint of the key. `previous`: hash of the head's line before, or of the first line.
    """

    actor: str
    key: str
    ledger: str
    previous: str
    root: str
    size: int
    time: str


class HeadLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A head's line. `signature`: 64 bytes, or what a passkey signed (`passkeys.py`); base64 on the line."""

    head: Head
    signature: bytes


class Entry(msgspec.Struct, frozen=True):
    """One entry. `time`: RFC 3339, UTC. `actor`: its id. `refs`: hex ids. `prev`: that of the one before."""

    seq: int
    time: str
    kind: str
    actor: str
    body: Mapping[str, Any]
    refs: tuple[str, ...]
    prev: str
    hex_id: str


_encoder = msgspec.json.Encoder(order="sorted")
_header_decoder = msgspec.json.Decoder(HeaderLine)
_head_decoder = msgspec.json.Decoder(HeadLine)
_body_decoder = msgspec.json.Decoder(dict[str, Any])
decode_entry = msgspec.json.Decoder(EntryLine).decode


def render_body(kind: str, body: Mapping[str, Any]) -> msgspec.Raw:
    """A body as it stands on a line. Raises: LedgerError when it is nothing that JSON can say."""
    try:
        encoded = _encoder.encode(dict(body))
        _body_decoder.decode(encoded)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise LedgerError(f"an entry of kind {kind}: {error}") from None
    if len(encoded) > MAX_LINE_BYTES // 2:
        raise LedgerError(f"an entry of kind {kind} with {len(encoded)} bytes is too long for the ledger")
    return msgspec.Raw(encoded)


def render_line(line: HeaderLine | EntryLine | HeadLine) -> bytes:
    """The line, without its newline."""
    return _encoder.encode(line)


def open_entry(line: EntryLine, hex_id: str) -> Entry:
    """The entry of a line, its body read. Raises: LedgerDamagedError when that is no object."""
    try:
        body = _body_decoder.decode(line.body)
    except UNREADABLE as error:
        raise LedgerDamagedError(line.seq, f"its body does not read ({say_cause(error)})") from None
    return Entry(line.seq, line.time, line.kind, line.actor, body, line.refs, line.prev, hex_id)


def parse_header(line: bytes) -> LedgerHeader:
    """The first line.

    Raises: NewerLedgerError; LedgerDamagedError when it does not read.
    """
    try:
        version = msgspec.json.decode(line)["ledger"]["version"]
        if isinstance(version, int) and version > PASSKEY_VERSION:
            raise NewerLedgerError(
                f"the ledger has version {version}, this Firstbell knows version {PASSKEY_VERSION}",
                hint="read it with a newer Firstbell",
            )
        header = _header_decoder.decode(line).ledger
    except (*UNREADABLE, TypeError, KeyError) as error:
        raise LedgerDamagedError(-1, f"it does not read ({say_cause(error)})") from None
    if header.version not in {VERSION, PASSKEY_VERSION}:
        raise LedgerDamagedError(-1, f"there is no version {header.version} of ledgers")
    return header


def parse_head(line: bytes, seq: int) -> HeadLine:
    """The head in a line that stands after the entry `seq`. Raises: LedgerDamagedError."""
    try:
        parsed = _head_decoder.decode(line)
    except UNREADABLE as error:
        raise LedgerDamagedError(seq, f"the head after it does not read ({say_cause(error)})") from None
    # base64 has spare bits at its end, and JSON several ways to say the same: one of them is signed
    if render_line(parsed) != line:
        raise LedgerDamagedError(seq, "the head after it is not written as heads are")
    return parsed


def describe_head(line: HeadLine) -> dict[str, Any]:
    """A head's line as an object, as a body can hold it."""
    described: dict[str, Any] = msgspec.to_builtins(line)
    return described


def read_continued(body: Mapping[str, Any]) -> HeadLine | None:
    """The head that the first entry of a ledger says it continues; None where it says nothing of that.

    Raises: LedgerDamagedError when that is no head.
    """
    said = body.get(CONTINUES)
    if said is None:
        return None
    try:
        return parse_head(_encoder.encode(said), 0)
    except LedgerDamagedError:
        raise LedgerDamagedError(0, "what it says it continues is no head of a ledger") from None


def hash_line(line: bytes) -> str:
    """The hash, in hex, by which a head names the head's line before it, or the first line."""
    return hashlib.sha256(line).hexdigest()


def hash_entry(line: bytes) -> str:
    """The id of an entry, in hex: the leaf of its line."""
    return hash_leaf(line).hex()


def signed_bytes(head: Head) -> bytes:
    """What is signed of a head."""
    return _HEAD_DOMAIN + _encoder.encode(head)


def check_refs(refs: Sequence[str]) -> tuple[str, ...]:
    """The references of an entry. Raises: LedgerError when one is no id of an entry."""
    for ref in refs:
        if len(ref) != len(FIRST_PREV) or not set(ref) <= set("0123456789abcdef"):
            raise LedgerError(f"{ref!r} is not the id of an entry")
    return tuple(refs)
