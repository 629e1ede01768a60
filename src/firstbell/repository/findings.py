"""What a check finds: values, not exceptions."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """`error`: something is damaged or missing. `hint`: untidy, nothing is lost."""

    ERROR = "error"
    HINT = "hint"


class CheckFinding(msgspec.Struct, frozen=True):
    """One thing a check found. `code` is dotted and stable; the rest names what is touched.

    Codes: `config.polynomial`, `index.damaged`, `pack.missing`, `pack.size`, `pack.layout`, `pack.hash`,
    `pack.header`, `pack.unreadable`, `pack.unreferenced` (hint), `blob.damaged`, `blob.missing`,
    `blob.duplicate` (hint), `snapshot.damaged`, `tree.missing`, `tree.damaged`, `node.name`, `node.type`,
    `node.subtree`, `node.content`, `node.size`, `path.touched`, `path.more` (hint).
    """

    code: str
    message: str
    severity: Severity = Severity.ERROR
    pack_hex_id: str | None = None
    blob_hex_id: str | None = None
    snapshot_hex_id: str | None = None
    path: bytes | None = None
