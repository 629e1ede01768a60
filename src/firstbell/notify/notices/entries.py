"""What stands on a case's record of letters: one type for each kind of entry. Counts, never a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from firstbell.ledger.bodies import EntryBody


class NoticesDrafted(EntryBody, frozen=True, kw_only=True):
    """Letters were written. `sha256`: of all of them; `unreviewed`: languages that lack their speaker."""

    KIND: ClassVar[str] = "notice.drafted"

    sha256: str
    text: str = ""
    letters: int = 0
    files: int = 0
    emails: int = 0
    languages: Mapping[str, int] = {}
    unreviewed: tuple[str, ...] = ()


class LetterDecided(EntryBody, frozen=True, kw_only=True):
    """A person decided on one letter that waits."""

    KIND: ClassVar[str] = "review.letter"

    letter: str
    decision: str
    text: str = ""
    why: str = ""


class LettersReviewed(EntryBody, frozen=True, kw_only=True):
    """A speaker signed the words of a language, by their hash."""

    KIND: ClassVar[str] = "review.language"

    language: str
    sha256: str
    text: str = ""


class NoticesApproved(EntryBody, frozen=True, kw_only=True):
    """A role approved what was drafted."""

    KIND: ClassVar[str] = "approval.notice"

    sha256: str
    role: str
    text: str = ""
    letters: int = 0


class NoticesSent(EntryBody, frozen=True, kw_only=True):
    """What went out, or came back. `states`: how many letters are in which; `sha256`: of what was sent."""

    KIND: ClassVar[str] = "notice.sent"
    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"sha256"})

    text: str = ""
    states: Mapping[str, int] = {}
    sha256: str | None = None
