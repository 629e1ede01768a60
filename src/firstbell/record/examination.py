"""What an examination of one snapshot found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol

import msgspec

from firstbell.record.evidence import Evidence
from firstbell.record.versions import FileVersion, Judgement


class Verdict(StrEnum):
    """Verdict on one snapshot."""

    CLEAN = "clean"
    SUSPECT = "suspect"
    EVENT = "event"


# how grave a verdict is; "" where nobody has judged yet
SEVERITY: Mapping[str, int] = {"": 0, **{verdict.value: at for at, verdict in enumerate(Verdict, start=1)}}


class Reason(msgspec.Struct, frozen=True):
    """Why a verdict is what it is: a stable dotted `code`, a sentence, and a count.

    `weight`: its points, 0 where it only explains another reason. `clean_if`: what would have made it clean.
    """

    code: str
    detail: str
    count: int
    weight: float = 0.0
    clean_if: str = ""


class Finding(msgspec.Struct, frozen=True):
    """The judgement of one new version. `was`: the path it had before, where it was renamed, else None."""

    path: bytes
    was: bytes | None
    judgement: Judgement
    # judgement of the old version, learned while looking at both; None where the old one was not read
    old_judgement: Judgement | None = None


class Examination(msgspec.Struct, frozen=True):
    """The examination of one snapshot against the one before it.

    `findings`: one for each new or changed file, by path. `notes`: paths of the intruder's notes.
    `deleted`: paths that were removed without coming back under another name. `renamed`: pairs (was,
    path) that were renamed, struck or not. `files_changed` counts new, changed, renamed and removed files.
    `evidence`: what the verdict rests on, None where nobody weighed.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    files_changed: int
    findings: tuple[Finding, ...] = ()
    notes: tuple[bytes, ...] = ()
    deleted: tuple[bytes, ...] = ()
    renamed: tuple[tuple[bytes, bytes], ...] = ()
    hints: tuple[str, ...] = msgspec.field(default=())
    evidence: Evidence | None = None


class ContentReader(Protocol):
    """Reads the content of a file version for those who judge it. Thread-safe."""

    def read(self, version: FileVersion, limit_bytes: int) -> bytes:
        """The first `limit_bytes` of the content. Raises an Error when a blob cannot be read."""

    def read_blobs(self, blob_ids: Sequence[bytes]) -> bytes:
        """The plaintext of these blobs, joined."""
