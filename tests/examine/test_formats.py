"""Types that no library here writes: the smallest files of each, made by their specification."""

from __future__ import annotations

import py_compile
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import reportlab

from firstbell.examine.validators.outcome import Grade
from firstbell.examine.validators.registry import validate
from tests.examine.validators import makers

FONTS = Path(reportlab.__file__).parent / "fonts"


def make_elf() -> bytes:
    section = struct.pack("<IIQQQQIIQQ", 1, 1, 0, 0, 64, 16, 0, 0, 1, 0)
    header = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQQ", 3, 62, 1, 0, 0, 80)
    return header + struct.pack("<IHHHHHH", 0, 64, 0, 0, 64, 1, 0) + b"code and data...."[:16] + section


def make_pe() -> bytes:
    section = b".text\0\0\0" + struct.pack("<IIII", 16, 4096, 16, 192) + bytes(16)
    coff = b"PE\0\0" + struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 0, 2)
    return (b"MZ" + bytes(58) + struct.pack("<I", 64) + coff + section).ljust(
        192, b"\0"
    ) + b"program content!"


def make_class() -> bytes:
    pool = b"\x01\0\x04Main" + b"\x07\0\x01" + b"\x05" + bytes(8)
    return b"\xca\xfe\xba\xbe" + struct.pack(">HHH", 0, 61, 5) + pool + bytes(12)


def make_pyc() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "a.py")
        source.write_text("x = 1\nprint(x)\n")
        compiled = py_compile.compile(str(source), cfile=str(source) + "c", doraise=True)
        assert compiled is not None
        return Path(compiled).read_bytes()


def make_wasm() -> bytes:
    return b"\0asm\x01\0\0\0" + b"\x01\x04\x01\x60\0\0" + b"\x03\x02\x01\0"


def make_compound(stream: bytes = b"WordDocument") -> bytes:
    def entry(name: bytes, kind: int, *, child: int, start: int) -> bytes:
        wide = name.decode().encode("utf-16-le")
        head = wide.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(wide) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child
        )
        return head + bytes(36) + struct.pack("<IQ", start, 0)

    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * (512 - len(header) - 4)
    fat = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    root = entry(b"Root Entry", 5, child=1, start=0xFFFFFFFE)
    return header + fat + (root + entry(stream, 2, child=0xFFFFFFFF, start=0xFFFFFFFE)).ljust(512, b"\0")


def make_rar5() -> bytes:
    def block(body: bytes, data: bytes = b"") -> bytes:
        covered = bytes([len(body)]) + body
        return struct.pack("<I", zlib.crc32(covered)) + covered + data

    return (
        b"Rar!\x1a\x07\x01\0"
        + block(b"\x01\0\0")
        + block(b"\x02\x02\x05\0abc", b"12345")
        + block(b"\x05\0\0")
    )


def make_rar4() -> bytes:
    def block(kind: int, flags: int, data: bytes = b"") -> bytes:
        covered = struct.pack("<BHH", kind, flags, 7 + len(data)) + data
        return struct.pack("<H", zlib.crc32(covered) & 0xFFFF) + covered

    return b"Rar!\x1a\x07\0" + block(0x73, 0, bytes(6)) + block(0x7B, 0x4000)


def make_ar() -> bytes:
    member = b"a.txt/          0           0     0     100644  4         `\nabcd"
    return b"!<arch>\n" + member * 2


def make_cpio() -> bytes:
    def member(name: bytes, data: bytes) -> bytes:
        fields = [1, 33188, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0]
        head = b"070701" + b"".join(b"%08X" % field for field in fields) + name + b"\0"
        return head.ljust((len(head) + 3) // 4 * 4, b"\0") + data.ljust((len(data) + 3) // 4 * 4, b"\0")

    return member(b"a", b"12345") + member(b"TRAILER!!!", b"")


def make_iso() -> bytes:
    return bytes(32768) + b"\x01CD001\x01".ljust(2048, b"\0") + b"\xffCD001\x01".ljust(2048, b"\0")


def make_flac() -> bytes:
    info = bytes(4) + struct.pack(">I", 4000)[1:] * 2 + bytes(34 - 10)
    head = b"\xff\xf8\xc9\x18\0"
    crc = 0
    for value in head:
        crc ^= value
        for _ in range(8):
            crc = (crc << 1 ^ 7 if crc & 128 else crc << 1) & 255
    return b"fLaC\x80\0\0\x22" + info + (head + bytes([crc]) + b"\x55" * 3000) * 3


def make_ogg() -> bytes:
    def page(body: bytes) -> bytes:
        head = b"OggS\0\0" + bytes(12) + bytes(4)
        whole = head + bytes(4) + bytes([1, len(body)]) + body
        crc = 0
        for value in whole:
            crc ^= value << 24
            for _ in range(8):
                crc = (crc << 1 ^ 0x04C11DB7 if crc & 1 << 31 else crc << 1) & 0xFFFFFFFF
        return head + struct.pack("<I", crc) + whole[26:]

    return page(b"first") + page(b"x" * 200)


def make_woff() -> bytes:
    table = zlib.compress(b"table " * 100)
    row = struct.pack(">4sIIII", b"glyf", 64, len(table), 600, 0)
    return (
        (b"wOFF" + struct.pack(">IIHHI", 0x10000, 64 + len(table), 1, 0, 700)).ljust(44, b"\0") + row + table
    )


def make_keepass() -> bytes:
    fields = b"\x02\x10\0" + bytes(16) + b"\0\x04\0\r\n\r\n"
    header = b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5" + struct.pack("<HH", 1, 3) + fields
    return header + bytes(range(96))


def make_openpgp() -> bytes:
    session = b"\x04\x09\x03\x08" + bytes(8) + b"\x60"
    return bytes([0x8C, len(session)]) + session + b"\xd2\x30\x01" + bytes(range(47))


def make_catalog() -> bytes:
    texts = b"hello\0hallo\0"
    tables = struct.pack("<IIII", 5, 44, 5, 50)
    return struct.pack("<IIIIIII", 0x950412DE, 0, 1, 28, 36, 0, 44) + tables + texts


def make_terminfo() -> bytes:
    return (
        struct.pack("<6H", 0x11A, 6, 1, 1, 1, 4) + b"vt100\0" + b"\x01\0" + b"\x50\0" + b"\0\0" + b"\x1b[m\0"
    )


def make_zone() -> bytes:
    counts = struct.pack(">6I", 0, 0, 0, 0, 1, 4)
    block = b"TZif2" + bytes(15) + counts + bytes(6) + b"UTC\0"
    return block * 2 + b"\nUTC0\n"


SMALL: dict[str, tuple[Callable[[], bytes], str]] = {
    "elf": (make_elf, "so"),
    "pe": (make_pe, "exe"),
    "java-class": (make_class, "class"),
    "python-bytecode": (make_pyc, "pyc"),
    "wasm": (make_wasm, "wasm"),
    "compound": (make_compound, "doc"),
    "ooxml-encrypted": (makers.make_sealed_document, "docx"),
    "rar": (make_rar5, "rar"),
    "rar ": (make_rar4, "rar"),
    "ar": (make_ar, "a"),
    "cpio": (make_cpio, "cpio"),
    "cabinet": (lambda: b"MSCF\0\0\0\0" + struct.pack("<I", 64) + bytes(52), "cab"),
    "iso-image": (make_iso, "iso"),
    "qcow": (makers.make_qcow, "qcow2"),
    "vhd": (lambda: makers.make_sparse_vhd(b"disk"), "vhd"),
    "vmdk": (makers.make_vmdk, "vmdk"),
    "flac": (make_flac, "flac"),
    "ogg": (make_ogg, "ogg"),
    "woff": (make_woff, "woff"),
    "woff2": (lambda: b"wOF2" + struct.pack(">II", 0x10000, 80) + bytes(68), "woff2"),
    "keepass": (make_keepass, "kdbx"),
    "openpgp": (make_openpgp, "gpg"),
    "gettext": (make_catalog, "mo"),
    "terminfo": (make_terminfo, "x"),
    "time-zone": (make_zone, "x"),
    "midi": (lambda: b"MThd\0\0\0\x06" + bytes(6) + b"MTrk\0\0\0\x04" + bytes(4), "mid"),
    "iff": (lambda: b"FORM\0\0\0\x10AIFFCOMM\0\0\0\x04" + bytes(4), "aif"),
    "icns": (lambda: b"icns\0\0\0\x18ic07\0\0\0\x10" + bytes(8), "icns"),
    "asf": (
        lambda: b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" + bytes(8) + struct.pack("<Q", 40) + bytes(16),
        "wma",
    ),
    "matroska": (lambda: b"\x1a\x45\xdf\xa3\x84webm\x18\x53\x80\x67" + bytes(40), "mkv"),
    "psd": (lambda: b"8BPS\0\x01" + bytes(6) + bytes(14) + bytes(12) + b"pixels", "psd"),
    "icon": (
        lambda: b"\0\0\x01\0\x01\0" + bytes(8) + struct.pack("<II", 20, 22) + b"\x28\0\0\0" + bytes(16),
        "ico",
    ),
    "age": (lambda: b"age-encryption.org/v1\n-> X25519 abc\n--- mac\n" + bytes(range(128, 178)), "age"),
    "openssl-enc": (lambda: b"Salted__" + bytes(range(128, 168)), "enc"),
    "aescrypt": (lambda: b"AES\x02" + bytes(range(128, 256)), "aes"),
    "luks": (lambda: b"LUKS\xba\xbe\0\x02" + bytes(500), "img"),
    "der": (lambda: b"\x30\x82\0\x84\x30\x82\0\x80" + bytes(128), "der"),
    "key-store": (lambda: b"\xfe\xed\xfe\xed\0\0\0\x02\0\0\0\x01" + bytes(40), "jks"),
    "git-pack": (makers.make_git_pack, "pack"),
    "access": (lambda: b"\0\x01\0\0Standard Jet DB\0\x01".ljust(4096, b"\0") + bytes(4096), "mdb"),
    "pcf-font": (lambda: b"\x01fcp" + struct.pack("<IIIII", 1, 1, 0, 8, 24) + bytes(8), "pcf"),
}


KNOWN_BY_MARK = {"openssl-enc", "aescrypt", "access", "luks"}


@pytest.mark.parametrize("name", SMALL)
def test_the_smallest_file_of_a_type_holds(name: str) -> None:
    make, suffix = SMALL[name]
    outcome = validate(make(), b"/a/x." + suffix.encode())
    assert outcome.holds, outcome
    assert outcome.type == name.strip()


@pytest.mark.parametrize("name", sorted(SMALL.keys() - KNOWN_BY_MARK))
def test_its_mark_with_the_wrong_bytes_behind_it_does_not_hold(name: str) -> None:
    make, suffix = SMALL[name]
    data = make()
    start = 40_000 if name == "iso-image" else 8 if name not in ("java-class", "der") else 4
    broken = data[: min(start, 32_774)] + b"\xf7\x9b\x02\x83\x11\xee" * 100
    assert not validate(broken, b"/a/x." + suffix.encode()).holds


@pytest.mark.parametrize("name", ["elf", "ogg", "woff", "midi", "icns", "asf", "cabinet", "gettext", "pe"])
def test_a_type_that_knows_its_length_is_torn_when_cut(name: str) -> None:
    make, suffix = SMALL[name]
    assert validate(make()[:-3], b"/a/x." + suffix.encode()).grade in (Grade.TORN, Grade.BROKEN)


def test_a_true_font_is_sound_and_one_with_a_struck_table_is_not() -> None:
    data = (FONTS / "Vera.ttf").read_bytes()
    assert validate(data, b"/a/x.ttf").holds
    struck = data[:2000] + bytes(reversed(data[2000:50_000])) + data[50_000:]
    assert validate(struck, b"/a/x.ttf").grade is Grade.BROKEN


def test_a_type_1_font_holds() -> None:
    path = next(FONTS.glob("*.pfb"))
    assert validate(path.read_bytes(), b"/a/x.pfb").type == "type1-font"


def test_the_running_program_is_a_program() -> None:
    with Path(sys.executable).resolve().open("rb") as file:
        assert validate(file.read(8 << 20), b"/bin/python").type in ("elf", "text")
