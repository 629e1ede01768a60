"""Pictures and scans: their text is recognized where that is asked for and possible; else they are listed.

It is tesseract that can, run by the supervisor of a fence: what reads documents runs no program.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterable, Sequence

from firstbell.documents.extraction import DocumentSource, Extraction, UnreadableError

# what is smaller is a logo or a button
_LEAST_PIXELS = 250_000
# what Pillow raises for pictures that are none
HOSTILE = (OSError, ValueError, ArithmeticError, LookupError, TypeError, EOFError, SyntaxError, struct.error)
_ADDRESS = re.compile(r"\b([A-Za-z][\w.+-]{0,63})((?: \d{1,9}){0,4}) ?@ ?([\w-]{1,63}(?:\.[\w-]{1,63}){1,5})")


def read_picture(source: DocumentSource, draft: Extraction) -> None:
    """The text that is recognized in a picture. Raises: UnreadableError where none can be; LimitError."""
    text = recognise(source.whole(), draft)
    if not draft.recognises or draft.recogniser is None:
        raise UnreadableError("image only: text in pictures was not recognized")
    if not text.strip():
        raise UnreadableError("image only: no text was recognized in it")
    draft.text(text)
    draft.miss("a picture: its text was recognized, which errs")


def read_pictures_within(pictures: Iterable[tuple[str, bytes]], draft: Extraction, *, is_bare: bool) -> None:
    """Pictures of a document, each by its name in there. `is_bare`: it holds hardly anything else.

    Recognised where that is asked for; else told where the document is bare.

    Raises: LimitError.
    """
    if not draft.recognises and not is_bare:
        return
    recognized: list[str] = []
    unread: list[str] = []
    for name, data in pictures:
        draft.lean_on_library()
        if not _is_large(data):
            continue
        text = recognise(data, draft)
        (recognized if text.strip() else unread).append(name)
        with draft.at(name):
            draft.text(text)
    if recognized:
        draft.miss(f"pictures whose text was recognized, which errs: {tell_some(recognized)}")
    if unread and is_bare:
        draft.miss(f"little but pictures, in which no text was recognized: {tell_some(unread)}")


def _is_large(picture: bytes) -> bool:
    from PIL import Image  # noqa: PLC0415 - most documents hold no picture

    try:
        with Image.open(io.BytesIO(picture)) as opened:
            width, height = opened.size
            return bool(width * height >= _LEAST_PIXELS)
    except Image.DecompressionBombError:
        return True  # larger than what Pillow opens; the recogniser has limits of its own
    except HOSTILE:
        return False


def tell_some(items: Sequence[object]) -> str:
    """The first ten of them, and how many more there are."""
    told = ", ".join(map(str, items[:10]))
    return f"{told} and {len(items) - 10} more" if len(items) > 10 else told


def recognise(picture: bytes, draft: Extraction, *, dpi: int = 0) -> str:
    """The text in a picture; "" where there is none, nothing that recognises it, or nobody asked for it.

    `dpi`: its resolution, 0 where the picture may say. Raises: LimitError.
    """
    if not draft.recognises or draft.recogniser is None:
        return ""
    text = None
    for is_local in (True, False):  # tesseract 4 does not know the first
        with draft.recognising():  # each by itself: none may be silent for too long
            text = draft.recogniser.recognise(picture, dpi=dpi, is_local=is_local)
        if text is not None:
            break
    return mend_addresses((text or b"").decode("utf-8", "replace"))


def mend_addresses(text: str) -> str:
    """Recognised text, its e-mail addresses without the gaps that are seen in figures and about the @."""
    return _ADDRESS.sub(lambda found: f"{found[1]}{found[2].replace(' ', '')}@{found[3]}", text)


def read_media(source: DocumentSource, draft: Extraction) -> None:
    """Raises: UnreadableError: sound and film are listed, not read."""
    raise UnreadableError("sound or film: it is not read")


def read_unknown(source: DocumentSource, draft: Extraction) -> None:
    """Raises: UnreadableError: formats that nothing here reads are listed."""
    names = {".mdb": "an Access database", ".accdb": "an Access database", ".pst": "an Outlook mail store"}
    what = names.get(source.suffix, "a RAR archive" if bytes(source.data[:4]) == b"Rar!" else "this format")
    raise UnreadableError(f"{what} is not read")
