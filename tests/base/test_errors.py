"""The root of all errors."""

from __future__ import annotations

from firstbell.base.errors import Error


def test_an_error_carries_its_message_a_code_and_a_hint() -> None:
    error = Error("the disk is full", hint="make room")
    assert (str(error), error.code, error.hint) == ("the disk is full", "error", "make room")
    assert Error("x").hint == ""
