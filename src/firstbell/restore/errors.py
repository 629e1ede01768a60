"""What can go wrong with a restore as a whole; what goes wrong with one file is a `Problem`."""

from __future__ import annotations

from firstbell.base.errors import Error
from firstbell.base.pathtext import show_path


class RestoreError(Error):
    """The root of this room's errors."""

    code = "restore.failed"


class NothingChosenError(RestoreError):
    """Patterns that choose nothing of what is in the snapshot."""

    code = "restore.nothing_chosen"


class TargetError(RestoreError):
    """The target cannot be made or opened."""

    code = "restore.target"


class TargetFullError(RestoreError):
    """The target has no room left; what was whole by then stays, nothing half-written does."""

    code = "restore.target_full"

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(
            f"{target}: {reason}",
            hint="make room and run the command again with --overwrite if-changed: files that are already "
            "there are not written again",
        )
        self.target = target
        self.reason = reason


class RestoreWorkerLostError(RestoreError):
    """A worker process ended before its work was done: killed, or out of memory."""

    code = "restore.worker_lost"

    def __init__(self, problem: str) -> None:
        super().__init__(problem, hint="run the command again with --overwrite if-changed")


class PathNotFoundError(RestoreError):
    """The snapshot does not hold the path, or it is not of the kind asked for; `path` is bytes."""

    code = "restore.path_not_found"

    def __init__(self, path: bytes, problem: str) -> None:
        super().__init__(
            f"{show_path(path)}: {problem}",
            hint="`firstbell ls SNAPSHOT` lists its contents",
        )
        self.path = path
