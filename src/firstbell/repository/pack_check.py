"""Checking packs: what the index says of them against what is there, by columns and by reading them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import msgspec
import numpy as np

from firstbell.base.ids import ID_BYTES, hash_id
from firstbell.crypto.errors import UnauthenticError
from firstbell.crypto.seal import OVERHEAD_BYTES, Sealer
from firstbell.repository.blobs import open_blob
from firstbell.repository.errors import BlobDamagedError
from firstbell.repository.findings import CheckFinding, Severity
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.pack import ENTRY_BYTES, LENGTH, BlobKind, PackedBlob
from firstbell.repository.index import BlobLocation, Index
from firstbell.repository.pack_header import open_header
from firstbell.store import Kind, Store, StoreError

# restic's largest packs are 128 MiB and one blob; a larger one is read no further than this
MAX_PACK_BYTES = 1 << 30
# to begin with a blob takes as long as to decompress and hash so much of its content
_BYTES_A_BLOB = 12 << 10
# see `format.pack`
_ENTRY = np.dtype([("kind", "u1"), ("length", "<u4"), ("plain_length", "<u4"), ("id", "u1", ID_BYTES)])
_PLAIN_LENGTH = slice(5, 9)
# as a table: the enumeration's constructor costs as much as all else of a blob's row
_KINDS = (BlobKind.DATA, BlobKind.TREE)
_make_blob: Callable[[Iterable[object]], PackedBlob] = partial(tuple.__new__, PackedBlob)


class PackTable:
    """The blobs of each pack that an index names, in order of offset, each once."""

    def __init__(self, index: Index) -> None:
        self.pack_ids = list(index.pack_ids)
        table = index.table()
        order = np.lexsort((table.offsets, table.packs))
        packs, offsets = table.packs[order], table.offsets[order]
        ids = table.ids[order]
        # a pack that two index files name stands there twice
        same = (packs[1:] == packs[:-1]) & (offsets[1:] == offsets[:-1]) & (ids[1:] == ids[:-1]).all(axis=1)
        once = np.concatenate([np.ones(min(1, len(packs)), dtype=bool), ~same])
        order = order[once]
        self._packs = packs[once]
        self._ids = ids[once]
        self._trees = table.trees[order]
        self._offsets = table.offsets[order].astype(np.int64)
        self._lengths = table.lengths[order].astype(np.int64)
        self._plain_lengths = table.plain_lengths[order].astype(np.int64)
        self._starts = np.searchsorted(self._packs, np.arange(len(self.pack_ids) + 1))

    def expected_sizes(self) -> np.ndarray:
        """Size in bytes of each pack that holds just its blobs and a header of them."""
        entries = np.where(self._plain_lengths > 0, ENTRY_BYTES[1], ENTRY_BYTES[0])
        sizes = np.zeros(len(self.pack_ids), dtype=np.int64)
        np.add.at(sizes, self._packs, self._lengths + entries)
        return sizes + OVERHEAD_BYTES + LENGTH.size

    def estimate_work(self) -> np.ndarray:
        """What opening the blobs of each pack costs, in bytes of content: float64."""
        sizes = np.where(self._plain_lengths > 0, self._plain_lengths, self._lengths) + _BYTES_A_BLOB
        return np.bincount(self._packs, weights=sizes, minlength=len(self.pack_ids))

    def broken_layouts(self) -> list[int]:
        """Numbers of packs whose blobs, by the index, overlap or leave gaps."""
        ends = self._offsets + self._lengths
        expected = np.concatenate([np.zeros(min(1, len(ends)), dtype=np.int64), ends[:-1]])
        firsts = self._starts[:-1][self._starts[:-1] < self._starts[1:]]
        expected[firsts] = 0
        broken: list[int] = np.unique(self._packs[expected != self._offsets]).tolist()
        return broken

    def list_blobs(self, number: int) -> list[PackedBlob]:
        """The blobs of a pack by its number in `pack_ids`."""
        rows = slice(int(self._starts[number]), int(self._starts[number + 1]))
        joined = self._ids[rows].tobytes()
        ids = [joined[at : at + ID_BYTES] for at in range(0, len(joined), ID_BYTES)]
        kinds = map(_KINDS.__getitem__, self._trees[rows].tolist())
        columns = (self._offsets[rows], self._lengths[rows], self._plain_lengths[rows])
        lists = (column.tolist() for column in columns)
        # without a step of the interpreter for each: a third of the time of calling the constructor
        return list(map(_make_blob, zip(kinds, ids, *lists, strict=True)))

    def hash_header(self, number: int) -> bytes:
        """The hash of the header, in the clear, that a pack has if it holds just its blobs."""
        rows = slice(int(self._starts[number]), int(self._starts[number + 1]))
        plain_lengths = self._plain_lengths[rows]
        entries = np.empty(len(plain_lengths), dtype=_ENTRY)
        entries["kind"] = self._trees[rows]
        entries["kind"] += (plain_lengths > 0).astype(np.uint8) * 2
        entries["length"], entries["plain_length"] = self._lengths[rows], plain_lengths
        entries["id"] = self._ids[rows]
        table = entries.view(np.uint8).reshape(-1, ENTRY_BYTES[1])
        is_kept = np.ones(table.shape, dtype=bool)
        is_kept[plain_lengths == 0, _PLAIN_LENGTH] = (
            False  # an entry of a blob that is not compressed has none
        )
        return hash_id(table[is_kept].tobytes())

    def count_duplicates(self) -> int:
        """How many blobs lie somewhere a second time."""
        keyed = np.concatenate([self._ids, self._trees[:, None].astype(np.uint8)], axis=1)
        return len(keyed) - len(np.unique(np.ascontiguousarray(keyed).view("V33")))


class PackResult(msgspec.Struct):
    """What checking one pack found, and the ids of its blobs that cannot be read."""

    findings: list[CheckFinding] = msgspec.field(default_factory=list)
    bad_blobs: list[bytes] = msgspec.field(default_factory=list)


def compare_packs(table: PackTable, sizes: dict[bytes, int]) -> Iterator[tuple[bytes, PackResult]]:
    """(raw id, result) of each pack that is missing, of another size than the index says, or not in it.

    `sizes`: raw id -> size in bytes of all packs there are.
    """
    broken = set(table.broken_layouts())
    for number, (pack_id, expected) in enumerate(
        zip(table.pack_ids, table.expected_sizes().tolist(), strict=True)
    ):
        size = sizes.get(pack_id)
        if size is None:
            problem = ("pack.missing", "an index lists it, but it is missing")
            size = 0
        elif size != expected:
            problem = ("pack.size", f"is {size} bytes long, but the index says {expected}")
        elif number in broken:
            problem = ("pack.layout", "has blobs that overlap or leave gaps, according to the index")
        else:
            continue
        result = PackResult([_make_finding(pack_id, *problem)])
        result.bad_blobs = [blob.id for blob in table.list_blobs(number) if blob.offset + blob.length > size]
        yield pack_id, result
    for pack_id in sorted(sizes.keys() - set(table.pack_ids)):
        hint = _make_finding(
            pack_id,
            "pack.unreferenced",
            "no index lists it, as happens after a killed backup; nothing is lost",
            severity=Severity.HINT,
        )
        yield pack_id, PackResult([hint])


def _make_finding(
    pack_id: bytes, code: str, problem: str, *, severity: Severity = Severity.ERROR, blob_id: bytes = b""
) -> CheckFinding:
    hex_id = pack_id.hex()
    message = f"pack {hex_id[:8]} {problem}"
    return CheckFinding(code, message, severity, pack_hex_id=hex_id, blob_hex_id=blob_id.hex() or None)


def read_pack(store: Store, sealer: Sealer, *, pack_id: bytes, blobs: list[PackedBlob]) -> PackResult:
    """Read a pack whole: its hash, its header against the index's `blobs`, and every blob."""
    result = PackResult()

    def report(code: str, problem: str, blob_id: bytes = b"") -> None:
        result.findings.append(_make_finding(pack_id, code, problem, blob_id=blob_id))

    try:
        data = store.read_range(Kind.DATA, pack_id.hex(), offset=0, length=MAX_PACK_BYTES)
    except StoreError as error:
        report("pack.unreadable", f"cannot be read: {error}")
        result.bad_blobs = [blob.id for blob in blobs]
        return result
    if hash_id(data) != pack_id:
        report("pack.hash", "its content does not match its name (hash)")
    try:
        if open_header(sealer, data, f"pack {pack_id.hex()[:8]}") != blobs:
            report("pack.header", "its header lists other blobs than the index")
    except (UnauthenticError, FormatError) as error:
        report("pack.header", f"has no readable header ({error})")
    view = memoryview(data)
    for blob in blobs:
        location = BlobLocation(pack_id, blob.kind, blob.offset, blob.length, blob.plain_length)
        try:
            _open_whole_blob(sealer, blob.id, location, view)
        except BlobDamagedError as error:
            result.findings.append(
                CheckFinding("blob.damaged", str(error), pack_hex_id=pack_id.hex(), blob_hex_id=blob.id.hex())
            )
            result.bad_blobs.append(blob.id)
    return result


def _open_whole_blob(sealer: Sealer, blob_id: bytes, location: BlobLocation, pack: memoryview) -> None:
    sealed = pack[location.offset : location.offset + location.length]
    plaintext = open_blob(sealer, sealed, blob_id=blob_id, location=location)
    if location.plain_length and len(plaintext) != location.plain_length:
        problem = f"it is {len(plaintext)} bytes long, but the index says {location.plain_length}"
        raise BlobDamagedError(blob_id.hex(), location.pack_id.hex(), problem)
