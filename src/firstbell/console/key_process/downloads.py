"""Files of backups, given out: one as it is, several as a zip, each in a version that is not damaged.

It runs in a child of the key process, which speaks on the link itself: an answer first, then pieces of four
bytes of size and so much data; a piece of size 0 says that all of it came. Where the link ends without it,
something broke off.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import socket
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from firstbell.base.errors import Error, UsageError
from firstbell.base.pathtext import read_path
from firstbell.console.key_process.command_line import RunCommand, Said, run_captured
from firstbell.console.key_process.places import ConsoleRepository
from firstbell.console.messages import HEAD_BYTES, Answer, Trouble, frame
from firstbell.processes.pool import fork_process

MOST_FILES = 20
LEFT_OUT = "none"
_PIECE_BYTES = 256 << 10
_READ_BYTES = 256 << 10
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_EARLIEST = (1980, 1, 1, 0, 0, 0)
# what a person is given; a damaged version is evidence, and taken as such
_GIVEN = frozenset({"intact", "unknown"})
Line = dict[str, Any]


@dataclass(frozen=True)
class DownloadRequest:
    """What is asked for. `choices`: a snapshot for a path, "" for the clean version, `none` to leave it."""

    repository: ConsoleRepository
    paths: Sequence[str]
    choices: Mapping[int, str]


@dataclass(frozen=True)
class DownloadFile:
    """One file of it. `name`: as it is called in a zip; `mtime`: RFC 3339, "" where none is known."""

    snapshot: str
    path: str
    name: str
    size_bytes: int
    mtime: str = ""

    @property
    def mark(self) -> str:
        """What a log may hold of it: a path may name whom it is about."""
        return f"{self.snapshot[:16]}:{hashlib.sha256(self.path.encode()).hexdigest()[:16]}"


def is_given(version: Line) -> bool:
    """Whether a version is given out: the clean one, or one that is not damaged."""
    return version.get("type", "file") == "file" and (
        bool(version.get("clean_version")) or (version.get("state") in _GIVEN and not version.get("rejected"))
    )


def list_paths(words: str) -> list[str]:
    """The paths of a kept search, each once."""
    return list(dict.fromkeys(line for line in words.splitlines() if line.startswith("/")))[:MOST_FILES]


def choose_files(request: DownloadRequest, run: RunCommand) -> list[DownloadFile]:
    """The version of each path, by the verdicts as they are now. Raises: UsageError."""
    chosen: list[DownloadFile] = []
    for number, path in enumerate(request.paths):
        choice = request.choices.get(number, "")
        if choice == LEFT_OUT:
            continue
        said = run_captured(run, ("versions", *request.repository.words, "--no-lock", "--", path))
        version = _choose(said, choice)
        if version is None:
            raise UsageError(
                "a file has no version that is given out as you chose",
                hint="look at its versions again: a verdict may have changed",
            )
        chosen.append(
            DownloadFile(
                snapshot=str(version["snapshot_id"]),
                path=str(version["path"]),
                name=_name(str(version["path"]), {one.name for one in chosen}),
                size_bytes=int(version.get("size") or 0),
                mtime=str(version.get("mtime") or ""),
            )
        )
    if not chosen:
        raise UsageError("no file is chosen")
    return chosen


def _choose(said: Said, choice: str) -> Line | None:
    if said.trouble() is not None:
        return None
    versions = [line for line in said.lines() if line.get("message_type") == "version" and is_given(line)]
    if choice:
        return next((one for one in versions if one["snapshot_id"] == choice), None)
    return next((one for one in versions if one.get("clean_version")), None)


def _name(path: str, taken: set[str]) -> str:
    """A name that no program for archives takes for anything but a file below where it is unpacked."""
    parts = [_UNSAFE.sub("_", part) for part in path.split("/") if part not in {"", ".", ".."}]
    name = "/".join(parts) or "file"
    stem, suffix, number = name, "", 1
    if "." in parts[-1][1:] if parts else False:
        stem, _, ending = name.rpartition(".")
        suffix = f".{ending}"
    while name in taken:
        number += 1
        name = f"{stem} ({number}){suffix}"
    return name


def give_out(link: socket.socket, request: DownloadRequest, run: RunCommand, *, note: Any) -> None:
    """Answer on the link, and send the files. `note` puts the marks of the files down before any is sent.

    Raises: OSError where the reader is gone.
    """
    try:
        files = choose_files(request, run)
        note([one.mark for one in files])
    except (Error, OSError) as error:
        hint = error.hint if isinstance(error, Error) else ""
        link.sendall(frame(Answer(code=409, trouble=Trouble(str(error), hint))))
        return
    if len(files) == 1:
        one = files[0]
        facts = {"name": PurePosixPath(one.name).name, "type": "application/octet-stream"}
        link.sendall(frame(Answer(facts={**facts, "size": one.size_bytes})))
        is_whole = _send_file(link, request.repository, one, run=run)
    else:
        link.sendall(frame(Answer(facts={"name": "files.zip", "type": "application/zip", "size": None})))
        is_whole = _send_zip(link, request.repository, files, run=run)
    if is_whole:
        link.sendall(bytes(HEAD_BYTES))


def _send(link: socket.socket, data: bytes) -> None:
    for start in range(0, len(data), _PIECE_BYTES):
        piece = data[start : start + _PIECE_BYTES]
        link.sendall(len(piece).to_bytes(HEAD_BYTES, "little") + piece)


def _send_file(
    link: socket.socket, repository: ConsoleRepository, one: DownloadFile, *, run: RunCommand
) -> bool:
    sent = 0
    dump = FileDump(repository, one, run)
    for data in dump.read():
        sent += len(data)
        _send(link, data)
    return dump.status == 0 and sent == one.size_bytes


class _LinkFile(io.RawIOBase):
    """What a zip is written to. It cannot go back."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link

    def writable(self) -> bool:
        """It is for nothing else."""
        return True

    def write(self, data: Any) -> int:
        """All of it."""
        held = bytes(data)
        _send(self._link, held)
        return len(held)


def _send_zip(
    link: socket.socket, repository: ConsoleRepository, files: Sequence[DownloadFile], *, run: RunCommand
) -> bool:
    with zipfile.ZipFile(_LinkFile(link), "w", zipfile.ZIP_DEFLATED) as archive:
        for one in files:
            dump, sent = FileDump(repository, one, run), 0
            with archive.open(zipfile.ZipInfo(one.name, _read_time(one.mtime)), "w", force_zip64=True) as out:
                for data in dump.read():
                    sent += len(data)
                    out.write(data)
            if dump.status != 0 or sent != one.size_bytes:
                return False
    return True


def _read_time(text: str) -> tuple[int, int, int, int, int, int]:
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)", text)
    if found is None:
        return _EARLIEST
    year, month, day, hour, minute, second = (int(part) for part in found.groups())
    return max(_EARLIEST, (min(year, 2107), month, day, hour, minute, second))


def _spell(path: str) -> str:
    """The bytes of a path that was printed, as an argument: what is no UTF-8 was printed escaped."""
    return os.fsdecode(read_path(path.encode()))


class FileDump:
    """One file, read by the command line in a child of ours. `status`: of the command, once it is read."""

    def __init__(self, repository: ConsoleRepository, one: DownloadFile, run: RunCommand) -> None:
        self._words = [
            "dump",
            *repository.words,
            "--no-lock",
            "--quiet",
            "--",
            one.snapshot,
            _spell(one.path),
        ]
        self._run = run
        self.status: int | None = None

    def read(self) -> Iterator[bytes]:
        """Its bytes."""
        read_end, write_end = os.pipe()
        pid = fork_process()
        if pid == 0:
            os.close(read_end)
            _dump(self._run, self._words, write_end)
        os.close(write_end)
        try:
            while data := os.read(read_end, _READ_BYTES):
                yield data
        finally:
            os.close(read_end)
            _, ended = os.waitpid(pid, 0)
            self.status = os.waitstatus_to_exitcode(ended)


def _dump(run: RunCommand, words: Sequence[str], pipe: int) -> None:
    """The whole life of the child that reads a file."""
    status = 1
    try:
        # what it says may hold a path, and this goes where logs go
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.dup2(pipe, 1)
        sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False), write_through=True)
        sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb", closefd=False), write_through=True)
        status = run(words)
        sys.stdout.flush()
    finally:
        os._exit(status)
