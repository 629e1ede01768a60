"""What compiles expressions when it is loaded, one of its setup's when it begins, and works out a table."""

from __future__ import annotations

import os
import re
from contextlib import suppress

import msgspec

from firstbell.processes import frames
from firstbell.processes.expressions import work_out
from firstbell.processes.zygote import FencedAnswer, FencedRequest, ZygoteReport

HERE = "tests.processes.expressive"
WORD = re.compile(r"(?P<first>[a-z])(?P<rest>\w*)", re.IGNORECASE)
NUMBER = re.compile(rb"\d{3}(?:-\d{2})?")
TABLE: list[str] = []
_MOST_DESCRIPTORS = 64


def make_table() -> list[str]:
    """A table that nobody has to be told anything for."""
    return ["worked", "out"]


def prepare() -> None:
    """Have the table ready."""
    TABLE[:] = work_out(make_table, list[str])


def begin(setup: bytes) -> FencedAnswer:
    """Answers with what the expressions find."""
    told = re.compile(setup)

    def answer(request: FencedRequest) -> bytes:
        word, number = WORD.search(request.data.decode()), NUMBER.search(request.data)
        found = [word["rest"].encode() if word else b"", number[0] if number else b""]
        return b"|".join([*found, b"told" if told.search(request.data) else b""])

    return answer


def begin_table(_: bytes) -> FencedAnswer:
    """Answers with the table."""
    told = " ".join(TABLE).encode()
    return lambda _: told


def begin_taken_over(_: bytes) -> FencedAnswer:
    """Answers with the table. A child that is told "forge" has been taken over: it changes what it holds,
    and tells everybody whom it can reach that this is to be kept, in a zygote's words.
    """

    def answer(request: FencedRequest) -> bytes:
        if request.data.startswith(b"forge"):
            _forge(request, may_break_off=request.data == b"forge all")
        return " ".join(TABLE).encode()

    return answer


def _forge(request: FencedRequest, *, may_break_off: bool) -> None:
    TABLE[:] = ["forged"]
    packed = msgspec.msgpack.encode([[], [], {f"{HERE}.{make_table.__name__}": TABLE}])
    report = msgspec.msgpack.encode(ZygoteReport([], expressions=packed))
    for descriptor in range(_MOST_DESCRIPTORS):
        if descriptor != request._stream.fileno() or may_break_off:
            with suppress(OSError):
                os.write(descriptor, frames.FRAME.pack(len(report)) + report)
