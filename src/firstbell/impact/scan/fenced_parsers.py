"""Small documents, each parsed by a fenced child of its own, which answers with text and tables."""

from __future__ import annotations

import msgspec

from firstbell.documents.extraction import DocumentSource
from firstbell.documents.stepwise_endings import promises_steps, promises_text
from firstbell.impact.scan.parsed_document import ReadJob
from firstbell.processes.expressions import KeptExpressions
from firstbell.processes.fence import Accept, FencedCode, ProcessFence, ProcessLimits

# a name, since the process that holds the key loads nothing that parses
BEGIN = "firstbell.impact.scan.parser_process:begin_parser"
# larger ones have more text than is handed over; of those that are no text most bytes are pictures
_MOST_TEXT_BYTES, _MOST_BYTES = 8 << 20, 64 << 20
# one that others of its folder share a child with keeps it no longer than this many may take
_MOST_SHARED_BYTES = 256 << 10


def may_share(job: ReadJob) -> bool:
    """Whether a small document most likely is parsed by steps, which the judge of its folder may do."""
    is_short = job.size <= _MOST_SHARED_BYTES
    return is_short and bool(job.place) and promises_steps(DocumentSource(job.name, b"").suffix)


def is_small(job: ReadJob) -> bool:
    """Whether a document is worth to be parsed apart from being judged."""
    is_text = promises_text(DocumentSource(job.name, b"").suffix)
    most_bytes = _MOST_TEXT_BYTES if is_text else _MOST_BYTES
    return job.size <= most_bytes and not job.recognises and not job.is_slow


class FencedParsers:
    """A fence that is put up when the first document comes. Used by one thread."""

    def __init__(self, count: int, limits: ProcessLimits, expressions: KeptExpressions) -> None:
        code = FencedCode(BEGIN, expressions=expressions)
        self._fence = ProcessFence(code, count=count, limits=limits)

    @property
    def restarts(self) -> int:
        """How often a child was lost."""
        return self._fence.restarts

    def submit(self, job: ReadJob, descriptor: int, accept: Accept) -> None:
        """Have a document parsed; b"" where it has to be read whole. Raises: WorkerLostError."""
        self._fence.submit(msgspec.msgpack.encode(job), accept, descriptor=descriptor)

    def join(self) -> None:
        """Wait until every document is parsed. Raises: as `submit`."""
        self._fence.join()

    def close(self) -> None:
        """End the children."""
        self._fence.close()
