"""Exit statuses: restic's, and 4 for an encryption event. The only place that maps an error to one."""

from __future__ import annotations

from enum import IntEnum

from firstbell.base.errors import Error


class ExitStatus(IntEnum):
    """What a command's exit status says. An unknown one means failure."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    INCOMPLETE = 3
    EVENT = 4
    NO_REPOSITORY = 10
    LOCKED = 11
    WRONG_PASSWORD = 12
    INTERRUPTED = 130


MEANINGS = {
    ExitStatus.DONE: "done",
    ExitStatus.FAILED: "failed",
    ExitStatus.USAGE: "the command line is wrong",
    ExitStatus.INCOMPLETE: "done, but something could not be read or restored",
    ExitStatus.EVENT: "an encryption event was found in what was examined",
    ExitStatus.NO_REPOSITORY: "there is no repository",
    ExitStatus.LOCKED: "the repository is locked",
    ExitStatus.WRONG_PASSWORD: "the password is wrong",
    ExitStatus.INTERRUPTED: "interrupted",
}

# The longest prefix of an error's dotted code decides; a room that is missing here fails a test.
STATUS_BY_PREFIX = {
    "error": ExitStatus.FAILED,
    "backup": ExitStatus.FAILED,
    "case": ExitStatus.FAILED,
    "catalog": ExitStatus.FAILED,
    "catalog.address": ExitStatus.USAGE,
    "check": ExitStatus.FAILED,
    "check.subset": ExitStatus.USAGE,
    "classifier": ExitStatus.FAILED,
    "cli": ExitStatus.FAILED,
    "console": ExitStatus.FAILED,
    "crypto": ExitStatus.FAILED,
    "desk": ExitStatus.FAILED,
    "desk.passphrase": ExitStatus.WRONG_PASSWORD,
    "drill": ExitStatus.FAILED,
    "event": ExitStatus.FAILED,
    "examine": ExitStatus.FAILED,
    "format": ExitStatus.FAILED,
    "hunt": ExitStatus.FAILED,
    "id": ExitStatus.FAILED,
    "impact": ExitStatus.FAILED,
    "impact.locked": ExitStatus.LOCKED,
    "investigate": ExitStatus.FAILED,
    "investigate.rule": ExitStatus.USAGE,
    "ledger": ExitStatus.FAILED,
    "mount": ExitStatus.FAILED,
    "notify": ExitStatus.FAILED,
    "recover": ExitStatus.FAILED,
    "recover.nothing": ExitStatus.INCOMPLETE,
    "repository": ExitStatus.FAILED,
    "repository.locked": ExitStatus.LOCKED,
    "repository.none": ExitStatus.NO_REPOSITORY,
    "repository.wrong_password": ExitStatus.WRONG_PASSWORD,
    "restore": ExitStatus.FAILED,
    "server": ExitStatus.FAILED,
    "store": ExitStatus.FAILED,
    "time": ExitStatus.USAGE,
    "usage": ExitStatus.USAGE,
    "vault": ExitStatus.FAILED,
    "watch": ExitStatus.FAILED,
    "watch.address": ExitStatus.USAGE,
    "workers": ExitStatus.FAILED,
}


def find_status(code: str) -> ExitStatus | None:
    """The status of an error's dotted code, by its longest known prefix; None where none is known."""
    while code:
        if code in STATUS_BY_PREFIX:
            return STATUS_BY_PREFIX[code]
        code = code.rpartition(".")[0]
    return None


def status_of(error: Error) -> ExitStatus:
    """The exit status of an error."""
    return find_status(error.code) or ExitStatus.FAILED


_OF_EVERY_COMMAND = (ExitStatus.DONE, ExitStatus.FAILED, ExitStatus.USAGE, ExitStatus.INTERRUPTED)
_OF_A_REPOSITORY = (ExitStatus.NO_REPOSITORY, ExitStatus.LOCKED, ExitStatus.WRONG_PASSWORD)


def exit_status_help(*further: ExitStatus, repository: bool = True) -> str:
    """The EXIT STATUS section of a command's help, for its `epilog`."""
    told = {*_OF_EVERY_COMMAND, *further, *(_OF_A_REPOSITORY if repository else ())}
    lines = [f"  {status.value:<3}  {MEANINGS[status]}" for status in sorted(told)]
    return "\b\nEXIT STATUS\n" + "\n".join(lines)
