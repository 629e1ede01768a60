"""The first look during a backup: noise where a name promises something else, and nothing else."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from firstbell.examine.screen import Screen

NOISE = random.Random(11).randbytes(60_000)
PNG = b"\x89PNG\r\n\x1a\n" + NOISE
TEXT = b"Attendance of the third period, room 12.\n" * 400


@pytest.mark.parametrize(
    ("path", "promised"),
    [
        (b"/office/letter.docx", "zip"),
        (b"/office/letter.docx.medusa", "zip"),
        (b"/photos/class.PNG", "png"),
        (b"/office/grades.csv", "text"),
        (b"/office/readme.txt.locked", "text"),
    ],
)
def test_noise_under_a_name_that_promises_something_else_is_remarked(path: bytes, promised: str) -> None:
    remark = Screen().look(path, NOISE)
    assert "noise" in remark
    assert promised in remark or promised == "zip"
    assert Screen().look(path, memoryview(NOISE)) == remark


@pytest.mark.parametrize(
    ("path", "data"),
    [
        (b"/photos/class.png", PNG),
        (b"/photos/class.jpg", PNG),  # of another type than its name says, and still no noise
        (b"/office/grades.csv", TEXT),
        (b"/office/grades.csv", "Grüße, 早上好\n".encode("utf-16") * 200),
        (b"/office/unknown.blob", NOISE),
        (b"/office/noname", NOISE),
        (b"/office/letter.docx", TEXT),
        (b"/office/letter.docx", NOISE[:40]),
        (b"/office/half.csv", TEXT + NOISE),
        (b"/office/empty.txt", b""),
    ],
)
def test_nothing_else_is_remarked(path: bytes, data: bytes) -> None:
    assert Screen().look(path, data) == ""


def test_a_backup_loads_nothing_that_only_checks_need() -> None:
    program = (
        "import sys; from firstbell.examine.screen import Screen; Screen().look(b'/a.docx', b'x' * 9999);"
        "print([n for n in sys.modules if n in ('sqlite3', 'olefile') or n.endswith('.fence')])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
