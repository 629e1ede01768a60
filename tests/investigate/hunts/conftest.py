"""One fence for the hunts of a run: by the same rules, with a child of its own for each request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from firstbell.investigate.hunts import hunt
from firstbell.investigate.hunts.match.signs import list_rules, load_signs
from firstbell.investigate.hunts.reader import fence_reader
from firstbell.processes.fence import FencedCode, ProcessFence, ProcessLimits


@pytest.fixture(scope="session")
def kept_fence() -> Iterator[ProcessFence]:
    """One that is up; to put one up takes longer than most hunts of these tests."""
    with ProcessFence(fence_reader(list_rules(load_signs())), limits=hunt._LIMITS) as fence:
        fence.start()
        yield fence


@contextmanager
def _lend(fence: ProcessFence) -> Iterator[ProcessFence]:
    try:
        yield fence
    except BaseException:
        fence.close()
        raise


@pytest.fixture(scope="module", autouse=True)
def _one_fence(kept_fence: ProcessFence) -> Iterator[None]:
    """Hunts by our signs alone are lent it; what reads by other rules puts up its own."""
    code = fence_reader(list_rules(load_signs()))

    def take_fence(
        wanted: FencedCode, *, count: int = 1, limits: ProcessLimits | None = None
    ) -> AbstractContextManager[ProcessFence]:
        if (wanted, count, limits) == (code, 1, hunt._LIMITS):
            return _lend(kept_fence)
        return ProcessFence(wanted, count=count, limits=limits)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hunt, "ProcessFence", take_fence)
        yield
