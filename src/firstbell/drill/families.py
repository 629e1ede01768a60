"""How a strike behaves: ten behaviours that real families share, none under its own name or extension."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from firstbell.drill.layout import WHOLE, Layout

_DRILL = (
    "This note is part of a drill: nobody did this, no key exists, nobody can be paid.\n"
    "It was written by `firstbell drill` into a folder it made itself.\n"
)
_LONG_NOTE = (
    "All your files have been encrypted and your data was downloaded.\n"
    "Do not rename or modify the files, or they will be lost for ever.\n"
    "To restore them you need our decryptor. Contact us with the Tor browser:\n"
    "http://drillxdrillxdrillxdrillxdrillxdrillxdrillxdrillxdri.onion/\n"
    "Payment is in bitcoin. The price doubles after 72 hours.\n\n"
)
_SHORT_NOTE = "Your network was encrypted.\nWrite to drill@example.org to recover your files.\n\n"


class Naming(StrEnum):
    """What becomes of a struck file's name."""

    ADDED = "extension added"
    RANDOM = "random name"
    KEPT = "name kept"


@dataclass(frozen=True, slots=True)
class Family:
    """One behaviour. `lay` gives the layout for a file of so many bytes.

    `footer_len` random bytes end in the fixed `mark`; `header_len` likewise, in front. A family that
    `copies` writes a new file and deletes the old one; one that `keeps_mtime` sets the old time again.
    Files below `whole_below` bytes are struck whole.
    """

    name: str
    lay: Callable[[int], Layout]
    naming: Naming
    note_name: str
    note: str
    whole_below: int = 0
    footer_len: int = 0
    header_len: int = 0
    mark: bytes = b""
    copies: bool = False
    keeps_mtime: bool = False

    def lay_out(self, size_bytes: int, rng: random.Random) -> Layout:
        """The layout for one file, with this file's own header and footer."""
        chosen = WHOLE if size_bytes < self.whole_below else self.lay(size_bytes)
        return Layout(
            keep_prefix=chosen.keep_prefix,
            first_len=chosen.first_len,
            chunk=chosen.chunk,
            gap=chosen.gap,
            stop=chosen.stop,
            header=self._fill(self.header_len, rng),
            footer=self._fill(self.footer_len, rng),
        )

    def _fill(self, length: int, rng: random.Random) -> bytes:
        return rng.randbytes(length - len(self.mark)) + self.mark if length else b""


def spread_evenly(size_bytes: int, parts: int, percent: int) -> Layout:
    """`parts` equal pieces over the whole file that make up `percent` of it."""
    chunk = max(size_bytes * percent // (100 * parts), 1)
    return Layout(first_len=chunk, chunk=chunk, gap=max(size_bytes // parts - chunk, 0))


def invent_extension(rng: random.Random) -> str:
    """An extension no list holds: five to seven letters and digits."""
    letters = string.ascii_lowercase + string.digits
    return "".join(rng.choices(letters, k=rng.randint(5, 7)))


_LONG, _SHORT = _LONG_NOTE + _DRILL, _SHORT_NOTE + _DRILL
# the behaviours a strike mixes; the comments say which families work this way
FAMILIES: tuple[Family, ...] = (
    # Akira and Conti in full mode, Medusa
    Family("whole file", lambda _: WHOLE, Naming.ADDED, "READ_ME_DRILL.txt", _LONG, footer_len=534),
    # LockBit 2
    Family("first 4 KiB", lambda _: Layout(first_len=4096), Naming.ADDED, "Restore-Files.txt", _LONG),
    # LockBit 3
    Family(
        "first 256 KiB",
        lambda _: Layout(first_len=0x40000),
        Naming.RANDOM,
        "README.txt",
        _LONG,
        footer_len=216,
    ),
    # LockFile
    Family("every other 16 bytes", lambda _: Layout(0, 16, 16, 16), Naming.KEPT, "HOWTO.txt", _LONG),
    # BlackCat's dot pattern
    Family(
        "every other 4 KiB",
        lambda _: Layout(0, 4096, 4096, 4096),
        Naming.ADDED,
        "RECOVER-FILES.txt",
        _LONG,
        footer_len=512,
    ),
    # Black Basta
    Family(
        "64 bytes in 192",
        lambda _: Layout(0, 64, 64, 128),
        Naming.RANDOM,
        "instructions_read_me.txt",
        _SHORT,
        whole_below=5000,
        footer_len=290,
        mark=b"DRILLDRILLDR",
    ),
    # STOP
    Family(
        "150 KiB after 5 bytes",
        lambda _: Layout(keep_prefix=5, first_len=153_600),
        Naming.ADDED,
        "_read_first.txt",
        _LONG,
        footer_len=334,
        mark=b"{00000000-DRIL-LDRI-LLDR-000000000000}",
    ),
    # Conti and Royal by percentage
    Family(
        "five parts of 10 %",
        lambda size: spread_evenly(size, 5, 50),
        Naming.KEPT,
        "R3AD-TH1S.txt",
        _SHORT,
        whole_below=2000,
        footer_len=534,
    ),
    # Akira by percentage
    Family("first half", lambda size: spread_evenly(size, 1, 50), Naming.RANDOM, "drill_readme.txt", _LONG),
    # Cuba's header, WannaCry's way with copies and times
    Family(
        "whole file behind a header",
        lambda _: WHOLE,
        Naming.ADDED,
        "!! OPEN ME !!.txt",
        _SHORT,
        header_len=1024,
        mark=b"DRILL.HEAD",
        copies=True,
        keeps_mtime=True,
    ),
)
