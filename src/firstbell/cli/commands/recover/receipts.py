"""The receipt of one restored snapshot, as people and `--json` read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from firstbell.base.counts import say_count
from firstbell.cli.terminal.boundary import describe_boundary, tell_boundary
from firstbell.cli.terminal.figures import format_bytes, format_count, format_duration
from firstbell.cli.terminal.left_out import describe_uncarried, tell_uncarried
from firstbell.cli.terminal.output import Output, json_path, text_path
from firstbell.record.receipt import Receipt

if TYPE_CHECKING:
    from firstbell.compose.compose import ComposedTree


def _describe_receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "snapshot_id": receipt.snapshot_hex_id,
        "files_restored": receipt.files_restored,
        "bytes_restored": receipt.bytes_restored,
        "files_verified": receipt.files_verified,
        "files_failed": receipt.files_failed,
        "seconds": round(receipt.seconds, 3),
        "files_skipped": receipt.files_skipped,
        "target": receipt.target,
        "not_carried": describe_uncarried(receipt),
    }


def report_receipt(output: Output, receipt: Receipt, composed: ComposedTree | None) -> None:
    """Print what was restored and read back, what failed and what was not carried."""
    for problem in receipt.problems:
        if output.json:
            where = {"path": json_path(problem.path), "code": problem.code, "reason": problem.reason}
            output.message({"message_type": "error", **where})
        else:
            output.warn(f"{text_path(problem.path)}: {problem.reason}")
    files, size = say_count(receipt.files_restored, "file"), format_bytes(receipt.bytes_restored)
    output.text(f"restored {files}, {size} in {format_duration(receipt.seconds)}")
    if receipt.files_verified or not receipt.files_restored:
        output.text(f"read back and verified {say_count(receipt.files_verified, 'file')}")
    else:
        output.text("every byte was compared with the vault's hashes as it was written")
    if receipt.files_failed:
        output.text(f"failed: {format_count(receipt.files_failed)}")
    tell_uncarried(output, receipt.not_carried)
    if composed is not None:
        tell_boundary(output, composed)
    output.summary({**_describe_receipt(receipt), **describe_boundary(composed)})
