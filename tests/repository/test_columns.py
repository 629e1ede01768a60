from __future__ import annotations

import numpy as np
import pytest

from firstbell.repository.columns import Columns, RowTable


def _make_columns(count: int) -> tuple[np.ndarray, Columns]:
    rng = np.random.default_rng(count)
    ids = rng.integers(0, 256, (count, 32), dtype=np.uint8)
    table = RowTable()
    for start in range(0, count, 20_000):
        part = ids[start : start + 20_000]
        numbers = np.repeat(np.arange(start, start + len(part), dtype=np.uint32), 4).reshape(-1, 4)
        table.add(part, numbers)
    assert len(table) == count
    return ids, Columns(table.finish())


@pytest.mark.parametrize("count", [0, 1, 2, 3, 65_535, 65_536, 65_537, 140_001])
def test_every_row_is_found_where_it_was_put(count: int) -> None:
    ids, columns = _make_columns(count)
    assert columns.find_many(ids).tolist() == list(range(count))
    assert (columns.restore_ids() == ids).all()
    assert (columns.numbers[:, 0] == np.arange(count)).all()
    for row in range(0, count, 10_007):
        assert columns.find(ids[row].tobytes()) == row
    assert columns.find(bytes(32)) == -1
    assert columns.find_many(np.zeros((2, 32), dtype=np.uint8)).tolist() == [-1, -1]


def test_ids_made_to_share_a_key_are_found_by_the_rest() -> None:
    ids = np.zeros((5000, 32), dtype=np.uint8)
    ids[:, 30] = np.arange(5000) % 250
    ids[:, 31] = np.arange(5000) % 7
    table = RowTable()
    table.add(ids, np.zeros((5000, 4), dtype=np.uint32))
    columns = Columns(table.finish())
    for row in (0, 1, 1749, 1750, 4999):
        same = np.flatnonzero((ids == ids[row]).all(axis=1)).tolist()
        assert list(columns.find_all(ids[row].tobytes())) == same
        assert columns.find_many(ids[row : row + 1]).tolist() == same[:1]
    assert list(columns.find_all(bytes(8) + b"\xff" * 24)) == []
