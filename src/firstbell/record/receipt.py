"""What a restore did, as a value that can be printed, signed and kept."""

from __future__ import annotations

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """One thing that could not be read, written or verified. `path`: bytes inside the snapshot."""

    path: bytes
    code: str
    reason: str


class NotCarried(msgspec.Struct, frozen=True):
    """One kind of thing that the snapshot holds and the restore did not carry over.

    `what`: a field of its nodes (`windows.security_descriptor`), `mode`, or `device nodes`. `paths`: the
    first 1,000 of `count`, bytes inside the snapshot.
    """

    what: str
    count: int
    paths: tuple[bytes, ...]


class Receipt(msgspec.Struct, frozen=True):
    """What was restored from which snapshot, and what was proven about it.

    `snapshot_hex_id` is "" for a composed snapshot that was never written (`--no-lock`).
    `files_deleted`: files and folders that `--delete` removed; `deleted`: the first of them.
    `files_verified`: files whose bytes were read back from the target and match the hashes in the repository.
    """

    snapshot_hex_id: str
    target: str
    files_restored: int
    bytes_restored: int
    files_verified: int
    files_failed: int
    files_skipped: int
    seconds: float
    problems: tuple[Problem, ...] = ()
    not_carried: tuple[NotCarried, ...] = ()
    files_deleted: int = 0
    deleted: tuple[bytes, ...] = ()
