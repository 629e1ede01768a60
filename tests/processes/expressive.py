"""What compiles expressions when it is loaded, one of its setup's when it begins, and works out a table."""

from __future__ import annotations

import re

from firstbell.processes.expressions import work_out
from firstbell.processes.zygote import FencedAnswer, FencedRequest

HERE = "tests.processes.expressive"
WORD = re.compile(r"(?P<first>[a-z])(?P<rest>\w*)", re.IGNORECASE)
NUMBER = re.compile(rb"\d{3}(?:-\d{2})?")
TABLE: list[str] = []


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
