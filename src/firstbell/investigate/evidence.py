"""Evidence: a version in a snapshot, by reference, or a file from outside, by value; its body on a ledger.

A body says `by`: `reference` or `value`, then what the evidence was when it was taken. A path whose bytes
are not UTF-8 goes along as `path_hex`, beside `path` for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from firstbell.base import pathtext
from firstbell.base.clock import InvalidTimeError, format_time, parse_time
from firstbell.base.errors import Error
from firstbell.base.ids import is_hex_id
from firstbell.base.pathtext import say_path


class EvidenceError(Error):
    """The root of what can go wrong with evidence; `path`: of which, bytes."""

    code = "investigate.evidence"

    def __init__(self, path: bytes, problem: str, *, hint: str = "") -> None:
        super().__init__(f"evidence {say_path(path)}: {problem}", hint=hint)
        self.path = path


class EvidenceNotFoundError(EvidenceError):
    """A snapshot that has no such file, or a file that is not there."""

    code = "investigate.evidence_missing"


class EvidenceUnreadableError(EvidenceError):
    """A file that cannot be read, or is no plain file."""

    code = "investigate.evidence_unreadable"


class EvidenceChangedError(EvidenceError):
    """It is not what it was when it was taken, or changed while it was read."""

    code = "investigate.evidence_changed"


class EvidenceBodyError(Error):
    """A body on a ledger that describes no evidence; `field` names what does not hold."""

    code = "investigate.evidence_body"

    def __init__(self, field: str) -> None:
        super().__init__(f"this entry describes no evidence: {field!r} does not hold")
        self.field = field


@dataclass(frozen=True, slots=True)
class VersionEvidence:
    """A file in a snapshot, as it was when it was taken. `tree`: the snapshot's. Ids and hashes are hex.

    `state`: what its examination had found then, "" where nobody had looked.
    """

    snapshot_hex_id: str
    host: str
    tree: str
    path: bytes
    size_bytes: int
    sha256: str
    mtime_ns: int
    state: str = ""


@dataclass(frozen=True, slots=True)
class FileEvidence:
    """A file from outside. `path`: where it was."""

    path: bytes
    size_bytes: int
    sha256: str
    mtime_ns: int


Evidence = VersionEvidence | FileEvidence


class Condition(StrEnum):
    """How a piece of evidence stands."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class EvidenceCheck:
    """What a look at a piece of evidence found. `sha256`: of what is there now, "" where that is nothing."""

    condition: Condition
    sha256: str
    why: str


def describe_evidence(evidence: Evidence) -> dict[str, Any]:
    """The evidence as a body for a ledger."""
    body: dict[str, Any] = {
        "by": "reference" if isinstance(evidence, VersionEvidence) else "value",
        "path": pathtext.say_path(evidence.path),
        "size_bytes": evidence.size_bytes,
        "sha256": evidence.sha256,
        "mtime": format_time(evidence.mtime_ns),
    }
    if pathtext.say_path(evidence.path).encode() != evidence.path:
        body["path_hex"] = evidence.path.hex()
    if isinstance(evidence, VersionEvidence):
        body |= {
            "snapshot": evidence.snapshot_hex_id,
            "host": evidence.host,
            "tree": evidence.tree,
            "state": evidence.state,
        }
    return body


def parse_evidence(body: Mapping[str, Any]) -> Evidence:
    """The evidence that a body describes; what else stands in it is passed over.

    Raises: EvidenceBodyError.
    """
    by = body.get("by")
    if by not in {"reference", "value"}:
        raise EvidenceBodyError("by")
    path, size_bytes = _read_path(body), body.get("size_bytes")
    if not isinstance(size_bytes, int) or isinstance(size_bytes, bool) or size_bytes < 0:
        raise EvidenceBodyError("size_bytes")
    sha256, mtime_ns = _read_hash(body, "sha256"), _read_time(body)
    if by == "value":
        return FileEvidence(path, size_bytes, sha256, mtime_ns)
    return VersionEvidence(
        snapshot_hex_id=_read_hash(body, "snapshot"),
        host=_read_text(body, "host"),
        tree=_read_hash(body, "tree"),
        path=path,
        size_bytes=size_bytes,
        sha256=sha256,
        mtime_ns=mtime_ns,
        state=_read_text(body, "state"),
    )


def _read_text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise EvidenceBodyError(name)
    return value


def _read_hash(body: Mapping[str, Any], name: str) -> str:
    value = _read_text(body, name)
    if not is_hex_id(value):
        raise EvidenceBodyError(name)
    return value


def _read_path(body: Mapping[str, Any]) -> bytes:
    if "path_hex" not in body:
        return _read_text(body, "path").encode()
    try:
        return bytes.fromhex(_read_text(body, "path_hex"))
    except ValueError:
        raise EvidenceBodyError("path_hex") from None


def _read_time(body: Mapping[str, Any]) -> int:
    try:
        return parse_time(_read_text(body, "mtime"))
    except InvalidTimeError:
        raise EvidenceBodyError("mtime") from None
