"""`firstbell vault`: the place that hosts push their backups to."""

from __future__ import annotations

from pathlib import Path

import click

from firstbell.actions.vault import orders
from firstbell.actions.vault.credentials import CredentialGrant, grant_credential
from firstbell.cli.commands.vault.alerts import alerts_command
from firstbell.cli.commands.vault.init import init_command
from firstbell.cli.commands.vault.join import join_command
from firstbell.cli.commands.vault.lock import holder_group, lock_command
from firstbell.cli.commands.vault.watchdog import watchdog_command
from firstbell.cli.desks import desk_option
from firstbell.cli.terminal.exits import ExitStatus, exit_status_help
from firstbell.cli.terminal.figures import print_table
from firstbell.cli.terminal.help_text import VerbList
from firstbell.cli.terminal.options import OutputOptions, Result, output_command
from firstbell.cli.terminal.vaults import open_vault, vault_option
from firstbell.cli.times import show_time
from firstbell.cli.vault_heads import check_signed, load_signed, render_signed, sign_head, write_signed
from firstbell.vault.journal_heads import JournalProblem, find_head, prove

_FOLDER = click.Path(path_type=Path)
_NO_HEAD = (
    "No outside head was given, so a log that somebody rewrote as a whole is not found. Keep a head elsewhere"
    " (`firstbell vault head`), and name it here by --head."
)
_WHY = click.option("--why", required=True, help="A one-sentence reason for whoever reads this in a year.")


@click.group(cls=VerbList, epilog=exit_status_help(repository=False))
def command() -> None:
    """Manage the vault that hosts push their backups to: hosts may add, never delete."""


command.add_command(init_command)
command.add_command(join_command)
command.add_command(lock_command)
command.add_command(holder_group)


@output_command("credential", by=command.command)
@vault_option
@click.option("--note", default="", help="What the credential is for.")
def credential_command(options: OutputOptions, *, folder: Path | None, note: str) -> None:
    """Make a credential for the desk, with full permission over every host, on the admin listener only.

    It is shown only once.
    """
    vault = open_vault(folder)
    made = grant_credential(vault, CredentialGrant(host=orders.EVERY_HOST, permission="full", note=note))
    options.output.text(f"user: {made.user}")
    options.output.text(f"credential: {made.secret}")
    options.output.summary({"id": made.id, "user": made.user, "credential": made.secret})
    options.output.note("The credential is not shown again. `host revoke '*' --id ID` revokes it.")


@output_command("quarantine", by=command.command)
@vault_option
@click.option("--host", default="", help="Only this host.")
def quarantine_command(options: OutputOptions, *, folder: Path | None, host: str) -> None:
    """List objects in quarantine: they stay on disk, but nobody can read them."""
    rows = []
    entries = open_vault(folder).judgements.list_set_aside(host)
    for entry in entries:
        options.output.message(
            {
                "message_type": "set_aside",
                "host": entry.host,
                "type": entry.type,
                "name": entry.name,
                "time": entry.time,
                "why": entry.why,
                "by": entry.by,
            }
        )
        rows.append([entry.host, entry.type, entry.name[:16], show_time(entry.time), entry.why])
    print_table(
        options.output.text, ["Host", "Type", "Name", "Since", "Why"], rows, none="Nothing is in quarantine."
    )
    options.output.summary({"set_aside": len(entries)})


@output_command("release", by=command.command)
@click.argument("name")
@vault_option
@_WHY
def release_command(options: OutputOptions, *, folder: Path | None, name: str, why: str) -> None:
    """Serve an object from the quarantine again. NAME is its name or the start of it.

    \b
    EXAMPLE
      firstbell vault release 4f3c2a91 --why "checked by hand" --vault /srv/vault
    """
    vault = open_vault(folder)
    entry = orders.release_object(vault, orders.ReleaseOrder(name=name, why=why))
    options.output.text(f"{entry.type}/{entry.name} of {entry.host} is served again")
    options.output.summary({"host": entry.host, "type": entry.type, "name": entry.name})


@output_command("freeze", by=command.command)
@click.argument("host", default="*")
@vault_option
@_WHY
def freeze_command(options: OutputOptions, *, folder: Path | None, host: str, why: str) -> None:
    """Freeze HOST: nothing of it can be removed, except locks. Without HOST: freeze every host.

    \b
    EXAMPLE
      firstbell vault freeze office --why "the host is encrypted" --vault /srv/vault
    """
    vault = open_vault(folder)
    orders.freeze_host(vault, orders.HostOrder(host=host, why=why))
    options.output.text(f"{orders.describe_host(host)} is frozen")
    options.output.summary({"host": host, "frozen": True})


@output_command("thaw", by=command.command)
@click.argument("host", default="*")
@vault_option
@_WHY
def thaw_command(options: OutputOptions, *, folder: Path | None, host: str, why: str) -> None:
    """Unfreeze HOST, or every host if none is named.

    \b
    EXAMPLE
      firstbell vault thaw office --why "the event is over" --vault /srv/vault
    """
    vault = open_vault(folder)
    orders.thaw_host(vault, orders.HostOrder(host=host, why=why))
    told = f"{host} is no longer frozen"
    if host == orders.EVERY_HOST:
        still = ", ".join(sorted(vault.judgements.frozen))
        told = f"still frozen by name, until you thaw each: {still}" if still else "no host is frozen now"
        told = f"the freeze of every host has ended; {told}"
    options.output.text(told)
    options.output.summary({"host": host, "frozen": False})


@output_command("head", by=command.command)
@vault_option
@click.option("--output", "output_path", type=_FOLDER, help="Write it to this new file.")
@desk_option
def head_command(
    options: OutputOptions, *, folder: Path | None, output_path: Path | None, desk: Path | None
) -> None:
    """Print the head of the arrivals log, signed by the desk.

    Keep it where nobody can reach it from the vault: on paper, in a mail, with somebody else. `vault prove`
    can use it later to show that nothing was removed or changed since.
    """
    signed = sign_head(find_head(open_vault(folder)), desk)
    if output_path is not None:
        write_signed(output_path, signed)
    else:
        options.output.text(render_signed(signed))
    options.output.summary(
        {
            "vault": signed.head.vault,
            "entries": signed.head.entries,
            "hash": signed.head.hash,
            "time": signed.head.time,
            "head": render_signed(signed),
        }
    )


@output_command("prove", by=command.command)
@vault_option
@click.option("--head", "head_path", type=_FOLDER, help="A head that you saved.")
@click.option("--read-data", is_flag=True, help="Also hash every object.")
@desk_option
def prove_command(
    options: OutputOptions, *, folder: Path | None, head_path: Path | None, read_data: bool, desk: Path | None
) -> Result:
    """Show that nothing was removed or changed since a head was saved.

    The log is checked entry by entry, the head is checked against the log, and the objects on disk against
    what arrived. The log shows what was removed since, and who removed it.

    \b
    EXAMPLE
      firstbell vault prove --head monday.head --read-data --vault /srv/vault
    """
    vault = open_vault(folder)
    signed = load_signed(head_path) if head_path is not None else None
    note = check_signed(signed, desk) if signed is not None else ""
    if signed is None:
        options.output.text(_NO_HEAD)
    problems = 0
    for problem in prove(vault, signed.head if signed else None, reads_data=read_data):
        problems += 1
        _tell_problem(options, problem)
    head = find_head(vault)
    if note:
        options.output.note(note)
    if not problems:
        since = f" since {show_time(signed.head.time)}" if signed else ""
        options.output.text(f"{head.entries} arrivals hold{since}")
    options.output.summary(
        {
            "entries": head.entries,
            "problems": problems,
            "holds": not problems,
            "vault": head.vault,
            "outside_head": signed is not None,
        }
    )
    return ExitStatus.FAILED if problems else None


def _tell_problem(options: OutputOptions, problem: JournalProblem) -> None:
    what = f"{problem.host} {problem.type}/{problem.name}: " if problem.name else ""
    options.output.text(f"{what}{problem.problem}")
    options.output.message(
        {
            "message_type": "problem",
            "host": problem.host,
            "type": problem.type,
            "name": problem.name,
            "problem": problem.problem,
        }
    )


command.add_command(alerts_command)
command.add_command(watchdog_command)
