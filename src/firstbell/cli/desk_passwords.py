"""The desk's password for the repositories of a vault."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from firstbell.base.deferral import defer
from firstbell.cli.desks import find_desk
from firstbell.cli.terminal.errors import UsageError

if TYPE_CHECKING:
    from firstbell.cli.terminal import passwords
    from firstbell.desk import recovery
    from firstbell.vault import Vault
else:
    passwords = defer("firstbell.cli.terminal.passwords")
    recovery = defer("firstbell.desk.recovery")

_PASSWORDS = "vaults"


def desk_password(vault_id: str, desk: Path | None = None) -> str:
    """The desk's password for every repository of a vault; made when it is needed first, kept on the desk.

    Raises: DeskError, NoPasswordError.
    """
    path = find_desk_password(vault_id, desk)
    if not path.exists():
        recovery.keep_passphrase(path)
    return passwords.read_password_file(path)


def known_desk_password(vault: Vault, desk: Path | None = None) -> str:
    """The desk's password, which a vault with hosts must have been given already.

    Raises: UsageError where this desk is not the one that added them; DeskError, NoPasswordError.
    """
    path = find_desk_password(vault.about.id, desk)
    if vault.registry.hosts and not path.exists():
        raise UsageError(
            f"the desk has no password for this vault: {path} does not exist",
            hint="name the desk that added its hosts with --desk or FIRSTBELL_DESK",
        )
    return desk_password(vault.about.id, desk)


def find_desk_password(vault_id: str, desk: Path | None = None) -> Path:
    """The file of the desk's password for a vault."""
    return find_desk(desk) / _PASSWORDS / f"{vault_id}.password"
