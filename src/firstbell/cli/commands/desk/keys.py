"""`firstbell desk key`: the key that signs for the desk, sealed with a passphrase or not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.cli.desks import desk_option, find_desk
from firstbell.cli.keys import CREDENTIAL, DESK_KEY_NAME, find_key_password
from firstbell.cli.ledger_checks import find_unsealed_key
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.help_text import VerbList
from firstbell.cli.terminal.options import OutputOptions, output_command
from firstbell.cli.terminal.passwords import ask_password, find_new_password
from firstbell.ledger import change_passphrase, is_sealed

if TYPE_CHECKING:
    from firstbell.ledger import Signer

_FILE = click.Path(path_type=Path)
_old_password_option = click.option(
    "--key-password-file",
    type=_FILE,
    help="A file that holds the passphrase it is sealed with. [FIRSTBELL_KEY_PASSWORD[_FILE], asked for]",
)


@click.group("key", cls=VerbList, epilog=exit_status_help(repository=False))
def desk_key() -> None:
    """Seal or unseal the desk's own key, which signs what the desk records."""


@output_command(by=desk_key.command)
@desk_option
@_old_password_option
@click.option("--new-password-file", type=_FILE, help="A file that holds the new passphrase. [asked for]")
def seal(
    options: OutputOptions,
    *,
    desk: Path | None,
    key_password_file: Path | None,
    new_password_file: Path | None,
) -> None:
    """Seal the desk's key with a passphrase, or change the passphrase that it is sealed with.

    Every command that signs needs the passphrase from then on. Write it down and keep it away from this
    machine: without it nobody signs for this desk. A service gets it as a systemd credential.
    """
    path = find_desk(desk) / DESK_KEY_NAME
    old = _find_old(path, key_password_file)
    signer = _change(path, old, find_new_password(new_password_file))
    options.output.text(f"{path} is sealed: it takes its passphrase to sign")
    options.output.note(
        "Commands take it from --key-password-file or FIRSTBELL_KEY_PASSWORD_FILE; give it to a service as"
        f" the systemd credential {CREDENTIAL}. Keep it away from this machine, too."
    )
    _tell(options, path, signer, sealed=True)


@output_command(by=desk_key.command)
@desk_option
@_old_password_option
def unseal(options: OutputOptions, *, desk: Path | None, key_password_file: Path | None) -> None:
    """Take the passphrase off the desk's key. Anyone who can read the file can then sign."""
    path = find_desk(desk) / DESK_KEY_NAME
    signer = _change(path, _find_old(path, key_password_file), None)
    options.output.text(f"{path} is not sealed any more: whoever can read it can sign")
    _tell(options, path, signer, sealed=False)


def _find_old(path: Path, password_file: Path | None) -> str | None:
    """Raises: KeyFileError, NoPasswordError."""
    if not is_sealed(path):
        return None
    given = find_key_password(password_file)
    hint = "use --key-password-file, or set FIRSTBELL_KEY_PASSWORD[_FILE]"
    return given or ask_password(f"the passphrase of {path}", hint=hint)


def _change(path: Path, old: str | None, new: str | None) -> Signer:
    return change_passphrase(path, old, new)


def _tell(options: OutputOptions, path: Path, signer: Signer, *, sealed: bool) -> None:
    options.output.summary({"key": str(path), "sealed": sealed, "fingerprint": signer.fingerprint})


def describe_desk_key(desk: Path) -> str:
    """What to do about a key that is not sealed; "" where it is, or where there is none yet."""
    path = find_unsealed_key(desk)
    if not path:
        return ""
    return (
        f"{path} is not sealed: whoever reads it can sign for the desk. `firstbell desk key seal` seals it."
    )
