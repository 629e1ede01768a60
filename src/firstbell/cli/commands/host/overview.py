"""`firstbell host list`: the hosts, and how each stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from firstbell.cli.environment import default_cache_folder
from firstbell.cli.terminal.figures import format_bytes, print_table
from firstbell.cli.terminal.options import OutputOptions, output_command
from firstbell.cli.terminal.vaults import find_marks, open_vault, vault_option
from firstbell.cli.times import show_time
from firstbell.vault.description import describe_credential, list_hosts

_MOST_SHOWN = 5


@output_command("list")
@vault_option
@click.option("--credentials", "with_credentials", is_flag=True, help="Also list their credentials.")
def list_command(options: OutputOptions, *, folder: Path | None, with_credentials: bool) -> None:
    """List the hosts: last snapshot, size, verdict, and whether backups are on schedule."""
    vault = open_vault(folder, marks=find_marks(default_cache_folder()))
    found = list_hosts(vault)
    rows = []
    uncovered: list[str] = []
    for told in found:
        options.output.message({"message_type": "host", **told})
        if not options.output.json:
            rows.append(_make_row(told))
        if told["uncovered"]:
            left_out = ", ".join(told["uncovered"][:_MOST_SHOWN])
            uncovered.append(f"{told['host']} no longer backs up {left_out}")
    print_table(
        options.output.text,
        ["Host", "Last snapshot", "Snapshots", "Size", "Verdict", "Schedule", ""],
        rows,
        none="The vault has no hosts yet. `firstbell host add NAME` adds one.",
    )
    for line in uncovered:
        options.output.text(line)
    if with_credentials:
        now_ns = vault.clock.now_ns()
        told_credentials = [describe_credential(each, now_ns) for each in vault.registry.credentials.values()]
        for told in told_credentials:
            options.output.message({"message_type": "credential", **told})
        names = ("id", "host", "permission", "added", "state", "note")
        options.output.text("")
        print_table(
            options.output.text,
            [name.capitalize() for name in names],
            [[show_time(str(told[name])) for name in names] for told in told_credentials],
        )
    missed = sum(told["schedule"] == "missed" for told in found)
    options.output.summary({"hosts": len(found), "missed": missed})


# what JSON calls the state of a host's schedule, in words
_SCHEDULES = {"kept": "on time", "missed": "late", "new": "not due yet", "ended": "none expected"}


def _make_row(told: dict[str, Any]) -> list[str]:
    marks = [word for word, holds in (("frozen", told["frozen"]), ("uncovered", told["uncovered"])) if holds]
    return [
        told["host"],
        show_time(told["last_snapshot"]) if told["last_snapshot"] else "never",
        str(told["snapshots"]),
        format_bytes(told["size_bytes"]),
        _show_verdict(told),
        _SCHEDULES[told["schedule"]],
        ", ".join(marks),
    ]


def _show_verdict(told: dict[str, Any]) -> str:
    if not told["unjudged_since"]:
        return told["verdict"] or "not examined"
    before = f" (the one before: {told['last_verdict']})" if told["last_verdict"] else ""
    return f"not judged yet, since {show_time(told['unjudged_since'])}{before}"
