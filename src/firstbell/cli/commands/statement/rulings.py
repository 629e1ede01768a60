"""`firstbell statement override`, `confirm`, `approve`, `publish`, `list`: what people rule."""

from __future__ import annotations

import click

from firstbell.actions.notify import statement_rulings
from firstbell.actions.notify.statements import list_statements
from firstbell.cli.case_options import CaseWork, case_command
from firstbell.cli.case_records import read_statement, warn_of_unread
from firstbell.cli.commands.statement.check import FILE
from firstbell.cli.legal_entity import find_outline
from firstbell.cli.times import show_time

AUDIENCES = ["press", "families", "staff", "board", "insurer", "law-enforcement"]
_CLAIM = click.option(
    "--claim", required=True, metavar="TEXT|N", help="The claim as `statement check` shows it, or its number."
)


@case_command()
@FILE
@_CLAIM
@click.option("--why", required=True, help="The reason, for the ledger.")
def override(work: CaseWork, *, file: str, claim: str, why: str) -> None:
    """Let a claim in FILE pass although the record does not support it. Only counsel may, with a reason.

    \b
    EXAMPLE
      firstbell statement override press.txt --claim 3 --why "the court allows it" --key counsel.key
    """
    text = read_statement(file)
    done = statement_rulings.override_claim(
        work.case,
        statement_rulings.ClaimRequest(text=text, claim=claim, why=why, district=find_outline(work)),
    )
    warn_of_unread(work, done.judged)
    found, entry = done.claim, done.entry
    work.output.text(f"let pass ({entry.hex_id[:8]}): {found.text}")
    work.output.summary(
        {"entry": entry.hex_id, "claim": found.text, "verdict": found.verdict.value, "why": why}
    )


@case_command()
@FILE
@_CLAIM
@click.option("--why", required=True, help="How you know that it is true, for the ledger.")
def confirm(work: CaseWork, *, file: str, claim: str, why: str) -> None:
    """Confirm a waiting claim in FILE. You answer for it by name, with a reason.

    You can only confirm a claim that no rule could judge. A claim that the record contradicts or does not
    support needs a fact, or counsel's override. If the wording changes at all, the claim waits again.

    \b
    EXAMPLE
      firstbell statement confirm press.txt --claim 2 --why "I saw the contract" --case /srv/case
    """
    text = read_statement(file)
    done = statement_rulings.confirm_claim(
        work.case,
        statement_rulings.ClaimRequest(text=text, claim=claim, why=why, district=find_outline(work)),
    )
    warn_of_unread(work, done.judged)
    found, entry, actor = done.claim, done.entry, work.case.main.signer.actor
    work.output.text(f"confirmed by {actor.name} ({entry.hex_id[:8]}): {found.text}")
    work.output.summary(
        {"entry": entry.hex_id, "claim": found.text, "actor": actor.name, "why": why, "waiting": done.waiting}
    )


@case_command()
@FILE
@click.option("--audience", type=click.Choice(AUDIENCES), help="The audience.")
def approve(work: CaseWork, *, file: str, audience: str | None) -> None:
    """Approve the statement FILE. Counsel and a director must both sign, each with their own --key.

    A blocked statement is refused. The approved text becomes a version on the record. If the text changes at
    all, it needs a new approval.

    \b
    EXAMPLE
      firstbell statement approve press.txt --audience press --key counsel.key --case /srv/case
    """
    asked = statement_rulings.TextRequest(
        text=read_statement(file), name=file, district=find_outline(work), audience=audience or ""
    )
    done = statement_rulings.approve_statement(work.case, asked)
    warn_of_unread(work, done.judged)
    after, hex_id = done.status, done.entry.hex_id
    lacking = f"; still to approve: {', '.join(after.missing)}" if after.missing else "; it may be published"
    work.output.text(f"approved {after.sha256[:16]} ({hex_id[:8]}){lacking}")
    work.output.summary(
        {
            "sha256": after.sha256,
            "entry": hex_id,
            "version": after.version,
            "approved_by": sorted(after.approvals),
            "missing": after.missing,
        }
    )


@case_command()
@FILE
@click.option(
    "--where", required=True, metavar="TEXT", help="Where it appears: the website, a mail to families."
)
def publish(work: CaseWork, *, file: str, where: str) -> None:
    """Record that the statement FILE was published. It must be approved, and true by what is known now.

    \b
    EXAMPLE
      firstbell statement publish press.txt --where "the district's website" --case /srv/case
    """
    asked = statement_rulings.TextRequest(
        text=read_statement(file), name=file, district=find_outline(work), where=where
    )
    done = statement_rulings.publish_statement(work.case, asked)
    warn_of_unread(work, done.judged)
    sha256, hex_id = done.status.sha256, done.entry.hex_id
    work.output.text(f"published {sha256[:16]} ({hex_id[:8]}): {where}")
    work.output.summary({"sha256": sha256, "entry": hex_id, "where": where})


@case_command("list")
def list_command(work: CaseWork) -> None:
    """List the statements on the record, and check the published ones against what is known now.

    If a statement was true when it was published and is not true any more, it is named so that you can
    correct it.
    """
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
    if not found:
        work.output.text("No statement is on the record yet. `firstbell statement draft` writes one.")
    work.output.summary({"statements": len(found), "to_set_right": fallen})
