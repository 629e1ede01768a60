"""Mail: headers in any bytes, bodies in any charset, attachments wherever they hang."""

from __future__ import annotations

import struct
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.documents.extraction import UnreadableError
from firstbell.documents.mail import unpack_rtf
from tests.documents import compound
from tests.documents.drafts import read

HEAD = b"From: office@school.example\nTo: ana@school.example\nSubject: Bus\nMIME-Version: 1.0\n"


def make(kind: str, body: bytes, coding: str = "8bit") -> bytes:
    return HEAD + f"Content-Type: {kind}\nContent-Transfer-Encoding: {coding}\n\n".encode() + body


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("Nguyễn Tiến <t@school.example>".encode(), "Nguyễn Tiến <t@school.example>"),
        ("Ana Muñoz <a@school.example>".encode("cp1252"), "Ana Muñoz <a@school.example>"),
        (b"=?utf-8?q?Nguy=E1=BB=85n?= <t@school.example>", "Nguyễn <t@school.example>"),
        (b"=?iso-8859-1?b?TXXxb3o=?=", "Muñoz"),
        (b"=?no-such-charset?q?Ana?=", "=?no-such-charset?q?Ana?="),
        (b"=?utf-8?b?A?=", "=?utf-8?b?A?="),
        (b"plain", "plain"),
    ],
)
def test_a_header_is_shown_as_it_was_written(header: bytes, shown: str) -> None:
    parts = read("a.eml", b"Subject: Bus\nTo: x\nFrom: " + header + b"\n\nbody\n")
    assert f"From: {shown}" in parts.texts[0][1].splitlines()


def test_headers_of_one_name_are_all_told_whatever_their_case() -> None:
    parts = read("a.eml", b"from: a@x.example\nTO: b@x.example\nTo: c@x.example\nX-Note: hidden\n\nbody\n")
    assert parts.texts[0][1].splitlines() == ["From: a@x.example", "To: b@x.example", "To: c@x.example"]


@pytest.mark.parametrize(
    "charset",
    ["utf-8", "", "no-such", "undefined", "idna", "punycode", "base64", "utf\x00", "cp1252", '"'],
    ids=repr,
)
def test_a_body_is_read_whatever_its_charset_is_said_to_be(charset: str) -> None:
    parts = read("a.eml", make(f"text/plain; charset={charset}", "Señora Muñoz\n".encode("cp1252")))
    assert "Muñoz" in parts.text or "Mu\ufffdoz" in parts.text


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("base64", b"SGVsbG8gQW5h\n"),
        ("quoted-printable", b"Hello =41na"),
        ("base64", b"SGVsbG8gQW5h=!!broken"),
        ("x-uuencode", b"begin 644 a\n)2&5L;&\\@06YA\n`\nend\n"),
        ("no-such-coding", b"Hello Ana"),
    ],
)
def test_a_body_is_unpacked_as_it_was_packed(coding: str, body: bytes) -> None:
    assert "Hello Ana" in read("a.eml", make("text/plain", body, coding)).text


def test_of_two_forms_of_a_body_the_plain_one_is_read() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@x.example", "Bus"
    message.set_content("plain words")
    message.add_alternative("<p>marked words</p>", subtype="html")
    parts = read("a.eml", bytes(message))
    assert "plain words" in parts.text
    assert "marked" not in parts.text
    only = make("text/html", b"<p>marked words</p>")
    assert "marked words" in read("a.eml", only).text


def test_a_message_within_a_message_within_a_message_is_read_in_its_place() -> None:
    inner = EmailMessage()
    inner["Subject"] = "innermost"
    inner.set_content("a note about Ana")
    for name in ("middle", "outer"):
        message = EmailMessage()
        message["Subject"] = name
        message.set_content(f"see {name}")
        message.add_attachment(inner)
        inner = message
    parts = read("a.eml", bytes(inner))
    places = [place for place, text in parts.texts if "a note about Ana" in text]
    assert places == ["part 1.eml > part 1.eml"]
    assert [text for _, text in parts.texts if text.startswith("Subject")] == [
        "Subject: outer",
        "Subject: middle",
        "Subject: innermost",
    ]


def test_what_stands_behind_the_last_part_is_read() -> None:
    body = b"--x\nContent-Type: text/plain\n\nfirst\n--x--\nbehind the last part\n"
    assert "behind the last part" in read("a.eml", make('multipart/mixed; boundary="x"', body)).text


@pytest.mark.parametrize("body", [b"", b"no boundary at all\n", b"--x\n\n--x\n\n--x"])
def test_a_message_of_parts_that_has_none_or_no_end_is_read(body: bytes) -> None:
    parts = read("a.eml", make('multipart/mixed; boundary="x"', body))
    assert "Subject: Bus" in parts.text


def test_an_attachment_that_is_damaged_is_missing_and_the_rest_is_read() -> None:
    message = EmailMessage()
    message["Subject"] = "Roster"
    message.set_content("see below")
    message.add_attachment(b"PK\x03\x04broken", maintype="application", subtype="zip", filename="r.zip")
    message.add_attachment("kept,words\n", filename="n.txt")
    parts = read("a.eml", bytes(message))
    assert [line.partition(":")[0] for line in parts.missing] == ["r.zip"]
    assert ("n.txt", "kept,words\n") in parts.texts


def test_each_message_of_a_mailbox_is_a_unit_and_quoted_froms_are_words() -> None:
    one = b"From a@x.example Mon Feb  5 08:00:00 2024\r\nFrom: a@x.example\r\nSubject: %d\r\n\r\n%s\r\n\r\n"
    data = one % (1, b">From here on we walk.\r\nFrom there we ride.") + one % (2, b"second")
    parts = read("a.mbox", data)
    assert parts.units == ["", ""]
    assert {place for place, _ in parts.texts} == {"message 1", "message 2"}
    first = "\n".join(text for place, text in parts.texts if place == "message 1")
    assert "From there we ride." in first
    assert "second" not in first


def test_a_mailbox_that_begins_nowhere_is_one_message() -> None:
    assert "Subject: Bus" in read("a.mbox", HEAD + b"\nbody\n").text


def test_a_message_of_outlook_gives_its_headers_and_its_body() -> None:
    parts = read("a.msg", compound.make_message("The bus leaves at seven.", "Señora"))
    assert parts.texts[0][1].splitlines()[:1] == ["From: karen.oneil@dist.org"]
    assert "Subject: Señora" in parts.text
    assert "The bus leaves at seven." in parts.text


def test_a_message_of_outlook_that_is_cut_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        read("a.msg", compound.make_message("The bus leaves at seven.")[:700])


# Source: [MS-OXRTFCP] 4.1, the two examples of the specification
SIMPLE = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
CROSSING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


@pytest.mark.parametrize(
    ("packed", "expected"),
    [
        (SIMPLE, b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"),
        (CROSSING, b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"),
        (struct.pack("<II4sI", 17, 5, b"MELA", 0) + b"{\\rtf1}", b"{\\rtf"),
        (b"short", b""),
        (b"", b""),
    ],
)
def test_compressed_rtf_is_unpacked_as_its_specification_shows(packed: bytes, expected: bytes) -> None:
    assert unpack_rtf(packed) == expected


@given(st.binary(max_size=200), st.integers(0, 5000))
def test_any_compressed_rtf_ends_at_about_its_own_size(data: bytes, size: int) -> None:
    head = struct.pack("<II4sI", len(data) + 12, size, b"LZFu", 0)
    # a byte of control is followed whole: eight references of at most 17 bytes
    assert len(unpack_rtf(head + data)) < size + 8 * 17
