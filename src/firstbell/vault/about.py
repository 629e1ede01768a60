"""A vault's folder: what says that it is one, and what must not be there before."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from firstbell.base.errors import UNREADABLE, say_cause
from firstbell.store.modes import make_folder
from firstbell.store.publication import probe
from firstbell.vault.errors import NewerVaultError, NoVaultError, VaultError, VaultExistsError

VERSION = 1
ABOUT_NAME = "vault.json"
REPOSITORIES = "repositories"


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """vault.json."""

    version: int
    id: str
    made: str
    url: str = ""


def prepare_folder(folder: Path) -> None:
    """Make the folder of a vault, where it is not there yet.

    Raises: VaultExistsError where it holds anything; UnsafeFilesystemError, VaultError.
    """
    try:
        make_folder(folder, parents=True)
        _refuse_used(folder)
        make_folder(folder / REPOSITORIES)
    except OSError as error:
        raise VaultError(f"{folder}: {error.strerror}", hint="name a new folder for the vault") from None
    probe(folder)


def _refuse_used(folder: Path) -> None:
    if (folder / ABOUT_NAME).exists():
        raise VaultExistsError(f"{folder} is a vault already", hint="`firstbell host add NAME` adds a host")
    strangers = sorted(entry.name for entry in folder.iterdir() if entry.name != "lost+found")
    if strangers:
        raise VaultExistsError(
            f"{folder} is not empty: it holds {strangers[0]!r}", hint="name a folder of its own for the vault"
        )


def read_about(folder: Path) -> About:
    """What is in a vault's folder. Raises: NoVaultError, NewerVaultError, VaultError."""
    path = folder / ABOUT_NAME
    try:
        loose = msgspec.json.decode(path.read_bytes())
        version = loose.get("version") if isinstance(loose, dict) else None
        if isinstance(version, int) and version > VERSION:
            raise NewerVaultError(
                f"{folder} is a vault of version {version}, this program knows {VERSION}",
                hint="use the Firstbell that made it, or a newer one",
            )
        return msgspec.convert(loose, type=About)
    except (FileNotFoundError, NotADirectoryError):
        raise NoVaultError(
            f"{folder} is not a vault: it has no {ABOUT_NAME}",
            hint="check the path, and that its disk is mounted; `firstbell vault init DIR` makes a new vault",
        ) from None
    except OSError as error:
        raise VaultError(f"{path}: {error.strerror}") from None
    except UNREADABLE as error:
        raise NoVaultError(f"{path} does not read ({say_cause(error)})") from None


def find_vault(repository: Path) -> tuple[Path, str] | None:
    """(folder of the vault, host) that a repository's folder belongs to; None where it lies in no vault."""
    absolute = Path(os.path.abspath(repository))
    folder = absolute.parent.parent
    if absolute.parent.name != REPOSITORIES or not (folder / ABOUT_NAME).is_file():
        return None
    return folder, absolute.name
