"""What fenced children run, and what each of them may take."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from firstbell.processes.expressions import KeptExpressions
from firstbell.processes.fenced_child import ChildCall


class ProcessLimits(msgspec.Struct, frozen=True):
    """What a child may take: bytes of memory beyond what it shares with all, seconds of the processor for one
    request and for each MiB of it, bytes of one answer, seconds without a sign of life (0: as many as it
    likes). `patience_s`: how long the fence goes on trying where no child begins.
    """

    memory_bytes: int = 512 << 20
    seconds: float = 5.0
    seconds_per_mib: float = 0.0
    answer_bytes: int = 256 << 20
    silent_s: float = 0.0
    patience_s: float = 5.0


class FencedCode(msgspec.Struct, frozen=True):
    """What children run: "module:function", called once in the zygote with `setup`, gives what answers.

    `calls`: does what a child asks for and may not do itself. `opens_own`: a library of theirs takes no
    bytes, so that they open the document again by a path; only where Landlock keeps them from all others.
    `requests`: how many of one company a child answers. `companies`: for how many a child is kept that waits
    for the next one, times the number of children that work at once. `expressions`: where those that the
    module compiles are kept, for the next zygote. `prepare`: "module:function", called before the zygote is
    told the setup; what it works out is kept with them.
    """

    begin: str
    setup: bytes = b""
    calls: Callable[[bytes], ChildCall] | None = None
    opens_own: bool = False
    requests: int = 1
    companies: int = 1
    expressions: KeptExpressions | None = None
    prepare: str = ""
