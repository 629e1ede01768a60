"""What stands on a case's record of statements: one type for each kind of entry."""

from __future__ import annotations

from typing import ClassVar

from firstbell.ledger.bodies import EntryBody


class ClaimOverridden(EntryBody, frozen=True, kw_only=True):
    """Counsel let a claim pass that the record does not bear out. `needs`: what it lacked."""

    KIND: ClassVar[str] = "decision.override"

    claim_sha256: str
    text: str = ""
    claim: str = ""
    needs: tuple[str, ...] = ()
    why: str = ""


class ClaimConfirmed(EntryBody, frozen=True, kw_only=True):
    """A named person confirmed a claim that no rule could judge. `actor`: the name; `role`: in the case."""

    KIND: ClassVar[str] = "decision.confirm"

    claim_sha256: str
    text: str = ""
    claim: str = ""
    actor: str = ""
    role: str = ""
    why: str = ""


class StatementVersion(EntryBody, frozen=True, kw_only=True):
    """A text as somebody approved it."""

    KIND: ClassVar[str] = "claim.statement"

    sha256: str
    text: str = ""
    audience: str = ""


class StatementApproved(EntryBody, frozen=True, kw_only=True):
    """A role approved a version. `claims`: how many; `leans_on`: hex ids of the entries that bear it out."""

    KIND: ClassVar[str] = "approval.statement"

    sha256: str
    role: str = ""
    text: str = ""
    audience: str = ""
    claims: int = 0
    leans_on: tuple[str, ...] = ()


class StatementPublished(EntryBody, frozen=True, kw_only=True):
    """A version went out."""

    KIND: ClassVar[str] = "claim.published"

    sha256: str
    text: str = ""
    where: str = ""
    claims: int = 0
    audience: str = ""
