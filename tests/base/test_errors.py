from __future__ import annotations

import re

from firstbell.base.errors import Error
from firstbell.repository import Repository  # noqa: F401 - loads the rooms whose errors are looked at


def _list_errors(root: type[Error]) -> list[type[Error]]:
    return [root, *(each for child in root.__subclasses__() for each in _list_errors(child))]


def test_an_error_carries_its_message_and_its_hint() -> None:
    error = Error("the disk is full", hint="make room")
    assert str(error) == "the disk is full"
    assert error.hint == "make room"
    assert Error("bare").hint == ""


def test_every_code_is_dotted_and_belongs_to_one_class() -> None:
    codes = [error.code for error in _list_errors(Error)]
    assert len(codes) > 15
    for code in codes:
        assert re.fullmatch(r"[a-z]+(\.[a-z_]+)*", code), code
    assert len(codes) == len(set(codes))
