"""What is put down by hand: which kinds, how bodies are checked, how an entry is named by its id's start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from firstbell.base.ids import is_hex_id
from firstbell.case.errors import EntryBodyError, EntryNotFoundError
from firstbell.ledger import Entry, EntryDraft
from firstbell.ledger.personal import refuse_personal
from firstbell.ledger.roles import KINDS
from firstbell.record.entry_kinds import WORDS

# kinds whose bodies other commands read: they put them down themselves
OWN_COMMANDS = {
    "case.closed": "`case close`",
    "case.continued": "`case upgrade`",
    "case.opened": "`case open`",
    "case.reopened": "`case reopen`",
    "case.upgraded": "`case upgrade`",
    "event.closed": "`event close`",
    "event.declared": "`case open --event` or `case declare`",
    "evidence.checked": "`case evidence check`",
    "evidence.handed": "`case evidence hand-over`",
    "evidence.imported": "`case timeline import`",
    "evidence.taken": "`case evidence add`",
    "fact": "`case fact`",
    "fact.organisation": "`case name` or `case facts load`",
    "key": "`case actor add` or `case key`",
    "note.exported": "`case export`",
    "note.stamped": "`case stamp`",
    "pin.added": "`firstbell pin add`",
    "pin.removed": "`firstbell pin remove`",
}
# what a person may write in words of their own, under these kinds and under others that begin with them and a
# dot; not under one of a form of its own, which commands write and read
BY_HAND = (
    "action",
    "approval",
    "claim",
    "contact",
    "decision",
    "examination",
    "finding",
    "note",
    "notice",
    "override",
    "report",
    "review",
    "ruling",
)
_OF_PEOPLE = frozenset(BY_HAND)
# fewer digits are a word as often as the beginning of an id
_FEWEST_DIGITS = 8


def draft_entry(kind: str, body: Mapping[str, Any], refs: Sequence[str] = ()) -> EntryDraft:
    """An entry that somebody puts down by hand.

    Raises: EntryBodyError when another command does that, or the body is empty; PersonalValueError.
    """
    command = OWN_COMMANDS.get("key" if kind.startswith("key.") else kind)
    if command:
        raise EntryBodyError(f"entries of kind {kind} are made by other commands", hint=f"use {command}")
    head = kind.partition(".")[0]
    if (kind in WORDS and kind not in _OF_PEOPLE) or (head in KINDS and head not in _OF_PEOPLE):
        raise EntryBodyError(
            f"entries of kind {kind} are made by other commands: a person may not write one by hand",
            hint=f"a person may add: {', '.join(BY_HAND)}",
        )
    if not body:
        raise EntryBodyError(f"an entry of kind {kind} says nothing", hint="give it --text or --body")
    refuse_personal(f"entry of kind {kind}", body)
    return EntryDraft(kind, body, refs)


def find_entry(entries: Iterable[Entry], prefix: str, what: str = "entry") -> Entry:
    """The entry whose id begins so. Raises: EntryNotFoundError when none does, or several."""
    matches = [entry for entry in entries if prefix and entry.hex_id.startswith(prefix.lower())]
    if len(matches) != 1:
        raise EntryNotFoundError(prefix, len(matches), what)
    return matches[0]


def find_cited(entries: Sequence[Entry], reason: str) -> str:
    """The hex id of the entry that a reason names; "" where it is a text.

    Raises: EntryNotFoundError when it is a whole id that no entry has.
    """
    lowered = reason.lower()
    if len(lowered) < _FEWEST_DIGITS or not set(lowered) <= set("0123456789abcdef"):
        return ""
    matches = [entry.hex_id for entry in entries if entry.hex_id.startswith(lowered)]
    if len(matches) > 1 or (not matches and is_hex_id(lowered)):
        raise EntryNotFoundError(reason, len(matches))
    return matches[0] if matches else ""
