"""Small whole files of types that no library here writes, made by their specification."""

from __future__ import annotations

import hashlib
import lzma
import random
import struct
import zlib
from collections.abc import Mapping

from tests.examine.samples import write_words

SECTOR = 512
# flags and largest block of an LZ4 frame, and the byte of their hash that the lz4 program writes
SINGLE, LINKED = b"\x60\x40\x82", b"\x40\x40\xc0"


def make_noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def make_compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of version 3; every stream is filled up to 4,096 bytes and lies in whole sectors."""
    bodies = {name: body.ljust(4096, b"\0") for name, body in streams.items()}
    fat, content, starts = [0xFFFFFFFD], b"", {}
    for name, body in bodies.items():
        count = (len(body) + SECTOR - 1) // SECTOR
        starts[name] = len(fat)
        fat += [*range(len(fat) + 1, len(fat) + count), 0xFFFFFFFE]
        content += body.ljust(count * SECTOR, b"\0")
    entries = [_make_entry("Root Entry", 5, child=1 if bodies else -1)]
    for index, (name, body) in enumerate(bodies.items(), 1):
        right = index + 1 if index < len(bodies) else -1
        entries.append(_make_entry(name, 2, right=right, start=starts[name], size=len(body)))
    directory = b"".join(entries).ljust((len(entries) + 3) // 4 * SECTOR, b"\0")
    first = len(fat)
    count = len(directory) // SECTOR
    fat += [*range(first + 1, first + count), 0xFFFFFFFE]
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, first, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * (SECTOR - len(header) - 4)
    return header + table + content + directory


def _make_entry(
    name: str, kind: int, *, right: int = -1, child: int = -1, start: int = 0xFFFFFFFE, size: int = 0
) -> bytes:
    wide = name.encode("utf-16-le")
    links = struct.pack("<Iii", 0xFFFFFFFF, right, child)
    head = wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide) + 2, kind, 1) + links
    return head + bytes(36) + struct.pack("<IQ", start, size)


def make_workbook(rows: int = 400) -> bytes:
    """A compound file with the records of a workbook."""
    records = [struct.pack("<HH", 0x0809, 16) + struct.pack("<HH12x", 0x600, 5)]
    records += [struct.pack("<HHHHHd", 0x0203, 14, row, 0, 15, row * 1.5) for row in range(rows)]
    records.append(struct.pack("<HH", 0x000A, 0))
    return make_compound({"Workbook": b"".join(records)})


def make_sealed_document(size: int = 20_000) -> bytes:
    """A password-protected Office document: a description and a package of noise."""
    info = struct.pack("<HHI", 4, 4, 0x40) + b"<encryption/>"
    package = struct.pack("<Q", size - 5) + make_noise(size)
    return make_compound({"EncryptionInfo": info, "EncryptedPackage": package})


def make_box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + name + body


def make_film(seed: int = 1, samples: int = 40) -> bytes:
    """An mp4 with one track of length-prefixed units in two chunks."""
    source = random.Random(seed)
    units = [source.randbytes(source.randrange(300, 900)) for _ in range(2 * samples)]
    bodies = [
        b"".join(struct.pack(">I", len(unit)) + unit for unit in units[index : index + 2])
        for index in range(0, len(units), 2)
    ]
    start = make_box(b"ftyp", b"isom\0\0\2\0isomiso2mp41")
    first = len(start) + 8
    half = samples // 2
    places = (first, first + sum(map(len, bodies[:half])))
    entry = make_box(b"avc1", bytes(78), make_box(b"avcC", b"\x01\x64\0\x1f\xff\xe0\0"))
    table = make_box(
        b"stbl",
        make_box(b"stsd", struct.pack(">II", 0, 1), entry),
        make_box(b"stsz", struct.pack(">III", 0, 0, samples), *(struct.pack(">I", len(b)) for b in bodies)),
        make_box(b"stsc", struct.pack(">II", 0, 1), struct.pack(">III", 1, half, 1)),
        make_box(b"stco", struct.pack(">II", 0, 2), struct.pack(">II", *places)),
    )
    track = make_box(b"trak", make_box(b"mdia", make_box(b"minf", table)))
    return start + make_box(b"mdat", *bodies) + make_box(b"moov", make_box(b"mvhd", bytes(100)), track)


def make_keepass(blocks: int = 3) -> bytes:
    """A version 4 database whose header has its digest."""
    fields = b"\x02" + struct.pack("<I", 16) + bytes(16) + b"\0" + struct.pack("<I", 4) + b"\r\n\r\n"
    header = b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5" + struct.pack("<HH", 0, 4) + fields
    body = b"".join(make_noise(32, n) + struct.pack("<I", 900) + make_noise(900, n) for n in range(blocks))
    return header + hashlib.sha256(header).digest() + make_noise(32) + body + bytes(36)


def make_git_pack(seed: int = 1, objects: int = 30) -> bytes:
    packed = b"PACK" + struct.pack(">II", 2, objects)
    for number in range(objects):
        body = write_words(seed + number, 200).encode()
        size = len(body)
        head, size = [3 << 4 | size & 15], size >> 4
        while size:
            head[-1] |= 0x80
            head.append(size & 0x7F)
            size >>= 7
        packed += bytes(head) + zlib.compress(body)
    return packed + hashlib.sha1(packed, usedforsecurity=False).digest()


def make_git_object(seed: int = 1) -> bytes:
    body = write_words(seed, 900).encode()
    return zlib.compress(b"blob %d\0" % len(body) + body)


def make_git_index() -> bytes:
    body = b"DIRC" + struct.pack(">II", 2, 3) + bytes(range(200)) * 3
    return body + hashlib.sha1(body, usedforsecurity=False).digest()


def make_pack_index(count: int = 20) -> bytes:
    fan = struct.pack(">256I", *(min(count, value // 8) for value in range(255)), count)
    body = b"\xfftOc\0\0\0\x02" + fan + make_noise(28 * count) + make_noise(20)
    return body + hashlib.sha1(body, usedforsecurity=False).digest()


def make_footer(size: int, kind: int) -> bytes:
    """The footer of a VHD."""
    footer = bytearray(
        b"conectix" + struct.pack(">IIQ", 2, 0x10000, 512 if kind == 3 else 0xFFFFFFFFFFFFFFFF)
    )
    footer = footer.ljust(48, b"\0") + struct.pack(">QII", size, 0, kind)
    footer = footer.ljust(SECTOR, b"\0")
    footer[64:68] = struct.pack(">I", ~sum(footer) & 0xFFFFFFFF)
    return bytes(footer)


def make_fixed_vhd(disk: bytes) -> bytes:
    return disk + make_footer(len(disk), 2)


def make_sparse_vhd(disk: bytes) -> bytes:
    """A growing disk of one block of 64 KiB."""
    header = bytearray(b"cxsparse" + struct.pack(">QQIII", 0xFFFFFFFFFFFFFFFF, 1536, 0x10000, 1, 1 << 16))
    header = header.ljust(1024, b"\0")
    header[36:40] = struct.pack(">I", ~sum(header) & 0xFFFFFFFF)
    table = struct.pack(">I", 4).ljust(SECTOR, b"\xff")
    footer = make_footer(1 << 16, 3)
    return footer + bytes(header) + table + b"\xff" * SECTOR + disk.ljust(1 << 16, b"\0") + footer


def make_qcow(clusters: int = 4, seed: int = 1) -> bytes:
    """A version 2 image of 64 KiB clusters: header, first table, second table, reference counts, data."""
    size = 1 << 16
    header = struct.pack(
        ">4sIQIIQIIQQII", b"QFI\xfb", 2, 0, 0, 16, clusters * size, 0, 1, size, 3 * size, 1, 0
    )
    first = struct.pack(">Q", 2 * size | 1 << 63)
    second = struct.pack(f">{clusters}Q", *((4 + number) * size | 1 << 63 for number in range(clusters)))
    parts = [header, first, second, bytes(size), *(make_noise(size, seed + n) for n in range(clusters))]
    return b"".join(part.ljust(size, b"\0") for part in parts)


def make_vmdk(grains: int = 5) -> bytes:
    """A stream-optimised image of grains of text."""
    text = b"# Disk DescriptorFile\nversion=1\n".ljust(SECTOR, b"\0")
    header = struct.pack("<4sIIQQQQIQQQ", b"KDMV", 3, 0x30001, grains * 128, 128, 1, 1, 512, 0, 0, 2)
    header += b"\0\n \r\n" + struct.pack("<H", 1)
    body = b""
    for number in range(grains):
        packed = zlib.compress(write_words(number, 6000).encode()[:65536].ljust(65536, b"\0"))
        body += (struct.pack("<QI", number * 128, len(packed)) + packed).ljust(
            (12 + len(packed) + 511) // 512 * 512, b"\0"
        )
    return header.ljust(SECTOR, b"\0") + text + body + bytes(SECTOR)


def make_vdi() -> bytes:
    head = (
        b"<<< disk image >>>\n".ljust(64, b"\0") + b"\x7f\x10\xda\xbe" + struct.pack("<II", 0x10001, 400)
    ).ljust(76, b"\0")
    head += struct.pack("<I", 1)
    head = head.ljust(340, b"\0") + struct.pack("<II", 512, 1024)
    head = head.ljust(384, b"\0") + struct.pack("<II", 4, 2)
    return (
        head.ljust(512, b"\0")
        + struct.pack("<4I", 0, 1, 0xFFFFFFFF, 0xFFFFFFFF).ljust(512, b"\0")
        + bytes(4096)
    )


def make_store(blocks: int = 12, seed: int = 1) -> bytes:
    """A Unicode PST: one page of nodes, one page of blocks, the blocks."""

    def checksum(data: bytes) -> int:
        return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF

    def page(entries: list[bytes], kind: int) -> bytes:
        body = b"".join(entries).ljust(488, b"\0") + bytes([len(entries), 20, 24, 0]) + bytes(4)
        return body + bytes([kind, kind]) + bytes(2) + struct.pack("<IQ", checksum(body), 1)

    base, packed, entries = 1024 + 2 * SECTOR, b"", []
    for number in range(blocks):
        body = write_words(seed + number, 300).encode()[: 900 + number]
        room = (len(body) + 16 + 63) // 64 * 64
        entries.append(struct.pack("<QQHHI", number, base + len(packed), len(body), 2, 0))
        trailer = struct.pack("<HHIQ", len(body), 0, checksum(body), number)
        packed += body.ljust(room - 16, b"\0") + trailer
    header = bytearray(b"!BDN\0\0\0\0SM" + struct.pack("<HHBB", 23, 19, 1, 1)).ljust(564, b"\0")
    header[216:232] = struct.pack("<QQ", 1, 1024)
    header[232:248] = struct.pack("<QQ", 2, 1024 + SECTOR)
    header[4:8] = struct.pack("<I", checksum(bytes(header[8:479])))
    header[524:528] = struct.pack("<I", checksum(bytes(header[8:524])))
    return bytes(header).ljust(1024, b"\0") + page([bytes(24)], 0x81) + page(entries, 0x80) + packed


def make_thrift(fields: Mapping[int, object]) -> bytes:
    """A struct in Thrift's compact protocol: numbers, bytes, lists of numbers or structs, structs, truth."""
    packed, last = b"", 0
    for number, value in sorted(fields.items()):
        kind, body = _pack_value(value)
        packed += bytes([(number - last) << 4 | kind]) + body
        last = number
    return packed + b"\0"


def _pack_value(value: object) -> tuple[int, bytes]:
    if isinstance(value, bool):
        return (1 if value else 2), b""
    if isinstance(value, int):
        return 6, _pack_number(value << 1 ^ value >> 63)
    if isinstance(value, bytes):
        return 8, _pack_number(len(value)) + value
    if isinstance(value, list):
        items = [_pack_value(item) for item in value]
        return 9, bytes([len(items) << 4 | items[0][0]]) + b"".join(body for _, body in items)
    assert isinstance(value, dict)
    return 12, make_thrift(value)


def _pack_number(value: int) -> bytes:
    packed = b""
    while value > 127:
        packed, value = packed + bytes([value & 127 | 128]), value >> 7
    return packed + bytes([value])


def make_parquet(seed: int = 1, pages: int = 6, *, codec: int = 2) -> bytes:
    """One column; codec 0 plain with CRC, 1 snappy of one literal, 2 gzip."""
    data = b"PAR1"
    for number in range(pages):
        body = write_words(seed + number, 400).encode()
        if codec == 2:
            coder = zlib.compressobj(wbits=31)
            packed = coder.compress(body) + coder.flush()
        elif codec == 1:
            packed = _pack_number(len(body)) + b"\xf4" + struct.pack("<H", len(body) - 1) + body
        else:
            packed = body
        header: dict[int, object] = {1: 0, 2: len(body), 3: len(packed), 5: {1: 10, 2: 0, 3: 3, 4: 3}}
        if codec == 0:
            header[4] = zlib.crc32(packed)
        data += make_thrift(header) + packed
    column = {1: 6, 2: [0], 3: [b"a"], 4: codec, 5: 10, 6: 1, 7: len(data) - 4, 9: 4}
    metadata = make_thrift(
        {1: 1, 2: [{4: b"schema", 5: 1}], 3: 10, 4: [{1: [{2: 4, 3: column}], 2: 1, 3: 10}]}
    )
    return data + metadata + struct.pack("<I", len(metadata)) + b"PAR1"


def make_arrow(batches: int = 3) -> bytes:
    def message(body: bytes) -> bytes:
        # a flatbuffer: root at 16, its table of four fields, the last one the length of the body
        table = struct.pack("<HHHHHH", 12, 20, 4, 6, 7, 8)
        flat = struct.pack("<I", 16) + table + struct.pack("<iHBBq", 12, 4, 1, 0, len(body))
        flat = flat.ljust((len(flat) + 7) // 8 * 8, b"\0")
        return struct.pack("<Ii", 0xFFFFFFFF, len(flat)) + flat + body

    body = b"".join(message(write_words(number, 300).encode()[:1600]) for number in range(batches))
    footer = make_noise(64)
    return (
        b"ARROW1\0\0" + body + struct.pack("<Ii", 0xFFFFFFFF, 0) + footer + struct.pack("<i", 64) + b"ARROW1"
    )


def make_7z(seed: int = 1, *, method: str = "lzma2") -> bytes:
    """Two files in one folder, by LZMA2, LZMA or copied."""
    files = [write_words(seed + number, 900).encode() for number in range(2)]
    body = b"".join(files)
    if method == "copy":
        packed, coder = body, b"\x01\0"
    elif method == "lzma":
        chain = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16, "lc": 3, "lp": 0, "pb": 2}]
        packed = lzma.compress(body, lzma.FORMAT_RAW, filters=chain)
        coder = b"\x23\x03\x01\x01\x05\x5d" + struct.pack("<I", 1 << 16)
    else:
        packed = lzma.compress(
            body, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}]
        )
        coder = b"\x21\x21\x01\x08"

    def number(value: int) -> bytes:
        return b"\xc0" + struct.pack("<H", value) if value < 1 << 16 else b"\xf0" + struct.pack("<I", value)

    header = b"\x01\x04\x06" + number(0) + b"\x01\x09" + number(len(packed)) + b"\0"
    header += b"\x07\x0b\x01\0\x01" + coder + b"\x0c" + number(len(body)) + b"\0"
    header += b"\x08\x0d\x02\x09" + number(len(files[0])) + b"\x0a\x01"
    header += b"".join(struct.pack("<I", zlib.crc32(file)) for file in files) + b"\0\0\0"
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start)) + start + packed + header


def make_lz4(seed: int = 1, *, linked: bool = False) -> bytes:
    """Blocks of literals with one match at the start of each, the header's checksum right."""
    data = b"\x04\x22\x4d\x18" + (LINKED if linked else SINGLE)
    for number in range(3):
        text = write_words(seed + number, 900).encode()[:5000]
        rest = text[8:]
        block = b"\x84" + text[:8] + b"\x04\0" + b"\xf0" + b"\xff" * ((len(rest) - 15) // 255)
        block += bytes([(len(rest) - 15) % 255]) + rest
        data += struct.pack("<I", len(block)) + block
    return data + bytes(4)
