"""What files bring that come with messages: read behind a fence, within limits; what is not read is told.

Formats are read by the same readers as documents of the event (docs/impact.md), pictures by tesseract where
it is installed, codes in pictures by zxing-cpp. A file that crashes its reader costs itself.
"""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import PurePosixPath
from typing import Protocol

import msgspec

from firstbell.documents.attachments import EnclosureText, read_document
from firstbell.documents.calendars import is_calendar, read_calendar
from firstbell.documents.late_modules import LATE_MODULES, LATE_PACKAGES
from firstbell.processes.fence import FencedCode, ProcessFence, ProcessLimits, Stopped
from firstbell.processes.preload import load_codecs, load_modules, load_package
from firstbell.processes.recogniser import AskedRecogniser, Recogniser, find_recogniser
from firstbell.processes.zygote import FencedAnswer, FencedRequest

_HEAD = struct.Struct("<HB")
_LIMITS = ProcessLimits(memory_bytes=1 << 30, seconds=30.0, seconds_per_mib=1.0, answer_bytes=8 << 20)
_MAX_BYTES = 32 << 20
_LONGEST_NAME = 400
_MOST_NAMES = 2_000
# what Python's own code reads without a parser of somebody else
_PLAIN_ENDINGS = frozenset(
    {".txt", ".csv", ".tsv", ".log", ".md", ".htm", ".html", ".shtml", ".json", ".xml", ".svg"}
)
# programs and keys: nobody reads them, and that they came along counts
_NOT_READ = frozenset(
    {".exe", ".dll", ".scr", ".msi", ".js", ".vbs", ".ps1", ".bat", ".cmd", ".p7s", ".asc", ".sig"}
)


class EnclosureReader(Protocol):
    """Reads files that come with messages."""

    def read(self, name: str, data: bytes, *, inline: bool) -> EnclosureText:
        """What a file says. `inline`: whether the message shows it among its words."""


class PlainEnclosures:
    """Reads what needs no parser: text, and the words of office files. Says nothing of the others."""

    def read(self, name: str, data: bytes, *, inline: bool) -> EnclosureText:
        """As `EnclosureReader.read`."""
        del inline
        text = read_document(name, data)
        return EnclosureText(read_calendar(text) if is_calendar(text) else text)


PLAIN = PlainEnclosures()


def list_packed(data: bytes) -> tuple[str, ...]:
    """The names in a ZIP file, by its directory alone: nothing is unpacked, and a password hides none."""
    if not data.startswith(b"PK") or len(data) > _MAX_BYTES:
        return ()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return tuple(name[-_LONGEST_NAME:] for name in packed.namelist()[:_MOST_NAMES])
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return ()


class FencedEnclosures:
    """Reads every format that documents are read in, each in a child of its own behind a fence.

    A context manager. `begin`: what the children run, "module:function".
    """

    def __init__(self, begin: str = f"{__name__}:begin_enclosures") -> None:
        program = find_recogniser()
        code = FencedCode(begin) if program is None else FencedCode(begin, b"1", Recogniser(program).start)
        self._fence = ProcessFence(code, limits=_LIMITS)
        self._answers = msgspec.msgpack.Decoder(EnclosureText)

    def __enter__(self) -> FencedEnclosures:
        return self

    def __exit__(self, *_: object) -> None:
        self._fence.close()

    def read(self, name: str, data: bytes, *, inline: bool) -> EnclosureText:
        """As `EnclosureReader.read`."""
        ending = PurePosixPath(name.lower()).suffix
        if ending in _PLAIN_ENDINGS:
            return PLAIN.read(name, data, inline=inline)
        if ending in _NOT_READ or not data:
            return EnclosureText()
        if len(data) > _MAX_BYTES:
            return EnclosureText(unread="it is too large to read")
        shown = name[-_LONGEST_NAME:].encode("utf-8", "replace")
        try:
            answer = self._fence.ask(_HEAD.pack(len(shown), inline) + shown + data)
            return self._answers.decode(answer)
        except Stopped as stopped:
            plain = PLAIN.read(name, data, inline=inline)
            return EnclosureText(plain.text, plain.links, f"it {stopped}")
        except msgspec.DecodeError:
            return EnclosureText(unread="it cannot be read (its reader gave no answer)")


def begin_enclosures(setup: bytes) -> FencedAnswer:
    """What reads enclosures, in the zygote of a fence. `setup`: empty where nothing recognises text."""
    load_codecs()
    load_modules(LATE_MODULES)
    for package in LATE_PACKAGES:
        load_package(package)
    try:
        from firstbell.documents.enclosures import read_enclosure  # noqa: PLC0415 - loads parsers: in the child
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("firstbell"):
            raise
        missing = f"the part for documents is not installed: there is no {error.name}"
        return lambda request: _answer_plainly(request.data, missing)

    def answer(request: FencedRequest) -> bytes:
        name, data, inline = _open_request(request.data)
        recogniser = AskedRecogniser(request) if setup else None
        return msgspec.msgpack.encode(read_enclosure(name, data, inline=inline, recogniser=recogniser))

    return answer


def _open_request(request: bytes) -> tuple[str, bytes, bool]:
    """A request: length of the name, whether it is inline, name, content."""
    length, inline = _HEAD.unpack_from(request)
    name = request[_HEAD.size : _HEAD.size + length].decode("utf-8", "replace")
    return name, request[_HEAD.size + length :], bool(inline)


def _answer_plainly(request: bytes, missing: str) -> bytes:
    name, data, inline = _open_request(request)
    plain = PLAIN.read(name, data, inline=inline)
    return msgspec.msgpack.encode(EnclosureText(plain.text, plain.links, "" if plain.text else missing))
