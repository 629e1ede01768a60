"""Chunks that are read together: each answer goes to its chunk; one that ends the reader costs itself."""

from __future__ import annotations

import random

import pytest

from firstbell.drill.intrusion.eventlogs import write_log
from firstbell.investigate.hunts.batches import STOPPED, ChunkBatch, decode_reading
from firstbell.investigate.hunts.records import HuntReading
from firstbell.processes.fence import FencedCode, ProcessFence
from tests.investigate.hunts.made import LOGS, MadeHost, security
from tests.investigate.hunts.stubborn import ENDING


def test_a_chunk_that_ends_the_reader_costs_only_itself() -> None:
    kept: dict[bytes, HuntReading] = {}
    chunks = [b"a" * number for number in range(1, 100)]
    chunks[40] = ENDING
    code = FencedCode("tests.investigate.hunts.stubborn:begin_stubborn")
    with ProcessFence(code, count=2) as fence:
        batch = ChunkBatch(fence, kept.__setitem__)
        for at, chunk in enumerate(chunks):
            batch.add(str(at).encode(), chunk)
        batch.finish()
    assert len(kept) == len(chunks)
    assert kept.pop(b"40").code == STOPPED
    assert all(one.records == len(chunks[int(key)]) and not one.problem for key, one in kept.items())


def test_a_process_that_answers_nonsense_is_told_as_stopped() -> None:
    assert decode_reading(b"\xc1nonsense").code == STOPPED


def test_chunks_that_two_logs_share_are_read_once_and_counted_once() -> None:
    made = MadeHost()
    events = [security(number) for number in range(1, 200)]
    made.add_night({f"{LOGS}/Security.evtx": events, f"{LOGS}/Archive-Security-1.evtx": events})
    result = made.hunt()
    assert (result.pieces, result.pieces_read) == (2 * result.pieces_read, result.pieces // 2)
    assert made.hunt().pieces_read == 0


@pytest.mark.parametrize("size", [50_000, 66_000, 4096 + 65_536])
def test_noise_of_any_length_is_told_as_unread(size: int) -> None:
    noise = random.Random(size).randbytes(size)
    made = MadeHost()
    made.add_night({f"{LOGS}/Security.evtx": noise, f"{LOGS}/System.evtx": write_log([])[:4096] + noise})
    assert {one.path for one in made.hunt().unread} == {
        f"{LOGS}/Security.evtx".encode(),
        f"{LOGS}/System.evtx".encode(),
    }


def test_a_log_that_was_cut_off_gives_its_records_up_to_there_and_is_told() -> None:
    whole = write_log([security(number) for number in range(1, 60)])
    made = MadeHost()
    made.add_night({f"{LOGS}/Security.evtx": whole[: 4096 + 20_000]})
    result = made.hunt()
    assert 5 < result.records < 59
    assert len(result.unread) == 1
