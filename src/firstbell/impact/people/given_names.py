"""Given names that are usual in a school district, whether or not its roster has them: `given_names.txt`.

Folded; written for Firstbell from what is common knowledge, with no word among them that means much else.

>>> is_given_name(b"wilhelmina"), is_given_name(b"school"), is_given_name(b"madison")
(True, False, False)
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("given_names.txt")


@cache
def load_given_names() -> frozenset[bytes]:
    """All of them."""
    lines = _FILE.read_bytes().splitlines()
    return frozenset(word for line in lines if not line.startswith(b"#") for word in line.split())


def is_given_name(word: bytes) -> bool:
    """Whether a folded word is one."""
    return word in load_given_names()
