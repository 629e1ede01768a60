"""Packets of SFTP version 3, as bytes.

A packet is `uint32 length, byte type, ...`; all but the first of each side go on with `uint32 request id`.
Text and data are `uint32 length` and so many bytes. Source: draft-ietf-secsh-filexfer-02; the extensions in
OpenSSH's PROTOCOL document.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

VERSION = 3
# every server takes a packet with so much data in it
MAX_DATA_BYTES = 32768
# no answer is longer: data, or a few hundred names
MAX_PACKET_BYTES = 1 << 20

_ATTR_SIZE, _ATTR_OWNER, _ATTR_MODE, _ATTR_TIMES, _ATTR_EXTENDED = 1, 2, 4, 8, 1 << 31


class PacketKind(IntEnum):
    """What is asked, and what is answered."""

    INIT = 1
    VERSION = 2
    OPEN = 3
    CLOSE = 4
    READ = 5
    WRITE = 6
    LSTAT = 7
    OPENDIR = 11
    READDIR = 12
    REMOVE = 13
    MKDIR = 14
    STAT = 17
    STATUS = 101
    HANDLE = 102
    DATA = 103
    NAME = 104
    ATTRS = 105
    EXTENDED = 200
    EXTENDED_REPLY = 201


class SftpStatus(IntEnum):
    """Codes of STATUS that are told apart here."""

    OK = 0
    EOF = 1
    NO_SUCH_FILE = 2
    PERMISSION_DENIED = 3
    FAILURE = 4


class OpenFlag(IntEnum):
    """Of OPEN."""

    READ = 1
    WRITE = 2
    CREATE = 8
    EXCLUSIVE = 32


class BadPacketError(Exception):
    """The other side says what no SFTP server would say."""


@dataclass(frozen=True, slots=True)
class SftpEntry:
    """One entry of a folder. `mode`: as in `stat`, None where the server does not say."""

    name: bytes
    size_bytes: int
    mode: int | None


def pack_text(data: bytes) -> bytes:
    """Text or data with its length."""
    return struct.pack(">I", len(data)) + data


def pack_number(number: int) -> bytes:
    """A uint32."""
    return struct.pack(">I", number)


def pack_offset(number: int) -> bytes:
    """A uint64."""
    return struct.pack(">Q", number)


def pack_mode(mode: int) -> bytes:
    """Attributes that hold only permissions."""
    return struct.pack(">II", _ATTR_MODE, mode)


class PacketReader:
    """Takes a packet apart, field by field. Every method raises BadPacketError where it ends too soon."""

    def __init__(self, data: bytes | memoryview) -> None:
        self._data = memoryview(data)
        self._at = 0

    def take(self, size_bytes: int) -> memoryview:
        """So many bytes."""
        end = self._at + size_bytes
        if end > len(self._data):
            raise BadPacketError("a packet ends too soon")
        taken, self._at = self._data[self._at : end], end
        return taken

    def number(self) -> int:
        """A uint32."""
        return int.from_bytes(self.take(4), "big")

    def offset(self) -> int:
        """A uint64."""
        return int.from_bytes(self.take(8), "big")

    def text(self) -> bytes:
        """Text or data."""
        return bytes(self.take(self.number()))

    @property
    def is_at_end(self) -> bool:
        """Whether nothing is left."""
        return self._at == len(self._data)

    def attributes(self) -> tuple[int, int | None]:
        """(size in bytes, mode or None)."""
        flags = self.number()
        size_bytes = self.offset() if flags & _ATTR_SIZE else 0
        if flags & _ATTR_OWNER:
            self.take(8)
        mode = self.number() if flags & _ATTR_MODE else None
        if flags & _ATTR_TIMES:
            self.take(8)
        if flags & _ATTR_EXTENDED:
            for _ in range(self.number()):
                self.text()
                self.text()
        return size_bytes, mode

    def entries(self) -> list[SftpEntry]:
        """The entries of a NAME."""
        found = []
        for _ in range(self.number()):
            name, _long = self.text(), self.text()
            found.append(SftpEntry(name, *self.attributes()))
        return found
