"""The lens of a scan: by whom and how documents are read, as a name under which readings are kept."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from firstbell.impact.people.roster import Roster

_PACKAGE = Path(__file__).parents[2]
# what decides of a document whose data it holds: readers, and those who judge
_ROOMS = ("documents", "impact/detection", "impact/people", "impact/scan")


def make_lens(roster: Roster, *, recognises: bool) -> str:
    """A name of 16 hex digits for a roster, the readers as they are, and whether text in pictures is read.

    What was read under the same name need not be read again.
    """
    told = f"{digest_installed()}|{roster.fingerprint}|{recognises}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@functools.cache
def digest_installed() -> str:
    """SHA-256, in hex, of what decides of a document whose data it holds."""
    return digest_code([_PACKAGE / room for room in _ROOMS])


def digest_code(rooms: list[Path]) -> str:
    """SHA-256, in hex, of all code and tables in these folders, by name and content.

    A number that somebody has to change with the code would be forgotten, and a desk would keep what an
    older version had overlooked.
    """
    digest = hashlib.sha256()
    for room in rooms:
        for path in sorted(room.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                content = path.read_bytes()
                digest.update(f"{path.relative_to(room)}\0{len(content)}\0".encode())
                digest.update(content)
    return digest.hexdigest()
