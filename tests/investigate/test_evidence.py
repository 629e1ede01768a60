from __future__ import annotations

from typing import Any

import pytest

from firstbell.investigate.evidence import (
    Evidence,
    EvidenceBodyError,
    FileEvidence,
    VersionEvidence,
    describe_evidence,
    parse_evidence,
)

HASH = "ab" * 32
VERSION = VersionEvidence(HASH, "files", "cd" * 32, b"/srv/a.txt", 3, "ef" * 32, 1_500_000_001, "damaged")
FILE = FileEvidence(b"/tmp/log", 3, HASH, -5)


@pytest.mark.parametrize(
    "evidence",
    [
        VERSION,
        FILE,
        FileEvidence(b"/tmp/\xff|\n", 0, HASH, 0),
        FileEvidence(rb"/tmp/\xff", 0, HASH, 0),
        VersionEvidence(HASH, "", "cd" * 32, "/srv/é".encode(), 3, "ef" * 32, 0),
    ],
)
def test_evidence_comes_back_from_the_body_of_an_entry(evidence: Evidence) -> None:
    body = describe_evidence(evidence)
    assert parse_evidence({**body, "why": "more"}) == evidence
    assert body["by"] == ("value" if isinstance(evidence, FileEvidence) else "reference")


def test_only_bytes_that_text_cannot_hold_go_along_as_hex() -> None:
    assert "path_hex" not in describe_evidence(VERSION)
    body = describe_evidence(FileEvidence(b"/\xff", 0, HASH, 0))
    assert (body["path"], body["path_hex"]) == ("/\\xff", "2fff")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"by": "hearsay"}, "by"),
        ({"path": None}, "path"),
        ({"path_hex": "zz"}, "path_hex"),
        ({"size_bytes": -1}, "size_bytes"),
        ({"size_bytes": True}, "size_bytes"),
        ({"sha256": "AB"}, "sha256"),
        ({"mtime": "yesterday"}, "mtime"),
        ({"snapshot": "latest"}, "snapshot"),
        ({"tree": 7}, "tree"),
        ({"host": None}, "host"),
        ({"state": []}, "state"),
    ],
)
def test_a_body_that_describes_none_is_refused_by_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(EvidenceBodyError) as raised:
        parse_evidence({**describe_evidence(VERSION), **change})
    assert raised.value.field == field
