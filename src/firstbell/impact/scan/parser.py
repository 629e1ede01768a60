"""Parsing one document: from its bytes to its text and tables, by some readers, without knowing anybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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
from firstbell.impact.scan.parsed_document import ParsedDocument, PieceRecorder, ReadJob


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
        draft.may_lean, draft.layouts = self._may_lean, job.layouts
        parsed = ParsedDocument("", recorder.pieces, draft.missing)
        try:
            parsed.format = read(source, draft)
        except UnreadableError as error:
            parsed.problem, parsed.is_all = str(error), error.is_all
            parsed.format = find_format(source)
        except LimitError:
            return None
        return None if recorder.is_over else parsed
