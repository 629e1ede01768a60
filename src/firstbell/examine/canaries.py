"""Canaries: documents that nobody has a reason to touch. A touched one is proof.

Whether one was touched is told by its hash from the lists of what changed: a file of one blob has its
content's SHA-256 for a blob id, and canaries are that small. Nothing is read for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firstbell.base.pathtext import say_path
from firstbell.examine.paths import split_path
from firstbell.examine.weights import make_sign
from firstbell.record.evidence import Sign
from firstbell.record.versions import Change, FileVersion


@dataclass(frozen=True, slots=True)
class CanaryFinding:
    """What became of one canary: changed, gone, or merely moved with its content to another folder."""

    path: bytes
    what: str
    is_touched: bool


def find_canaries(changes: Sequence[Change], canaries: Mapping[bytes, bytes]) -> list[CanaryFinding]:
    """The canaries that a snapshot shows touched or moved. `canaries`: path -> SHA-256 of the content."""
    if not canaries:
        return []
    added = {
        (change.new.content, split_path(change.new.path)[1]): change.new.path
        for change in changes
        if change.new is not None and change.old is None
    }
    findings = []
    for change in changes:
        version = change.new or change.old
        planted = canaries.get(version.path) if version is not None else None
        if planted is None or version is None:
            continue
        finding = _judge(change, planted, added.get(((planted,), split_path(version.path)[1])))
        if finding is not None:
            findings.append(finding)
    return findings


def _judge(change: Change, planted: bytes, moved_to: bytes | None) -> CanaryFinding | None:
    if change.new is None:
        if change.old is None or change.old.kind == "dir":
            return None
        if moved_to is not None and moved_to != change.old.path:
            return CanaryFinding(change.old.path, f"moved to {say_path(moved_to)}", is_touched=False)
        return CanaryFinding(change.old.path, "gone, or renamed", is_touched=True)
    if _holds(change.new, planted):
        return None
    return CanaryFinding(change.new.path, "its content changed", is_touched=True)


def _holds(version: FileVersion, planted: bytes) -> bool:
    return version.kind == "file" and version.content == (planted,)


def weigh_canaries(findings: Iterable[CanaryFinding]) -> list[Sign]:
    """The signs of touched and of moved canaries."""
    findings = list(findings)
    signs = []
    for code, is_touched in (("canary.touched", True), ("canary.moved", False)):
        chosen = [finding for finding in findings if finding.is_touched is is_touched]
        if chosen:
            detail = f"canary {say_path(chosen[0].path)}: {chosen[0].what}"
            if len(chosen) > 1:
                detail = f"{len(chosen)} canaries, for example {detail.removeprefix('canary ')}"
            signs.append(make_sign(code, detail, len(chosen)))
    return signs
