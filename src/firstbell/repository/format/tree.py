"""Trees: the blobs that hold the nodes of one folder.

A tree is `{"nodes":[...]}` and a newline, nodes sorted by the bytes of their names; its id is the
SHA-256 of exactly these bytes. The strict form (`parse_tree`) gives nodes to read; the raw form
(`RawTree`) keeps every byte of every node, so that fields of later versions survive a rewrite.
Source: restic design document, "Trees and Data".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

from firstbell.repository.format.bombs import refuse_bomb
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.node import Node, Outline


class _Tree(msgspec.Struct):
    nodes: list[Node] | None = None


class _OutlineTree(msgspec.Struct):
    nodes: list[Outline] | None = None


class _RawNodes(msgspec.Struct):
    nodes: list[msgspec.Raw] | None = None


class _Contents(msgspec.Struct, gc=False):
    content: list[str] | None = None


T = TypeVar("T")
_DECODER = msgspec.json.Decoder(_Tree)
_OUTLINE_DECODER = msgspec.json.Decoder(_OutlineTree)
_SPLITTER = msgspec.json.Decoder(_RawNodes)
_NODES_DECODER = msgspec.json.Decoder(list[Node])
_CONTENTS_DECODER = msgspec.json.Decoder(list[_Contents])
_RAW_DECODER = msgspec.json.Decoder(dict[str, msgspec.Raw])
_RAW_NODES_DECODER = msgspec.json.Decoder(list[msgspec.Raw] | None)
_NODE_DECODER = msgspec.json.Decoder(Node)
_ENCODER = msgspec.json.Encoder()
_NOT_UTF_8 = re.compile("[\udc80-\udcff]")
_read_quoted_name = attrgetter("quoted_name")
_read_raw_target = attrgetter("linktarget_raw")


def parse_tree(data: bytes) -> list[Node]:
    """The nodes of a tree blob, in the order they stand there.

    Raises: FormatError.
    """
    refuse_bomb(data, "tree")
    return _decode(_DECODER, data).nodes or []


def parse_outline(data: bytes) -> list[Outline]:
    """As `parse_tree`, of each node only its outline.

    Raises: FormatError.
    """
    refuse_bomb(data, "tree")
    return _decode(_OUTLINE_DECODER, data).nodes or []


def split_tree(data: bytes) -> list[bytes]:
    """The bytes of each node of a tree blob: equal bytes are equal nodes, and need not be read to be told so.

    Raises: FormatError.
    """
    refuse_bomb(data, "tree")
    return [bytes(raw) for raw in _decode(_SPLITTER, data).nodes or ()]


def parse_nodes(raws: Iterable[bytes]) -> list[Node]:
    """The nodes of bytes that `split_tree` gave.

    Raises: FormatError.
    """
    return _decode(_NODES_DECODER, _join(raws))


def list_contents(raws: Iterable[bytes]) -> Iterator[str]:
    """The ids in the contents of nodes that `split_tree` gave, as they stand there, without reading the rest.

    Raises: FormatError.
    """
    for node in _decode(_CONTENTS_DECODER, _join(raws)):
        yield from node.content or ()


def _decode(decoder: msgspec.json.Decoder[T], data: bytes | msgspec.Raw) -> T:
    """Raises: FormatError."""
    try:
        return decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError("tree", str(error)) from None


def _join(raws: Iterable[bytes]) -> bytes:
    return b"[" + b",".join(raws) + b"]"


def render_tree(nodes: Iterable[Node]) -> bytes:
    """The bytes of a tree of these nodes, sorted by name; the same bytes as restic for the same nodes."""
    nodes = list(nodes)
    names = "/".join(map(_read_quoted_name, nodes))
    # names in ASCII without an escape are in the order of their bytes as they stand there
    is_plain = names.isascii() and "\\" not in names
    ordered = sorted(nodes, key=_read_quoted_name if is_plain else _sort_key)
    if any(map(_read_raw_target, ordered)):
        nodes_json = b"[" + b",".join(map(_encode_node, ordered)) + b"]"
    else:
        nodes_json = _ENCODER.encode(ordered)
    return _finish(b'{"nodes":' + nodes_json + b"}\n")


def _encode_node(node: Node) -> bytes:
    data = _ENCODER.encode(node)
    if not (node.linktarget and node.linktarget_raw):
        return data
    # Go writes each byte that is not UTF-8 as this escape, and a replacement character as it is
    valid = _NOT_UTF_8.split(node.linktarget_raw.decode(errors="surrogateescape"))
    target = rb"\ufffd".join(_ENCODER.encode(text)[1:-1] for text in valid)
    # a quote inside a text is escaped, so these can only be the fields themselves
    head, _, tail = data.partition(b',"linktarget":"')
    _, _, rest = tail.partition(b'","linktarget_raw":"')
    return head + b',"linktarget":"' + target + b'","linktarget_raw":"' + rest


def _sort_key(node: Node) -> bytes:
    return node.name


def _finish(data: bytes) -> bytes:
    # Go's encoder escapes these three everywhere; outside strings JSON has none of them
    if b"&" in data:
        data = data.replace(b"&", b"\\u0026")
    if b"<" in data:
        data = data.replace(b"<", b"\\u003c")
    if b">" in data:
        data = data.replace(b">", b"\\u003e")
    # to look for one byte is quick, for two it is not
    if not data.isascii() and b"\xe2\x80" in data:
        data = data.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029")
    return data


class RawNode:
    """A node with the bytes it was read from, for rewriting trees without loss."""

    __slots__ = ("node", "raw")

    def __init__(self, node: Node, raw: bytes) -> None:
        self.node = node
        self.raw = raw

    def with_fields(self, fields: Mapping[str, Any]) -> RawNode:
        """The same node with these JSON fields set (`{"name": ..., "subtree": ...}`), all others as read.

        Raises: FormatError when the name of a field that we do not know is not UTF-8.
        """
        try:
            merged: dict[str, msgspec.Raw] = _RAW_DECODER.decode(self.raw)
        except UnicodeDecodeError as error:
            raise FormatError("tree", str(error)) from None
        for key, value in fields.items():
            merged[key] = msgspec.Raw(_ENCODER.encode(value))
        raw = _ENCODER.encode(merged)
        return RawNode(_NODE_DECODER.decode(raw), raw)

    @classmethod
    def from_node(cls, node: Node) -> RawNode:
        """A raw node of a node made here."""
        return cls(node, _encode_node(node))


class RawTree:
    """A tree whose nodes keep their bytes; `extra` holds fields of the tree that we do not know."""

    __slots__ = ("extra", "nodes")

    def __init__(self, nodes: list[RawNode], extra: Mapping[str, msgspec.Raw] | None = None) -> None:
        self.nodes = nodes
        self.extra = dict(extra or {})

    @classmethod
    def parse(cls, data: bytes) -> RawTree:
        """The raw form of a tree blob.

        Raises: FormatError.
        """
        refuse_bomb(data, "tree")
        fields = _decode(_RAW_DECODER, data)
        raws = _decode(_RAW_NODES_DECODER, fields.pop("nodes", msgspec.Raw(b"null"))) or []
        return cls([RawNode(_decode(_NODE_DECODER, raw), bytes(raw)) for raw in raws], fields)

    def render(self) -> bytes:
        """The bytes of the tree, nodes sorted by name."""
        ordered = sorted(self.nodes, key=lambda raw: raw.node.name)
        parts = [b'{"nodes":[', b",".join(raw.raw for raw in ordered), b"]"]
        for key, value in self.extra.items():
            parts += [b",", _ENCODER.encode(key), b":", bytes(value)]
        return _finish(b"".join(parts) + b"}\n")
