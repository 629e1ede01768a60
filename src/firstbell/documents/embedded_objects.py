r"""Objects of JSON or XML, and fields with their values, that stand in the lines of a log or in a letter.

>>> text, found = take_objects('10:01 save {"who": {"first": "Ada", "last": "Roe"}, "plan": "504"} ok')
>>> text, found
('10:01 save ... ok', [{'who': {'first': 'Ada', 'last': 'Roe'}, 'plan': '504'}])
>>> take_objects("10:01 save <pupil><first>Ada</first><plan>504</plan></pupil>")[1]
[{'pupil': {'first': 'Ada', 'plan': '504'}}]
>>> take_objects("10:01 user=aroe name=Ada Roe lunch=FREE ok")
('10:01 ...', [{'user': 'aroe', 'name': 'Ada Roe', 'lunch': 'FREE'}])
>>> take_objects('10:01 disk {"path": "/tmp", "free": 4} x=1 y=2 z=3')[1]
[]
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from firstbell.documents.extraction import DocumentSource, Extraction, OtherReaderError
from firstbell.documents.field_names import spell_name
from firstbell.documents.objects import give_value
from firstbell.documents.plain_xml import PlainElement, parse_plain
from firstbell.documents.text import decode_pieces, find_encoding, read_text

_JSON = json.JSONDecoder(parse_int=str)
# how an object begins, of JSON, of JSON in quotation marks, or as Python writes it; how an element does
_BEGINS = re.compile(
    r"(?:\[\s*)?\{\s*(?:\\?[\"'])[^\"'\\{}\n]{1,60}\\?[\"']\s*:"
    r"|<([A-Za-z][\w.:-]{0,60})(?:\s[^<>\n]{0,300})?>(?=\s*<[A-Za-z])"
)
_FIELD = re.compile(
    r"(?<![\w&?/.])([A-Za-z_][\w.]{0,40})=(?:\"([^\"\n]*)\"|'([^'\n]*)'|"
    r"((?:(?! [A-Za-z_][\w.]{0,40}=)[^\n&=\"'|;,]){0,60})(?= [A-Za-z_][\w.]{0,40}=)|"
    r"([^\s&=\"'|;,]*))(?![&=])[,;|]?"
)
# a field with a name or a number of somebody
_OF_SOMEBODY = re.compile(
    r"(?i)(?:.*\b)?(?:name|full ?name|first|last|first ?name|last ?name|fname|lname|surname|student|pupil|"
    r"child|employee|patient|ssn|dob|birth ?date)"
)
_MAY_BE = re.compile(
    r"(?i)\b(?:\w*name|[a-z]*_?(?:first|last)|student\w*|pupil\w*|child\w*|employee\w*|patient\w*|ssn|dob)="
)
_NO_NAME = re.compile(
    r"(?i).*\b(?:host|file|user|class|event|table|field|app|server|key|path|tag|job|domain) ?name"
)
_BRACKET = re.compile(r"[\[\]{}]")
_LONGEST, _MOST_BYTES, _MOST_DEPTH = 40_000, 16 << 20, 8
# so many times as much as a text has may be looked at where nothing is found
_MOST_PASSES = 4
_FEWEST_FIELDS = 3


def read_mixed(source: DocumentSource, draft: Extraction) -> None:
    """A text, the objects in it as records; as `read_text` where there are none."""
    encoding = find_encoding(source.data)
    if encoding is None or len(source.data) > _MOST_BYTES:
        read_text(source, draft)
        return
    text, found = take_objects("".join(decode_pieces(source.data, encoding)))
    give_objects(found, draft)
    read_text(DocumentSource(source.name, text.encode()) if found else source, draft)


def give_objects(found: list[Any], draft: Extraction) -> None:
    """Hand objects over, those with the same fields as records of one table."""
    for _, alike in groupby(found, lambda one: (*one,) if isinstance(one, dict) else ()):
        several = [*alike]
        for one in [several] if len(several) > 1 and isinstance(several[0], dict) else several:
            give_value(one, draft)


def take_objects(text: str) -> tuple[str, list[Any]]:
    """A text without the objects that name somebody, and these."""
    found: list[Any] = []
    parts: list[str] = []
    at = 0
    for start, end, value in _list_objects(text) if "{" in text or "</" in text else ():
        if _names_somebody(value):
            parts += [text[at:start], "..."]
            found.append(value)
            at = end
    left = "".join([*parts, text[at:]])
    is_open = not found and left.count("=") >= _FEWEST_FIELDS and _MAY_BE.search(left) is not None
    return _take_fields(left) if is_open else (left, found)


def _list_objects(text: str) -> Iterator[tuple[int, int, Any]]:
    """(start, end, value) of each object. Beginnings of which none comes are looked into again and again:
    once they have cost several times the text, no further one is.
    """
    at, left = 0, _MOST_PASSES * (len(text) + _LONGEST)
    while left > 0 and (match := _BEGINS.search(text, at)) is not None:
        at = match.start()
        value, end = _read_element(text, match) if match[1] else _read_object(text, at)
        if value is not None:
            yield at, end, value
        else:
            left -= end - at
        at = end if value is not None else match.end()


def _read_object(text: str, at: int) -> tuple[Any, int]:
    """(value, where it ends) of an object that begins there; (None, how far was looked) where it is none."""
    try:
        return _JSON.raw_decode(text, at)
    except json.JSONDecodeError as error:
        looked = max(error.pos, at)
    except RecursionError:
        return None, at + _LONGEST
    head = text[at : at + 80]
    if "'" not in head and '\\"' not in head:
        return None, looked
    end, looked = _find_end(text, at)
    said = text[at:end]
    try:
        if '\\"' in head:
            return json.loads(said.replace('\\"', '"'), parse_int=str), end
        return (ast.literal_eval(said), end) if end else (None, looked)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None, looked


def _find_end(text: str, at: int) -> tuple[int, int]:
    """Where the brackets that open there close, in the same line, or 0; how far was looked."""
    line = text.find("\n", at, at + _LONGEST)
    last = line if line >= 0 else min(at + _LONGEST, len(text))
    depth = 0
    for match in _BRACKET.finditer(text, at, last):
        depth += 1 if match[0] in "[{" else -1
        if not depth:
            return match.end(), match.end()
    return 0, last


def _read_element(text: str, match: re.Match[str]) -> tuple[Any, int]:
    """(value, where it ends) of an element that begins there; (None, how far was looked) where it is none."""
    close = f"</{match[1]}>"
    end = text.find(close, match.end(), match.end() + _LONGEST)
    if end < 0:
        return None, match.end() + _LONGEST
    end += len(close)
    try:
        root = parse_plain(text[match.start() : end].encode())
    except OtherReaderError:
        return None, end
    return {_spell_tag(root): _spell(root)}, end


def _spell(element: PlainElement, level: int = 0) -> Any:
    """What an element holds, as JSON would have it."""
    if level > _MOST_DEPTH or not (len(element) or element.attrib):
        return " ".join("".join(element.itertext()).split())
    told: dict[str, Any] = dict(element.attrib)
    for child in element:
        name, value = _spell_tag(child), _spell(child, level + 1)
        if name in told:
            told[name] = [*told[name], value] if isinstance(told[name], list) else [told[name], value]
        else:
            told[name] = value
    return told


def _spell_tag(element: PlainElement) -> str:
    return element.tag.rpartition("}")[2]


def _names_somebody(value: Any, level: int = 0) -> bool:
    """Whether an object has a field with somebody's name or number, beside others."""
    if level > _MOST_DEPTH:
        return False
    if isinstance(value, list):
        return any(_names_somebody(one, level + 1) for one in value)
    if not isinstance(value, dict):
        return False
    return any(map(_is_of_somebody, value)) or any(_names_somebody(one, level + 1) for one in value.values())


def _is_of_somebody(key: Any) -> bool:
    spelled = spell_name(str(key)).replace("-", " ").replace(".", " ")
    return _OF_SOMEBODY.fullmatch(spelled) is not None and _NO_NAME.fullmatch(spelled) is None


def _take_fields(text: str) -> tuple[str, list[Any]]:
    """A text without the lines' fields, where each stands as name=value, and these."""
    found: list[Any] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        is_told = line.count("=") >= _FEWEST_FIELDS and "<" not in line
        fields = [*_FIELD.finditer(line)] if is_told else []
        record = {one[1]: next(filter(None, one.groups()[1:]), "").strip() for one in fields}
        if len(record) >= _FEWEST_FIELDS and any(map(_is_of_somebody, record)):
            found.append(record)
            rest = line[fields[-1].end() :].strip()
            lines[number] = f"{line[: fields[0].start()]}..." + (f" {rest}" if len(rest) > 3 else "")
    return "\n".join(lines), found
