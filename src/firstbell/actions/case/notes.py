"""An entry that a person puts on a case's record in their own words: a note, a decision, a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstbell.base.errors import UsageError
from firstbell.case.entries import draft_entry, find_entry
from firstbell.case.moments import fix_time
from firstbell.ledger import Entry, Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRequest:
    """What to put down. `refs`: beginnings of ids of entries that it builds on; `at`: when it happened,
    "" for now.
    """

    body: Mapping[str, Any]
    kind: str = "note"
    refs: Sequence[str] = ()
    at: str = ""


def add_note(ledger: Ledger, request: NoteRequest) -> Entry:
    """Put it on the ledger.

    Raises: UsageError for an empty note; InvalidTimeError, EntryNotFoundError, EntryBodyError,
    PersonalValueError, RoleError; what appending raises.
    """
    body = {**request.body, **({"at": fix_time(request.at)} if request.at else {})}
    if request.kind == "note" and not body.get("text"):
        raise UsageError("the note is empty")
    entries = ledger.read() if request.refs else []
    refs = [find_entry(entries, ref).hex_id for ref in request.refs]
    return ledger.append_many([draft_entry(request.kind, body, refs)])[0]
