"""Files of mail, one message at a time: an .eml file, or an mbox that is read as a stream.

Of a huge attachment only the beginning is kept, its encoded lines end where a boundary begins again: what
stands behind it is read as well, and a message of 100 MB takes no more memory than one of ten. The hash is of
every byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from firstbell.triage.errors import MessageFileError
from firstbell.triage.papers import is_paper

# of one run of lines without a boundary, such as an attachment, and of one message
MAX_RUN_BYTES = 4 << 20
MAX_MESSAGE_BYTES = 24 << 20
_MAX_LINE_BYTES = 64 << 10
_HEAD_BYTES = 4 << 10
_FROM = b"From "


@dataclass(frozen=True, slots=True)
class RawMessage:
    """A message as it lies in a file. `number`: from 1, which of an mbox; 0 for the only one of its file.

    `data`: its bytes, without `left_out` bytes of what is huge. `size_bytes`, `sha256`: of all of it.
    `is_paper`: whether it is no mail but something else that was handed in: a letter, a photograph, a
    transcript.
    """

    path: str
    number: int
    data: bytes
    size_bytes: int
    sha256: str
    left_out: int
    is_paper: bool = False

    @property
    def file(self) -> str:
        """How it is named: the file, and which message of an mbox."""
        return f"{self.path}#{self.number}" if self.number else self.path


class _Gathering:
    """One message while its lines come in."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._kept = self._run = self._left_out = self._size = 0
        self._digest = hashlib.sha256()

    def add(self, line: bytes) -> None:
        self._digest.update(line)
        self._size += len(line)
        if line.startswith(b"--"):
            self._run = 0
        self._run += len(line)
        if self._run > MAX_RUN_BYTES or self._kept + len(line) > MAX_MESSAGE_BYTES:
            self._left_out += len(line)
            return
        self._parts.append(line)
        self._kept += len(line)

    def finish(self, path: str, number: int) -> RawMessage:
        return RawMessage(
            path, number, b"".join(self._parts), self._size, self._digest.hexdigest(), self._left_out
        )


def read_messages(path: Path) -> Iterator[RawMessage]:
    """The messages of a file, one after the other.

    Raises: MessageFileError when it cannot be read, is no file, or empty.
    """
    shown = str(path)
    try:
        if path.is_dir():
            raise MessageFileError(shown, "it is a folder", hint="name the files in it, or an mbox")
        with path.open("rb") as file:
            if is_paper(path.name, file.peek(_HEAD_BYTES)[:_HEAD_BYTES]):
                yield _read_paper(file, shown)
                return
            first = file.readline(_MAX_LINE_BYTES)
            while first and not first.strip():
                first = file.readline(_MAX_LINE_BYTES)
            if not first:
                raise MessageFileError(shown, "it is empty", hint="save the message again, with its headers")
            yield from _read_mbox(file, shown) if first.startswith(_FROM) else _read_one(file, shown, first)
    except FileNotFoundError:
        raise MessageFileError(shown, "it is not there", hint="name a message (.eml) or an mbox") from None
    except OSError as error:
        raise MessageFileError(shown, str(error.strerror)) from None


def _read_paper(file: BinaryIO, path: str) -> RawMessage:
    """A file that is no mail, whole."""
    data = file.read(MAX_MESSAGE_BYTES)
    digest = hashlib.sha256(data)
    left_out = 0
    while more := file.read(MAX_RUN_BYTES):
        digest.update(more)
        left_out += len(more)
    return RawMessage(path, 0, data, len(data) + left_out, digest.hexdigest(), left_out, is_paper=True)


def _read_one(file: BinaryIO, path: str, first: bytes) -> Iterator[RawMessage]:
    gathering = _Gathering()
    line = first.removeprefix(b"\xef\xbb\xbf")
    if line.strip().isdigit():  # Apple Mail (.emlx): the first line counts the bytes of the message
        line = file.readline(_MAX_LINE_BYTES)
    while line:
        gathering.add(line)
        line = file.readline(_MAX_LINE_BYTES)
    yield gathering.finish(path, 0)


def _read_mbox(file: BinaryIO, path: str) -> Iterator[RawMessage]:
    """Raises: as `read_messages`. A line `From ` begins a message where an empty line stands before it."""
    gathering, number, blank, held = _Gathering(), 1, True, False
    while line := file.readline(_MAX_LINE_BYTES):
        if blank and line.startswith(_FROM):
            if held:
                yield gathering.finish(path, number)
                number += 1
            gathering, held, blank = _Gathering(), False, False
            continue
        blank = not line.strip()
        held = held or not blank
        # mboxrd: a line of the body that began like this got one `>` more
        gathering.add(line[1:] if line.lstrip(b">").startswith(_FROM) and line.startswith(b">") else line)
    if held:
        yield gathering.finish(path, number)
    elif number == 1:
        raise MessageFileError(path, "it holds no message", hint="it is an mbox with nothing in it")
