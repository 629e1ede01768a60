"""An explanation of one file's judgement, told."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from firstbell.cli.terminal.output import Output, json_path, text_path
from firstbell.cli.times import show_time

if TYPE_CHECKING:
    from firstbell.compose.explanations import FileExplanation

_MARKS = {"damage": "+", "against": "-", "neither": " "}


def tell_explanation(output: Output, found: FileExplanation) -> None:
    """Tell it, for people or as JSON, with the summary."""
    output.message(_describe(found))
    pair, explanation, snapshot = found.pair, found.explanation, found.snapshot
    judgement = explanation.judgement
    output.text(f"{text_path(pair.new.path)}  {judgement.state.value}")
    output.text(f"  {judgement.reason}")
    output.text(f"  first held by  {snapshot.hex_id[:8]} of {show_time(snapshot.time)}, host {snapshot.host}")
    if found.before is not None:
        output.text(f"  compared with  {found.before.hex_id[:8]} of {show_time(found.before.time)}")
    if pair.old is not None:
        output.text(f"  SHA-256 before {explanation.old_sha256}  {pair.old.size_bytes} bytes")
    output.text(f"  SHA-256 now    {explanation.new_sha256}  {pair.new.size_bytes} bytes")
    output.text("  signs (+ for damage, - against damage):")
    for sign in explanation.signs:
        output.text(f"   {_MARKS[sign.speaks]} {sign.detail}")
    output.text(f"  adds {explanation.weight:g} points to the verdict on its snapshot")
    if explanation.clean_if:
        output.text(f"  would be clean if {explanation.clean_if}")
    output.summary({"files": 1, "state": judgement.state.value})


def _describe(found: FileExplanation) -> dict[str, object]:
    pair, explanation = found.pair, found.explanation
    return {
        "message_type": "explanation",
        "path": json_path(pair.new.path),
        "was": json_path(pair.was) if pair.was is not None else None,
        "snapshot_id": found.snapshot.hex_id,
        "compared_with": found.before.hex_id if found.before else None,
        "time": found.snapshot.time,
        "host": found.snapshot.host,
        "state": explanation.judgement.state.value,
        "code": explanation.judgement.code,
        "reason": explanation.judgement.reason,
        "old_sha256": explanation.old_sha256 or None,
        "new_sha256": explanation.new_sha256,
        "old_size": pair.old.size_bytes if pair.old else None,
        "new_size": pair.new.size_bytes,
        "signs": [asdict(sign) for sign in explanation.signs],
        "weight": explanation.weight,
        "clean_if": explanation.clean_if,
    }
