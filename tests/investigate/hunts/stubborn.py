"""A reader of chunks that ends its own process at a chunk that says so. For tests of batches."""

from __future__ import annotations

import os

import msgspec

from firstbell.investigate.hunts.reader import ReadRequest
from firstbell.investigate.hunts.records import HuntReading
from firstbell.processes.held import load_held
from firstbell.processes.zygote import FencedAnswer, FencedRequest

ENDING = b"end here"


def begin_stubborn(setup: bytes) -> FencedAnswer:
    """What answers with the length of each chunk; see `ENDING`."""

    def read(chunk: bytes) -> HuntReading:
        if chunk == ENDING:
            os._exit(3)
        return HuntReading(records=len(chunk))

    def answer(request: FencedRequest) -> bytes:
        piece = msgspec.msgpack.decode(request.data, type=ReadRequest)
        if not piece.cuts:
            return msgspec.msgpack.encode(read(piece.data))
        held = load_held(request.descriptor)
        readings, at = [], 0
        for length in piece.cuts:
            readings.append(read(held[at : at + length]))
            at += length
        return msgspec.msgpack.encode(readings)

    return answer
