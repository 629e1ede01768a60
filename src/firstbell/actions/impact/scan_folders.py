"""What a scan for personal data reads without a repository: folders, and what lists name of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from firstbell.impact.scan.lists import ScopeList
from firstbell.impact.scan.scope import FolderSource, ListedSource, ScopeSource


class RepositoryScope(msgspec.Struct, frozen=True, kw_only=True):
    """What is meant of a repository. `event`: "" for all that are open; `since`: when the intruder came, ""
    where nobody knows.
    """

    event: str = ""
    since: str = ""
    systems: Sequence[str] = ()


def list_folders(folders: Iterable[Path], lists: Sequence[ScopeList], *, apart: Path) -> list[ScopeSource]:
    """The folders to read; where lists are given, only what these name. `apart`: a case, which is not read.

    Raises: ScopeError where one is no folder.
    """
    found = [FolderSource(folder, apart=apart) for folder in folders]
    for folder in found:
        # that there is such a folder is known before a case is made
        next(folder.iterate(), None)
    if not lists:
        return list(found)
    return [ListedSource(folder, scope) for folder in found for scope in lists]
