"""What the commands of a vault share: which one, the addresses it tells, the desk's password for it."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from firstbell.cli.desks import find_desk
from firstbell.cli.environment import read_variable
from firstbell.cli.terminal.errors import UsageError

if TYPE_CHECKING:
    from firstbell.record.arrivals import Arrivals
    from firstbell.runs.readiness.readiness import VaultLock
    from firstbell.store import Store
    from firstbell.vault import Vault

T = TypeVar("T")
DEFAULT_PORT = 8000
CERTIFICATE_KEY = "tls/key.pem"
_PASSWORDS = "vaults"


def vault_option(function: Callable[..., T]) -> Callable[..., T]:
    """Gives a command `--vault`."""
    option = click.option(
        "--vault", "folder", type=click.Path(path_type=Path), help="The vault's folder. [FIRSTBELL_VAULT]"
    )
    return option(function)


def find_vault_folder(named: Path | None) -> Path:
    """The folder that is named. Raises: UsageError when none is."""
    variable = read_variable("FIRSTBELL_VAULT")
    if named is None and not variable:
        raise UsageError("no vault is named", hint="use --vault DIR, or set FIRSTBELL_VAULT")
    return named or Path(str(variable))


def open_vault(named: Path | None, *, marks: Path | None = None) -> Vault:
    """The vault that is named. `marks`: see `Vault`. Raises: UsageError, NoVaultError, VaultError."""
    from firstbell.vault import Vault

    return Vault(find_vault_folder(named), marks=marks)


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
    from firstbell.vault import Vault, VaultStore

    vault = Vault(repository.parent.parent, marks=find_marks(cache) if cache else None)
    return VaultStore(vault, repository.name) if repository.name in vault.registry.hosts else store


def find_marks(cache: Path) -> Path:
    """Where it is kept how far the journals of vaults were read."""
    return cache / "vaults" / "marks"


def find_locks(stores: Iterable[Store]) -> list[VaultLock]:
    """What vaults hold their hosts to, by folder: those of these stores, and that of the environment.

    A vault that cannot be read is passed over.
    """
    from firstbell.base.errors import Error
    from firstbell.runs.readiness.readiness import VaultLock
    from firstbell.vault import Vault, VaultStore

    named = read_variable("FIRSTBELL_VAULT")
    folders = [store.vault.folder for store in stores if isinstance(store, VaultStore)]
    found: dict[str, VaultLock] = {}
    for folder in [*folders, *([Path(named)] if named else [])]:
        try:
            vault = Vault(folder)
        except Error:
            continue
        name = str(folder.absolute())
        found[name] = VaultLock(
            vault=name,
            lock_days=vault.lock_days,
            unlimited=tuple(host.name for host in vault.registry.hosts.values() if host.is_unlimited),
        )
        vault.close()
    return [found[name] for name in sorted(found)]


def list_arrivals(store: Store) -> list[Arrivals]:
    """What the vault that a store is in knows of when snapshots came. Raises: VaultError."""
    from firstbell.vault import VaultStore

    return [store.arrivals()] if isinstance(store, VaultStore) else []


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


def desk_password(vault_id: str, desk: Path | None = None) -> str:
    """The desk's password for every repository of a vault; made when it is needed first, kept on the desk.

    Raises: DeskError, NoPasswordError.
    """
    from firstbell.cli.terminal.passwords import read_password_file
    from firstbell.desk.errors import DeskError
    from firstbell.desk.recovery import make_passphrase
    from firstbell.store.errors import ObjectExistsError, StoreError
    from firstbell.store.publication import publish

    path = find_desk_password(vault_id, desk)
    if not path.exists():
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            publish(path.parent, path.name, [make_passphrase().encode() + b"\n"])
        except ObjectExistsError:
            pass  # another command made it meanwhile
        except (OSError, StoreError) as error:
            raise DeskError(f"{path}: {error}") from None
    return read_password_file(path)


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
