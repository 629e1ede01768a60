"""Office files of today, part by part: what is damaged is told, and the rest is read."""

from __future__ import annotations

import io
import zipfile

import pytest
from msgspec.structs import replace

from firstbell.documents.extraction import LimitError, UnreadableError
from tests.documents.drafts import LIMITS, GatheredParts, read
from tests.documents.formats import make_zip
from tests.documents.test_archives import lock

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
)


def write(body: str) -> bytes:
    return f"<w:document {W}><w:body>{body}</w:body></w:document>".encode()


def line(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def read_word(body: str, **parts: bytes) -> GatheredParts:
    return read("a.docx", make_zip({"word/document.xml": write(body), **parts}))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (line("Ana Ol", "son"), "Ana Olson"),
        (line("Ana") + line("Ben"), "Ana\n\nBen"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
        ("<w:p><w:del><w:r><w:delText>taken out</w:delText></w:r></w:del></w:p>", "taken out"),
        ("<w:sdt><w:sdtContent>" + line("in a field") + "</w:sdtContent></w:sdt>", "in a field"),
        ('<m:F xmlns:m="u"><m:Fallback>' + line("twice") + "</m:Fallback></m:F>" + line("once"), "once"),
        ("<w:p/>", ""),
    ],
)
def test_paragraphs_are_read_as_they_stand(body: str, text: str) -> None:
    assert read_word(body).text == text


def test_a_table_stands_between_the_paragraphs_around_it() -> None:
    cell = "<w:tc>{}</w:tc>".format
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr>' + line("wide") + "</w:tc>"
    rows = f"<w:tr>{wide}</w:tr><w:tr>{cell(line('a') + line('b'))}{cell('')}{cell(line('c'))}</w:tr>"
    parts = read_word(line("before") + f"<w:tbl>{rows}</w:tbl>" + line("after"))
    assert parts.texts == [("body", "before"), ("body", "after")]
    assert parts.tables == [("body", [["wide", "", ""], ["a\nb", "", "c"]])]


def test_a_table_in_a_text_box_is_read_as_one() -> None:
    table = f"<w:tbl><w:tr><w:tc>{line('A')}</w:tc><w:tc>{line('1')}</w:tc></w:tr></w:tbl>"
    parts = read_word(f"<w:p><w:r><w:txbxContent>{table}</w:txbxContent></w:r></w:p>")
    assert parts.tables == [("body", [["A", "1"]])]


@pytest.mark.parametrize("span", ["9999999999", "-4", "x", ""])
def test_a_cell_that_claims_any_width_is_read(span: str) -> None:
    table = (
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{line("x")}</w:tc></w:tr></w:tbl>'
    )
    ((_, rows),) = read_word(table).tables
    assert rows[0][0] == "x"
    assert len(rows[0]) <= 101


def test_each_part_is_named_and_properties_and_embedded_files_are_read() -> None:
    parts = read(
        "a.docx",
        make_zip(
            {
                "word/document.xml": write(line("body words, and more of them" * 20)),
                "word/header2.xml": write(line("head")),
                "word/styles.xml": write(line("styles")),
                "docProps/core.xml": b"<p><title>Roster</title><creator>nobody</creator></p>",
                "word/embeddings/list.csv": b"a,b,c\n1,2,3\n",
            }
        ),
    )
    places = dict(parts.texts)
    assert places["header2"] == "head"
    assert places["properties"] == "Roster"
    assert "styles" not in parts.text
    assert parts.tables == [("list.csv", [["a", "b", "c"], ["1", "2", "3"]])]
    assert parts.units == ["list.csv"]


def test_a_part_that_is_damaged_or_locked_is_told_and_the_rest_is_read() -> None:
    good = {"word/document.xml": write(line("kept words " * 40)), "word/header1.xml": write(line("lost"))}
    parts = read("a.docx", lock(make_zip(good), b"word/header1.xml"))
    assert "kept words" in parts.text
    assert parts.missing == ["word/header1.xml: it is encrypted"]
    data = bytearray(make_zip(good))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo("word/header1.xml")
    data[info.header_offset + 30 + len("word/header1.xml") + 4] ^= 0xFF
    parts = read("a.docx", bytes(data))
    assert "kept words" in parts.text
    assert len(parts.missing) == 1


@pytest.mark.parametrize("body", [b"", b"no xml at all"])
def test_a_document_whose_only_part_is_no_xml_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"word/document\.xml"):
        read("a.docx", make_zip({"word/document.xml": body}))


def test_a_part_that_expands_without_end_meets_the_limit() -> None:
    limits = replace(LIMITS, expanded_bytes=1 << 20, ratio_from_bytes=1 << 20)
    with pytest.raises(LimitError, match="1 MiB"):
        read("a.docx", make_zip({"word/document.xml": write(line("a" * (4 << 20)))}), limits=limits)


def test_notes_stand_below_the_slides_that_they_are_of() -> None:
    text = f"<s {A}><a:p><a:t>%s</a:t></a:p></s>"
    slide = {f"ppt/slides/slide{one}.xml": (text % f"title {one}").encode() for one in (1, 3)}
    relation = '<Relationships><Relationship Target="../slides/slide%d.xml"/></Relationships>'
    notes = {
        "ppt/notesSlides/_rels/notesSlide1.xml.rels": (relation % 3).encode(),
        "ppt/notesSlides/notesSlide1.xml": (text % "of three").encode(),
        "ppt/notesSlides/_rels/notesSlide2.xml.rels": (relation % 9).encode(),
        "ppt/notesSlides/notesSlide2.xml": (text % "of none that is there").encode(),
        "ppt/notesSlides/notesSlide3.xml": (text % "of nobody knows which").encode(),
    }
    parts = read("a.pptx", make_zip({"ppt/presentation.xml": b"<p/>", **slide, **notes}))
    assert parts.texts == [
        ("slide 3", "of nobody knows which"),
        ("slide 1", "title 1"),
        ("slide 3", "title 3\n\nof three"),
        ("slide 9", "of none that is there"),
    ]


def test_slides_give_their_tables_and_their_lines() -> None:
    cell = "<a:tc><a:t>{}</a:t></a:tc>".format
    table = f"<a:tbl><a:tr>{cell('A')}{cell('1')}</a:tr></a:tbl>"
    slide = f"<s {A}><a:p><a:t>one</a:t><a:t>two</a:t></a:p><x>{table}</x><a:p><a:t>three</a:t></a:p></s>"
    parts = read(
        "a.pptx", make_zip({"ppt/presentation.xml": b"<p/>", "ppt/slides/slide7.xml": slide.encode()})
    )
    assert parts.texts == [("slide 7", "onetwo\nthree")]
    assert parts.tables == [("slide 7", [["A", "1"]])]


def test_an_open_document_gives_paragraphs_tables_and_what_stands_inside_them() -> None:
    cell = '<table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell>'
    row = f"<table:table-row>{cell}</table:table-row>"
    body = (
        "<text:p>Ana<text:tab/>Olson<text:s/><text:span>late</text:span><text:line-break/>again</text:p>"
        f"<table:table>{row}</table:table><text:h>after</text:h>"
    )
    content = f"<office:document-content {ODF}>{body}</office:document-content>".encode()
    data = make_zip({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content})
    parts = read("a.odt", data)
    assert parts.texts == [("", "Ana\tOlson late\nagain"), ("", "after")]
    assert parts.rows == [["x", "x"]]


def comment(number: int, *said: str) -> str:
    return f'<w:comment w:id="{number}" w:author="nurse">{"".join(map(line, said))}</w:comment>'


def mark(number: int, text: str) -> str:
    run = f"<w:r><w:t>{text}</w:t></w:r>"
    return f'<w:commentRangeStart w:id="{number}"/>{run}<w:commentRangeEnd w:id="{number}"/>'


@pytest.mark.parametrize("is_first", [False, True])
def test_a_comment_stands_behind_the_name_that_it_is_set_to(*, is_first: bool) -> None:
    body = (
        f"<w:p>{mark(0, 'Ana')}{mark(1, 'Olson')}</w:p><w:p>{mark(2, 'Ben Roe')}</w:p>"
        f"<w:p>{mark(3, 'who was late again on all of the days that we counted')}</w:p>"
    )
    told = [comment(2, "doubled up", "since May"), comment(3, "was excused"), comment(9, "set to nothing")]
    comments = f"<w:comments {W}>{''.join(told)}</w:comments>".encode()
    parts = {"word/document.xml": write(body), "word/comments.xml": comments}
    names = sorted(parts, reverse=not is_first)
    data = make_zip({name: parts[name] for name in names})
    texts = dict(read("a.docx", data).texts)
    assert texts["comments"] == "Ben Roe: doubled up\nsince May\n\nwas excused\n\nset to nothing"


def test_a_comment_that_says_the_name_itself_says_it_once_and_one_never_ends() -> None:
    body = f'<w:p>{mark(0, "Ben Roe")}<w:commentRangeStart w:id="1"/></w:p>' + line("x" * 400)
    told = comment(0, "Ben Roe moved") + comment(1, "see above")
    data = {
        "word/document.xml": write(body),
        "word/comments.xml": f"<w:comments {W}>{told}</w:comments>".encode(),
    }
    assert dict(read("a.docx", make_zip(data)).texts)["comments"] == "Ben Roe moved\n\nsee above"


def test_a_comment_of_an_open_document_is_no_part_of_the_line_that_it_is_set_to() -> None:
    note = '<office:annotation office:name="{}"><text:p>{}</text:p></office:annotation>'.format
    body = (
        f"<text:p>{note('a', 'doubled up')}Ben <text:span>Roe</text:span>"
        '<office:annotation-end office:name="a"/> rides bus 4</text:p>'
        f"<text:p>Ana{note('', 'who?')} walks</text:p>"
    )
    content = f"<office:document-content {ODF}>{body}</office:document-content>".encode()
    data = make_zip({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content})
    assert read("a.odt", data).texts == [
        ("", "Ben Roe rides bus 4\n\nAna walks"),
        ("comments", "Ben Roe: doubled up\n\nwho?"),
    ]


def test_a_width_of_thousands_of_digits_is_no_damage() -> None:
    wide = f'<w:tcPr><w:gridSpan w:val="{"9" * 5000}"/></w:tcPr>'
    ((_, rows),) = read_word(f"<w:tbl><w:tr><w:tc>{wide}{line('x')}</w:tc></w:tr></w:tbl>").tables
    assert len(rows[0]) == 101
