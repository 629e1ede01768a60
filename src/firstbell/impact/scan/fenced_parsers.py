"""Small documents, each parsed by a fenced child of its own, which answers with text and tables."""

from __future__ import annotations

import msgspec

from firstbell.documents.extraction import DocumentSource
from firstbell.documents.stepwise_endings import promises_steps
from firstbell.impact.scan.parsed_document import ReadJob
from firstbell.impact.scan.parser import BEGIN, name_family
from firstbell.processes.fence import Accept, FencedCode, ProcessFence, ProcessLimits

# of larger ones the fork is a small part of the work
_MOST_BYTES = 8 << 20
# one that others of its folder share a child with keeps it no longer than this many may take
_MOST_SHARED_BYTES = 256 << 10


def may_share(job: ReadJob) -> bool:
    """Whether a small document most likely is parsed by steps, which the judge of its folder may do."""
    is_short = job.size <= _MOST_SHARED_BYTES
    return is_short and bool(job.place) and promises_steps(DocumentSource(job.name, b"").suffix)


def is_small(job: ReadJob) -> bool:
    """Whether a document is worth to be parsed apart from being judged."""
    return job.size <= _MOST_BYTES and not job.recognises and not job.is_slow


class FencedParsers:
    """A fence for each family of formats, put up when the first document of it comes. Used by one thread."""

    def __init__(self, count: int, limits: ProcessLimits) -> None:
        self._count = count
        self._limits = limits
        self._fences: dict[str, ProcessFence] = {}

    @property
    def restarts(self) -> int:
        """How often a child was lost."""
        return sum(fence.restarts for fence in self._fences.values())

    def submit(self, job: ReadJob, descriptor: int, accept: Accept) -> None:
        """Have a document parsed; b"" where it has to be read whole. Raises: WorkerLostError."""
        family = name_family(job.name)
        if family not in self._fences:
            code = FencedCode(BEGIN, family.encode())
            self._fences[family] = ProcessFence(code, count=self._count, limits=self._limits)
        self._fences[family].submit(msgspec.msgpack.encode(job), accept, descriptor=descriptor)

    def join(self) -> None:
        """Wait until every document is parsed. Raises: as `submit`."""
        for fence in self._fences.values():
            fence.join()

    def close(self) -> None:
        """End the children."""
        for fence in self._fences.values():
            fence.close()
