"""What `backup --stdin` and `--stdin-from-command` read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from firstbell.backup import BackupOptions, BackupResult
from firstbell.backup.streams import InputStream, backup_stream, read_stream_name
from firstbell.base.errors import Error
from firstbell.base.progress import Progress
from firstbell.cli.terminal.errors import UsageError
from firstbell.processes.pool import hold_signals
from firstbell.repository import Repository

_END_S = 5.0


class StreamCommandError(Error):
    """The command whose output is backed up could not be started, or failed."""

    code = "backup.command"


def back_up(
    repository: Repository,
    options: BackupOptions,
    *,
    words: Sequence[bytes] | None,
    name: str,
    progress: Progress,
) -> BackupResult:
    """Back up our standard input, or with `words` what a command prints, as a file of that name.

    Raises: StreamCommandError, StreamNameError, UsageError; what `backup_stream` does.
    """
    with open_stdin(name) if words is None else open_command(words, name) as stream:
        return backup_stream(repository, options, stream=stream, progress=progress)


@contextmanager
def open_stdin(name: str) -> Iterator[InputStream]:
    """Our own standard input. Raises: StreamNameError."""
    yield InputStream(sys.stdin.fileno(), read_stream_name(name), lambda: None)


@contextmanager
def open_command(words: Sequence[bytes], name: str) -> Iterator[InputStream]:
    """What a command writes to its standard output; it must end with 0, or no snapshot is written.

    Raises: StreamCommandError, StreamNameError, UsageError.
    """
    if not words:
        raise UsageError("no command is named", hint="write it after --: -- pg_dump school")
    stream_name, program = read_stream_name(name), os.fsdecode(words[0])
    process: subprocess.Popen[bytes] | None = None
    try:
        with hold_signals():
            process = _start(words, program)
        assert process.stdout is not None
        yield InputStream(process.stdout.fileno(), stream_name, lambda: _finish(process, program))
    finally:
        if process is not None:
            _end(process)


def _start(words: Sequence[bytes], program: str) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(words, stdout=subprocess.PIPE)
    except OSError as error:
        raise StreamCommandError(f"{program} cannot be started: {error.strerror}") from None


def _finish(process: subprocess.Popen[bytes], program: str) -> None:
    status = process.wait()
    if status:
        how = f"ended with exit status {status}" if status > 0 else f"was ended by signal {-status}"
        raise StreamCommandError(
            f"{program} {how}, so no snapshot was written", hint="its own messages are above"
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    """A command that runs although nobody reads it any more is ended."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout is not None:
        process.stdout.close()
