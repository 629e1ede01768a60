"""Examines one day's edits with whichever tree of this program runs it, and prints what that took as JSON.

Run by `benchmarks.examining`, with the Python of that tree. It uses nothing but what every tree has.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time

import msgspec

_BLOB_BYTES = 512 << 10


def main() -> None:
    """Reads the day that the command line names."""
    with open(sys.argv[1], "rb") as file:
        edits = msgspec.msgpack.decode(file.read())
    blobs: dict[bytes, bytes] = {}
    kept = [(edit["path"], _keep(edit["old"], blobs), _keep(edit["new"], blobs)) for edit in edits]
    before_modules = os.times()
    # its cost is told apart, so it comes here
    from firstbell.examine.examination import History, examine_changes  # noqa: PLC0415
    from firstbell.examine.validators.fence import FENCE  # noqa: PLC0415
    from firstbell.record.versions import Change, FileVersion  # noqa: PLC0415

    class Reader:
        """Contents from memory."""

        def read(self, version: FileVersion, limit_bytes: int) -> bytes:
            return self.read_blobs(version.content)[:limit_bytes]

        def read_blobs(self, blob_ids: object) -> bytes:
            return b"".join(blobs[blob_id] for blob_id in blob_ids)  # type: ignore[attr-defined]

    def make(path: bytes, content: tuple[tuple[bytes, ...], int]) -> FileVersion:
        return FileVersion(path, "file", content[1], content[0])

    changes = [Change(make(path, old), make(path, new)) for path, old, new in kept]
    before, began = os.times(), time.perf_counter()
    examination = examine_changes(changes, Reader(), history=History())
    FENCE.stop()
    wall_s, after = time.perf_counter() - began, os.times()
    told = {
        "cpu_s": sum(after[:4]) - sum(before[:4]),
        "own_cpu_s": sum(after[:2]) - sum(before[:2]),
        "wall_s": wall_s,
        "loading_s": sum(before[:4]) - sum(before_modules[:4]),
        "verdict": f"{examination.verdict}: {[reason.code for reason in examination.reasons]}",
        "findings": [
            (
                os.fsdecode(finding.path),
                str(finding.judgement.state),
                str(finding.judgement.reason),
            )
            for finding in examination.findings
        ],
    }
    sys.stdout.buffer.write(msgspec.json.encode(told))


def _keep(content: bytes, blobs: dict[bytes, bytes]) -> tuple[tuple[bytes, ...], int]:
    ids = []
    for start in range(0, len(content), _BLOB_BYTES):
        piece = content[start : start + _BLOB_BYTES]
        ids.append(hashlib.sha256(piece).digest())
        blobs[ids[-1]] = piece
    return tuple(ids), len(content)


if __name__ == "__main__":
    main()
