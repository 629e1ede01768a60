"""The loop of the key process where the machine has nothing left to give."""

from __future__ import annotations

import errno
import functools
import os
import select
import socket
from pathlib import Path

import pytest

from firstbell.base.clock import NS_PER_S, FixedClock, monotonic_s
from firstbell.cli.main import run
from firstbell.console.key_process.loop import KeyProcess, bind
from firstbell.console.key_process.places import ConsolePlaces
from firstbell.console.key_process.service import ConsoleService
from firstbell.console.messages import HEAD_BYTES, Answer, ShowPage, TakeInvitation, frame, read_answer
from firstbell.vault import make_vault

_LONGEST_S = 60.0


def _waits(link: socket.socket, until_s: float) -> bool:
    """Whether there is no answer yet, and time is left for one."""
    return not select.select([link], [], [], 0)[0] and monotonic_s() < until_s


def test_where_no_process_can_be_started_the_asker_is_told_and_the_next_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(os, "fork", refuse)
    places = ConsolePlaces(desk=tmp_path / "desk", vault=make_vault(tmp_path / "vault").folder)
    service = ConsoleService(places, run, FixedClock(1_770_000_000 * NS_PER_S))
    _, token = service.register.invite("a technician", "technician")
    signed_in = service.ask(TakeInvitation(token=token, address="127.0.0.1"))
    assert isinstance(signed_in, Answer)
    question = ShowPage(session=signed_in.value, page="hosts")
    listener = bind(str(tmp_path / "keys"))
    with listener:
        answers = []
        for _ in range(2):
            with socket.socket(socket.AF_UNIX) as link:
                link.connect(str(tmp_path / "keys"))
                link.sendall(frame(question))
                until_s = monotonic_s() + _LONGEST_S
                KeyProcess(service, listener).serve(functools.partial(_waits, link, until_s))
                answers.append(read_answer(link.recv(1 << 16)[HEAD_BYTES:]))
    assert [answer.code for answer in answers] == [503, 503]
    assert answers[0].trouble is not None
    assert "cannot start a worker process" in answers[0].trouble.message
