"""Making a vault: its folder, its journals, and the log in a bucket where several machines share it."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from firstbell.base.clock import Clock, SystemClock, format_time
from firstbell.store.modes import file_mode
from firstbell.store.publication import publish
from firstbell.vault.about import ABOUT_NAME, VERSION, About, prepare_folder
from firstbell.vault.bucket import Bucket, save_bucket
from firstbell.vault.claims import NAME as CLAIMS
from firstbell.vault.journal import create_journal
from firstbell.vault.segments import begin_log
from firstbell.vault.vault import Vault

JOURNALS = ("hosts", "arrivals", "judgements", "settings", "readings")
SHARED_JOURNALS = (*JOURNALS, CLAIMS)
_ID_BYTES = 16


def make_vault(
    folder: Path,
    *,
    url: str = "",
    lock_days: int = 0,
    bucket: Bucket | None = None,
    clock: Clock | None = None,
) -> Vault:
    """Make a vault in a folder that is empty or not there yet, and open it. `bucket`: holds the repositories,
    and the log where several machines share it.

    Raises: VaultExistsError; UnsafeFilesystemError; StoreError; VaultError.
    """
    moment = clock or SystemClock()
    about = About(VERSION, os.urandom(_ID_BYTES).hex(), format_time(moment.now_ns()), url)
    row = bucket.open_row() if bucket is not None and bucket.is_shared else None
    if row is not None:
        row.probe()
    prepare_folder(folder)
    names = JOURNALS if row is None else SHARED_JOURNALS
    for name in names:
        create_journal(folder, name, vault_id=about.id, made=about.made)
    told = msgspec.json.encode(about) + b"\n"
    if bucket is not None:
        save_bucket(folder, bucket)
    if row is not None:
        begin_log(row, told, {name: (folder / f"{name}.jsonl").read_bytes() for name in names})
    # last: a folder without it is no vault, so a kill before leaves none
    publish(folder, ABOUT_NAME, [told], mode=file_mode(folder))
    vault = Vault(folder, clock=clock)
    if lock_days:
        vault.lengthen_lock(lock_days, by="desk")
    return vault
