"""Whether the examiner is at work; if not, the alarm, by a process that holds no key.

The examiner cannot tell that it is not there. The server could see it, and knows no address to tell. So a
small process looks now and then, with the desk's firstbell.toml and outbox, and no password of a repository.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from firstbell.base.clock import parse_time
from firstbell.vault import Vault
from firstbell.vault.looks import EXAMINER_LOCK, Silence, find_silence
from firstbell.watch.alert_sender import AlertSender
from firstbell.watch.channel_settings import ChannelSettings
from firstbell.watch.delivery import AlertCarrier
from firstbell.watch.outbox import Outbox, find_outbox

Tell = Callable[..., None]
SILENT = "silent"


def look_after(vault: Vault, desk: Path, *, tell: Tell) -> Silence | None:
    """The silence of the examiner, told and sent; None where it is at work, or nothing waits.

    What an examiner that is gone could not send is sent, too. Raises: WatchError, VaultError, DeskError.
    """
    settings = ChannelSettings(desk)
    settings.load()
    outbox = Outbox(find_outbox(desk, vault.about.id), vault_id=vault.about.id, clock=vault.clock)
    with closing(outbox):
        silence = find_silence(vault)
        if silence is None:
            return None
        AlertSender(vault, outbox, settings, tell=tell).tell_silence(silence)
        is_gone = not is_examined(vault)
        for channel in settings.ways.channels:
            carrier = AlertCarrier(outbox, channel, tell)
            for alert in outbox.list_waiting(channel.name):
                if is_gone or alert.kind == SILENT:
                    carrier.carry(alert)
    return silence


def is_examined(vault: Vault) -> bool:
    """Whether an examiner runs, at work or not; on any of the machines that share the vault."""
    lease = vault.judgements.lease
    if (
        lease is not None
        and lease.machine != vault.machine
        and parse_time(lease.until) > vault.clock.now_ns()
    ):
        return True
    with suppress(FileNotFoundError):
        lock_fd = os.open(vault.folder / EXAMINER_LOCK, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(lock_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(lock_fd)
    return False
