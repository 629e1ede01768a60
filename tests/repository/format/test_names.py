from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.names import are_plain, quote_name, quote_names, unquote_name

# name, and what Go's strconv.Quote makes of it without the outer quotes
QUOTED = [
    (b"plain.txt", "plain.txt"),
    (b"", ""),
    (b"caf\xc3\xa9", "café"),
    (b"caf\xe9", "caf\\xe9"),
    (b'a "b"', 'a \\"b\\"'),
    (b"it's", "it's"),
    (b"back\\slash", "back\\\\slash"),
    (b"\a\b\f\n\r\t\v", "\\a\\b\\f\\n\\r\\t\\v"),
    (b"\x00\x1f\x7f", "\\x00\\x1f\\x7f"),
    (b"\xc2\x80\xc2\xa0\xc2\xad", "\\u0080\\u00a0\\u00ad"),
    (b"\xe2\x80\xa8\xef\xbb\xbf", "\\u2028\\ufeff"),
    (b"\xed\xa0\x80", "\\xed\\xa0\\x80"),
    (b"\xe2\x80", "\\xe2\\x80"),
    (b"\xef\xbf\xbd", "\ufffd"),
    (b"\xf0\x9f\x94\x94", "\U0001f514"),
    (b"\xf3\xa0\x80\x81", "\\U000e0001"),
    (b"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"),
]


@pytest.mark.parametrize(("name", "quoted"), QUOTED)
def test_a_name_is_quoted_as_go_does_it_and_back(name: bytes, quoted: str) -> None:
    assert quote_name(name) == quoted
    assert unquote_name(quoted) == name


@given(st.binary(max_size=60))
def test_every_name_survives(name: bytes) -> None:
    assert unquote_name(quote_name(name)) == name


@given(
    st.lists(
        st.one_of(
            st.sampled_from([name for name, _ in QUOTED]),
            st.text(min_size=1).map(lambda text: text.encode(errors="surrogatepass")),
            st.binary(max_size=9),
        ).map(lambda name: name.replace(b"/", b"-")),
        max_size=6,
    )
)
def test_names_of_a_folder_are_quoted_as_one_by_one(names: list[bytes]) -> None:
    assert quote_names(names) == [quote_name(name) for name in names]


@given(st.text(alphabet="\\xuU01aF'\"n€ \ud800", max_size=20))
def test_every_text_unquotes_or_is_refused(text: str) -> None:
    with contextlib.suppress(FormatError):
        assert isinstance(unquote_name(text), bytes)


@pytest.mark.parametrize("quoted", ["\\101", "\\x41", "\\u0041", "\\U00000041"])
def test_escapes_that_go_reads_and_does_not_write_are_read(quoted: str) -> None:
    assert unquote_name(quoted) == b"A"


@pytest.mark.parametrize(
    "quoted", ["\\", "\\q", "\\x4", "\\u004", "\\ud800", "\\U00110000", "\\777", "\\400", "a\\", "\ud800"]
)
def test_an_escape_that_is_none_is_refused(quoted: str) -> None:
    with pytest.raises(FormatError):
        unquote_name(quoted)


@pytest.mark.parametrize(
    "odd", ["", ".", "..", "a/b", "nul\0", "back\\\\slash", "byte\\xff", "lone\udc80", "plain.txt"]
)
def test_names_are_plain_when_none_of_them_is_odd(odd: str) -> None:
    names = ["plain.txt", "café", "...", "a b"]
    assert are_plain(names)
    assert are_plain([])
    assert not are_plain([*names, odd])


@given(st.lists(st.text(min_size=1, max_size=6), max_size=5))
def test_plain_names_are_the_names_that_quoting_gives_back(names: list[str]) -> None:
    if are_plain(names):
        assert [unquote_name(name) for name in names] == [name.encode() for name in names]
        assert len(set(names)) == len(names)
        assert not {"", ".", ".."} & set(names)
