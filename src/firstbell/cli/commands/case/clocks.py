"""`firstbell case clocks`: what is due to whom by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from firstbell.cli.case_options import CaseWork, case_options, collect_case, folder_argument
from firstbell.cli.case_records import find_record, find_role, put_drafts
from firstbell.cli.groups import DefaultGroup
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.options import Result, accept_output_options

if TYPE_CHECKING:
    from firstbell.ledger import Entry
    from firstbell.notify.clocks.clock import ClockReading, Situation

_ENTITIES = click.Choice(["government", "business"])


@click.group(cls=DefaultGroup)
@accept_output_options
def clocks() -> None:
    """Show what is due to whom by when, and stop a clock where law enforcement asks for it.

    Without a verb: list.
    """


@dataclass(frozen=True, kw_only=True)
class ClocksRequest:
    """What `case clocks` is asked for."""

    home: str
    entity: str
    shows_all: bool
    as_of: str | None


@clocks.command("list", epilog=exit_status_help(repository=False))
@folder_argument
@click.option("--home", default="MN", metavar="STATE", help="The district's own state. [MN]")
@click.option("--entity", type=_ENTITIES, default="government", help="What it is to the law. [government]")
@click.option("--all", "shows_all", is_flag=True, help="Those that do not concern the district, too.")
@click.option("--as-of", metavar="TIME", help="As it stood at this time; of a day, at its end.")
@case_options
@collect_case(ClocksRequest)
def list_command(work: CaseWork, request: ClocksRequest) -> Result:
    """List the clocks, the next one due first, each with the words of its rule and where they stand.

    Rules are research, not advice: counsel must approve each (`case clocks approve`). Those of other states
    come in by where the affected people live (`notice plan`).
    """
    from firstbell.notify.clocks.clock import ClockState, read_clocks
    from firstbell.notify.clocks.rules import load_rules

    situation = find_situation(work, request)
    read = read_clocks(load_rules(), situation)
    for one in read:
        work.output.message(describe_clock(one, situation))
        _print_clock(work, one, situation)
    if request.shows_all:
        _tell_others(work, situation, {one.rule.id for one in read})
    states = [one.state for one in read]
    overdue = states.count(ClockState.OVERDUE)
    due = [one for one in read if one.state is ClockState.RUNNING and one.due_ns is not None]
    unapproved = sum(one.rule.sha256 not in situation.approved for one in read)
    if unapproved:
        work.output.note(f"Counsel must approve {unapproved} of these rules before anybody relies on them.")
    work.output.summary(
        {
            "clocks": len(read),
            "overdue": overdue,
            "held": states.count(ClockState.HELD),
            "done": states.count(ClockState.DONE),
            "unapproved": unapproved,
            "next": describe_clock(due[0], situation)["due"] if due else None,
        }
    )
    return None


def find_situation(work: CaseWork, request: ClocksRequest) -> Situation:
    """What the case tells of its clocks."""
    from firstbell.base.clock import parse_time
    from firstbell.case.moments import find_last_moment
    from firstbell.notify.clocks.clock import Situation
    from firstbell.notify.clocks.rulings import find_residents, list_approved, list_filed, list_holds

    entries = work.case.main.read()
    now_ns = find_last_moment(request.as_of) if request.as_of else work.case.clock.now_ns()
    then: list[Entry] = [entry for entry in entries if not request.as_of or parse_time(entry.time) <= now_ns]
    return Situation(
        record=find_record(entries, request.as_of),
        now_ns=now_ns,
        home=request.home.upper(),
        entity=request.entity,
        residents=find_residents(then),
        holds=list_holds(then),
        approved=list_approved(then),
        filed=list_filed(then),
    )


def describe_clock(one: ClockReading, situation: Situation) -> dict[str, Any]:
    """A clock for JSON."""
    from firstbell.base.clock import NS_PER_S, format_time

    rule = one.rule
    left_ns = None if one.due_ns is None else one.due_ns - situation.now_ns
    return {
        "message_type": "clock",
        "rule": rule.id,
        "jurisdiction": rule.jurisdiction,
        "title": rule.title,
        "to": rule.to,
        "state": one.state.value,
        "started": format_time(one.started_ns) if one.started_ns is not None else None,
        "due": format_time(one.due_ns) if one.due_ns is not None else None,
        "due_text": rule.due or f"{rule.amount} {rule.unit}",
        "hours_left": round(left_ns / NS_PER_S / 3600, 1) if left_ns is not None else None,
        "needs": one.needs or None,
        "people": one.people,
        "entries": list(one.entries),
        "content": list(rule.content),
        "citation": rule.citation,
        "quote": rule.quote,
        "quote_is": rule.quote_is,
        "source": rule.source,
        "text_version": rule.text_version,
        "verified_on": rule.verified_on,
        "reviewer": rule.reviewer or None,
        "approved": situation.approved.get(rule.sha256),
        "note": rule.note or None,
    }


def _print_clock(work: CaseWork, one: ClockReading, situation: Situation) -> None:
    told = describe_clock(one, situation)
    when = told["due"] or told["due_text"]
    left = f" ({told['hours_left']:,.0f} h)" if told["hours_left"] is not None else ""
    work.output.text(f"{one.state.value:<17} {when}{left}")
    work.output.text(f"{'':<17} {one.rule.jurisdiction}: {one.rule.title} -> {one.rule.to}")
    if one.needs:
        work.output.text(f"{'':<17} waits for {one.needs}")
    mark = "approved by counsel" if told["approved"] else "counsel must approve"
    work.output.text(f"{'':<17} {one.rule.citation} ({one.rule.quote_is}, {one.rule.text_version}; {mark})")


def _tell_others(work: CaseWork, situation: Situation, shown: set[str]) -> None:
    from firstbell.notify.clocks.rules import load_rules

    for rule in load_rules():
        if rule.id not in shown:
            work.output.message(
                {"message_type": "rule", "rule": rule.id, "title": rule.title, "source": rule.source}
            )
            work.output.text(f"{'not concerned':<17} {rule.jurisdiction}: {rule.title} ({rule.id})")
    del situation


@clocks.command(epilog=exit_status_help(repository=False))
@click.option("--agency", required=True, metavar="NAME", help="Who asked to wait.")
@click.option("--why", required=True, help="What for, for the ledger.")
@click.option("--since", metavar="TIME", help="When it was asked. [now]")
@click.option(
    "--rule", "rules", multiple=True, metavar="ID", help="Only this rule's clock. [all that may be held]"
)
@case_options
def hold(work: CaseWork, *, agency: str, why: str, since: str | None, rules: tuple[str, ...]) -> Result:
    """Stop the clocks that a law enforcement agency asked to stop: an entry of the ledger."""
    from firstbell.base.clock import format_time, parse_given_time
    from firstbell.notify.clocks.rules import find_rule
    from firstbell.notify.clocks.rulings import HoldError, draft_hold

    for rule in rules:
        if not find_rule(rule).delay_by_law_enforcement:
            raise HoldError(f"rule {rule} knows no delay by law enforcement: its clock runs on")
    at_ns = parse_given_time(since) if since else work.case.clock.now_ns()
    (entry,) = put_drafts(work, [draft_hold(agency, why, since=format_time(at_ns), rules=rules)])
    work.output.text(f"held ({entry.hex_id[:8]}) since {format_time(at_ns)}: {agency}")
    work.output.summary({"entry": entry.hex_id, "hold": entry.hex_id, "since": format_time(at_ns)})
    return None


@clocks.command(epilog=exit_status_help(repository=False))
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
    at_ns = parse_given_time(until) if until else work.case.clock.now_ns()
    (entry,) = put_drafts(work, [draft_resumption(found[0], why, until=format_time(at_ns))])
    work.output.text(f"the clocks run again since {format_time(at_ns)} ({entry.hex_id[:8]})")
    work.output.summary({"entry": entry.hex_id, "hold": found[0].entry, "until": format_time(at_ns)})
    return None


@clocks.command("approve", epilog=exit_status_help(repository=False))
@click.argument("rule_id", metavar="RULE")
@case_options
def approve_rule(work: CaseWork, *, rule_id: str) -> Result:
    """Approve a rule as it stands: counsel must, after reading it at its source."""
    from firstbell.notify.clocks.rules import find_rule
    from firstbell.notify.clocks.rulings import draft_rule_approval

    rule = find_rule(rule_id)
    (entry,) = put_drafts(work, [draft_rule_approval(rule, role=find_role(work))])
    work.output.text(f"approved {rule.id} ({entry.hex_id[:8]})")
    work.output.summary({"entry": entry.hex_id, "rule": rule.id, "sha256": rule.sha256})
    return None


@clocks.command("filed", epilog=exit_status_help(repository=False))
@click.argument("rule_id", metavar="RULE")
@click.option("--at", metavar="TIME", help="When. [now]")
@click.option("--text", default="", help="By whom, where, under which number.")
@case_options
def filed(work: CaseWork, *, rule_id: str, at: str | None, text: str) -> Result:
    """Put on the record that what a rule asks for was done; its clock is done with it."""
    from firstbell.base.clock import format_time, parse_given_time
    from firstbell.ledger import EntryDraft
    from firstbell.notify.clocks.rules import find_rule
    from firstbell.notify.clocks.rulings import FILED

    rule = find_rule(rule_id)
    at_ns = parse_given_time(at) if at else work.case.clock.now_ns()
    body = {"text": text or rule.title, "rule": rule.id, "at": format_time(at_ns)}
    (entry,) = put_drafts(work, [EntryDraft(FILED, body)])
    work.output.text(f"{rule.id}: done at {format_time(at_ns)} ({entry.hex_id[:8]})")
    work.output.summary({"entry": entry.hex_id, "rule": rule.id, "at": format_time(at_ns)})
    return None
