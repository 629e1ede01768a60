"""Chunks of event logs that one child of the fence reads one after the other.

A child for each chunk takes longer to make than the chunk to read. They are all of one host: whoever could
make a child answer falsely about one log of a host could have written the others, too. A chunk that stops the
child, or cannot be read, is read again alone, so that it costs only itself.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence

import msgspec

from firstbell.investigate.hunts.reader import EVENTLOG, ReadRequest
from firstbell.investigate.hunts.records import HuntReading
from firstbell.processes.fence import ProcessFence, Stopped
from firstbell.processes.held import make_sealed

STOPPED = "hunt.reader_stopped"
UNREADABLE = "hunt.unreadable"
# 4 MiB of a log, or some three thousand records
_TOGETHER = 64
Keep = Callable[[bytes, HuntReading], None]


class ChunkBatch:
    """Chunks that wait to be read together. `keep` takes the key of each, and what was read of it."""

    def __init__(self, fence: ProcessFence, keep: Keep) -> None:
        self._fence = fence
        self._keep = keep
        self._waiting: list[tuple[bytes, bytes]] = []
        self._alone: list[tuple[bytes, bytes]] = []

    def add(self, key: bytes, chunk: bytes) -> None:
        """One more; where there are enough, they are sent."""
        self._waiting.append((key, chunk))
        if len(self._waiting) >= _TOGETHER:
            self._send()

    def finish(self) -> None:
        """Wait until each chunk is read, or it is known why it cannot be."""
        if self._waiting:
            self._send()
        self._fence.join()
        alone, self._alone = self._alone, []
        for key, chunk in alone:
            request = msgspec.msgpack.encode(ReadRequest(EVENTLOG, "", chunk))
            self._fence.submit(request, functools.partial(self._accept_one, key))
        self._fence.join()

    def _accept_one(self, key: bytes, answer: bytes | Stopped) -> None:
        self._keep(key, decode_reading(answer))

    def _send(self) -> None:
        waiting, self._waiting = self._waiting, []
        data = b"".join(chunk for _, chunk in waiting)
        request = ReadRequest(EVENTLOG, "", b"", size=len(data), cuts=[len(chunk) for _, chunk in waiting])
        descriptor = make_sealed(data)

        def accept(answer: bytes | Stopped) -> None:
            os.close(descriptor)
            for (key, chunk), reading in zip(waiting, _decode_many(answer, len(waiting)), strict=True):
                if reading is None:
                    self._alone.append((key, chunk))
                else:
                    self._keep(key, reading)

        self._fence.submit(msgspec.msgpack.encode(request), accept, descriptor=descriptor)


def _decode_many(answer: bytes | Stopped, count: int) -> Sequence[HuntReading | None]:
    """What a child answered of so many chunks; None for each that is to be read alone."""
    if isinstance(answer, Stopped):
        return [None] * count
    try:
        readings = msgspec.msgpack.decode(answer, type=list[HuntReading | None])
    except msgspec.DecodeError:
        return [None] * count
    return readings if len(readings) == count else [None] * count


def decode_reading(answer: bytes | Stopped) -> HuntReading:
    """What a child answered of one piece; a child that was taken over may answer anything."""
    if isinstance(answer, Stopped):
        told = str(answer)
        code = STOPPED if "stopped" in told or "crashed" in told or "memory" in told else UNREADABLE
        return HuntReading(problem=told, code=code)
    try:
        return msgspec.msgpack.decode(answer, type=HuntReading)
    except msgspec.DecodeError:
        return HuntReading(problem="was read by a process that did not answer as it should", code=STOPPED)
