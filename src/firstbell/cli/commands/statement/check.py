"""`firstbell statement check`, `compare`: what a text claims, and whether the record bears it out."""

from __future__ import annotations

from typing import Any

import click

from firstbell.actions.notify.statements import StatementRequest, compare_statements
from firstbell.cli.case_options import CaseWork, case_command
from firstbell.cli.case_records import judge, read_statement, warn_of_unread
from firstbell.cli.legal_entity import find_outline
from firstbell.cli.times import show_times_in, time_option
from firstbell.notify.statements.draft import AUDIENCES
from firstbell.notify.statements.needs import tell_need

FILE = click.argument("file", type=click.Path(allow_dash=True))
AS_OF = time_option(
    "--as-of", is_end=True, help="Judge by what was known at this time. A date means the end of that day."
)


@case_command()
@FILE
@AS_OF
def check(work: CaseWork, *, file: str, as_of: str | None) -> None:
    """Find the claims in the statement FILE (- for standard input), and compare each with the record.

    Each claim is supported, unsupported (the output says what is missing), contradicted, or cannot be judged.
    Only a known fact supports a claim; a believed fact supports a claim that says so. A claim that cannot be
    judged waits until a named person confirms it (`statement confirm`). The statement is blocked while a
    claim waits, or is unsupported or contradicted and counsel has not let it pass. The exit status is 0 in
    all these cases.

    \b
    EXAMPLE
      firstbell statement check press.txt --case /srv/case
    """
    judged = judge(work, read_statement(file), as_of)
    for told in judged.describe_each():
        work.output.message(told)
        _print_claim(work, told)
    summary = judged.describe()
    counts = ", ".join(f"{count} {name}" for name, count in sorted(summary["verdicts"].items()))
    work.output.text(f"{_sum_up(summary)} ({counts or 'no claims'})")
    work.output.summary({**summary, "as_of": as_of})


def _sum_up(summary: dict[str, Any]) -> str:
    stopping, waiting = summary["stopping"], summary["waiting"]
    parts = []
    if stopping:
        parts.append(f"{stopping} of {summary['claims']} claims")
    if waiting:
        waits = "claim waits" if waiting == 1 else "claims wait"
        parts.append(f"{waiting} {waits} for a person (`firstbell statement confirm`)")
    return f"blocked: {'; '.join(parts)}" if parts else "not blocked"


def _print_claim(work: CaseWork, told: dict[str, Any]) -> None:
    verdict = "waiting" if told["waiting"] else told["verdict"]
    # a list with the line above it is one claim, and is told on one line
    text = " ".join(told["text"].split())
    work.output.text(f"{told['number']:>3} {verdict:<13} {told['kind'] or '-':<16} {text}")
    for says in told["facts"]:
        work.output.text(f"{'':<17} the record says: {show_times_in(says)}")
    for need in () if told["confirmed"] else told["needs"]:
        plain = tell_need(need)
        work.output.text(f"{'':<17} needs {plain.words}")
        for command in plain.commands:
            work.output.text(f"{'':<17} enter it with your own values: {command}")
    if told["entries"]:
        leans = {"contradicted": "against it", "supported": "supported by"}.get(told["verdict"], "about it")
        entries = ", ".join(entry[:8] for entry in told["entries"])
        work.output.text(f"{'':<17} {leans}: {'entry' if len(told['entries']) == 1 else 'entries'} {entries}")
    if told["overridden"]:
        work.output.text(f"{'':<17} counsel let it pass ({told['overridden'][:8]})")
    if told["confirmed"]:
        work.output.text(f"{'':<17} confirmed by a person ({told['confirmed'][:8]})")


@case_command()
@click.argument("a", type=click.Path(allow_dash=True))
@click.argument("b", type=click.Path(allow_dash=True))
@click.option("--to-a", type=click.Choice(AUDIENCES), help="The audience of A.")
@click.option(
    "--to-b",
    type=click.Choice(AUDIENCES),
    help="The audience of B. An insurer and law enforcement may be told more, if the record supports it. "
    "With both audiences told, staff and families may each be told of their own data.",
)
@AS_OF
def compare(work: CaseWork, *, a: str, b: str, as_of: str | None, **audiences: str | None) -> None:
    """Compare the texts A and B for two audiences, and list every difference between their claims.

    A claim that only one of them makes is a difference too. A difference stops both.

    \b
    EXAMPLE
      firstbell statement compare press.txt insurer.txt --to-b insurer --case /srv/case
    """
    district = find_outline(work)
    left, right = (StatementRequest(read_statement(text), district, as_of) for text in (a, b))
    compared = compare_statements(work.case.main.read(), left, right, **audiences)
    for judged in compared.judged:
        warn_of_unread(work, judged)
    differences, more = compared.differences, compared.more
    for one in differences:
        told = {"message_type": "difference", "a": one.a, "b": one.b, "kind": one.kind}
        work.output.message({**told, "more": True} if one in more else told)
        name = f"{one.kind} (more than {a} tells, and the record supports it)" if one in more else one.kind
        work.output.text(f"{name}\n  {a}: {one.a or '(silent)'}\n  {b}: {one.b or '(silent)'}")
    stopping = len(differences) - len(more)
    count = f"{stopping} difference{'' if stopping == 1 else 's'}"
    work.output.text(f"{count}: {'both are stopped' if stopping else 'both make the same claims'}")
    work.output.summary(
        {
            "differences": stopping,
            "more": len(more),
            "blocked": stopping > 0,
            "claims_a": len(compared.judged[0].claims),
            "claims_b": len(compared.judged[1].claims),
        }
    )
