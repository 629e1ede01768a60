"""XML: an element that comes again and again is a record, with all that stands in it; the rest is lines, each
with the name of its element.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from firstbell.base.deferral import defer
from firstbell.documents.extraction import Buffer, DocumentSource, Extraction
from firstbell.documents.field_names import name_apart, spell_name
from firstbell.documents.joined_tables import join_tables
from firstbell.documents.named_fields import FilledForm, call_field, fold_pairs
from firstbell.documents.objects import merge_below
from firstbell.documents.plain_xml import PlainElement, parse_plain
from firstbell.documents.sibling_records import carry_heads, part_turns, sort_by_fields
from firstbell.documents.text import read_text

if TYPE_CHECKING:
    from lxml import etree
else:  # plain files are read without it
    etree = defer("lxml.etree")

_SPACES = re.compile(r"[ \t\r\n\f]+")
_STEP_BYTES = 1 << 20
_MAX_RECORDS = 5000
_MAX_LINES = 20_000
_MAX_ROOTS = 1000
# a record of more groups, or of deeper ones, is a document
_MAX_DEPTH = 200
_MOST_GROUPS, _MOST_LEVELS, _MOST_FIELDS = 12, 4, 120
# records of one tag that take turns with those of others, how many groups of them wait, cells that are kept
_FEWEST_TURNS, _MOST_IN_TURN, _MOST_TURNS, _MOST_KEPT = 2, 50, 2_000, 200_000
_KEY = re.compile(r"(?i)\b(?:id|ref|key|guid|uuid)\Z")


def read_xml(source: DocumentSource, draft: Extraction) -> None:
    """XML: like records, one below the other, as tables; else one line an element, its name before its
    text.
    """
    if not draft.may_lean:
        _read_plain(source, draft)
        return
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


def _read_plain(source: DocumentSource, draft: Extraction) -> None:
    """The same of a document that Python reads alone. Raises: OtherReaderError."""
    reader = _XmlReader(draft)
    _walk(parse_plain(source.whole()), reader)
    reader.finish()
    if reader.is_empty:
        read_text(source, draft)


def _walk(element: PlainElement, reader: _XmlReader) -> None:
    reader.take("start", element)
    for child in list(element):
        _walk(child, reader)
    reader.take("end", element)


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
            events=("start", "end", "comment"),
            recover=True,
            huge_tree=False,
            resolve_entities=False,
            no_network=True,
        )
        for at in range(*span, _STEP_BYTES):
            tree.feed(bytes(source.data[at : min(at + _STEP_BYTES, span[1])]))
            for event, element in tree.read_events():
                reader.take(event, element)
        with suppress(etree.XMLSyntaxError):  # there was no root
            tree.close()
        for event, element in tree.read_events():  # those that a document which ends early leaves open
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
        # groups of records, a tag each, that wait for those behind them; the tables so far, by tag
        self._turns: list[tuple[str, list[dict[str, str]]]] = []
        self._tables: dict[str, list[list[str]]] = {}
        self._kept = 0
        self._tag = ""
        self.is_empty = True

    def take(self, event: str, element: Any) -> None:
        """An element begins, or has ended: the root tells each of those right below it."""
        if event == "comment":
            # what attributes stand for is told there
            self._lines += [_SPACES.sub(" ", element.text or "").strip()]
            return
        if not isinstance(element.tag, str):
            return
        if event == "start":
            if not self._depth:
                # what the root says of the whole comes before its records, as their title
                self._take_attributes(element)
            self._depth += 1
            return
        self._depth -= 1
        if self._depth == 1 and (len(element) or _is_row(element)):
            self._tell(element)
            element.clear()
        elif self._depth == 0:
            self._take_texts(element)
            element.clear()

    def _tell(self, element: Any, level: int = 0) -> None:
        """What an element comes to: a record, or those that it holds and lines."""
        if level > _MAX_DEPTH:
            self._lines.append(_SPACES.sub(" ", " ".join(element.itertext())).strip())
            return
        if _is_row(element) or _is_record(element):
            self._take_record(element.tag, [_flatten(element)])
        elif records := _spread(element):
            self._take_record(element.tag, records)
        else:
            for child in element:
                if isinstance(child.tag, str) and (len(child) or _is_row(child)):
                    self._tell(child, level + 1)
            self._take_lines(element)

    def _take_record(self, tag: str, records: list[dict[str, str]]) -> None:
        if tag != self._tag or len(self._records) >= _MAX_RECORDS:
            is_long = len(self._records) > _MOST_IN_TURN or len(self._turns) >= _MOST_TURNS
            self._end_group(tag)
            if is_long or any(self._lines):
                self._give_turns()
        elif any(self._lines):
            self._give_turns()
        self._give_lines()
        self._records += records

    def _take_lines(self, element: Any) -> None:
        self._take_attributes(element)
        self._take_texts(element)

    def _take_attributes(self, element: Any) -> None:
        self._lines.extend(f"{_spell_tag(key)}: {value}" for key, value in element.attrib.items() if value)

    def _take_texts(self, element: Any) -> None:
        name = _spell_tag(element.tag)
        leaves = [child for child in element if _is_leaf(child) and not _is_row(child)]
        if records := part_turns(_spell_leaves(element, leaves)):
            self._take_record(element.tag, records)
            return
        for one in (element, *leaves):
            text = _SPACES.sub(" ", one.text or "").strip()
            if text:
                called = call_field(one.attrib) or _spell_tag(one.tag)
                self._lines.append(f"{name if one is element else called}: {text}")
        for one in element:
            if one.tail and one.tail.strip():
                self._lines.append(_SPACES.sub(" ", one.tail).strip())
        if len(element) > 1:
            self._lines.append("")
        if len(self._lines) > _MAX_LINES:
            self._give_lines()

    def _end_group(self, tag: str) -> None:
        if self._records:
            self._turns.append((self._tag, self._records))
        self._records, self._tag = [], tag

    def _give_turns(self) -> None:
        """Hand over the groups that wait: those that take turns as one table."""
        turns, self._turns = self._turns, []
        each = [(_spell_tag(tag), record) for tag, records in turns for record in records]
        if len(turns) > _FEWEST_TURNS and (carried := carry_heads(each)):
            turns = [(turns[0][0], carried)]
        for tag, records in turns:
            self._give_records(tag, carry_heads(sort_by_fields(records)) or records)

    def _give_records(self, tag: str, records: list[dict[str, str]]) -> None:
        folded = fold_pairs(records)
        records = [folded] if isinstance(folded, FilledForm) else records
        if isinstance(folded, FilledForm) and folded.rows:
            self.is_empty = False
            self._draft.rows(folded.rows)
        elif len(records) == 1:
            self._give_lines()
            self._lines += [f"{name}: {value}" for name, value in records[0].items() if value] + [""]
        elif records:
            self.is_empty = False
            columns = list(dict.fromkeys(name for record in records for name in record))
            rows = [columns, *([record.get(name, "") for name in columns] for record in records)]
            self._draft.rows(rows)
            self._keep(_spell_tag(tag), rows)

    def _keep(self, tag: str, rows: list[list[str]]) -> None:
        self._kept += len(rows) * len(rows[0])
        if self._kept <= _MOST_KEPT:
            kept = self._tables.setdefault(tag, rows)
            if kept is not rows and kept[0] == rows[0]:
                kept += rows[1:]

    def _give_joined(self) -> None:
        """Hand over the tables once more that refer to others, with what these say."""
        if len(self._tables) > 1 and self._kept <= _MOST_KEPT:
            for tag, rows in join_tables(self._tables):
                if len(rows[0]) > len(self._tables[tag][0]):
                    self._draft.rows(rows)

    def _give_lines(self) -> None:
        lines, self._lines = self._lines, []
        if any(lines):
            self.is_empty = False
            self._draft.text("\n".join(lines))

    def finish(self) -> None:
        """Hand over what is left."""
        self._end_group("")
        self._give_turns()
        self._give_joined()
        self._give_lines()


def _spell_leaves(element: Any, leaves: list[Any]) -> list[tuple[str, str]]:
    """The names and texts of leaves without attributes, where nothing else stands in their element."""
    is_bare = len(leaves) == len(element) and not (element.text or "").strip()
    if not is_bare or any(one.attrib or (one.tail or "").strip() for one in leaves):
        return []
    return [(_spell_tag(one.tag), _SPACES.sub(" ", one.text or "").strip()) for one in leaves]


def _is_record(element: Any, level: int = 0) -> bool:
    """Whether it holds leaves and records of one element each, name and plan, say, two fields at least, and
    no text of its own.
    """
    if len(element) + len(element.attrib) < 2 or (element.text or "").strip() or level > _MOST_LEVELS:
        return False
    groups = [child for child in element if len(child) or _is_row(child)]
    if any((child.tail or "").strip() or not isinstance(child.tag, str) for child in element):
        return False
    is_apart = len({child.tag for child in element}) == len(element)
    if groups and (not is_apart or len(groups) > _MOST_GROUPS):
        return False
    return all(_is_row(child) or _is_record(child, level + 1) or len(child) == 1 for child in groups)


def _spread(element: Any) -> list[dict[str, str]]:
    """The records of an element that has one group of who it is about and several of one name, a pupil's
    visits, say: one for each of these, with what stands above; none where it has not.
    """
    children = [child for child in element if isinstance(child.tag, str)]
    counts = {child.tag: sum(one.tag == child.tag for one in children) for child in children}
    several = [child for child in children if counts[child.tag] > 1]
    alone = [child for child in children if counts[child.tag] == 1]
    groups = [child for child in alone if len(child) or _is_row(child)]
    is_told = bool(groups) and all(_is_row(one) or _is_record(one) for one in [*groups, *several])
    if not is_told or len({child.tag for child in several}) != 1:
        return []
    records = [_flatten(child) for child in several]
    keys = _list_keys(records)
    referred = [(one, keys.intersection(_flatten(one).values())) for one in alone]
    told = []
    for child, record in zip(several, records, strict=True):
        above: dict[str, str] = {}
        _take_attributes(element, "", above)
        for one, known in referred:
            # what refers to another of them tells nothing of this one
            if not known or not known.isdisjoint(record.values()):
                _take_fields(one, "", above)
        told.append(merge_below(above, record, _spell_tag(child.tag)))
    return told


def _list_keys(records: list[dict[str, str]]) -> set[str]:
    """The numbers by which records are known: values of fields called so, each in one of them alone.

    >>> _list_keys([{"ref id": "A417", "city": "Elm"}, {"ref id": "A418", "city": "Oak"}]) == {"A417", "A418"}
    True
    """
    told = (value for one in records for name, value in one.items() if value and _KEY.search(name))
    return {value for value, times in Counter(told).items() if times == 1}


def _flatten(element: Any) -> dict[str, str]:
    """The fields of a record: its attributes, and what stands in the elements below it."""
    record: dict[str, str] = {}
    _take_attributes(element, "", record)
    if _is_leaf(element) and (text := _SPACES.sub(" ", element.text or "").strip()):
        _put(record, _spell_tag(element.tag), text)
    for child in element:
        _take_fields(child, "", record)
    return record


def _take_fields(element: Any, above: str, record: dict[str, str], level: int = 0) -> None:
    name = _spell_tag(element.tag) if isinstance(element.tag, str) else ""
    text = _SPACES.sub(" ", element.text or "").strip()
    if name and (text or not (len(element) or element.attrib)):
        _put(record, name_apart(name, above, record), text)
    _take_attributes(element, name, record)
    for child in element if level <= _MOST_LEVELS and len(record) < _MOST_FIELDS else ():
        _take_fields(child, name, record, level + 1)


def _take_attributes(element: Any, above: str, record: dict[str, str]) -> None:
    for key, value in element.attrib.items():
        _put(record, name_apart(_spell_tag(key), above, record), _SPACES.sub(" ", value).strip())


def _put(record: dict[str, str], name: str, text: str) -> None:
    record[name] = f"{record[name]}; {text}" if record.get(name) else text


def _is_row(element: Any) -> bool:
    """Whether its attributes are a record: two at least, perhaps with a text that they tell of."""
    return _is_leaf(element) and len(element.attrib) > 1


def _is_leaf(element: Any) -> bool:
    return isinstance(element.tag, str) and not len(element)


def _spell_tag(tag: str) -> str:
    return spell_name(tag.rpartition("}")[2])
