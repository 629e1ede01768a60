"""Canaries: documents that were planted to be left alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Canary:
    """One planted document. `path`: as snapshots of `host` hold it. `digest`: SHA-256 of its content.

    `planted` and `removed`: RFC 3339; `removed` is "" while it stands.
    """

    path: bytes
    digest: bytes
    host: str
    planted: str
    removed: str = ""
