"""HTML, XML, JSON, vCard and iCalendar."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from firstbell.impact.reading.draft import Draft, Source, UnreadableError
from firstbell.impact.reading.text import decode, decode_pieces, find_encoding, read_text

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


def read_html(source: Source, draft: Draft) -> None:
    """A page: tables as tables, the rest as text."""
    if len(source.data) > _MAX_HTML_BYTES:
        read_text(source, draft)
        return
    encoding = find_encoding(source.data) or "utf-8"
    parser = html.HTMLParser(encoding=encoding if encoding != "cp1252" else None, remove_comments=True)
    try:
        root = html.document_fromstring(source.whole(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        read_text(source, draft)
        return
    give_element(root, draft)


def read_html_text(text: str, draft: Draft) -> None:
    """The same of text that is decoded already."""
    try:
        give_element(html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8")), draft)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        draft.text(text)


def give_element(root: Any, draft: Draft) -> None:
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
    if tag in _SILENT or not tag or depth > 200:
        parts.append(element.tail or "")
        return
    if tag == "table" and not element.xpath(".//table"):
        yield [[_flatten(cell) for cell in row.xpath("./td|./th")] for row in element.iter("tr")]
    else:
        if tag in _BLOCKS:
            parts.append("\n\n" if tag in {"p", "h1", "h2", "h3", "table", "section"} else "\n")
        parts.append(_SPACES.sub(" ", element.text or ""))
        if tag == "input" and element.get("value"):
            parts.append(" " + element.get("value"))
        for child in element:
            yield from _walk(child, parts, depth + 1)
        if tag in _BLOCKS:
            parts.append("\n")
    parts.append(_SPACES.sub(" ", element.tail or ""))


def _flatten(cell: Any) -> str:
    return _SPACES.sub(" ", " ".join(cell.itertext())).strip()


def read_xml(source: Source, draft: Draft) -> None:
    """XML: one line an element, its name before its text, so that what a record holds stays together."""
    lines: list[str] = []
    try:
        stack: list[str] = []
        tree = etree.XMLPullParser(
            events=("start", "end"), recover=True, huge_tree=False, resolve_entities=False, no_network=True
        )
        for at in range(0, len(source.data), 1 << 20):
            tree.feed(bytes(source.data[at : at + (1 << 20)]))
            for event, element in tree.read_events():
                _take_xml(event, element, stack, lines)
            if len(lines) > 20_000:
                draft.text("\n".join(lines))
                lines.clear()
    except etree.XMLSyntaxError:
        read_text(source, draft)
        return
    draft.text("\n".join(lines))
    if not lines:
        read_text(source, draft)


def _take_xml(event: str, element: Any, stack: list[str], lines: list[str]) -> None:
    if not isinstance(element.tag, str):
        return
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", etree.QName(element).localname).replace("_", " ")
    if event == "start":
        stack.append(name)
        lines.extend(f"{key}: {value}" for key, value in element.attrib.items() if value)
        return
    stack.pop()
    text = _SPACES.sub(" ", element.text or "").strip()
    if text:
        lines.append(f"{name}: {text}")
    if len(element) > 1:
        lines.append("")
    if element.tail and element.tail.strip():
        lines.append(_SPACES.sub(" ", element.tail).strip())
    if len(stack) <= 1:
        element.clear()


def read_json(source: Source, draft: Draft) -> None:
    """JSON: lists of like objects as tables, the rest as lines "name: value"; broken JSON as text."""
    encoding = find_encoding(source.data)
    if encoding is None or len(source.data) > _MAX_HTML_BYTES:
        read_text(source, draft)
        return
    text = decode(source.whole(), encoding)
    try:
        values = [json.loads(text)]
    except (ValueError, RecursionError):
        try:
            values = [[json.loads(line) for line in text.splitlines() if line.strip()]]
        except (ValueError, RecursionError):
            read_text(source, draft)
            return
    lines: list[str] = []
    _give_json(values[0], "", lines, draft)
    draft.text("\n".join(lines))


def _give_json(value: Any, name: str, lines: list[str], draft: Draft) -> None:
    if isinstance(value, list) and len(value) > 1 and all(isinstance(inner, dict) for inner in value):
        columns = list(dict.fromkeys(key for inner in value[:500] for key in _flat(inner)))
        draft.text("\n".join(lines))
        lines.clear()
        flat = (_flat(inner) for inner in value)
        draft.rows([columns, *([row.get(column, "") for column in columns] for row in flat)])
    elif isinstance(value, list):
        for inner in value:
            _give_json(inner, name, lines, draft)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _give_json(inner, str(key), lines, draft)
        lines.append("")
    elif value not in (None, ""):
        lines.append(f"{_spell(name)}: {value}" if name else str(value))


def _spell(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ")


def _flat(value: dict[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, inner in value.items():
        name = f"{prefix} {_spell(str(key))}".strip()
        if isinstance(inner, dict):
            flat.update(_flat(inner, name))
        elif isinstance(inner, list):
            flat[name] = "; ".join(str(one) for one in inner)
        else:
            flat[name] = "" if inner is None else str(inner)
    return flat


def read_vcard(source: Source, draft: Draft) -> None:
    """VCard and iCalendar: lines that were folded are joined, one card or event a unit."""
    encoding = find_encoding(source.data)
    if encoding is None:
        raise UnreadableError("it is no text")
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
