"""What the commands of a vault share: which one, and the addresses it tells."""

from __future__ import annotations

import urllib.parse
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.base.deferral import defer
from firstbell.cli.environment import read_variable
from firstbell.cli.terminal.errors import UsageError

if TYPE_CHECKING:
    from firstbell import vault as vaults
    from firstbell.record.arrivals import Arrivals
    from firstbell.store import Store
    from firstbell.vault import Vault
else:
    vaults = defer("firstbell.vault")

DEFAULT_PORT = 8000
CERTIFICATE_KEY = "tls/key.pem"


vault_option = click.option(
    "--vault", "folder", type=click.Path(path_type=Path), help="The vault's folder. [FIRSTBELL_VAULT]"
)


def find_vault_folder(named: Path | None) -> Path:
    """The folder that is named. Raises: UsageError when none is."""
    variable = read_variable("FIRSTBELL_VAULT")
    if named is None and not variable:
        raise UsageError("no vault is named", hint="use --vault DIR, or set FIRSTBELL_VAULT")
    return named or Path(str(variable))


def open_vault(named: Path | None, *, marks: Path | None = None) -> Vault:
    """The vault that is named. `marks`: see `Vault`. Raises: UsageError, NoVaultError, VaultError."""
    return vaults.Vault(find_vault_folder(named), marks=marks)


def enter_vault(store: Store, *, cache: Path | None = None) -> Store:
    """The store; for a folder that is a host's in a vault, one that keeps the vault's rules and log.

    `cache`: the folder of derived things, None where there is none.

    Raises: NewerVaultError, JournalDamagedError, VaultError.
    """
    from firstbell.store import LocalStore

    if not isinstance(store, LocalStore):
        return store
    repository = Path(store.url).absolute()
    # looked at before anything is loaded: most folders lie in no vault
    if repository.parent.name != "repositories" or not (repository.parent.parent / "vault.json").is_file():
        return store
    vault = vaults.Vault(repository.parent.parent, marks=find_marks(cache) if cache else None)
    return vaults.VaultStore(vault, repository.name) if repository.name in vault.registry.hosts else store


def find_marks(cache: Path) -> Path:
    """Where it is kept how far the journals of vaults were read."""
    return cache / "vaults" / "marks"


def list_arrivals(store: Store) -> list[Arrivals]:
    """What the vault that a store is in knows of when snapshots came. Raises: VaultError."""
    return [store.arrivals()] if isinstance(store, vaults.VaultStore) else []


def read_url(text: str) -> str:
    """The base of the addresses that hosts are told, with a slash at its end.

    Raises: UsageError unless it is `http(s)://HOST[:PORT]/`, with or without `rest:` before it.
    """
    url = text.removeprefix("rest:").rstrip("/") + "/"
    try:
        parts = urllib.parse.urlsplit(url)
        is_good = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good or parts.username or parts.query or parts.fragment:
        raise UsageError(
            f"{text!r} is not the address of a vault", hint="write it as https://vault.school.example:8000/"
        )
    return url


def guess_url() -> str:
    """The base where nobody gave one: this machine's name."""
    import socket

    return f"https://{socket.getfqdn().lower()}:{DEFAULT_PORT}/"
