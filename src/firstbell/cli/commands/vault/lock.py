"""`firstbell vault lock` and `vault holder`: the retention lock, and whose keys may make it shorter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.actions.access.desk import DeskAccess
from firstbell.actions.desk.actors import ActorRequest, enter_actor
from firstbell.actions.vault import retention_lock
from firstbell.base.counts import say_count
from firstbell.cli import keys
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.figures import print_table
from firstbell.cli.terminal.help_text import VerbList
from firstbell.cli.terminal.options import OutputOptions, UsageError, accept_output_options, output_command
from firstbell.cli.terminal.vaults import open_vault, vault_option
from firstbell.cli.times import show_time
from firstbell.desk.lock_reduction import Lowering
from firstbell.vault import Vault

if TYPE_CHECKING:
    from firstbell.ledger import Ledger

_FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, kw_only=True)
class LockOptions:
    """What is to become of the lock. Of the last four at most one is given."""

    folder: Path | None
    why: str
    choice: keys.KeyChoice
    lock_days: int | None
    approve: str | None
    apply: str | None
    withdraw: str | None


@output_command("lock")
@vault_option
@click.option("--lock-days", type=click.IntRange(0, 36500), help="Protect what arrives for this many days.")
@click.option("--approve", help="Sign as the second person that the lock may be shortened.", metavar="ID")
@click.option(
    "--apply", help="Shorten the lock: two people have signed, and seven days have passed.", metavar="ID"
)
@click.option("--withdraw", help="Take back a request to shorten the lock.", metavar="ID")
@click.option("--why", default="", help="A one-sentence reason for whoever reads this in a year.")
@keys.signing_options
def lock_command(options: OutputOptions, /, **given: Any) -> None:
    """Show the retention lock, or change it.

    A longer lock applies at once. Shortening it takes two people.
    One asks with --lock-days and --why. The other
    approves with their own key (--approve ID --key FILE, see `vault holder`). Seven days later it can be
    applied (--apply ID). The desk's ledger records all of it.

    \b
    EXAMPLE
      firstbell vault lock --lock-days 60 --vault /srv/vault
    """
    asked = LockOptions(**given)
    _refuse_two(asked)
    vault = open_vault(asked.folder)
    ledger = _open_ledger(vault, asked.choice)
    _show(options, vault, ledger, _change(vault, ledger, asked))


def _refuse_two(asked: LockOptions) -> None:
    wanted = [asked.lock_days, asked.approve, asked.apply, asked.withdraw]
    if sum(each is not None for each in wanted) > 1:
        raise UsageError("use only one of --lock-days, --approve, --apply and --withdraw")


def _open_ledger(vault: Vault, choice: keys.KeyChoice) -> Ledger:
    return DeskAccess(find_desk(choice.desk), choice.find()).open_vault_ledger(vault)


def _change(vault: Vault, ledger: Ledger, asked: LockOptions) -> Lowering | None:
    if asked.lock_days is not None:
        return retention_lock.change_lock(
            vault, ledger, retention_lock.LockRequest(days=asked.lock_days, why=asked.why)
        )
    steps: dict[retention_lock.LoweringStep, str | None] = {
        "approve": asked.approve,
        "apply": asked.apply,
        "withdraw": asked.withdraw,
    }
    for step, prefix in steps.items():
        if prefix is not None:
            return retention_lock.step_lowering(
                vault, ledger, retention_lock.StepRequest(step=step, prefix=prefix, why=asked.why)
            )
    return None


def _show(options: OutputOptions, vault: Vault, ledger: Ledger, changed: Lowering | None) -> None:
    options.output.text(f"nobody can remove what arrived within the last {say_count(vault.lock_days, 'day')}")
    standing = retention_lock.list_lowerings(vault, ledger)
    for one in standing:
        wish = one.lowering
        told = (
            f"{wish.hex_id[:8]}: {one.asked_by} asks for {say_count(wish.days, 'day')} ({wish.why}), "
            f"{show_time(wish.asked)}"
        )
        signed = f"; {one.approved_by} approves, so it can be applied from {show_time(wish.due)} on"
        options.output.text(told + (signed if wish.approved else "; nobody else has signed"))
        options.output.message({"message_type": "lowering", **one.describe()})
    options.output.summary(
        {
            "lock_days": vault.lock_days,
            "lowerings": len(standing),
            "lowering": changed.hex_id if changed else None,
        }
    )


@click.group("holder", cls=VerbList, epilog=exit_status_help(repository=False))
@accept_output_options
def holder_group() -> None:
    """Manage whose keys may shorten the retention lock. It takes two of them."""


@output_command("add", by=holder_group.command)
@click.argument("name")
@vault_option
@click.option(
    "--public", type=_FILE, help="The public key that this person handed over (`case key show --output`)."
)
@click.option("--key-file", type=_FILE, help="Where to write a newly made key. [the desk's folder]")
@keys.signing_options
def add_holder(options: OutputOptions, /, *, choice: keys.KeyChoice, **given: Any) -> None:
    """Add a person NAME whose key may sign to shorten the lock.

    Ideally they make a key on their own machine and hand over the public key (--public).

    \b
    EXAMPLE
      firstbell vault holder add "Ben Lee" --public ben.json --vault /srv/vault
    """
    vault = open_vault(given["folder"])
    source = keys.choose_key_source(
        given["public"],
        given["key_file"],
        place=lambda new: keys.place_new_key(new.actor.name, choice.desk),
        password=keys.find_key_password,
    )
    request = ActorRequest(name=str(given["name"]), role="director", source=source)
    signed = enter_actor(_open_ledger(vault, choice), request)
    name, made = signed.actor.name, signed.key_file
    options.output.text(f"{name} may sign, with key {signed.fingerprint[:16]}")
    if made is not None:
        options.output.note(f"The key is in {made}. Hand it over, and keep no copy.")
    options.output.summary(
        {"id": signed.actor.id, "name": name, "fingerprint": signed.fingerprint, "key_file": str(made or "")}
    )


@output_command("list", by=holder_group.command)
@vault_option
@desk_option
def list_holders(options: OutputOptions, *, folder: Path | None, desk: Path | None) -> None:
    """List whose keys may sign."""
    vault = open_vault(folder)
    roster = DeskAccess(find_desk(desk), keys.desk_key_file(desk)).open_vault_ledger(vault).roster()
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
    print_table(
        options.output.text, ["Name", "Key", "State"], rows, none="No key may sign to shorten the lock yet."
    )
    options.output.summary({"holders": len(rows)})
