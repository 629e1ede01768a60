"""A form with a file, taken apart: what browsers send, and what nobody should."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.exceptions import HTTPException

from firstbell.console.messages import MAX_UPLOAD_BYTES
from firstbell.console.web.uploads import split_parts


def make_body(*parts: bytes, boundary: bytes = b"b") -> bytes:
    """A body of these parts."""
    return (
        b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + boundary + b"--\r\n"
    )


FILE = b'Content-Disposition: form-data; name="file"; filename="%s"\r\nContent-Type: x/y\r\n\r\n%s'
TEXT = b'Content-Disposition: form-data; name="text"\r\n\r\n%s'


@given(st.binary(max_size=200).filter(lambda data: b"\r\n--b" not in data))
def test_the_bytes_of_a_file_come_as_they_were_sent(data: bytes) -> None:
    found = split_parts(make_body(TEXT % b"hi", FILE % (b"a.eml", data)), b"b")
    assert (found.fields, found.name, found.data) == ({"text": "hi"}, "a.eml", data)
    assert not found.is_too_large


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        (b"../../a.eml", "a.eml"),
        (b"C:\\mail\\a.eml", "a.eml"),
        (b"/", ""),
        ("ñ.eml".encode(), "ñ.eml"),
        (b"\xff.eml", "\ufffd.eml"),
        (b"x" * 500 + b".eml", "x" * 196 + ".eml"),
    ],
)
def test_of_a_name_no_folder_is_left(sent: bytes, name: str) -> None:
    assert split_parts(make_body(FILE % (sent, b"x")), b"b").name == name


def test_a_field_of_a_file_that_was_left_empty_brings_none() -> None:
    found = split_parts(make_body(TEXT % b"\xc3\xb1", FILE % (b"", b"")), b"b")
    assert (found.fields, found.name, found.data) == ({"text": "ñ"}, "", b"")


def test_a_file_that_is_too_large_is_told() -> None:
    for more in (0, 1):
        found = split_parts(make_body(FILE % (b"a.eml", b"x" * (MAX_UPLOAD_BYTES + more))), b"b")
        assert found.is_too_large is bool(more)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--b\r\n",
        make_body(TEXT % b"x")[:-6],
        make_body(b"no blank line"),
        make_body(b"Content-Type: x/y\r\n\r\nx"),
        make_body(b"Content-Disposition: form-data\r\n\r\nx"),
        make_body(b'Content-Disposition: attachment; name="a"\r\n\r\nx'),
        make_body(b"X: " + b"x" * 9000 + b"\r\n" + TEXT % b"x"),
        make_body(b'Content-Disposition: form-data; name="a"\r\n' + TEXT % b"x"),
        make_body(*[TEXT % b"x"] * 21),
    ],
)
def test_a_body_that_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(HTTPException):
        split_parts(body, b"b")


@given(st.binary(max_size=300))
def test_no_bytes_end_in_another_error(body: bytes) -> None:
    for one in (body, b"--b\r\n" + body, make_body(body)):
        with contextlib.suppress(HTTPException):
            split_parts(one, b"b")
