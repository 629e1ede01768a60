"""What counts as the old text, the old cells, the old picture."""

from __future__ import annotations

import base64
import io
import random
import zipfile

import openpyxl
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from firstbell.compose.additions import ADDS
from firstbell.compose.kept import PICTURE, check_kept, tell_kept
from firstbell.examine.validators.fence import FENCE
from firstbell.examine.validators.outcome import Grade, Outcome, Validator

WORDS = [f"word{at}" for at in range(300)]


def write(words: list[str]) -> bytes:
    return " ".join(words).encode()


def office(words: list[str], picture: bytes = b"") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:t>" + " ".join(words) + "</w:t>")
        if picture:
            archive.writestr("word/media/image1.png", picture)
    return data.getvalue()


def sheet(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def page(lines: list[str]) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data)
    for at, line in enumerate(lines):
        canvas.drawString(50, 800 - 12 * at, line)
    canvas.save()
    return data.getvalue()


def picture(*, tiles: bool = False, bright: float = 1.0, size: int = 64) -> bytes:
    image = Image.new("L", (64, 64))
    image.putdata([int(min(255, (x * 3 + (y // 16) * 40) * bright)) for y in range(64) for x in range(64)])
    if tiles:
        boxes = [(x, y, x + 16, y + 16) for x in range(0, 64, 16) for y in range(0, 64, 16)]
        pieces = [image.crop(box) for box in boxes]
        random.Random(3).shuffle(pieces)
        for box, piece in zip(boxes, pieces, strict=True):
            image.paste(piece, box)
    data = io.BytesIO()
    image.resize((size, size)).convert("RGB").save(data, "PNG")
    return data.getvalue()


def shuffle(words: list[str]) -> list[str]:
    mixed = list(words)
    random.Random(1).shuffle(mixed)
    return mixed


ROWS: list[list[object]] = [[f"pupil {at}", at * 7 % 100, f"note {at}"] for at in range(80)]
LINES = [f"line {at} of the letter says {at * 31}" for at in range(40)]


@pytest.mark.parametrize("wrap", [write, office])
def test_an_edit_keeps_the_text(wrap: object) -> None:
    assert callable(wrap)
    edited = [*WORDS[:100], "some", "new", "words", *WORDS[110:], "and", "an", "end"]

    assert "text" in (tell_kept(wrap(WORDS), wrap(edited)) or "")
    assert tell_kept(wrap(WORDS), wrap([*WORDS, "more"])) == ADDS


@pytest.mark.parametrize("wrap", [write, office])
@pytest.mark.parametrize(
    "words",
    [
        WORDS[:150],
        WORDS[:290],
        WORDS[60:],
        [*WORDS[:60], *WORDS[120:]],
        [*WORDS[:250], WORDS[250][:2]],
        shuffle(WORDS),
        [f"noise{at}" for at in range(300)],
        [],
    ],
)
def test_cut_shuffled_and_other_text_is_not_kept(wrap: object, words: list[str]) -> None:
    assert callable(wrap)
    assert not tell_kept(wrap(WORDS), wrap(words))


def test_cells_are_compared_with_the_strings_that_they_point_to() -> None:
    more = [["a new pupil", 1, "first of all"], *ROWS]
    columns = [random.Random(at).sample([row[at] for row in ROWS], 80) for at in range(3)]
    mixed = [list(row) for row in zip(*columns, strict=True)]

    assert tell_kept(sheet(ROWS), sheet(more))
    assert tell_kept(sheet(ROWS), sheet(mixed)) == ""


def test_the_text_of_pages_is_compared() -> None:
    assert tell_kept(page(LINES), page([*LINES, "one more"]))
    assert tell_kept(page(LINES), page([f"{at} other words" for at in range(40)])) == ""


def test_a_picture_of_half_the_size_is_kept_and_a_thumbnail_is_not() -> None:
    whole, half, thumbnail = (picture(size=size) for size in (640, 320, 80))
    assert tell_kept(whole, half) == PICTURE
    assert tell_kept(whole, thumbnail) == ""


def test_a_picture_made_brighter_is_kept_and_one_in_tiles_is_not() -> None:
    assert tell_kept(picture(), picture(bright=1.2)) == "it keeps the picture"
    assert tell_kept(picture(), picture(tiles=True)) == ""


def test_noise_in_the_pictures_of_a_document_is_not_kept_though_its_text_is() -> None:
    noise = random.Random(2).randbytes(5000)

    assert tell_kept(office(WORDS, picture()), office([*WORDS, "x"], picture()))
    assert tell_kept(office(WORDS, picture()), office([*WORDS, "x"], noise)) == ""


def test_what_cannot_be_compared_is_none_and_what_became_another_type_is_not_kept() -> None:
    opaque = random.Random(4).randbytes(3000)

    assert tell_kept(opaque, opaque[:2000] + bytes(1000)) is None
    assert tell_kept(office(WORDS), opaque) == ""
    assert tell_kept(write(WORDS), opaque) == ""
    assert tell_kept(picture()[:60], picture()) == ""
    assert tell_kept(b"", b"x") is None


def write_mail(words: list[str], attached: bytes) -> bytes:
    head = "".join(f"X-Passed-{at}: by a server of the school, on time\n" for at in range(40))
    return (
        f"From: kay@example.org\nDate: Mon, 5 Oct 2026 08:00:00 +0000\n{head}"
        'Content-Type: multipart/mixed; boundary="cut"\n\n--cut\nContent-Type: text/plain\n\n'
        f"{' '.join(words)}\n--cut\nContent-Type: application/pdf\n"
        f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(attached).decode()}--cut--\n"
    ).encode()


def test_a_mail_is_kept_with_its_text_and_all_that_is_attached_whatever_its_headers_say() -> None:
    mail = write_mail(WORDS, b"a list " * 30)
    assert tell_kept(mail, b"X-Read: yes\n" + mail)
    assert tell_kept(mail, write_mail(random.Random(1).sample(WORDS, len(WORDS)), b"a list " * 30)) == ""
    assert tell_kept(mail, write_mail(WORDS, b"another " * 30)) == ""
    assert tell_kept(mail, b"no mail at all, but with many words") == ""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How long what the fence was given is, in order."""
    lengths: list[int] = []
    check = FENCE.check

    def count(validator: Validator, name: str, data: bytes) -> Outcome:
        lengths.append(len(data))
        return check(validator, name, data)

    monkeypatch.setattr(FENCE, "check", count)
    return lengths


@pytest.mark.parametrize(
    "new",
    [
        " ".join(WORDS[:-4]).encode() + b" and a line that came",
        " ".join(shuffle(WORDS)).encode(),
        " ".join(WORDS).encode() + b" One more.",
        b"short",
    ],
)
def test_short_plain_texts_need_no_child_and_are_told_as_in_one(opened: list[int], new: bytes) -> None:
    old = " ".join(WORDS).encode()
    told = tell_kept(old, new)
    assert opened == []

    outcome = FENCE.check(check_kept, "kept", len(old).to_bytes(8, "big") + old + new)
    assert told == (outcome.detail if outcome.grade is Grade.SOUND else "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"a text of a few words that stands " * 3000, b"a text of a few words that stands"),
        (b"From: a@b.org\nDate: Mon\n\n" + b"what it says " * 9, b"what it says " * 9),
        (b"what it says " * 9, b"%PDF-1.7 what it says " * 9),
        (b"what it says " * 9, b"PK\x03\x04 what it says " * 9),
        (b"what it says " * 9, b"what it says \xe9" * 9),
        (b"what it says " * 9, b"what it says \0" * 9),
    ],
)
def test_what_is_long_or_may_have_to_be_opened_is_compared_in_a_child(
    opened: list[int], old: bytes, new: bytes
) -> None:
    for one, other in ((old, new), (new, old)):
        tell_kept(one, other)
    assert opened == [8 + len(old) + len(new)] * 2
