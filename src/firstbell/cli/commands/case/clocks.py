"""`firstbell case clocks`: what is due to whom by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from firstbell.actions.case import clocks as verbs
from firstbell.actions.case.clocks import ClocksRequest, explain_clock
from firstbell.base.clock import parse_given_time
from firstbell.base.errors import raising
from firstbell.base.output_file import replace_file
from firstbell.cli.case_options import CaseWork, case_command, folder_argument
from firstbell.cli.commands.case.clock_rulings import approve_rule, correct, decide, filed, hold, resume
from firstbell.cli.groups import DefaultGroup
from firstbell.cli.legal_entity import find_outline, standing_options
from firstbell.cli.terminal.options import accept_output_options, collect
from firstbell.cli.times import show_moment, show_time, time_option
from firstbell.notify.clocks.clock import ClockState
from firstbell.notify.clocks.deadlines import say_local, show_local
from firstbell.notify.errors import TextFileError

_INDENT = " " * 18
_DAYS_FROM_HOURS = 96


@click.group(cls=DefaultGroup)
@accept_output_options
def clocks() -> None:
    """Show what is due to whom and when, and record decisions about it.

    Without a verb: list.
    """


@dataclass(frozen=True, kw_only=True)
class ClockListOptions:
    """What `case clocks` is asked for."""

    home: str | None
    entity: str | None
    shows_all: bool
    as_of: str | None
    page: Path | None


@case_command("list", by=clocks.command)
@folder_argument
@standing_options
@click.option("--all", "shows_all", is_flag=True, help="Also list clocks that do not concern the district.")
@time_option(
    "--as-of", is_end=True, help="Show the clocks as of this time. A date means the end of that day."
)
@click.option(
    "--page", type=click.Path(path_type=Path, dir_okay=False), help="Also write them as an HTML page."
)
@collect(ClockListOptions)
def list_command(work: CaseWork, request: ClockListOptions) -> None:
    """List the clocks, the next one due first, with the words of each rule and their source.

    The rules are research, not legal advice; counsel must approve each one (`case clocks approve`). Run
    `notice plan` to find the states that affected people live in; their rules are then listed too. Laws that
    nobody has read yet are listed as not covered.

    \b
    EXAMPLE
      firstbell case clocks list /srv/case --page clocks.html
    """
    asked = verbs.ClocksRequest(
        find_outline(work, request.home, request.entity), request.as_of, tells_changes=True
    )
    found = verbs.list_clocks(work.case, asked)
    lines = found.describe_each()
    for told in lines:
        work.output.message(told)
        _print_clock(work, told)
    if request.shows_all:
        for told in verbs.list_other_rules(found):
            work.output.message(told)
            work.output.text(
                f"{'does not concern you':<17} {told['jurisdiction']}: {told['title']} ({told['rule']})"
            )
    for told in found.describe_unclear():
        work.output.message(told)
        work.output.warn(
            f"{told['name']!r} was filed and could close any of {', '.join(told['rules'])}: counsel "
            "must say which with `firstbell case clocks filed`"
        )
    summary = found.describe()
    _warn(work, summary)
    if request.page is not None:
        _write_page(work, request, lines, summary)
    work.output.summary(summary)


def _write_page(
    work: CaseWork, request: ClockListOptions, lines: Sequence[dict[str, Any]], summary: dict[str, Any]
) -> None:
    from firstbell.notify.clocks.page import render_page

    assert request.page is not None
    as_of = show_time(request.as_of) if request.as_of else show_moment(work.case.clock.now_ns())
    page = render_page(lines, summary, title=f"Clocks of the case: {work.case.describe().name}", as_of=as_of)
    with raising(TextFileError, request.page):
        replace_file(request.page, page.encode())
    work.output.text(f"wrote {request.page}")


def _warn(work: CaseWork, summary: dict[str, Any]) -> None:
    unapproved = summary["unapproved"]
    if unapproved:
        rules = "1 rule" if unapproved == 1 else f"{unapproved} rules"
        work.output.note(
            f"Counsel must approve {rules} before anybody relies on these clocks: "
            "`firstbell case clocks approve RULE`."
        )
    if not summary["residents_counted"]:
        work.output.note(
            "Firstbell does not know yet in which states the affected people live, so the laws of "
            "other states are missing here. `firstbell notice plan` counts them."
        )


def _print_clock(work: CaseWork, told: dict[str, Any]) -> None:
    when = say_local(told["due_local"]) or told["due_text"]
    left = f" ({_say_left(told['hours_left'])})" if told["hours_left"] is not None else ""
    work.output.text(f"{told['state'].replace('_', ' '):<17} {when}{left}")
    work.output.text(f"{_INDENT}{told['jurisdiction']}: {told['title']} -> {told['to_whom']}")
    if told["state"] == ClockState.HELD:
        until = (
            f"until {_say_there(told['held_until'], told)}" if told["held_until"] else "until it is resumed"
        )
        hold_id = told["entries"][-1][:8]
        work.output.text(f"{_INDENT}on hold {until} (`firstbell case clocks resume {hold_id}`)")
    if told["needs"]:
        work.output.text(f"{_INDENT}waiting for {told['needs']}")
    if told["rule"] is None:
        work.output.text(f"{_INDENT}{told['note']}")
        return
    if told["due_before"]:
        was = _say_there(told["due_before"], told)
        work.output.text(f"{_INDENT}an earlier release of Firstbell would have shown {was} here")
    for reading in told["readings"]:
        due = _say_there(reading["due"], told) if reading["due"] else "not started"
        work.output.text(f"{_INDENT}{reading['by']}: {reading['gives']}, {due}")
    if told["correction"]:
        was = _say_there(told["started_before_correction"], told)
        work.output.text(f"{_INDENT}counsel corrected the start from {was}: {told['correction']['why']}")
    if told["question"]:
        work.output.text(f"{_INDENT}{told['question']}")
    mark = "approved by counsel" if told["approved"] else "counsel must approve"
    version = f", {told['text_version']}" if told["text_version"] else ""
    text = ", unread text" if told["text"] != "read" else ""
    stale = "; the source was last read more than a year ago" if told["stale"] else ""
    work.output.text(f"{_INDENT}{told['citation']} ({told['quote_is']}{version}{text}; {mark}{stale})")
    work.output.text(f"{_INDENT}rule {told['rule']}")


def _say_there(time: str, told: dict[str, Any]) -> str:
    """An RFC 3339 time in the zone in which the clock's own deadline is shown."""
    return say_local(show_local(parse_given_time(time), told["due_zone"]))


def _say_left(hours: float) -> str:
    """How long there still is, or how late it is: hours, from four days on whole days.

    >>> _say_left(-134.2), _say_left(1.2), _say_left(700)
    ('5 days late', '1 hour left', '29 days left')
    """
    size = abs(hours)
    number, unit = (round(size), "hour") if size < _DAYS_FROM_HOURS else (int(size // 24), "day")
    return f"{number} {unit}{'' if number == 1 else 's'} {'late' if hours < 0 else 'left'}"


@case_command("explain", by=clocks.command)
@click.argument("rule_id", metavar="RULE")
@standing_options
@time_option(
    "--as-of", is_end=True, help="Show the clocks as of this time. A date means the end of that day."
)
def explain(work: CaseWork, *, rule_id: str, home: str | None, entity: str | None, as_of: str | None) -> None:
    """Explain one rule: its words and source, the facts behind its clock, and what would change it.

    \b
    EXAMPLE
      firstbell case clocks explain mn-16e.36-incident --case /srv/case
    """
    found = explain_clock(work.case, rule_id, ClocksRequest(find_outline(work, home, entity), as_of))
    width = max(len(heading) for heading, _ in found.lines) + 2
    for heading, text in found.lines:
        work.output.text(f"{heading:<{width}}{text}")
    work.output.summary(found.describe())


for command in (hold, resume, approve_rule, filed, correct, decide):
    clocks.add_command(command)
