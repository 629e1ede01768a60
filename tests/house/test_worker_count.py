"""How many workers `pytest -n auto` starts."""

from __future__ import annotations

import pytest

from tests import conftest


def _count(cores: int) -> int:
    asking = conftest.pytest_xdist_auto_num_workers()
    next(asking)
    with pytest.raises(StopIteration) as answer:
        asking.send(cores)
    count: int = answer.value.value
    return count


@pytest.mark.parametrize(("cores", "memory_bytes", "workers"), [
    (1, 64 << 30, 2),
    (2, 64 << 30, 3),
    (8, 64 << 30, 12),
    (8, 20 << 30, 10),
    (8, 4 << 30, 8),
    (2, 0, 2),
])  # fmt: skip
def test_half_as_many_workers_again_as_cores_start_where_memory_takes_them(
    cores: int, memory_bytes: int, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_XDIST_AUTO_NUM_WORKERS", raising=False)
    monkeypatch.setattr(conftest, "available_memory", lambda: memory_bytes)
    assert _count(cores) == workers


def test_a_number_that_was_asked_for_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_XDIST_AUTO_NUM_WORKERS", "2")
    assert _count(2) == 2
