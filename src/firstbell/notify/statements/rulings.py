"""What people ruled on statements: claims that they let pass, versions, approvals, publications."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firstbell.ledger import Entry, EntryDraft
from firstbell.notify.errors import ApprovalError
from firstbell.notify.statements.entries import (
    ClaimConfirmed,
    ClaimOverridden,
    StatementApproved,
    StatementPublished,
    StatementVersion,
)
from firstbell.notify.statements.judges.verdicts import STOPPING, JudgedClaim
from firstbell.notify.statements.record import RecordedDecision
from firstbell.record.roles import Role

# rulings about the words of a statement, which decide nothing that a promise could stand on
_ABOUT_WORDS = frozenset({ClaimOverridden.KIND, ClaimConfirmed.KIND})
# both must have approved before a statement goes out
APPROVERS = (Role.COUNSEL, Role.DIRECTOR)


def hash_text(text: str) -> str:
    """SHA-256, hex, of a text as it is published; space at the ends of lines does not count."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    return hashlib.sha256("\n".join(lines).strip().encode()).hexdigest()


def hash_claim(text: str) -> str:
    """SHA-256, hex, of a claim: its words, however they are wrapped and spaced."""
    return hashlib.sha256(re.sub(r"\s+", " ", text).strip().encode()).hexdigest()


def list_overrides(entries: Iterable[Entry]) -> dict[str, str]:
    """Hash of a claim -> hex id of the entry by which counsel let it pass."""
    return {body.claim_sha256: entry.hex_id for entry, body in ClaimOverridden.list_all(entries)}


def list_confirmations(entries: Iterable[Entry]) -> dict[str, str]:
    """Hash of a claim -> hex id of the entry by which a person confirmed it as it stands."""
    return {body.claim_sha256: entry.hex_id for entry, body in ClaimConfirmed.list_all(entries)}


def list_decisions(entries: Iterable[Entry]) -> list[RecordedDecision]:
    """What was decided, of entries of kind `decision`; rulings about words decide nothing."""
    return [
        RecordedDecision(entry.hex_id, str(entry.body.get("text", "")))
        for entry in entries
        if entry.kind.partition(".")[0] == "decision"
        and entry.kind not in _ABOUT_WORDS
        and entry.body.get("text")
    ]


def draft_override(claim: str, why: str, *, needs: Sequence[str], role: str) -> EntryDraft:
    """The entry by which counsel lets a claim pass that the record does not bear out.

    Raises: ApprovalError for anybody else, or without a reason.
    """
    if role != Role.COUNSEL:
        raise ApprovalError(
            f"{role} may not override a claim; only counsel may",
            hint="counsel gives their own key: --key",
        )
    if not why.strip():
        raise ApprovalError("an override needs its reason", hint="say it by --why")
    return ClaimOverridden(
        text=f"override: {claim}",
        claim=claim,
        claim_sha256=hash_claim(claim),
        needs=tuple(needs),
        why=why.strip(),
    ).draft()


def draft_confirmation(claim: str, why: str, *, actor: str, role: str) -> EntryDraft:
    """The entry by which a named person confirms a claim that no rule could judge, as it stands.

    Raises: ApprovalError without a reason.
    """
    if not why.strip():
        raise ApprovalError("a confirmation needs its reason", hint="say how you know it by --why")
    return ClaimConfirmed(
        text=f"confirmed: {claim}",
        claim=claim,
        claim_sha256=hash_claim(claim),
        actor=actor,
        role=role,
        why=why.strip(),
    ).draft()


@dataclass(frozen=True, slots=True)
class StatementStatus:
    """How far a statement is. `approvals`: role -> hex id of the entry; `published`: hex id or ""."""

    sha256: str
    version: str
    audience: str
    approvals: Mapping[str, str]
    published: str

    @property
    def missing(self) -> list[str]:
        """The roles that have not approved."""
        return [role.value for role in APPROVERS if role.value not in self.approvals]


def find_standing(entries: Iterable[Entry], sha256: str) -> StatementStatus:
    """How far the statement with this hash is."""
    version = audience = published = ""
    kept = [entry for entry in entries if entry.body.get("sha256") == sha256]
    for entry, body in StatementVersion.list_all(kept):
        version, audience = entry.hex_id, body.audience
    approvals = {body.role: entry.hex_id for entry, body in StatementApproved.list_all(kept)}
    for entry, _ in StatementPublished.list_all(kept):
        published = entry.hex_id
    return StatementStatus(sha256, version, audience, approvals, published)


def draft_approval(
    text: str, standing: StatementStatus, *, role: str, audience: str, claims: Sequence[JudgedClaim]
) -> list[EntryDraft]:
    """The entries of an approval: the text as a version, where it is not kept yet, and the approval.

    `claims`: of the text, judged. Raises: ApprovalError when this role approves nothing, or did so.
    """
    if role not in {approver.value for approver in APPROVERS}:
        names = " and ".join(approver.value for approver in APPROVERS)
        raise ApprovalError(
            f"{role} approves no statement: {names} do", hint="name the approver's key by --key"
        )
    if role in standing.approvals:
        raise ApprovalError(
            f"the {role} has approved this statement already ({standing.approvals[role][:8]})"
        )
    drafts = []
    if not standing.version:
        drafts.append(StatementVersion(text=text, audience=audience, sha256=standing.sha256).draft())
    approved = StatementApproved(
        text=f"approved by the {role}",
        sha256=standing.sha256,
        role=role,
        audience=audience or standing.audience,
        claims=len(claims),
        leans_on=tuple(sorted({entry for one in claims for entry in one.entries})),
    )
    return [*drafts, approved.draft((standing.version,) if standing.version else ())]


def refuse_unapproved(standing: StatementStatus) -> None:
    """Raises: ApprovalError while somebody has not approved the statement."""
    if standing.missing:
        raise ApprovalError(
            f"the statement is not approved yet: approval by {' and '.join(standing.missing)} is missing",
            hint="`firstbell statement approve FILE` by each of them, with their own --key",
        )


def draft_publication(standing: StatementStatus, *, where: str, claims: int) -> EntryDraft:
    """The entry that a statement went out. Raises: ApprovalError while somebody has not approved it."""
    refuse_unapproved(standing)
    if standing.published:
        raise ApprovalError(f"the statement was published already ({standing.published[:8]})")
    return StatementPublished(
        text=f"published: {where}",
        sha256=standing.sha256,
        where=where,
        claims=claims,
        audience=standing.audience,
    ).draft((standing.version, *standing.approvals.values()))


@dataclass(frozen=True, slots=True)
class Passes:
    """Hash of a claim -> hex id of the entry by which it passes."""

    overrides: Mapping[str, str]
    confirmations: Mapping[str, str]

    def find_override(self, claim: JudgedClaim) -> str | None:
        """The entry by which counsel let a claim pass."""
        return self.overrides.get(hash_claim(claim.text))

    def find_confirmation(self, claim: JudgedClaim) -> str | None:
        """The entry by which a person confirmed a claim that no rule judges; it settles no other verdict."""
        return self.confirmations.get(hash_claim(claim.text)) if claim.waiting else None

    def stops(self, claim: JudgedClaim) -> bool:
        """Whether the record does not bear a claim out, and counsel did not let it pass."""
        return claim.verdict in STOPPING and self.find_override(claim) is None

    def holds(self, claim: JudgedClaim) -> bool:
        """Whether a claim waits for a person."""
        return claim.waiting and self.find_confirmation(claim) is None

    def list_stopping(self, claims: Sequence[JudgedClaim]) -> list[JudgedClaim]:
        """Every claim that keeps the statement from going out, by its verdict or because it waits."""
        return [claim for claim in claims if self.stops(claim) or self.holds(claim)]


def find_passes(entries: Iterable[Entry]) -> Passes:
    """What people let pass by these entries."""
    kept = list(entries)
    return Passes(list_overrides(kept), list_confirmations(kept))
