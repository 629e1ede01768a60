"""A process that a worker elsewhere starts, which reads documents within a fence of its own.

python -m firstbell.impact.scan.reader_process

It holds one thread, so that its fence may fork, and nothing but what it is told. Frames (length, 8 bytes,
little-endian, then that many bytes) come on its standard input, a setup first, then batches; each batch
is answered by one frame on its standard output. It ends when its input does, or when it was told nothing for
some minutes: the roster is then no longer there.
"""

from __future__ import annotations

import os
import select
import signal
import struct
from typing import BinaryIO, cast

import msgspec
import zstandard

from firstbell.impact.scan.contents import make_file
from firstbell.impact.scan.fenced_readers import FencedReaders, ReaderSetup
from firstbell.impact.scan.parsed_document import ReadJob
from firstbell.impact.scan.read_result import DocumentReading

IDLE_S = 300.0
_LENGTH = struct.Struct("<Q")
_MOST_BYTES = 16 << 30


class ReadBatch(msgspec.Struct, array_like=True):
    """Documents to read, each with its bytes."""

    documents: list[tuple[ReadJob, bytes]]


class ReadReply(msgspec.Struct, array_like=True):
    """What they came to, in their order; how often a child was lost."""

    readings: list[DocumentReading]
    restarts: int


def pack(value: ReaderSetup | ReadBatch | ReadReply) -> bytes:
    """A message; what it says of people and documents packs well."""
    return zstandard.ZstdCompressor(level=1).compress(msgspec.msgpack.encode(value))


def unpack_reply(data: bytes) -> ReadReply:
    """The reply that a message is."""
    return msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(data), type=ReadReply)


def send_frame(stream: BinaryIO, data: bytes) -> None:
    """Send one message. Raises: OSError."""
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive_frame(stream: BinaryIO) -> bytes:
    """The next message; b"" where the other end is gone."""
    head = _read_exactly(stream, _LENGTH.size)
    (length,) = _LENGTH.unpack(head) if head else (0,)
    return _read_exactly(stream, length) if length <= _MOST_BYTES else b""


def _read_exactly(stream: BinaryIO, size_bytes: int) -> bytes:
    """So many bytes; b"" where the stream ends before them."""
    data = bytearray()
    while len(data) < size_bytes:
        part = stream.read(size_bytes - len(data))
        if not part:
            return b""
        data += part
    return bytes(data)


def serve(incoming: BinaryIO, outgoing: BinaryIO, *, idle_s: float = IDLE_S) -> None:
    """Answer batches until there are none. `incoming` holds nothing back in a buffer.

    Raises: OSError when the other end is gone.
    """
    data = receive_frame(incoming)
    if not data:
        return
    setup = msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(data), type=ReaderSetup)
    with FencedReaders(setup, 1) as fences:
        while _is_told_more(incoming, idle_s) and (data := receive_frame(incoming)):
            batch = msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(data), type=ReadBatch)
            send_frame(outgoing, pack(_run(batch, fences)))


def _is_told_more(incoming: BinaryIO, idle_s: float) -> bool:
    return bool(select.select([incoming], [], [], idle_s)[0])


def _run(batch: ReadBatch, fences: FencedReaders) -> ReadReply:
    readings: dict[int, DocumentReading] = {}
    before = fences.restarts
    for number, (job, data) in enumerate(batch.documents):
        fences.submit(job, make_file(data), lambda reading, number=number: readings.update({number: reading}))  # type: ignore[misc]
    fences.join()
    return ReadReply([readings[number] for number in range(len(batch.documents))], fences.restarts - before)


def main() -> None:
    """The life of a reader process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it decides
    with open(0, "rb", buffering=0, closefd=False) as incoming, open(os.dup(1), "wb") as outgoing:
        # what libraries print is no answer
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        try:
            serve(cast(BinaryIO, incoming), outgoing)
        except OSError:
            os._exit(0)  # who started it has gone


if __name__ == "__main__":
    main()
