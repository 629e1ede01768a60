"""`firstbell case clocks`: what is due to whom by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.cli.case_options import CaseWork, case_options, collect_case, folder_argument
from firstbell.cli.commands.case.clock_rulings import approve_rule, correct, decide, filed, hold, resume
from firstbell.cli.groups import DefaultGroup
from firstbell.cli.legal_entity import find_situation, standing_options
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.options import Result, accept_output_options

if TYPE_CHECKING:
    from firstbell.notify.clocks.clock import ClockReading
    from firstbell.notify.clocks.situation import Situation

_INDENT = " " * 18


@click.group(cls=DefaultGroup)
@accept_output_options
def clocks() -> None:
    """Show what is due to whom by when, and put down what people ruled on it.

    Without a verb: list.
    """


@dataclass(frozen=True, kw_only=True)
class ClocksRequest:
    """What `case clocks` is asked for."""

    home: str | None
    entity: str
    shows_all: bool
    as_of: str | None
    page: Path | None


@clocks.command("list", epilog=exit_status_help(repository=False))
@folder_argument
@standing_options
@click.option("--all", "shows_all", is_flag=True, help="Those that do not concern the district, too.")
@click.option("--as-of", metavar="TIME", help="As it stood at this time; of a day, at its end.")
@click.option(
    "--page", type=click.Path(path_type=Path, dir_okay=False), help="Also write them as a page, HTML."
)
@case_options
@collect_case(ClocksRequest)
def list_command(work: CaseWork, request: ClocksRequest) -> Result:
    """List the clocks, the next one due first, each with the words of its rule and where they stand.

    Rules are research, not advice: counsel must approve each (`case clocks approve`). Those of other states
    come in by where the affected people live (`notice plan`). What nobody has read is listed as not_covered.
    """
    from firstbell.notify.clocks.clock import concerns, read_clocks
    from firstbell.notify.clocks.coverage import list_gaps
    from firstbell.notify.clocks.description import describe_clock
    from firstbell.notify.clocks.filings import list_unclear
    from firstbell.notify.clocks.rules import load_rules

    situation = find_situation(work, request.home, request.entity, as_of=request.as_of)
    read = read_clocks(load_rules(), situation)
    gaps = list_gaps(situation)
    before = _find_former(work, read, situation)
    lines = [
        describe_clock(one, situation) | {"due_before": before.get(one.rule.id if one.rule else "")}
        for one in [*read, *gaps]
    ]
    for told in lines:
        work.output.message(told)
        _print_clock(work, told)
    if request.shows_all:
        _tell_others(work, {one.rule.id for one in read if one.rule})
    unclear = list_unclear(situation, lambda rule: concerns(rule, situation))
    for filing in unclear:
        ids = [rule.id for rule in filing.rules]
        work.output.message(
            {"message_type": "unclear_filing", "name": filing.name, "entry": filing.entry, "rules": ids}
        )
        work.output.warn(
            f"{filing.name!r} was filed and could close any of {', '.join(ids)}:"
            " counsel must name it by `firstbell case clocks filed`"
        )
    _warn(work, situation)
    summary = _sum_up(read, gaps, situation) | {"unclear_filings": len(unclear)}
    if request.page is not None:
        _write_page(work, request.page, lines, summary)
    work.output.summary(summary)
    return None


def _write_page(work: CaseWork, path: Path, lines: Sequence[dict[str, Any]], summary: dict[str, Any]) -> None:
    from firstbell.notify.clocks.page import render_page
    from firstbell.notify.errors import TextFileError

    page = render_page(lines, summary, title=f"Clocks of the case {work.case.folder.path.name}")
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise TextFileError(f"{path}: {error.strerror}") from None


def _find_former(work: CaseWork, read: Sequence[ClockReading], situation: Situation) -> dict[str, str]:
    """Rule -> the deadline that the release before showed, for those that nobody was told of yet."""
    from firstbell.base.clock import format_time
    from firstbell.notify.clocks.former import TellingOnce, list_changed

    once = TellingOnce(work.case.folder.path / "notices" / "clocks-changed")
    changed = {rule: format_time(due_ns) for rule, due_ns in list_changed(read, situation).items()}
    return {rule: due for rule, due in changed.items() if once.is_new(rule)}


def _sum_up(
    read: Sequence[ClockReading], gaps: Sequence[ClockReading], situation: Situation
) -> dict[str, Any]:
    from firstbell.base.clock import format_time
    from firstbell.notify.clocks.clock import ClockState

    states = [one.state for one in read]
    due = [one.due_ns for one in read if one.state is ClockState.RUNNING and one.due_ns is not None]
    groups = situation.groups
    return {
        "clocks": len(read) + len(gaps),
        "overdue": states.count(ClockState.OVERDUE),
        "held": states.count(ClockState.HELD),
        "done": states.count(ClockState.DONE),
        "not_covered": len(gaps),
        "unapproved": _count_unapproved(read, situation),
        "next": format_time(due[0]) if due else None,
        "residents_counted": groups is not None,
        "residents_unknown": situation.count_state("unknown") if groups is not None else None,
    }


def _count_unapproved(read: Sequence[ClockReading], situation: Situation) -> int:
    return sum(one.rule is not None and one.rule.sha256 not in situation.approved for one in read)


def _warn(work: CaseWork, situation: Situation) -> None:
    from firstbell.notify.clocks.clock import read_clocks
    from firstbell.notify.clocks.rules import load_rules

    unapproved = _count_unapproved(read_clocks(load_rules(), situation), situation)
    if unapproved:
        rules = "1 rule" if unapproved == 1 else f"{unapproved} rules"
        work.output.note(f"Counsel must approve {rules} before anybody relies on these clocks.")
    if situation.groups is None:
        work.output.note(
            "Nobody has counted where the affected people live: the laws of other states are not listed."
            " `firstbell notice plan` counts."
        )


def _print_clock(work: CaseWork, told: dict[str, Any]) -> None:
    from firstbell.notify.clocks.deadlines import say_local

    when = say_local(told["due_local"]) or told["due_text"]
    left = f" ({told['hours_left']:,.0f} h)" if told["hours_left"] is not None else ""
    work.output.text(f"{told['state']:<17} {when}{left}")
    work.output.text(f"{_INDENT}{told['jurisdiction']}: {told['title']} -> {told['to'].replace('_', ' ')}")
    if told["needs"]:
        work.output.text(f"{_INDENT}waits for {told['needs']}")
    if told["rule"] is None:
        work.output.text(f"{_INDENT}{told['note']}")
        return
    if told["due_before"]:
        work.output.text(f"{_INDENT}the release before this one showed {told['due_before']}")
    for reading in told["readings"]:
        work.output.text(f"{_INDENT}{reading['by']}: {reading['gives']}, {reading['due'] or 'not started'}")
    if told["correction"]:
        was = told["started_before_correction"]
        work.output.text(f"{_INDENT}counsel corrected the start from {was}: {told['correction']['why']}")
    if told["question"]:
        work.output.text(f"{_INDENT}{told['question']}")
    mark = "approved by counsel" if told["approved"] else "counsel must approve"
    version = f", {told['text_version']}" if told["text_version"] else ""
    text = ", unread text" if told["text"] != "read" else ""
    stale = "; the source was read more than a year ago" if told["stale"] else ""
    work.output.text(f"{_INDENT}{told['citation']} ({told['quote_is']}{version}{text}; {mark}{stale})")


def _tell_others(work: CaseWork, shown: set[str]) -> None:
    from firstbell.notify.clocks.rules import load_law

    for law in load_law().values():
        for rule in law.rules:
            if rule.id in shown:
                continue
            source = law.find_source(rule.sources[0]).url
            work.output.message(
                {"message_type": "rule", "rule": rule.id, "title": rule.title, "source": source}
            )
            work.output.text(f"{'not concerned':<17} {rule.jurisdiction}: {rule.title} ({rule.id})")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What `case clocks explain` is asked for."""

    rule_id: str
    home: str | None
    entity: str
    as_of: str | None


@clocks.command("explain", epilog=exit_status_help(repository=False))
@click.argument("rule_id", metavar="RULE")
@standing_options
@click.option("--as-of", metavar="TIME", help="As it stood at this time; of a day, at its end.")
@case_options
@collect_case(Question)
def explain(work: CaseWork, request: Question) -> Result:
    """Explain one rule: its words, where they stand, the facts it leans on, and what would change it."""
    from firstbell.notify.clocks.clock import read_clocks
    from firstbell.notify.clocks.description import describe_clock, explain_rule
    from firstbell.notify.clocks.rules import find_rule, load_rules

    find_rule(request.rule_id)
    situation = find_situation(work, request.home, request.entity, as_of=request.as_of)
    read = {one.rule.id: one for one in read_clocks(load_rules(), situation) if one.rule}
    reading = read.get(request.rule_id)
    lines = list(explain_rule(request.rule_id, situation, reading))
    width = max(len(heading) for heading, _ in lines) + 2
    for heading, text in lines:
        work.output.text(f"{heading:<{width}}{text}")
    work.output.summary(
        {
            "rule": request.rule_id,
            "clock": describe_clock(reading, situation) if reading else None,
            "lines": [{"heading": heading, "text": text} for heading, text in lines],
        }
    )
    return None


for command in (hold, resume, approve_rule, filed, correct, decide):
    clocks.add_command(command)
