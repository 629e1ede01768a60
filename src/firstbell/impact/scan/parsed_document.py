"""What a process that only parses hands over of a document for another one to judge: its text and tables.

The bytes of a document are hostile; what is told here is text, and is checked by its schema. Nothing of the
finder, and nothing that parses, is loaded where this is made or passed on.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from firstbell.documents.extraction import LimitError, Rows
from firstbell.documents.record_layouts import RecordLayout
from firstbell.impact.people.person import Person

# documents that come to more are judged where they are read, piece by piece
_MOST_CHARS = 2 << 20


class ReadJob(msgspec.Struct, array_like=True):
    """One document to read; its bytes come as an open file beside the message. `folder`: where it lies.

    `place`: the same with its host; texts of one place may be judged by one child, "": by a child of its own.
    `layouts`: what files in its folder and the one above tell of its records.
    """

    content: str
    name: str
    size: int
    is_slow: bool = False
    recognises: bool = False
    folder: str = ""
    place: str = ""
    layouts: list[RecordLayout] = []


class UnitBegun(msgspec.Struct, array_like=True, tag=1):
    """See `DocumentReceiver.begin_unit`."""

    name: str


class UnitEnded(msgspec.Struct, array_like=True, tag=2):
    """See `DocumentReceiver.end_unit`."""


class TextTaken(msgspec.Struct, array_like=True, tag=3):
    """See `DocumentReceiver.take_text`."""

    location: str
    text: str


class RowsTaken(msgspec.Struct, array_like=True, tag=4):
    """See `DocumentReceiver.take_rows`."""

    location: str
    rows: list[list[str]]


class ParsedDocument(msgspec.Struct, array_like=True):
    """A document as its reader handed it over. `problem`: why it, or its rest, was not read, "" where it was;
    `is_all`: nothing of it was read. `missing`: parts that were not, each with its place.
    """

    format: str
    pieces: list[UnitBegun | UnitEnded | TextTaken | RowsTaken]
    missing: list[str]
    problem: str = ""
    is_all: bool = False


class FencedSetup(msgspec.Struct, array_like=True):
    """What the children of a fence know: the roster, today, whether the supervisor recognises text, and the
    patterns as an earlier scan packed them, b"" where none did.
    """

    people: list[Person]
    today: str
    has_recogniser: bool
    patterns: bytes = b""


class JudgeJob(msgspec.Struct, array_like=True):
    """A parsed document to judge; `parsed`: a `ParsedDocument` as the child that parsed it told it."""

    job: ReadJob
    parsed: bytes


class PieceRecorder:
    """Keeps what a reader hands over. `is_over`: it is too much, or it broke off within a table."""

    def __init__(self, tell_alive: Callable[[], None]) -> None:
        self.tell_alive = tell_alive
        self.pieces: list[UnitBegun | UnitEnded | TextTaken | RowsTaken] = []
        self.is_over = False
        self._chars = 0

    def _count(self, chars: int) -> None:
        self._chars += chars
        if self._chars > _MOST_CHARS:
            self.is_over = True
            raise LimitError("it has more text than is kept of one document")

    def begin_unit(self, name: str) -> None:
        """What comes next is one whole, inside the one before."""
        self.pieces.append(UnitBegun(name))

    def end_unit(self) -> None:
        """The whole that was begun last has ended."""
        self.pieces.append(UnitEnded())

    def take_text(self, location: str, text: str) -> None:
        """A passage of running text. Raises: LimitError."""
        self._count(len(text))
        self.pieces.append(TextTaken(location, text))

    def take_rows(self, location: str, rows: Rows) -> None:
        """The rows of one table. Raises: LimitError; what the rows raise."""
        kept: list[list[str]] = []
        try:
            for row in rows:
                kept.append(list(row))
                self._count(sum(map(len, row)) + len(row) + 1)
        except Exception:
            self.is_over = True
            raise
        self.pieces.append(RowsTaken(location, kept))
