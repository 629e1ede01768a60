"""`firstbell host grant`, `revoke`, `rotate`: the credentials of a host."""

from __future__ import annotations

from pathlib import Path

import click

from firstbell.actions.vault import credentials
from firstbell.actions.vault.agents import PLATFORMS
from firstbell.actions.vault.agents.renewal import render_renewal
from firstbell.cli.terminal.durations import DurationType
from firstbell.cli.terminal.errors import check_named
from firstbell.cli.terminal.options import OutputOptions, output_command
from firstbell.cli.terminal.vaults import open_vault, vault_option
from firstbell.vault import NewCredential, Vault
from firstbell.vault.entries import Permission


@output_command("grant")
@click.argument("name")
@vault_option
@click.option("--permission", type=click.Choice(["append", "read"]), default="append", help="[append]")
@click.option("--note", default="", help="What the credential is for.")
def grant_command(
    options: OutputOptions, *, name: str, folder: Path | None, permission: Permission, note: str
) -> None:
    """Give the host NAME another credential, which is shown only once.

    \b
    EXAMPLE
      firstbell host grant office --permission read --note "the auditor" --vault /srv/vault
    """
    vault = open_vault(folder)
    made = credentials.grant_credential(
        vault, credentials.CredentialGrant(host=name, permission=permission, note=note)
    )
    _tell_credential(options, vault, name, made)


@output_command("revoke")
@click.argument("name")
@vault_option
@click.option("--id", "prefix", help="One credential; the start of its id is enough. [all]")
@click.option("--why", default="", help="A one-sentence reason for whoever reads this in a year.")
def revoke_command(
    options: OutputOptions, *, name: str, folder: Path | None, prefix: str | None, why: str
) -> None:
    """Revoke credentials of the host NAME at once. The backups it sent stay.

    \b
    EXAMPLE
      firstbell host revoke office --why "the machine was taken over" --vault /srv/vault
    """
    vault = open_vault(folder)
    if prefix is not None:
        check_named("--id", prefix, "without --id, every credential of the host is revoked")
    ended = credentials.revoke_credentials(
        vault, credentials.CredentialRevocation(host=name, prefix=prefix or "", why=why)
    )
    for credential in ended:
        options.output.text(f"revoked credential {credential.id} of {credential.host}")
    options.output.summary({"host": name, "revoked": [credential.id for credential in ended]})


@output_command("rotate")
@click.argument("name")
@vault_option
@click.option(
    "--grace", "grace_s", type=DurationType(), default="0s", help="How long the old credentials stay valid."
)
@click.option(
    "--for", "platform", type=click.Choice(PLATFORMS), help="Print what to run for this system only."
)
def rotate_command(
    options: OutputOptions, *, name: str, folder: Path | None, grace_s: float, platform: str | None
) -> None:
    """Give the host NAME a new credential, and revoke the old ones that may add backups.

    It prints what to run on the host, so that its backup uses the new credential. With --grace the old ones
    work until then.

    \b
    EXAMPLE
      firstbell host rotate office --grace 24h --for windows --vault /srv/vault
    """
    vault = open_vault(folder)
    made = credentials.rotate_credential(vault, name, grace_s=grace_s).made
    for each in [platform] if platform else PLATFORMS:
        options.output.text(render_renewal(made.secret, each))
    _tell_credential(options, vault, name, made)


def _tell_credential(options: OutputOptions, vault: Vault, name: str, made: NewCredential) -> None:
    url = f"rest:{vault.about.url}{name}/"
    options.output.text(f"user: {made.user}")
    options.output.text(f"credential: {made.secret}")
    options.output.note("The credential is not shown again.")
    options.output.summary(
        {"host": name, "id": made.id, "user": made.user, "credential": made.secret, "url": url}
    )
