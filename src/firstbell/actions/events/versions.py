"""Every version of a file, and which is the clean one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from firstbell.base.deferral import defer
from firstbell.base.errors import UsageError
from firstbell.base.pathtext import read_path, show_path
from firstbell.compose.description import describe_version, describe_versions
from firstbell.compose.document_versions import DocumentVersion, View, list_document
from firstbell.compose.errors import PathNotInCatalogError
from firstbell.compose.examination import ExaminationContext, examine_pending
from firstbell.record.paths import has_drive, list_places, read_inside
from firstbell.repository import Repository, Snapshot

# only for a path that no snapshot holds
if TYPE_CHECKING:
    from firstbell import restore
else:
    restore = defer("firstbell.restore")


class VersionRequest(msgspec.Struct, frozen=True):
    r"""Which file. `path`: as a person writes it, `\xNN` for bytes that are not UTF-8. `host`: None for all.

    `before_ns`: a boundary set by hand, nanoseconds since the epoch.
    """

    path: bytes
    host: str | None = None
    before_ns: int | None = None


class FileVersions(msgspec.Struct, frozen=True):
    """The versions of one file, newest first."""

    versions: Sequence[DocumentVersion]

    @property
    def has_clean(self) -> bool:
        """Whether one of them is the clean version."""
        return any(version.is_clean for version in self.versions)

    def describe_each(self) -> list[dict[str, Any]]:
        """The fields of each, as `versions --json` gives them."""
        return [describe_version(version) for version in self.versions]

    def describe(self) -> dict[str, Any]:
        """What they come to."""
        return describe_versions(self.versions)


def list_versions(
    request: VersionRequest, context: ExaminationContext, repository: Repository
) -> FileVersions:
    """The versions of a file across its names; what is pending is examined first.

    Raises: PathNotInCatalogError; UsageError where the path is a folder of a host's newest snapshot.
    """
    examine_pending(context)
    wanted = find_path(context, request.path)
    try:
        return FileVersions(list_document(context, wanted, View(request.host, request.before_ns, repository)))
    except PathNotInCatalogError:
        _refuse_folder(repository, wanted)
        raise


def find_path(context: ExaminationContext, given: bytes) -> bytes:
    r"""The path that is meant: as given, with `\xNN` for bytes that are not UTF-8, or from where we stand."""
    plain = given if given.startswith(b"/") else b"/" + given
    candidates = [
        *([given] if has_drive(given) else []),
        plain,
        read_path(plain),
        os.path.abspath(given),
    ]
    fallback = read_inside(given) if has_drive(given) else candidates[-1]
    return next((path for path in candidates if context.catalog.list_holders(path)), fallback)


def _refuse_folder(repository: Repository, path: bytes) -> None:
    newest = {snapshot.hostname: snapshot for snapshot in repository.list_snapshots()}
    for snapshot in newest.values():
        if not _has_folder(repository, snapshot, path):
            continue
        raise UsageError(
            f"{show_path(path)} is a folder; this command shows the versions of one file",
            hint=f"name a file in it; `firstbell ls {snapshot.short_id} PATH` lists them",
        )


def _has_folder(repository: Repository, snapshot: Snapshot, path: bytes) -> bool:
    root = bytes.fromhex(snapshot.tree)
    for place in list_places(snapshot.paths, path):
        try:
            spelled = restore.spell_path(repository, root, place, paths=snapshot.paths)
            restore.find_tree(repository, root, spelled)
        except restore.PathNotFoundError:
            continue
        return True
    return False
