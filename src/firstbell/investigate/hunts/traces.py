"""A trace: one place where a sign fits, with what it rests on, what it proves and what it does not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from firstbell.base.clock import format_time
from firstbell.base.pathtext import show_path
from firstbell.investigate.hunts.joins.counts import read_field
from firstbell.investigate.hunts.match.signs import HuntSign

SHOWN, POINTING = "shown", "pointing"
_FIELD = re.compile(r"\{([A-Za-z0-9_|]+)\}")
_MOST_WORDS = 400
_ACCOUNTS = "TargetUserName|SubjectUserName|User|AccountName|UserName"


@dataclass(frozen=True)
class Bounds:
    """What an intruder cannot move: the last snapshot without a record and the first and last with it.

    Times in nanoseconds, None where no snapshot is older. Snapshots by hex id.
    """

    known_after_ns: int | None
    known_by_ns: int
    first_snapshot: str
    last_snapshot: str


@dataclass(frozen=True)
class Trace:
    """One trace. `time_ns`: the record's own, 0 where it has none. `records`: every EventRecordID relied on.

    `more`: further fields for JSON, of this kind of trace alone ("bytes_sent", "destinations", "missing").
    """

    sign: str
    question: str
    strength: str
    host: str
    account: str
    time_ns: int
    message: str
    proves: str
    not_proved: str
    attack: Sequence[str]
    attack_version: str
    records: Sequence[int]
    source: str
    path: bytes
    bounds: Bounds
    count: int = 1
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def hex_id(self) -> str:
        """32 hexadecimal digits, the same in every hunt."""
        parts = (
            self.sign,
            self.host,
            self.source,
            str(self.time_ns),
            self.message,
            str(sorted(self.records)[:64]),
        )
        return hashlib.sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()[:32]


def tell_sign(sign: HuntSign, host: str, **told: Any) -> Trace:
    """A trace of a sign: what the sign says of itself, and the fields of `Trace` that are told besides.

    Without them no account, no time and no records.
    """
    fields: dict[str, Any] = {
        "sign": sign.id,
        "question": sign.question,
        "host": host,
        "account": "",
        "time_ns": 0,
        "proves": sign.proves,
        "not_proved": sign.not_proved,
        "attack": sign.attack,
        "attack_version": sign.attack_version,
        "records": (),
    }
    return Trace(**{**fields, **told})


def describe_trace(trace: Trace) -> dict[str, Any]:
    """The trace as an object for JSON. Shape: docs/hunts.md."""
    bounds = trace.bounds
    return {
        "message_type": "trace",
        "id": trace.hex_id,
        "sign": trace.sign,
        "question": trace.question,
        "strength": trace.strength,
        "host": trace.host,
        "account": trace.account,
        "time": format_time(trace.time_ns) if trace.time_ns else None,
        "known_after": None if bounds.known_after_ns is None else format_time(bounds.known_after_ns),
        "known_by": format_time(bounds.known_by_ns),
        "message": trace.message,
        "proves": trace.proves,
        "not_proved": trace.not_proved,
        "attack": list(trace.attack),
        "attack_version": trace.attack_version,
        "records": list(trace.records),
        "source": trace.source,
        "path": show_path(trace.path),
        "reference": f"snapshot:{bounds.first_snapshot}",
        "first_snapshot": bounds.first_snapshot,
        "last_snapshot": bounds.last_snapshot,
        "count": trace.count,
        **trace.more,
    }


def fill_message(template: str, fields: Mapping[str, str], numbers: Mapping[str, int] | None = None) -> str:
    """A sentence from a template: `{A|B}` is what A says, or B where A is empty.

    >>> fill_message("{SubjectUserName} made {TargetUserName}.", {"TargetUserName": "bob"})
    'Somebody made bob.'
    """
    counted = numbers or {}

    def put(found: re.Match[str]) -> str:
        name = found[1]
        if name in counted:
            return f"{counted[name]:,}"
        value = " ".join(read_field(fields, name).split())
        if len(value) > _MOST_WORDS:
            value = value[:_MOST_WORDS] + "..."
        return value or ("somebody" if "User" in name or "user" in name else "something not named")

    text = _FIELD.sub(put, template)
    is_unnamed = template.startswith("{") and text.startswith(("somebody", "something not named"))
    return text[:1].upper() + text[1:] if is_unnamed else text


def find_account(fields: Mapping[str, str], names: str) -> str:
    """Whose account a record is about, without the domain before it."""
    value = read_field(fields, names or _ACCOUNTS)
    return value.rpartition("\\")[2] if "\\" in value and "=" not in value else value
