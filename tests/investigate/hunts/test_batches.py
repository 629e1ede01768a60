"""Chunks that are read together: each answer goes to its chunk; one that ends the reader costs itself."""

from __future__ import annotations

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
