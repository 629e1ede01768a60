"""What is handed in at the console and is no single mail: a paper, a picture of a screen, a mailbox."""

from __future__ import annotations

import hashlib
import html
import re

import pytest

from firstbell.processes.recogniser import find_recogniser
from tests.cli.test_message import COERCION, PLAIN
from tests.console.drilled import DrilledConsole
from tests.console.handed_in import check, find_message, mail_case, send_file
from tests.triage.test_enclosures import THREAT, draw, write_pdf

__all__ = ["mail_case"]

WORDS = f"{THREAT} your data in 48 hours."
PICTURE = WORDS.replace(". ", ".\n").replace(", or", ",\nor")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("letter.pdf", write_pdf(WORDS)),
        pytest.param(
            "Screenshot 12.PNG",
            draw(PICTURE),
            marks=pytest.mark.skipif(find_recogniser() is None, reason="tesseract is not installed"),
        ),
    ],
)
def test_a_threat_on_paper_or_a_screen_is_read_and_told(
    drilled: DrilledConsole, mail_case: str, name: str, data: bytes
) -> None:
    director = drilled.visitor("director")
    check(director, drilled, send_file(director, mail_case, data, name=name))
    message = hashlib.sha256(data).hexdigest()[:16]
    shown = html.unescape(director.get(f"/cases/{mail_case}/messages/{message}").text)
    assert "superintendent to pay" in shown
    assert "Do not answer, do not pay" in shown
    assert name not in shown


def test_each_message_of_a_mailbox_has_its_page(drilled: DrilledConsole, mail_case: str) -> None:
    director = drilled.visitor("director")
    threat = COERCION.replace(b"your district", b"in a mailbox")
    lunch = PLAIN.replace(b"lunch", b"lunch in a mailbox")
    mailbox = b"".join(b"From x@y Mon Feb 20 08:00:00 2023\n" + one + b"\n" for one in (threat, lunch))
    check(director, drilled, send_file(director, mail_case, mailbox, name="reported.mbox"))
    assert (
        "A threat by those who broke in"
        in director.get(find_message(director, mail_case, "in a mailbox")).text
    )
    assert "See you at noon" in director.get(find_message(director, mail_case, "lunch in a mailbox")).text


def test_the_form_offers_what_is_taken(drilled: DrilledConsole, mail_case: str) -> None:
    page = drilled.visitor("director").get(f"/cases/{mail_case}/messages").text
    offered = re.search(r'name="file" accept="([^"]+)"', page)
    assert offered is not None
    for ending in offered[1].split(","):
        # its name is right and its content is not: refused for its content alone
        refused = send_file(drilled.visitor("director"), mail_case, b"MZ\0\x03", name=f"a{ending}")
        assert f"not what its name says ({ending})" in refused.text, ending
