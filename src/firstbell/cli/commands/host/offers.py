"""`firstbell host offers`, `take`: what hosts back up and firstbell.toml does not know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell import desk as desks
from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.cli.desk_passwords import find_desk_password
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.environment import read_variable
from firstbell.cli.recovery_repositories import address_options
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.figures import print_table
from firstbell.cli.terminal.options import RepositoryOptions, Result, open_repository, place_command
from firstbell.cli.terminal.vaults import open_vault, vault_option
from firstbell.cli.times import show_time

if TYPE_CHECKING:
    from firstbell.actions.vault import enrolment, offers
    from firstbell.desk import Configuration, RepositoryAddress
    from firstbell.repository import Repository
else:
    enrolment = defer("firstbell.actions.vault.enrolment")
    offers = defer("firstbell.actions.vault.offers")


def _find(options: RepositoryOptions, folder: Path | None, desk: Path | None) -> offers.HostOffers:
    def read(address: RepositoryAddress) -> Repository:
        return open_repository(address_options(options, address, desk=desk))

    configuration = desks.load_configuration(find_desk(desk))
    return offers.find_offers(configuration, _list_unnamed(configuration, folder, desk), read)


def _list_unnamed(
    configuration: Configuration, folder: Path | None, desk: Path | None
) -> Iterator[tuple[RepositoryAddress, float]]:
    """Repositories of the vault's hosts that firstbell.toml does not name; none where no vault is named."""
    if folder is None and not read_variable("FIRSTBELL_VAULT"):
        return
    vault = open_vault(folder)
    named = {Path(address.url).absolute() for address in configuration.repository}
    password_file = find_desk_password(vault.about.id, desk)
    for host in vault.registry.hosts.values():
        # one that was removed is expected no more
        if host.every_h and vault.locate(host.name).absolute() not in named:
            address = enrolment.address_host(
                vault, host.name, desk=find_desk(desk), password_file=password_file
            )
            yield address, host.every_h


@place_command("offers")
@vault_option
@desk_option
def offers_command(options: RepositoryOptions, *, folder: Path | None, desk: Path | None) -> Result:
    """List what hosts back up and firstbell.toml does not know.

    These are hosts that it does not name, and paths that neither a host's table nor a system has: no plan
    would bring them back. `firstbell host take` writes them into firstbell.toml.
    """
    found = _find(options, folder, desk)
    rows = []
    for offer in found.offers:
        options.output.message(offer.describe())
        for at, path in enumerate(offer.paths or ("nothing yet",)):
            shown = ["" if offer.is_known else "new", show_time(offer.last) if offer.last else ""]
            rows.append([offer.host, path, *shown] if not at else ["", path, "", ""])
    if rows:
        print_table(options.output.text, ["Host", "Backs up", "", "Last backup"], rows)
        options.output.note(
            "`firstbell host take NAME` writes it into firstbell.toml; --all takes every host."
        )
    else:
        options.output.text("firstbell.toml knows all that hosts back up")
    return _end(options, found)


def _end(options: RepositoryOptions, found: offers.HostOffers, **told: Any) -> Result:
    for name, why in found.unread:
        options.output.warn(f"{name} could not be read: {why}")
    options.output.summary(
        {"offers": len(found.offers), "unread": [name for name, _ in found.unread], **told}
    )
    return ExitStatus.INCOMPLETE if found.unread else None


@place_command("take")
@click.argument("names", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Take every host that is offered.")
@click.option("--system", default="", help="Also make what they back up parts of this system.")
@click.option("--tier", type=click.IntRange(0, 9), help="Tier of the system, if it is a new one; 0 is first.")
@vault_option
@desk_option
def take_command(options: RepositoryOptions, /, **given: Any) -> Result:
    """Write what the hosts NAMES back up into firstbell.toml.

    A host that is not named there gets its tables [[host]] and [[repository]]; another gets the new paths.
    Your own lines and comments stay as they are.

    \b
    EXAMPLE
      firstbell host take lab-07 --system "Computer lab" --tier 3 --vault /srv/vault
    """
    request = offers.TakingRequest(
        hosts=given["names"], everything=given["everything"], system=given["system"], tier=given["tier"]
    )
    found = _find(options, given["folder"], given["desk"])
    taken = offers.take_offers(find_desk(given["desk"]), found.offers, request)
    for offer in taken:
        what = f" with {say_count(len(offer.paths), 'path')}: {', '.join(offer.paths)}" if offer.paths else ""
        options.output.text(f"firstbell.toml names {offer.host}{what}")
    if not taken:
        options.output.note("nothing is offered")
    elif not request.system:
        options.output.note("No system holds it yet: --system NAME, or write it under [[system.parts]].")
    return _end(options, found, taken=[offer.host for offer in taken], system=request.system)
