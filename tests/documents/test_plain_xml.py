"""XML that Python reads alone comes to the same as with lxml, and what is any other way is refused."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from firstbell.documents.extraction import (
    Budget,
    DocumentLimits,
    DocumentSource,
    Extraction,
    OtherReaderError,
)
from firstbell.documents.plain_xml import parse_plain
from firstbell.documents.word import read_pptx

_TEXTS = (
    "word",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "&amp;",
    "&#65;",
    "&#x20AC;",
    "&#13;",
    "é",
    "\U0001f600",
    "\x85",
    ">",
)
_EMPTY = (
    "<c/>",
    "<d y='2&#10;3\n4\t5'/>",
    '<f p:q="1" q="2"/>',
    '<g xml:lang="en"/>',
    '<h  z = "&quot;" />',
    "<a.b-c_d/>",
)
_PAIRS = (
    ("<a>", "</a>"),
    ('<b x="1">', "</b >"),
    ('<w:t xmlns:w="u" w:k="1" k="2">', "</w:t>"),
    ('<e xmlns="v">', "</e>"),
    ("<p:a\n>", "</p:a>"),
)
_PROLOGS = ("", '<?xml version="1.0"?>', "<?xml version='1.0' encoding='UTF-8' standalone=\"yes\"?>\n", " \n")
_CONTENTS = st.recursive(
    st.sampled_from(_TEXTS + _EMPTY),
    lambda inner: st.builds(
        lambda pair, parts: pair[0] + "".join(parts) + pair[1],
        st.sampled_from(_PAIRS),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


def parse_with_library(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def tell(element: Any) -> object:
    """All that an element holds."""
    inner = [tell(child) for child in element]
    return element.tag, list(element.attrib.items()), element.text or "", element.tail or "", inner


@given(st.sampled_from(_PROLOGS), st.lists(_CONTENTS, max_size=5))
def test_plain_documents_come_to_the_same_as_with_the_library(prolog: str, contents: list[str]) -> None:
    data = f'{prolog}<r xmlns:p="pp">{"".join(contents)}</r>\n'.encode()
    assert tell(parse_plain(data)) == tell(parse_with_library(data))


@given(st.text(alphabet="<>/ab:=\"' &;#x1!-?[]\n", max_size=60))
def test_what_is_taken_at_all_the_library_takes_alike(inner: str) -> None:
    data = f"<r>{inner}</r>".encode()
    try:
        plain = parse_plain(data)
    except OtherReaderError:
        return
    assert tell(plain) == tell(parse_with_library(data))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"text", b"<a>", b"<a></b>", b"<a/><b/>", b"<a/>text", b"text<a/>", b"<a",
        b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', b"<a>&nbsp;</a>", b"<a>&#0;</a>", b"<a>&#xD800;</a>",
        b"<a>a & b</a>", b"<a><!-- x --></a>", b"<a><?x y?></a>", b"<a><![CDATA[x]]></a>", b"<a>]]></a>",
        b"<p:a/>", b"<a p:b='1'/>", b"<a b='1' b='2'/>", b"<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>",
        b"<a b=1/>", b"<a b='<'/>", b"<a xmlns=''/>", b"<a xmlns:xml='u'/>", b"<a>\x00</a>", b"<a>\x0b</a>",
        b"\xef\xbb\xbf<a/>", "<a>é</a>".encode("latin-1"), "<a/>".encode("utf-16"),
        b"<?xml version='1.1'?><a/>", b"<?xml version='1.0' encoding='latin-1'?><a/>",
        b"<a>" * 300 + b"</a>" * 300, b"<a>" + b"x" * (1 << 20) + b"</a>",
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_library(data: bytes) -> None:
    with pytest.raises(OtherReaderError):
        parse_plain(data)


@pytest.fixture
def tree() -> tuple[Any, Any]:
    data = b"""<r xmlns:w="u/v"><w:a k="1">one<w:b><w:c/></w:b>two</w:a>three<w:a/><d>four</d></r>"""
    return parse_plain(data), parse_with_library(data)


def test_elements_answer_as_those_of_the_library(tree: tuple[Any, Any]) -> None:
    told = [
        (
            [one.tag for one in root.iter()],
            [one.tag for one in root.iter("{u/v}a", "{u/v}c")],
            [one.tag for one in root.iterchildren("{u/v}a")],
            list(root.itertext()),
            len(root),
            root.find("{u/v}a/{u/v}b/{u/v}c").tag,
            root.find("{u/v}a/d"),
            next(iter(root)).get("k"),
            next(iter(root)).get("l", "none"),
            next(iter(root)).getparent().tag,
        )
        for root in tree
    ]
    assert told[0] == told[1]


def test_what_is_taken_out_or_cleared_is_gone_as_with_the_library(tree: tuple[Any, Any]) -> None:
    for root in tree:
        first, second, third = root
        root.remove(first)
        third.clear()
        assert second.getparent() is root
    assert tell(tree[0]) == tell(tree[1])


def test_tables_in_tables_of_slides_are_left_to_the_library() -> None:
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    table = "<a:tbl><a:tr><a:tc><a:p><a:t>x</a:t></a:p>{}</a:tc></a:tr></a:tbl>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        slide = f'<s xmlns:a="{space}">{table.format(table.format(""))}</s>'
        archive.writestr("ppt/slides/slide1.xml", slide)

    class Receiver:
        def __getattr__(self, name: str) -> Any:
            return lambda *_: None

    draft = Extraction(Receiver(), Budget(DocumentLimits(), 1), lambda *_: None)
    draft.may_lean = False
    with pytest.raises(OtherReaderError):
        read_pptx(DocumentSource("a.pptx", out.getvalue()), draft)
