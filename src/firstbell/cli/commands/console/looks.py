"""`firstbell console looks`: who looked at people, whether that log holds, and an alert of too many looks."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from firstbell.base.clock import NS_PER_S, SystemClock, format_time
from firstbell.base.counts import say_count
from firstbell.cli.deliveries import load_ways, send_now
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.figures import print_table
from firstbell.cli.terminal.options import OutputOptions, Result, UsageError, output_command
from firstbell.cli.times import show_time
from firstbell.console.errors import ConsoleError
from firstbell.console.key_process.access_log import HOUR_S, MANY_PEOPLE, AccessEntry, AccessLog, LooksHead
from firstbell.watch.alerts import Alert, find_severity, name_alert
from firstbell.watch.channel_settings import Ways


@output_command()
@desk_option
@click.option(
    "--head",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A head of the log that somebody outside kept: check that no look before it was removed or changed.",
)
@click.option(
    "--alert",
    "is_alert",
    is_flag=True,
    help=f"Send an alert about each person who looked at {MANY_PEOPLE} people or more within the last hour.",
)
@click.option("--person", default="", metavar="NAME", help="With --alert: only about this person.")
def looks(
    options: OutputOptions, *, desk: Path | None, head: Path | None, is_alert: bool, person: str
) -> Result:
    """List who looked at people in the console, and check that no line of that log was changed.

    Each line holds the SHA-256 of the line before it. `desk mail-heads` mails the head of the log each day:
    with --head that mail shows later that nobody cut the log off, or rewrote it.
    """
    folder = find_desk(desk)
    log = AccessLog(folder, SystemClock())
    if person and not is_alert:
        raise UsageError("--person goes with --alert")
    if is_alert:
        return _send_alerts(options, log, folder, person=person)
    wrong = log.check_head(LooksHead.read(head.read_text(encoding="utf-8", errors="replace"))) if head else ""
    if wrong:
        raise ConsoleError(
            f"{log.path}: {wrong}", hint="find out who changed the file; its backup shows what it was"
        )
    found = log.read()
    for one in found:
        options.output.message(_describe(one))
    rows = [
        [
            show_time(one.at),
            one.who,
            one.role,
            one.page,
            str(len(one.people)),
            "by name" if one.named else "by initials",
            one.why,
        ]
        for one in found
    ]
    print_table(
        options.output.text,
        ["When", "Who", "Role", "Page", "People", "Shown", "Why"],
        rows,
        none="Nobody has looked at people in the console.",
    )
    if head:
        options.output.note("Every look before that head is still there, as it was.")
    told = log.find_head()
    options.output.summary({"looks": len(found), "head": told.sha256 if told else None})
    return None


def _describe(one: AccessEntry) -> dict[str, object]:
    return {
        "message_type": "look",
        "seq": one.seq,
        "time": one.at,
        "who": one.who,
        "role": one.role,
        "case": one.case,
        "page": one.page,
        "people": one.people,
        "named": one.named,
        "why": one.why,
    }


def _send_alerts(options: OutputOptions, log: AccessLog, desk: Path, *, person: str) -> Result:
    """Raises: UsageError where alerts have nowhere to go; what reading firstbell.toml raises."""
    many = [one for one in log.list_many() if person in ("", one[0])]
    if not many:
        options.output.text(f"Nobody looked at {MANY_PEOPLE} people within the last hour.")
        options.output.summary({"people": 0, "sent": 0, "failed": 0})
        return None
    ways = load_ways(desk)
    failed = 0
    for who, role, count in many:
        alert = _make_alert(who, role, count=count, ways=ways)
        failed += send_now(options, alert, ways, who=who, people=count)
    sent = len(many) * len(ways.channels) - failed
    options.output.summary({"people": len(many), "sent": sent, "failed": failed})
    return ExitStatus.FAILED if failed else None


def _make_alert(who: str, role: str, *, count: int, ways: Ways) -> Alert:
    now_ns = SystemClock().now_ns()
    seen = say_count(count, "person", "people")
    return Alert(
        # the same within an hour: whoever collects alerts sees that it is one
        id=name_alert("looks", "", f"{who} {role} {now_ns // (HOUR_S * NS_PER_S)}"),
        kind="looks",
        severity=find_severity("looks"),
        time=format_time(now_ns),
        vault="",
        district=ways.district,
        time_zone=ways.time_zone,
        host="",
        subject=f"{who} ({role}) has looked at {seen} within an hour",
        text="The console shows people 50 at a time, so this is a lot. Ask whether it was needed. If that "
        "person knows nothing of it, somebody else uses the session: end it at once.",
        next_command=shlex.join(["firstbell", "console", "end", who]),
    )
