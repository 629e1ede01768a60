from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.names import quote_name
from firstbell.repository.format.node import ExtendedAttribute, Node
from firstbell.repository.format.tree import (
    RawNode,
    RawTree,
    list_contents,
    parse_nodes,
    parse_outline,
    parse_tree,
    render_tree,
    split_tree,
)

FUTURE: dict[str, Any] = {
    "name": "a",
    "type": "file",
    "mode": 420,
    "content": None,
    "future": {"x": [1.5, "<&>"]},
}


def test_nodes_are_sorted_by_the_bytes_of_their_names() -> None:
    names = [b"b", b"a", b"\xff", b"\xc3\xa9", b"B", b"a.b", b"a b", b"a-b", b"\t"]
    tree = parse_tree(render_tree(Node(quote_name(name), "file") for name in names))
    assert [node.name for node in tree] == sorted(names)
    raw = RawTree([RawNode.from_node(Node(quote_name(name), "file")) for name in names])
    assert [node.name for node in parse_tree(raw.render())] == sorted(names)


@given(st.lists(st.binary(min_size=1, max_size=4), unique=True), st.text(max_size=5))
def test_however_names_are_the_raw_form_sorts_and_escapes_alike(names: list[bytes], user: str) -> None:
    nodes = [Node(quote_name(name), "file", user=user) for name in names]
    data = render_tree(nodes)
    assert [node.name for node in parse_tree(data)] == sorted(names)
    assert data == RawTree([RawNode.from_node(node) for node in nodes]).render()


@pytest.mark.parametrize("text", ["", "\u2028", "é", "a&b<c>\u2029", "\u2027\u202a"])
def test_only_what_go_escapes_is_escaped(text: str) -> None:
    told = {char: f"\\u{ord(char):04x}" for char in "&<>\u2028\u2029"}
    escaped = "".join(told.get(char, char) for char in text)
    assert render_tree([Node("a", "file", user=text)]).decode().count(escaped or '"a"') == 1


def test_an_empty_tree_has_restics_bytes() -> None:
    assert render_tree([]) == b'{"nodes":[]}\n'
    assert RawTree.parse(b'{"nodes":[]}\n').render() == b'{"nodes":[]}\n'
    assert parse_tree(b'{"nodes":null}') == []
    assert RawTree.parse(b"{}").nodes == []


def test_what_go_escapes_is_escaped() -> None:
    data = render_tree([Node("a&b<c>d\u2028e\u2029f", "file")])
    assert b"a\\u0026b\\u003cc\\u003ed\\u2028e\\u2029f" in data
    assert parse_tree(data)[0].quoted_name == "a&b<c>d\u2028e\u2029f"


def test_a_link_target_that_is_not_utf_8_keeps_its_bytes_and_gos_escapes() -> None:
    target = b'\xef\xbf\xbd \xff\xfe "q" ,"linktarget":" end'
    node = Node("l", "symlink", linktarget=target.decode(errors="replace"), linktarget_raw=target)
    data = render_tree([node])
    assert b'"linktarget":"\xef\xbf\xbd \\ufffd\\ufffd \\"q\\"' in data
    assert parse_tree(data)[0].link_target == target
    assert RawTree([RawNode.from_node(node)]).render() == data
    bare = Node("l", "symlink", linktarget_raw=b"\xff")
    assert parse_tree(render_tree([bare]))[0].link_target == b"\xff"


def test_every_field_survives() -> None:
    node = Node(
        "n",
        "chardev",
        mode=5,
        uid=0,
        gid=7,
        user="root",
        group="wheel",
        inode=1 << 63,
        device_id=3,
        size=1 << 62,
        links=2,
        device=259,
        extended_attributes=[ExtendedAttribute("user.x", b"\xff"), ExtendedAttribute("user.y", None)],
        generic_attributes={"windows.file_attributes": 32, "windows.creation_time": "x"},
        content=["ab" * 32],
        subtree="cd" * 32,
    )
    assert parse_tree(render_tree([node])) == [node]


def test_fields_of_later_versions_survive_a_rewrite() -> None:
    source = json.dumps({"nodes": [FUTURE], "later": [True]}).encode()
    tree = RawTree.parse(source)
    tree.nodes = [raw.with_fields({"name": "renamed", "subtree": "ab" * 32}) for raw in tree.nodes]
    rendered = json.loads(tree.render())
    assert rendered["later"] == [True]
    assert rendered["nodes"] == [{**FUTURE, "name": "renamed", "subtree": "ab" * 32}]
    assert tree.nodes[0].node.name == b"renamed"


NODES = [
    Node(quote_name(b"a \xff"), "file", size=7, content=["ab" * 32, "cd" * 32]),
    Node("d", "dir", subtree="ef" * 32),
    Node("l", "symlink", linktarget="a"),
]


def test_an_outline_has_names_kinds_sizes_and_folders() -> None:
    outline = parse_outline(render_tree(NODES))
    assert [(node.name, node.type, node.size, node.subtree) for node in outline] == [
        (node.name, node.type, node.size, node.subtree) for node in NODES
    ]
    assert parse_outline(b'{"nodes":null}') == []


def test_a_tree_is_split_into_the_bytes_of_its_nodes() -> None:
    raws = split_tree(render_tree(NODES))
    assert parse_nodes(raws) == NODES
    assert list(list_contents(raws)) == ["ab" * 32, "cd" * 32]
    assert raws[1] == split_tree(render_tree(NODES[1:]))[0]
    assert split_tree(b"{}") == []


def test_a_name_is_made_for_a_node() -> None:
    assert Node(quote_name(b"\xff"), "file").name == b"\xff"


BAD_TREES = [
    b"",
    b"[]",
    b'{"nodes":5}',
    b'{"nodes":[{"name":"a"}]}',
    b'{"nodes":[{"name":5,"type":"file"}]}',
    b'{"nodes":[{"name":"a","type":"file","content":[5]}]}',
    b'{"nodes":[{"name":"\xed\xa0\x80","type":"file"}]}',
    b"\xff",
    b'{"x":' + b"[" * 100_000,
    b'{"nodes":[{"name":"a","type":"file","generic_attributes":{"q":' + b"[" * 100_000,
]


def take_apart(data: bytes) -> None:
    """All that is read of a tree in parts."""
    raws = split_tree(data)
    list(list_contents(raws))
    parse_nodes(raws)


@pytest.mark.parametrize("data", BAD_TREES)
def test_what_is_no_tree_is_refused_in_parts_too(data: bytes) -> None:
    with pytest.raises(FormatError, match="tree"):
        take_apart(data)


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b'{"nodes":5}', b'{"nodes":[{"name":"a"}]}', b"\xff", b'{"x":' + b"[" * 100_000],
)
def test_what_is_no_tree_has_no_outline(data: bytes) -> None:
    with pytest.raises(FormatError, match="tree"):
        parse_outline(data)


@pytest.mark.parametrize("data", BAD_TREES)
def test_what_is_no_tree_is_refused_by_both_parsers(data: bytes) -> None:
    with pytest.raises(FormatError, match="tree"):
        parse_tree(data)
    with pytest.raises(FormatError, match="tree"):
        RawTree.parse(data)


def test_a_tree_with_a_name_that_is_none_cannot_be_sorted() -> None:
    with pytest.raises(FormatError):
        render_tree([Node("a", "file"), Node("\\q", "file")])


def test_the_raw_form_keeps_bytes_that_our_encoder_would_not_write() -> None:
    source = b'{"nodes":[{"type":"file", "name":"\\u0061", "mode":420 ,"later":1.0e2}]}\n'
    assert render_tree(parse_tree(source)) != source
    assert RawTree.parse(source).render() == source


def test_a_field_whose_name_is_not_utf_8_ends_in_an_error_when_it_is_to_be_kept() -> None:
    (node,) = RawTree.parse(b'{"nodes":[{"name":"a","type":"file","\xff":1}]}').nodes
    with pytest.raises(FormatError):
        node.with_fields({"name": "b"})
