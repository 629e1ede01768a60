"""The lines of a file as text, with their numbers, whatever wrote it and however long they are."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

MAX_LINE_CHARACTERS = 1 << 20
_BUFFER_BYTES = 1 << 18
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class TextLine(NamedTuple):
    """One line without its end. `text` is None where it was too long to be one.

    Bytes that are not UTF-8 are lone surrogates in it (`surrogateescape`); `tidy` shows them.
    """

    number: int
    text: str | None


def read_lines(stream: BinaryIO) -> Iterator[TextLine]:
    """The lines from where the stream stands; its beginning tells the encoding. The stream is left open."""
    start = stream.tell()
    head = stream.read(3)
    stream.seek(start)
    encoding = next((encoding for bom, encoding in _BOMS if head.startswith(bom)), "utf-8")
    reader = io.BufferedReader(_Unclosed(stream), _BUFFER_BYTES)
    # a carriage return alone ends no line: names may hold it
    text = io.TextIOWrapper(reader, encoding=encoding, errors="surrogateescape", newline="\n")
    try:
        yield from _split(text)
    finally:
        text.detach()


def _split(text: io.TextIOWrapper) -> Iterator[TextLine]:
    number = 0
    while line := text.readline(MAX_LINE_CHARACTERS):
        number += 1
        if line.endswith("\n"):
            yield TextLine(number, line[:-2] if line.endswith("\r\n") else line[:-1])
        elif len(line) < MAX_LINE_CHARACTERS:
            yield TextLine(number, line)  # the last one
        else:
            while (rest := text.readline(MAX_LINE_CHARACTERS)) and not rest.endswith("\n"):
                pass
            yield TextLine(number, None)


def tidy(text: str) -> str:
    r"""The text with bytes that were not UTF-8 as `\xNN`."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return text


class _Unclosed(io.RawIOBase):
    """A stream for reading, which is not ours to close."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
