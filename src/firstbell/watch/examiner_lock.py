"""The lock of a vault's one examiner: on this machine, and of all machines that share the vault."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from firstbell.base.errors import Error
from firstbell.store.modes import open_shared
from firstbell.vault import Vault
from firstbell.vault.looks import EXAMINER_LOCK
from firstbell.watch.errors import WatchBusyError

_WAIT_S = 0.2
_TRIES = 5


@contextmanager
def examining_alone(vault: Vault) -> Iterator[None]:
    """The one examiner of the vault: on this machine, and of all machines that share it.

    Raises: WatchBusyError; VaultBusyError where another machine examines it; VaultError.
    """
    lock_fd = open_shared(vault.folder / EXAMINER_LOCK)
    # the watchdog holds it for a moment when it looks whether an examiner runs
    for _ in range(_TRIES):
        with suppress(BlockingIOError):
            fcntl.flock(lock_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        threading.Event().wait(_WAIT_S)
    else:
        os.close(lock_fd)
        raise WatchBusyError(
            f"{vault.folder} is examined already", hint="`serve --examine` does it beside the server"
        )
    try:
        if vault.is_shared:
            vault.lease()
            vault.is_examiner = True
        yield
    finally:
        if vault.is_examiner:
            with suppress(Error):
                vault.lease(lasts_s=0)
        os.close(lock_fd)
