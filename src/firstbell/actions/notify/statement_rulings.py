"""What people rule on statements: overrides, confirmations, approvals, publications; each an entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firstbell.actions.case.record import find_role, put_drafts
from firstbell.actions.desk.district import DistrictOutline
from firstbell.actions.notify.statements import JudgedStatement, StatementRequest, judge_statement
from firstbell.base.counts import read_number
from firstbell.base.errors import UsageError
from firstbell.case.case import Case
from firstbell.ledger import Entry
from firstbell.notify.errors import StoppedError
from firstbell.notify.statements.judges.verdicts import JudgedClaim
from firstbell.notify.statements.rulings import (
    StatementStatus,
    draft_approval,
    draft_confirmation,
    draft_override,
    draft_publication,
    find_standing,
    hash_text,
    refuse_unapproved,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRequest:
    """A claim of a text, and why it may pass. `claim`: words of it, or its number from 1 on."""

    text: str
    claim: str
    why: str
    district: DistrictOutline


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """The entry, and the claim that it is about. `waiting`: how many claims of the text wait still."""

    entry: Entry
    claim: JudgedClaim
    judged: JudgedStatement
    waiting: int


def override_claim(case: Case, request: ClaimRequest) -> ClaimResult:
    """Let a claim pass that the record does not bear out: counsel alone may.

    Raises: UsageError for a claim that waits or stops nothing; ApprovalError; what appending raises.
    """
    judged = _judge(case, request.text, request.district)
    found = _pick(judged.claims, request.claim)
    if found.waiting:
        raise UsageError(f"this claim waits for a person; use `statement confirm`: {found.text}")
    if found not in judged.stopping:
        raise UsageError(f"this claim does not block the statement ({found.verdict.value}): {found.text}")
    draft = draft_override(found.text, request.why, needs=found.needs, role=find_role(case))
    (entry,) = put_drafts(case, [draft])
    return ClaimResult(entry, found, judged, sum(one.waiting for one in judged.stopping))


def confirm_claim(case: Case, request: ClaimRequest) -> ClaimResult:
    """A person answers for a claim that no rule could judge, as it stands.

    Raises: UsageError for a claim that does not wait; ApprovalError; what appending raises.
    """
    judged = _judge(case, request.text, request.district)
    found = _pick(judged.claims, request.claim)
    if not found.waiting:
        raise UsageError(f"this claim does not wait for a person ({found.verdict.value}): {found.text}")
    if found not in judged.stopping:
        raise UsageError(f"this claim is already confirmed: {found.text}")
    actor = case.main.signer.actor.name
    (entry,) = put_drafts(
        case, [draft_confirmation(found.text, request.why, actor=actor, role=find_role(case))]
    )
    return ClaimResult(entry, found, judged, sum(one.waiting for one in judged.stopping) - 1)


def _judge(case: Case, text: str, district: DistrictOutline) -> JudgedStatement:
    return judge_statement(case.main.read(), StatementRequest(text, district))


def _pick(claims: Sequence[JudgedClaim], wanted: str) -> JudgedClaim:
    number = read_number(wanted)
    if number is not None and 1 <= number <= len(claims):
        return claims[number - 1]
    found = [one for one in claims if wanted.strip().lower() in one.text.lower()]
    if len(found) != 1:
        raise UsageError(f"--claim {wanted!r} matches {len(found)} of the {len(claims)} claims")
    return found[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRequest:
    """A text to approve or that went out. `name`: what it is called in messages."""

    text: str
    name: str
    district: DistrictOutline
    audience: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class TextResult:
    """The entry, how far the statement is with it, and the text as it was judged."""

    entry: Entry
    status: StatementStatus
    judged: JudgedStatement


def approve_statement(case: Case, request: TextRequest) -> TextResult:
    """Counsel and a director approve a text, each with a key of their own; it becomes a version.

    Raises: StoppedError while a claim stops it; ApprovalError; what appending raises.
    """
    judged = _refuse_stopped(_judge(case, request.text, request.district), request.name)
    before = find_standing(case.main.read(), hash_text(request.text))
    drafts = draft_approval(
        request.text, before, role=find_role(case), audience=request.audience, claims=judged.claims
    )
    entries = put_drafts(case, drafts)
    return TextResult(entries[-1], find_standing(case.main.read(), before.sha256), judged)


def publish_statement(case: Case, request: TextRequest) -> TextResult:
    """Put down that a text went out: approved, and true by what is known now.

    Raises: StoppedError; ApprovalError; what appending raises.
    """
    judged = _refuse_stopped(_judge(case, request.text, request.district), request.name)
    status = find_standing(case.main.read(), hash_text(request.text))
    (entry,) = put_drafts(case, [draft_publication(status, where=request.where, claims=len(judged.claims))])
    return TextResult(entry, status, judged)


def find_approved(case: Case, request: TextRequest) -> StatementStatus:
    """How far a text is that may go out: approved, and true by what is known now.

    Raises: StoppedError; ApprovalError while somebody has not approved it.
    """
    _refuse_stopped(_judge(case, request.text, request.district), request.name)
    status = find_standing(case.main.read(), hash_text(request.text))
    refuse_unapproved(status)
    return status


def _refuse_stopped(judged: JudgedStatement, name: str) -> JudgedStatement:
    waiting = [one for one in judged.stopping if one.waiting]
    wrong = [one for one in judged.stopping if not one.waiting]
    if wrong:
        says = "1 claim says" if len(wrong) == 1 else f"{len(wrong)} claims say"
        raise StoppedError(
            f"{name}: {says} more than the record shows; the first: {wrong[0].text}",
            hint="`firstbell statement check` shows what is missing; counsel may override it with a reason",
        )
    if waiting:
        waits = "1 claim waits" if len(waiting) == 1 else f"{len(waiting)} claims wait"
        raise StoppedError(
            f"{name}: {waits} for a person; the first: {waiting[0].text}",
            hint="if you know that it is true, run `firstbell statement confirm FILE --claim N --why TEXT`",
        )
    return judged
