"""Which reader reads which format, and how a document, or one inside another, is read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from firstbell.documents import archives, databases, markup, pdf, sevenzip, sheets, stepwise_formats
from firstbell.documents.dispatch import Reader, read_by
from firstbell.documents.extraction import DocumentSource, Extraction

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        **stepwise_formats.READERS,
        "pdf": pdf.read_pdf,
        "sheet": sheets.read_sheet,
        "html": markup.read_html,
        "xz": archives.read_compressed,
        "7z": sevenzip.read_7z,
        "sqlite": databases.read_sqlite,
    }
)


def read_document(source: DocumentSource, draft: Extraction) -> str:
    """Read one document; the name of its format. Raises: UnreadableError; LimitError."""
    return read_by(READERS, source, draft)
