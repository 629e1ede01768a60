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
            hint="nothing is lost: `firstbell catalog --rebuild` rebuilds it from the repository",
        )
        self.path = path


class CatalogUnwritableError(CatalogError):
    """The catalog cannot be written where it should be kept."""

    code = "catalog.unwritable"

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"catalog {path}: {problem}", hint="give another folder with --cache-dir")
        self.path = path


class CatalogAddressError(CatalogError):
    """FIRSTBELL_CATALOG does not name a place where catalogs can be kept. The value is never shown."""

    code = "catalog.address"

    def __init__(self, problem: str, *, hint: str = "") -> None:
        super().__init__(
            f"FIRSTBELL_CATALOG: {problem}",
            hint=hint
            or "set it to postgresql://USER@HOST/DATABASE, or unset it to keep catalogs in the cache folder",
        )


class CatalogUnreachableError(CatalogError):
    """The database server that keeps catalogs does not answer, or does not let us in."""

    code = "catalog.unreachable"

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(
            f"catalog {place}: {problem}",
            hint="check that the server runs and lets this user in, or unset FIRSTBELL_CATALOG to keep "
            "catalogs in the cache folder",
        )


class CatalogServerError(CatalogError):
    """The database server refused what was asked of it."""

    code = "catalog.server"

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(
            f"catalog {place}: {problem}",
            hint="the user needs the right to create schemas (GRANT CREATE ON DATABASE); "
            "`firstbell catalog --rebuild` builds a catalog again",
        )


class CatalogBusyError(CatalogError):
    """Another process has been writing to the catalog for longer than we wait."""

    code = "catalog.busy"

    def __init__(self, place: str, waited_s: int) -> None:
        super().__init__(
            f"catalog {place}: another process has been writing to it for {waited_s} seconds",
            hint="try again when it has ended",
        )


class CatalogOvertakenError(CatalogError):
    """Another process gave the snapshot another place in its line, or left it out, while it was examined."""

    code = "catalog.overtaken"

    def __init__(self, hex_id: str) -> None:
        super().__init__(
            f"snapshot {hex_id[:8]}: another process changed its history in the catalog meanwhile",
            hint="run the command again",
        )


class NewerCatalogError(CatalogError):
    """A newer Firstbell keeps this catalog, which others share, so it is not made anew."""

    code = "catalog.newer"

    def __init__(self, place: str, version: str) -> None:
        super().__init__(
            f"catalog {place}: it is of version {version}, which a newer Firstbell made",
            hint="update Firstbell on this machine, or unset FIRSTBELL_CATALOG to keep a catalog in the "
            "cache folder",
        )


class SnapshotNotInCatalogError(CatalogError):
    """The snapshot is not in the history that the catalog keeps (composed snapshots never are)."""

    code = "catalog.snapshot_unknown"

    def __init__(self, hex_id: str) -> None:
        super().__init__(
            f"snapshot {hex_id[:8]} is not part of a history",
            hint="a composed snapshot is never examined; name one that a backup made",
        )
        self.hex_id = hex_id
