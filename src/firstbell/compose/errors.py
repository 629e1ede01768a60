"""What can go wrong when something is recovered."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.base.errors import Error


class RecoverError(Error):
    """The root of this room's errors."""

    code = "recover.failed"


class NoSnapshotError(RecoverError):
    """There is no snapshot to recover from, or none of the host or paths named."""

    code = "recover.no_snapshot"


class SeveralHostsError(RecoverError):
    """Several hosts share the repository and none was named; `struck` are those an event struck."""

    code = "usage.several_hosts"

    def __init__(self, hosts: Sequence[str], struck: Sequence[str]) -> None:
        named = f"struck: {', '.join(struck)}" if struck else "none of them is struck"
        super().__init__(
            f"{len(hosts)} hosts share this repository ({named})",
            hint=f"name one with --host: {', '.join(struck or hosts)}",
        )
        self.hosts = tuple(hosts)
        self.struck = tuple(struck)


class SeveralLinesError(RecoverError):
    """Several backups of a host may be meant; `lines` tells of each its paths and its newest snapshot."""

    code = "usage.several_lines"

    def __init__(self, host: str, lines: Sequence[str]) -> None:
        super().__init__(
            f"{len(lines)} backups of {host} may be meant, and they overlap or the newest is not clean: "
            + "; ".join(lines),
            hint="name a path of the one you want with --path, or set a boundary with --before TIME",
        )
        self.lines = tuple(lines)


class PathNotInCatalogError(RecoverError):
    """No snapshot ever held the path."""

    code = "recover.path_unknown"


class SeveralPathsError(RecoverError):
    """A path may be one of several in the snapshots; `names` are those."""

    code = "usage.several_paths"

    def __init__(self, path: str, names: Sequence[str]) -> None:
        super().__init__(
            f"{path} may be any of these in the snapshots: {', '.join(names)}",
            hint="name the one you mean as the snapshots call it",
        )
        self.names = tuple(names)


class NothingToRestoreError(RecoverError):
    """A composed tree without files: nothing would be restored, and nothing proven by that."""

    code = "recover.nothing"


class EventNotFoundError(RecoverError):
    """No encryption event has the id, or several do."""

    code = "event.not_found"


class CanaryNotFoundError(RecoverError):
    """No canary stands at the path."""

    code = "recover.canary"


class RulingStateError(RecoverError):
    """The snapshot is ruled on so already, or there is no ruling to take back."""

    code = "recover.ruling"


class EventStateError(RecoverError):
    """The event is in that state already."""

    code = "event.state"
