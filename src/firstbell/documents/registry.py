"""Which reader reads which format, and how a document, or one inside another, is read."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from types import MappingProxyType

from firstbell.documents import (
    archives,
    databases,
    mail,
    markup,
    objects,
    olefiles,
    pdf,
    pictures,
    rtf,
    sevenzip,
    sheets,
    text,
    word,
)
from firstbell.documents.extraction import DocumentSource, Extraction, LimitError, UnreadableError
from firstbell.documents.formats import find_format

Reader = Callable[[DocumentSource, Extraction], None]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "docx": word.read_docx,
        "pptx": word.read_pptx,
        "odt": word.read_odt,
        "sheet": sheets.read_sheet,
        "pdf": pdf.read_pdf,
        "rtf": rtf.read_rtf,
        "ole": olefiles.read_ole,
        "html": markup.read_html,
        "xml": markup.read_xml,
        "json": objects.read_json,
        "vcard": markup.read_vcard,
        "mail": mail.read_mail,
        "mbox": mail.read_mbox,
        "table": text.read_table,
        "text": text.read_text,
        "zip": archives.read_zip,
        "tar": archives.read_tar,
        "gz": archives.read_compressed,
        "bz2": archives.read_compressed,
        "xz": archives.read_compressed,
        "7z": sevenzip.read_7z,
        "sqlite": databases.read_sqlite,
        "image": pictures.read_picture,
        "media": pictures.read_media,
        "access": pictures.read_unknown,
        "pst": pictures.read_unknown,
        "rar": pictures.read_unknown,
        "program": text.read_runs,
    }
)
# what a reader of hostile bytes may raise beyond what it means to: the document is damaged then
_DAMAGE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    struct.error,
    TypeError,
    ValueError,
    EOFError,
    AssertionError,
)


def read_document(source: DocumentSource, draft: Extraction) -> str:
    """Read one document; the name of its format. Raises: UnreadableError; LimitError."""
    if not len(source.data):
        return "empty"
    name = find_format(source)
    try:
        READERS[name](source, draft)
    except (UnreadableError, LimitError):
        raise
    except _DAMAGE as error:
        raise UnreadableError(f"it is damaged ({type(error).__name__}: {str(error)[:80]})") from None
    return name
