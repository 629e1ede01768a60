"""E-mail copies read back by the library's parser, whatever a list of people gave as address and id."""

from __future__ import annotations

import email
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from firstbell.notify.notices.emails import EMAILS_PER_JOB, make_email_jobs, queue_all, write_email

SHARED: dict[str, Any] = {
    "language": "es", "title": "Aviso \u2014 datos", "review": "", "greeting": "Estimada familia:",
    "day": "24 de febrero", "organisation": "Escuelas P\u00fablicas",
    "return_address": [], "signer": "Jo Smith",
    "sections": {
        "happened": {"title": "Qu\u00e9 ocurri\u00f3", "lines": ["From here on\n.\nit goes on.", "x" * 300]},
        "can_do": {"title": "Qu\u00e9 puede hacer", "lines": ["No pague.", "Guarde el mensaje."]},
    },
}  # fmt: skip
SENDER = "Escuelas P\u00fablicas <avisos@example.org>"


def tell(letter_id: str) -> dict[str, Any]:
    return {
        "id": letter_id,
        "about": "Sobre \u00c1na.",
        "kinds": ["salud"],
        "minor": "",
        "code": "ABCD-EFGH-JKLM",
    }


def read(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize(
    "to",
    [
        "a@example.org", '"a b"@example.org', "Jo Li <a@example.org>", "a@example.org\r\nBcc: b@example.org",
        "\u00e1@example.org", "",
    ],
)  # fmt: skip
def test_an_email_reads_back_as_it_was_meant_whatever_the_address(to: str) -> None:
    data = write_email(SHARED, tell("p1-0"), to=to, sender=SENDER)
    message = read(data)
    assert message["Bcc"] is None
    assert message["Subject"] == "Aviso \u2014 datos - Escuelas P\u00fablicas"
    assert (message["Content-Language"], message["Message-ID"]) == ("es", "<notice.p1-0@example.org>")
    content = message.get_content().replace("\r\n", "\n")
    assert "From here on\n.\nit goes on. " + "x" * 300 in content
    assert "- No pague.\n- Guarde el mensaje." in content
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_every_email_lies_in_a_file_of_its_own_inside_the_folder(tmp_path: Path) -> None:
    ids = ["p1-0", "../../p2-0", "a/b", "a_b", ".", "\u00e9-0", "x" * 300]
    jobs = list(
        make_email_jobs(tmp_path, SHARED, [(tell(one), "a@example.org") for one in ids], sender=SENDER)
    )
    assert queue_all(jobs, workers=1) == len(ids)
    assert len(list(tmp_path.iterdir())) == len(ids)
    assert list(tmp_path.parent.glob("*.eml")) == []


def test_more_than_a_part_is_written_by_several_processes(tmp_path: Path) -> None:
    letters = [(tell(f"p{number}-0"), "a@example.org") for number in range(EMAILS_PER_JOB + 3)]
    assert queue_all(list(make_email_jobs(tmp_path, SHARED, letters, sender=SENDER)), workers=2) == len(
        letters
    )
    assert len(list(tmp_path.iterdir())) == len(letters)
