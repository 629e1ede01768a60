"""Disk images: VHD, VHDX, VMDK, QCOW2, VDI.

VHD: checksums of both footers and of the sparse header, every block of the allocation table inside the file.
VHDX: CRC-32C of headers and region tables. VMDK: grain directory and tables point inside the file, packed
grains (stream-optimised) inflate. QCOW2: first and second level tables point at whole clusters inside the
file.
Source: Microsoft VHD 1.0, MS-VHDX 2.2; VMware Virtual Disk Format 5.0; QEMU docs/interop/qcow2.rst.
Limits: sectors are not checked: they hold whatever the guest wrote, often encrypted, so PLAUSIBLE; tables
that lie beyond what was read are passed over.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

from firstbell.examine.validators.inflation import INFLATION
from firstbell.examine.validators.outcome import (
    Format,
    Outcome,
    TornError,
    plausible,
    require,
    require_length,
)

if TYPE_CHECKING:
    import numpy.typing as npt

_SECTOR = 512
_MOST_GRAINS = 100_000


def check_vhd(data: bytes) -> Outcome:
    """Footer at the end; of a growing disk also its copy, the header and the allocation table."""
    is_sparse = data.startswith(b"conectix")
    if is_sparse:
        _check_footer(data[:_SECTOR], "copy of the footer")
        _check_sparse_header(data)
    if not data.startswith(b"conectix", len(data) - _SECTOR):
        if is_sparse:
            raise TornError("no footer at the end")
        require(is_sparse, "no footer")
    _check_footer(data[-_SECTOR:], "footer")
    if not is_sparse:
        (size,) = struct.unpack_from(">Q", data, len(data) - _SECTOR + 48)
        require(size == len(data) - _SECTOR, "footer tells another size")
    return plausible("vhd", "footers and tables hold")


def _check_footer(footer: bytes, name: str) -> None:
    (wanted,) = struct.unpack_from(">I", footer, 64)
    require(_add_up(footer, 64) == wanted, f"{name} fails its checksum")


def _add_up(block: bytes, skipped: int) -> int:
    return ~(sum(block) - sum(block[skipped : skipped + 4])) & 0xFFFFFFFF


def _check_sparse_header(data: bytes) -> None:
    (kind,) = struct.unpack_from(">I", data, 60)
    require(kind in (3, 4), "kind of disk")
    (offset,) = struct.unpack_from(">Q", data, 16)
    require_length(data, offset + 1024, "ends inside the header")
    header = data[offset : offset + 1024]
    require(header.startswith(b"cxsparse"), "sparse header")
    require(_add_up(header, 36) == struct.unpack_from(">I", header, 36)[0], "header fails its checksum")
    table, _, count = struct.unpack_from(">QII", header, 16)
    require_length(data, table + 4 * count, "ends inside the allocation table")
    blocks = np.frombuffer(data, dtype=">u4", count=count, offset=table)
    used = blocks[blocks != 0xFFFFFFFF].astype(np.int64) * _SECTOR
    require(len(np.unique(used)) == len(used), "two blocks at one place")
    if len(used) and int(used.max()) >= len(data):
        raise TornError("a block lies behind the end")


def check_vhdx(data: bytes) -> Outcome:
    """One of two headers and one of two region tables pass their CRC-32C."""
    require_length(data, 256 << 10, "ends inside the region tables")
    for name, offsets, size in (
        (b"head", (64 << 10, 128 << 10), 4096),
        (b"regi", (192 << 10, 256 << 10), 65536),
    ):
        held = [_passes(data[offset : offset + size], name) for offset in offsets]
        require(any(held), f"no {name.decode()} passes its CRC")
    return plausible("vhdx", "headers pass their CRC")


def _passes(block: bytes, name: bytes) -> bool:
    if not block.startswith(name):
        return False
    bare = block[:4] + bytes(4) + block[8:]
    return _crc32c(bare) == int.from_bytes(block[4:8], "little")


def _make_table() -> list[int]:
    table = []
    for value in range(256):
        crc = value
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
        table.append(crc)
    return table


_TABLE = _make_table()


def _crc32c(data: bytes) -> int:
    crc = 0xFFFFFFFF
    for value in data:
        crc = crc >> 8 ^ _TABLE[(crc ^ value) & 255]
    return crc ^ 0xFFFFFFFF


def check_vmdk(data: bytes) -> Outcome:
    """Header; grain directory and tables inside the file; packed grains inflate."""
    require_length(data, _SECTOR, "ends inside the header")
    version, flags, _, grain, descriptor, length, _, _, directory = struct.unpack_from("<IIQQQQIQQ", data, 4)
    require(version in (1, 2, 3) and 8 <= grain <= 128 and grain & (grain - 1) == 0, "header")
    require(not flags & 1 or data[73:77] == b"\n \r\n", "line ends in the header")
    if length:
        text = data[descriptor * _SECTOR : (descriptor + length) * _SECTOR]
        require_length(data, descriptor * _SECTOR + 1, "ends before its descriptor")
        require(text.rstrip(b"\0").isascii(), "descriptor is not a text")
    if flags & 0x10000:
        return plausible("vmdk", f"{_inflate_grains(data, grain)} packed grains inflate", is_dense=True)
    if 0 < directory * _SECTOR < len(data):
        tables = _read_numbers(data, directory * _SECTOR, 4)
        require(not len(tables) or int(tables.max()) * _SECTOR <= max(len(data), 1 << 30), "grain directory")
    return plausible("vmdk", "header and descriptor hold")


def _read_numbers(data: bytes, offset: int, count: int) -> npt.NDArray[np.int64]:
    fitting = max(0, min(count, (len(data) - offset) // 4))
    return np.frombuffer(data, dtype="<u4", count=fitting, offset=offset).astype(np.int64)


def _inflate_grains(data: bytes, grain: int) -> int:
    (overhead,) = struct.unpack_from("<Q", data, 64)
    offset, grains = overhead * _SECTOR, 0
    while offset + 16 <= len(data) and grains < _MOST_GRAINS:
        count, size = struct.unpack_from("<QI", data, offset)
        if size == 0:
            # a marker: tables, directory, footer, end of stream
            if struct.unpack_from("<I", data, offset + 12)[0] == 0:
                return grains
            offset += _SECTOR * (1 + count)
            continue
        require_length(data, offset + 12 + size, "ends inside a grain")
        decoder = INFLATION.open(15)
        decoder.decompress(data[offset + 12 : offset + 12 + size], grain * _SECTOR + 1)
        require(decoder.eof, "a grain does not end")
        offset += (12 + size + _SECTOR - 1) // _SECTOR * _SECTOR
        grains += 1
    raise TornError("ends without an end mark")


def check_qcow(data: bytes) -> Outcome:
    """Header; tables of the first and second level point at whole clusters inside the file."""
    require_length(data, 72, "ends inside the header")
    version = struct.unpack_from(">I", data, 4)[0]
    bits = data[32] if version == 1 else struct.unpack_from(">I", data, 20)[0]
    require(version in (1, 2, 3) and 9 <= bits <= 22, "header")
    if version == 1:
        return plausible("qcow", "version 1 header")
    size, method, entries, table, refcounts = struct.unpack_from(">QIIQQ", data, 24)
    require(method <= 2 and not (table | refcounts) % (1 << bits), "tables not at whole clusters")
    require(entries * (1 << (2 * bits - 3)) >= size, "first table is too short for the disk")
    require_length(data, table + 8 * entries, "ends inside the first table")
    require(_check_table(data, table, entries, bits), "first table points behind the end")
    for offset in _list_clusters(data, table, min(entries, 64)):
        held = _check_table(data, offset, (1 << bits) // 8, bits, is_last=True)
        require(held, "a second table points behind the end")
    return plausible("qcow", "header and tables hold", is_dense=bool(method))


def _list_clusters(data: bytes, offset: int, count: int) -> list[int]:
    entries = struct.unpack_from(f">{count}Q", data, offset)
    return [entry & 0x00FFFFFFFFFFFE00 for entry in entries if entry & 0x00FFFFFFFFFFFE00]


def _check_table(data: bytes, offset: int, count: int, bits: int, *, is_last: bool = False) -> bool:
    if offset + 8 * count > len(data):
        raise TornError("a table lies behind the end")
    entries = np.frombuffer(data, dtype=">u8", count=count, offset=offset).astype(np.uint64)
    if is_last:
        entries = entries[(entries >> np.uint64(62)) & np.uint64(1) == 0]
    offsets = entries & np.uint64(0x00FFFFFFFFFFFE00)
    aligned = not np.any(offsets & np.uint64((1 << bits) - 1))
    return aligned and (len(offsets) == 0 or int(offsets.max()) < len(data))


def check_vdi(data: bytes) -> Outcome:
    """VirtualBox: version, and block map inside the file."""
    require_length(data, 400, "ends inside the header")
    version, kind = struct.unpack_from("<I", data, 68)[0], struct.unpack_from("<I", data, 76)[0]
    require(version >> 16 == 1 and kind in (1, 2, 3, 4), "header")
    (offset,) = struct.unpack_from("<I", data, 340)
    count, used = struct.unpack_from("<II", data, 384)
    require(used <= count, "more blocks in use than there are")
    blocks = _read_numbers(data, offset, count)
    mapped = blocks[blocks < 0xFFFFFFFE]
    require(not len(mapped) or int(mapped.max()) < count, "block map")
    return plausible("vdi", "header and block map hold")


FORMATS = (
    Format("qcow", check_qcow, ((0, b"QFI\xfb"),), (b".qcow2", b".qcow")),
    Format("vhd", check_vhd, ((0, b"conectix"),)),
    # a disk of fixed size has its mark at the end only
    Format("vhd", check_vhd, (), (b".vhd",)),
    Format("vhdx", check_vhdx, ((0, b"vhdxfile"),), (b".vhdx", b".avhdx")),
    Format("vmdk", check_vmdk, ((0, b"KDMV"),)),
    Format("vdi", check_vdi, ((64, b"\x7f\x10\xda\xbe"),), (b".vdi",)),
)
