"""PDF: the text of every page, the fields of forms, attachments."""

from __future__ import annotations

import ctypes
import io
import re
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from firstbell.documents.extraction import DocumentSource, Extraction, LimitError, UnreadableError
from firstbell.documents.pdf_tables import read_layout
from firstbell.documents.pictures import recognise, tell_some

_MAX_PAGES = 200_000
_FIELD_CHARS = 4096
_RECOGNISED_DPI = 200
# what a scanner or a fax prints on a page; a slide says more
# a name of a field that says something has a word
_WORD = re.compile(r"[A-Za-z]{3}")
# so far left of a field its label begins, in points
_LABEL_POINTS = 260
_FEW_CHARS = 100
_COVERED = 0.5


def read_pdf(source: DocumentSource, draft: Extraction) -> None:
    """Text, form fields and attachments. Raises: UnreadableError; LimitError."""
    if draft.is_slow:
        _read_slowly(source, draft)
        return
    try:
        document = pdfium.PdfDocument(source.whole())
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableError("it is encrypted") from None
        _read_slowly(source, draft)
        return
    try:
        _read_pages(document, draft)
        _read_attachments(document, draft)
    finally:
        document.close()


def _read_pages(document: Any, draft: Extraction) -> None:
    count = len(document)
    pages_of_pictures: list[int] = []
    recognized: list[int] = []
    broken: list[int] = []
    has_forms = document.get_formtype() != raw.FORMTYPE_NONE
    if has_forms:
        document.init_forms()
    for at in range(min(count, _MAX_PAGES)):
        try:
            page = document[at]
        except pdfium.PdfiumError:
            broken.append(at + 1)
            continue
        text, tables = _read_page(page)
        fields = _read_fields(document, page) if has_forms else ""
        if not fields and not tables and _is_picture(page, text):
            found = recognise(_draw(page), draft, dpi=_RECOGNISED_DPI) if draft.recognises else ""
            (recognized if found.strip() else pages_of_pictures).append(at + 1)
            text = f"{text}\n\n{found}"
        page.close()
        with draft.at(f"page {at + 1}"):
            _hand_over(draft, f"{text}\n\n{fields}" if fields else text, tables)
    if count > _MAX_PAGES:
        raise LimitError(f"it has {count} pages, {_MAX_PAGES} were read")
    if len(pages_of_pictures) == count and count:
        raise UnreadableError("image only: its pages are pictures, and no text was recognized")
    if recognized:
        draft.miss(f"pages whose text was recognized, which errs: {tell_some(recognized)}")
    if pages_of_pictures:
        draft.miss(f"pages that are pictures: {tell_some(pages_of_pictures)}")
    if broken:
        draft.miss(f"damaged pages: {tell_some(broken)}")


def _hand_over(draft: Extraction, text: str, tables: list[list[list[str]]]) -> None:
    draft.text(text)
    for table in tables:
        draft.rows(table)


def _read_page(page: Any) -> tuple[str, list[list[list[str]]]]:
    """The running text of a page, and its tables."""
    text_page = page.get_textpage()
    text: str = text_page.get_text_range(errors="ignore")
    lines, tables = read_layout(text_page, text.count("\n") + 1)
    text_page.close()
    return _plain("\n".join(lines) if lines else text), [
        [list(map(_plain, row)) for row in table] for table in tables
    ]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x02", "-").replace("\ufffe", "-")


def _draw(page: Any) -> bytes:
    """A page as a picture, at a resolution that text is recognized at."""
    out = io.BytesIO()
    page.render(scale=_RECOGNISED_DPI / 72, grayscale=True).to_pil().save(out, "PPM")
    return out.getvalue()


def _is_picture(page: Any, text: str) -> bool:
    """Whether what a page shows is a picture: there is no text, or hardly any beside one that covers it.

    A scanner prints a line of its own under what it has scanned.
    """
    chars = len(text.strip())
    if chars >= _FEW_CHARS:
        return False
    pictures = [item for item in page.get_objects(max_depth=3) if item.type == raw.FPDF_PAGEOBJ_IMAGE]
    if not chars:
        return bool(pictures)
    width, height = page.get_size()
    return any(_measure(item) >= _COVERED * width * height for item in pictures)


def _measure(item: Any) -> float:
    """The area that an object covers, in square points; 0 where it does not say."""
    try:
        left, bottom, right, top = item.get_bounds()
    except pdfium.PdfiumError:
        return 0.0
    return float((right - left) * (top - bottom))


def _read_fields(document: Any, page: Any) -> str:
    """Lines "name: value" of the form fields on a page."""
    form = document.formenv
    if form is None:
        return ""
    lines = []
    text_page = page.get_textpage()
    for at in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, at)
        if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_WIDGET:
            name = _read_string(raw.FPDFAnnot_GetFormFieldName, form, note)
            value = _read_string(raw.FPDFAnnot_GetFormFieldValue, form, note)
            if value:
                name = name if _WORD.search(name) else _find_label(text_page, note) or name
                lines.append(f"{name}: {value}")
        raw.FPDFPage_CloseAnnot(note)
    text_page.close()
    return "\n".join(lines)


def _find_label(text_page: Any, note: Any) -> str:
    """What is printed left of a field, else above it, where its name is a number."""
    box = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(note, box):
        return ""
    low, high = sorted((box.bottom, box.top))
    left, right = sorted((box.left, box.right))
    for area in ((max(0, left - _LABEL_POINTS), low, left, high), (left - 4, high, right + 80, high + 14)):
        found = " ".join(text_page.get_text_bounded(*area, errors="ignore").split())
        if found:
            return found[-80:].rstrip(":")
    return ""


def _read_string(function: Any, form: Any, note: Any) -> str:
    buffer = (ctypes.c_ushort * _FIELD_CHARS)()
    size = function(form, note, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), 2 * _FIELD_CHARS)
    return bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le", "replace")


def _read_attachments(document: Any, draft: Extraction) -> None:
    for at in range(document.count_attachments()):
        try:
            attachment = document.get_attachment(at)
            name, data = attachment.get_name(), bytes(attachment.get_data())
        except pdfium.PdfiumError as error:
            draft.miss(f"attachment {at + 1}: {error}")
            continue
        draft.budget.spend(len(data))
        draft.member(DocumentSource(name or f"attachment {at + 1}", data))


def _read_slowly(source: DocumentSource, draft: Extraction) -> None:
    import pypdf  # noqa: PLC0415 - slow to load, and seldom needed
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = pypdf.PdfReader(source.open())
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("it is encrypted")
        is_empty = True
        for at, page in enumerate(reader.pages):
            text = page.extract_text()
            is_empty = is_empty and not text.strip()
            with draft.at(f"page {at + 1}"):
                draft.text(text)
    except (PyPdfError, ValueError, KeyError, TypeError, OSError, AttributeError, RecursionError) as error:
        raise UnreadableError(f"it is damaged: {error}") from None
    if is_empty:
        raise UnreadableError("no text can be read in it: damaged, or pictures only")
