"""Content that people encrypt: OpenPGP, age, openssl enc, AES Crypt, AxCrypt, LUKS, Java key stores.

A valid container is not damage, however random its body: it is opaque by nature and PLAUSIBLE.
OpenPGP: packets chain to the end of the file, of kinds that begin a message, key or signature.
Source: RFC 4880 4.2, 4.3. Limits: bodies cannot be checked.
"""

from __future__ import annotations

from firstbell.examine.validators.inflation import INFLATION
from firstbell.examine.validators.outcome import (
    FROM_32_KIB,
    Format,
    Outcome,
    TornError,
    plausible,
    require,
    require_length,
)

# public-key session key, signature, symmetric session key, one-pass, secret and public keys, marker, ...
_FIRST_KINDS = frozenset((1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 14, 18))
_KINDS = _FIRST_KINDS | {7, 12, 13, 17, 19, 20}
# kinds whose length may be left open, and what must stand before them
_OPEN_AFTER = {9: {1, 3}, 11: {4}, 8: set[int]()}
_VERSIONS = {
    4: (3, 6),
    1: (2, 3, 6),
    2: (2, 3, 4, 5, 6),
    3: (4, 5, 6),
    5: (2, 3, 4, 5, 6),
    6: (2, 3, 4, 5, 6),
    18: (1, 2),
}


def check_openpgp(data: bytes) -> Outcome:
    """Packets chain to the end."""
    offset, packets = 0, 0
    kinds: list[int] = []
    while offset < len(data):
        kind, body, end = _read_packet(data, offset)
        require(kind in (_KINDS if packets else _FIRST_KINDS), f"packet of kind {kind}")
        known = _VERSIONS.get(kind)
        require(known is None or data[body : body + 1] in {bytes([v]) for v in known}, "packet version")
        if end > len(data):
            raise TornError("ends inside a packet")
        if end == len(data) and kind in _OPEN_AFTER:
            require(set(kinds) <= _OPEN_AFTER[kind], "a last packet where it cannot stand")
        kinds.append(kind)
        offset, packets = end, packets + 1
        require(packets < 1_000_000, "too many packets")
    if kinds == [8]:
        _check_compressed(data)
    else:
        require(packets > 1 or kinds[0] in (2, 5, 6), "no message")
    return plausible("openpgp", f"{packets} packets chain", is_dense=True)


def _check_compressed(data: bytes) -> None:
    """One compressed packet with its length left open fits anything, so its algorithm must decode."""
    body = _read_packet(data, 0)[1]
    algorithm, packed = data[body], data[body + 1 : body + 65_536]
    require(algorithm in (1, 2, 3), "compression algorithm")
    if algorithm == 3:
        require(packed.startswith(b"BZh"), "compressed data")
    else:
        INFLATION.open(-15 if algorithm == 1 else 15).decompress(packed, 1 << 20)


def _read_packet(data: bytes, offset: int) -> tuple[int, int, int]:
    """Kind, start of the body, end of the packet."""
    tag = data[offset]
    require(tag & 0x80, "packet expected")
    if not tag & 0x40:
        if tag & 3 == 3:
            require(tag >> 2 & 15 in (8, 9, 11), "open length")
            return tag >> 2 & 15, offset + 1, len(data)
        width = 1 << (tag & 3)
        body = offset + 1 + width
        return tag >> 2 & 15, body, body + int.from_bytes(data[offset + 1 : body], "big")
    offset += 1
    start = 0
    while True:
        require_length(data, offset + 1, "ends inside a packet header")
        length, first = 0, data[offset]
        if first < 192:
            length, offset = first, offset + 1
        elif first < 224:
            length, offset = ((first - 192) << 8) + data[offset + 1] + 192, offset + 2
        elif first == 255:
            length, offset = int.from_bytes(data[offset + 1 : offset + 5], "big"), offset + 5
        else:
            start = start or offset + 1
            offset += 1 + (1 << (first & 31))
            continue
        return tag & 63, start or offset, offset + length


def check_age(data: bytes) -> Outcome:
    """Header lines end with the MAC line."""
    require(b"\n--- " in data[:65536], "no end of the header")
    return plausible("age", "header holds", is_dense=True)


def check_openssl(data: bytes) -> Outcome:
    """Salt and at least one block."""
    require(len(data) >= 24, "shorter than a block")
    return plausible("openssl-enc", "salted header", is_dense=True)


def check_aescrypt(data: bytes) -> Outcome:
    """Version of the format."""
    require(len(data) > 100 and data[3] <= 3, "header")
    return plausible("aescrypt", "header holds", is_dense=True)


def check_axcrypt(data: bytes) -> Outcome:
    """Identification of 16 bytes."""
    require(len(data) > 100, "header")
    return plausible("axcrypt", "header holds", is_dense=True)


def check_luks(data: bytes) -> Outcome:
    """Version 1 or 2."""
    require(data[6:8] in (b"\0\x01", b"\0\x02"), "version")
    return plausible("luks", "header holds", is_dense=True)


FORMATS = (
    Format(
        "openpgp",
        check_openpgp,
        tuple(
            (0, bytes([tag]))
            for tag in (
                *(0x80 | kind << 2 | width for kind in (1, 2, 3, 4, 5, 6, 8) for width in (0, 1, 2, 3)),
                *(0xC0 | kind for kind in (1, 2, 3, 4, 5, 6, 8)),
            )
        ),
        (b".gpg", b".pgp"),
        fenced_from=FROM_32_KIB,
        is_plain=True,
    ),
    Format("age", check_age, ((0, b"age-encryption.org/v1\n"),), (b".age",)),
    Format("openssl-enc", check_openssl, ((0, b"Salted__"),)),
    Format("aescrypt", check_aescrypt, ((0, b"AES\x01"), (0, b"AES\x02"), (0, b"AES\x03"))),
    Format(
        "axcrypt", check_axcrypt, ((0, b"\xc0\xb9\x07\x2e\x4f\x93\xf1\x46\xa0\x15\x79\x2c\xa1\xd9\xe8\x21"),)
    ),
    Format("luks", check_luks, ((0, b"LUKS\xba\xbe"),)),
)
