"""HTML, vCard and iCalendar."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from firstbell.base.deferral import defer
from firstbell.documents.calendar_births import find_latest, spell_birth
from firstbell.documents.extraction import DocumentSource, Extraction, UnreadableError
from firstbell.documents.records.assigned_records import read_assigned
from firstbell.documents.text import decode, decode_pieces, find_encoding, read_text

if TYPE_CHECKING:
    from lxml import etree, html
else:  # mail and cards are read without it
    etree, html = defer("lxml.etree"), defer("lxml.html")

_BLOCKS = frozenset((
    "p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header",
    "footer", "table", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "form", "fieldset", "hr",
    "title", "option",
))  # fmt: skip
_SILENT = frozenset({"script", "style", "template"})
_QUOTED = re.compile(r"(?i);(?:ENCODING=)?QUOTED-PRINTABLE\b")
_CHARSET = re.compile(r"(?i);CHARSET=([\w.-]+)")
# a line that is quoted goes on behind a sign at its end
_QUOTED_LINES = re.compile(r"(?im)^[^:\r\n]*;(?:ENCODING=)?QUOTED-PRINTABLE[^:\r\n]*:(?:[^\r\n]*=\r?\n)+")
_SOFT_BREAK = re.compile(r"=\r?\n[ \t]?")
_FOLD = re.compile(r"\r?\n[ \t]")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MAX_HTML_BYTES = 64 << 20
# a page may claim anything
_MAX_SPAN = 100
_MAX_DEPTH = 200
# libxml2 passes over what stands behind them: pages that were joined, what a server added
_ENDS = re.compile(rb"(?i)</\s*(?:html|body)\s*>")


def read_html(source: DocumentSource, draft: Extraction) -> None:
    """A page: tables as tables, the rest as text."""
    if len(source.data) > _MAX_HTML_BYTES:
        read_text(source, draft)
        return
    encoding = find_encoding(source.data) or "utf-8"
    data: bytes = source.whole()
    if encoding.startswith(("utf-16", "utf-32")):
        data, encoding = decode(data, encoding).encode("utf-8", "replace"), "utf-8"
    try:
        root = _parse(data, encoding if encoding != "cp1252" else None)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        read_text(source, draft)
        return
    give_element(root, draft)


def read_html_text(text: str, draft: Extraction) -> None:
    """The same of text that is decoded already. Raises: LimitError."""
    draft.lean_on_library()
    try:
        give_element(_parse(text.encode("utf-8", "replace"), "utf-8"), draft)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        draft.text(text)


def _parse(data: bytes, encoding: str | None) -> Any:
    parser = html.HTMLParser(encoding=encoding, remove_comments=True)
    return html.document_fromstring(_ENDS.sub(b" ", data), parser=parser)


def give_element(root: Any, draft: Extraction) -> None:
    """Hand over the text of a tree of HTML, tables in their place."""
    parts: list[str] = []
    for table in _walk(root, parts, 0):
        _give_text(parts, draft)
        parts.clear()
        draft.rows(table)
    _give_text(parts, draft)


def _give_text(parts: list[str], draft: Extraction) -> None:
    """Text of a page; what its forms sent comes as rows."""
    text = _tidy(parts)
    if rows := read_assigned(text):
        draft.rows(rows)
    else:
        draft.text(text)


def _tidy(parts: list[str]) -> str:
    lines = (line.strip(" \t") for line in "".join(parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _walk(element: Any, parts: list[str], depth: int) -> Iterator[list[list[str]]]:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in _SILENT or not tag:
        parts.append(element.tail or "")
        return
    if depth > _MAX_DEPTH:
        parts.append(f"\n{_flatten(element)}\n{element.tail or ''}")
        return
    if tag == "pre":
        # its lines are as they were typed
        parts.append(f"\n{''.join(map(str, element.itertext()))}\n")
    elif tag == "table" and not element.xpath(".//table"):
        yield list(_lay_out(element))
    else:
        if tag in _BLOCKS:
            parts.append("\n\n" if tag in {"p", "h1", "h2", "h3", "table", "section"} else "\n")
        parts.append(_SPACES.sub(" ", element.text or ""))
        parts.append(_read_attribute(element))
        for child in element:
            yield from _walk(child, parts, depth + 1)
        if tag in _BLOCKS:
            parts.append("\n")
    parts.append(_SPACES.sub(" ", element.tail or ""))


def _lay_out(table: Any) -> Iterator[list[str]]:
    """The rows of a table, each cell in its column, whatever spans rows and columns before it."""
    # column -> how many rows from here on a cell from above takes it
    taken: dict[int, int] = {}
    for caption in table.iter("caption"):
        yield [_flatten(caption)]
    for row in table.iter("tr"):
        cells: list[str] = []
        below: dict[int, int] = {}
        for cell in row.xpath("./td|./th"):
            while taken.get(len(cells), 0):
                cells.append("")
            width, height = _read_span(cell, "colspan"), _read_span(cell, "rowspan")
            below |= dict.fromkeys(range(len(cells), len(cells) + width), height - 1)
            cells += [_flatten(cell), *[""] * (width - 1)]
        left = {at: rows - 1 for at, rows in taken.items() if rows > 1}
        taken = left | {at: rows for at, rows in below.items() if rows}
        yield cells


def _read_span(cell: Any, name: str) -> int:
    text = cell.get(name, "1").strip()[:4]
    return min(max(int(text), 1), _MAX_SPAN) if text.isascii() and text.isdigit() else 1


def _flatten(cell: Any) -> str:
    parts = []
    for element in cell.iter():
        if isinstance(element.tag, str):
            parts += [element.text or "", _read_attribute(element)]
        if element is not cell:
            parts.append(element.tail or "")
    return _SPACES.sub(" ", " ".join(filter(None, parts))).strip()


def _read_attribute(element: Any) -> str:
    """What a page shows that is no text of it: what a form is filled in with, what a picture is of."""
    name = {"input": "value", "button": "value", "img": "alt"}.get(element.tag)
    return f" {element.get(name)}" if name and element.get(name) else ""


def read_vcard(source: DocumentSource, draft: Extraction) -> None:
    """VCard and iCalendar: lines that were folded are joined, one card or event a unit."""
    encoding = find_encoding(source.data)
    if encoding is None:
        raise UnreadableError("it is not text")
    whole = "".join(decode_pieces(source.data, encoding))
    whole = _QUOTED_LINES.sub(lambda match: _SOFT_BREAK.sub("", match[0]), whole)
    text = _FOLD.sub("", whole)
    cards, latest = re.split(r"(?im)^(?=BEGIN:V(?:CARD|EVENT|TODO))", text), find_latest(text)
    for at, card in enumerate(cards):
        if card.strip():
            with draft.at(f"entry {at}"), draft.unit(""):
                birth = spell_birth(card, latest) if latest else ""
                draft.text("\n".join([*map(_unescape, card.splitlines()), *filter(None, [birth])]))


def _decode_quoted(head: str, value: str) -> str:
    """A value as version 2.1 of the format quotes letters with marks."""
    named = _CHARSET.search(head)
    with suppress(LookupError):
        return quopri.decodestring(value.encode("ascii", "replace")).decode(
            named[1] if named else "utf-8", "replace"
        )
    return value


def _unescape(line: str) -> str:
    head, colon, value = line.partition(":")
    name = head.split(";")[0].rpartition(".")[2].upper()  # before a point stands a group: item1.TEL
    value = _decode_quoted(head, value) if _QUOTED.search(head) else value
    value = value.replace("\\n", "\n").replace("\\N", "\n").replace("\\,", ",").replace("\\;", ";")
    if name == "N":
        return ""  # the name stands in FN, in the order in which it is spoken
    words = {"FN": "Name", "TEL": "Phone", "EMAIL": "Email", "ADR": "Home address", "BDAY": "Date of birth"}
    if name == "ADR":
        value = ", ".join(part for part in value.split(";") if part)
    return f"{words.get(name, name.capitalize())}: {value}" if colon else line
