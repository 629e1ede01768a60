"""A file that came with a message: what it says, where its links and codes lead, what of it cannot be read.

It is hostile: call `read_enclosure` behind a fence.
"""

from __future__ import annotations

import io
from typing import Any

from firstbell.documents.attachments import EnclosureText
from firstbell.documents.barcodes import read_barcodes
from firstbell.documents.calendars import is_calendar, read_calendar
from firstbell.documents.captions import is_captions, read_captions
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
from firstbell.documents.hyperlinks import list_links
from firstbell.documents.pictures import HOSTILE, recognise
from firstbell.documents.registry import read_document

_LONGEST_TEXT = 60_000
_MOST_ROWS = 400
_LIMITS = DocumentLimits(
    expanded_bytes=128 << 20,
    depth=6,
    members=2_000,
    seconds=20.0,
    recognising_s=20.0,
    ratio_from_bytes=64 << 20,
)
# smaller pictures are icons: no words stand in them
_LEAST_SIDE, _LEAST_PIXELS = 40, 15_000
# a picture that the body shows among its words is a logo below this
_LOGO_PIXELS = 60_000
_MOST_PIXELS = 60_000_000
# letters are recognised best at some 30 pixels; a telephone's photograph has more than it needs
_SHORT_SIDE, _LONG_SIDE = 900, 2_600
# so much of a picture is a code alone, with the white around it
_ALONE = 0.4
_NO_RECOGNISER = "it is a picture, and tesseract, which reads words in pictures, is not installed"
_PAGES_WITH_CODES = 4
_PAGE_SCALE = 2.0


def read_enclosure(
    name: str, data: bytes, *, inline: bool = False, recogniser: TextRecogniser | None = None
) -> EnclosureText:
    """What a file says. `inline`: whether the message shows it among its words."""
    source = DocumentSource(name, data)
    if not data:
        return EnclosureText()
    kind = find_format(source)
    if kind == "image":
        return _read_picture(data, inline=inline, recogniser=recogniser)
    collected = _Collector()
    draft = Extraction(collected, Budget(_LIMITS, len(data)), read_document)
    draft.recognises, draft.recogniser = True, recogniser
    unread = ""
    try:
        read_document(source, draft)
    except (UnreadableError, LimitError) as error:
        unread = str(error)
    links = [*list_links(source, kind), *(_read_page_codes(data) if kind == "pdf" else ())]
    text = _clean(collected.join())
    if not unread and not text.strip() and draft.missing:
        unread = draft.missing[0]
    return EnclosureText(text, tuple(dict.fromkeys(links)), unread)


def _clean(text: str) -> str:
    if is_calendar(text):
        return read_calendar(text)
    return read_captions(text) if is_captions(text) else text


class _Collector:
    """Takes the passages and rows of a document, as far as they count for a message."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0

    def begin_unit(self, name: str) -> None:
        """Units are of no matter here."""

    def end_unit(self) -> None:
        """As above."""

    def tell_alive(self) -> None:
        """The fence counts the processor's time alone."""

    def take_text(self, location: str, text: str) -> None:
        del location
        self._add(text)

    def take_rows(self, location: str, rows: Rows) -> None:
        del location
        for number, row in enumerate(rows):
            if number >= _MOST_ROWS:
                break
            self._add(" | ".join(cell for cell in row if cell))

    def _add(self, text: str) -> None:
        if self._size < _LONGEST_TEXT:
            self._parts.append(text)
            self._size += len(text) + 1

    def join(self) -> str:
        """All of it, a passage or a row a line."""
        return "\n".join(self._parts)[:_LONGEST_TEXT]


def _read_picture(data: bytes, *, inline: bool, recogniser: TextRecogniser | None) -> EnclosureText:
    from PIL import Image  # noqa: PLC0415 - most messages bring no picture

    try:
        with Image.open(io.BytesIO(data)) as opened:
            width, height = opened.size
            if width * height > _MOST_PIXELS:
                return EnclosureText(unread="it is a picture that is too large to read")
            if min(width, height) < _LEAST_SIDE or width * height < _LEAST_PIXELS:
                return EnclosureText()
            codes = read_barcodes(opened)
            links = tuple(code.link for code in codes if code.link)
            told = "\n".join(code.text for code in codes)
            # a code by itself has no words around it
            alone = sum(code.share for code in codes) > _ALONE
            if alone or (inline and width * height < _LOGO_PIXELS):
                return EnclosureText(told, links)
            prepared = _prepare(opened)
    except Image.DecompressionBombError:
        return EnclosureText(unread="it is a picture that is too large to read")
    except HOSTILE:
        return EnclosureText(unread="it is a picture that is damaged")
    if recogniser is None:
        return EnclosureText(told, links, _NO_RECOGNISER)
    draft = Extraction(_Collector(), Budget(_LIMITS, len(data)), read_document)
    draft.recognises, draft.recogniser = True, recogniser
    try:
        return EnclosureText(f"{told}\n{recognise(prepared, draft)}".strip(), links)
    except LimitError:
        return EnclosureText(told, links, "it is a picture, and reading the words in it took too long")


def _prepare(picture: Any) -> bytes:
    """The picture upright, grey, and of a size at which letters are recognised, as PNG."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - as above

    grey = (ImageOps.exif_transpose(picture)).convert("RGBA")
    ground = Image.new("RGBA", grey.size, "white")
    ground.alpha_composite(grey)
    grey = ground.convert("L")
    scale = max(1.0, _SHORT_SIDE / min(grey.size))
    scale = min(scale, _LONG_SIDE / max(grey.size), 3.0)
    if scale != 1.0:
        size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    grey.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _read_page_codes(data: bytes) -> list[str]:
    """The links of codes on the first pages of a PDF."""
    import pypdfium2 as pdfium  # noqa: PLC0415 - loaded where a PDF is read

    links: list[str] = []
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return links
    try:
        for number in range(min(len(document), _PAGES_WITH_CODES)):
            page = document[number]
            width, height = page.get_size()
            scale = min(_PAGE_SCALE, _LONG_SIDE / max(width, height, 1.0))
            codes = read_barcodes(page.render(scale=scale, grayscale=True).to_pil())
            links += [code.link for code in codes if code.link]
            page.close()
    except pdfium.PdfiumError:
        pass
    finally:
        document.close()
    return links
