"""What a single mail says, without the headers that every mail has; whatever its bytes claim to be."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.examine.mail_parts import is_mail, split_mail

HEAD = b"From: a@example.org\nDate: Mon, 13 Feb 2023 02:00:00 -0600\n"
BYTES = bytes(range(256))


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (HEAD + b"\nHello", True),
        (HEAD.replace(b"\n", b"\r\n") + b"\r\nHello", True),
        (b"Received: from x\n" + HEAD + b"\n", True),
        (b"X-Spam: no\n" + HEAD.upper() + b"\n", True),
        (b"Date: today\n\nFrom: a letter in its text", False),
        (b"From: a\n\nDate: in its text", False),
        (b"From the office\nDate: x\n", False),
        (b"", False),
        (b"Hello\n" + HEAD, False),
        (b"From: a\n" + b"X-Long: y\n" * 2000 + b"Date: far down\n", False),
    ],
)
def test_a_mail_is_one_by_its_headers_alone(data: bytes, *, is_one: bool) -> None:
    assert is_mail(data) is is_one


def test_the_text_and_the_attachments_are_told_and_no_header() -> None:
    attached = base64.encodebytes(BYTES)
    data = (
        HEAD + b'Subject: secret\nContent-Type: multipart/mixed; boundary="b"\n\n'
        b"--b\nContent-Type: text/plain\n\nHello\n--b\nContent-Type: text/html\n\n<p>Hi</p>\n"
        b"--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n" + attached + b"--b\n"
        b"Content-Type: text/csv\nContent-Disposition: attachment\n\n" + b"a,b\n" * 30 + b"--b--\n"
    )

    parts = split_mail(data)

    assert parts.text.split() == ["Hello", "<p>Hi</p>"]
    assert len(parts.attached) == 2
    assert parts.attached[0] != parts.attached[1]
    changed = base64.encodebytes(BYTES[:-1] + b"\0")
    assert split_mail(data.replace(attached, changed)).attached[0] != parts.attached[0]
    assert split_mail(data.replace(b"secret", b"other")) == parts


def test_a_signatures_picture_is_no_attachment() -> None:
    small = (
        HEAD + b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n" + base64.b64encode(b"x" * 63)
    )

    assert split_mail(small).attached == ()


def test_a_mail_of_very_many_parts_is_read_as_far_as_the_two_hundredth() -> None:
    part = b"--b\nContent-Type: text/plain\n\nword\n"
    data = HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + part * 400 + b"--b--\n"

    assert split_mail(data).text.count("word") == 199  # the whole is a part, too


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Type: text/plain; charset=x-bogus\n",
        b'Content-Type: text/plain; charset="\xff\x00"\n',
        b"Content-Type: \xff/\xfe\n",
        b"Content-Transfer-Encoding: x-uuencode\n",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Disposition: \xff\n",
        b"Content-Type: multipart/mixed\n",
        b"Content-Type: message/rfc822\n",
        b'Content-Type: multipart/mixed; boundary=""\n',
    ],
)
def test_what_a_header_claims_falsely_ends_nothing(head: bytes) -> None:
    split_mail(HEAD + head + b"\nna\xefve \xff\x00 text")


@settings(max_examples=60)
@given(st.binary(max_size=120))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    for whole in (data, HEAD + data, HEAD + b"\n" + data):
        is_mail(whole)
        split_mail(whole)
