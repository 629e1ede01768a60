"""Pictures and scans: listed, or recognized where that is asked for and the program is there."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from firstbell.documents import extraction, pictures
from firstbell.documents.extraction import (
    Budget,
    DocumentLimits,
    DocumentSource,
    Extraction,
    LimitError,
    UnreadableError,
)
from firstbell.documents.registry import read_document
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.roster import load_roster
from tests.documents import formats
from tests.impact import school


def make_picture() -> bytes:
    out = io.BytesIO()
    Image.new("L", (300, 200), 255).save(out, "PNG")
    return out.getvalue()


def make_scan(*, line: str = "") -> bytes:
    """A page that a picture covers. `line`: what the scanner printed under it."""
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(300, 220))
    page.drawImage(ImageReader(io.BytesIO(make_picture())), 0, 20, 300, 200)
    page.drawString(10, 5, line)
    page.save()
    return out.getvalue()


def make_letterhead() -> bytes:
    """A page of a few words with a small picture beside them."""
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(300, 220))
    page.drawImage(ImageReader(io.BytesIO(make_picture())), 0, 190, 30, 20)
    page.drawString(10, 100, "No school on Monday.")
    page.save()
    return out.getvalue()


def make_docx(text: str, *, size: tuple[int, int] = (700, 900)) -> bytes:
    """A Word file with a line of text and a picture of so many pixels."""
    picture = io.BytesIO()
    Image.new("L", size, 255).save(picture, "PNG")
    picture.seek(0)
    document = docx.Document()
    document.add_paragraph(text)
    document.add_picture(picture)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class Letter:
    """Recognises in every picture what a scan of the letter says. `asked`: how, each time."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, bool]] = []
        self.text: bytes | None = formats.make_text()
        self.knows_local = True
        self.takes_s = 0.0
        self.now_s = 0.0

    def recognise(self, picture: bytes, *, dpi: int, is_local: bool) -> bytes | None:
        self.asked.append((dpi, is_local))
        self.now_s += self.takes_s
        return self.text if self.knows_local or not is_local else None


@pytest.fixture
def recogniser() -> Letter:
    return Letter()


class Reader:
    """Reads one document after the other. `draft`: of the last one."""

    def __init__(self, folder: Path, recogniser: Letter) -> None:
        self.recogniser = recogniser
        lexicon = Lexicon(load_roster([school.write_roster(folder / "roster")]).people)
        self.analyst = Analyst(lexicon, Keeper(bytes(32), "2024-02-20"))
        self.draft = Extraction(self.analyst, Budget(DocumentLimits(), 0), read_document)

    def read(
        self, name: str, data: bytes, *, recognises: bool, limits: DocumentLimits | None = None
    ) -> list[Any]:
        """Who was found in it."""
        self.analyst.begin(name)
        self.draft = Extraction(self.analyst, Budget(limits or DocumentLimits(), len(data)), read_document)
        self.draft.recognises, self.draft.recogniser = recognises, self.recogniser
        read_document(DocumentSource(name, data), self.draft)
        return [link.keys for link in self.analyst.end().links]


@pytest.fixture
def reader(tmp_path: Path, recogniser: Letter) -> Reader:
    return Reader(tmp_path, recogniser)


SCANS = [
    ("a.png", make_picture()),
    ("scan.pdf", make_scan()),
    ("signed.pdf", make_scan(line="Scanned with a phone, page 1 of 1")),
]


@pytest.mark.parametrize(("name", "data"), SCANS, ids=[name for name, _ in SCANS])
def test_a_picture_is_listed_unless_it_shall_be_recognized(
    reader: Reader, recogniser: Letter, name: str, data: bytes
) -> None:
    with pytest.raises(UnreadableError, match="image only"):
        reader.read(name, data, recognises=False)
    assert reader.read(name, data, recognises=True) == [(school.ANA,)]
    assert "which errs" in reader.draft.missing[0]


def test_a_page_of_a_few_words_is_no_picture(reader: Reader, recogniser: Letter) -> None:
    assert reader.read("note.pdf", make_letterhead(), recognises=True) == []
    assert reader.draft.missing == []


def test_a_word_file_with_little_but_a_picture_says_so(reader: Reader, recogniser: Letter) -> None:
    scan = make_docx("See the form.")
    assert reader.read("form.docx", scan, recognises=False) == []
    assert reader.draft.missing == ["little but pictures, in which no text was recognized: image1.png"]
    assert reader.read("form.docx", scan, recognises=True) == [(school.ANA,)]
    assert reader.draft.missing == ["pictures whose text was recognized, which errs: image1.png"]
    # a logo is none, and who asks for it has the pictures of a long letter read as well
    assert reader.read("form.docx", make_docx("See the form.", size=(90, 40)), recognises=True) == []
    assert reader.draft.missing == []
    letter = make_docx("The board met on Tuesday and spoke about the budget of the coming year. " * 5)
    assert reader.read("letter.docx", letter, recognises=False) == []
    assert reader.draft.missing == []
    assert reader.read("letter.docx", letter, recognises=True) == [(school.ANA,)]


def test_recognising_has_time_of_its_own_and_an_end(
    reader: Reader, recogniser: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    # no time passes but what the recogniser takes
    monkeypatch.setattr(extraction, "monotonic_s", lambda: recogniser.now_s)
    recogniser.takes_s = 1.2
    scan = make_docx("See the form.")
    assert reader.read("form.docx", scan, recognises=True, limits=DocumentLimits(seconds=1.0)) == [
        (school.ANA,)
    ]
    two = io.BytesIO()
    page = canvas.Canvas(two)
    for _ in range(2):
        page.drawImage(ImageReader(io.BytesIO(make_picture())), 0, 0, 300, 200)
        page.showPage()
    page.save()
    with pytest.raises(LimitError, match="recognizing"):
        reader.read("scan.pdf", two.getvalue(), recognises=True, limits=DocumentLimits(recognising_s=0.1))
    assert reader.analyst.chars, "what was recognized by then is kept"


def test_an_older_recogniser_is_asked_in_the_way_it_knows(reader: Reader, recogniser: Letter) -> None:
    """tesseract 4 ends where it is told of a method that it does not know."""
    recogniser.knows_local = False
    assert reader.read("a.png", make_picture(), recognises=True) == [(school.ANA,)]
    assert recogniser.asked == [(0, True), (0, False)]


def test_a_recogniser_that_takes_too_long_is_not_asked_again(reader: Reader, recogniser: Letter) -> None:
    """Two in a row would be longer than a fenced process may be silent."""
    recogniser.text = b""
    with pytest.raises(UnreadableError, match="no text was recognized"):
        reader.read("a.png", make_picture(), recognises=True)
    assert recogniser.asked == [(0, True)]


def test_a_page_with_a_table_on_a_picture_is_no_scan(reader: Reader, recogniser: Letter) -> None:
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(300, 220))
    page.drawImage(ImageReader(io.BytesIO(make_picture())), 0, 0, 300, 220)
    for row in range(6):
        for column in range(3):
            page.drawString(20 + 90 * column, 190 - 20 * row, f"r{row}c{column}")
    page.save()
    assert reader.read("table.pdf", out.getvalue(), recognises=False) == []
    assert reader.draft.missing == []


def test_what_the_recogniser_fails_at_is_listed(reader: Reader, recogniser: Letter) -> None:
    recogniser.text = None
    with pytest.raises(UnreadableError, match="no text was recognized"):
        reader.read("a.png", make_picture(), recognises=True)


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("<mhassan1 985 @lakeview.example>", "<mhassan1985@lakeview.example>"),
        ("write to office @ lakeview.example today", "write to office@lakeview.example today"),
        ("ana.lopez@lakeview.example", "ana.lopez@lakeview.example"),
        ("grade 3 at noon @ home", "grade 3 at noon @ home"),
    ],
)
def test_gaps_in_recognized_addresses_are_closed(seen: str, meant: str) -> None:
    assert pictures.mend_addresses(seen) == meant
