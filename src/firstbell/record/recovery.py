"""What a run did for one system, as a value that can be printed, signed and kept. docs/formats/plan.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckVerdict:
    """What a check of a restored system said."""

    kind: str
    target: str
    passed: bool
    detail: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class KindNotCarried:
    """As `NotCarried`, with the paths as they are shown."""

    what: str
    count: int
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemReceipt:
    """The receipt of one system. Times: RFC 3339. `root`: hex. `seconds`: of work, over all runs it took."""

    system: str
    plan: str
    target: str
    in_place: bool
    snapshots: tuple[str, ...]
    files: int
    size_bytes: int
    files_failed: int
    files_kept: int
    files_read_back: int
    moved_aside: int
    root: str
    verify: str
    verdict: str
    began: str
    ended: str
    seconds: float
    restore_seconds: float
    who: str
    checks: tuple[CheckVerdict, ...] = ()
    not_carried: tuple[KindNotCarried, ...] = ()
