"""Reading one document in a fenced process: from its bytes to what was found in it, one message in and one
out.
"""

from __future__ import annotations

import mmap
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress

import msgspec
from msgspec.structs import replace

from firstbell.base.clock import monotonic_s
from firstbell.documents.extraction import (
    Budget,
    DocumentLimits,
    DocumentSource,
    Extraction,
    LimitError,
    Rows,
    TextRecogniser,
    UnreadableError,
)
from firstbell.documents.formats import find_format
from firstbell.documents.late_modules import LATE_MODULES, LATE_PACKAGES
from firstbell.documents.registry import read_document
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.certainty import Certainty
from firstbell.impact.detection.evidence.results import Keeper, OpenKeeper
from firstbell.impact.detection.values.patterns import load_database
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.scan.canaries import iterate_canaries
from firstbell.impact.scan.contents import map_file
from firstbell.impact.scan.judge import DocumentJudge
from firstbell.impact.scan.parsed_document import FencedSetup, ParsedDocument, ReadJob
from firstbell.impact.scan.read_result import DocumentReading
from firstbell.processes.preload import load_codecs, load_modules, load_package
from firstbell.processes.recogniser import AskedRecogniser
from firstbell.processes.zygote import FencedAnswer, FencedRequest

_BEAT_S = 1.0
_BEAT_ROWS = 500
_SECONDS_PER_MIB = 0.5
# Python rewrites what it runs for the eighth time or so, which would copy the pages it shares with its zygote
_WARMING_ROUNDS = 3


class _Living:
    """A taker that says now and then that the process is alive, and hands on what it takes."""

    def __init__(self, analyst: Analyst, beat: Callable[[], None]) -> None:
        self._analyst = analyst
        self._beat = beat
        self._last_s = monotonic_s()
        self.begin_unit = analyst.begin_unit
        self.end_unit = analyst.end_unit

    def tell_alive(self) -> None:
        """See `Taker.tell_alive`."""
        self._beat()

    def _tell(self) -> None:
        now_s = monotonic_s()
        if now_s - self._last_s > _BEAT_S:
            self._last_s = now_s
            self._beat()

    def take_text(self, location: str, text: str) -> None:
        """A passage of running text."""
        self._analyst.take_text(location, text)
        self._tell()

    def take_rows(self, location: str, rows: Rows) -> None:
        """The rows of one table."""
        self._analyst.take_rows(location, self._count(rows))
        self._tell()

    def _count(self, rows: Rows) -> Iterator[list[str]]:
        for number, row in enumerate(rows):
            if number % _BEAT_ROWS == 0:
                self._tell()
            yield row if isinstance(row, list) else list(row)


class DocumentReader(DocumentJudge):
    """Reads documents one after the other. `limits`: what one of them may take; `certainty`: what decides
    what is called certain.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        keeper: Keeper,
        limits: DocumentLimits | None = None,
        *,
        certainty: Certainty | None = None,
    ) -> None:
        super().__init__(lexicon, keeper, certainty)
        self._limits = limits or DocumentLimits()

    def read(
        self,
        job: ReadJob,
        descriptor: int,
        *,
        beat: Callable[[], None],
        recogniser: TextRecogniser | None = None,
    ) -> DocumentReading:
        """Read a document from an open file. Never raises for what is in it, but MemoryError."""
        data = map_file(descriptor, job.size)
        draft = self._begin(job, beat)
        draft.recogniser = recogniser
        try:
            return self._read(job, DocumentSource(job.name, data), draft)
        finally:
            if isinstance(data, mmap.mmap):
                with suppress(
                    BufferError
                ):  # an exception that was kept holds a view of it; it goes with that
                    data.close()

    def _begin(self, job: ReadJob, beat: Callable[[], None]) -> Extraction:
        limits = replace(self._limits, seconds=self._limits.seconds + _SECONDS_PER_MIB * job.size / (1 << 20))
        draft = Extraction(_Living(self.analyst, beat), Budget(limits, job.size), read_document)
        draft.is_slow, draft.recognises, draft.layouts = job.is_slow, job.recognises, job.layouts
        return draft

    def _read(self, job: ReadJob, source: DocumentSource, draft: Extraction) -> DocumentReading:
        self.analyst.begin(job.name, job.folder)
        told = ParsedDocument("", [], draft.missing)
        try:
            told.format = read_document(source, draft)
        except (UnreadableError, LimitError) as error:
            told.problem, told.is_all = str(error), isinstance(error, UnreadableError) and error.is_all
            told.format = find_format(source)
        return self.conclude(job, told)


def begin_reader(setup: bytes) -> FencedAnswer:
    """What reads documents, in the zygote of a fence; it has read the canaries, so that all is warm.

    Every request has a document.
    """
    load_codecs()
    load_modules(LATE_MODULES)
    for package in LATE_PACKAGES:
        load_package(package)
    told = msgspec.msgpack.decode(setup, type=FencedSetup)
    load_database(told.patterns)  # before the first child is forked
    reader = DocumentReader(Lexicon(told.people), OpenKeeper(told.today))
    for _ in range(_WARMING_ROUNDS):
        for name, data in iterate_canaries():
            with tempfile.TemporaryFile(buffering=0) as file:
                file.write(data)
                reader.read(ReadJob("", name, len(data)), file.fileno(), beat=_say_nothing)

    def answer(request: FencedRequest) -> bytes:
        job = msgspec.msgpack.decode(request.data, type=ReadJob)
        recogniser = AskedRecogniser(request) if told.has_recogniser else None
        reading = reader.read(job, request.descriptor, beat=request.tell_alive, recogniser=recogniser)
        return msgspec.msgpack.encode(reading)

    return answer


def _say_nothing() -> None:
    """Nobody waits for a sign of life while a zygote gets ready."""
