"""`firstbell statement override`, `confirm`, `approve`, `publish`, `list`: what people rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from firstbell.actions.record import find_role, put_drafts
from firstbell.cli.case_options import CaseWork, case_options
from firstbell.cli.case_records import judge, read_statement
from firstbell.cli.commands.statement.check import FILE
from firstbell.cli.legal_entity import find_outline
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.options import Result, UsageError
from firstbell.cli.times import show_time

if TYPE_CHECKING:
    from firstbell.notify.statements.check import JudgedClaim

AUDIENCES = ["press", "families", "staff", "board", "insurer", "law-enforcement"]


def _refuse_stopped(text_name: str, stopping: Sequence[JudgedClaim]) -> None:
    from firstbell.notify.errors import StoppedError

    waiting = [one for one in stopping if one.waiting]
    wrong = [one for one in stopping if not one.waiting]
    if wrong:
        says = "1 claim says" if len(wrong) == 1 else f"{len(wrong)} claims say"
        raise StoppedError(
            f"{text_name}: {says} more than the record shows, the first: {wrong[0].text}",
            hint="`firstbell statement check` shows what is missing; counsel may override with a reason",
        )
    if waiting:
        waits = "1 claim waits" if len(waiting) == 1 else f"{len(waiting)} claims wait"
        raise StoppedError(
            f"{text_name}: {waits} for a person, the first: {waiting[0].text}",
            hint="whoever knows that it is true runs `firstbell statement confirm FILE --claim N --why TEXT`",
        )


@click.command(epilog=exit_status_help(repository=False))
@FILE
@click.option(
    "--claim",
    required=True,
    metavar="TEXT|N",
    help="The claim, as `statement check` shows it, or its number.",
)
@click.option("--why", required=True, help="The reason, for the ledger.")
@case_options
def override(work: CaseWork, *, file: str, claim: str, why: str) -> Result:
    """Let a claim of FILE pass that the record does not bear out: counsel alone may, with a reason."""
    from firstbell.notify.statements.rulings import draft_override

    judged = judge(work, read_statement(file))
    claims, stopping = judged.claims, judged.stopping
    found = _pick(claims, claim)
    if found.waiting:
        raise UsageError(f"this claim waits for a person: confirm it by `statement confirm`: {found.text}")
    if found not in stopping:
        raise UsageError(f"this claim stops nothing ({found.verdict.value}): {found.text}")
    draft = draft_override(found.text, why, needs=found.needs, role=find_role(work.case))
    (entry,) = put_drafts(work.case, [draft])
    work.output.text(f"let pass ({entry.hex_id[:8]}): {found.text}")
    work.output.summary(
        {"entry": entry.hex_id, "claim": found.text, "verdict": found.verdict.value, "why": why}
    )
    return None


@click.command(epilog=exit_status_help(repository=False))
@FILE
@click.option(
    "--claim",
    required=True,
    metavar="TEXT|N",
    help="The claim, as `statement check` shows it, or its number.",
)
@click.option("--why", required=True, help="How you know that it is true, for the ledger.")
@case_options
def confirm(work: CaseWork, *, file: str, claim: str, why: str) -> Result:
    """Confirm a claim of FILE that waits, as it stands: you answer for it by your name, with a reason.

    Only a claim that no rule could judge can be confirmed. One that the record contradicts or does not bear
    out needs a fact, or counsel's override. Another wording, be it by one letter, waits anew.
    """
    from firstbell.notify.statements.rulings import draft_confirmation

    judged = judge(work, read_statement(file))
    claims, stopping = judged.claims, judged.stopping
    found = _pick(claims, claim)
    if not found.waiting:
        raise UsageError(f"this claim does not wait ({found.verdict.value}): {found.text}")
    if found not in stopping:
        raise UsageError(f"this claim is confirmed already: {found.text}")
    actor = work.case.main.signer.actor
    draft = draft_confirmation(found.text, why, actor=actor.name, role=find_role(work.case))
    (entry,) = put_drafts(work.case, [draft])
    left = sum(one.waiting for one in stopping) - 1
    work.output.text(f"confirmed by {actor.name} ({entry.hex_id[:8]}): {found.text}")
    work.output.summary(
        {"entry": entry.hex_id, "claim": found.text, "actor": actor.name, "why": why, "waiting": left}
    )
    return None


def _pick(claims: Sequence[JudgedClaim], wanted: str) -> JudgedClaim:
    if wanted.isdigit() and 1 <= int(wanted) <= len(claims):
        return claims[int(wanted) - 1]
    found = [one for one in claims if wanted.strip().lower() in one.text.lower()]
    if len(found) != 1:
        raise UsageError(f"--claim {wanted!r} fits {len(found)} of the {len(claims)} claims")
    return found[0]


@click.command(epilog=exit_status_help(repository=False))
@FILE
@click.option("--audience", type=click.Choice(AUDIENCES), help="Whom it is for.")
@case_options
def approve(work: CaseWork, *, file: str, audience: str | None) -> Result:
    """Approve the statement FILE: counsel and a director, each with his own --key. A blocked one is refused.

    The text becomes a version on the record. Another text, be it by one letter, needs approval anew.
    """
    from firstbell.notify.statements.rulings import draft_approval, find_standing, hash_text

    text = read_statement(file)
    judged = judge(work, text)
    claims, stopping = judged.claims, judged.stopping
    _refuse_stopped(file, stopping)
    standing = find_standing(work.case.main.read(), hash_text(text))
    told = {"claims": len(claims), "leans_on": sorted({entry for one in claims for entry in one.entries})}
    drafts = draft_approval(text, standing, role=find_role(work.case), audience=audience or "", told=told)
    entries = put_drafts(work.case, drafts)
    after = find_standing(work.case.main.read(), standing.sha256)
    lacking = f"; still to approve: {', '.join(after.missing)}" if after.missing else "; it may be published"
    work.output.text(f"approved {standing.sha256[:16]} ({entries[-1].hex_id[:8]}){lacking}")
    work.output.summary(
        {
            "sha256": standing.sha256,
            "entry": entries[-1].hex_id,
            "version": after.version,
            "approved_by": sorted(after.approvals),
            "missing": after.missing,
        }
    )
    return None


@click.command(epilog=exit_status_help(repository=False))
@FILE
@click.option(
    "--where", required=True, metavar="TEXT", help="Where it appears: the website, a mail to families."
)
@case_options
def publish(work: CaseWork, *, file: str, where: str) -> Result:
    """Put on the record that the statement FILE went out: approved, and true by what is known now."""
    from firstbell.notify.statements.rulings import draft_publication, find_standing, hash_text

    text = read_statement(file)
    judged = judge(work, text)
    claims, stopping = judged.claims, judged.stopping
    _refuse_stopped(file, stopping)
    standing = find_standing(work.case.main.read(), hash_text(text))
    (entry,) = put_drafts(work.case, [draft_publication(standing, where=where, claims=len(claims))])
    work.output.text(f"published {standing.sha256[:16]} ({entry.hex_id[:8]}): {where}")
    work.output.summary({"sha256": standing.sha256, "entry": entry.hex_id, "where": where})
    return None


@click.command("list", epilog=exit_status_help(repository=False))
@case_options
def list_command(work: CaseWork) -> Result:
    """List the statements on the record, and judge those that went out by what is known now.

    What was true when it was published and is not any more is named: it has to be set right.
    """
    from firstbell.actions.statements import list_statements

    found = list_statements(work.case.main.read(), find_outline(work))
    fallen = 0
    for told in found:
        fallen += bool(told["stopping"]) and told["published"] is not None
        work.output.message(told)
        approved = ", ".join(told["approved_by"]) or "nobody"
        state = "published" if told["published"] else f"approved by {approved}"
        wrong = "; says more than the record shows now" if told["stopping"] else ""
        wrong += "; waits for a person to confirm a claim" if told["waiting"] else ""
        at = show_time(told["time"])
        work.output.text(f"{told['sha256'][:16]} {at} {told['audience'] or '-':<16} {state}{wrong}")
    work.output.summary({"statements": len(found), "to_set_right": fallen})
    return None
