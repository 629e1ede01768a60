"""Where the links of a document lead: PDF actions, relationships of office files."""

from __future__ import annotations

import ctypes
import html
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator

from firstbell.documents.extraction import DocumentSource

_MOST_LINKS = 200
_MOST_PAGES = 20
_MOST_BYTES = 1 << 20
_LONGEST = 4_000
_RELATIONSHIPS = re.compile(r"_rels/[^/]+\.rels\Z")
_EXTERNAL = re.compile(r"<Relationship\b[^>]*>")
_TARGET = re.compile(r"\bTarget\s*=\s*\"([^\"]+)\"")
# what a package leads to by itself; no reader of it clicks there
_OWN = ("http://schemas.", "https://schemas.", "http://purl.org/")

_DAMAGE = (zipfile.BadZipFile, OSError, RuntimeError, ValueError, EOFError, zlib.error, lzma.LZMAError)


def list_links(source: DocumentSource, name: str) -> list[str]:
    """The addresses that links of a document lead to, each once. `name`: of its format."""
    found = _list_pdf(source) if name == "pdf" else _list_package(source) if name in _PACKAGES else iter(())
    links: dict[str, None] = {}
    for link in found:
        if not link.startswith(_OWN):
            links[link[:_LONGEST]] = None
        if len(links) >= _MOST_LINKS:
            break
    return list(links)


_PACKAGES = frozenset({"docx", "pptx", "sheet"})


def _list_package(source: DocumentSource) -> Iterator[str]:
    """The outside targets of a package's relationships (ECMA-376 part 2, section 9.3)."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.whole())) as package:
            for part in filter(_RELATIONSHIPS.search, package.namelist()[:5_000]):
                with package.open(part) as member:
                    text = member.read(_MOST_BYTES).decode("utf-8", "replace")
                for element in _EXTERNAL.findall(text):
                    if "External" in element and (target := _TARGET.search(element)):
                        yield html.unescape(target[1])
    except _DAMAGE:
        return


def _list_pdf(source: DocumentSource) -> Iterator[str]:
    """The URI actions of link annotations (ISO 32000-1, 12.6.4.7)."""
    import pypdfium2 as pdfium  # noqa: PLC0415 - loaded where a PDF is read

    try:
        document = pdfium.PdfDocument(source.whole())
    except pdfium.PdfiumError:
        return
    try:
        for number in range(min(len(document), _MOST_PAGES)):
            page = document[number]
            yield from _list_page(document, page)
            page.close()
    except pdfium.PdfiumError:
        return
    finally:
        document.close()


def _list_page(document: object, page: object) -> Iterator[str]:
    import pypdfium2.raw as raw  # noqa: PLC0415 - as above

    place, link = ctypes.c_int(0), raw.FPDF_LINK()
    for _ in range(_MOST_LINKS):
        if not raw.FPDFLink_Enumerate(page, place, link):
            return
        action = raw.FPDFLink_GetAction(link)
        if not action:
            continue
        size = raw.FPDFAction_GetURIPath(document, action, None, 0)
        if size:
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFAction_GetURIPath(document, action, buffer, size)
            yield buffer.value.decode("utf-8", "replace")
