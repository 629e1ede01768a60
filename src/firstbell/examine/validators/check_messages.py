"""What goes between the supervisor of checks and the child that runs one (array-like msgpack)."""

from __future__ import annotations

import msgspec

from firstbell.examine.validators.outcome import Grade


class CheckRequest(msgspec.Struct, array_like=True):
    """What a child is asked. `check`: "module:function". `name`: of the type it is for."""

    check: str
    name: str


class CheckAnswer(msgspec.Struct, array_like=True):
    """An outcome, as a child tells it."""

    grade: Grade
    type: str
    detail: str
    is_dense: bool
    filled: str
