"""What can go wrong with a catalog."""

from __future__ import annotations

from pathlib import Path

from firstbell.base.errors import Error


class CatalogError(Error):
    """The root of this room's errors."""

    code = "catalog.failed"


class CatalogDamagedError(CatalogError):
    """The catalog's file stopped being readable while it was used; `path` is the file."""

    code = "catalog.damaged"

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(
            f"catalog {path}: {problem}",
            hint="it is derived: `firstbell catalog --rebuild` makes it anew from the repository",
        )
        self.path = path


class CatalogUnwritableError(CatalogError):
    """The catalog cannot be written where it should be kept."""

    code = "catalog.unwritable"

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"catalog {path}: {problem}", hint="give another folder with --cache-dir")
        self.path = path


class SnapshotNotInCatalogError(CatalogError):
    """The snapshot is not in the history that the catalog keeps (composed snapshots never are)."""

    code = "catalog.snapshot_unknown"

    def __init__(self, hex_id: str) -> None:
        super().__init__(
            f"snapshot {hex_id[:8]} is not part of a history",
            hint="a composed snapshot is never examined; name one that a backup made",
        )
        self.hex_id = hex_id
