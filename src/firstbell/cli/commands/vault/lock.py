"""`firstbell vault lock` and `vault holder`: the retention lock, and whose keys may make it shorter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.case.actors import add_actor, load_public
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.keys import KeyChoice, find_key_password, key_options, place_new_key
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.figures import format_table
from firstbell.cli.terminal.options import (
    OutputOptions,
    Result,
    UsageError,
    accept_output_options,
    output_options,
)
from firstbell.cli.terminal.vaults import open_vault, vault_option
from firstbell.cli.times import show_time
from firstbell.desk import lock_reduction as lowerings
from firstbell.desk.lock_reduction import list_standing
from firstbell.ledger import Actor, Ledger, make_actor, make_signer, save_signer

if TYPE_CHECKING:
    from firstbell.desk.lock_reduction import Lowering
    from firstbell.vault import Vault

_FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, kw_only=True)
class LockRequest:
    """What is to become of the lock. Of the last four at most one is given."""

    folder: Path | None
    why: str
    desk: Path | None
    key: Path | None
    key_password_file: Path | None
    lock_days: int | None
    approve: str | None
    apply: str | None
    withdraw: str | None


@click.command("lock", epilog=exit_status_help(repository=False))
@vault_option
@click.option("--lock-days", type=click.IntRange(0, 36500), help="Protect what arrives for this many days.")
@click.option("--approve", help="Sign as the second person that the lock may be shortened.", metavar="ID")
@click.option(
    "--apply", help="Shorten the lock: two people have signed, and seven days have passed.", metavar="ID"
)
@click.option("--withdraw", help="Take back a request to shorten the lock.", metavar="ID")
@click.option("--why", default="", help="A one-sentence reason for whoever reads this in a year.")
@desk_option
@key_options
@output_options
def lock_command(options: OutputOptions, /, **given: Any) -> Result:
    """Show the retention lock, or change it.

    A longer lock applies at once. Shortening it takes two people.
    One asks with --lock-days and --why. The other
    approves with their own key (--approve ID --key FILE, see `vault holder`). Seven days later it can be
    applied (--apply ID). The desk's ledger records all of it.
    """
    request = LockRequest(**given)
    _refuse_two(request)
    vault = open_vault(request.folder)
    ledger = _open_ledger(vault, request)
    changed = _change(vault, ledger, request)
    _show(options, vault, ledger, changed)
    return None


def _refuse_two(request: LockRequest) -> None:
    wanted = [request.lock_days, request.approve, request.apply, request.withdraw]
    if sum(each is not None for each in wanted) > 1:
        raise UsageError("use only one of --lock-days, --approve, --apply and --withdraw")


def _open_ledger(vault: Vault, request: LockRequest) -> Ledger:
    choice = KeyChoice(desk=request.desk, key=request.key, key_password_file=request.key_password_file)
    return Ledger(find_desk(request.desk) / vault.about.id / "ledger", vault.clock, choice.find())


def _change(vault: Vault, ledger: Ledger, request: LockRequest) -> Lowering | None:
    vault_id = vault.about.id
    if request.lock_days is not None:
        if request.lock_days >= vault.lock_days:
            vault.lengthen_lock(request.lock_days, by="desk", why=request.why)
            return None
        return lowerings.ask(
            ledger, vault_id, days=request.lock_days, from_days=vault.lock_days, why=request.why
        )
    if request.approve is not None:
        return lowerings.approve(ledger, lowerings.pick_lowering(ledger, vault_id, request.approve))
    if request.withdraw is not None:
        return lowerings.withdraw(
            ledger, lowerings.pick_lowering(ledger, vault_id, request.withdraw), request.why
        )
    if request.apply is not None:
        return _apply(vault, ledger, request.apply)
    return None


def _apply(vault: Vault, ledger: Ledger, prefix: str) -> Lowering:
    wish = lowerings.pick_lowering(ledger, vault.about.id, prefix)
    lowerings.refuse_early(wish, lock_days=vault.lock_days, now_ns=vault.clock.now_ns())
    # the ledger first: a lock is never shorter than the ledger says
    lowerings.note_done(ledger, wish)
    vault.shorten_lock(wish.days, by="desk", why=f"{wish.why} (entry {wish.hex_id} of the desk's ledger)")
    return wish


def _show(options: OutputOptions, vault: Vault, ledger: Ledger, changed: Lowering | None) -> None:
    options.output.text(f"nobody can remove what arrived within the last {vault.lock_days} days")
    standing = list_standing(ledger.read(), vault.about.id)
    actors = ledger.roster().actors
    for wish in standing:
        asked_by, approved_by = (
            actors[each].name if each in actors else "" for each in (wish.asked_by, wish.approved_by)
        )
        told = (
            f"{wish.hex_id[:8]}: {asked_by} asks for {wish.days} days ({wish.why}), {show_time(wish.asked)}"
        )
        signed = f"; {approved_by} approves, so it can be applied from {show_time(wish.due)} on"
        options.output.text(told + (signed if wish.approved else "; nobody else has signed"))
        options.output.message(
            {
                "message_type": "lowering",
                "id": wish.hex_id,
                "days": wish.days,
                "from_days": wish.from_days,
                "why": wish.why,
                "asked": wish.asked,
                "asked_by": asked_by,
                "approved": wish.approved,
                "approved_by": approved_by,
                "due": wish.due,
            }
        )
    options.output.summary(
        {
            "lock_days": vault.lock_days,
            "lowerings": len(standing),
            "lowering": changed.hex_id if changed else None,
        }
    )


@click.group("holder", epilog=exit_status_help(repository=False))
@accept_output_options
def holder_group() -> None:
    """Manage whose keys may shorten the retention lock. It takes two of them."""


@holder_group.command("add", epilog=exit_status_help(repository=False))
@click.argument("name")
@vault_option
@click.option(
    "--public", type=_FILE, help="The public key that this person handed over (`case key show --output`)."
)
@click.option("--key-file", type=_FILE, help="Where to write a newly made key. [the desk's folder]")
@desk_option
@key_options
@output_options
def add_holder(options: OutputOptions, /, **given: Any) -> Result:
    """Add a person NAME whose key may sign to shorten the lock.

    Ideally they make a key on their own machine and hand over the public key (--public).
    """
    name, public, made = str(given["name"]), given["public"], given["key_file"]
    if public and made:
        raise UsageError("use either --public or --key-file, not both")
    vault = open_vault(given["folder"])
    choice = KeyChoice(desk=given["desk"], key=given["key"], key_password_file=given["key_password_file"])
    ledger = _open_holders(vault, choice)
    if public is not None:
        handed = load_public(public)
        actor, data = Actor(handed.actor.id, name, "director"), handed.public
    else:
        made = made or place_new_key(name, choice.desk)
        signer = make_signer(make_actor(name, "director"))
        save_signer(signer, made, find_key_password())
        actor, data = signer.actor, signer.public
    try:
        entry = add_actor(ledger, actor, data)
    except BaseException:
        if public is None:
            made.unlink(missing_ok=True)
        raise
    options.output.text(f"{name} may sign, with key {str(entry.body['fingerprint'])[:16]}")
    if made is not None:
        options.output.note(f"The key is in {made}. Hand it over, and keep no copy.")
    options.output.summary(
        {"id": actor.id, "name": name, "fingerprint": entry.body["fingerprint"], "key_file": str(made or "")}
    )
    return None


def _open_holders(vault: Vault, choice: KeyChoice) -> Ledger:
    return Ledger(find_desk(choice.desk) / vault.about.id / "ledger", vault.clock, choice.find())


@holder_group.command("list", epilog=exit_status_help(repository=False))
@vault_option
@desk_option
@output_options
def list_holders(options: OutputOptions, *, folder: Path | None, desk: Path | None) -> Result:
    """List whose keys may sign."""
    vault = open_vault(folder)
    roster = Ledger(find_desk(desk) / vault.about.id / "ledger", vault.clock).roster()
    rows = []
    for fingerprint, key in roster.keys.items():
        options.output.message(
            {
                "message_type": "holder",
                "id": key.actor.id,
                "name": key.actor.name,
                "fingerprint": fingerprint,
                "state": key.state,
            }
        )
        rows.append([key.actor.name, fingerprint[:16], key.state])
    for line in format_table(["Name", "Key", "State"], rows):
        options.output.text(line)
    options.output.summary({"holders": len(rows)})
    return None
