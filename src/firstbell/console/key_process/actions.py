"""What a person can sign on a case's ledger from a page: the entries, and what is said before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from firstbell.actions.notify.statements import JudgedStatement, StatementRequest, judge_statement
from firstbell.base.counts import read_number
from firstbell.base.errors import UsageError
from firstbell.case.bodies import NoteAdded
from firstbell.console.key_process.action_fields import ActionGround, Fields, PlannedAction
from firstbell.console.key_process.clock_actions import CLOCK_ACTIONS
from firstbell.ledger import Entry, EntryDraft
from firstbell.ledger.personal import refuse_personal
from firstbell.notify.statements.entries import StatementVersion
from firstbell.notify.statements.judges.verdicts import JudgedClaim
from firstbell.notify.statements.needs import describe_needs, tell_need
from firstbell.notify.statements.rulings import (
    APPROVERS,
    draft_approval,
    draft_confirmation,
    draft_override,
    draft_publication,
    find_standing,
    hash_text,
)


def plan_action(name: str, ground: ActionGround, fields: Fields) -> PlannedAction:
    """The action of this name. Raises: UsageError, ApprovalError and its kin, PersonalValueError."""
    if name not in ACTIONS:
        raise UsageError(f"there is no action {name!r}")
    planned = ACTIONS[name](ground, fields)
    for draft in planned.drafts:
        refuse_personal(f"entry of kind {draft.kind}", draft.body)
    return planned


def _note(ground: ActionGround, fields: Fields) -> PlannedAction:
    text = fields.get("text", "").strip()
    if not text:
        raise UsageError("the note is empty")
    return PlannedAction(
        "Add a note",
        [f"A note is added to the record, with your name and the time: {text}"],
        "A note cannot be taken back or changed. A later note can set it right.",
        "firstbell case note TEXT",
        "entries",
        [NoteAdded(text=text).draft()],
    )


def _judge(ground: ActionGround, text: str) -> JudgedStatement:
    return judge_statement(ground.entries, StatementRequest(text, ground.district))


def _count_stopping(judged: JudgedStatement) -> str:
    stopping = judged.stopping
    if not stopping:
        return ""
    waiting = sum(one.waiting for one in stopping)
    wrong = len(stopping) - waiting
    parts = [
        f"{count} {word if count == 1 else words}"
        for count, word, words in (
            (wrong, "claim says more than the record shows", "claims say more than the record shows"),
            (waiting, "claim waits for somebody who knows", "claims wait for somebody who knows"),
        )
        if count
    ]
    return f"This text cannot be approved: {' and '.join(parts)}."


def _approve_statement(ground: ActionGround, fields: Fields) -> PlannedAction:
    text = fields.get("text", "").strip()
    standing = find_standing(ground.entries, fields.get("sha256") or hash_text(text))
    text = text or _find_text(ground.entries, standing.sha256)
    if not text:
        raise UsageError("there is no text in it")
    judged = _judge(ground, text)
    blocked = _count_stopping(judged)
    if not blocked and ground.role not in APPROVERS:
        blocked = "The record bears this text out. Counsel and a director approve it, each alone."
    drafts: list[EntryDraft] = []
    if not blocked:
        audience = fields.get("audience", "")
        drafts = draft_approval(text, standing, role=ground.role, audience=audience, claims=judged.claims)
    others = [role for role in standing.missing if role != ground.role]
    whom = {"counsel": "Counsel", "director": "A director"}
    then = f"{whom[others[0]]} must approve it, too." if others else "It may be published then."
    return PlannedAction(
        "Approve a statement",
        [
            *([] if blocked else ["You approve this text, word for word.", then]),
            *text.splitlines(),
        ],
        "An approval cannot be taken back. Another text, be it by one letter, needs a new approval.",
        "firstbell statement approve FILE",
        "statements",
        drafts,
        describe_needs(judged.describe_each()),
        blocked,
    )


def _find_text(entries: Sequence[Entry], sha256: str) -> str:
    return next(
        (
            str(one.body.get("text"))
            for one in entries
            if one.kind == StatementVersion.KIND and one.body.get("sha256") == sha256
        ),
        "",
    )


def _find_claim(ground: ActionGround, fields: Fields) -> tuple[JudgedClaim, bool]:
    """The claim that a form names, and whether it stops the text that it is in. Raises: UsageError."""
    judged, number = _judge(ground, fields.get("text", "")), fields.get("claim", "")
    at = read_number(number)
    if at is None or not 1 <= at <= len(judged.claims):
        raise UsageError(f"the text has no claim {number!r}")
    claim = judged.claims[at - 1]
    return claim, claim in judged.stopping


def _confirm_claim(ground: ActionGround, fields: Fields) -> PlannedAction:
    claim, is_stopping = _find_claim(ground, fields)
    if not (claim.waiting and is_stopping):
        raise UsageError(f"this claim does not wait for anybody: {claim.text}")
    draft = draft_confirmation(claim.text, fields.get("why", ""), actor=ground.name, role=ground.role)
    return PlannedAction(
        "Confirm a claim",
        [f"You answer by your name for this sentence, as it stands: {claim.text}"],
        "A confirmation cannot be taken back. Another wording waits again.",
        "firstbell statement confirm FILE --claim N --why TEXT",
        "statements",
        [draft],
    )


def _override_claim(ground: ActionGround, fields: Fields) -> PlannedAction:
    claim, is_stopping = _find_claim(ground, fields)
    if claim.waiting or not is_stopping:
        raise UsageError(f"this claim does not say more than the record shows: {claim.text}")
    draft = draft_override(claim.text, fields.get("why", ""), needs=claim.needs, role=ground.role)
    lacks = "; ".join(tell_need(need).words.replace("`", "") for need in claim.needs)
    return PlannedAction(
        "Override a claim",
        [
            "Counsel lets this sentence pass, as it stands, although the record does not support it: "
            f"{claim.text}",
            *([f"It still lacks: {lacks}"] if lacks else []),
            "The record keeps your reason. Whoever checks the statement sees that a claim was overridden.",
        ],
        "An override cannot be taken back. Another wording is judged again.",
        "firstbell statement override FILE --claim N --why TEXT",
        "statements",
        [draft],
    )


def _publish_statement(ground: ActionGround, fields: Fields) -> PlannedAction:
    standing = find_standing(ground.entries, fields.get("sha256", ""))
    text = _find_text(ground.entries, standing.sha256)
    where = fields.get("where", "").strip()
    if not text or not where:
        raise UsageError("say where the statement appears")
    judged = _judge(ground, text)
    blocked = _count_stopping(judged)
    drafts = [] if blocked else [draft_publication(standing, where=where, claims=len(judged.claims))]
    return PlannedAction(
        "Put on record that a statement went out",
        [f"It is put on the record that this text went out: {where}", *text.splitlines()],
        "This cannot be taken back. Firstbell sends nothing itself.",
        "firstbell statement publish FILE --where TEXT",
        "statements",
        drafts,
        describe_needs(judged.describe_each()),
        blocked,
    )


ACTIONS: dict[str, Callable[[ActionGround, Fields], PlannedAction]] = {
    "note": _note,
    "approve-statement": _approve_statement,
    "confirm-claim": _confirm_claim,
    "override-claim": _override_claim,
    "publish-statement": _publish_statement,
    **CLOCK_ACTIONS,
}
