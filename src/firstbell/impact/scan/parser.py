"""Parsing one document in a fenced child that knows nobody: from its bytes to its text and tables.

There is a zygote for each family of formats, which holds the readers of those and nothing else: the less a
zygote holds, the less a fork of it costs. What a family does not read, or would have to load a module for, is
answered by b"": it is read whole, by a child that has everything.
"""

from __future__ import annotations

import importlib
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
from firstbell.impact.scan.canaries import iterate_canaries
from firstbell.impact.scan.contents import map_file
from firstbell.impact.scan.parsed_document import ParsedDocument, PieceRecorder, ReadJob
from firstbell.processes.preload import load_codecs, load_modules
from firstbell.processes.zygote import FencedAnswer, FencedRequest

BEGIN = f"{__name__}:begin_parser"
MARKED, PAGES = "marked_formats", "page_formats"
# Python rewrites what it runs for the eighth time or so, which would copy the pages it shares with its zygote
_WARMING_ROUNDS = 9


def name_family(name: str) -> str:
    """The family that most likely reads a file of this name."""
    return PAGES if DocumentSource(name, b"").suffix == ".pdf" else MARKED


class DocumentParser:
    """Parses documents by the readers of one family. `may_lean`: whether libraries may read what is in
    them.
    """

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


def begin_parser(setup: bytes) -> FencedAnswer:
    """What parses documents, in the zygote of one family, whose name the setup is."""
    family = setup.decode()
    load_codecs()
    load_modules(name for name in LATE_MODULES if name.partition(".")[0] in sys.stdlib_module_names)
    parser = DocumentParser(importlib.import_module(f"firstbell.documents.{family}").READERS)
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
