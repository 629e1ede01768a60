"""A case on a fixed clock, and people with keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock, parse_time
from firstbell.case.case import Case
from firstbell.case.lifecycle import make_case
from firstbell.ledger import Signer, make_actor, make_signer

FEBRUARY_NS = parse_time("2023-02-18T12:00:00Z")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(FEBRUARY_NS)


@pytest.fixture
def director() -> Signer:
    return make_signer(make_actor("Ada", "director"))


@pytest.fixture
def case(tmp_path: Path, director: Signer, clock: FixedClock) -> Case:
    return make_case(tmp_path / "case", director, name="The outage", clock=clock)


def work_as(case: Case, signer: Signer) -> Case:
    """The same case with another one at the keyboard."""
    return Case(case.folder.path, signer, case.clock)
