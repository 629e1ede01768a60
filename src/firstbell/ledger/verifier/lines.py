"""A line of a ledger as the verifier sees it: what it says of its place, and its hash."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any, NamedTuple, NoReturn

from firstbell.ledger.tree import hash_leaf

FIRST, ENTRY, HEAD, ODD = "first", "entry", "head", "odd"
# up to which version; in the newest a key may be a passkey
READS_VERSION = 3
HEAD_DOMAIN = b"firstbell ledger head\n"
NOBODY = "0" * 64
STARTS = (b'{"actor":', b'{"head":', b'{"ledger":')
_ENTRY_FIELDS = {"actor", "body", "kind", "prev", "refs", "seq", "time"}
_HEAD_FIELDS = {"actor", "key", "ledger", "previous", "root", "size", "time"}
_FIRST_FIELDS = {"id", "kind", "made", "track", "version"}
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z\Z", re.ASCII)


class NewerError(Exception):
    """The ledger is of a version that this program does not know."""


class Seal(NamedTuple):
    """What a head signs, beside what every line has. `message`: the bytes that are signed."""

    key: str
    ledger: str
    root: str
    message: bytes
    signature: bytes


class LedgerLine(NamedTuple):
    """A line. `place`: its number in the file, from 0. `prev`: hash of the line that it follows.

    `seq`: of an entry; of a head that of the last entry before it; -1 of the first line. `body`: that of a
    `key` or `case.continued` entry, the `Seal` of a head, what the first line says.
    """

    place: int
    what: str
    hex_id: str
    seq: int = -2
    prev: str = ""
    time: str = ""
    actor: str = ""
    kind: str = ""
    body: Any = None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


_decode = json.JSONDecoder(parse_constant=_refuse).decode


def is_moment(text: str) -> bool:
    """Whether it is a time as ledgers have it."""
    return bool(_RFC_3339.match(text))


def read_line(place: int, raw: bytes) -> LedgerLine:
    """What a line, without its newline, says. One that does not read is `ODD`. Raises: NewerError."""
    try:
        if raw.startswith(b'{"actor":'):
            return _read_entry(place, raw)
        if raw.startswith(b'{"head":'):
            return _read_head(place, raw)
        if raw.startswith(b'{"ledger":'):
            return _read_first(place, raw)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    return LedgerLine(place, ODD, hashlib.sha256(raw).hexdigest())


def _read_entry(place: int, raw: bytes) -> LedgerLine:
    said = _decode(raw.decode())
    actor, body, kind, prev, refs, seq, time = (said[name] for name in sorted(_ENTRY_FIELDS))
    texts = (actor, kind, prev, time, *refs)
    if len(said) != len(_ENTRY_FIELDS) or not all(type(text) is str for text in texts):
        raise ValueError("not the fields of an entry")
    if type(seq) is not int or type(body) is not dict or type(refs) is not list or seq < 0:
        raise ValueError("not the fields of an entry")
    kept = body if kind in ("key", "case.continued") else None
    return LedgerLine(place, ENTRY, hash_leaf(raw).hex(), seq, prev, time, actor, kind, kept)


def _read_head(place: int, raw: bytes) -> LedgerLine:
    said = _decode(raw.decode())
    head, signature = said["head"], said["signature"]
    actor, key, ledger, previous, root, size, time = (head[name] for name in sorted(_HEAD_FIELDS))
    texts = (actor, key, ledger, previous, root, time, signature)
    if not all(type(text) is str for text in texts) or type(size) is not int or size < 1:
        raise ValueError("not the fields of a head")
    # what is signed are these bytes, so they stand in one way only
    if len(head) != len(_HEAD_FIELDS) or render_plain(said) != raw:
        raise ValueError("not written as heads are")
    message = HEAD_DOMAIN + render_plain(head)
    seal = Seal(key, ledger, root, message, base64.b64decode(signature, validate=True))
    if base64.b64encode(seal.signature).decode() != signature:
        raise ValueError("not written as heads are")
    hex_id = hashlib.sha256(raw).hexdigest()
    return LedgerLine(place, HEAD, hex_id, size - 1, previous, time, actor, "", seal)


def _read_first(place: int, raw: bytes) -> LedgerLine:
    said = _decode(raw.decode())["ledger"]
    if type(said["version"]) is int and said["version"] > READS_VERSION and place == 0:
        raise NewerError(
            "the ledger is of version %d, this program knows %d" % (said["version"], READS_VERSION)
        )
    if set(said) != _FIRST_FIELDS or said["version"] not in (READS_VERSION - 1, READS_VERSION):
        raise ValueError("not the fields of a first line")
    return LedgerLine(
        place, FIRST, hashlib.sha256(raw).hexdigest(), -1, "", said["made"], "", said["kind"], said
    )


def render_plain(value: Any) -> bytes:
    """JSON with sorted keys and without spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def is_torn(broken: bytes) -> bool:
    """Whether this is what a power cut leaves of a line: its beginning, zeros perhaps behind it."""
    text = broken.rstrip(b"\0")
    if b"\0" in text or not any(text.startswith(start[: len(text)]) for start in STARTS):
        return False
    try:
        _, end = json.JSONDecoder().raw_decode(text.decode(errors="replace"))
    except (ValueError, RecursionError):
        return True
    # a whole line can only have lost its newline
    return text == broken and end == len(text.decode(errors="replace"))
