"""Of several that meet a blob, exactly one saves it: between threads, and between processes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from firstbell.base.ids import hash_id
from firstbell.processes.pool import Workers
from firstbell.repository import BlobKind
from firstbell.repository.claims import ProcessClaims, ThreadClaims

IDS = [hash_id(b"%d" % number) for number in range(4000)]


@pytest.fixture
def shared() -> Iterator[ProcessClaims]:
    claims = ProcessClaims(first_slots=64)
    yield claims
    claims.close()


def test_the_first_to_ask_has_the_claim() -> None:
    claims = ThreadClaims()
    assert claims.claim(BlobKind.DATA, [IDS[0], IDS[1], IDS[0]]) == [True, True, False]
    assert claims.claim(BlobKind.DATA, [IDS[1], IDS[2]]) == [False, True]
    assert claims.claim(BlobKind.TREE, [IDS[0]]) == [True]
    assert claims.data_ids == IDS[:3]


def test_a_table_that_grows_past_its_first_segment_forgets_nothing(shared: ProcessClaims) -> None:
    assert shared.claim(BlobKind.DATA, IDS) == [True] * len(IDS)
    assert shared.claim(BlobKind.DATA, IDS) == [False] * len(IDS)


def test_ids_that_begin_alike_are_told_apart(shared: ProcessClaims) -> None:
    alike = [b"\x07" * 8 + bytes([number]) * 24 for number in range(20)]
    assert shared.claim(BlobKind.DATA, alike) == [True] * 20
    assert shared.claim(BlobKind.DATA, alike) == [False] * 20


def test_where_every_segment_is_half_full_whoever_asks_may_save() -> None:
    claims = ProcessClaims(first_slots=2)
    room = sum(1 << (2 * number) for number in range(5))
    assert all(claims.claim(BlobKind.DATA, IDS[:room]))
    assert claims.claim(BlobKind.DATA, [IDS[0], IDS[room], IDS[room]]) == [False, True, True]
    claims.close()


@pytest.mark.parametrize("make", [ThreadClaims, ProcessClaims])
def test_threads_that_race_share_out_every_claim(make: type[ThreadClaims] | type[ProcessClaims]) -> None:
    claims = make()
    with ThreadPoolExecutor(4) as executor:
        batches = [IDS[start:] + IDS[:start] for start in (0, 1000, 2000, 3000)]
        results = list(executor.map(lambda batch: (batch, claims.claim(BlobKind.DATA, batch)), batches))
    won = Counter(
        blob_id for batch, mine in results for blob_id, is_mine in zip(batch, mine, strict=True) if is_mine
    )
    assert won == Counter(IDS)


def test_processes_that_race_share_out_every_claim(shared: ProcessClaims) -> None:
    def answer(task: bytes) -> bytes:
        start = int(task)
        batch = IDS[start : start + 500]
        mine = shared.claim(BlobKind.DATA, batch)
        return b"".join(blob_id for blob_id, is_mine in zip(batch, mine, strict=True) if is_mine)

    answers: list[bytes] = []
    with Workers(lambda: answer, 3) as workers:
        for _ in range(3):
            for start in range(0, len(IDS), 250):
                workers.submit(b"%d" % start, answers.append)
        workers.join()
    won = b"".join(answers)
    assert Counter(won[at : at + 32] for at in range(0, len(won), 32)) == Counter(IDS)


def test_a_process_that_is_killed_with_the_table_in_hand_holds_nobody_up(shared: ProcessClaims) -> None:
    pid = os.fork()
    if pid == 0:
        with shared._hold():
            os._exit(0)
    os.waitpid(pid, 0)
    assert shared.claim(BlobKind.DATA, IDS[:1]) == [True]
