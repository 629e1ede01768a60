"""Bytes to text: every charset that mail names, NULs, UTF-16 without a mark, and what nobody can read."""

from __future__ import annotations

import pytest

from firstbell.triage.charsets import decode_text
from firstbell.triage.parser import parse_mail
from firstbell.triage.triage import triage_mail
from tests.triage.measuring import DISTRICT

TEXT = "Señora, we have the files. Pay by Friday."


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("utf-8", None),
        ("utf-8", "us-ascii"),
        ("cp1252", None),
        ("cp1252", "iso-8859-1"),
        ("mac-roman", "x-mac-roman"),
        ("cp850", "ibm850"),
        ("utf-7", "unicode-1-1-utf-7"),
        ("utf-16", "utf-16"),
        ("utf-16-le", None),
        ("utf-16-be", "us-ascii"),
        ("utf-32", "utf-32"),
        ("cp037", "cp037"),
    ],
)
def test_a_text_reads_the_same_in_each_charset(codec: str, named: str | None) -> None:
    found = decode_text(TEXT.encode(codec), named)
    assert (found.text, found.unread) == (TEXT, "")


@pytest.mark.parametrize(
    ("codec", "named", "text"),
    [
        ("cp932", "x-sjis", "学校のデータ"),
        ("gb18030", "gb2312", "学校的数据"),
        ("big5", "cn-big5", "學校的資料"),
    ],
)
def test_names_that_mail_programs_write_are_known(codec: str, named: str, text: str) -> None:
    assert decode_text(text.encode(codec), named).text == text


def test_a_nul_between_letters_is_taken_out() -> None:
    assert decode_text(b"We will p\0ublish\0", "utf-8").text == "We will publish"


@pytest.mark.parametrize("named", ["x-nobody", "hex", "rot13", None])
def test_what_no_charset_explains_goes_to_a_person(named: str | None) -> None:
    data = "Мы скачали файлы вашей школы, заплатите до пятницы".encode("koi8-r")
    content = f"Content-Type: text/plain; charset={named}\n" if named else ""
    head = f"From: a@b.example\nTo: jo@lakesideschools.org\nSubject: x\n{content}"
    found = triage_mail(parse_mail(head.encode() + b"\n" + data), DISTRICT)
    assert found.look
    assert "could not be read" in found.unread[0]


def test_an_unknown_charset_of_plain_letters_is_only_named() -> None:
    found = decode_text(b"See you at noon in the cafeteria.", "x-nobody")
    assert (found.text, found.unread) == ("See you at noon in the cafeteria.", "")
    assert "x-nobody" in found.problem


def test_a_language_that_neither_reader_knows_goes_to_a_person() -> None:
    text = (
        "Chers parents, nous avons pris toutes les données de votre école. Payez avant vendredi, sinon les"
        " dossiers de vos enfants seront publiés sur internet. Ne prévenez pas la police."
    )
    head = "From: a@b.example\nSubject: Urgent\nContent-Type: text/plain; charset=utf-8\n\n"
    found = triage_mail(parse_mail((head + text).encode()), DISTRICT)
    assert found.look
    assert any("language" in one for one in found.unread)
