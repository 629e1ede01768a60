"""Reasons, as they stand on a ledger."""

from __future__ import annotations

import pytest

from firstbell.actions.reasons import read_reason
from firstbell.base.errors import UsageError


def test_a_reason_is_one_line() -> None:
    assert read_reason("  the office\n merged  two folders ") == "the office merged two folders"


@pytest.mark.parametrize("why", ["", " \n\t "])
def test_no_reason_is_none(why: str) -> None:
    with pytest.raises(UsageError, match="--why is empty"):
        read_reason(why)
