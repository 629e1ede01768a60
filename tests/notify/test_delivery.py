"""Letters by mail where this machine cannot start the process that sends them."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from firstbell.notify.notices.delivery import MailServer, OutgoingMail, send_all
from firstbell.notify.notices.journal import DeliveryJournal
from firstbell.processes.pool import WorkerLostError


def test_where_no_process_can_be_started_nothing_is_sent_and_nothing_stays_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(os, "fork", refuse)
    journal = DeliveryJournal(tmp_path / "journal")
    mail = OutgoingMail("p1-0", "a@example.org", "b@example.org", lambda: b"\r\nhello\r\n")
    before = os.listdir("/proc/self/fd")

    with pytest.raises(WorkerLostError, match="cannot start a worker process"):
        list(send_all([mail], MailServer("127.0.0.1", 1, "none"), journal))

    assert os.listdir("/proc/self/fd") == before
    assert journal.load() == {}
