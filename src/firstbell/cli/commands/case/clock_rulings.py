"""What people rule on clocks: `case clocks hold`, `resume`, `approve`, `filed`, `correct`, `decide`."""

from __future__ import annotations

from dataclasses import dataclass

import click

from firstbell.actions.record import find_role, find_situation, put_drafts
from firstbell.cli.case_options import CaseWork, case_options, collect_case
from firstbell.cli.legal_entity import find_outline, standing_options
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.options import Result


@dataclass(frozen=True, kw_only=True)
class HoldRequest:
    """What `case clocks hold` is asked for."""

    agency: str
    why: str
    since: str | None
    until: str | None
    rules: tuple[str, ...]


@click.command(epilog=exit_status_help(repository=False))
@click.option("--agency", required=True, metavar="NAME", help="Who asked to wait.")
@click.option("--why", required=True, help="What for, for the ledger.")
@click.option("--since", metavar="TIME", help="When it was asked. [now]")
@click.option("--until", metavar="TIME", help="When it ends, where that was said. [until `resume`]")
@click.option(
    "--rule", "rules", multiple=True, metavar="ID", help="Only this rule's clock. [all that may be held]"
)
@case_options
@collect_case(HoldRequest)
def hold(work: CaseWork, request: HoldRequest) -> Result:
    """Stop the clocks that a law enforcement agency asked to stop: an entry of the ledger."""
    from firstbell.base.clock import format_time, parse_given_time
    from firstbell.notify.clocks.rules import find_rule
    from firstbell.notify.clocks.rulings import HoldError, draft_hold

    for rule in request.rules:
        if not find_rule(rule).is_held:
            raise HoldError(f"rule {rule} knows no delay by law enforcement: its clock runs on")
    at_ns = parse_given_time(request.since) if request.since else work.case.clock.now_ns()
    since = format_time(at_ns)
    until = format_time(parse_given_time(request.until)) if request.until else None
    draft = draft_hold(request.agency, request.why, since=since, rules=request.rules, until=until)
    (entry,) = put_drafts(work.case, [draft])
    end = f" until {until}" if until else ""
    work.output.text(f"held ({entry.hex_id[:8]}) since {since}{end}: {request.agency}")
    work.output.summary({"entry": entry.hex_id, "hold": entry.hex_id, "since": since, "until": until})
    return None


@click.command(epilog=exit_status_help(repository=False))
@click.argument("hold_id", metavar="HOLD")
@click.option("--why", default="", help="One sentence for the ledger.")
@click.option("--until", metavar="TIME", help="When it ended. [now]")
@case_options
def resume(work: CaseWork, *, hold_id: str, why: str, until: str | None) -> Result:
    """Let the clocks of a hold run again; HOLD is the id of its entry, or how that begins."""
    from firstbell.base.clock import format_time, parse_given_time
    from firstbell.case.errors import EntryNotFoundError
    from firstbell.notify.clocks.rulings import draft_resumption, list_holds

    found = [one for one in list_holds(work.case.main.read()) if one.entry.startswith(hold_id.lower())]
    if len(found) != 1:
        raise EntryNotFoundError(hold_id, len(found), "hold")
    now_ns = work.case.clock.now_ns()
    at_ns = parse_given_time(until) if until else now_ns
    draft = draft_resumption(found[0], why, until=format_time(at_ns), now_ns=now_ns)
    (entry,) = put_drafts(work.case, [draft])
    work.output.text(f"the clocks run again since {format_time(at_ns)} ({entry.hex_id[:8]})")
    work.output.summary({"entry": entry.hex_id, "hold": found[0].entry, "until": format_time(at_ns)})
    return None


@click.command("approve", epilog=exit_status_help(repository=False))
@click.argument("rule_id", metavar="RULE")
@case_options
def approve_rule(work: CaseWork, *, rule_id: str) -> Result:
    """Approve a rule as it stands: counsel must, after reading it at its source."""
    from firstbell.notify.clocks.rules import find_rule
    from firstbell.notify.clocks.rulings import draft_rule_approval

    rule = find_rule(rule_id)
    (entry,) = put_drafts(work.case, [draft_rule_approval(rule, role=find_role(work.case))])
    work.output.text(f"approved {rule.id} ({entry.hex_id[:8]})")
    work.output.summary({"entry": entry.hex_id, "rule": rule.id, "sha256": rule.sha256})
    return None


@dataclass(frozen=True, kw_only=True)
class FilingRequest:
    """What `case clocks filed` is asked for."""

    name: str
    at: str | None
    text: str
    home: str | None
    entity: str


@click.command("filed", epilog=exit_status_help(repository=False))
@click.argument("name", metavar="RULE")
@click.option("--at", metavar="TIME", help="When. [now]")
@click.option("--text", default="", help="By whom, where, under which number.")
@standing_options
@case_options
@collect_case(FilingRequest)
def filed(work: CaseWork, request: FilingRequest) -> Result:
    """Put on the record that what RULE asks for was done; its clock, and no other, is done with it.

    RULE is the id of a rule, or the name of whoever got it ("Attorney General of Texas"). A name that could
    be of several duties is refused with exit status 2 and the list of them.
    """
    from firstbell.base.clock import format_time, parse_given_time
    from firstbell.notify.clocks.clock import concerns
    from firstbell.notify.clocks.filings import choose_rule
    from firstbell.notify.clocks.rules import load_rules, name_addressee
    from firstbell.notify.clocks.rulings import draft_filing

    situation = find_situation(work.case, find_outline(work, request.home, request.entity))
    rule = choose_rule(request.name, [one for one in load_rules() if concerns(one, situation)])
    at = format_time(parse_given_time(request.at) if request.at else work.case.clock.now_ns())
    to = name_addressee(rule)
    (entry,) = put_drafts(work.case, [draft_filing(rule, request.text, addressee=to, at=at)])
    work.output.text(f"{rule.id}: done at {at}, to {to} ({entry.hex_id[:8]})")
    work.output.summary({"entry": entry.hex_id, "rule": rule.id, "addressee": to, "at": at})
    return None


@click.command(epilog=exit_status_help(repository=False))
@click.argument("start")
@click.option("--at", metavar="TIME", help="When it was. Left out: it did not happen.")
@click.option("--why", required=True, help="Why the record was wrong.")
@case_options
def correct(work: CaseWork, *, start: str, at: str | None, why: str) -> Result:
    """Correct when something happened that starts clocks: counsel must, with a reason. Both times are shown.

    START is one of found, identified, believed, determined, confirmed, contractor_told, ransom_demanded,
    ransom_paid, people_told, closed, federal_report. Nothing else moves a deadline to later.
    """
    from firstbell.case.moments import fix_time
    from firstbell.notify.clocks.rulings import draft_correction

    is_day = at is not None and len(at) == 10
    told = at if at is None or is_day else fix_time(at)
    (entry,) = put_drafts(work.case, [draft_correction(start, told, why, role=find_role(work.case))])
    work.output.text(f"corrected {start}: {told or 'it did not happen'} ({entry.hex_id[:8]})")
    work.output.summary({"entry": entry.hex_id, "start": start, "at": told})
    return None


@click.command(epilog=exit_status_help(repository=False))
@click.argument("rule_id", metavar="RULE")
@click.option(
    "--finding",
    required=True,
    type=click.Choice(["no-harm", "harm", "not-bound", "bound"]),
    help="What counsel found.",
)
@click.option("--why", required=True, help="The reasons, for the ledger.")
@click.option("--consulted", default="", metavar="AGENCY", help="Which law enforcement agency was asked.")
@case_options
def decide(work: CaseWork, *, rule_id: str, finding: str, why: str, consulted: str) -> Result:
    """Record what counsel found of a rule: that no harm is likely, or whether it binds the district.

    no-harm holds where the statute has a harm test; not-bound where its text leaves open whom it binds.
    """
    from firstbell.notify.clocks.rules import find_rule
    from firstbell.notify.clocks.rulings import draft_finding

    rule = find_rule(rule_id)
    says = finding.replace("-", "_")
    draft = draft_finding(rule, says, why, consulted=consulted, role=find_role(work.case))
    (entry,) = put_drafts(work.case, [draft])
    kept = f"; keep this finding for {rule.keep_finding_years} years" if rule.keep_finding_years else ""
    work.output.text(f"{rule.id}: {finding} ({entry.hex_id[:8]}){kept}")
    work.output.summary({"entry": entry.hex_id, "rule": rule.id, "finding": says})
    return None
