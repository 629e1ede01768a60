"""Canaries on the ledger: planted, taken up, planted again; by host, and which a person means."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock
from firstbell.base.ids import hash_id
from firstbell.compose.canaries import pick_canaries, read_canaries, record_planted, record_removed
from firstbell.compose.errors import CanaryNotFoundError
from firstbell.ledger import Ledger

A, B, WIDE = "/srv/a.docx", "/srv/b.docx", "/srv/año.docx"
MONDAY, TUESDAY, WEDNESDAY = (f"2023-02-{day}T06:00:00Z" for day in (13, 14, 15))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(1_676_268_000_000_000_000)


@pytest.fixture
def ledger(tmp_path: Path, clock: FixedClock) -> Ledger:
    return Ledger(tmp_path / "ledger", clock)


def plant(ledger: Ledger, host: str, *paths: str) -> None:
    record_planted(ledger, host, [(path, hash_id(path.encode())) for path in paths])


def test_what_was_planted_is_read_back_with_its_bytes_host_and_time(ledger: Ledger) -> None:
    plant(ledger, "files", A, WIDE)

    first, second = read_canaries(ledger.read())

    assert (first.path, first.host, first.planted, first.removed) == (A.encode(), "files", MONDAY, "")
    assert (second.path, second.digest) == (WIDE.encode(), hash_id(WIDE.encode()))


def test_one_that_was_taken_up_stays_known_and_a_same_path_of_another_host_stands(
    ledger: Ledger, clock: FixedClock
) -> None:
    plant(ledger, "files", A, B)
    plant(ledger, "office", A)
    clock.advance(86_400)
    record_removed(ledger, "files", paths=[A], why="the share moved")

    told = {(one.host, one.path): one.removed for one in read_canaries(ledger.read())}

    assert told == {("files", A.encode()): TUESDAY, ("files", B.encode()): "", ("office", A.encode()): ""}


def test_one_that_is_planted_again_is_another_and_taking_it_up_leaves_the_first_day_as_it_was(
    ledger: Ledger, clock: FixedClock
) -> None:
    for _ in range(2):
        plant(ledger, "files", A)
        clock.advance(86_400)
        record_removed(ledger, "files", paths=[A, "/srv/never there"], why="")

    found = read_canaries(ledger.read())

    assert [(one.planted, one.removed) for one in found] == [(MONDAY, TUESDAY), (TUESDAY, WEDNESDAY)]


def test_other_entries_of_a_ledger_are_no_canaries(ledger: Ledger) -> None:
    ledger.append("note", {"host": "files", "paths": [A]})

    assert read_canaries(ledger.read()) == []


def test_those_that_stand_are_picked_by_path_and_host_each_once(ledger: Ledger) -> None:
    plant(ledger, "files", A, B)
    plant(ledger, "office", A)
    record_removed(ledger, "files", paths=[B], why="")
    found = read_canaries(ledger.read())

    def pick(*paths: str, host: str | None = None) -> list[tuple[str, str]]:
        return [(one.host, one.path.decode()) for one in pick_canaries(found, paths, host)]

    assert pick() == [("files", A), ("office", A)]
    assert pick(A, A) == [("files", A), ("office", A)]
    assert pick(A, host="office") == [("office", A)]
    assert pick(host="nowhere") == []


@pytest.mark.parametrize(("path", "host"), [(B, None), (A, "nowhere"), ("/srv", None), (A.upper(), None)])
def test_a_path_where_none_stands_is_refused_with_its_name_and_the_way_to_look(
    ledger: Ledger, path: str, host: str | None
) -> None:
    plant(ledger, "files", A, B)
    record_removed(ledger, "files", paths=[B], why="")

    with pytest.raises(CanaryNotFoundError) as caught:
        pick_canaries(read_canaries(ledger.read()), [path], host)

    assert str(caught.value).startswith(f"{path}: no canary stands there")
    assert "firstbell canary list" in caught.value.hint
