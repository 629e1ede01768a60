"""Everything that a parser that was taken over tries, once each, as one JSON object: name -> what came of it.

Run as a program too, so that another user can: `python -m tests.processes.escapes [reader|judge|validator]`.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from pathlib import Path

import msgspec

from firstbell.examine.validators.fence import Fence
from firstbell.processes.fence import FencedCode, ProcessFence, ProcessLimits, Stopped
from tests.processes import stubs

LIMITS = ProcessLimits(memory_bytes=64 << 20, seconds=1.0, answer_bytes=1 << 20)
KEY = "AGE-SECRET-KEY"
PLACES = ("reader", "judge", "validator")


def try_all(place: str = PLACES[0]) -> dict[str, str]:
    """What came of each attempt: "refused: why", or "done: what". `place`: in whose it was made: a reader
    of documents, one that judges one text after the other, a validator in the examiner's fence.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.socket() as tcp,
        socket.socket(type=socket.SOCK_DGRAM) as udp,
        socket.socket(socket.AF_UNIX) as unix,
        socket.socket(socket.AF_UNIX) as nameless,
    ):
        Path(folder, "desk.key").write_text(KEY)
        tcp.bind(("127.0.0.1", 0))
        tcp.listen()
        udp.bind(("127.0.0.1", 0))
        path = str(Path(folder, "socket"))
        unix.bind(path)
        unix.listen()
        nameless.bind("\0" + path)
        nameless.listen()
        around = stubs.Surroundings(tcp.getsockname()[1], udp.getsockname()[1], path, folder, os.getpid())
        told = _try_as_validator(around) if place == "validator" else _try_as_reader(around, place)
        assert Path(folder, "desk.key").read_text() == KEY
        assert not Path(folder, "firstbell.toml").exists()
    assert not Path("/tmp/firstbell-escape").exists()
    return told


def _try_as_reader(around: stubs.Surroundings, place: str) -> dict[str, str]:
    code = FencedCode(f"{stubs.HERE}:begin_escapes", msgspec.msgpack.encode(around), requests=100)
    with ProcessFence(code, limits=LIMITS) as fence:
        return {name: _try_one(fence, name, is_alone=place == "reader") for name in stubs.list_attempts()}


def _try_as_validator(around: stubs.Surroundings) -> dict[str, str]:
    fence = Fence(
        limit_s=LIMITS.seconds,
        most_memory_bytes=LIMITS.memory_bytes,
        most_answer_bytes=LIMITS.answer_bytes,
    )
    try:
        return {name: _check_one(fence, name, around) for name in stubs.list_attempts()}
    finally:
        fence.stop()


def _check_one(fence: Fence, name: str, around: stubs.Surroundings) -> str:
    outcome = fence.check(stubs.attempt_as_check, "stub", msgspec.msgpack.encode((name, around)))
    return f"{'done' if outcome.holds else 'refused'}: {outcome.detail[:100]}"


def _try_one(fence: ProcessFence, name: str, *, is_alone: bool) -> str:
    answers: list[bytes | Stopped] = []
    fence.submit(name.encode(), answers.append, company="" if is_alone else "texts")
    fence.join()
    answer = answers[0]
    return f"refused: it {answer}" if isinstance(answer, Stopped) else f"done: {answer.decode()[:100]}"


if __name__ == "__main__":
    sys.stdout.write(msgspec.json.encode(try_all(*sys.argv[1:2])).decode())
