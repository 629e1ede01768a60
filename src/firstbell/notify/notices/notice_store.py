"""What a case keeps of its notices: plan and words sealed, states in journals, counts on the ledger."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

import msgspec

from firstbell.ledger import Entry, EntryDraft
from firstbell.notify.errors import ApprovalError, NotifyError
from firstbell.notify.notices.codes import make_code
from firstbell.notify.notices.entries import LettersReviewed, NoticesApproved
from firstbell.notify.notices.journal import DeliveryJournal
from firstbell.notify.notices.plan import NoticePlan
from firstbell.notify.statements.draft import load_language
from firstbell.record.roles import Role

APPROVERS = (Role.COUNSEL, Role.DIRECTOR)
_PLAN, _KEY = "notices/plan", "notices/key"
DRAFT_NAME = "notices/draft"


class NoPlanError(NotifyError):
    """Nothing was planned, or drafted, yet."""

    code = "notify.plan"


class Sealed(Protocol):
    """Names and bytes that nobody reads without the case's key."""

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes."""

    def get(self, name: str) -> bytes:
        """What was kept."""

    def list(self) -> list[str]:
        """Every name."""


class DraftKept(msgspec.Struct, frozen=True):
    """The words that were drafted: by language what all letters share; by letter what each has.

    `sha256`: of the manifest, which is what gets approved. `home`: the district's state, `entity`: what it is
    to the law, by which they were compiled; "" in drafts of earlier releases.
    """

    sha256: str
    shared: Mapping[str, Mapping[str, Any]]
    letters: Mapping[str, Mapping[str, Any]]
    unreviewed: tuple[str, ...]
    home: str = ""
    entity: str = ""


class NoticeStore:
    """The notices of one case."""

    def __init__(self, sealed: Sealed, folder: Path) -> None:
        self._sealed = sealed
        self.email = DeliveryJournal(folder / "email.journal")
        self.post = DeliveryJournal(folder / "post.journal")

    def save_plan(self, plan: NoticePlan) -> None:
        """Keep a plan; what was drafted from another one is not good any more, what was sent stays noted."""
        self._sealed.put(_PLAN, msgspec.msgpack.encode(plan))

    def load_plan(self) -> NoticePlan:
        """The plan. Raises: NoPlanError."""
        if _PLAN not in self._sealed.list():
            raise NoPlanError("no notices are planned yet", hint="`firstbell notice plan` makes the plan")
        return msgspec.msgpack.decode(self._sealed.get(_PLAN), type=NoticePlan)

    def save_draft(self, draft: DraftKept) -> None:
        """Keep the words."""
        self._sealed.put(DRAFT_NAME, msgspec.msgpack.encode(draft))

    def load_draft(self) -> DraftKept:
        """The words. Raises: NoPlanError."""
        if DRAFT_NAME not in self._sealed.list():
            raise NoPlanError("no notices are drafted yet", hint="`firstbell notice draft DIR` writes them")
        return msgspec.msgpack.decode(self._sealed.get(DRAFT_NAME), type=DraftKept)

    def find_key(self) -> bytes:
        """The key of the letters' codes, made when it is needed first."""
        if _KEY not in self._sealed.list():
            self._sealed.put(_KEY, os.urandom(32))
        return self._sealed.get(_KEY)

    def find_letter(self, code: str) -> str | None:
        """The id of the letter that bears a code; None where none does."""
        key = self.find_key()
        return next((one.id for one in self.load_plan().letters if make_code(key, one.id) == code), None)


def find_approvals(entries: Iterable[Entry], sha256: str) -> dict[str, str]:
    """Role -> entry, of those who approved what was drafted."""
    return {
        body.role: entry.hex_id for entry, body in NoticesApproved.list_all(entries) if body.sha256 == sha256
    }


def list_reviewed(entries: Iterable[Entry]) -> set[tuple[str, str]]:
    """(language, hash of its words) that a speaker signed."""
    return {(body.language, body.sha256) for _, body in LettersReviewed.list_all(entries)}


def draft_approval(sha256: str, approvals: Mapping[str, str], *, role: str, letters: int) -> EntryDraft:
    """The entry of an approval. Raises: ApprovalError when this role approves nothing, or did so."""
    if role not in {approver.value for approver in APPROVERS}:
        raise ApprovalError(f"{role} approves no notices: counsel and director do")
    if role in approvals:
        raise ApprovalError(f"the {role} has approved these notices already ({approvals[role][:8]})")
    text = f"notices approved by the {role}"
    return NoticesApproved(text=text, sha256=sha256, role=role, letters=letters).draft()


def check_approved(draft: DraftKept, approvals: Mapping[str, str]) -> None:
    """Raises: ApprovalError while counsel or director has not approved, or a language lacks its speaker."""
    missing = [role.value for role in APPROVERS if role.value not in approvals]
    if missing:
        raise ApprovalError(
            f"the notices are not approved yet: approval by {' and '.join(missing)} is missing",
            hint="`firstbell notice approve` by each of them, with their own --key",
        )
    if draft.unreviewed:
        named = ", ".join(load_language(one)["language"] for one in draft.unreviewed)
        raise ApprovalError(
            f"no speaker has signed the letters in {named}",
            hint="`firstbell notice review --language CODE` by a reviewer, then draft and approve again",
        )
