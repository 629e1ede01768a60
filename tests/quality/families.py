"""How known families alter files, as rows of a table: each a layout, what is added, a name and a note.

The layouts replace ranges of bytes by random ones: no key and no cipher, bytes in and bytes out, no file is
touched. `half` tells on which side of the split a row stands: rules were tuned while looking at `tune` rows
alone. Sources are named in short: research notes of public decryptors (rivitna/Malware, srlabs
black-basta-buster), vendors' reports, and evasions that papers describe. Random bytes stand in for
ciphertext: statistically they are the same.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from firstbell.drill.layout import WHOLE, Layout, strike_bytes

MIB = 1 << 20
Encoder = Callable[[bytes], bytes]
_WORDS = b"the school opens when rosters phones doors and buses are back in order again today bell".split()


@dataclass(frozen=True)
class Family:
    """One row. `lay` gives the layout for a file of so many bytes.

    `head_bytes`, `tail_bytes`: random bytes put before and behind; `head_mark`, `tail_mark`: fixed ones at
    the very start and end of them. `encode` is applied to the struck content. `suffix`: what is appended to
    the name, "" for nothing. `note`: the name of its note, "" for none. `wipes`: nothing random is left at
    all.
    """

    name: str
    half: str
    source: str
    lay: Callable[[int], Layout]
    suffix: str = ""
    note: str = ""
    head_bytes: int = 0
    tail_bytes: int = 0
    head_mark: bytes = b""
    tail_mark: bytes = b""
    encode: Encoder | None = None
    wipes: bool = False

    def strike(self, data: bytes, *, seed: int) -> bytes:
        """The content as this family leaves it; the same for the same seed."""
        source = random.Random(seed)
        struck = strike_bytes(data, self.lay(len(data)), source)
        if self.encode is not None:
            struck = self.encode(struck)
        head = self.head_mark + source.randbytes(self.head_bytes)
        return head + struck + source.randbytes(self.tail_bytes) + self.tail_mark


def whole(_: int) -> Layout:
    """Everything."""
    return WHOLE


def first(count: int, *, keep: int = 0) -> Callable[[int], Layout]:
    """`count` bytes behind `keep` that stay."""
    return lambda size: Layout(keep_prefix=keep if size > keep else 0, first_len=count)


def behind(keep: int) -> Callable[[int], Layout]:
    """All but the first `keep` bytes; all of a file not longer than that."""
    return lambda size: Layout(keep_prefix=keep if size > keep else 0, chunk=4096)


def turns(chunk: int, gap: int, *, first_len: int = 0) -> Callable[[int], Layout]:
    """`chunk` bytes in every `chunk + gap`, from the start."""
    return lambda size: Layout(first_len=first_len or chunk, gap=gap, chunk=chunk)


def share(parts: int, percent: float) -> Callable[[int], Layout]:
    """`parts` pieces, evenly spread, that make up `percent` of the file."""

    def lay(size: int) -> Layout:
        chunk = max(1, int(size * percent / 100 / parts))
        return Layout(first_len=chunk, gap=max(0, size // parts - chunk), chunk=chunk)

    return lay


def by_size(
    limit: int, small: Callable[[int], Layout], large: Callable[[int], Layout]
) -> Callable[[int], Layout]:
    """One layout up to a size, another beyond."""
    return lambda size: (small if size <= limit else large)(size)


def _part(start: float, end: float) -> Callable[[int], Layout]:
    return lambda size: Layout(keep_prefix=int(size * start), first_len=max(1, int(size * (end - start))))


def _spread_blocks(size: int) -> Layout:
    """First and last block of 1/64 of the file (at least 1 KiB), and every fourth one between."""
    block = max(1024, size // 64 // 16 * 16)
    return Layout(first_len=block, gap=3 * block, chunk=block)


def _smart(size: int) -> Layout:
    """The first 1 MiB, or a tenth, then a fifth of each block."""
    block = max(640, size // 16)
    return Layout(first_len=min(MIB, max(64, size // 10)), gap=block * 4 // 5, chunk=max(64, block // 5))


def _sparse(size: int) -> Layout:
    """One block of 4 KiB in a hundred, the second one first."""
    keep = 4096 if size > 8192 else 0
    return Layout(keep_prefix=keep, first_len=4096, gap=99 * 4096, chunk=4096)


def _write_decimals(data: bytes) -> bytes:
    rows = [",".join(map(str, data[at : at + 16])) for at in range(0, len(data), 16)]
    return "\n".join(rows).encode()


def _write_hex_dump(data: bytes) -> bytes:
    return b"\n".join(data[at : at + 32].hex(" ").encode() for at in range(0, len(data), 32))


def _write_octal(data: bytes) -> bytes:
    return b'"' + "".join(f"\\{value:03o}" for value in data).encode() + b'"'


def _write_letters(data: bytes) -> bytes:
    return "".join(chr(0x1200 + value) for value in data).encode()


def _write_words(data: bytes) -> bytes:
    """Two words of 16 for each byte."""
    return b" ".join(_WORDS[half] for value in data for half in (value >> 4, value & 15))


def _spread_printable(data: bytes) -> bytes:
    """Each byte as two letters of 16: six bits of nothing, no alphabet of a standard."""
    return data.translate(bytes(65 + value % 26 + (32 if value & 128 else 0) for value in range(256)))


def _fold(data: bytes) -> bytes:
    return base64.encodebytes(data)


def _tear(data: bytes) -> bytes:
    """Stopped in the middle: the second half is what it was, cut short."""
    return data[: len(data) * 9 // 10]


def _zero(data: bytes) -> bytes:
    return bytes(len(data))


FAMILIES = (
    Family("whole", "tune", "WannaCry's and most families' small files", whole, ".locked", "RECOVER.txt"),
    Family(
        "whole, 534 behind",
        "tune",
        "Conti, Akira full mode (rivitna)",
        whole,
        ".x7k",
        "readme.txt",
        tail_bytes=534,
    ),
    Family(
        "first 4 KiB", "tune", "LockBit 2.0 (Trend Micro)", first(4096), ".lockbit", "Restore-My-Files.txt"
    ),
    Family(
        "first 256 KiB", "tune", "LockBit (Elastio)", first(256 << 10), ".abcd", "how.txt", tail_bytes=534
    ),
    Family("first half", "tune", "percentage modes", _part(0, 0.5)),
    Family("64 in 192", "tune", "Black Basta (srlabs)", turns(64, 128), ".basta", "instructions_read_me.txt"),
    Family("16 in 32", "tune", "LockFile (Deep Instinct)", turns(16, 16), ".lockfile", "readme-now.txt"),
    Family("every other 4 KiB", "tune", "skip modes", turns(4096, 4096)),
    Family(
        "5 parts of 10 %", "tune", "Conti 50 % (rivitna)", share(5, 50), ".zzz", "R3ADM3.txt", tail_bytes=534
    ),
    Family("3 parts, 10 %", "tune", "Conti 10 % (rivitna)", share(3, 10)),
    Family(
        "5 kept, 150 KB",
        "tune",
        "STOP/Djvu (rivitna)",
        first(153_600, keep=5),
        ".wiot",
        "_readme.txt",
        0,
        296,
        tail_mark=b"{36A698B9-D67C-4E07-BE82-0EC5B14B4DF5}",
    ),
    Family("512 kept", "tune", "evasion: header kept", behind(512)),
    Family("second half", "tune", "evasion: tail only", _part(0.5, 1)),
    Family("1 % of blocks", "tune", "evasion: sparse", _sparse),
    Family("1,024 in front", "tune", "Cuba-like header (Elastic)", first(4096), ".fid", "", 1024),
    Family("base64", "tune", "Lee 2022", whole, encode=base64.b64encode),
    Family("hex", "tune", "printed as hex", whole, encode=lambda data: data.hex().encode()),
    Family("wiped by zeros", "tune", "wipers", whole, encode=_zero, wipes=True),
    # never looked at while rules were tuned
    Family("Play", "report", "Play (rivitna)", _spread_blocks, ".PLAY", "ReadMe.txt", tail_bytes=1064),
    Family(
        "Akira, half of it",
        "report",
        "Akira up to 2 MB (rivitna)",
        by_size(2_000_000, _part(0, 0.5), share(4, 50)),
        ".akira",
        "akira_readme.txt",
        tail_bytes=534,
    ),
    Family(
        "LockBit 3",
        "report",
        "LockBit 3 (rivitna)",
        turns(128 << 10, 256 << 10),
        ".HLJkNskOq",
        "HLJkNskOq.README.txt",
        tail_bytes=300,
    ),
    Family(
        "ALPHV, smart",
        "report",
        "BlackCat SmartPattern (SentinelLabs)",
        _smart,
        ".sykffle",
        "RECOVER-sykffle-FILES.txt",
        tail_bytes=512,
    ),
    Family("Basta, 64 in 6,400", "report", "Black Basta over 1 GB (srlabs)", turns(64, 6336, first_len=5000)),
    Family(
        "Babuk",
        "report",
        "Babuk NAS (rivitna)",
        by_size(20 * MIB, first(4 * MIB), turns(MIB, 9 * MIB)),
        ".babyk",
        "How To Restore Your Files.txt",
        tail_bytes=32,
        tail_mark=b"chris ",
    ),
    Family(
        "Qilin",
        "report",
        "Qilin skip-step (rivitna)",
        turns(4096, 12288),
        ".MmXReVIxLV",
        "README-RECOVER-MmX.txt",
        tail_bytes=520,
        tail_mark=b"-----END CIPHERTEXT BLOCK-----",
    ),
    Family(
        "Cuba",
        "report",
        "Cuba (Elastic)",
        first(MIB),
        ".cuba",
        "!! READ ME !!.txt",
        head_bytes=1016,
        head_mark=b"FIDEL.CA",
    ),
    Family(
        "Royal, 5 %",
        "report",
        "Royal -ep 5 (Cybereason)",
        share(10, 5),
        ".royal",
        "README.TXT",
        tail_bytes=532,
    ),
    Family(
        "Rhysida",
        "report",
        "Rhysida (arXiv 2402.06440)",
        by_size(MIB, whole, share(4, 30)),
        ".rhysida",
        "",
        tail_bytes=1012,
    ),
    Family(
        "WannaCry",
        "report",
        "WannaCry",
        whole,
        ".WNCRY",
        "@Please_Read_Me@.txt",
        head_mark=b"WANACRY!",
        head_bytes=276,
    ),
    # held back until 2026-11-26, found by no rule then, looked at, and tuned on since
    Family("decimals as CSV", "tune", "printed as CSV", whole, encode=_write_decimals),
    Family("octal escapes", "tune", "printed as a string of C", whole, encode=_write_octal),
    Family("letters", "tune", "masking (Bang 2024)", whole, encode=_spread_printable),
    Family("4 KiB kept", "report", "evasion: header kept", behind(4096)),
    Family("last quarter", "report", "evasion: tail only", _part(0.75, 1)),
    Family("middle tenth", "report", "evasion: one part", _part(0.45, 0.55)),
    Family("base64 in lines", "report", "Lee 2022, as mail does it", whole, encode=_fold),
    Family("ascii85", "report", "encoded", whole, encode=base64.a85encode),
    Family("base32", "report", "encoded", whole, encode=base64.b32encode),
    Family("hex dump", "report", "printed as a dump", whole, encode=_write_hex_dump),
    # written when the rules for alphabets of nobody's stood, and not looked at since
    Family("code points", "report", "masking as letters of a script", whole, encode=_write_letters),
    Family("pairs of words", "report", "masking as words", whole, encode=_write_words),
    Family("twice", "report", "struck again in place", lambda size: WHOLE, ".enc.enc"),
    Family("torn", "report", "stopped halfway", _part(0, 0.5), encode=_tear),
)


def pick_families(half: str) -> Iterator[Family]:
    """Rows of one side of the split."""
    return (row for row in FAMILIES if row.half == half)
