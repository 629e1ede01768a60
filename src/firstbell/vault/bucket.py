"""Repositories in an S3 bucket: where it is, and the credential that opens it.

The vault's machine alone has it. See docs/formats/vault.md, bucket.json.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from firstbell.base.errors import UNREADABLE, say_cause
from firstbell.store import Store, open_row, open_store
from firstbell.store.credentials import Credentials
from firstbell.store.modes import file_mode
from firstbell.store.patience import Patience
from firstbell.store.publication import publish
from firstbell.vault.errors import NewerVaultError, VaultError
from firstbell.vault.segments import FOLDER

if TYPE_CHECKING:
    from firstbell.store.s3_sequence import S3Sequence

BUCKET_NAME = "bucket.json"
VERSION = 1
# hosts wait for each of these requests, and ask again by themselves
_PATIENCE = Patience(tries=3, connect_s=3.0, read_s=15.0)
_PLACE_PATIENCE = Patience(tries=4)


class Bucket(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """bucket.json. `url`: `s3:https://HOST/BUCKET[/PREFIX]`; `aws`: AWS's variables; `options`: `s3.…`.

    `ca_file`: certificates to trust beside the system's, "" for none. `machine`: what this machine is called
    among those that share the vault; "" for a vault that one machine serves.
    """

    version: int
    url: str
    aws: dict[str, str] = {}
    options: dict[str, str] = {}
    ca_file: str = ""
    machine: str = ""

    def __repr__(self) -> str:
        return f"Bucket({self.url!r})"

    @property
    def _credentials(self) -> Credentials:
        return Credentials(ca_file=Path(self.ca_file) if self.ca_file else None, aws=self.aws)

    def open(self, host: str) -> Store:
        """A host's place in it. Raises: StoreError."""
        address = f"{self.url.rstrip('/')}/{host}"
        # who is told soon that a server is cut off goes to another one
        patience = _PLACE_PATIENCE if self.is_shared else None
        return open_store(address, self._credentials, self.options, patience=patience)

    def open_row(self) -> S3Sequence:
        """Where machines that share the vault keep its log. Raises: StoreError."""
        return open_row(
            f"{self.url.rstrip('/')}/{FOLDER}", self._credentials, self.options, patience=_PATIENCE
        )

    @property
    def is_shared(self) -> bool:
        """Whether several machines serve the vault."""
        return bool(self.machine)


def save_bucket(folder: Path, bucket: Bucket) -> None:
    """Keep it in a vault's folder, for its owner alone. Raises: StoreError."""
    publish(folder, BUCKET_NAME, [msgspec.json.encode(bucket) + b"\n"], mode=file_mode(folder))


def load_bucket(folder: Path) -> Bucket | None:
    """What a vault's folder keeps; None where repositories lie in the folder itself.

    Raises: NewerVaultError, VaultError.
    """
    path = folder / BUCKET_NAME
    try:
        bucket = msgspec.json.decode(path.read_bytes(), type=Bucket)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise VaultError(f"{path}: {error.strerror}") from None
    except UNREADABLE as error:
        raise VaultError(f"{path} cannot be read ({say_cause(error)})") from None
    if bucket.version > VERSION:
        raise NewerVaultError(f"{path} is of version {bucket.version}, this program knows {VERSION}")
    return bucket
