"""Pages and cards as tables, lines and entries."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.documents.extraction import OtherReaderError, UnreadableError
from firstbell.documents.markup import read_html_text
from tests.documents.drafts import GatheredParts, begin, read


def lay_out(rows: str) -> list[list[str]]:
    return read("a.html", f"<html><body><table>{rows}</table></body></html>".encode()).rows


@pytest.mark.parametrize(
    ("rows", "table"),
    [
        ("<tr><th>A<th>B<tr><td>1<td>2", [["A", "B"], ["1", "2"]]),
        ("<tr><td rowspan=2>A</td><td>1</td></tr><tr><td>2</td></tr>", [["A", "1"], ["", "2"]]),
        (
            "<tr><td rowspan=3>A<td>1</tr><tr><td rowspan=2>2</tr><tr><td>3</tr><tr><td>4</tr>",
            [["A", "1"], ["", "2"], ["", "", "3"], ["4"]],
        ),
        ("<tr><td colspan=2>A</td><td>B</td></tr>", [["A", "", "B"]]),
        ("<tr><td colspan=999999>A</td></tr>", [["A", *[""] * 99]]),
        (
            "<tr><td rowspan=0 colspan='-3'>A</td><td colspan=x>B</td></tr><tr><td>C</td></tr>",
            [["A", "B"], ["C"]],
        ),
        ("<tr><td rowspan=²>A</td></tr><tr><td>B</td></tr>", [["A"], ["B"]]),
        ("<caption>Roster</caption><tr><td>A</td></tr>", [["Roster"], ["A"]]),
        ("<thead><tr><td>A</td></tr></thead><tbody><tr><td>1</td></tr></tbody>", [["A"], ["1"]]),
        ("<tr><td><b>A</b> <i>B</i><br>C</td></tr>", [["A B C"]]),
        ("<tr><td><input value=4><img alt=photo></td></tr>", [["4 photo"]]),
        ("", []),
    ],
)
def test_each_cell_of_a_table_stands_in_its_column(rows: str, table: list[list[str]]) -> None:
    assert lay_out(rows) == table


def test_a_table_within_a_table_is_the_one_that_is_read_as_one() -> None:
    page = b"<table><tr><td>Menu<table><tr><td>A<td>1</table></td></tr></table>"
    parts = read("a.html", page)
    assert parts.rows == [["A", "1"]]
    assert "Menu" in parts.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("<html><p>Muñoz".encode("cp1252"), "Muñoz"),
        ("<html><p>Nguyễn".encode(), "Nguyễn"),
        ("<html><p>Nguyễn".encode("utf-16"), "Nguyễn"),
        (b"<html><script>secret()</script><p>shown</html>behind", "shown behind"),
        (b"<html><p>one<!-- two -->three", "onethree"),
    ],
)
def test_words_are_read_in_their_encoding(data: bytes, said: str) -> None:
    parts = read("a.html", data)
    assert [line for line in parts.text.splitlines() if line] == said.splitlines()


def test_a_page_that_is_nested_deeply_keeps_its_words() -> None:
    parts = read("a.html", b"<html>" + b"<div>" * 240 + b"<b>deep</b> words" + b"</div>" * 240 + b"<p>after")
    assert "deep words" in parts.text
    assert "after" in parts.text


def test_an_empty_page_and_a_page_of_nothing_are_text() -> None:
    parts = GatheredParts()
    read_html_text("<!-- -->", begin(parts))
    assert parts.tables == []
    draft = begin()
    draft.may_lean = False
    with pytest.raises(OtherReaderError):
        read_html_text("<p>", draft)


CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\n{}\r\nEND:VCARD\r\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("FN:Ana Olson", "Name: Ana Olson"),
        ("fn;CHARSET=UTF-8:Ana Muñoz", "Name: Ana Muñoz"),
        ("TEL;TYPE=home:218-555-0101", "Phone: 218-555-0101"),
        ("item1.TEL;type=pref:218-555-0101", "Phone: 218-555-0101"),
        ("item2.EMAIL;type=INTERNET:a@x.example", "Email: a@x.example"),
        ("ADR;TYPE=home:;;12 Elm St;Duluth;MN;55802;", "Home address: 12 Elm St, Duluth, MN, 55802"),
        ("BDAY:2008-03-04", "Date of birth: 2008-03-04"),
        ("NOTE:late\\, again\\nsee file", "Note: late, again\nsee file"),
        ("NOTE:lat\r\n e", "Note: late"),
        ("X-SCHOOL:East", "X-school: East"),
    ],
)
def test_a_line_of_a_card_is_told_in_words(line: str, said: str) -> None:
    assert f"\n{said}\n" in read("a.vcf", CARD.format(line).encode()).text


def test_each_card_is_a_unit_and_the_name_stands_once() -> None:
    parts = read("a.vcf", (CARD.format("N:Olson;Ana;;;\r\nFN:Ana Olson") * 3).encode())
    assert parts.units == [""] * 3
    assert parts.text.count("Olson") == 3


def test_a_card_of_noise_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="it is not text"):
        read("a.vcf", bytes(range(1, 32)) * 9)


@settings(max_examples=40)
@given(
    st.lists(
        st.lists(
            st.tuples(st.text("añ ", min_size=1, max_size=4), st.integers(1, 3), st.integers(1, 3)),
            max_size=4,
        ),
        max_size=4,
    )
)
def test_every_cell_of_any_table_is_read_once(rows: list[list[tuple[str, int, int]]]) -> None:
    page = "".join(
        "<tr>"
        + "".join(f"<td colspan={wide} rowspan={high}>x{text}</td>" for text, wide, high in row)
        + "</tr>"
        for row in rows
    )
    found = sorted(cell for row in lay_out(page) for cell in row if cell)
    assert found == sorted(
        f"x{' '.join(text.split())}" if text[0] != " " else " ".join(f"x{text}".split())
        for row in rows
        for text, _, _ in row
    )
