"""Why a file could not be read, in plain words. What a library said of it stays in the reason itself."""

from __future__ import annotations

import re

# what libraries say -> what it means to who has the file
_CAUSES = tuple(
    (re.compile(pattern, re.IGNORECASE), cause)
    for pattern, cause in (
        (
            r"eof marker|startxref|unexpected end|ended (?:before|unexpectedly)|ends before|truncated"
            r"|eoferror|not enough data|requires a buffer|not a multiple of item size",
            "its end is missing; it may have been cut off",
        ),
        (
            r"not a zip file|not an? (?:ole2|gzip|database)|is not a database|bad magic number|no /?root"
            r"|root object|could not be opened successfully|invalid (?:header|data stream)|pdf header",
            "its content is not of the kind that its name says; it may be encrypted",
        ),
        (
            r"\bcrc\b|crc-32|checksum|error -\d|decompress|corrupt|malformed|bad offset|out of range"
            r"|invalid (?:stored|block|bit|code|distance|literal)",
            "part of its content is damaged",
        ),
    )
)
_DAMAGED = re.compile(r" (?:is damaged|cannot be unpacked)(?: \(|$)")


def say_reason(reason: str) -> str:
    """The reason, of one or several parts, with plain words for what a library said; places stay.

    >>> say_reason("it is damaged: EOF marker not found")
    'its end is missing; it may have been cut off'
    >>> say_reason("word/document.xml: word/document.xml is damaged: Bad CRC-32 for file 'word/document.xml'")
    'word/document.xml: part of its content is damaged'
    >>> say_reason("it is encrypted"), say_reason("it is damaged (KeyError: 'R')")
    ('it is encrypted', 'it is damaged')
    """
    return "; ".join(dict.fromkeys(map(_say_one, reason.split("; "))))


def _say_one(reason: str) -> str:
    parts = reason.split(": ")
    # before it stand names of files and parts, which may read like anything
    at = next((at for at, part in enumerate(parts) if _DAMAGED.search(part)), len(parts) - 1)
    tail = ": ".join(parts[at:])
    cause = next((cause for pattern, cause in _CAUSES if pattern.search(tail)), "")
    if not cause and _DAMAGED.search(parts[at]):
        cause = _cut(parts[at:], tail)
    return ": ".join([*parts[:at], cause or tail])


def _cut(parts: list[str], tail: str) -> str:
    """What we say of damage ourselves stays; what stands behind it of a library's does not."""
    if len(parts) > 1 and parts[1].startswith("it "):
        return tail
    return parts[0].partition(" (")[0]
