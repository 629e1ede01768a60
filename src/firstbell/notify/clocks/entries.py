"""What stands on a case's record of clocks: one type for each kind of entry. Times: RFC 3339."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from firstbell.ledger.bodies import EntryBody


class ClockHeld(EntryBody, frozen=True, kw_only=True):
    """Law enforcement asked to wait. `rules`: ids; none: every rule that may be held."""

    KIND: ClassVar[str] = "decision.hold"
    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"until"})

    text: str = ""
    agency: str = ""
    why: str = ""
    since: str = ""
    rules: tuple[str, ...] = ()
    until: str | None = None


class ClockResumed(EntryBody, frozen=True, kw_only=True):
    """A hold is over. `hold`: hex id of its entry."""

    KIND: ClassVar[str] = "decision.hold_ended"

    hold: str
    text: str = ""
    why: str = ""
    until: str = ""


class ClockCorrected(EntryBody, frozen=True, kw_only=True):
    """Counsel corrected when something happened that starts clocks. `at`: null where it did not happen."""

    KIND: ClassVar[str] = "decision.correction"

    start: str
    text: str = ""
    at: str | None = None
    why: str = ""


class RuleFound(EntryBody, frozen=True, kw_only=True):
    """What counsel found of a rule, by its id and the hash of its words."""

    KIND: ClassVar[str] = "decision.finding"
    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"consulted", "keep_years"})

    rule: str
    finding: str
    text: str = ""
    sha256: str = ""
    why: str = ""
    consulted: str | None = None
    keep_years: str | None = None


class RuleApproved(EntryBody, frozen=True, kw_only=True):
    """Counsel approved a rule as it stands."""

    KIND: ClassVar[str] = "approval.rule"

    sha256: str
    text: str = ""
    rule: str = ""
    citation: str = ""


class DutyFiled(EntryBody, frozen=True, kw_only=True):
    """What a rule asks for was done. `to`: the rule's own word; `addressee`: in words, "" in old entries.

    `corrects`: hex id of an entry of this kind in whose place it stands.
    """

    KIND: ClassVar[str] = "report.filed"
    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"corrects"})

    rule: str
    text: str = ""
    to: str = ""
    addressee: str = ""
    at: str = ""
    corrects: str | None = None


class NoticesPlanned(EntryBody, frozen=True, kw_only=True):
    """Who is told by what, in numbers. `groups`: state -> kinds of data and people, which clocks count by."""

    KIND: ClassVar[str] = "notice.planned"

    text: str = ""
    people: int = 0
    letters: int = 0
    by_state: Mapping[str, Any] = {}
    groups: Mapping[str, Any] = {}
    by_language: Mapping[str, int] = {}
    by_channel: Mapping[str, int] = {}
    emails: int = 0
    possible: int = 0
    unreachable: int = 0
    restricted: int = 0
    substitute_notice: Any = False
