"""One more machine for a vault whose log lies in its bucket."""

from __future__ import annotations

from pathlib import Path

from firstbell.base.clock import Clock
from firstbell.store.modes import file_mode
from firstbell.store.publication import publish
from firstbell.vault.about import ABOUT_NAME, prepare_folder
from firstbell.vault.bucket import Bucket, save_bucket
from firstbell.vault.creation import SHARED_JOURNALS
from firstbell.vault.errors import NoVaultError
from firstbell.vault.segments import ABOUT, Segments, explained
from firstbell.vault.vault import Vault


def join_vault(folder: Path, bucket: Bucket, *, clock: Clock | None = None) -> Vault:
    """Make this machine's folder of the vault in a bucket, with a copy of its log, and open it.

    Raises: NoVaultError where the bucket holds no log; VaultExistsError; UnsafeFilesystemError; StoreError;
    VaultError.
    """
    row = bucket.open_row()
    about = row.read(ABOUT)
    if about is None:
        raise NoVaultError(
            f"{bucket.url} holds the log of no vault",
            hint="`firstbell vault init s3:... --shared` makes a vault that several machines can serve",
        )
    prepare_folder(folder)
    for name in SHARED_JOURNALS:
        header = Segments(row, name).read(0)
        if header is None:
            raise NoVaultError(f"{bucket.url} lacks the beginning of journal {name}")
        publish(folder, f"{name}.jsonl", [header], mode=file_mode(folder))
    save_bucket(folder, bucket)
    publish(folder, ABOUT_NAME, [about], mode=file_mode(folder))
    with explained(bucket.url):
        return Vault(folder, clock=clock)
