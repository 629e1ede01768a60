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


class PathNotInCatalogError(RecoverError):
    """No snapshot ever held the path."""

    code = "recover.path_unknown"


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
