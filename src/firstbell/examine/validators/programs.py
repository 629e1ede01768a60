"""Programs: ELF, PE, Java classes, Python bytecode, WebAssembly.

Section tables point inside the file, constant pools chain. Source: System V ABI (gABI 4), PE/COFF, JVMS 4.
Limits: code and data inside sections are not checked.
"""

from __future__ import annotations

import struct

from firstbell.examine.validators.outcome import (
    Format,
    Outcome,
    TornError,
    plausible,
    require,
    require_length,
)

_CONSTANT_BYTES = {
    3: 5,
    4: 5,
    5: 9,
    6: 9,
    7: 3,
    8: 3,
    9: 5,
    10: 5,
    11: 5,
    12: 5,
    15: 4,
    16: 3,
    17: 5,
    18: 5,
    19: 3,
    20: 3,
}


def check_elf(data: bytes) -> Outcome:
    """Section and segment tables lie inside the file."""
    require_length(data, 52, "ends inside the header")
    wide, order = data[4] == 2, "<" if data[5] == 1 else ">"
    require(data[4] in (1, 2) and data[5] in (1, 2) and data[6] == 1, "identification")
    if wide:
        programs, sections = struct.unpack_from(order + "QQ", data, 32)
        sizes = struct.unpack_from(order + "HHHHHH", data, 52)
    else:
        programs, sections = struct.unpack_from(order + "II", data, 28)
        sizes = struct.unpack_from(order + "HHHHHH", data, 40)
    _, program_bytes, program_count, section_bytes, section_count, _ = sizes
    require(program_bytes in (0, 32, 56) and section_bytes in (0, 40, 64), "table entry sizes")
    if max(programs + program_bytes * program_count, sections + section_bytes * section_count) > len(data):
        raise TornError("a table lies behind the end")
    if sections:
        _check_sections(data, sections, section_count, order + ("IIQQQQ" if wide else "IIIIII"))
    return plausible("elf", f"{section_count} sections and {program_count} segments hold")


def _check_sections(data: bytes, position: int, count: int, layout: str) -> None:
    step = 64 if "Q" in layout else 40
    for index in range(count):
        _, kind, _, _, offset, size = struct.unpack_from(layout, data, position + index * step)
        if kind != 8:
            require(offset + size <= len(data), f"section {index} reaches behind the end")


def check_pe(data: bytes) -> Outcome:
    """The PE header behind the DOS stub, sections inside the file."""
    require_length(data, 64, "ends inside the stub")
    (position,) = struct.unpack_from("<I", data, 60)
    if not data.startswith(b"PE\0\0", position):
        last, pages, _, header = struct.unpack_from("<HHHH", data, 2)
        require(last < 512 and 0 < pages * 512 <= len(data) + 512, "size")
        require(header >= 2 and header * 16 < len(data), "header size")
        return plausible("dos-program", "stub only")
    _, count = struct.unpack_from("<HH", data, position + 4)
    (optional_bytes,) = struct.unpack_from("<H", data, position + 20)
    for index in range(count):
        size, offset = struct.unpack_from("<II", data, position + 24 + optional_bytes + 40 * index + 16)
        if offset + size > len(data):
            raise TornError(f"section {index} reaches behind the end")
    return plausible("pe", f"{count} sections hold")


def check_class(data: bytes) -> Outcome:
    """Java: the constant pool chains. A Mach-O of several architectures begins alike and is told apart."""
    require_length(data, 10, "ends inside the header")
    _, major = struct.unpack_from(">HH", data, 4)
    if major < 43:
        require(0 < major <= 20, "version")
        return plausible("mach-o", "several architectures")
    (count,) = struct.unpack_from(">H", data, 8)
    position, index = 10, 1
    while index < count:
        require_length(data, position + 3, "ends inside the constant pool")
        kind = data[position]
        if kind == 1:
            position += 3 + int.from_bytes(data[position + 1 : position + 3], "big")
        else:
            require(kind in _CONSTANT_BYTES, f"constant of kind {kind}")
            position += _CONSTANT_BYTES[kind]
        index += 2 if kind in (5, 6) else 1
    require_length(data, position + 8, "ends behind the constant pool")
    return plausible("java-class", f"{count} constants chain")


def check_pyc(data: bytes) -> Outcome:
    """Flags of PEP 552, then a code object."""
    require_length(data, 17, "ends inside the header")
    (flags,) = struct.unpack_from("<I", data, 4)
    require(flags <= 3 and data[16] & 0x7F == 0x63, "no code object behind the header")
    return plausible("python-bytecode", "header and code object")


def check_wasm(data: bytes) -> Outcome:
    """Sections chain to the end."""
    position = 8
    while position < len(data):
        require(data[position] <= 13, "section of unknown kind")
        position, shift, size = position + 1, 0, 0
        while True:
            size |= (data[position] & 0x7F) << shift
            position, shift = position + 1, shift + 7
            if data[position - 1] < 128:
                break
        require_length(data, position + size, "ends inside a section")
        position += size
    return plausible("wasm", "sections chain")


FORMATS = (
    Format("elf", check_elf, ((0, b"\x7fELF"),)),
    Format("pe", check_pe, ((0, b"MZ"),), (b".exe", b".dll", b".sys", b".ocx")),
    Format("java-class", check_class, ((0, b"\xca\xfe\xba\xbe"),), (b".class",)),
    Format("python-bytecode", check_pyc, ((2, b"\r\n"),), (b".pyc",)),
    Format("wasm", check_wasm, ((0, b"\0asm\x01\0\0\0"),), (b".wasm",)),
)
