"""What every action is made of: what it stands on, what a form said, and what would be put down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from firstbell.actions.desk.district import DistrictOutline
from firstbell.ledger import Entry, EntryDraft

Fields = Mapping[str, str]


@dataclass(frozen=True)
class ActionGround:
    """What an action stands on. `name`, `role`: of who signs; `now_ns`: nanoseconds since the epoch."""

    entries: Sequence[Entry]
    district: DistrictOutline
    name: str
    role: str
    now_ns: int


@dataclass(frozen=True)
class PlannedAction:
    """What would be put down. `tells`: what will happen, a sentence each; `undo`: how it is taken back.

    `claims`: as `statement check --json` gives them. `blocked`: why nothing can be signed, "" where it can.
    """

    title: str
    tells: Sequence[str]
    undo: str
    command: str
    back: str
    drafts: Sequence[EntryDraft] = ()
    claims: Sequence[dict[str, object]] = field(default=())
    blocked: str = ""
