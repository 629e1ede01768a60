"""Which reader reads which format, and how a document, or one inside another, is read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from firstbell.documents import marked_formats, pdf
from firstbell.documents.dispatch import Reader, read_by
from firstbell.documents.extraction import DocumentSource, Extraction

READERS: Mapping[str, Reader] = MappingProxyType({"pdf": pdf.read_pdf, **marked_formats.READERS})


def read_document(source: DocumentSource, draft: Extraction) -> str:
    """Read one document; the name of its format. Raises: UnreadableError; LimitError."""
    return read_by(READERS, source, draft)
