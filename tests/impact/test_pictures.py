"""Pictures and scans: listed, or recognised where that is asked for and the program is there."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from firstbell.impact.finding.analyst import Analyst
from firstbell.impact.finding.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.roster import load_roster
from firstbell.impact.reading import pictures
from firstbell.impact.reading.draft import Budget, Draft, Limits, Source, UnreadableError
from firstbell.impact.reading.registry import read_document
from tests.impact import formats, school


def make_picture() -> bytes:
    out = io.BytesIO()
    Image.new("L", (300, 200), 255).save(out, "PNG")
    return out.getvalue()


def make_scan() -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.drawImage(ImageReader(io.BytesIO(make_picture())), 0, 0, 300, 200)
    page.save()
    return out.getvalue()


@pytest.fixture
def recogniser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that answers to every picture as tesseract would to a scan of the letter."""
    program = tmp_path / "tesseract"
    (tmp_path / "letter.txt").write_bytes(formats.make_text())
    program.write_text(f"#!/bin/sh\ncat > /dev/null\ncat {tmp_path}/letter.txt\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    pictures.find_recogniser.cache_clear()


@pytest.mark.parametrize("name", ["a.png", "scan.pdf"])
def test_a_picture_is_listed_unless_it_shall_be_recognised(
    tmp_path: Path, recogniser: None, name: str
) -> None:
    lexicon = Lexicon(load_roster([school.write_roster(tmp_path / "roster")]).people)
    data = make_picture() if name.endswith("png") else make_scan()
    analyst = Analyst(lexicon, Keeper(bytes(32), "2024-02-20"))
    for recognises in (False, True):
        analyst.begin(name)
        draft = Draft(analyst, Budget(Limits(), len(data)), read_document)
        draft.recognises = recognises
        if not recognises:
            with pytest.raises(UnreadableError, match="image only"):
                read_document(Source(name, data), draft)
            continue
        read_document(Source(name, data), draft)
        assert [link.keys for link in analyst.end().links] == [(school.ANA,)]
        assert "which errs" in draft.missing[0]
    pictures.find_recogniser.cache_clear()
