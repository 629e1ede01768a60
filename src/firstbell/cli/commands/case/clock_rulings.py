"""What people rule on clocks: `case clocks hold`, `resume`, `approve`, `filed`, `correct`, `decide`."""

from __future__ import annotations

from dataclasses import dataclass

import click

from firstbell.actions.case import clock_rulings
from firstbell.actions.case.clock_rulings import (
    CorrectionRequest,
    FilingRequest,
    FindingRequest,
    HoldRequest,
    ResumeRequest,
    correct_start,
    file_duty,
    hold_clocks,
    record_finding,
    resume_clocks,
)
from firstbell.cli.case_options import CaseWork, case_command
from firstbell.cli.legal_entity import find_outline, standing_options
from firstbell.cli.terminal.options import collect
from firstbell.cli.times import show_time, time_option


@case_command()
@click.option("--agency", required=True, metavar="NAME", help="Agency or person who asked for the delay.")
@click.option("--why", required=True, help="Reason, for the ledger.")
@time_option("--since", help="When they asked. [now]")
@time_option("--until", help="When the delay ends, if they said so. [until `resume`]")
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="ID",
    help="Only the clock of this rule. [every clock that the law allows to be paused]",
)
@collect(HoldRequest)
def hold(work: CaseWork, request: HoldRequest) -> None:
    """Pause clocks because a law enforcement agency asked for it. The pause goes on the ledger.

    \b
    EXAMPLE
      firstbell case clocks hold --agency "FBI Minneapolis" --why "an open investigation" --case /srv/case
    """
    done = hold_clocks(work.case, request)
    end = f" until {show_time(done.until)}" if done.until else ""
    since = show_time(done.since)
    work.output.text(f"on hold ({done.hold[:8]}) since {since}{end}: {request.agency}")
    work.output.summary({"entry": done.hold, "hold": done.hold, "since": done.since, "until": done.until})


@case_command()
@click.argument("hold_id", metavar="HOLD")
@click.option("--why", default="", help="A one-sentence reason for the ledger.")
@time_option("--until", help="When the hold ended. [now]")
def resume(work: CaseWork, *, hold_id: str, why: str, until: str | None) -> None:
    """Let paused clocks run again. HOLD is the id of the hold's entry, or its first characters.

    \b
    EXAMPLE
      firstbell case clocks resume 4f3c2a91 --why "the agency wrote so" --case /srv/case
    """
    done = resume_clocks(work.case, ResumeRequest(hold=hold_id, why=why, until=until))
    work.output.text(f"the clocks run again since {show_time(done.until or '')} ({done.entry.hex_id[:8]})")
    work.output.summary({"entry": done.entry.hex_id, "hold": done.hold, "until": done.until})


@case_command("approve")
@click.argument("rule_id", metavar="RULE")
def approve_rule(work: CaseWork, *, rule_id: str) -> None:
    """Approve a rule. Only counsel may do this, after reading the rule at its source.

    \b
    EXAMPLE
      firstbell case clocks approve mn.16e36 --key counsel.key --case /srv/case
    """
    done = clock_rulings.approve_rule(work.case, rule_id)
    work.output.text(f"approved {done.rule.id} ({done.entry.hex_id[:8]})")
    work.output.summary({"entry": done.entry.hex_id, "rule": done.rule.id, "sha256": done.rule.sha256})


@dataclass(frozen=True, kw_only=True)
class FilingOptions:
    """What `case clocks filed` is asked for."""

    name: str
    at: str | None
    text: str
    corrects: str
    home: str | None
    entity: str | None


@case_command("filed")
@click.argument("name", metavar="RULE")
@time_option("--at", help="When it was done. [now]")
@click.option("--text", default="", help="Who filed it, where, and under which number.")
@click.option("--corrects", default="", metavar="ID", help="The filing in whose place this one stands.")
@standing_options
@collect(FilingOptions)
def filed(work: CaseWork, request: FilingOptions) -> None:
    """Record that the duty in RULE was done. This stops the clock of that rule only.

    RULE is the id of a rule, or the name of the recipient ("Attorney General of Texas"). If the name fits
    several duties, the command lists them and ends with exit status 2. A duty counts once: if the record says
    already that it was done, use --corrects to set that right. Both entries stay on the record. A filing of
    the wrong duty can be corrected too: its clock runs again.

    \b
    EXAMPLE
      firstbell case clocks filed "Attorney General of Texas" --text "online form 8821" --case /srv/case
    """
    district = find_outline(work, request.home, request.entity)
    done = file_duty(
        work.case,
        FilingRequest(
            name=request.name,
            district=district,
            at=request.at,
            text=request.text,
            corrects=request.corrects,
        ),
    )
    hex_id = done.entry.hex_id
    work.output.text(f"{done.rule.id}: done at {show_time(done.at)}, to {done.addressee} ({hex_id[:8]})")
    work.output.summary({"entry": hex_id, "rule": done.rule.id, "addressee": done.addressee, "at": done.at})


@case_command()
@click.argument("start")
@time_option("--at", help="When it happened. Leave it out if it did not happen.")
@click.option("--why", required=True, help="Why the record was wrong.")
def correct(work: CaseWork, *, start: str, at: str | None, why: str) -> None:
    """Correct the time of something that starts clocks. Counsel must sign and give a reason.

    START is one of found, identified, believed, determined, confirmed, contractor_told, ransom_demanded,
    ransom_paid, people_told, closed, federal_report. Both times stay visible. This is the only way to move a
    deadline to a later time.

    \b
    EXAMPLE
      firstbell case clocks correct found --at "2026-11-29 05:40" --why "the log shows it" --key counsel.key
    """
    done = correct_start(work.case, CorrectionRequest(start=start, at=at, why=why))
    at = show_time(done.at) if done.at else "it did not happen"
    work.output.text(f"corrected {start}: {at} ({done.entry.hex_id[:8]})")
    work.output.summary({"entry": done.entry.hex_id, "start": start, "at": done.at})


@case_command()
@click.argument("rule_id", metavar="RULE")
@click.option(
    "--finding",
    required=True,
    type=click.Choice(["no-harm", "harm", "not-bound", "bound"]),
    help="What counsel found.",
)
@click.option("--why", required=True, help="Reason, for the ledger.")
@click.option(
    "--consulted", default="", metavar="AGENCY", help="The law enforcement agency that was consulted."
)
def decide(work: CaseWork, *, rule_id: str, finding: str, why: str, consulted: str) -> None:
    """Record counsel's finding on a rule: that no harm is likely, or whether it binds the district.

    Use no-harm if the statute has a harm test. Use not-bound if its text leaves open whom it binds.

    \b
    EXAMPLE
      firstbell case clocks decide mn.16e36 --finding bound --why "a public school" --key counsel.key
    """
    says = finding.replace("-", "_")
    done = record_finding(work.case, FindingRequest(rule=rule_id, finding=says, why=why, consulted=consulted))
    rule = done.rule
    kept = f"; keep this finding for {rule.keep_finding_years} years" if rule.keep_finding_years else ""
    work.output.text(f"{rule.id}: {finding} ({done.entry.hex_id[:8]}){kept}")
    work.output.summary({"entry": done.entry.hex_id, "rule": rule.id, "finding": says})
