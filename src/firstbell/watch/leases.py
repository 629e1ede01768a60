"""What goes between an examiner and its workers: a lease out; heartbeats, and what was found, back.

A frame: length (4, little-endian), that many bytes of MessagePack. docs/protocols/workers.md.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import msgspec

from firstbell.crypto.seal import MasterKey
from firstbell.ledger import Entry
from firstbell.repository.keys import OpenedKey
from firstbell.repository.unlock import Unlocked
from firstbell.watch.remote_view import RemoteView
from firstbell.watch.verdicts import Examinations

_LENGTH = struct.Struct("<I")
# of one message: what an examination found is some thousand paths at most, a ledger some megabytes
MAX_FRAME_BYTES = 256 << 20


class Keys(msgspec.Struct, frozen=True):
    """What opens the repository of one host, and nothing else. `name`: of the key file that was opened."""

    name: str
    encrypt: bytes
    mac_k: bytes
    mac_r: bytes
    sealed_config: bytes

    def __repr__(self) -> str:
        return "Keys(...)"

    @classmethod
    def of(cls, unlocked: Unlocked) -> Keys:
        """The keys of an opened repository."""
        master = unlocked.key.master
        name = unlocked.key.hex_id
        return cls(name, master.encrypt, master.mac_k, master.mac_r, unlocked.sealed_config)

    @property
    def unlocked(self) -> Unlocked:
        """The repository's key as it was."""
        master = MasterKey(self.encrypt, self.mac_k, self.mac_r)
        return Unlocked(OpenedKey(master, self.name), self.sealed_config)


class Lease(msgspec.Struct, frozen=True):
    """One lease: a snapshot of a host to examine. `number`: of the lease, never used again.

    `wanted`: hex id of the snapshot; "" to work out anew what stands. `known`: the verdicts that were written
    down, by hex id. `cache`: the folder of files with catalogs, `catalog`: the database server's address; ""
    for none. `entries`: of the desk's ledger of the repository. `remote`: how a worker on another machine
    reads the repository; it has nothing of the vault's folder.
    """

    number: int
    vault: str
    host: str
    keys: Keys
    wanted: str
    known: dict[str, str]
    cache: str
    catalog: str
    entries: tuple[Entry, ...]
    remote: RemoteView | None = None


class Beat(msgspec.Struct, frozen=True, tag="beat"):
    """The worker is at it still. `number`: of the lease, 0 while it has none."""

    number: int


class LeaseDone(msgspec.Struct, frozen=True, tag="done"):
    """What was found."""

    number: int
    found: Examinations


class LeaseFailed(msgspec.Struct, frozen=True, tag="failed"):
    """It could not be examined now, and why."""

    number: int
    problem: str


Report = Beat | LeaseDone | LeaseFailed
_encoder = msgspec.msgpack.Encoder()
_leases = msgspec.msgpack.Decoder(Lease)
_reports: msgspec.msgpack.Decoder[Report] = msgspec.msgpack.Decoder(Report)


def encode(message: Lease | Report) -> bytes:
    """A message without its frame."""
    return _encoder.encode(message)


def pack(message: Lease | Report) -> bytes:
    """The frame of a message."""
    data = encode(message)
    return _LENGTH.pack(len(data)) + data


class Inbox:
    """Bytes as they come in, taken apart into frames."""

    def __init__(self) -> None:
        self._held = bytearray()

    def take(self, data: bytes) -> Iterator[bytes]:
        """The frames that are whole now. Raises: ValueError for one that is too long."""
        self._held += data
        while len(self._held) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._held)
            if length > MAX_FRAME_BYTES:
                raise ValueError(f"a message of {length} bytes")
            end = _LENGTH.size + length
            if len(self._held) < end:
                return
            frame = bytes(self._held[_LENGTH.size : end])
            del self._held[:end]
            yield frame


def read_lease(frame: bytes) -> Lease:
    """A lease. Raises: msgspec.DecodeError."""
    return _leases.decode(frame)


def read_report(frame: bytes) -> Report:
    """What a worker says. Raises: msgspec.DecodeError."""
    return _reports.decode(frame)
