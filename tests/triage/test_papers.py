"""What is handed in and is no mail: letters, photographs, transcripts, typed text."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.triage.enclosures import FencedEnclosures
from firstbell.triage.message_files import read_messages
from firstbell.triage.papers import is_paper
from firstbell.triage.triage import triage_raw
from tests.triage.measuring import DISTRICT
from tests.triage.test_enclosures import THREAT, write_docx, write_pdf


@pytest.mark.parametrize(
    ("name", "head", "paper"),
    [
        ("a.eml", b"Received: from x\n", False),
        ("a.txt", b"From: x@y.example\nSubject: hi\n", False),
        ("a.txt", b"We have your files", True),
        ("a.eml", b"We have your files", False),
        ("a", b"%PDF-1.7", True),
        ("letter.docx", b"PK\x03\x04", True),
        ("inbox", b"From x@y Mon Jan 1 00:00:00 2026\n", False),
        ("call.srt", b"1\n00:00:01,000 --> 00:00:02,000\nhello\n", True),
    ],
)
def test_a_file_is_told_from_mail_by_its_beginning(name: str, head: bytes, paper: bool) -> None:
    assert is_paper(name, head) is paper


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("note.txt", f"{THREAT} your data in 48 hours.".encode()),
        ("note.docx", write_docx(f"{THREAT} your data in 48 hours.")),
        ("note.pdf", write_pdf(f"{THREAT}. your data in 48 hours.")),
        (
            "call.srt",
            f"1\n00:00:01,000 --> 00:00:04,000\n{THREAT} your data in 48 hours.\n".encode(),
        ),
    ],
)
def test_a_threat_on_paper_is_a_threat(name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    (raw,) = read_messages(path)
    with FencedEnclosures() as enclosures:
        found = triage_raw(raw, DISTRICT, enclosures)
    assert found.label in {"coercion", "extortion"}, found.reasons
    assert raw.size_bytes == len(data)


def test_a_mail_saved_by_apple_mail_is_read(tmp_path: Path) -> None:
    path = tmp_path / "1.emlx"
    path.write_bytes(b"62\nFrom: a@b.example\nSubject: lunch\n\nSee you at noon.\n<?xml?>")
    (raw,) = read_messages(path)
    assert triage_raw(raw, DISTRICT).mail.subject == "lunch"
