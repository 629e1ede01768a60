"""HTML, XML, JSON, vCard and iCalendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any
from xml.parsers import expat

from lxml import etree, html

from firstbell.documents.extraction import Buffer, DocumentSource, Extraction, UnreadableError
from firstbell.documents.text import decode, decode_pieces, find_encoding, read_text

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "header",
        "footer",
        "table",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "form",
        "fieldset",
        "hr",
        "title",
        "option",
    ]
)
_SILENT = frozenset({"script", "style", "template"})
_FOLD = re.compile(r"\r?\n[ \t]")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MAX_HTML_BYTES = 64 << 20
_STEP_BYTES = 1 << 20
_GROUP_DEPTH, _MOST_GROUPS = 2, 8
_MAX_RECORDS = 5000
_MAX_LINES = 20_000
# a page may claim anything
_MAX_SPAN = 100
_MAX_DEPTH = 200
_MAX_ROOTS = 1000
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
    """The same of text that is decoded already."""
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
        draft.text(_tidy(parts))
        parts.clear()
        draft.rows(table)
    draft.text(_tidy(parts))


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
    if tag == "table" and not element.xpath(".//table"):
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


def read_xml(source: DocumentSource, draft: Extraction) -> None:
    """XML: like records, one below the other, as tables; else one line an element, its name before its
    text.
    """
    start = 0
    for _ in range(_MAX_ROOTS):
        end = _find_end(source.data, start)
        if not _read_root(source, (start, end), draft):
            read_text(source if not start else DocumentSource(source.name, source.data[start:]), draft)
            return
        start = end
        if start >= len(source.data):
            return
    read_text(DocumentSource(source.name, source.data[start:]), draft)


def _find_end(data: Buffer, start: int) -> int:
    """Where what comes after the first root begins: logs and joined files have several."""
    parser = expat.ParserCreate()
    try:
        for at in range(start, len(data), _STEP_BYTES):
            parser.Parse(bytes(data[at : at + _STEP_BYTES]))
    except expat.ExpatError as error:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT] or (
            error.code == expat.errors.codes[expat.errors.XML_ERROR_MISPLACED_XML_PI]
            and parser.ErrorByteIndex
        ):
            return start + parser.ErrorByteIndex
    return len(data)


def _read_root(source: DocumentSource, span: tuple[int, int], draft: Extraction) -> bool:
    """One root and what is below it; whether there was anything."""
    reader = _XmlReader(draft)
    try:
        tree = etree.XMLPullParser(
            events=("start", "end"), recover=True, huge_tree=False, resolve_entities=False, no_network=True
        )
        for at in range(*span, _STEP_BYTES):
            tree.feed(bytes(source.data[at : min(at + _STEP_BYTES, span[1])]))
            for event, element in tree.read_events():
                reader.take(event, element)
    except etree.XMLSyntaxError:
        reader.is_empty = True
    reader.finish()
    return not reader.is_empty


class _XmlReader:
    """What is known while elements go by. `is_empty`: nothing was handed over."""

    def __init__(self, draft: Extraction) -> None:
        self._draft = draft
        self._depth = 0
        self._lines: list[str] = []
        self._records: list[dict[str, str]] = []
        self._tag = ""
        self.is_empty = True

    def take(self, event: str, element: Any) -> None:
        """An element begins, or has ended."""
        if not isinstance(element.tag, str):
            return
        if event == "start":
            self._depth += 1
            return
        self._depth -= 1
        if not len(element) and element.getparent() is not None:
            if _is_row(element):
                self._take_record(element)
            return  # what holds any other tells it, when that ends
        if self._depth == _GROUP_DEPTH and _is_record(element):
            return  # what is right below the root tells it, when that ends
        if self._depth and (_is_record(element) or _is_grouped(element)):
            self._take_record(element)
        else:
            if self._depth == _GROUP_DEPTH - 1:
                for group in filter(_is_record, element):
                    self._take_record(group)
            self._take_lines(element)
        if self._depth <= 1:
            element.clear()

    def _take_record(self, element: Any) -> None:
        if element.tag != self._tag or len(self._records) >= _MAX_RECORDS:
            self._give_records()
            self._tag = element.tag
        self._give_lines()
        record = {_spell_tag(key): value for key, value in element.attrib.items()}
        for child in chain.from_iterable((child, *child) for child in element):
            for name, value in ((_spell_tag(child.tag), child.text or ""), *child.attrib.items()):
                name = _spell_tag(name)
                text = _SPACES.sub(" ", value).strip()
                record[name] = f"{record[name]}; {text}" if record.get(name) else text
        self._records.append(record)

    def _take_lines(self, element: Any) -> None:
        name = _spell_tag(element.tag)
        self._lines.extend(f"{_spell_tag(key)}: {value}" for key, value in element.attrib.items() if value)
        for one in (element, *filter(_is_leaf, element)):
            text = _SPACES.sub(" ", one.text or "").strip()
            if text:
                self._lines.append(f"{name if one is element else _spell_tag(one.tag)}: {text}")
        for one in (element, *element):
            if one.tail and one.tail.strip() and one is not element:
                self._lines.append(_SPACES.sub(" ", one.tail).strip())
        if len(element) > 1:
            self._lines.append("")
        if len(self._lines) > _MAX_LINES:
            self._give_lines()

    def _give_records(self) -> None:
        records, self._records = self._records, []
        if len(records) == 1:
            self._lines += [f"{name}: {value}" for name, value in records[0].items() if value] + [""]
        elif records:
            self.is_empty = False
            columns = list(dict.fromkeys(name for record in records for name in record))
            rows = ([record.get(name, "") for name in columns] for record in records)
            self._draft.rows([columns, *rows])

    def _give_lines(self) -> None:
        lines, self._lines = self._lines, []
        if any(lines):
            self.is_empty = False
            self._draft.text("\n".join(lines))

    def finish(self) -> None:
        """Hand over what is left."""
        self._give_records()
        self._give_lines()


def _is_record(element: Any) -> bool:
    """Whether it holds leaves alone, two at least, and no text of its own."""
    if len(element) < 2 or (element.text or "").strip() or any(map(_is_row, element)):
        return False
    return all(_is_leaf(child) and not (child.tail or "").strip() for child in element)


def _is_grouped(element: Any) -> bool:
    """Whether it holds records of one element each, name and plan, say, and leaves beside them."""
    groups = [child for child in element if not _is_leaf(child)]
    return (
        1 < len(groups) <= _MOST_GROUPS
        and all(map(_is_record, groups))
        and len({child.tag for child in element}) == len(element)
        and not (element.text or "").strip()
    )


def _is_row(element: Any) -> bool:
    """Whether its attributes are a record: two at least, and no text."""
    return _is_leaf(element) and len(element.attrib) > 1 and not (element.text or "").strip()


def _is_leaf(element: Any) -> bool:
    return isinstance(element.tag, str) and not len(element)


def _spell_tag(tag: str) -> str:
    plain = etree.QName(tag).localname if tag[:1] == "{" else tag
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain).replace("_", " ")


def read_vcard(source: DocumentSource, draft: Extraction) -> None:
    """VCard and iCalendar: lines that were folded are joined, one card or event a unit."""
    encoding = find_encoding(source.data)
    if encoding is None:
        raise UnreadableError("it is not text")
    text = _FOLD.sub("", "".join(decode_pieces(source.data, encoding)))
    cards = re.split(r"(?im)^(?=BEGIN:V(?:CARD|EVENT|TODO))", text)
    for at, card in enumerate(cards):
        if card.strip():
            with draft.at(f"entry {at}"), draft.unit(""):
                draft.text("\n".join(_unescape(line) for line in card.splitlines()))


def _unescape(line: str) -> str:
    head, colon, value = line.partition(":")
    name = head.split(";")[0].upper()
    value = value.replace("\\n", "\n").replace("\\N", "\n").replace("\\,", ",").replace("\\;", ";")
    if name == "N":
        return ""  # the name stands in FN, in the order in which it is spoken
    words = {"FN": "Name", "TEL": "Phone", "EMAIL": "Email", "ADR": "Home address", "BDAY": "Date of birth"}
    if name == "ADR":
        value = ", ".join(part for part in value.split(";") if part)
    return f"{words.get(name, name.capitalize())}: {value}" if colon else line
