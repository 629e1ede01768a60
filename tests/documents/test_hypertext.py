"""Pages of hostile people as a reader sees them: what is shown, what is hidden, and where links lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.documents.hypertext import Hyperlink, read_markup


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("Hello <b>Ana</b>", "Hello Ana"),
        ("a\n  b\t c", "a b c"),
        ("a<br>b<BR>c", "a\nb\nc"),
        ("&Aacute;na &amp; Ben &#x4e;", "Ána & Ben N"),
        ("<script>if (a < b) pay()</script>now", "now"),
        ("<style>p { color: red }</style>now", "now"),
        ('<img alt="Pay here">', " Pay here "),
        ("<div style='DISPLAY : none'>secret</div>now", "\n\nnow"),
        ("<span style='font-size:0px'>secret</span>now", "now"),
        ("<span style='font-size:0.8em'>shown</span>", "shown"),
        ("<span style='display:none'>a<br>b</span>c", "\nc"),
        ("<span style='display:none'><b>a</i></b>b</span>c", "c"),
        ("</p></b></a>now", "\nnow"),
        ("<!-- note -->now", "now"),
    ],
)
def test_what_is_shown_is_read(page: str, said: str) -> None:
    assert read_markup(page).text == said


def test_hidden_words_are_counted_and_those_of_scripts_are_not() -> None:
    page = "<p>a</p><p style='visibility:hidden'> bcd </p><script>efgh</script>"
    assert read_markup(page).hidden == 3


@pytest.mark.parametrize(
    ("page", "links"),
    [
        ('<a href=" http://x.example ">Pay  <b>now</b></a>', [Hyperlink("Pay now", "http://x.example", 0)]),
        ('at <a href="u">one<a href="v">two', [Hyperlink("one", "u", 3), Hyperlink("two", "v", 6)]),
        ('<form action="/in"><input type="PASSWORD"></form>', [Hyperlink("", "/in", 0)]),
        (
            '<map><area href="m"></map><iframe src="f"></iframe>',
            [Hyperlink("", "m", 0), Hyperlink("", "f", 0)],
        ),
        ("<a name=x>no link</a><form></form>", []),
        ('<a href="h"><img alt="logo"></a>', [Hyperlink("", "h", 0)]),
    ],
)
def test_links_are_told_with_what_is_shown_of_them(page: str, links: list[Hyperlink]) -> None:
    assert read_markup(page).links == links


def test_fields_for_passwords_forms_and_pictures_are_noted() -> None:
    found = read_markup("<form><input type=text></form><form><input type=password><img><img></form>")
    assert (found.asks_password, found.forms, found.images) == (True, 2, 2)
    assert not read_markup("<input type=text name=password>").asks_password


def test_a_page_has_an_end() -> None:
    assert len(read_markup("<p>" + "word " * 200_000).text) <= 400_000


@given(st.text("<>/!-=\"' abpstyle:;&#[]?\n", max_size=80))
def test_any_page_is_read(page: str) -> None:
    found = read_markup(page)
    assert all(0 <= link.at <= len(found.text) for link in found.links)
