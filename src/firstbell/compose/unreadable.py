"""Content that the repository cannot give any more: set aside and told, the rest is examined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from firstbell.base.counts import say_count
from firstbell.record.examination import ContentReader, Examination, Finding, Reason
from firstbell.record.versions import Change, FileVersion, Judgement, State
from firstbell.repository import BlobDamagedError, BlobNotFoundError

UNREADABLE = "unreadable"
LOST = (BlobDamagedError, BlobNotFoundError)


class Sorted(NamedTuple):
    """Changes that can be read, and findings for the new versions that cannot."""

    readable: list[Change]
    findings: list[Finding]


def set_aside(changes: Sequence[Change], lost: Mapping[bytes, str]) -> Sorted:
    """The changes without those whose content needs a lost blob; `lost`: why, by blob id.

    A change whose old version cannot be read is given as a new file; a removed file, without content.
    """
    result = Sorted([], [])
    for change in changes:
        new_problem = _find_problem(change.new, lost)
        if change.new is not None and new_problem:
            judgement = judge_unreadable(new_problem)
            result.findings.append(Finding(change.new.path, None, judgement))
        elif change.old is not None and _find_problem(change.old, lost):
            old = None if change.new is not None else msgspec.structs.replace(change.old, content=())
            result.readable.append(Change(old, change.new))
        else:
            result.readable.append(change)
    return result


def judge_unreadable(problem: str) -> Judgement:
    """The judgement of a version that cannot be read."""
    return Judgement(State.UNKNOWN, "unknown.unreadable", f"the repository cannot give it: {problem}")


def find_lost(changes: Iterable[Change], reader: ContentReader) -> dict[bytes, str]:
    """The blobs of these changes that cannot be read, with why: all are tried, each once."""
    lost: dict[bytes, str] = {}
    tried = set()
    for change in changes:
        for version in (change.old, change.new):
            for blob_id in version.content if version else ():
                if blob_id in tried:
                    continue
                tried.add(blob_id)
                try:
                    reader.read_blobs([blob_id])
                except LOST as error:
                    lost[blob_id] = str(error)
    return lost


def _find_problem(version: FileVersion | None, lost: Mapping[bytes, str]) -> str:
    return next((lost[blob_id] for blob_id in version.content if blob_id in lost), "") if version else ""


def tell_unreadable(examination: Examination, findings: Sequence[Finding]) -> Examination:
    """The examination with these findings, and a reason that counts them."""
    if not findings:
        return examination
    detail = (
        f"{say_count(len(findings), 'file')} cannot be read from the repository any more:"
        f" {findings[0].judgement.reason}"
    )
    return msgspec.structs.replace(
        examination,
        reasons=(*examination.reasons, Reason(UNREADABLE, detail, len(findings))),
        files_changed=examination.files_changed + len(findings),
        findings=tuple(sorted((*examination.findings, *findings), key=lambda finding: finding.path)),
    )
