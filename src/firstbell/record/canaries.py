"""Canaries: documents that were planted to be left alone."""

from __future__ import annotations

import msgspec


class Canary(msgspec.Struct, frozen=True):
    """One planted document. `path`: as snapshots of `host` hold it. `digest`: SHA-256 of its content.

    `planted` and `removed`: RFC 3339; `removed` is "" while it stands.
    """

    path: bytes
    digest: bytes
    host: str
    planted: str
    removed: str = ""
