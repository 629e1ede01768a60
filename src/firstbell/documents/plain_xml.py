"""XML that Python reads alone: the plain kind that office programs and exports write, nothing declared in it
and nothing left out.

Whoever judges the texts of a folder may read such, since no library meets its bytes. What is any other way (a
document type, comments, sections of raw text, instructions, entities of its own, another encoding than
UTF-8, a tag that is never closed) is refused, and lxml reads it in a child of its own. What is taken comes
to the same as there: the elements have the part of lxml's interface that readers use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.documents.extraction import OtherReaderError

# larger ones are read sooner by a library, fork and all
_MOST_BYTES = 1 << 20
# the library's own limit is 256
_MOST_DEPTH = 200
_NAME = r"[A-Za-z_][\w.\-]*(?::[A-Za-z_][\w.\-]*)?"
_VALUE = r"(?:\"[^\"<]*\"|'[^'<]*')"
_PROLOG = re.compile(
    r"(?:<\?xml\s+version\s*=\s*[\"']1\.0[\"'](?:\s+encoding\s*=\s*[\"'](?i:utf-8)[\"'])?"
    r"(?:\s+standalone\s*=\s*[\"'](?:yes|no)[\"'])?\s*\?>)?\s*",
    re.ASCII,
)
# the text before a tag; the name of an end; the name of a start, its attributes, whether it ends at once
_TAG = re.compile(rf"([^<]*)<(?:/({_NAME})\s*>|({_NAME})((?:\s+{_NAME}\s*=\s*{_VALUE})*)\s*(/?)>)", re.ASCII)
_ATTRIBUTE = re.compile(rf"({_NAME})\s*=\s*({_VALUE})", re.ASCII)
# no XML has these, and text has no "]]>"
_STRANGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\]\]>")
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));", re.ASCII)
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_TO_SPACES = str.maketrans("\t\n", "  ")
_STEP = re.compile(r"((?:\{[^}]*\})?[^/]+)")
_XML = "http://www.w3.org/XML/1998/namespace"


class PlainElement:
    """An element with the names, and the meaning of each, that lxml has."""

    __slots__ = ("_children", "_parent", "attrib", "tag", "tail", "text")

    def __init__(self, tag: str, attrib: dict[str, str], parent: PlainElement | None) -> None:
        self.tag = tag
        self.attrib = attrib
        self.text: str | None = None
        self.tail: str | None = None
        self._children: list[PlainElement] = []
        self._parent = parent
        if parent is not None:
            parent._children.append(self)

    def __len__(self) -> int:
        return len(self._children)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[PlainElement]:
        return iter(self._children)

    def get(self, name: str, default: str | None = None) -> str | None:
        """An attribute."""
        return self.attrib.get(name, default)

    def iter(self, *tags: str) -> Iterator[PlainElement]:
        """The element and all below it in their order; of these tags, where any are named."""
        stack = [self]
        while stack:
            element = stack.pop()
            if not tags or element.tag in tags:
                yield element
            stack += reversed(element._children)

    def iterchildren(self, *tags: str) -> Iterator[PlainElement]:
        """The elements right below it, of these tags."""
        return (child for child in self._children if child.tag in tags)

    def itertext(self) -> Iterator[str]:
        """Every text in it."""
        if self.text:
            yield self.text
        for child in self._children:
            yield from child.itertext()
            if child.tail:
                yield child.tail

    def find(self, path: str) -> PlainElement | None:
        """The first that a path of tags leads to; None where it leads to nothing."""
        found = [self]
        for step in _STEP.findall(path):
            found = [child for element in found for child in element._children if child.tag == step]
        return found[0] if found else None

    def getparent(self) -> PlainElement | None:
        """The element that it lies in."""
        return self._parent

    def remove(self, child: PlainElement) -> None:
        """Take one out that lies right below it, with what stands behind it.

        Raises: OtherReaderError where others of its tag lie in it, among which lxml would stop to search.
        """
        if any(one is not child for one in child.iter(child.tag)):
            raise OtherReaderError("an element lies in another of its kind")
        self._children.remove(child)
        child._parent = None

    def clear(self) -> None:
        """Forget what it holds, and what stands behind it."""
        self.attrib, self.text, self.tail, self._children = {}, None, None, []


class _Scope:
    """What prefixes mean from some element on."""

    def __init__(self, spaces: dict[str, str]) -> None:
        self.spaces = spaces
        self._tags: dict[str, str] = {}

    def name_tag(self, name: str) -> str:
        """A tag with its namespace. Raises: OtherReaderError where its prefix means nothing."""
        tag = self._tags.get(name)
        if tag is None:
            prefix, _, local = name.rpartition(":")
            space = self._find(prefix) if prefix else self.spaces.get("", "")
            tag = self._tags[name] = f"{{{space}}}{local}" if space else name
        return tag

    def name_attribute(self, name: str) -> str:
        """The same of an attribute, which has no namespace without a prefix."""
        return self.name_tag(name) if ":" in name else name

    def _find(self, prefix: str) -> str:
        if prefix not in self.spaces:
            raise OtherReaderError("a prefix means nothing")
        return self.spaces[prefix]


def parse_plain(data: bytes) -> PlainElement:
    """The root of a document. Raises: OtherReaderError where it is not plain."""
    text = _decode(data)
    start = _PROLOG.match(text)
    at = start.end() if start is not None else 0
    opened: list[tuple[PlainElement, str, _Scope]] = []
    scope = _Scope({"xml": _XML})
    root: PlainElement | None = None
    last: PlainElement | None = None  # what was closed last: text that comes now stands behind it
    while root is None or opened:
        match = _TAG.match(text, at)
        if match is None or (not opened and match[1]):
            raise OtherReaderError("it is no plain XML")
        at = match.end()
        before, end, name, attributes, is_empty = match.groups()
        if before:
            _put(opened[-1][0], last, _resolve(before))
        if end:
            if not opened or opened[-1][1] != end:
                raise OtherReaderError("a tag is not closed")
            last = opened.pop()[0]
            scope = opened[-1][2] if opened else scope
            continue
        last, inner = _open(name, attributes, scope, opened)
        if root is None:
            root = last
        if not is_empty:
            opened.append((last, name, inner))
            last, scope = None, inner
            if len(opened) > _MOST_DEPTH:
                raise OtherReaderError("it is too deep")
    if text[at:].strip(" \t\n"):
        raise OtherReaderError("something stands behind it")
    return root


def _decode(data: bytes) -> str:
    if len(data) > _MOST_BYTES:
        raise OtherReaderError("it is large")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise OtherReaderError("it is no UTF-8") from None
    if _STRANGE.search(text) or text.startswith("\ufeff"):
        raise OtherReaderError("it is no plain XML")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _put(element: PlainElement, last: PlainElement | None, text: str) -> None:
    if last is None:
        element.text = text
    else:
        last.tail = text


def _open(
    name: str, attributes: str, scope: _Scope, opened: list[tuple[PlainElement, str, _Scope]]
) -> tuple[PlainElement, _Scope]:
    """An element that begins, and what prefixes mean in it."""
    parent = opened[-1][0] if opened else None
    if not attributes:
        return PlainElement(scope.name_tag(name), {}, parent), scope
    told: dict[str, str] = {}
    spaces: dict[str, str] = {}
    for one, quoted in _ATTRIBUTE.findall(attributes):
        value = _resolve(quoted[1:-1].translate(_TO_SPACES))
        is_space = one == "xmlns" or one.startswith("xmlns:")
        known, key = (spaces, one[6:]) if is_space else (told, one)
        if is_space and (not value or key in {"xml", "xmlns"} or value == _XML):
            raise OtherReaderError("a namespace is declared in a strange way")
        if key in known:
            raise OtherReaderError("an attribute stands twice")
        known[key] = value
    inner = _Scope({**scope.spaces, **spaces}) if spaces else scope
    attrib = {inner.name_attribute(one): value for one, value in told.items()}
    if len(attrib) < len(told):
        raise OtherReaderError("an attribute stands twice")
    return PlainElement(inner.name_tag(name), attrib, parent), inner


def _resolve(text: str) -> str:
    """Text with the characters that references stand for. Raises: OtherReaderError for any other."""
    if "&" not in text:
        return text
    if text.count("&") != len(_REFERENCE.findall(text)):
        raise OtherReaderError("it has an entity of its own")
    return _REFERENCE.sub(_read_reference, text)


def _read_reference(match: re.Match[str]) -> str:
    name, decimal, digits = match.groups()
    if name:
        return _CHARACTERS[name]
    code = int(decimal) if decimal else int(digits, 16)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000 or (code < 32 and code not in {9, 10, 13}):
        raise OtherReaderError("it refers to no character")
    if code in {0xFFFE, 0xFFFF}:
        raise OtherReaderError("it refers to no character")
    return chr(code)
