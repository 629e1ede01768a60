"""Why a file could not be read, in plain words, and what a person can do about it.

What a library says becomes what it means to whoever has the file. A library's words that nobody knows here
stay, in brackets behind a plain sentence. What readers say themselves stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_OLDER = "Open it with its own program. If that fails, take an older version of it from the backups."
_COPY = "Take an older version of it from the backups, or ask whoever sent it for another copy."
_PASSWORD = "Ask whoever has it for its password, save a copy without one, and search that copy."
_PROGRAM = "Somebody has to open it with the program that made it."
_LOOK = "Somebody has to look at it: no program can read the text in it."
_CHECK = "Somebody should compare it with what was found: text in pictures is misread now and then."
_BY_HAND = "Somebody has to open it: it is too much for the search. Parts of it can be searched one by one."
_AGAIN = "Search again. If it says the same, somebody has to open it."

# what libraries say -> what it means, and what to do
_CAUSES = tuple(
    (re.compile(pattern, re.IGNORECASE), cause, advice)
    for pattern, cause, advice in (
        (
            r"eof marker|startxref|unexpected end|ended (?:before|unexpectedly)|ends before|truncated"
            r"|eoferror|not enough data|requires a buffer|not a multiple of item size",
            "its end is missing; it may have been cut off",
            _COPY,
        ),
        (
            r"not a zip file|not an? (?:ole2|gzip|database)|is not a database|bad magic number|no /?root"
            r"|root object|could not be opened successfully|invalid (?:header|data stream)|pdf header",
            "its content is not of the kind that its name says; it may be encrypted",
            _COPY,
        ),
        (
            r"\bcrc\b|crc-32|checksum|error -\d|decompress|corrupt|malformed|bad offset|out of range"
            r"|invalid (?:stored|block|bit|code|distance|literal)",
            "part of its content is damaged",
            _OLDER,
        ),
    )
)
# what readers, fences and scans say themselves -> what to do; each is a whole part of a reason
_OWN = tuple(
    (re.compile(pattern), advice)
    for pattern, advice in (
        (r"it is encrypted(?:, including the names in it)?", _PASSWORD),
        (r"it is damaged, or encrypted|damaged pages|it is a picture that is damaged", _OLDER),
        (r"its format is not known(?:, or it is encrypted)?|it is not text|.* is not read", _PROGRAM),
        (
            r"no clean version of it is in the repository",
            "Look for another copy of it: on another computer, in a mailbox, on paper.",
        ),
        (
            r"image only: text in pictures was not recognized",
            "Install tesseract at the desk and search again, or have somebody look at it.",
        ),
        (r"sound or film", "Somebody has to listen to it, or watch it."),
        (r"image only|little but pictures, in which no text was recognized|pages that are pictures", _LOOK),
        (r"no text can be read in it|no words were found in (?:it|this picture)", _LOOK),
        (r"(?:pictures|pages) whose text was recognized, which errs|a picture", _CHECK),
        (
            r"the memos are damaged, or there are none|its memos stand in a file of their own.*",
            "Look for a file of the same name that ends in .dbt or .fpt: it holds the memos.",
        ),
        (r"its header tells of .*", _COPY),
        (r"it (?:holds|expands to|is nested|needs|has) more .*|it has \d[\d,]* pages, .*", _BY_HAND),
        (r"it is (?:a picture that is )?too large to read", _BY_HAND),
        (r"(?:reading|recognizing text in) it .*", _BY_HAND),
        (r"what read it was ended twice.*|the process that read it did not answer.*", _AGAIN),
        (r"it cannot be read \(.*", _AGAIN),
        (r"it was not read", "Search again: it goes on where it was stopped."),
        (r"it cannot be (?:opened|read)", "Give the desk the right to read it, and search again."),
        (r"it is empty|and \d+ more", ""),
    )
)
_DAMAGED = re.compile(r".* (?:is damaged|cannot be unpacked)(?: \(.*)?")
_SAME = "the same content as "


def say_reason(reason: str) -> str:
    """The reason, of one or several parts, with plain words for what a library said; places stay.

    >>> say_reason("it is damaged: EOF marker not found")
    'its end is missing; it may have been cut off'
    >>> say_reason("word/document.xml: word/document.xml is damaged: Bad CRC-32 for file 'word/document.xml'")
    'word/document.xml: part of its content is damaged'
    >>> say_reason("it is encrypted"), say_reason("it is damaged: some new words")
    ('it is encrypted', 'it is damaged (some new words)')
    """
    judged = (_judge(one) for one in reason.split("; "))
    return "; ".join(dict.fromkeys(": ".join(filter(None, (places, cause))) for places, cause, _ in judged))


def advise(reason: str) -> str:
    """What a person can do about it, a sentence for each part; "" where there is nothing to do.

    >>> advise("scan.pdf: it is encrypted")
    'Ask whoever has it for its password, save a copy without one, and search that copy.'
    """
    return " ".join(filter(None, dict.fromkeys(_judge(one)[2] for one in reason.split("; "))))


def count_causes(reasons: Iterable[str]) -> Counter[tuple[str, str]]:
    """How many files have each cause, without the places in them, with what to do about it."""
    return Counter(
        cause
        for reason in reasons
        for cause in dict.fromkeys(_judge(one)[1:] for one in reason.split("; "))
        if cause[0]
    )


def _judge(reason: str) -> tuple[str, str, str]:
    """One part: where it is, why in plain words, and what to do about it."""
    parts = reason.split(": ")
    at = next((at for at, part in enumerate(parts) if _is_said(part)), len(parts) - 1)
    # before it stand names of files and parts, which may read like anything
    places, tail = parts[:at], ": ".join(parts[at:])
    told = _judge_tail(parts[at:], tail) if tail else ("", "")
    if told is None:
        told = (f"it cannot be read ({tail})", _OLDER)
        if reason.startswith(_SAME):
            return reason, "", ""
    return ": ".join(places), *told


def _is_said(part: str) -> bool:
    return bool(_DAMAGED.fullmatch(part)) or any(pattern.fullmatch(part) for pattern, _ in _OWN)


def _judge_tail(parts: list[str], tail: str) -> tuple[str, str] | None:
    """The words and the advice; None for what nobody knows here."""
    for pattern, advice in _OWN:
        if pattern.fullmatch(parts[0]) or pattern.fullmatch(tail):
            return tail, advice
    for pattern, cause, advice in _CAUSES:
        if pattern.search(tail):
            return cause, advice
    if _DAMAGED.fullmatch(parts[0]):
        # what we say of damage ourselves stays as it is; a library's words stand in brackets
        is_whole = len(parts) == 1 or parts[1].startswith("it ") or "(" in parts[0]
        return tail if is_whole else f"{parts[0]} ({': '.join(parts[1:])})", _OLDER
    return None
