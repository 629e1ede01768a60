"""Parsing one document in a fenced child that knows nobody: from its bytes to its text and tables.

Its zygote holds the readers of documents and nothing of the finder: the less a zygote holds, the less a fork
of it costs. What would have to load a module is answered by b"": it is read whole, by a child that has
everything.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib.abc import MetaPathFinder

import msgspec

from firstbell.documents.dispatch import Reader, read_by
from firstbell.documents.extraction import (
    Budget,
    Buffer,
    DocumentLimits,
    DocumentSource,
    Extraction,
    LimitError,
    OtherReaderError,
    UnreadableError,
)
from firstbell.documents.formats import find_format
from firstbell.documents.late_modules import LATE_MODULES
from firstbell.documents.registry import READERS
from firstbell.impact.scan.canaries import iterate_canaries
from firstbell.impact.scan.contents import map_file
from firstbell.impact.scan.parsed_document import ParsedDocument, PieceRecorder, ReadJob
from firstbell.processes.preload import load_codecs, load_modules
from firstbell.processes.zygote import FencedAnswer, FencedRequest

# Python rewrites what it runs for the eighth time or so, which would copy the pages it shares with its zygote
_WARMING_ROUNDS = 9


class DocumentParser:
    """Parses documents by these readers. `may_lean`: whether libraries may read what is in them."""

    def __init__(self, readers: Mapping[str, Reader], *, may_lean: bool = True) -> None:
        self._readers = readers
        self._may_lean = may_lean

    def parse(self, job: ReadJob, data: Buffer, beat: Callable[[], None]) -> ParsedDocument | None:
        """What a document holds; None where it has to be read whole. Never raises for what is in it, but
        MemoryError and what a reader does not mean to.
        """
        recorder = PieceRecorder(beat)
        source = DocumentSource(job.name, data)

        def read(within: DocumentSource, draft: Extraction) -> str:
            try:
                return read_by(self._readers, within, draft)
            except OtherReaderError:
                recorder.is_over = True
                raise

        draft = Extraction(recorder, Budget(DocumentLimits(), job.size), read)
        draft.may_lean = self._may_lean
        parsed = ParsedDocument("", recorder.pieces, draft.missing)
        try:
            parsed.format = read(source, draft)
        except UnreadableError as error:
            parsed.problem, parsed.is_all = str(error), error.is_all
            parsed.format = find_format(source)
        except LimitError:
            return None
        return None if recorder.is_over else parsed


class _ImportWatch(MetaPathFinder):
    """Sees that a module is missing here, which a reader might take for one that is not installed."""

    is_asked = False

    def find_spec(self, *_: object) -> None:
        """Nothing is found."""
        self.is_asked = True


def begin_parser(_: bytes) -> FencedAnswer:
    """What parses documents, in the zygote of a fence; the setup is empty."""
    load_codecs()
    load_modules(name for name in LATE_MODULES if name.partition(".")[0] in sys.stdlib_module_names)
    parser = DocumentParser(READERS)
    canaries = [(ReadJob("", name, len(data)), data) for name, data in iterate_canaries()]
    decoder = msgspec.msgpack.Decoder(ReadJob)
    encoder = msgspec.msgpack.Encoder()
    for job, data in canaries * _WARMING_ROUNDS:
        encoder.encode(parser.parse(job, data, _say_nothing))
    watch = _ImportWatch()
    sys.meta_path.insert(0, watch)

    def answer(request: FencedRequest) -> bytes:
        watch.is_asked = False
        job = decoder.decode(request.data)
        parsed = parser.parse(job, map_file(request.descriptor, job.size), request.tell_alive)
        return b"" if parsed is None or watch.is_asked else encoder.encode(parsed)

    return answer


def _say_nothing() -> None:
    """Nobody waits for a sign of life while a zygote gets ready."""
