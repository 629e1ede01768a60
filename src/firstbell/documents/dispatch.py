"""Reading a document by the reader of its format, one of those that are at hand."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from firstbell.documents.extraction import (
    DocumentSource,
    Extraction,
    LimitError,
    OtherReaderError,
    UnreadableError,
)
from firstbell.documents.formats import find_format
from firstbell.documents.layouts.laid_out_records import give_laid_out

# formats whose records a file beside them may explain
LAID_OUT = frozenset(("text", "table"))

Reader = Callable[[DocumentSource, Extraction], None]

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
    SyntaxError,  # of lxml and ElementTree
    TypeError,
    ValueError,
    EOFError,
    AssertionError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
)


def read_by(readers: Mapping[str, Reader], source: DocumentSource, draft: Extraction) -> str:
    """Read one document; the name of its format. Raises: UnreadableError; LimitError."""
    if not len(source.data):
        return "empty"
    name = find_format(source)
    if name not in readers:
        raise OtherReaderError(f"there is no reader of {name} here")
    try:
        readers[name](source, draft)
        if draft.layouts and name in LAID_OUT:
            give_laid_out(source, draft.layouts, draft)
    except (UnreadableError, LimitError):
        raise
    except _DAMAGE as error:
        raise UnreadableError(f"it is damaged ({type(error).__name__}: {str(error)[:80]})") from None
    return name
