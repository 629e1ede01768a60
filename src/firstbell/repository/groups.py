"""Groups of snapshots: by host, paths and tags, as restic's `--group-by` forms them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import NamedTuple

from firstbell.base.errors import Error
from firstbell.repository.format.snapshot import Snapshot


class GroupBy(StrEnum):
    """What the snapshots of a group have in common."""

    HOST = "host"
    PATHS = "paths"
    TAGS = "tags"


class InvalidGroupingError(Error):
    """Text that names something else than host, paths and tags; `text` holds it."""

    code = "usage.grouping"

    def __init__(self, text: str) -> None:
        super().__init__(f"cannot group by {text!r}", hint="use host, paths, tags, or '' for one group")
        self.text = text


class GroupKey(NamedTuple):
    """What a group has in common; None: it is not grouped by that."""

    host: str | None
    paths: tuple[str, ...] | None
    tags: tuple[str, ...] | None

    def describe(self) -> str:
        """The key as restic writes it, such as `host [a], paths [/b]`; "" for the one group of all."""
        parts = []
        if self.host is not None:
            parts.append(f"host [{self.host}]")
        if self.tags is not None:
            parts.append(f"tags [{', '.join(self.tags)}]")
        if self.paths is not None:
            parts.append(f"paths [{', '.join(self.paths)}]")
        return ", ".join(parts)


def parse_grouping(text: str) -> frozenset[GroupBy]:
    """What `host,paths` and the like mean.

    Raises: InvalidGroupingError.
    """
    named = {"path": GroupBy.PATHS, "tag": GroupBy.TAGS, **{by.value: by for by in GroupBy}}
    words = [word for word in text.split(",") if word]
    if any(word not in named for word in words):
        raise InvalidGroupingError(text)
    return frozenset(named[word] for word in words)


def group_snapshots(snapshots: Iterable[Snapshot], by: Collection[GroupBy]) -> dict[GroupKey, list[Snapshot]]:
    """The snapshots by group; groups in the order of their first snapshot."""
    groups: dict[GroupKey, list[Snapshot]] = {}
    for snapshot in snapshots:
        key = GroupKey(
            snapshot.hostname if GroupBy.HOST in by else None,
            tuple(sorted(snapshot.paths)) if GroupBy.PATHS in by else None,
            tuple(sorted(snapshot.tags or ())) if GroupBy.TAGS in by else None,
        )
        groups.setdefault(key, []).append(snapshot)
    return groups
