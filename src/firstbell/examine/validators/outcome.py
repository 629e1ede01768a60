"""What a validator says, and the row by which it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

import msgspec


class Grade(StrEnum):
    """How far content holds up as its type.

    SOUND: every byte that matters was decoded or check-summed, so it is not ciphertext. PLAUSIBLE: the
    structure holds, but bodies were not checked (uncompressed samples, encrypted entries, 8-bit text).
    TORN: good up to its end, which comes too early. BROKEN: starts as the type, then contradicts it.
    UNCHECKED: checking took too long or too much memory and was stopped. NONE: no known type.
    """

    SOUND = "sound"
    PLAUSIBLE = "plausible"
    TORN = "torn"
    BROKEN = "broken"
    UNCHECKED = "unchecked"
    NONE = "none"


class Outcome(msgspec.Struct, frozen=True):
    """A grade, the name of the type, and what was checked or what failed.

    `is_dense`: the body looks like noise by nature (compressed or encrypted), so that a histogram says
    nothing about it. `expected`: the type the name promises, where content is not of it. `filled`: what in a
    container that holds is noise though it never is in honest ones, a clause; "" where nothing is.
    """

    grade: Grade
    type: str
    detail: str = ""
    is_dense: bool = False
    expected: str = ""
    filled: str = ""

    @property
    def holds(self) -> bool:
        """Whether the content is of its type."""
        return self.grade in (Grade.SOUND, Grade.PLAUSIBLE)


# of checks by a library; and of checks that inflate by steps, where less content can do no harm worth 0.2 ms
ALWAYS, FROM_32_KIB = 0, 32 << 10
# asking a child takes as long as unpacking so much
MOST_UNPACKED_BYTES = 384 << 10


class MalformedError(Exception):
    """Content contradicts its type; the message says where. Never leaves this package."""


class TornError(Exception):
    """Content ends too early. Never leaves this package."""


Validator = Callable[[bytes], Outcome]
Members = Callable[[bytes], Iterable[tuple[bytes, bytes]]]


class Format(msgspec.Struct, frozen=True):
    """One type: how it is recognised and who checks it.

    `magics`: pairs of offset and bytes, any of which marks the type; empty where only the name tells.
    `suffixes`: lower case, with the dot. `is_strict`: whether a name with such a suffix promises the type,
    so that other content under it is remarkable. `is_weak`: its mark is met in other content too.
    `fenced_from`: bytes of content from which its check, which unpacks or leans on a library, runs in a
    child of its own (`fence`); None: never. `is_plain`: whether that check is Python and unpacks by steps,
    with no library that reads the format: then a child may check others beside it (`Fence.share`).
    `unpacks_to`: how many bytes a content says that it unpacks to; where these are many, its check runs in a
    child though the content is short, since what inflates there takes a tenth of the time.
    `members`: for archives that do not pack: name and content of each file inside, to be checked as its own
    type.
    """

    name: str
    check: Validator
    magics: tuple[tuple[int, bytes], ...]
    suffixes: tuple[bytes, ...] = ()
    is_strict: bool = True
    is_weak: bool = False
    fenced_from: int | None = None
    is_plain: bool = False
    unpacks_to: Callable[[bytes], int] | None = None
    members: Members | None = None


def sound(type_name: str, detail: str = "", *, is_dense: bool = False, filled: str = "") -> Outcome:
    """Content of this type, checked whole."""
    return Outcome(Grade.SOUND, type_name, detail, is_dense, filled=filled)


def plausible(type_name: str, detail: str = "", *, is_dense: bool = False, filled: str = "") -> Outcome:
    """Content of this type as far as its structure tells."""
    return Outcome(Grade.PLAUSIBLE, type_name, detail, is_dense, filled=filled)


def require(condition: object, message: str) -> None:
    """Raises: MalformedError with `message` where the condition does not hold."""
    if not condition:
        raise MalformedError(message)


def require_length(data: bytes, end: int, message: str) -> None:
    """Raises: TornError where content ends before `end`."""
    if end > len(data):
        raise TornError(message)
