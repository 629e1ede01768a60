"""Which layers of the fence hold on this machine: what `firstbell doctor` and tests ask."""

from __future__ import annotations

from firstbell.processes.confinement import FenceLayer
from firstbell.processes.fence import FencedCode, ProcessFence
from firstbell.processes.pool import WorkerLostError
from firstbell.processes.zygote import FencedAnswer


def begin_nothing(_: bytes) -> FencedAnswer:
    """For a fence that is only looked at: it gives each request back."""
    return lambda request: request.data


def inspect_layers() -> list[FenceLayer]:
    """Each layer by name, whether it holds here, and what it does or why it is missing.

    A fence is put up and asked, so that this is what documents will be read in. One layer "fence" that does
    not hold where none can be put up at all.
    """
    try:
        with ProcessFence(FencedCode("firstbell.processes.layers:begin_nothing")) as fence:
            return fence.list_layers()
    except WorkerLostError as error:
        return [FenceLayer("fence", ok=False, why=error.problem)]
