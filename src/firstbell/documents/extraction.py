"""What a reader hands over: passages of text, rows of tables, and what it could not read.

A reader is a function of a `DocumentSource` and an `Extraction`. Locations nest:
"mail.eml > roster.xlsx > sheet Bus".
"""

from __future__ import annotations

import io
import mmap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO, Protocol

import msgspec

from firstbell.base.clock import monotonic_s
from firstbell.base.errors import Error
from firstbell.documents.record_layouts import RecordLayout
from firstbell.documents.unpacked_text import UnpackedText

Buffer = bytes | mmap.mmap | UnpackedText
_BUFFERED_BYTES = 64 << 10
Rows = Iterable[Sequence[str]]


class UnreadableError(Error):
    """A document, or a part of one, that cannot be read; its text says why.

    `is_all`: nothing of it was, whatever was handed over before.
    """

    code = "impact.unreadable"

    def __init__(self, message: str, *, is_all: bool = False) -> None:
        super().__init__(message)
        self.is_all = is_all


class LimitError(Error):
    """A document that is over one of the limits; what was read before counts."""

    code = "impact.limit"


class OtherReaderError(LimitError):
    """A document, or one inside it, whose reader is not at hand here."""

    code = "impact.other_reader"


class DocumentLimits(msgspec.Struct, frozen=True):
    """How much one document may take. Sizes are of what its archives and parts expand to.

    `seconds` are without those in which text is recognised in pictures, `recognising_s`.
    """

    expanded_bytes: int = 4 << 30
    ratio: int = 400
    ratio_from_bytes: int = 256 << 20
    depth: int = 60
    members: int = 200_000
    seconds: float = 300.0
    recognising_s: float = 3600.0


class DocumentSource(msgspec.Struct, frozen=True):
    """One document's bytes. `name`: of the file, for its ending and for places."""

    name: str
    data: Buffer

    @property
    def suffix(self) -> str:
        """The ending of the name in lower case, with its dot; "" where there is none."""
        stem, dot, ending = self.name.rpartition(".")
        return f".{ending.lower()}" if dot and stem and "/" not in ending else ""

    @property
    def held(self) -> bytes | mmap.mmap:
        """The bytes as they lie in memory: those of a text in an archive need not. Raises: TypeError."""
        if isinstance(self.data, UnpackedText):
            raise TypeError(f"{self.name} is unpacked while it is read")
        return self.data

    def whole(self) -> bytes:
        """All bytes, as one object."""
        return self.data if isinstance(self.data, bytes) else self.data[:]

    def open(self) -> BinaryIO:
        """The bytes as a file; they are not copied."""
        if isinstance(self.data, bytes):
            return io.BytesIO(self.data)
        return io.BufferedReader(_BufferFile(self.data), _BUFFERED_BYTES)


class _BufferFile(io.RawIOBase):
    """A mapped file as something to read from."""

    def __init__(self, data: mmap.mmap | UnpackedText) -> None:
        self._data = data
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        start = {0: 0, 1: self._at, 2: len(self._data)}[whence]
        if start + offset < 0:
            raise ValueError(f"negative place {start + offset}")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        part = self._data[self._at : self._at + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)


class DocumentReceiver(Protocol):
    """Takes what readers find, in the order in which it stands in the document."""

    def begin_unit(self, name: str) -> None:
        """What comes next is one whole: a document, a message, a file in an archive."""

    def end_unit(self) -> None:
        """The whole that was begun last has ended."""

    def take_text(self, location: str, text: str) -> None:
        """A passage of running text."""

    def take_rows(self, location: str, rows: Rows) -> None:
        """The rows of one table."""

    def tell_alive(self) -> None:
        """Nothing was found for a while, and reading goes on."""


class Budget(msgspec.Struct):
    """What a document has taken so far, with all that is nested in it."""

    limits: DocumentLimits
    size_bytes: int
    began_s: float = msgspec.field(default_factory=monotonic_s)
    recognising_s: float = 0.0
    expanded_bytes: int = 0
    members: int = 0

    def spend(self, size_bytes: int) -> None:
        """Count bytes that something expanded to. Raises: LimitError."""
        self.expanded_bytes += size_bytes
        if self.expanded_bytes > self._most_bytes():
            raise LimitError(f"it expands to more than {self._most_bytes() >> 20} MiB")

    def check_room(self, size_bytes: int) -> None:
        """Raises: LimitError where something that has yet to be expanded is larger than what is left."""
        if size_bytes > self.left_bytes():
            raise LimitError(f"it expands to more than {self._most_bytes() >> 20} MiB")

    def left_bytes(self) -> int:
        """How much may still be expanded."""
        return max(0, self._most_bytes() - self.expanded_bytes)

    def _most_bytes(self) -> int:
        limits = self.limits
        most = max(limits.ratio_from_bytes, limits.ratio * self.size_bytes)
        return min(limits.expanded_bytes, most)

    def check_time(self) -> None:
        """Raises: LimitError when the document has taken too long."""
        if monotonic_s() - self.began_s > self.limits.seconds:
            raise LimitError(f"reading it took more than {self.limits.seconds:.0f} s")


class TextRecogniser(Protocol):
    """Recognises text in pictures."""

    def recognise(self, picture: bytes, *, dpi: int, is_local: bool) -> bytes | None:
        """The text, nothing where it takes too long; None where the picture, or the way, is not taken.

        `dpi`: the picture's resolution, 0 where it may say. `is_local`: by thresholds for parts of a page.
        """


class Extraction:
    """Collects one document. `missing`: what could not be read of it, each with its place. `chars`: of the
    passages that were handed over so far, `tables`: how many were.

    `recognises`: whether text in pictures shall be recognised, `recogniser`: by whom, where anybody can.

    `read`: reads a document; those that are inside another one go the same way. `may_lean`: whether a library
    may read what is in it. `layouts`: what files beside it tell of its records.
    """

    def __init__(
        self, taker: DocumentReceiver, budget: Budget, read: Callable[[DocumentSource, Extraction], object]
    ) -> None:
        self._taker = taker
        self._read = read
        self.budget = budget
        self._locations: list[str] = []
        self.depth = 0
        self.missing: list[str] = []
        self.chars = 0
        self.tables = 0
        self.is_slow = False
        self.may_lean = True
        self.recognises = False
        self.recogniser: TextRecogniser | None = None
        self.layouts: Sequence[RecordLayout] = ()

    @property
    def location(self) -> str:
        """Where we are, from the outermost document inwards."""
        return " > ".join(self._locations)

    @contextmanager
    def at(self, location: str) -> Iterator[None]:
        """What is handed over inside stands at this place."""
        self._locations.append(location)
        try:
            yield
        finally:
            self._locations.pop()

    @contextmanager
    def unit(self, name: str) -> Iterator[None]:
        """What is handed over inside is one whole."""
        self._taker.begin_unit(name)
        try:
            yield
        finally:
            self._taker.end_unit()

    def lean_on_library(self) -> None:
        """A library is about to read bytes of the document. Raises: OtherReaderError where none may."""
        if not self.may_lean:
            raise OtherReaderError("a library reads a part of it")

    def text(self, text: str) -> None:
        """Hand over a passage. Raises: LimitError."""
        if text and not text.isspace():
            self.budget.check_time()
            self.chars += len(text)
            self._taker.take_text(self.location, text)

    def rows(self, rows: Rows) -> None:
        """Hand over a table. Raises: LimitError."""
        self.budget.check_time()
        self.tables += 1
        self._taker.take_rows(self.location, rows)

    @contextmanager
    def recognising(self) -> Iterator[None]:
        """What is done inside has time of its own. Raises: LimitError where that has run out."""
        budget = self.budget
        if budget.recognising_s > budget.limits.recognising_s:
            raise LimitError(f"recognizing text in it took more than {budget.limits.recognising_s:.0f} s")
        began_s = monotonic_s()
        try:
            yield
        finally:
            took_s = monotonic_s() - began_s
            budget.recognising_s += took_s
            budget.began_s += took_s
            self._taker.tell_alive()

    def member(self, source: DocumentSource) -> None:
        """Read a document inside this one; where it cannot be read, that is missing of the outer one.

        Raises: LimitError.
        """
        if self.depth >= self.budget.limits.depth:
            raise LimitError(f"it is nested more than {self.budget.limits.depth} deep")
        self.depth += 1
        try:
            with self.at(source.name[:200]), self.unit(source.name):
                try:
                    self._read(source, self)
                except UnreadableError as error:
                    self.miss(str(error))
        finally:
            self.depth -= 1

    def miss(self, why: str) -> None:
        """Say what cannot be read here."""
        if len(self.missing) < 100:
            self.missing.append(f"{self.location}: {why}" if self._locations else why)
