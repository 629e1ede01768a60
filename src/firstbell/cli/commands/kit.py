"""`firstbell kit`: one page to print and lock away."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.actions.recovery.call_sheet import UNKNOWN, make_call_sheet
from firstbell.actions.vault.credentials import CredentialGrant, grant_credential
from firstbell.actions.vault.orders import EVERY_HOST
from firstbell.base.clock import format_time
from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.cli.certificates import find_fingerprint
from firstbell.cli.desk_passwords import desk_password
from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.terminal.options import OutputOptions, output_command
from firstbell.cli.terminal.passwords import read_password_file
from firstbell.cli.terminal.vaults import open_vault, vault_option
from firstbell.cli.times import find_zone
from firstbell.cli.vault_heads import write_new_file
from firstbell.desk import DeskError, load_configuration
from firstbell.vault import CERTIFICATE, NewCredential, Vault
from firstbell.vault.journal_heads import find_head

if TYPE_CHECKING:
    from firstbell.runs.paper import kit_print
else:
    kit_print = defer("firstbell.runs.paper.kit_print")

_FILE = click.Path(path_type=Path)


_LINE = "______________________"
_NO_NAMES = {"localhost", "127", "::1", "ip6-localhost"}


@dataclass(frozen=True, kw_only=True)
class KitRequest:
    """What is to stand on the page, and where it goes."""

    folder: Path | None
    output_path: Path
    with_credential: bool
    passphrase_file: Path | None
    desk: Path | None


@output_command()
@vault_option
@click.option(
    "--output",
    "output_path",
    type=_FILE,
    default=Path("firstbell-kit.pdf"),
    help="File to write; it must be new. [firstbell-kit.pdf]",
)
@click.option(
    "--with-credential",
    is_flag=True,
    help="Also make a credential that reads every repository, and print it.",
)
@click.option(
    "--passphrase-file", type=_FILE, help="Also print the desk's recovery passphrase, taken from this file."
)
@desk_option
def command(options: OutputOptions, /, **given: Any) -> None:
    """Write the recovery kit of a vault: two pages (PDF) to print and lock away.

    It says where the vault is, gives the recovery passphrase that opens the repository of every host, and
    tells how to restore with stock restic alone. Print it, then delete the file. With this page
    anybody can read every backup.

    \b
    EXAMPLE
      firstbell kit --vault /srv/vault --output kit.pdf
    """
    request = KitRequest(**given)
    vault = open_vault(request.folder)
    asked = CredentialGrant(host=EVERY_HOST, permission="read", note="recovery kit")
    made = grant_credential(vault, asked) if request.with_credential else None
    kit = _gather(vault, request, made)
    write_new_file(request.output_path, kit_print.print_kit(kit, find_zone()))
    options.output.text(f"wrote {request.output_path}: print it, lock it away, delete the file")
    if _name_host(kit.url).partition(".")[0] in _NO_NAMES:
        options.output.note(f"The page names {kit.url}, which no other machine reaches.")
    if made is not None:
        options.output.note(f"`firstbell host revoke '*' --id {made.id}` revokes the credential on it.")
    options.output.summary(
        {
            "file": str(request.output_path),
            "vault": vault.about.id,
            "hosts": list(kit.hosts),
            "credential_id": made.id if made else "",
        }
    )


def _gather(vault: Vault, request: KitRequest, made: NewCredential | None) -> kit_print.Kit:
    certificate = vault.folder / CERTIFICATE
    head = find_head(vault)
    return kit_print.Kit(
        id=vault.about.id,
        district=_read_district(request.desk),
        made=format_time(vault.clock.now_ns()),
        machine=_name_machine(vault.about.url),
        folder=str(vault.folder.resolve()),
        bucket=vault.bucket.url if vault.bucket else "",
        url=vault.about.url,
        fingerprint=find_fingerprint(certificate) if certificate.exists() else "",
        hosts=sorted(vault.registry.hosts),
        lock_days=vault.lock_days,
        head=f"{say_count(head.entries, 'entry', 'entries')}, {head.hash}",
        passphrase=desk_password(vault.about.id, request.desk),
        user=made.user if made else "",
        credential=made.secret if made else "",
        desk_passphrase=read_password_file(request.passphrase_file) if request.passphrase_file else "",
        calls=_list_calls(request.desk),
    )


def _name_machine(url: str) -> str:
    """The name of the machine that the vault stands on, for people: `localhost` would lead nobody there."""
    import socket

    names = [socket.getfqdn(), socket.gethostname(), _name_host(url)]
    real = [name for name in names if name and name.partition(".")[0] not in _NO_NAMES]
    return real[0] if real else "a machine without a name"


def _list_calls(desk: Path | None) -> list[tuple[str, str]]:
    """Whom to call and how, with a line to write on; nobody while no desk is written down."""
    try:
        callees = make_call_sheet(load_configuration(find_desk(desk)))
    except DeskError:
        return []
    return [(one.title, _LINE if one.reach == UNKNOWN else one.reach) for one in callees]


def _name_host(url: str) -> str:
    import urllib.parse

    return urllib.parse.urlsplit(url).hostname or ""


def _read_district(desk: Path | None) -> str:
    try:
        return load_configuration(find_desk(desk)).district.name
    except DeskError:
        return "Firstbell"  # a desk need not be written down yet
