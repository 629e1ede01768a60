from __future__ import annotations

import pytest

from firstbell.runs.execution import waiting_store
from firstbell.runs.execution.waiting_store import Waiter, WaitingStore
from firstbell.store import Kind, MemoryStore, ObjectNotFoundError, StoreError, UnreachableServerError

NAME = "ab" * 32


class FlakyStore(MemoryStore):
    """Fails to read for a while. `there`: whether it answers meanwhile, from each question on."""

    def __init__(self, problem: StoreError, failures: int, there: list[bool]) -> None:
        super().__init__()
        self.problem = problem
        self.failures = failures
        self.there = there
        self.reads = 0

    def read(self, kind: Kind, name: str) -> bytes:
        self.reads += 1
        if self.reads <= self.failures:
            raise self.problem
        return b"bytes"

    def exists(self, kind: Kind, name: str) -> bool:
        return self.there.pop(0) if self.there else True


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(waiting_store, "draw_pause_s", lambda attempt: 0.0)
    return []


def test_a_place_that_is_gone_is_told_of_at_once_and_waited_for(told: list[str]) -> None:
    store = FlakyStore(UnreachableServerError("no way there"), 1, [False, False, True])
    assert WaitingStore(store, Waiter(told.append)).read(Kind.DATA, NAME) == b"bytes"
    assert told == ["no way there", ""]


def test_a_place_that_is_out_of_breath_is_asked_again_without_a_word(told: list[str]) -> None:
    store = FlakyStore(UnreachableServerError("503"), 6, [])
    assert WaitingStore(store, Waiter(told.append)).read(Kind.DATA, NAME) == b"bytes"
    assert told == []


def test_what_a_place_that_is_there_says_twice_stands(told: list[str]) -> None:
    store = FlakyStore(ObjectNotFoundError("not there"), 9, [])
    with pytest.raises(ObjectNotFoundError):
        WaitingStore(store, Waiter(told.append)).read(Kind.DATA, NAME)
    assert store.reads == 2


def test_a_place_that_stays_away_ends_the_waiting(told: list[str]) -> None:
    store = FlakyStore(UnreachableServerError("no way there"), 9, [False] * 9)
    with pytest.raises(UnreachableServerError):
        WaitingStore(store, Waiter(told.append, longest_s=-1)).read(Kind.DATA, NAME)
    assert (told, store.reads) == (["no way there"], 1)
